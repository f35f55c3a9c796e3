using System.Text.Json.Nodes;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Web.Demo;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.Schemes;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Features.Verification;
using CompetencyAssessment.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompetencyAssessment.EndToEnd.Tests.Infrastructure;

/// <summary>Somebody made up who can sign in with <see cref="Seed.Password"/>.</summary>
internal sealed record Member(Guid PersonId, string UserName, string Name);

/// <summary>Puts people and assessments into a data folder by the application's own verbs, and looks into it afterwards.</summary>
internal sealed class Seed : IAsyncDisposable
{
    public const string Password = "山高水長 2026 test";

    private readonly WebApplication _services;

    /// <summary>Set back for what happened earlier; the application itself has the system's.</summary>
    public DemoClock Clock { get; } = new();

    private DateTime Now => Clock.GetUtcNow().UtcDateTime;

    public Seed(string data)
    {
        var builder = WebApplication.CreateBuilder(WebShell.Options(["--environment=Production", $"--Data:Folder={data}", "--Serilog:MinimumLevel:Default=Fatal", "--Serilog:MinimumLevel:Override:Microsoft=Fatal"]));
        builder.AddWebShell();
        builder.AddData();
        builder.AddAccess();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        _services = builder.Build();
    }

    public Task<Member> MemberAsync(string userName, string name, string nameLatin, string culture, params string[] roles) => UseAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var person = new Person(db.NextKey(), (await db.Centres.AsNoTracking().SingleAsync()).Id, name, nameLatin, null, Now);
        person.ChangeRoles(Guid.Empty, roles, []);
        db.People.Add(person);
        await db.SaveChangesAsync();
        var users = services.GetRequiredService<UserManager<AppUser>>();
        var user = new AppUser { Id = db.NextKey(), UserName = userName, PersonId = person.Id, LockoutEnabled = true, Culture = culture, NoticeVersion = PrivacyNotice.Version };
        Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        Assert.True((await users.AddToRolesAsync(user, roles)).Succeeded);
        foreach (var kind in roles.Select(r => r switch { Roles.Assessor => JudgingKind.Assessing, Roles.Verifier => JudgingKind.Verifying, _ => (JudgingKind?)null }).OfType<JudgingKind>())
        {
            foreach (var unit in await db.Units.Select(u => u.Id).ToListAsync())
            {
                await services.GetRequiredService<KeepIndependence>().AddQualificationAsync(
                    person.Id, Guid.NewGuid(), new QualificationTerms { UnitId = unit, Kind = kind, Title = "訓練結業證明", Issuer = "評量中心", ValidFrom = new DateOnly(2020, 1, 1) }, CancellationToken.None);
            }
        }

