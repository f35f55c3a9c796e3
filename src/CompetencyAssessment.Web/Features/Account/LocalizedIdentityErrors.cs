using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Identity;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>What Identity finds wrong, in the language of the request.</summary>
internal sealed class LocalizedIdentityErrors : IdentityErrorDescriber
{
    public override IdentityError DefaultError() => Error(nameof(DefaultError), "This did not work. Please try again.");

    public override IdentityError ConcurrencyFailure() => Error(nameof(ConcurrencyFailure), "The account has changed in the meantime. Reload the page and try again.");

    public override IdentityError PasswordMismatch() => Error(nameof(PasswordMismatch), "This is not your current password.");

    public override IdentityError InvalidToken() => Error(nameof(InvalidToken), "This link has expired or was used already.");

    public override IdentityError InvalidUserName(string? userName) => Error(nameof(InvalidUserName), "Use letters without accents, digits and - . _ @ + only.");

    public override IdentityError DuplicateUserName(string userName) => Error(nameof(DuplicateUserName), "This user name is taken.");

    public override IdentityError PasswordTooShort(int length) => Error(nameof(PasswordTooShort), "The password needs at least {0} characters.", length);

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) => Error(nameof(PasswordRequiresUniqueChars), "The password needs at least {0} different characters.", uniqueChars);

    private static IdentityError Error(string code, string key, params object?[] args) => new() { Code = code, Description = SharedResource.Text(key, args) };
}
