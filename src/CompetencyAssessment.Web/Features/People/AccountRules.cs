using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>Rules over people and accounts that one entity alone cannot see.</summary>
internal static class AccountRules
{
    /// <summary>Ends all sign-ins of the account, and voids the links handed out before, when it is saved.</summary>
    public static void EndSignIns(this AppUser user)
    {
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    /// <summary>The person and the account, both tracked.</summary>
    /// <exception cref="DomainException"><c>account.none</c></exception>
    public static async Task<(Person Person, AppUser User)> AccountOfAsync(this AppDbContext db, Guid personId, CancellationToken cancel)
    {
        var both = await (
            from person in db.People
            join user in db.Users on person.Id equals user.PersonId
            where person.Id == personId
            select new { person, user }).SingleOrDefaultAsync(cancel);
        return both is null ? throw new DomainException("account.none") : (both.person, both.user);
    }

    /// <exception cref="DomainException"><c>person.number-taken</c></exception>
    public static async Task DemandFreeNumberAsync(this AppDbContext db, Guid centreId, string? number, Guid? exceptPersonId, CancellationToken cancel)
    {
        if (number is not null && await db.People.AnyAsync(p => p.CentreId == centreId && p.CandidateNumber == number && p.Id != exceptPersonId, cancel))
        {
            throw new DomainException("person.number-taken");
        }
    }

    /// <summary>Somebody else must be left who can administer. Inside a transaction.</summary>
    /// <exception cref="DomainException"><c>role.last-administrator</c></exception>
    public static async Task DemandAnotherAdministratorAsync(this AppDbContext db, Guid userId, CancellationToken cancel)
    {
        // The update takes the role's lock: of two administrators who take the role from each other, the second waits and then finds nobody.
        var stamp = Guid.NewGuid().ToString();
        await db.Roles.Where(r => r.Name == Roles.Administrator).ExecuteUpdateAsync(s => s.SetProperty(r => r.ConcurrencyStamp, stamp), cancel);
        var others =
            from link in db.UserRoles
            join role in db.Roles on link.RoleId equals role.Id
            join user in db.Users on link.UserId equals user.Id
            where role.Name == Roles.Administrator && user.Id != userId && !user.Barred && user.PasswordHash != null
            select user.Id;
        if (!await others.AnyAsync(cancel))
        {
            throw new DomainException("role.last-administrator");
        }
    }

    /// <summary>What was typed, without blanks around it; null for nothing.</summary>
    public static string? Clean(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
