using System.Net;
using System.Text.Json;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>One stroke on the map of the unit: many criteria of one piece in one request.</summary>
public sealed class MappingTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Change_ManyAtOnce_IsOnTheMapAndNamesTheNextVersion()
    {
        var (assessment, item, browser) = await GatheringAsync();
        var seen = await SeenAsync(browser, assessment, item);

        var answer = (await ChangeAsync(browser, assessment, item, seen, ["P1.1", "P1.2", "P1.3", "K01", "E1"], [])).Is(HttpStatusCode.OK).Json;

        Assert.Equal(["P1.1", "P1.2", "P1.3", "K01", "E1"], Codes(answer));
        var page = await browser.OpenAsync($"/my/{assessment.Id}");
        Assert.Equal(item.ToString(), page.Document.QuerySelector("[data-code='P1.2']")!.GetAttribute("data-items"));
        Assert.Equal("", page.Document.QuerySelector("[data-code='P2.1']")!.GetAttribute("data-items"));
        Assert.Equal(answer.GetProperty("seen").GetInt32(), await SeenAsync(browser, assessment, item));

        // What a stroke does not name stays.
        var next = (await ChangeAsync(browser, assessment, item, answer.GetProperty("seen").GetInt32(), ["S09"], ["P1.1", "E1"])).Is(HttpStatusCode.OK).Json;
        Assert.Equal(["P1.2", "P1.3", "K01", "S09"], Codes(next));
    }

    [Fact]
    public async Task Change_Repeated_GivesTheFirstAnswerAgain()
    {
        var (assessment, item, browser) = await GatheringAsync();
        var seen = await SeenAsync(browser, assessment, item);
        var id = Guid.NewGuid();

        var first = (await ChangeAsync(browser, assessment, item, seen, ["P3.1"], [], id)).Is(HttpStatusCode.OK);
        var again = (await ChangeAsync(browser, assessment, item, seen, ["P3.1"], [], id)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(1, await CountAsync(item));
    }

    [Fact]
    public async Task Change_AfterAnotherWindow_TellsWhatItIsNowAndSavesNothing()
    {
        var (assessment, item, browser) = await GatheringAsync();
        var seen = await SeenAsync(browser, assessment, item);
        (await ChangeAsync(browser, assessment, item, seen, ["P1.1"], [])).Is(HttpStatusCode.OK);

        var told = (await ChangeAsync(browser, assessment, item, seen, ["P2.1"], [])).Is(HttpStatusCode.Conflict).Json;

        Assert.Equal("mapping.conflict", told.GetProperty("code").GetString());
        Assert.Equal(["P1.1"], Codes(told.GetProperty("current")));
        Assert.Equal(1, await CountAsync(item));
        (await ChangeAsync(browser, assessment, item, told.GetProperty("current").GetProperty("seen").GetInt32(), ["P2.1"], [])).Is(HttpStatusCode.OK);
        Assert.Equal(2, await CountAsync(item));
    }

    [Fact]
    public async Task Change_OfAnUnknownCode_SavesNothing()
    {
        var (assessment, item, browser) = await GatheringAsync();
        var seen = await SeenAsync(browser, assessment, item);

        (await ChangeAsync(browser, assessment, item, seen, ["P1.1", "P9.9"], [])).Is(HttpStatusCode.Conflict);
        (await browser.SendJsonAsync(HttpMethod.Patch, $"/my/{assessment.Id}/evidence/{item}/mapping", "P1.1")).Is(HttpStatusCode.BadRequest);
        (await ChangeAsync(browser, assessment, item, seen, [null], [])).Is(HttpStatusCode.OK);

        Assert.Equal(0, await CountAsync(item));
    }

    [Fact]
    public async Task Change_ByAnotherOrAfterSubmission_IsRefused()
    {
        var (assessment, item, browser) = await GatheringAsync();
        var seen = await SeenAsync(browser, assessment, item);
        var stranger = await site.SignInAsync(await site.Data.CandidateAsync());
        (await ChangeAsync(stranger, assessment, item, seen, ["P1.1"], [])).Is(HttpStatusCode.NotFound);

        var submitted = await site.Data.SubmittedAsync();
        var candidate = await site.SignInAsync(submitted.Candidate);
        var handedIn = await site.QueryAsync(db => db.AssessmentEvidence.Where(l => l.AssessmentId == submitted.Id).Select(l => l.EvidenceItemId).FirstAsync());
        var before = await CountAsync(handedIn);
        var closed = (await ChangeAsync(candidate, submitted, handedIn, 1, ["P5.6"], ["P1.1"])).Is(HttpStatusCode.Conflict);

        Assert.Contains("不能變更", closed.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync(handedIn));
    }

    [Fact]
    public async Task Show_WhileGathering_ListsWhatIsMissingWithItsPlace()
    {
        var assessment = await site.Data.GatheringAsync();
        var browser = await site.SignInAsync(assessment.Candidate);
        Assert.NotNull((await browser.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector("#submit-checklist .check-open a[href='#upload-files']"));
        var item = await AddAsync(assessment);
        (await ChangeAsync(browser, assessment, item, await SeenAsync(browser, assessment, item), ["E1"], [])).Is(HttpStatusCode.OK);

        var page = await browser.OpenAsync($"/my/{assessment.Id}");

        Assert.NotNull(page.Document.QuerySelector($"#submit-checklist .check-open a[href='/my/{assessment.Id}/evidence/{item}#supports'][data-map-piece='{item}']"));
        Assert.Equal(["#map-E2", "#map-E3", "#map-E4"], page.Document.QuerySelectorAll("#submit-checklist .check-advice a[href^='#map-E']").Select(a => a.GetAttribute("href")));
        Assert.All(page.Document.QuerySelectorAll("#submit-checklist a[href^='#']"), a => Assert.NotNull(page.Document.GetElementById(a.GetAttribute("href")![1..])));
    }

    private async Task<(TestAssessment Assessment, Guid Item, Browser Browser)> GatheringAsync()
    {
        var assessment = await site.Data.GatheringAsync();
        return (assessment, await AddAsync(assessment), await site.SignInAsync(assessment.Candidate));
    }

    /// <summary>A piece that is described and mapped to nothing yet.</summary>
    private async Task<Guid> AddAsync(TestAssessment assessment)
    {
        var added = await site.Data.AddEvidenceAsync(assessment);
        await site.UseAsync(async services =>
        {
            await services.GetRequiredService<MapEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, added.ItemId, [], [], CancellationToken.None);
            return true;
        });
        return added.ItemId;
    }

    private static async Task<int> SeenAsync(Browser browser, TestAssessment assessment, Guid item) =>
        int.Parse((await browser.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector($"[name=map-piece][value='{item}']")!.GetAttribute("data-seen")!, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<Page> ChangeAsync(Browser browser, TestAssessment assessment, Guid item, int seen, string?[] add, string?[] remove, Guid? id = null) =>
        browser.SendJsonAsync(HttpMethod.Patch, $"/my/{assessment.Id}/evidence/{item}/mapping", new { requestId = id ?? Guid.NewGuid(), seen, add, remove });

    private static IEnumerable<string?> Codes(JsonElement answer) => answer.GetProperty("codes").EnumerateArray().Select(c => c.GetString());

    private Task<int> CountAsync(Guid item) => site.QueryAsync(db => db.AssessmentEvidence.Where(l => l.EvidenceItemId == item).SelectMany(l => l.Criteria).CountAsync());
}
