using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>Gives and takes roles. A change ends the person's sign-ins, because the cookie carries the roles.</summary>
internal sealed class ChangeRoles(AppDbContext db)
{
    /// <param name="personId">Whose roles.</param>
    /// <param name="roles">All that the person shall hold.</param>
    /// <param name="byPersonId">Who changes them; nobody gives themselves one.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="DomainException"><c>account.none</c>, <c>role.own</c>, <c>role.last-administrator</c>, <c>role.unknown</c>, <c>role.incompatible</c></exception>
    public Task<bool> RunAsync(Guid personId, IReadOnlyCollection<string> roles, Guid byPersonId, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var (person, user) = await db.AccountOfAsync(personId, cancel);
                var held = await (
                    from link in db.UserRoles
                    join role in db.Roles on link.RoleId equals role.Id
                    where link.UserId == user.Id
                    select new { Row = link, role.Name }).ToListAsync(cancel);
                var added = roles.Except(held.Select(h => h.Name!)).ToList();
                var removed = held.Where(h => !roles.Contains(h.Name!)).ToList();
                if (added.Count == 0 && removed.Count == 0)
                {
                    return false;
                }

                RoleRows.DemandCompatible(roles);
                person.ChangeRoles(byPersonId, added, [.. removed.Select(r => r.Name!)]);
                if (removed.Exists(r => r.Name == Roles.Administrator))
                {
                    await db.DemandAnotherAdministratorAsync(user.Id, cancel);
                }

                db.UserRoles.RemoveRange(removed.Select(r => r.Row));
                await db.AddRolesAsync(user.Id, added, cancel);
                user.EndSignIns();
                await db.SaveChangesAsync(cancel);
                return true;
            },
            cancel);
}
