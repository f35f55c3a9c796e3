using CompetencyAssessment.Data;
using CompetencyAssessment.Web.Demo;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>An account of the demonstration: who it is and what can be seen with it.</summary>
/// <param name="Code">The latest assessment of a candidate, if there is one.</param>
/// <param name="State">State of that assessment, an enum value to be named in the language of the request.</param>
internal sealed record DemoAccount(string UserName, string Name, IReadOnlyList<string> Roles, string? Code, Enum? State);

/// <summary>
/// The accounts of the demonstration centre, which the sign-in page lists in Development: those whose user name begins with
/// <see cref="DemoPeople.Prefix"/>. Outside Development there are none, and nothing lists them.
/// </summary>
internal sealed class DemoAccounts(AppDbContext db, IWebHostEnvironment environment)
{
    public async Task<IReadOnlyList<DemoAccount>> ListAsync(string culture, CancellationToken cancel)
    {
        if (!environment.IsDevelopment())
        {
            return [];
        }

        var rows = await (
            from user in db.Users.AsNoTracking()
            join person in db.People on user.PersonId equals person.Id
            where user.UserName!.StartsWith(DemoPeople.Prefix) && !user.Barred
            orderby user.UserName
            select new
            {
                user.UserName,
                Person = person,
                Roles = (from link in db.UserRoles join role in db.Roles on link.RoleId equals role.Id where link.UserId == user.Id select role.Name).ToList(),
                Latest = db.Assessments.Where(a => a.CandidateId == person.Id).OrderByDescending(a => a.AttemptNo).Select(a => new { a.Code, a.State }).FirstOrDefault(),
            }).ToListAsync(cancel);
        return [.. rows.Select(r => new DemoAccount(r.UserName!, r.Person.NameIn(culture), r.Roles, r.Latest?.Code, r.Latest?.State))];
    }
}
