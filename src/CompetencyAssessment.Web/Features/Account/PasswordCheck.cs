using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>Checks a password; wrong ones count towards the lock of the account, also those that come at the same moment.</summary>
internal sealed class PasswordCheck(AppDbContext db, UserManager<AppUser> users, SignInManager<AppUser> signIn)
{
    public async Task<SignInResult> RunAsync(AppUser user, string password, CancellationToken cancel)
    {
        var result = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);

        // Identity counts by reading and writing, and drops what another attempt has overtaken: many at once would count as one.
        if (db.Entry(user).State == EntityState.Modified)
        {
            await db.InTransactionAsync(
                async () =>
                {
                    // Takes the row before reading it, so that nobody overtakes again.
                    await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount), cancel);
                    await db.Entry(user).ReloadAsync(cancel);
                    return result is { Succeeded: false, IsLockedOut: false } ? await users.AccessFailedAsync(user) : null;
                },
                cancel);
        }

        return !result.Succeeded && await users.IsLockedOutAsync(user) ? SignInResult.LockedOut : result;
    }
}
