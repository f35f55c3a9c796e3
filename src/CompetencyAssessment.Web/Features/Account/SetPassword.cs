using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>Sets a password by a one-time link. Every change of password, role or bar voids the links handed out before.</summary>
internal sealed class SetPassword(AppDbContext db, UserManager<AppUser> users)
{
    /// <summary>The account of a link that can still be used; null where it cannot.</summary>
    public async Task<AppUser?> FindAsync(Guid userId, string token)
    {
        var user = await users.FindByIdAsync(userId.ToString());
        return user is { Barred: false }
            && await users.VerifyUserTokenAsync(user, users.Options.Tokens.PasswordResetTokenProvider, UserManager<AppUser>.ResetPasswordTokenPurpose, token)
            ? user
            : null;
    }

    /// <summary>Sets the password and opens a locked account again.</summary>
    /// <param name="culture">The language of the page, which a new account keeps; null leaves the account's own.</param>
    public Task<IdentityResult> RunAsync(Guid userId, string token, string password, string? culture, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                if (await FindAsync(userId, token) is not { } user)
                {
                    return IdentityResult.Failed(users.ErrorDescriber.InvalidToken());
                }

                // Nobody has signed in yet, so nobody has chosen another.
                if (culture is not null && user.NoticeVersion is null)
                {
                    user.Culture = culture;
                }

                var result = await users.ResetPasswordAsync(user, token, password);
                if (!result.Succeeded)
                {
                    return result;
                }

                await users.ResetAccessFailedCountAsync(user);
                await users.SetLockoutEndDateAsync(user, null);
                db.ActorId = user.Id;
                (await db.People.SingleAsync(p => p.Id == user.PersonId, cancel)).NoteAccount("password-set");
                await db.SaveChangesAsync(cancel);
                return result;
            },
            cancel);
}

/// <summary>Changes one's own password; every other session of the account ends.</summary>
internal sealed class ChangePassword(AppDbContext db, UserManager<AppUser> users)
{
    public Task<IdentityResult> RunAsync(Guid userId, string current, string password, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var user = await db.Users.SingleAsync(u => u.Id == userId, cancel);
                var result = await users.ChangePasswordAsync(user, current, password);
                if (result.Succeeded)
                {
                    (await db.People.SingleAsync(p => p.Id == user.PersonId, cancel)).NoteAccount("password-changed");
                    await db.SaveChangesAsync(cancel);
                }

                return result;
            },
            cancel);
}
