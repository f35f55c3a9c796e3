using System.Net;
using AngleSharp.Dom;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.SelfAssessment;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Two submissions compared: what the candidate said of themselves and what was sent back, and for assessors alone what their sheet held then and holds now.</summary>
public sealed class RoundComparisonTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Private = "只給評量人員看的理由";

    [Fact]
    public async Task Compare_ByTheCandidate_ShowsSelfRatingsAndTheMessage_AndNothingOfTheSheet()
    {
        var assessment = await TwiceAsync();
        var browser = await site.SignInAsync(assessment.Candidate);

        var page = await browser.OpenAsync($"/my/{assessment.Id}/rounds");

        var rows = Rows(page, "compared-self");
        Assert.Equal(["P1.1", "P1.2"], rows.Select(r => r[0]));
        Assert.Equal(("3 優於標準 自認很好", "1 部分達成 再想過"), (rows[0][1], rows[0][2]));
        Assert.Equal(("未填寫", "2 達成"), (rows[1][1], rows[1][2]));
        Assert.Contains("其餘 1 項自我評量", Section(page, "compared-self").TextContent, StringComparison.Ordinal);
        var sent = Section(page, "compared-points").TextContent;
        Assert.Contains("請補充。", sent, StringComparison.Ordinal);
        Assert.Contains("缺少第三季數據", sent, StringComparison.Ordinal);
        Assert.Contains("補件期限", sent, StringComparison.Ordinal);

        foreach (var query in new[] { "", "?self=true", "?from=2&to=1" })
        {
            page = await browser.OpenAsync($"/my/{assessment.Id}/rounds{query}");
            Assert.Null(page.Document.QuerySelector("section[aria-labelledby=compared-sheet]"));
            Assert.DoesNotContain(Private, page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("存疑", page.Main, StringComparison.Ordinal);
            Assert.DoesNotContain("充分", page.Main, StringComparison.Ordinal);
            Assert.DoesNotContain("/scoring/", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Compare_ByTheAdministrator_ShowsTheMessage_AndNeitherSelfRatingsNorSheet()
    {
        var assessment = await TwiceAsync();
        var browser = await site.SignInAsync(await site.Data.AdministratorAsync());

        var page = await browser.OpenAsync($"/assessments/{assessment.Id}/rounds?self=true");

        Assert.Contains("請補充。", Section(page, "compared-points").TextContent, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("section[aria-labelledby=compared-self], section[aria-labelledby=compared-sheet]"));
        Assert.DoesNotContain("自認很好", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Private, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_ByTheAssessor_ShowsTheSheetWhenItWasSentBackAndAsItStands()
    {
        var assessment = await TwiceAsync();
        var browser = await site.SignInAsync(assessment.Assessor);

        var page = await browser.OpenAsync($"/scoring/{assessment.Id}/rounds");
        Assert.Contains("等級沒有不同", Section(page, "compared-sheet").TextContent, StringComparison.Ordinal);
        Assert.Contains("判定沒有不同", Section(page, "compared-sheet").TextContent, StringComparison.Ordinal);

        await site.Data.RateAgainAsync(assessment, "P1.1", 2, "已補第三季");
        await site.Data.RateAsync(assessment, "K01", 3);
        await site.Data.JudgeAllAsync(assessment);
        page = await browser.OpenAsync($"/scoring/{assessment.Id}/rounds");
        var rows = Rows(page, "compared-sheet");
        Assert.Equal(["P1.1", "K01", "EV-01 v1", "E1", "E2", "E3", "E4"], rows.Select(r => r[0]));
        Assert.Equal(("1 部分達成", "2 達成"), (rows[0][1], rows[0][2]));
        Assert.Equal(("未評定", "3 優於標準"), (rows[1][1], rows[1][2]));
        Assert.Equal(($"有效性：尚未判定；真實性：存疑；時效性：尚未判定 {Private}", "有效性：採認；真實性：採認；時效性：採認"), (rows[2][1], rows[2][2]));
        Assert.Equal(("不充分 尚缺簡報", "充分"), (rows[3][1], rows[3][2]));
        Assert.Equal(("尚未判定", "充分"), (rows[4][1], rows[4][2]));
        Assert.NotNull(page.Document.QuerySelector($"a[href='/scoring/{assessment.Id}/ratings/P1.1/history']"));
        Assert.NotNull(page.Document.QuerySelector($"a[href='/scoring/{assessment.Id}/judgements/history#E1']"));

        // Sent back once more: of these two submissions it is the sheet as it then stood, whatever is rated later.
        await site.Data.ReturnAsync(assessment);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await SubmitAsync(assessment);
        await site.Data.RateAgainAsync(assessment, "P1.1", 3, "第三次");
        rows = Rows(await browser.OpenAsync($"/scoring/{assessment.Id}/rounds?from=1&to=2"), "compared-sheet");
        Assert.Equal(("1 部分達成", "2 達成"), (rows[0][1], rows[0][2]));
        rows = Rows(await browser.OpenAsync($"/scoring/{assessment.Id}/rounds"), "compared-sheet");
        Assert.Equal(("P1.1", "2 達成", "3 優於標準"), (rows[0][0], rows[0][1], rows[0][2]));
        Assert.Single(rows);
        var both = Section(await browser.OpenAsync($"/scoring/{assessment.Id}/rounds?from=1&to=3"), "compared-points");
        Assert.Equal(2, both.QuerySelectorAll(".typed").Count(m => m.TextContent == "請補充。"));

        foreach (var stranger in new[] { await site.Data.AssessorAsync(), assessment.Candidate, await site.Data.AdministratorAsync(), await site.Data.VerifierAsync() })
        {
            (await (await site.SignInAsync(stranger)).GetAsync($"/scoring/{assessment.Id}/rounds")).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Compare_ByTheAssessor_HoldsBackSelfRatingsOfWhatIsNotRated_UnlessAskedFor()
    {
        var assessment = await TwiceAsync();
        var browser = await site.SignInAsync(assessment.Assessor);

        var page = await browser.OpenAsync($"/scoring/{assessment.Id}/rounds");
        Assert.Equal(["P1.1"], Rows(page, "compared-self").Select(r => r[0]));
        Assert.Contains("有 2 項您尚未評定", Section(page, "compared-self").TextContent, StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);

        var asked = Section(page, "compared-self").QuerySelector("a[href*='self=true']")!.GetAttribute("href")!;
        page = await browser.OpenAsync(asked.Split('#')[0]);
        Assert.Equal(["P1.1", "P1.2"], Rows(page, "compared-self").Select(r => r[0]));
        Assert.Null(Section(page, "compared-self").QuerySelector("a[href*='self=true']"));

        // After rating it stands there anyway.
        await site.Data.RateAsync(assessment, "P1.2", 2);
        Assert.Equal(["P1.1", "P1.2"], Rows(await browser.OpenAsync($"/scoring/{assessment.Id}/rounds"), "compared-self").Select(r => r[0]));
    }

    [Fact]
    public async Task Compare_ByASuccessor_ShowsWhatThePredecessorHadRatedThen()
    {
        var assessment = await TwiceAsync();
        var successor = await site.Data.AssessorAsync("接任");
        await site.UseAsync(async s =>
        {
            await s.GetRequiredService<ReplaceAssessor>().RunAsync(assessment.Id, AssessmentPart.Assessor, successor.PersonId, "請假", CancellationToken.None);
            return true;
        });
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await site.Data.RateAgainAsync(assessment with { Assessor = successor }, "P1.1", 3, "另行評定");

        var rows = Rows(await (await site.SignInAsync(successor)).OpenAsync($"/scoring/{assessment.Id}/rounds"), "compared-sheet");

        Assert.Equal(("P1.1", "1 部分達成", "3 優於標準"), (rows[0][0], rows[0][1], rows[0][2]));

        // Judgements are made anew: the predecessor's stand there as of then.
        Assert.Equal(("E1", "不充分 尚缺簡報", "尚未判定"), (rows[^1][0], rows[^1][1], rows[^1][2]));
    }

    /// <summary>One criterion rated, evidence and a requirement judged, sent back; answered with other self-ratings, and started again.</summary>
    private async Task<TestAssessment> TwiceAsync()
    {
        var assessment = await site.Data.GatheringAsync();
        await site.Data.AddEvidenceAsync(assessment);
        await SayAsync(assessment, "P1.1", new SelfRatingFields(3, "自認很好"));
        await SayAsync(assessment, "P1.3", new SelfRatingFields(2, null));
        await SubmitAsync(assessment);
        await site.Data.RateAsync(assessment, "P1.1", 1);
        var browser = await site.SignInAsync(assessment.Assessor);
        var version = await site.QueryAsync(db => Task.FromResult(TestData.HandedIn(db, assessment.Id).First()));
        (await JudgeAsync(browser, assessment, $"evidence/{version}", ("authentic", "doubted"), ("reason", Private))).Is(HttpStatusCode.OK);
        (await JudgeAsync(browser, assessment, "requirements/E1", ("sufficient", false), ("reason", "尚缺簡報"))).Is(HttpStatusCode.OK);
        await site.Data.ReturnAsync(assessment);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await SayAsync(assessment, "P1.1", new SelfRatingFields(1, "再想過"));
        await SayAsync(assessment, "P1.2", new SelfRatingFields(2, null));
        await SubmitAsync(assessment);
        return assessment;
    }

    private async Task SubmitAsync(TestAssessment assessment)
    {
        await site.Data.SubmitAsync(assessment);
        await site.UseAsync(async s =>
        {
            await s.GetRequiredService<ScoringCommands>().StartAsync(assessment.Id, assessment.Assessor.PersonId, CancellationToken.None);
            return true;
        });
    }

    private Task<SelfRatingAnswer> SayAsync(TestAssessment assessment, string code, SelfRatingFields fields) =>
        site.UseAsync(s => s.GetRequiredService<RateOneself>().RunAsync(assessment.Id, assessment.Candidate.PersonId, code, fields, CancellationToken.None));

    private static Task<Page> JudgeAsync(Browser browser, TestAssessment assessment, string what, params (string Field, object To)[] changes) =>
        browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/{what}", new { requestId = Guid.NewGuid(), changes = changes.ToDictionary(c => c.Field, c => new { from = (object?)null, to = c.To }) });

    private static IElement Section(Page page, string heading) => page.Document.QuerySelector($"section[aria-labelledby={heading}]")!;

    /// <summary>Code, then and now of each row.</summary>
    private static List<string[]> Rows(Page page, string heading) =>
        [.. Section(page, heading).QuerySelectorAll("tbody tr").Select(r => new[] { Words(r.QuerySelector(".code")!), Words(r.QuerySelectorAll("td")[0]), Words(r.QuerySelectorAll("td")[1]) })];

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
