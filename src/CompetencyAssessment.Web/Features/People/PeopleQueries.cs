using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>What the pages about people read.</summary>
internal sealed class PeopleQueries(AppDbContext db, TimeProvider clock)
{
    private const int PageSize = 25;
    private const int AssessmentLimit = 50;

    public async Task<PeoplePage> ListAsync(PeopleFilter filter, CancellationToken cancel)
    {
        var people =
            from person in db.People.AsNoTracking()
            join account in db.Users on person.Id equals account.PersonId into accounts
            from user in accounts.DefaultIfEmpty()
            select new Joined { Person = person, User = user };
        if (SearchText.Of(filter.Q) is { } words)
        {
            var pattern = $"%{words.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal)}%";
            people = people.Where(x => EF.Functions.Like(x.Person.NameZh, pattern, @"\")
                || EF.Functions.Like(x.Person.NameLatin!, pattern, @"\")
                || EF.Functions.Like(x.Person.CandidateNumber!, pattern, @"\")
                || EF.Functions.Like(x.User!.UserName!, pattern, @"\"));
        }

        people = filter.Role switch
        {
            null or "" => people,
            PeopleFilter.NoRole => people.Where(x => !db.UserRoles.Any(l => l.UserId == x.User!.Id)),
            var role => people.Where(x => db.UserRoles.Any(l => l.UserId == x.User!.Id && db.Roles.Any(r => r.Id == l.RoleId && r.Name == role))),
        };
        var total = await people.CountAsync(cancel);
        var page = new PageInfo(Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize)), PageSize, total);
        var sorted = filter.Sort switch
        {
            PeopleOrder.CandidateNumber => people.OrderBy(x => x.Person.CandidateNumber == null).ThenBy(x => x.Person.CandidateNumber).ThenBy(x => x.Person.Id),
            PeopleOrder.Newest => people.OrderByDescending(x => x.Person.CreatedAt).ThenBy(x => x.Person.Id),
            _ => people.OrderBy(x => x.Person.NameZh).ThenBy(x => x.Person.Id),
        };
        var rows = await sorted.Skip((page.Page - 1) * PageSize).Take(PageSize)
            .Select(x => new
            {
                x.Person.Id,
                x.Person.NameZh,
                x.Person.NameLatin,
                x.Person.CandidateNumber,
                UserId = (Guid?)x.User!.Id,
                x.User.UserName,
                Barred = (bool?)x.User.Barred ?? false,
                HasPassword = x.User.PasswordHash != null,
            })
            .ToListAsync(cancel);
        var roles = await RolesOfAsync([.. rows.Where(r => r.UserId is not null).Select(r => r.UserId!.Value)], cancel);
        return new PeoplePage(
            filter,
            [.. rows.Select(r => new PersonRow(r.Id, r.NameZh, r.NameLatin, r.CandidateNumber, r.UserName, StateOf(r.UserId, r.Barred, r.HasPassword), r.UserId is { } id ? [.. roles[id]] : []))],
            page);
    }

    public Task<bool> ExistsAsync(Guid personId, CancellationToken cancel) => db.People.AnyAsync(p => p.Id == personId, cancel);

    /// <summary>One person with account and parts in assessments; null where there is nobody of that id.</summary>
    public async Task<PersonDetails?> FindAsync(Guid personId, Viewer viewer, CancellationToken cancel)
    {
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, cancel);
        if (person is null)
        {
            return null;
        }

        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.PersonId == personId, cancel);
        var roles = user is null ? null : await RolesOfAsync([user.Id], cancel);
        var assessments = await db.Assessments.AsNoTracking().AsAdministrator(viewer)
            .Where(a => a.CandidateId == personId || a.Assignments.Any(x => x.PersonId == personId && x.EndedAt == null))
            .OrderByDescending(a => a.Code)
            .Take(AssessmentLimit)
            .Select(a => new PersonAssessment(a.Id, a.Code, a.CandidateId == personId, a.State))
            .ToListAsync(cancel);
        var now = clock.GetUtcNow();
        return new PersonDetails(
            person.Id, person.NameZh, person.NameLatin, person.CandidateNumber, person.CreatedAt, person.Version, user?.UserName,
            StateOf(user?.Id, user?.Barred ?? false, user?.PasswordHash is not null),
            user?.LockoutEnd is { } end && end > now ? end.UtcDateTime : null,
            user is null ? [] : [.. roles![user.Id]],
            assessments);
    }

    private static AccountState StateOf(Guid? userId, bool barred, bool hasPassword) =>
        userId is null ? AccountState.None : barred ? AccountState.Barred : hasPassword ? AccountState.Active : AccountState.Invited;

    private async Task<ILookup<Guid, string>> RolesOfAsync(IReadOnlyCollection<Guid> users, CancellationToken cancel)
    {
        var rows = await (
            from link in db.UserRoles.AsNoTracking()
            join role in db.Roles on link.RoleId equals role.Id
            where users.Contains(link.UserId)
            select new { link.UserId, role.Name }).ToListAsync(cancel);
        return rows.OrderBy(r => Roles.All.ToList().IndexOf(r.Name!)).ToLookup(r => r.UserId, r => r.Name!);
    }

    private sealed class Joined
    {
        public required Person Person { get; init; }

        public AppUser? User { get; init; }
    }
}
