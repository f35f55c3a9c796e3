using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>Checks a password; wrong ones count towards the lock of the account, also those that come at the same moment.</summary>
internal sealed class PasswordCheck(AppDbContext db, UserManager<AppUser> users, SignInManager<AppUser> signIn)
{
    private const int Tries = 20;

    public async Task<SignInResult> RunAsync(AppUser user, string password, CancellationToken cancel)
    {
        var result = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);

        // Identity counts by reading and writing, and drops what another attempt has overtaken: many at once would count as one.
        for (var left = Tries; left > 0 && db.Entry(user).State == EntityState.Modified; left--)
        {
            await db.Entry(user).ReloadAsync(cancel);
            if (!result.Succeeded && !result.IsLockedOut)
            {
                await users.AccessFailedAsync(user);
            }
        }

        if (db.Entry(user).State == EntityState.Modified)
        {
            await db.Entry(user).ReloadAsync(cancel);
        }

        return !result.Succeeded && await users.IsLockedOutAsync(user) ? SignInResult.LockedOut : result;
    }
}
