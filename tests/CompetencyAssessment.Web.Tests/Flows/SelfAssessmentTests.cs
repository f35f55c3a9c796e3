using System.Net;
using System.Net.Http.Json;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.SelfAssessment;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>The candidate rates themselves; the assessor sees what was handed in, after rating or on request.</summary>
public sealed class SelfAssessmentTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Remark = "只有本人知道的備註";

    [Fact]
    public async Task Change_LevelAndRemark_AreOnThePageWithTheProgress()
    {
        var assessment = await site.Data.GatheringAsync();
        var browser = await site.SignInAsync(assessment.Candidate);

        var saved = (await ChangeAsync(browser, assessment, "P1.1", ("level", null, 2), ("remark", null, Remark))).Is(HttpStatusCode.OK).Json;

        Assert.Equal(2, saved.GetProperty("fields").GetProperty("level").GetInt32());
        var page = await browser.OpenAsync($"/my/{assessment.Id}/self-assessment");
        Assert.Equal("2", page.Document.QuerySelector("[data-self-line='P1.1'] [data-level][checked]")!.GetAttribute("value"));
        Assert.Contains(Remark, page.Main, StringComparison.Ordinal);
        Assert.Equal(40, page.Document.QuerySelectorAll("[data-self-line]").Length);
        Assert.Equal(160, page.Document.QuerySelectorAll("[data-self-line] .descriptor").Length);
        var home = await browser.OpenAsync($"/my/{assessment.Id}");
        Assert.Contains("1 / 40", home.Document.QuerySelector("[aria-labelledby=self-assessment]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_Repeated_DoesNothingTwice_AndAnotherWindowIsAConflict()
    {
        var assessment = await site.Data.GatheringAsync();
        var browser = await site.SignInAsync(assessment.Candidate);
        var id = Guid.NewGuid();
        var first = (await ChangeAsync(browser, assessment, "K01", id, ("level", null, 1))).Is(HttpStatusCode.OK);
        Assert.Equal(first.Text, (await ChangeAsync(browser, assessment, "K01", id, ("level", null, 1))).Is(HttpStatusCode.OK).Text);
        Assert.Equal(1, await site.QueryAsync(db => db.AuditEntries.CountAsync(e => e.StreamId == assessment.Id && e.Action == "self-rating.changed")));

        var conflict = (await ChangeAsync(browser, assessment, "K01", ("level", null, 3))).Is(HttpStatusCode.Conflict).Json;

        Assert.Equal(("rating.conflict", "level", 1), (conflict.GetProperty("code").GetString(), conflict.GetProperty("field").GetString(), conflict.GetProperty("theirs").GetInt32()));

        // Another field of the same criterion is none.
        (await ChangeAsync(browser, assessment, "K01", ("remark", null, "補充"))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Change_ByAnotherInTheWrongStateOrOffTheScale_IsRefused()
    {
        var assessment = await site.Data.GatheringAsync();
        var browser = await site.SignInAsync(assessment.Candidate);
        foreach (var stranger in new[] { await site.Data.CandidateAsync(), assessment.Assessor, await site.Data.AdministratorAsync() })
        {
            var other = await site.SignInAsync(stranger);
            (await other.GetAsync($"/my/{assessment.Id}/self-assessment")).Is(HttpStatusCode.NotFound);
            (await ChangeAsync(other, assessment, "P1.1", ("level", null, 2))).Is(HttpStatusCode.NotFound);
        }

        (await ChangeAsync(browser, assessment, "P1.1", ("level", null, 9))).Is(HttpStatusCode.Conflict);
        (await ChangeAsync(browser, assessment, "P9.9", ("level", null, 2))).Is(HttpStatusCode.Conflict);
        (await ChangeAsync(browser, assessment, "P1.1", ("isEmpty", null, true))).Is(HttpStatusCode.Conflict);
        (await browser.SendAsync(HttpMethod.Patch, $"/my/{assessment.Id}/self-assessment/P1.1", JsonContent.Create(new { requestId = Guid.NewGuid(), changes = new { level = new { to = 2 } } }), asScript: true, (SameAccountAttribute.Header, Guid.NewGuid().ToString()))).Is(HttpStatusCode.Conflict);
        Assert.Equal(0, await site.QueryAsync(db => db.SelfRatings.CountAsync(s => s.AssessmentId == assessment.Id)));

        var submitted = await site.Data.SubmittedAsync();
        var candidate = await site.SignInAsync(submitted.Candidate);
        Assert.Contains("不能變更", (await ChangeAsync(candidate, submitted, "P1.1", ("level", null, 2))).Is(HttpStatusCode.Conflict).Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull((await candidate.OpenAsync($"/my/{submitted.Id}/self-assessment")).Document.QuerySelector("fieldset[disabled]"));
    }

    [Fact]
    public async Task Change_WhileReturnedAndOverdue_DoesNotStandInTheWayOfTheSignature()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.ReturnAsync(assessment);
        Task<int> ContentAsync() => site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.ContentVersion).SingleAsync());
        var before = await ContentAsync();
        (await ChangeAsync(await site.SignInAsync(assessment.Candidate), assessment, "P1.1", ("level", null, 2))).Is(HttpStatusCode.OK);
        Assert.Equal(before, await ContentAsync());
    }

    [Fact]
    public async Task Assessor_SeesWhatWasHandedIn_AfterRatingOrOnRequest()
    {
        var assessment = await site.Data.GatheringAsync();
        await site.Data.AddEvidenceAsync(assessment);
        await RateAsync(assessment, "P1.1", new SelfRatingFields(3, Remark));
        await RateAsync(assessment, "P1.2", new SelfRatingFields(1, "另一項的備註"));
        var browser = await site.SignInAsync(assessment.Assessor);
        Assert.False((await browser.OpenAsync($"/scoring/{assessment.Id}/self-ratings")).Json.GetProperty("given").GetBoolean());
        await site.Data.SubmitAsync(assessment);
        await site.UseAsync(async s =>
        {
            await s.GetRequiredService<ScoringCommands>().StartAsync(assessment.Id, assessment.Assessor.PersonId, CancellationToken.None);
            return true;
        });

        // Nothing of it on the page, and none without a level of one's own.
        Assert.DoesNotContain("備註", (await browser.OpenAsync($"/scoring/{assessment.Id}")).Document.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
        var none = (await browser.OpenAsync($"/scoring/{assessment.Id}/self-ratings")).Json;
        Assert.True(none.GetProperty("given").GetBoolean());
        Assert.Empty(none.GetProperty("ratings").EnumerateObject());

        // After a rating that one, and one without an answer as empty.
        foreach (var code in new[] { "P1.1", "P1.3" })
        {
            (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/{code}", new { requestId = Guid.NewGuid(), changes = new { level = new { to = 2 } } })).Is(HttpStatusCode.OK);
        }

        var rated = (await browser.OpenAsync($"/scoring/{assessment.Id}/self-ratings")).Json.GetProperty("ratings");
        Assert.Equal(["P1.1", "P1.3"], rated.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal((3, Remark), (rated.GetProperty("P1.1").GetProperty("level").GetInt32(), rated.GetProperty("P1.1").GetProperty("remark").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, rated.GetProperty("P1.3").GetProperty("level").ValueKind);
        Assert.Equal(1, (await browser.OpenAsync($"/scoring/{assessment.Id}/self-ratings/P1.2")).Json.GetProperty("level").GetInt32());
        (await browser.GetAsync($"/scoring/{assessment.Id}/self-ratings/P9.9")).Is(HttpStatusCode.NotFound);

        // Sent back: what the candidate changes now is not the assessor's to see.
        await site.Data.ReturnAsync(assessment);
        await RateAsync(assessment, "P1.1", new SelfRatingFields(1, "改變了看法"));
        var still = (await browser.OpenAsync($"/scoring/{assessment.Id}/self-ratings/P1.1")).Json;
        Assert.Equal((3, Remark), (still.GetProperty("level").GetInt32(), still.GetProperty("remark").GetString()));
        await site.Data.SubmitAsync(assessment);
        Assert.Equal(1, (await browser.OpenAsync($"/scoring/{assessment.Id}/self-ratings/P1.1")).Json.GetProperty("level").GetInt32());
    }

    [Fact]
    public async Task SelfRatings_ForAnybodyButTheAssessor_AreNotThere()
    {
        var assessment = await site.Data.AssessingAsync();
        foreach (var stranger in new[] { await site.Data.AssessorAsync(), assessment.Candidate, await site.Data.AdministratorAsync() })
        {
            var browser = await site.SignInAsync(stranger);
            (await browser.GetAsync($"/scoring/{assessment.Id}/self-ratings")).Is(HttpStatusCode.NotFound);
            (await browser.GetAsync($"/scoring/{assessment.Id}/self-ratings/P1.1")).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Record_OfTheDecision_HoldsNothingOfIt()
    {
        var candidate = await site.Data.CandidateAsync();
        var gathering = await site.Data.GatheringAsync(candidate);
        await site.Data.AddEvidenceAsync(gathering);
        await RateAsync(gathering, "P1.1", new SelfRatingFields(3, Remark));
        await site.Data.FinishAsync(gathering);
        Assert.DoesNotContain(Remark, await site.QueryAsync(db => db.Decisions.Where(d => d.AssessmentId == gathering.Id).Select(d => d.Snapshot!.Content).SingleAsync()), StringComparison.Ordinal);
    }

    private Task<SelfRatingAnswer> RateAsync(TestAssessment assessment, string code, SelfRatingFields fields) =>
        site.UseAsync(s => s.GetRequiredService<RateOneself>().RunAsync(assessment.Id, assessment.Candidate.PersonId, code, fields, CancellationToken.None));

    private static Task<Page> ChangeAsync(Browser browser, TestAssessment assessment, string code, params (string Field, object? From, object? To)[] changes) =>
        ChangeAsync(browser, assessment, code, Guid.NewGuid(), changes);

    private static Task<Page> ChangeAsync(Browser browser, TestAssessment assessment, string code, Guid id, params (string Field, object? From, object? To)[] changes) =>
        browser.SendJsonAsync(HttpMethod.Patch, $"/my/{assessment.Id}/self-assessment/{code}", new { requestId = id, changes = changes.ToDictionary(c => c.Field, c => new { from = c.From, to = c.To }) });
}
