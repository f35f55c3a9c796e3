using System.Net;
using System.Text.RegularExpressions;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Trail;
using CompetencyAssessment.Web.Tests.Infrastructure;
using CompetencyAssessment.Web.Tests.Localization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What happened in an assessment, for those who may see it; the audit trail for the quality lead; and the nightly check, which raises an alarm.</summary>
public sealed partial class TrailTests : IAsyncLifetime
{
    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task History_WhileVerificationIsOpen_TellsTheCandidateNothingOfIt()
    {
        var lead = await _site.Data.QualityLeadAsync();
        var verifier = await _site.Data.VerifierAsync();
        var assessment = await _site.Data.SubmittedAsync(scheme: await _site.Data.SchemeAsync(rules => rules["verification"] = true));
        (await (await _site.SignInAsync(assessment.Assessor)).PostFieldsAsync($"/scoring/{assessment.Id}/start")).Is(HttpStatusCode.Found);
        await _site.Data.RateAllAsync(assessment);
        await _site.Data.SignAsync(assessment);
        var mine = (await (await _site.SignInAsync(assessment.Candidate)).OpenAsync($"/my/{assessment.Id}/history")).Main;
        Assert.All(["確認評量計畫", "送件（第 1 次送件）", "開始評量", assessment.Assessor.Name], what => Assert.Contains(what, mine, StringComparison.Ordinal));
        Assert.All(["簽署", "結論", "覆核", "公布評量結果", "評定", verifier.Name], what => Assert.DoesNotContain(what, mine, StringComparison.Ordinal));

        foreach (var (user, address) in new[] { (assessment.Assessor, "scoring"), (verifier, "verification"), (await _site.Data.AdministratorAsync(), "assessments"), (lead, "quality/audit") })
        {
            var page = (await (await _site.SignInAsync(user)).OpenAsync($"/{address}/{assessment.Id}/history".Replace("audit/" + assessment.Id + "/history", "audit/" + assessment.Id, StringComparison.Ordinal))).Main;
            Assert.Contains("簽署評量結論", page, StringComparison.Ordinal);
            Assert.Contains("開始覆核", page, StringComparison.Ordinal);
        }

        var stranger = await _site.SignInAsync(await _site.Data.UserAsync("外人", Roles.Candidate, Roles.Assessor, Roles.Verifier));
        foreach (var address in new[] { "my", "scoring", "verification" })
        {
            (await stranger.GetAsync($"/{address}/{assessment.Id}/history")).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task History_BeforeBothHaveFinished_HidesTheOther()
    {
        var assessment = await _site.Data.ByTwoAsync();
        await _site.Data.RateAllAsync(assessment.OfSecond);
        var second = await _site.SignInAsync(assessment.Second);
        (await (await second.OpenAsync($"/scoring/{assessment.Id}/finish")).Form().PostAsync()).Is(HttpStatusCode.Found);
        Assert.DoesNotContain("完成自己的評定", (await (await _site.SignInAsync(assessment.Assessor)).OpenAsync($"/scoring/{assessment.Id}/history")).Main, StringComparison.Ordinal);
        Assert.Contains("完成自己的評定", (await second.OpenAsync($"/scoring/{assessment.Id}/history")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trail_Filtered_ShowsWhatMatchesWithItsPlace()
    {
        var assessment = await _site.Data.FinalisedAsync();
        var other = await _site.Data.SubmittedAsync();
        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        var code = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.Code).SingleAsync());
        var otherCode = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == other.Id).Select(a => a.Code).SingleAsync());

        var page = await lead.OpenAsync($"/quality/audit?code={code}&kind=decision");

        Assert.Contains("簽署評量結論", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain(otherCode, page.Main, StringComparison.Ordinal);
        Assert.All(page.Document.QuerySelectorAll("tbody code"), c => Assert.StartsWith("decision.", c.TextContent, StringComparison.Ordinal));
        Assert.Matches(@"#\d+", page.Main);
        Assert.Contains("尚未檢查", page.Main, StringComparison.Ordinal);
        (await (await _site.SignInAsync(other.Candidate)).PostFieldsAsync($"/my/{other.Id}/take-back")).Is(HttpStatusCode.Found);
        var person = await lead.OpenAsync($"/quality/audit?person={Uri.EscapeDataString(other.Candidate.Name)}&code={otherCode}&kind=round");
        Assert.Equal(["round.taken-back"], person.Document.QuerySelectorAll("tbody code").Select(c => c.TextContent));
        Assert.Empty((await lead.OpenAsync("/quality/audit?to=2020-01-01")).Document.QuerySelectorAll("tbody tr"));

        var file = await lead.GetAsync($"/quality/audit/file?code={code}&kind=decision");
        Assert.Contains($"\"{code}\"", file.Text, StringComparison.Ordinal);
        Assert.Equal(1, await _site.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == "audit.exported")));
        (await (await _site.SignInAsync(await _site.Data.AdministratorAsync())).GetAsync("/quality/audit")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Trail_OfOnesOwnAssessment_IsNotThere()
    {
        var both = await _site.Data.UserAsync("兩者", Roles.Candidate, Roles.QualityLead);
        var own = await _site.Data.SubmittedAsync(both);
        var lead = await _site.SignInAsync(both);
        var code = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == own.Id).Select(a => a.Code).SingleAsync());
        Assert.Empty((await lead.OpenAsync($"/quality/audit?code={code}")).Document.QuerySelectorAll("tbody tr"));
        (await lead.GetAsync($"/quality/audit/{own.Id}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Check_OfATamperedRow_RaisesAnAlarmOnce()
    {
        var assessment = await _site.Data.FinalisedAsync();
        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.Equal(0, await CheckAsync());
        Assert.DoesNotContain("項錯誤", (await lead.OpenAsync("/dashboard")).Main, StringComparison.Ordinal);
        Assert.Contains("完整", (await lead.OpenAsync("/quality/audit?kind=decision")).Main, StringComparison.Ordinal);

        await TamperAsync("UPDATE Decisions SET Outcome = 'NotYetCompetent'");
        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await CheckAsync());

        Assert.Contains("發現 1 項錯誤", (await lead.OpenAsync("/dashboard")).Main, StringComparison.Ordinal);
        Assert.Contains("發現 1 項錯誤", (await office.OpenAsync("/dashboard")).Main, StringComparison.Ordinal);
        var page = await lead.OpenAsync("/quality/audit/checks");
        Assert.Contains("資料列與紀錄不符", page.Main, StringComparison.Ordinal);
        Assert.Contains("保持現狀", page.Main, StringComparison.Ordinal);
        Assert.Contains("有錯誤", (await lead.OpenAsync("/quality/audit?kind=decision")).Main, StringComparison.Ordinal);

        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        await CheckAsync();
        Assert.Equal(2, await _site.QueryAsync(db => db.Notifications.CountAsync(n => n.Kind == "audit.fault")));

        await TamperAsync("UPDATE Decisions SET Outcome = 'Competent'");
        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await CheckAsync());
        Assert.DoesNotContain("項錯誤", (await lead.OpenAsync("/dashboard")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ByTheButton_RunsBesideTheRequest()
    {
        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        (await lead.PostFieldsAsync("/quality/audit/checks")).Is(HttpStatusCode.Found);
        for (var i = 0; i < 100 && !await _site.QueryAsync(db => db.AuditCheckRuns.AnyAsync()); i++)
        {
            await Task.Delay(100);
        }

        Assert.Contains("品質主管", (await lead.OpenAsync("/quality/audit/checks")).Document.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        (await (await _site.SignInAsync(await _site.Data.AdministratorAsync())).PostFieldsAsync("/quality/audit/checks")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Check_OfTheNight_RunsOnceADay()
    {
        // The clock stands at nine in the morning; what was never checked is checked at once.
        await NightlyAsync();
        await NightlyAsync();
        await RunsBecomeAsync(1);
        _site.Clock.SetUtcNow(TestSite.Start.AddHours(12));
        await NightlyAsync();
        await RunsBecomeAsync(1);
        _site.Clock.SetUtcNow(TestSite.Start.AddHours(16.5));
        await NightlyAsync();
        await NightlyAsync();
        await RunsBecomeAsync(2);

        // A server that stands still at night catches up.
        _site.Clock.SetUtcNow(TestSite.Start.AddHours(60));
        await NightlyAsync();
        await RunsBecomeAsync(3);
    }

    /// <summary>What verbs write: the literals of files that note facts, but codes of broken rules.</summary>
    [Fact]
    public async Task Actions_Everywhere_HaveTheirWordsInBothLanguages()
    {
        await _site.Data.VerifierAsync();
        await _site.Data.DisagreedAsync(await _site.Data.AssessorAsync(), await _site.Data.SchemeAsync(rules => rules["verification"] = true));
        var written = await _site.QueryAsync(db => db.AuditEntries.Select(e => e.Action).Distinct().ToListAsync());
        var files = new[] { "CompetencyAssessment.Domain", "CompetencyAssessment.Data", "CompetencyAssessment.Web" }
            .SelectMany(p => Repository.Files(Path.Combine(Repository.Root, "src", p), ".cs")).Select(f => Told().Replace(File.ReadAllText(f), "")).ToList();
        var named = files.Where(f => f.Contains("AuditFact.Of(", StringComparison.Ordinal))
            .SelectMany(f => Action().Matches(f).Select(m => m.Groups[1].Value).Except(Rule().Matches(f).Select(m => m.Groups[1].Value)));
        var accounts = files.SelectMany(f => Account().Matches(f).SelectMany(m => Word().Matches(m.Value)).Select(m => "account." + m.Groups[1].Value));
        var ratings = Rating().Matches(files.Single(f => f.Contains("$\"rating.{what}\"", StringComparison.Ordinal))).Select(m => "rating." + m.Groups[1].Value);

        // Codes of rules that a file beside compares with; some are actions too.
        string[] rules = [.. SourceTexts.RuleCodes()];
        var actions = written.Concat(named).Concat(accounts).Concat(ratings).Distinct(StringComparer.Ordinal).Where(a => a != "assessment.moved" && !a.EndsWith(".csv", StringComparison.Ordinal) && (!rules.Contains(a) || SourceTexts.Chinese.ContainsKey("audit." + a))).ToList();
        Assert.True(actions.Count > 80);
        Assert.Contains("account.barred", actions);
        Assert.Contains("rating.taken-over", actions);
        var keys = actions.Select(a => "audit." + a)
            .Concat(Enum.GetNames<AssessmentMove>().Select(m => "audit.moved." + m.ToLowerInvariant()))
            .Concat(actions.Select(a => "audit.kind." + a.Split('.')[0]))
            .Concat(typeof(CompetencyAssessment.Data.Auditing.AuditFaultCodes).GetFields().Select(f => "audit-fault." + f.GetValue(null)));
        Faults.None(keys.Where(k => !SourceTexts.English.ContainsKey(k) || !SourceTexts.Chinese.ContainsKey(k)).Distinct(StringComparer.Ordinal));
        Faults.None(actions.Select(a => a.Split('.')[0]).Distinct(StringComparer.Ordinal).Except(TrailWords.Kinds));
    }

    /// <summary>The hourly work beside may be first; either way there is one.</summary>
    private async Task RunsBecomeAsync(int expected)
    {
        var progress = _site.Services.GetRequiredService<TrailProgress>();
        for (var i = 0; i < 100 && (progress.Now is not null || await RunsAsync() < expected); i++)
        {
            await Task.Delay(100);
        }

        Assert.Equal(expected, await RunsAsync());
    }

    private Task<int> RunsAsync() => _site.QueryAsync(db => db.AuditCheckRuns.CountAsync());

    private Task<int?> CheckAsync() => _site.UseAsync(s => s.GetRequiredService<CheckTrail>().RunAsync(null, CancellationToken.None));

    private Task<int> NightlyAsync() => _site.UseAsync(s => s.GetRequiredService<CheckTrail>().RunNightlyAsync(CancellationToken.None));

    private async Task TamperAsync(string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _site.Database, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own words
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }

    [GeneratedRegex("""
        "([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)"
        """)]
    private static partial Regex Action();

    [GeneratedRegex("""DomainException\(\s*"([^"]+)"|\.Code\s*(?:is|==)\s*"([^"]+)""")]
    private static partial Regex Rule();

    /// <summary>Kinds of notifications are no actions.</summary>
    [GeneratedRegex(@"notifier\.[^;]*;")]
    private static partial Regex Told();

    [GeneratedRegex(@"NoteAccount\([^)]*\)")]
    private static partial Regex Account();

    [GeneratedRegex("\"([a-z-]+)\"")]
    private static partial Regex Word();

    [GeneratedRegex("Write\\([^;]*\"([a-z-]+)\"\\);")]
    private static partial Regex Rating();
}
