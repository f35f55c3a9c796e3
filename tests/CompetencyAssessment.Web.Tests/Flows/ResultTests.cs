using System.Net;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Not yet competent, from the signature to what the candidate and the public see of it.</summary>
public sealed class ResultTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Sign_NotYetCompetent_IssuesNoticeAndRecordForTheCandidateAlone()
    {
        var assessment = await site.Data.AssessingAsync();
        await RateShortAsync(assessment);
        var candidate = await site.SignInAsync(assessment.Candidate);
        Assert.DoesNotContain("尚未合格", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);

        await SignAsync(assessment, "尚缺第三季的推估依據。");

        Assert.Equal(AssessmentState.Finalised, await site.Data.StateAsync(assessment));
        var issue = await IssueAsync(assessment);
        Assert.Null(issue.Number);
        Assert.Null(issue.CheckCode);
        Assert.Equal(
            [(DocumentKind.Notice, "en"), (DocumentKind.Notice, "zh-TW"), (DocumentKind.Record, "en"), (DocumentKind.Record, "zh-TW")],
            issue.Documents.Select(d => (d.Kind, d.Culture)).OrderBy(d => d.Kind).ThenBy(d => d.Culture, StringComparer.Ordinal));

        // The candidate sees the result with its reasons, and what was not met.
        var result = await candidate.OpenAsync($"/my/{assessment.Id}");
        Assert.Contains("尚未合格", result.Main, StringComparison.Ordinal);
        Assert.Contains("尚缺第三季的推估依據。", result.Main, StringComparison.Ordinal);
        Assert.Contains("結果通知書", result.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("評量結果書", result.Main, StringComparison.Ordinal);

        // The unit's own notes, on the map of the unit, speak of goods that failed; we do not speak so of people.
        Assert.DoesNotContain("不合格", string.Concat(result.Document.QuerySelectorAll("main .panel:not(.unit-map)").Select(p => p.TextContent)), StringComparison.Ordinal);
        Assert.Contains("15 個工作日", result.Main, StringComparison.Ordinal);
        Assert.NotNull(result.Document.QuerySelector("[aria-labelledby=gaps] .remedy"));
        Assert.All(issue.Documents, d => Assert.Contains($"/documents/{d.Id}", result.Text, StringComparison.Ordinal));

        // The documents carry the assessment's own code, and nothing that the public could check.
        var code = await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.Code).SingleAsync());
        foreach (var document in issue.Documents)
        {
            using var pdf = PdfDocument.Open((await candidate.SendAsync(HttpMethod.Get, $"/documents/{document.Id}")).Is(HttpStatusCode.OK).Bytes);
            var text = string.Concat(pdf.GetPages().Select(p => p.Text)).Replace(" ", "", StringComparison.Ordinal);
            Assert.Contains(code, text, StringComparison.Ordinal);
            Assert.DoesNotContain("CR-2026-", text, StringComparison.Ordinal);
            Assert.DoesNotContain("/verify", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sign_NotYetCompetent_IsUnknownToThePublic()
    {
        var assessment = await site.Data.AssessingAsync();
        await RateShortAsync(assessment);
        await SignAsync(assessment, "請補件後重新評量。");
        var issue = await IssueAsync(assessment);
        var candidate = await site.SignInAsync(assessment.Candidate);
        var nobody = site.Browser();
        var code = await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.Code).SingleAsync());
        var unknown = await CheckAsync(nobody, "%PDF-1.7 made up"u8.ToArray());

        foreach (var document in issue.Documents)
        {
            var bytes = (await candidate.SendAsync(HttpMethod.Get, $"/documents/{document.Id}")).Bytes;
            Assert.Equal(unknown.Main, (await CheckAsync(nobody, bytes)).Main);
            Assert.StartsWith("/account/sign-in", (await nobody.GetAsync($"/documents/{document.Id}")).Path, StringComparison.Ordinal);
            (await (await site.SignInAsync(await site.Data.CandidateAsync())).GetAsync($"/documents/{document.Id}")).Is(HttpStatusCode.NotFound);
            (await (await site.SignInAsync(await site.Data.AssessorAsync())).GetAsync($"/documents/{document.Id}")).Is(HttpStatusCode.NotFound);
        }

        Assert.Contains("查無此查驗碼的文件", (await nobody.OpenAsync($"/verify?code={code}")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_NotYetCompetentWithoutFeedback_AsksForItAndIssuesNothing()
    {
        var assessment = await site.Data.AssessingAsync();
        await RateShortAsync(assessment);
        var assessor = await site.SignInAsync(assessment.Assessor);

        var page = (await FillAsync(await assessor.OpenAsync($"/scoring/{assessment.Id}/sign"), assessment, "")).Is(HttpStatusCode.OK);

        Assert.Contains("必須填寫整體回饋", page.Main, StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
        Assert.Equal(0, await site.QueryAsync(db => db.RecordIssues.CountAsync(i => i.AssessmentId == assessment.Id)));
    }

    [Fact]
    public async Task Sign_NotYetCompetentAgainstTheRatings_IsWarnedOfAndExplained()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.RateAllAsync(assessment);
        var assessor = await site.SignInAsync(assessment.Assessor);
        var page = await assessor.OpenAsync($"/scoring/{assessment.Id}/sign");
        var choice = page.Document.QuerySelector("#outcome-NotYetCompetent")!;
        var warning = page.Document.QuerySelector($"#{choice.GetAttribute("aria-describedby")}")!;
        Assert.Contains("評定結果符合「合格」", warning.TextContent, StringComparison.Ordinal);
        Assert.Contains("整體回饋須說明", warning.GetAttribute("data-confirm-also"), StringComparison.Ordinal);
        Assert.Single(page.Document.QuerySelectorAll("[data-confirm-also]"));

        var refused = (await FillAsync(page, assessment, " ")).Is(HttpStatusCode.OK);
        Assert.Contains("請說明仍為「尚未合格」的理由", refused.Document.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));

        await (await FillAsync(refused, assessment, "現場驗證時發現計畫並非本人所作。")).FollowAsync();
        Assert.Equal(AssessmentState.Finalised, await site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Sign_NotYetCompetentByTheRatings_WarnsOfNothing()
    {
        var assessment = await site.Data.AssessingAsync();
        await RateShortAsync(assessment);
        var page = await (await site.SignInAsync(assessment.Assessor)).OpenAsync($"/scoring/{assessment.Id}/sign");
        Assert.NotNull(page.Document.QuerySelector("#outcome-NotYetCompetent"));
        Assert.Null(page.Document.QuerySelector("[data-confirm-also]"));
    }

    [Fact]
    public async Task Sign_CompetentWhileOneIsBelow_IsRefused()
    {
        var assessment = await site.Data.AssessingAsync();
        await RateShortAsync(assessment);
        var assessor = await site.SignInAsync(assessment.Assessor);
        var page = await assessor.OpenAsync($"/scoring/{assessment.Id}/sign");
        Assert.Null(page.Document.QuerySelector("#outcome-Competent"));
        var seen = page.Form($"/scoring/{assessment.Id}/sign").Fields.Single(f => f.Name == "Form.ContentVersion").Value!;

        var refused = (await assessor.PostFieldsAsync($"/scoring/{assessment.Id}/sign", ("Form.ContentVersion", seen), ("Form.Outcome", "Competent"), ("Form.Strengths", "無"), ("Form.NextSteps", "無"), ("Form.Password", TestData.Password))).Is(HttpStatusCode.OK);

        Assert.Contains("仍有缺漏", refused.Main, StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Sign_ByAnybodyElse_IsNotThere()
    {
        var assessment = await site.Data.AssessingAsync();
        await RateShortAsync(assessment);
        foreach (var browser in new[] { await site.SignInAsync(assessment.Candidate), await site.SignInAsync(await site.Data.AssessorAsync()), await site.SignInAsync(await site.Data.AdministratorAsync()) })
        {
            (await browser.GetAsync($"/scoring/{assessment.Id}/sign")).Is(HttpStatusCode.NotFound);
            (await browser.PostFieldsAsync($"/scoring/{assessment.Id}/sign", ("Form.Outcome", "NotYetCompetent"), ("Form.Strengths", "無"), ("Form.NextSteps", "無"), ("Form.Feedback", "無"), ("Form.Password", TestData.Password))).Is(HttpStatusCode.NotFound);
        }

        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
    }

    /// <summary>All at the pass mark but one.</summary>
    private async Task RateShortAsync(TestAssessment assessment)
    {
        await site.Data.RateAllAsync(assessment);
        var assessor = await site.SignInAsync(assessment.Assessor);
        (await assessor.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P3.4", new
        {
            requestId = Guid.NewGuid(),
            changes = new { level = new { from = 2, to = 1 }, cause = new { from = (string?)null, to = "notEnoughEvidence" } },
        })).Is(HttpStatusCode.OK);
    }

    private async Task SignAsync(TestAssessment assessment, string feedback)
    {
        var assessor = await site.SignInAsync(assessment.Assessor);
        await (await FillAsync(await assessor.OpenAsync($"/scoring/{assessment.Id}/sign"), assessment, feedback)).FollowAsync();
    }

    private static Task<Page> FillAsync(Page page, TestAssessment assessment, string feedback) => page.Form($"/scoring/{assessment.Id}/sign")
        .Fill("Form.Outcome", "NotYetCompetent").Fill("Form.Strengths", "推估方法清楚。").Fill("Form.NextSteps", "補上第三季數據。").Fill("Form.Feedback", feedback).Fill("Form.Password", TestData.Password).PostAsync();

    private static async Task<Page> CheckAsync(Browser browser, byte[] pdf) =>
        (await (await browser.OpenAsync("/verify")).Form("form[method=post][action='/verify']").Attach("Form.File", "文件.pdf", pdf).PostAsync()).Is(HttpStatusCode.OK);

    private Task<RecordIssue> IssueAsync(TestAssessment assessment) => site.QueryAsync(db => db.RecordIssues.AsNoTracking().Include(i => i.Documents).SingleAsync(i => i.AssessmentId == assessment.Id));
}
