using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>What somebody types to sign in.</summary>
internal sealed class SignInForm
{
    [Display(Name = "User name")]
    public string? UserName { get; set; }

    [Display(Name = "Password")]
    [DataType(DataType.Password)]
    public string? Password { get; set; }

    public string? ReturnUrl { get; set; }
}

/// <summary>A password chosen by its owner, by a one-time link.</summary>
internal sealed class SetPasswordForm
{
    public Guid User { get; set; }

    public string? Token { get; set; }

    [Display(Name = "New password")]
    [DataType(DataType.Password)]
    public string? NewPassword { get; set; }

    [Display(Name = "New password again")]
    [DataType(DataType.Password)]
    public string? Repeated { get; set; }
}

/// <summary>A change of one's own password.</summary>
internal sealed class ChangePasswordForm
{
    [Display(Name = "Current password")]
    [DataType(DataType.Password)]
    public string? Current { get; set; }

    [Display(Name = "New password")]
    [DataType(DataType.Password)]
    public string? NewPassword { get; set; }

    [Display(Name = "New password again")]
    [DataType(DataType.Password)]
    public string? Repeated { get; set; }
}

/// <summary>Language and colour scheme of the person who is signed in.</summary>
internal sealed class ProfileForm
{
    public string? Culture { get; set; }

    public string? Theme { get; set; }
}

/// <summary>What the sign-in page shows.</summary>
internal sealed record SignInPage(SignInForm Form, IReadOnlyList<DemoAccount> Demo);

/// <summary>What the password page of a link shows; without a form where the link cannot be used any more.</summary>
internal sealed record SetPasswordPage(string? UserName, SetPasswordForm? Form);

/// <summary>What the page of one's own account shows.</summary>
internal sealed record ProfilePage(string NameZh, string? NameLatin, string UserName, IReadOnlyList<string> Roles, ProfileForm Form)
{
    /// <summary>In a role that takes qualifications.</summary>
    public bool Judges => Roles.Contains(Data.Identity.Roles.Assessor) || Roles.Contains(Data.Identity.Roles.Verifier);
}

internal sealed class SignInFormValidator : AbstractValidator<SignInForm>
{
    public SignInFormValidator()
    {
        RuleFor(f => f.UserName).NotEmpty().WithText("Enter your user name.").MaximumLength(256);
        RuleFor(f => f.Password).NotEmpty().WithText("Enter your password.").MaximumLength(256);
    }
}

internal sealed class SetPasswordFormValidator : AbstractValidator<SetPasswordForm>
{
    public SetPasswordFormValidator()
    {
        RuleFor(f => f.NewPassword).NewPassword();
        RuleFor(f => f.Repeated).Equal(f => f.NewPassword).WithText("The two new passwords are not the same.");
    }
}

internal sealed class ChangePasswordFormValidator : AbstractValidator<ChangePasswordForm>
{
    public ChangePasswordFormValidator()
    {
        RuleFor(f => f.Current).NotEmpty().WithText("Enter your current password.").MaximumLength(256);
        RuleFor(f => f.NewPassword).NewPassword();
        RuleFor(f => f.Repeated).Equal(f => f.NewPassword).WithText("The two new passwords are not the same.");
    }
}

internal static class PasswordRules
{
    /// <summary>Characters; the same number stands in Identity's options.</summary>
    public const int MinimumLength = 12;

    public const int MinimumDifferent = 5;

    private const int MaximumLength = 256;

    public static void NewPassword<T>(this IRuleBuilder<T, string?> rule) => rule
        .NotEmpty().WithText("Enter a new password.")
        .Must(p => string.IsNullOrEmpty(p) || p.Length >= MinimumLength).WithText("The password needs at least {0} characters.", MinimumLength)
        .Must(p => p is null || p.Length <= MaximumLength).WithText("The password may have at most {0} characters.", MaximumLength);
}