        return new Member(person.Id, userName, name);
    });

    /// <summary>Somebody who is there already.</summary>
    public Task<Member> MemberAsync(string userName) => QueryAsync(async db =>
    {
        var person = await (from user in db.Users where user.UserName == userName join found in db.People on user.PersonId equals found.Id select found).SingleAsync();
        return new Member(person.Id, userName, person.NameZh);
    });

    /// <summary>A scheme of the centre's own, which differs from the default one in its rules alone.</summary>
    public async Task<Guid> SchemeAsync(string code, Member administrator, Func<SchemeRules, SchemeRules> change)
    {
        var draft = await UseAsync(async services => await services.GetRequiredService<StartDraft>().NewSchemeAsync(
            await DefaultSchemeAsync(services.GetRequiredService<AppDbContext>()), code, new LocalText("本中心評量方案", "Scheme of this centre"), administrator.PersonId, CancellationToken.None));
        return await UseAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            await services.GetRequiredService<EditDraft>().RunAsync(draft, new DraftPart(SchemeSection.Rules), seen: null, scheme => scheme with { Rules = change(scheme.Rules) }, administrator.PersonId, CancellationToken.None);
            var seen = await db.SchemeDrafts.Where(d => d.Id == draft).Select(d => d.Version).SingleAsync();
            Assert.False((await services.GetRequiredService<PublishDraft>().RunAsync(draft, seen, 1, administrator.PersonId, CancellationToken.None)).Refused);
            return await db.Schemes.Where(s => s.Code == code).Select(s => s.Id).SingleAsync();
        });
    }

    private static Task<Guid> DefaultSchemeAsync(AppDbContext db) => db.Schemes.AsNoTracking().OrderBy(s => s.Id).Select(s => s.Id).FirstAsync();

    /// <summary>Planned and acknowledged.</summary>
    /// <param name="candidate">Who is assessed.</param>
    /// <param name="assessor">Who leads.</param>
    /// <param name="scheme">The default scheme where none is given.</param>
    /// <param name="second">The second assessor, where the scheme asks for two.</param>
    /// <param name="signer">Who signs, where the scheme asks for somebody else.</param>
    public Task<Guid> GatheringAsync(Member candidate, Member assessor, Guid? scheme = null, Member? second = null, Member? signer = null) => UseAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var schemeId = scheme ?? await DefaultSchemeAsync(db);
        var document = (await services.GetRequiredService<UnitCatalogue>().SchemeAsync(db, schemeId, CancellationToken.None)).Document;
        var today = DateOnly.FromDateTime(Now);
        var id = await services.GetRequiredService<PlanAssessment>().RunAsync(
            new NewAssessment(candidate.PersonId, assessor.PersonId, schemeId, [.. document.MethodVariants.Select(m => m.Code)], today.AddDays(30), today.AddDays(60)) { SecondAssessorId = second?.PersonId, DecisionMakerId = signer?.PersonId }, CancellationToken.None);
        await services.GetRequiredService<CandidateMoves>().AcknowledgeAsync(id, candidate.PersonId, CancellationToken.None);
        return id;
    });

    /// <summary>With one described piece of evidence, submitted and started.</summary>
    public async Task<Guid> AssessingAsync(Member candidate, Member assessor, Guid? scheme = null, Member? second = null, EvidenceContext context = EvidenceContext.Workplace, Member? signer = null)
    {
        var id = await GatheringAsync(candidate, assessor, scheme, second, signer);
        await UseAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            using var fonts = FontLibrary.Load();
            using var content = new MemoryStream(PlanPdf.Draw(DemoPlan.Story(corrected: true), new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.FromHours(8)), fonts));
            var added = await services.GetRequiredService<AddEvidence>().RunAsync(id, candidate.PersonId, content, "營運計畫書.pdf", null, CancellationToken.None);
            await services.GetRequiredService<DescribeEvidence>().RunAsync(id, candidate.PersonId, added.ItemId, new EvidenceDescription
            {
                Title = "營運計畫",
                Kind = EvidenceKind.OperatingPlan,
                Context = context,
                PeriodFrom = new DateOnly(2025, 7, 1),
                OwnShare = "全文撰寫",
                Help = "無",
                AiUse = "無",
                Confidentiality = Confidentiality.General,
            }, CancellationToken.None);
            var codes = await CodesAsync(services, id);
            await services.GetRequiredService<MapEvidence>().RunAsync(id, candidate.PersonId, added.ItemId, codes, ["E1"], CancellationToken.None);
            await services.GetRequiredService<SubmitAssessment>().RunAsync(id, candidate.PersonId, declared: true, CancellationToken.None);
            return true;
        });
        await StartAsync(id, assessor);
        return id;
    }

    public Task StartAsync(Guid id, Member assessor) => UseAsync(async services =>
    {
        await services.GetRequiredService<ScoringCommands>().StartAsync(id, assessor.PersonId, CancellationToken.None);
        return true;
    });

    /// <summary>
    /// Rates every criterion completely, at the level 達成 or, for what does not pass, one below for want of evidence, on page 18 of the plan; and
    /// accepts the plan as valid, authentic, current and sufficient.
    /// </summary>
    /// <param name="id">The assessment.</param>
    /// <param name="assessor">Who rates.</param>
    /// <param name="passes">Which criteria pass; all, where it is not given.</param>
    /// <param name="except">What is left to be rated on the page.</param>
    public async Task RateAllAsync(Guid id, Member assessor, Func<string, bool>? passes = null, params string[] except)
    {
        var (version, scheme) = await QueryAsync(async db => (
            await (from handedIn in db.Rounds.Where(r => r.AssessmentId == id).SelectMany(r => r.Evidence)
                   join v in db.EvidenceVersions on handedIn.EvidenceVersionId equals v.Id
                   join item in db.EvidenceItems on v.EvidenceItemId equals item.Id
                   where item.Kind == EvidenceKind.OperatingPlan
                   select v.Id).FirstAsync(),
            await db.Assessments.Where(a => a.Id == id).Select(a => a.SchemeId).SingleAsync()));
        foreach (var code in (await CodesAsync(id)).Except(except, StringComparer.Ordinal))
        {
            await SaveAsync(async (services, db) =>
            {
                var document = (await services.GetRequiredService<UnitCatalogue>().SchemeAsync(db, scheme, CancellationToken.None)).Document;
                var method = document.MethodVariants.First(m => m.Requires == MethodBasis.File).Code;
                var pass = passes?.Invoke(code) != false;
                await services.GetRequiredService<ScoringCommands>().RateAsync(id, assessor.PersonId, code, new Dictionary<string, FieldChange>(StringComparer.Ordinal)
                {
                    ["level"] = new(null, pass ? 2 : 1),
                    ["cause"] = new(null, pass ? null : "notEnoughEvidence"),
                    ["comment"] = new(null, "數據與推估一致。"),
                    ["methods"] = new(new JsonArray(), new JsonArray(new JsonObject { ["code"] = method, ["note"] = null })),
                    ["citations"] = new(new JsonArray(), new JsonArray(new JsonObject { ["versionId"] = version, ["kind"] = "page", ["place"] = "18" })),
                }, CancellationToken.None);
            });
        }

        await SaveAsync((services, _) => services.GetRequiredService<ScoringCommands>().JudgeEvidenceAsync(
            id, assessor.PersonId, version, _ => new JudgementFields(JudgementVerdict.Accepted, JudgementVerdict.Accepted, JudgementVerdict.Accepted, null), CancellationToken.None));
        foreach (var requirement in new[] { "E1", "E2", "E3", "E4" })
        {
            await SaveAsync((services, _) => services.GetRequiredService<ScoringCommands>().JudgeRequirementAsync(id, assessor.PersonId, requirement, _ => new RequirementFields(true, null), CancellationToken.None));
        }
    }

    /// <summary>Signs as the application does once the password was right.</summary>
    public Task SignAsync(Guid id, Member assessor, Outcome outcome) => UseAsync(async services =>
    {
        var seen = await services.GetRequiredService<AppDbContext>().Assessments.Where(a => a.Id == id).Select(a => a.ContentVersion).SingleAsync();
        await services.GetRequiredService<SignDecision>().RunAsync(id, assessor.PersonId, new Signature
        {
            Outcome = outcome,
            Strengths = "規劃條理分明。",
            NextSteps = "請於現場執行計畫後再評。",
            Feedback = outcome == Outcome.NotYetCompetent ? "任務五僅有模擬，尚無現場佐證。" : null,
            AuthenticationMethod = "password",
            AuthenticatedAt = Now,
        }, seen, CancellationToken.None);
        return true;
    });

    /// <summary>The verifier agrees with every criterion but some, and has not ended the verification.</summary>
    public async Task AgreeAsync(Guid id, Member verifier, params string[] except)
    {
        foreach (var code in (await CodesAsync(id)).Except(except, StringComparer.Ordinal))
        {
            await SaveAsync((services, _) => services.GetRequiredService<VerificationCommands>().JudgeAsync(
                id, verifier.PersonId, code, new Dictionary<string, FieldChange>(StringComparer.Ordinal) { ["agrees"] = new(null, JsonValue.Create(true)) }, CancellationToken.None));
        }
    }

    private Task<bool> SaveAsync(Func<IServiceProvider, AppDbContext, Task> save) => UseAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await save(services, db);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    });

    public Task<IReadOnlyList<string>> CodesAsync(Guid assessmentId) => UseAsync(services => CodesAsync(services, assessmentId));

    public Task<T> QueryAsync<T>(Func<AppDbContext, Task<T>> query) => UseAsync(services => query(services.GetRequiredService<AppDbContext>()));

    public async Task<T> UseAsync<T>(Func<IServiceProvider, Task<T>> use)
    {
        await using var scope = _services.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static async Task<IReadOnlyList<string>> CodesAsync(IServiceProvider services, Guid assessmentId)
    {
        var db = services.GetRequiredService<AppDbContext>();
        var version = await db.Assessments.Where(a => a.Id == assessmentId).Select(a => a.UnitVersionId).SingleAsync();
        return [.. (await services.GetRequiredService<UnitCatalogue>().UnitAsync(db, version, CancellationToken.None)).Criteria.Select(c => c.Code)];
    }
}
