using System.Diagnostics;
using System.Text;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Data.Sqlite;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Searching;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompetencyAssessment.Benchmarks;

/// <summary>A database with so many candidates, each with an assessment and a plan of some pages that was handed in; ten for each assessor.</summary>
internal sealed class World : IDisposable
{
    private const int PagesOfAPlan = 8;
    private const int WordsOfAPage = 300;

    /// <summary>Common words first: the nth is n times rarer than the first, as in a language.</summary>
    private static readonly string[] Words =
    [
        "計畫", "服務", "客戶", "營運", "風險", "目標", "人力", "話務", "品質", "成本", "管理", "改善", "數據", "流程", "系統", "訓練", "排班", "預測", "滿意", "離職",
        "水準", "季節", "預算", "主管", "會議", "報告", "策略", "資源", "設備", "安全", "員工", "績效", "評估", "檢討", "標準", "回應", "投訴", "渠道", "自動", "語音",
        "供應", "合約", "稽核", "法規", "災害", "備援", "測試", "上線", "里程", "願景",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("competency-bench-").FullName;
    private readonly Random _random = new(20260302);
    private readonly List<(string, Viewer)> _viewers = [];

    private World()
    {
    }

    /// <summary>A candidate, an assessor of ten, and an administrator.</summary>
    public IReadOnlyList<(string Who, Viewer Viewer)> Viewers => _viewers;

    /// <summary>Frequent, rare, one character, several words, a phrase, a name, a code, and one that nobody wrote.</summary>
    public IReadOnlyList<string> Queries { get; } = ["計畫", "願景", "險", "計畫 風險", "服務風險管理", "王小明", "A-2026-000007", "P3.4", "plan", "山高水長"];

    public static async Task<World> MakeAsync(int candidates)
    {
        var world = new World();
        var watch = Stopwatch.StartNew();
        await using (var db = world.Open())
        {
            await db.Database.MigrateAsync();
        }

        await world.FillAsync(candidates);
        var services = new ServiceCollection().AddScoped(_ => world.Open()).BuildServiceProvider();
        using var indexing = new SearchIndexing(services.GetRequiredService<IServiceScopeFactory>(), new ConfigurationBuilder().Build(), NullLogger<SearchIndexing>.Instance);
        await indexing.IndexDueAsync(CancellationToken.None);
        await using (var db = world.Open())
        {
            Console.WriteLine($"{candidates} candidates, {await db.SearchPassages.CountAsync()} passages, {await db.SearchPostings.CountAsync()} postings, {new FileInfo(world.Database).Length / 1048576} MB, made in {watch.Elapsed.TotalSeconds:F0} s");
        }

        return world;
    }

    public AppDbContext Open()
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        options.UseEmbedded(Database);
        return new AppDbContext(options.Options, SqliteProvider.Model, new AuditKey(new byte[32]), TimeProvider.System);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private string Database => Path.Combine(_folder, "bench.db");

    private async Task FillAsync(int candidates)
    {
        var now = DateTime.UtcNow;
        Guid centre, unit, version, scheme, assessor = Guid.Empty;
        await using (var db = Open())
        {
            db.Centres.Add(new Centre(centre = db.NextKey(), "評量中心", "Asia/Taipei"));
            await db.SaveChangesAsync();
            await new UnitImporter(db, TimeProvider.System).ImportAsync(DocumentFile.Embedded("Units/BGM6R0925v2.json"), CancellationToken.None);
            await new SchemeImporter(db, TimeProvider.System).ImportAsync(DocumentFile.Embedded("Schemes/BGM6R0925v2-default.json"), CancellationToken.None);
            (unit, version) = await db.UnitVersions.Select(v => new ValueTuple<Guid, Guid>(v.UnitId, v.Id)).SingleAsync();
            scheme = await db.Schemes.Select(s => s.Id).FirstAsync();
            var office = new Person(db.NextKey(), centre, "何佩君", null, null, now);
            db.People.Add(office);
            await db.SaveChangesAsync();
            _viewers.Add(("administrator", new Viewer(office.Id, SeesAll: true, Assesses: false)));
        }

        for (var i = 0; i < candidates; i++)
        {
            await using var db = Open();
            if (i % 10 == 0)
            {
                assessor = Person(db, centre, $"評量人員{i}", now).Id;
            }

            var candidate = Person(db, centre, i % 50 == 7 ? "王小明" : $"受評者{i}", now).Id;
            var assessment = new Assessment(db.NextKey(), new AssessmentPlan
            {
                CentreId = centre,
                Code = $"A-2026-{i:D6}",
                CandidateId = candidate,
                AssessorId = assessor,
                UnitId = unit,
                UnitVersionId = version,
                SchemeId = scheme,
                TranslationRevision = 1,
                ErrataRevision = 1,
                AttemptNo = 1,
                Methods = ["M2"],
                SubmitBy = now.AddDays(30),
                DecideBy = now.AddDays(60),
            }, db.NextKey, now);
            db.Assessments.Add(assessment);
            var file = new StoredFile(db.NextKey(), Guid.NewGuid().ToString("N"), Guid.NewGuid().ToByteArray(), 1000, "application/pdf", now);
            var item = new EvidenceItem(db.NextKey(), candidate, $"營運計畫書 {i}", EvidenceKind.OperatingPlan, now);
            var handedIn = item.AddVersion(db.NextKey(), assessment.Id, file, $"plan-{i}.pdf", now);
            var text = new EvidenceText(file.Id, now);
            text.Keep(EvidenceReading.Compress(Plan().ToJson()), false, 1, now);
            db.AddRange(file, text, item, new AssessmentEvidence(db.NextKey(), assessment.Id, item.Id, 1));
            assessment.Acknowledge(candidate, now);
            var piece = new Submission.Piece(item.Id, handedIn.Id, "營運計畫書", EvidenceContext.Workplace, new DateOnly(2026, 1, 1), "全部", "無", "無", Confidentiality.General, 1);
            assessment.Submit(candidate, new Submission([piece]), declared: true, db.NextKey, now);
            await db.SaveChangesAsync();
            if (i == 7)
            {
                _viewers.Add(("candidate", new Viewer(candidate, SeesAll: false, Assesses: false)));
                _viewers.Add(("assessor", new Viewer(assessor, SeesAll: false, Assesses: true)));
            }
        }
    }

    private static Person Person(AppDbContext db, Guid centre, string name, DateTime now)
    {
        var person = new Person(db.NextKey(), centre, name, null, null, now);
        db.People.Add(person);
        return person;
    }

    private DocumentText Plan() => new(false, [.. Enumerable.Range(1, PagesOfAPlan).Select(n => new TextPart(PartKind.Page, n, null, [new TextBlock(BlockType.Paragraph) { Text = Page() }]))]);

    private string Page()
    {
        var text = new StringBuilder();
        for (var i = 0; i < WordsOfAPage; i++)
        {
            // Zipf's law: half of the words are the five most frequent.
            text.Append(Words[(int)Math.Min(Words.Length - 1, Math.Pow(Words.Length, _random.NextDouble()) - 1)]);
            if (_random.Next(8) == 0)
            {
                text.Append(_random.Next(4) == 0 ? " plan " : "，");
            }

            // What is left of a real text: characters in no order.
            if (_random.Next(3) == 0)
            {
                text.Append((char)_random.Next(0x4e00, 0x9fa5));
            }
        }

        return text.ToString();
    }
}
