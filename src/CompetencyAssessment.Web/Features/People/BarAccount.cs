using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>Bars an account, which signs it out at once, or lifts the bar.</summary>
internal sealed class BarAccount(AppDbContext db)
{
    /// <exception cref="DomainException"><c>account.none</c>, <c>account.bar-own</c>, <c>role.last-administrator</c></exception>
    public Task RunAsync(Guid personId, bool barred, Guid byPersonId, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var (person, user) = await db.AccountOfAsync(personId, cancel);
                if (user.Barred == barred)
                {
                    return false;
                }

                if (barred)
                {
                    if (personId == byPersonId)
                    {
                        throw new DomainException("account.bar-own");
                    }

                    if (await db.UserRoles.AnyAsync(l => l.UserId == user.Id && db.Roles.Any(r => r.Id == l.RoleId && r.Name == Roles.Administrator), cancel))
                    {
                        await db.DemandAnotherAdministratorAsync(user.Id, cancel);
                    }
                }

                user.Barred = barred;
                user.EndSignIns();
                person.NoteAccount(barred ? "barred" : "unbarred");
                await db.SaveChangesAsync(cancel);
                return true;
            },
            cancel);
}
