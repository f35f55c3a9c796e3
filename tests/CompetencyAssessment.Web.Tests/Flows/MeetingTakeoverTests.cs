using System.Net;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>A meeting that a predecessor left unfinished, over HTTP: taken over, or broken off.</summary>
public sealed class MeetingTakeoverTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task TakeOver_OfARunningObservation_GoesOnWithItsAuthorsKept()
    {
        var (assessment, meeting, successor) = await LeftAsync(AppointmentKind.Observation);
        var path = $"/scoring/{assessment.Id}/meetings/{meeting}";
        (await (await site.SignInAsync(assessment.Assessor)).PostFieldsAsync($"{path}/take-over")).Is(HttpStatusCode.NotFound);
        var browser = await site.SignInAsync(successor);
        Assert.Contains("前任未完成", (await browser.OpenAsync($"/scoring/{assessment.Id}/meetings")).Main, StringComparison.Ordinal);
        var page = await browser.OpenAsync(path);
        Assert.Contains($"{assessment.Assessor.Name} 未完成的場次", page.Main, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("[data-seen]"));
        (await SeeAsync(browser, path, null, "seen")).Is(HttpStatusCode.Conflict);
        Assert.NotNull(page.Document.QuerySelector($"form[action='{path}/take-over'][data-confirm]"));

        site.Clock.Advance(TimeSpan.FromMinutes(10));
        page = await (await page.Form($"{path}/take-over").PostAsync()).FollowAsync();
        await (await browser.PostFieldsAsync($"{path}/take-over")).FollowAsync();
        Assert.Contains($"原由 {assessment.Assessor.Name} 主持", page.Main, StringComparison.Ordinal);
        Assert.Contains("前任所見", page.Document.QuerySelector("dl.noted")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(assessment.Assessor.Name, Author(page, "P4.1"));

        site.Clock.Advance(TimeSpan.FromMinutes(10));
        (await SeeAsync(browser, path, "partly", "seen")).Is(HttpStatusCode.OK);
        page = await browser.OpenAsync(path);
        Assert.Equal(successor.Name, Author(page, "P4.1"));
        Assert.Contains("部分可見", page.Document.QuerySelector("dl.noted")!.TextContent, StringComparison.Ordinal);
        await site.Data.FinishMeetingAsync(assessment with { Assessor = successor }, meeting);

        Assert.Equal(1, await site.QueryAsync(db => db.AuditEntries.CountAsync(e => e.StreamId == assessment.Id && e.Action == "meeting.taken-over")));
        Assert.Contains("接手前任評量人員的觀察或詢問", (await browser.OpenAsync($"/scoring/{assessment.Id}/history")).Main, StringComparison.Ordinal);
        Assert.Empty(await CheckAsync(assessment));
        await site.QueryAsync(db => db.MeetingTakeovers.Where(t => t.MeetingId == meeting).ExecuteUpdateAsync(u => u.SetProperty(t => t.Noted, t => t.Noted.Replace("前任所見", "無"))));
        Assert.Equal([AuditFaultCodes.RowChanged], (await CheckAsync(assessment)).Select(f => f.Code));
    }

    [Fact]
    public async Task BreakOff_ByTheSuccessorOrTheHolder_WantsAReason()
    {
        var (assessment, meeting, successor) = await LeftAsync(AppointmentKind.Observation);
        var browser = await site.SignInAsync(successor);
        var path = $"/scoring/{assessment.Id}/meetings/{meeting}";
        var refused = (await (await browser.OpenAsync(path)).Form($"{path}/break-off").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("請說明中止的理由", refused.Document.QuerySelector("#Break_Reason-error")!.TextContent, StringComparison.Ordinal);
        var page = await (await refused.Form($"{path}/break-off").Fill("Break.Reason", "評量人員調職").PostAsync()).FollowAsync();
        Assert.Contains("已中止", page.Main, StringComparison.Ordinal);
        Assert.Contains("評量人員調職", page.Main, StringComparison.Ordinal);
        Assert.Contains("前任所見", page.Main, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("form[action*='take-over'], form[action*='break-off']"));
        Assert.Empty((await browser.OpenAsync($"/scoring/{assessment.Id}/meetings/notes")).Json.EnumerateArray());

        var own = await site.Data.BeginMeetingAsync(assessment with { Assessor = successor }, AppointmentKind.Questioning);
        var ownPath = $"/scoring/{assessment.Id}/meetings/{own}";
        page = await (await (await browser.OpenAsync(ownPath)).Form($"{ownPath}/break-off").Fill("Break.Reason", "停電").PostAsync()).FollowAsync();
        Assert.Contains("停電", page.Main, StringComparison.Ordinal);
        Assert.Equal(2, await site.QueryAsync(db => db.Meetings.CountAsync(m => m.AssessmentId == assessment.Id && m.State == MeetingState.BrokenOff)));
        Assert.Empty(await CheckAsync(assessment));
    }

    [Fact]
    public async Task TakeOver_OfTheOtherAssessors_IsNotThere()
    {
        await using var two = new TestSite();
        var assessment = await two.Data.ByTwoAsync();
        var meeting = await two.Data.BeginMeetingAsync(assessment.OfSecond, AppointmentKind.Observation);
        var (first, next, elsewhere) = (await two.Data.AssessorAsync("接任"), await two.Data.AssessorAsync("再接任"), await two.Data.AssessorAsync("主評接任"));
        await ReplaceAsync(two, assessment.Id, AssessmentPart.SecondAssessor, first);

        // Nobody took it over, so the next successor is told as well; not who takes the other part.
        await ReplaceAsync(two, assessment.Id, AssessmentPart.SecondAssessor, next);
        Assert.True(await ToldAsync(two, assessment.Id, first) && await ToldAsync(two, assessment.Id, next));
        var lead = await two.SignInAsync(assessment.Assessor);
        foreach (var move in new[] { "take-over", "break-off" })
        {
            (await lead.PostFieldsAsync($"/scoring/{assessment.Id}/meetings/{meeting}/{move}", ("Break.Reason", "停電"))).Is(HttpStatusCode.NotFound);
        }

        await ReplaceAsync(two, assessment.Id, AssessmentPart.Assessor, elsewhere);
        Assert.False(await ToldAsync(two, assessment.Id, elsewhere));
    }

    [Fact]
    public async Task Overview_ShowsNotesToTheVerifierAndToOthersOnlyAfterTheResult()
    {
        await using var own = new TestSite();
        var (verifier, office, lead) = (await own.Data.VerifierAsync(), await own.Data.AdministratorAsync(), await own.Data.QualityLeadAsync());
        var assessment = await own.Data.AssessingAsync(scheme: await own.Data.SchemeAsync(rules => rules["verification"] = true));
        await own.Data.FinishMeetingAsync(assessment, await own.Data.BeginMeetingAsync(assessment, AppointmentKind.Observation), "所見甚明");
        await own.Data.FinishMeetingAsync(assessment, await own.Data.BeginMeetingAsync(assessment, AppointmentKind.Questioning), "所答甚明");
        var (office1, lead1, verifier1) = (await own.SignInAsync(office), await own.SignInAsync(lead), await own.SignInAsync(verifier));
        var (administered, overseen, verified) = ($"/assessments/{assessment.Id}/meetings", $"/quality/audit/{assessment.Id}/meetings", $"/verification/{assessment.Id}/meetings");
        (await verifier1.GetAsync(verified)).Is(HttpStatusCode.NotFound);

        await own.Data.RateAllAsync(assessment);
        await own.Data.SignAsync(assessment);
        Assert.Equal(AssessmentState.Decided, await own.Data.StateAsync(assessment));
        Assert.NotNull((await office1.OpenAsync($"/assessments/{assessment.Id}")).Document.QuerySelector($"a[href='{administered}']"));
        Assert.NotNull((await lead1.OpenAsync($"/quality/audit/{assessment.Id}")).Document.QuerySelector($"a[href='{overseen}']"));
        Assert.NotNull((await verifier1.OpenAsync($"/verification/{assessment.Id}")).Document.QuerySelector($"a[href='{verified}']"));
        foreach (var page in new[] { await office1.OpenAsync(administered), await lead1.OpenAsync(overseen) })
        {
            Assert.Contains("護照 · 現場", page.Main, StringComparison.Ordinal);
            Assert.Contains(assessment.Assessor.Name, page.Main, StringComparison.Ordinal);
            Assert.Equal(2, page.Document.QuerySelectorAll("main .panel").Length);
            foreach (var word in new[] { "所見甚明", "所答甚明", "資深經理人二位", "再想想" })
            {
                Assert.DoesNotContain(word, page.Text, StringComparison.Ordinal);
            }
        }

        var seen = await verifier1.OpenAsync(verified);
        foreach (var word in new[] { "所見甚明", "所答甚明", "資深經理人二位", "再想想", "護照 · 現場" })
        {
            Assert.Contains(word, seen.Main, StringComparison.Ordinal);
        }

        Assert.Empty(seen.Document.QuerySelectorAll("main form"));
        await own.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).ExecuteUpdateAsync(u => u.SetProperty(a => a.State, AssessmentState.Finalised)));
        Assert.Contains("所答甚明", (await office1.OpenAsync(administered)).Main, StringComparison.Ordinal);
        foreach (var stranger in new[] { assessment.Candidate, assessment.Assessor })
        {
            var browser = await own.SignInAsync(stranger);
            foreach (var address in new[] { administered, overseen, verified })
            {
                (await browser.GetAsync(address)).Is(HttpStatusCode.NotFound);
            }
        }
    }

    [Fact]
    public async Task Overview_OfAnAdministratorWhoRatesBesideAnother_LeavesTheOthersOut()
    {
        await using var own = new TestSite();
        var both = await own.Data.UserAsync("主責", Roles.Assessor, Roles.Administrator);
        var assessment = await own.Data.ByTwoAsync(assessor: both);
        await own.Data.FinishMeetingAsync(assessment.OfSecond, await own.Data.BeginMeetingAsync(assessment.OfSecond, AppointmentKind.Observation));
        var browser = await own.SignInAsync(both);
        var path = $"/assessments/{assessment.Id}/meetings";
        Assert.Empty((await browser.OpenAsync(path)).Document.QuerySelectorAll("main .panel"));
        await own.Data.BothFinishAsync(assessment, 2);
        Assert.Single((await browser.OpenAsync(path)).Document.QuerySelectorAll("main .panel"));
    }

    /// <summary>A meeting that runs, with something noted, of an assessor who is replaced.</summary>
    private async Task<(TestAssessment Assessment, Guid Meeting, TestUser Successor)> LeftAsync(AppointmentKind kind)
    {
        var assessment = await site.Data.AssessingAsync(assessor: await site.Data.AssessorAsync("前任"));
        var meeting = await site.Data.BeginMeetingAsync(assessment, kind);
        var browser = await site.SignInAsync(assessment.Assessor);
        (await SeeAsync(browser, $"/scoring/{assessment.Id}/meetings/{meeting}", null, "partly", "前任所見")).Is(HttpStatusCode.OK);
        var successor = await site.Data.AssessorAsync("接任");
        await ReplaceAsync(site, assessment.Id, AssessmentPart.Assessor, successor);
        Assert.True(await ToldAsync(site, assessment.Id, successor));
        return (assessment, meeting, successor);
    }

    private static Task<bool> ToldAsync(TestSite site, Guid assessment, TestUser person) =>
        site.QueryAsync(db => db.Notifications.AnyAsync(n => n.PersonId == person.PersonId && n.Kind == "meeting.left" && n.Href == $"/scoring/{assessment}/meetings"));

    private static Task<bool> ReplaceAsync(TestSite site, Guid assessment, AssessmentPart part, TestUser successor) => site.UseAsync(async s =>
    {
        await s.GetRequiredService<ReplaceAssessor>().RunAsync(assessment, part, successor.PersonId, "調職", CancellationToken.None);
        return true;
    });

    private static Task<Page> SeeAsync(Browser browser, string path, string? from, string to, string? note = null) =>
        browser.SendJsonAsync(HttpMethod.Patch, $"{path}/items/P4.1", new
        {
            requestId = Guid.NewGuid(),
            changes = note is null ? new Dictionary<string, object> { ["seen"] = new { from, to } } : new Dictionary<string, object> { ["seen"] = new { from, to }, ["note"] = new { from = (string?)null, to = note } },
        });

    private static string Author(Page page, string code) => page.Document.QuerySelector($"[data-item='{code}'] [data-author]")!.TextContent.Trim(' ', '·');

    private Task<IReadOnlyList<AuditFault>> CheckAsync(TestAssessment assessment) => site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None));
}
