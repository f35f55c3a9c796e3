using System.Net;
using CompetencyAssessment.Web.Tests.Infrastructure;

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
}
