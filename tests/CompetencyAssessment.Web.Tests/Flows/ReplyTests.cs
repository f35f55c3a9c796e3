using System.Net;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What was sent back is answered point by point; both see the thread, and any two submissions can be compared.</summary>
public sealed class ReplyTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Draft = "還在想怎麼回覆";

    [Fact]
    public async Task Reply_WhileReturned_IsADraftThatOnlyTheCandidateSees()
    {
        var (assessment, point, item) = await ReturnedAsync();
        var candidate = await site.SignInAsync(assessment.Candidate);

        (await ChangeAsync(candidate, assessment, point, ("text", null, Draft), ("evidence", Array.Empty<Guid>(), new[] { item }))).Is(HttpStatusCode.OK);

        var page = await candidate.OpenAsync($"/my/{assessment.Id}");
        Assert.Equal(Draft, page.Document.QuerySelector($"[data-reply='{point}'] textarea")!.TextContent);
        Assert.NotNull(page.Document.QuerySelector($"[data-reply='{point}'] input[value='{item}'][checked]"));
        foreach (var (browser, path) in new[] { (await site.SignInAsync(assessment.Assessor), "scoring"), (await site.SignInAsync(await site.Data.AdministratorAsync()), "assessments") })
        {
            Assert.DoesNotContain(Draft, (await browser.OpenAsync($"/{path}/{assessment.Id}")).Text, StringComparison.Ordinal);
            Assert.DoesNotContain(Draft, (await browser.OpenAsync($"/{path}/{assessment.Id}/rounds")).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Submit_WithAPointUnanswered_IsRefusedAndNamesIt()
    {
        var (assessment, point, _) = await ReturnedAsync();
        var candidate = await site.SignInAsync(assessment.Candidate);
        var page = await candidate.OpenAsync($"/my/{assessment.Id}");
        Assert.NotNull(page.Document.QuerySelector("#submit-checklist .check-open a[href='#reply-P1.1']"));
        Assert.Null(page.Document.QuerySelector("#declared"));
        await candidate.PostFieldsAsync($"/my/{assessment.Id}/submit", ("declared", "true"));
        Assert.Equal(AssessmentState.Returned, await site.Data.StateAsync(assessment));

        (await ChangeAsync(candidate, assessment, point, ("text", null, "已補上第三季數據"))).Is(HttpStatusCode.OK);

        var ready = await candidate.OpenAsync($"/my/{assessment.Id}");
        Assert.Null(ready.Document.QuerySelector("#submit-checklist .check-open"));
        await (await ready.Form($"/my/{assessment.Id}/submit").Fill("declared", "true").PostAsync()).FollowAsync();
        Assert.Equal(AssessmentState.Submitted, await site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Thread_AfterSubmission_StandsOnBothPagesWithTheVersionHandedIn()
    {
        var (assessment, point, item) = await ReturnedAsync();
        var candidate = await site.SignInAsync(assessment.Candidate);
        (await ChangeAsync(candidate, assessment, point, ("text", null, "見第二版"), ("evidence", Array.Empty<Guid>(), new[] { item }))).Is(HttpStatusCode.OK);
        var version = await ReplaceAsync(assessment, item, "第二版內容");
        await site.Data.SubmitAsync(assessment);

        var assessor = await site.SignInAsync(assessment.Assessor);
        var thread = (await assessor.OpenAsync($"/scoring/{assessment.Id}")).Document.QuerySelector("[data-criterion='P1.1'] .thread")!;
        Assert.Contains("缺少第三季數據", thread.TextContent, StringComparison.Ordinal);
        Assert.Contains("見第二版", thread.TextContent, StringComparison.Ordinal);
        Assert.NotNull(thread.QuerySelector($"a[href='/files/{version}']"));
        Assert.Contains("見第二版", (await candidate.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector("section[aria-labelledby=rounds] .answer")!.TextContent, StringComparison.Ordinal);

        // Handed in, it stands; taken back, it is a draft again.
        (await ChangeAsync(candidate, assessment, point, ("text", "見第二版", "改寫"))).Is(HttpStatusCode.Conflict);
        await (await (await candidate.OpenAsync($"/my/{assessment.Id}")).Form($"/my/{assessment.Id}/take-back").PostAsync()).FollowAsync();
        Assert.DoesNotContain("見第二版", (await assessor.OpenAsync($"/scoring/{assessment.Id}")).Text, StringComparison.Ordinal);
        (await ChangeAsync(candidate, assessment, point, ("text", "見第二版", "改寫的回覆"))).Is(HttpStatusCode.OK);
        await site.Data.SubmitAsync(assessment);

        // Sent back once more: the earlier turn stays, and cannot be answered again.
        await StartAsync(assessment);
        await site.Data.ReturnAsync(assessment);
        (await ChangeAsync(candidate, assessment, point, ("text", "改寫的回覆", "事後"))).Is(HttpStatusCode.Conflict);
        var again = await candidate.OpenAsync($"/my/{assessment.Id}");
        Assert.Contains("改寫的回覆", again.Document.QuerySelector(".thread-earlier")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([], await site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task Reply_ByAnotherInTheWrongStateOrToAnotherPoint_IsRefused()
    {
        var (assessment, point, item) = await ReturnedAsync();
        var (other, otherPoint, otherItem) = await ReturnedAsync();
        var candidate = await site.SignInAsync(assessment.Candidate);
        foreach (var stranger in new[] { other.Candidate, assessment.Assessor, await site.Data.AdministratorAsync() })
        {
            (await ChangeAsync(await site.SignInAsync(stranger), assessment, point, ("text", null, "別人的"))).Is(HttpStatusCode.NotFound);
        }

        (await ChangeAsync(candidate, assessment, otherPoint, ("text", null, "別人的"))).Is(HttpStatusCode.Conflict);
        (await ChangeAsync(candidate, assessment, point, ("evidence", Array.Empty<Guid>(), new[] { otherItem }))).Is(HttpStatusCode.Conflict);
        (await ChangeAsync(candidate, assessment, point, ("evidence", Array.Empty<Guid>(), null))).Is(HttpStatusCode.Conflict);
        Assert.Equal(0, await site.QueryAsync(db => db.ReturnReplies.CountAsync(r => r.AssessmentId == assessment.Id || r.AssessmentId == other.Id)));

        (await ChangeAsync(candidate, assessment, point, ("text", null, "甲"), ("evidence", Array.Empty<Guid>(), new[] { item }))).Is(HttpStatusCode.OK);
        var conflict = (await ChangeAsync(candidate, assessment, point, ("text", null, "乙"))).Is(HttpStatusCode.Conflict).Json;
        Assert.Equal(("text", "甲"), (conflict.GetProperty("field").GetString(), conflict.GetProperty("theirs").GetString()));
        await site.Data.SubmitAsync(assessment);
        (await ChangeAsync(candidate, assessment, point, ("text", "甲", "丙"))).Is(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Compare_OfTwoSubmissions_TellsWhatWasAddedReplacedAndStatedAnew()
    {
        var (assessment, point, item) = await ReturnedAsync("採用 320 秒估計。\n其餘不變。");
        var candidate = await site.SignInAsync(assessment.Candidate);
        var path = $"/my/{assessment.Id}/evidence/{item}";
        await (await (await candidate.OpenAsync(path)).Form(path).Fill("Form.OwnShare", "全文改寫").Fill("Form.Criteria", "P1.1", "P1.2").PostAsync()).FollowAsync();
        await ReplaceAsync(assessment, item, "採用 295 秒估計。\n其餘不變。");
        var added = await site.Data.AddEvidenceAsync(assessment);
        (await ChangeAsync(candidate, assessment, point, ("text", null, "已改採 295 秒"))).Is(HttpStatusCode.OK);
        await site.Data.SubmitAsync(assessment);
        await site.Services.GetRequiredService<EvidenceReading>().ReadDueAsync(CancellationToken.None);

        var people = new[] { (assessment.Candidate, "my"), (assessment.Assessor, "scoring"), (await site.Data.AdministratorAsync(), "assessments") };
        foreach (var (user, area) in people)
        {
            var browser = await site.SignInAsync(user);
            var page = await browser.OpenAsync($"/{area}/{assessment.Id}/rounds");
            Assert.Contains("已更換版本", page.Document.QuerySelector("#piece-EV-01")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("新送交", page.Document.QuerySelector($"#piece-{added.Label}")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(2, page.Document.QuerySelectorAll("#piece-EV-01 .sha").Select(c => c.TextContent).Distinct(StringComparer.Ordinal).Count());
            Assert.Contains(page.Document.QuerySelectorAll("#piece-EV-01 .diff-codes del"), d => d.TextContent.Contains("P1.3", StringComparison.Ordinal));
            Assert.Contains(page.Document.QuerySelectorAll("#piece-EV-01 ins"), d => d.TextContent.Contains('改'));
            Assert.Contains("已改採 295 秒", page.Document.QuerySelector("section[aria-labelledby=compared-points]")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("達成", page.Main, StringComparison.Ordinal);

            // The order does not matter, and the text is compared on request; whoever is not the owner leaves a trace.
            var text = await browser.OpenAsync($"/{area}/{assessment.Id}/rounds?from=2&to=1&text={item}");
            Assert.Contains("320", text.Document.QuerySelector("#text .line-removed del")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("295", text.Document.QuerySelector("#text .line-added ins")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(area == "my" ? 0 : 2, await site.QueryAsync(db => db.EvidenceViews.CountAsync(v => v.PersonId == user.PersonId)));
        }
    }

    [Fact]
    public async Task Compare_WhereThereIsNothingToCompare_SaysSoOrIsNotThere()
    {
        var (assessment, _, _) = await ReturnedAsync();
        var candidate = await site.SignInAsync(assessment.Candidate);
        Assert.Contains("目前沒有可比較的送件", (await candidate.OpenAsync($"/my/{assessment.Id}/rounds")).Main, StringComparison.Ordinal);
        foreach (var query in new[] { "?from=1&to=1", "?from=1&to=2", "?from=0", "?from=x" })
        {
            (await candidate.GetAsync($"/my/{assessment.Id}/rounds{query}")).Is(HttpStatusCode.NotFound);
        }

        (await (await site.SignInAsync(await site.Data.CandidateAsync())).GetAsync($"/my/{assessment.Id}/rounds")).Is(HttpStatusCode.NotFound);
        (await (await site.SignInAsync(await site.Data.AssessorAsync())).GetAsync($"/scoring/{assessment.Id}/rounds")).Is(HttpStatusCode.NotFound);
    }

    /// <summary>One piece handed in, one criterion rated and sent back.</summary>
    private async Task<(TestAssessment Assessment, Guid Point, Guid Item)> ReturnedAsync(string? text = null)
    {
        var assessment = await site.Data.GatheringAsync();
        var added = await site.Data.AddEvidenceAsync(assessment, text);
        await site.Data.SubmitAsync(assessment);
        await StartAsync(assessment);
        await site.Data.RateAsync(assessment, "P1.1", 1);
        await site.Data.ReturnAsync(assessment);
        return (assessment, await site.QueryAsync(db => db.Rounds.Where(r => r.AssessmentId == assessment.Id).SelectMany(r => r.ReturnItems).Select(i => i.Id).SingleAsync()), added.ItemId);
    }

    private Task<bool> StartAsync(TestAssessment assessment) => site.UseAsync(async s =>
    {
        await s.GetRequiredService<ScoringCommands>().StartAsync(assessment.Id, assessment.Assessor.PersonId, CancellationToken.None);
        return true;
    });

    private Task<Guid> ReplaceAsync(TestAssessment assessment, Guid item, string text) => site.UseAsync(async s =>
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return (await s.GetRequiredService<AddEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, content, "第二版.txt", item, CancellationToken.None)).VersionId;
    });

    private static Task<Page> ChangeAsync(Browser browser, TestAssessment assessment, Guid point, params (string Field, object? From, object? To)[] changes) =>
        browser.SendJsonAsync(HttpMethod.Patch, $"/my/{assessment.Id}/replies/{point}", new { requestId = Guid.NewGuid(), changes = changes.ToDictionary(c => c.Field, c => new { from = c.From, to = c.To }) });
}
