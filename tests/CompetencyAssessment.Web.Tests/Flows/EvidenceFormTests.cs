using System.Net;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What a candidate states about a piece of evidence, over HTTP.</summary>
public sealed class EvidenceFormTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Save_WithAnEmptyCriterion_IsSavedWithoutIt()
    {
        var assessment = await site.Data.GatheringAsync();
        var added = await site.Data.AddEvidenceAsync(assessment);
        var browser = await site.SignInAsync(assessment.Candidate);
        var path = $"/my/{assessment.Id}/evidence/{added.ItemId}";
        var seen = (await browser.OpenAsync(path)).Document.QuerySelector("input[name='Form.Seen']")!.GetAttribute("value")!;

        var answer = await browser.PostFieldsAsync(path, ("Form.Seen", seen), ("Form.Title", "營運計畫"), ("Form.Kind", "OperatingPlan"), ("Form.Criteria", ""), ("Form.Criteria", "P1.1"), ("Form.Requirements", ""));

        answer.Is(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Upload_GivesNoTitle_AndOneIsAskedForBeforeSubmission()
    {
        var assessment = await site.Data.GatheringAsync();
        var added = await site.UseAsync(async services =>
        {
            using var content = new MemoryStream("服務水準目標 80 %。"u8.ToArray());
            return await services.GetRequiredService<AddEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, content, "王小明的計畫.txt", null, CancellationToken.None);
        });
        var browser = await site.SignInAsync(assessment.Candidate);
        var path = $"/my/{assessment.Id}/evidence/{added.ItemId}";

        var page = await browser.OpenAsync(path);

        Assert.Equal("", page.Document.QuerySelector("input[name='Form.Title']")!.GetAttribute("value") ?? "");
        Assert.Contains("王小明的計畫.txt", page.Main, StringComparison.Ordinal);
        Assert.NotNull((await browser.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector($"#submit-checklist a[href='{path}#Form_Title']"));
    }
}
