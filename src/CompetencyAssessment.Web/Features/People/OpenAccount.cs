using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>Gives a person an account, without a password: its owner sets that by a link of <see cref="HandOutLink"/>.</summary>
internal sealed class OpenAccount(AppDbContext db, UserManager<AppUser> users)
{
    /// <returns>The account's id.</returns>
    /// <exception cref="DomainException"><c>account.exists</c>, <c>account.name-taken</c>, <c>account.name</c>, <c>role.own</c>, <c>role.unknown</c>, <c>role.incompatible</c></exception>
    public Task<Guid> RunAsync(Guid personId, string userName, IReadOnlyCollection<string> roles, string culture, Guid byPersonId, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var known = await db.People.Where(p => p.Id == personId)
                    .Select(p => new { Person = p, HasAccount = db.Users.Any(u => u.PersonId == p.Id) })
                    .SingleAsync(cancel);
                return known.HasAccount
                    ? throw new DomainException("account.exists")
                    : await RunAsync(known.Person, userName, roles, culture, byPersonId, cancel);
            },
            cancel);

    /// <summary>The same for a tracked person who has no account; saves it with everything else that waits. Inside a transaction.</summary>
    internal async Task<Guid> RunAsync(Person person, string userName, IReadOnlyCollection<string> roles, string culture, Guid byPersonId, CancellationToken cancel)
    {
        RoleRows.DemandCompatible(roles);
        person.NoteAccount("opened");
        person.ChangeRoles(byPersonId, roles, []);
        var user = new AppUser { Id = db.NextKey(), UserName = userName.Trim(), PersonId = person.Id, Culture = culture, LockoutEnabled = true };
        await db.AddRolesAsync(user.Id, roles, cancel);
        var result = await users.CreateAsync(user);
        if (result.Succeeded)
        {
            return user.Id;
        }

        throw result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName))
            ? new DomainException("account.name-taken")
            : new DomainException("account.name");
    }
}

/// <summary>Rows of roles, in one read however many there are.</summary>
internal static class RoleRows
{
    /// <summary>Administrators assign assessors; so they cannot rate.</summary>
    /// <exception cref="DomainException"><c>role.incompatible</c></exception>
    public static void DemandCompatible(IReadOnlyCollection<string> roles)
    {
        if (roles.Contains(Roles.Administrator) && roles.Contains(Roles.Assessor))
        {
            throw new DomainException("role.incompatible");
        }
    }

    /// <exception cref="DomainException"><c>role.unknown</c></exception>
    public static async Task AddRolesAsync(this AppDbContext db, Guid userId, IReadOnlyCollection<string> roles, CancellationToken cancel)
    {
        if (roles.Count == 0)
        {
            return;
        }

        var ids = await db.Roles.Where(r => roles.Contains(r.Name!)).Select(r => r.Id).ToListAsync(cancel);
        if (ids.Count != roles.Distinct(StringComparer.Ordinal).Count())
        {
            throw new DomainException("role.unknown");
        }

        db.UserRoles.AddRange(ids.Select(id => new IdentityUserRole<Guid> { UserId = userId, RoleId = id }));
    }
}
