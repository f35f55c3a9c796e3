using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Infrastructure;

/// <summary>Somebody made up who can sign in.</summary>
internal sealed record TestUser(Guid UserId, Guid PersonId, string UserName, string Name);

/// <summary>Makes people and assessments by the verbs that the screens call.</summary>
internal sealed class TestData(TestSite site)
{
    public const string Password = "山高水長 2026 test";

    private static readonly string Hash = new PasswordHasher<AppUser>().HashPassword(new AppUser(), Password);

    private int _count;

    public Task<TestUser> CandidateAsync(string? name = null) => UserAsync(name ?? "受評者", Roles.Candidate);

    public Task<TestUser> AssessorAsync(string? name = null) => UserAsync(name ?? "評量人員", Roles.Assessor);

    public Task<TestUser> AdministratorAsync(string? name = null) => UserAsync(name ?? "承辦人員", Roles.Administrator);

    public async Task<TestUser> UserAsync(string name, params string[] roles)
    {
        var number = Interlocked.Increment(ref _count);
        var userName = $"{roles.FirstOrDefault() ?? "nobody"}{number}".ToLowerInvariant();
        return await site.UseAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            var centre = await db.Centres.AsNoTracking().SingleAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var person = new Person(db.NextKey(), centre.Id, $"{name}{number}", null, null, site.Clock.GetUtcNow().UtcDateTime);
            person.ChangeRoles(Guid.Empty, roles, []);
            db.People.Add(person);
            await db.SaveChangesAsync();
            var user = new AppUser { Id = db.NextKey(), UserName = userName, PersonId = person.Id, PasswordHash = Hash, LockoutEnabled = true, NoticeVersion = PrivacyNotice.Version };
            var users = services.GetRequiredService<UserManager<AppUser>>();
            Check(await users.CreateAsync(user));
            Check(await users.AddToRolesAsync(user, roles));
            await transaction.CommitAsync();
            return new TestUser(user.Id, person.Id, userName, person.NameZh);
        });
    }

    /// <summary>Plans an assessment with the scheme that comes with the project.</summary>
    public Task<Guid> PlanAsync(TestUser candidate, TestUser assessor) => site.UseAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var scheme = await db.Schemes.AsNoTracking().OrderBy(s => s.Id).FirstAsync();
        var methods = (await services.GetRequiredService<UnitCatalogue>().SchemeAsync(db, scheme.Id, CancellationToken.None)).Document.MethodVariants.Select(m => m.Code).ToList();
        var today = DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime);
        return await services.GetRequiredService<PlanAssessment>().RunAsync(
            new NewAssessment(candidate.PersonId, assessor.PersonId, scheme.Id, methods, today.AddDays(30), today.AddDays(60)), CancellationToken.None);
    });

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join("; ", result.Errors.Select(e => e.Description)));
        }
    }
}
