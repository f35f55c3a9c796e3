using System.Text.RegularExpressions;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>The same as <see cref="AccessibilityTests"/>, on what goes with an assessment: meetings, reports, independence, authenticity and the trail.</summary>
[Trait("Kind", "Pages")]
public sealed class ProcedureAccessibilityTests(DemonstrationSite site) : IClassFixture<DemonstrationSite>
{
    [Theory]
    [InlineData(AccessibilityTests.Chinese)]
    [InlineData(AccessibilityTests.English)]
    public Task Pages_OfQuality_HaveNoFaults(string culture) => site.VisitAsync("demo-quality-lead", culture, async visitor =>
    {
        var brief = culture == AccessibilityTests.English;
        await visitor.EachAsync(brief, "/quality/overrides", "/quality/conflicts", "/quality/conflicts?all=true", "/quality/misconduct", "/quality/misconduct?all=true", "/quality/incidents", "/quality/audit", "/quality/audit/checks", "/quality/qualifications");
        await EachFirstAsync(visitor, brief, "/quality/overrides", "/quality/overrides/");
        await EachFirstAsync(visitor, brief, "/quality/overrides?all=true", "/quality/objections/");
        await EachFirstAsync(visitor, brief, "/quality/misconduct?all=true", "/quality/misconduct/");
        await EachFirstAsync(visitor, brief, "/quality/incidents?all=true", "/quality/incidents/");
        await EachFirstAsync(visitor, brief, "/quality/audit", "/quality/audit/");

        // What the verifier's word released stands, and may be revoked.
        await EachFirstAsync(visitor, brief, "/quality/audit?kind=record&person=何佩君", "/quality/audit/", "/revocation");
        await visitor.ConfirmAsync("main .btn-danger");
        await visitor.LookAsync("revoking without a reason", brief);
    });

    [Theory]
    [InlineData(AccessibilityTests.Chinese)]
    [InlineData(AccessibilityTests.English)]
    public Task Pages_OfTheAssessorsProcedures_HaveNoFaults(string culture) => site.VisitAsync("demo-assessor-1", culture, async visitor =>
    {
        var brief = culture == AccessibilityTests.English;
        var address = await CaseAsync(visitor, "/scoring?all=true", "黃柏翰", "Huang Po-Han");
        await visitor.EachAsync(brief, $"{address}/history", $"{address}/evidence", "/account/qualifications", $"{address}/judgements/history", $"{address}/meetings/new?kind=Observation", $"{address}/meetings/new?kind=Questioning");
        await EachFirstAsync(visitor, brief, $"{address}/meetings", $"{address}/meetings/");
        var id = address.Split('/')[^1];
        await visitor.EachAsync(brief, $"/conflicts/{id}", $"/misconduct/{id}/report");

        // Two submissions with what changed on the sheet, and a plan with an appointment that waits for the candidate.
        var story = await CaseAsync(visitor, "/scoring?all=true", "林雅筑", "Lin Ya-Chu");
        var arranged = await CaseAsync(visitor, "/scoring?all=true", "許家豪", "Hsu Chia-Hao");
        await visitor.EachAsync(brief, $"{story}/rounds", $"/assessments/{arranged.Split('/')[^1]}/plan");

        // A piece that overlaps with another candidate's, and what there is to enter before it goes into quarantine.
        await visitor.OpenAsync(await CaseAsync(visitor, "/scoring?all=true", "周怡君", "Chou I-Chun"));
        var overlaps = await visitor.Page.GetAttributeAsync("main a[href$='/overlaps'] >> nth=0", "href") ?? "";
        var quarantine = overlaps.Replace("/overlaps", "/quarantine", StringComparison.Ordinal);
        await visitor.EachAsync(brief, overlaps, quarantine);
        await visitor.ConfirmAsync("main form .btn-danger");
        await visitor.LookAsync("quarantine with errors", brief);
    });

    [Theory]
    [InlineData(AccessibilityTests.Chinese)]
    [InlineData(AccessibilityTests.English)]
    public Task Pages_OfDifferences_HaveNoFaults(string culture) => site.VisitAsync("demo-assessor-2", culture, async visitor =>
    {
        var address = await CaseAsync(visitor, "/scoring?all=true", "葉俊宏", "Yeh");
        await visitor.EachAsync(culture == AccessibilityTests.English, $"{address}/differences");
    });

    [Theory]
    [InlineData(AccessibilityTests.Chinese)]
    [InlineData(AccessibilityTests.English)]
    public Task Pages_OfTheAdministratorsProcedures_HaveNoFaults(string culture) => site.VisitAsync("demo-admin", culture, async visitor =>
    {
        var brief = culture == AccessibilityTests.English;
        var page = visitor.Page;
        var address = await CaseAsync(visitor, "/assessments?state=Assessing", "", "");
        await visitor.EachAsync(brief, $"{address}/history", $"{address}/independence", $"{address}/reports", $"{address}/meetings", "/questions");
        await EachFirstAsync(visitor, brief, "/people?q=張書豪", "/people/", "/independence");
        await EachFirstAsync(visitor, brief, visitor.Path, $"{visitor.Path}/qualifications/");

        await visitor.FailAsync(brief, "/questions/new", "main form[method=post] .btn-primary");

        // A referee's form as the link shows it: what was agreed to first, then the questions.
        await visitor.FailAsync(brief, $"{address}/reports/new", $"form[action='{address}/reports/new'] .btn-primary");
        await page.FillAsync("#Form_Name", "陳怡君");
        await page.FillAsync("#Form_Organisation", "北辰銀行");
        await page.FillAsync("#Form_Relation", "直屬主管");
        await visitor.PressAsync($"form[action='{address}/reports/new'] .btn-primary");
        await visitor.LookAsync("an invitation's link", brief);
        var link = await page.InputValueAsync("#one-time-link");
        await visitor.OpenAsync(new Uri(link).PathAndQuery);
        await visitor.LookAsync("a referee's notice", brief);
        await visitor.PressAsync("form[action='/report/notice'] .btn-primary");
        await visitor.LookAsync("a referee's report", brief);
    });

    [Fact]
    public async Task Pages_OfTheCandidatesProcedures_HaveNoFaults()
    {
        foreach (var (number, parts) in new[] { (5, new[] { "misconduct", "objection" }), (4, ["objection", "history"]), (1, ["history"]) })
        {
            await site.VisitAsync($"demo-candidate-{number:D2}", AccessibilityTests.Chinese, async visitor =>
            {
                var address = await CaseAsync(visitor, "/my", "", "");
                foreach (var part in parts)
                {
                    await visitor.OpenAsync($"{address}/{part}");
                    await visitor.LookInBothAsync($"{address}/{part}");
                }
            });
        }
    }

    /// <summary>Where the list leads for somebody, or for the first.</summary>
    private static async Task<string> CaseAsync(Visitor visitor, string list, string name, string latin)
    {
        await visitor.OpenAsync(list);
        var row = visitor.Page.Locator("main tbody tr").Filter(new() { HasTextRegex = new Regex($"{name}|{latin}") }).First;
        return await row.Locator("a").First.GetAttributeAsync("href") ?? "";
    }

    /// <summary>Looks at the first page below an address that a list leads to.</summary>
    private static async Task EachFirstAsync(Visitor visitor, bool brief, string list, string below, string tail = "")
    {
        await visitor.OpenAsync(list);
        var href = await visitor.Page.Locator($"main a[href^='{below}']:not([href$='/new'], [href*='/checks'], [href*='/file'])").First.GetAttributeAsync("href");
        await visitor.EachAsync(brief, $"{href}{tail}");
    }
}
