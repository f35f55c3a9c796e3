using System.Net;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>More time to hand in: asked for by the candidate, granted or refused; the date that counts changes with the answer.</summary>
public sealed class ExtensionTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Grant_OfAnotherDay_MovesTheDateAndTellsBoth()
    {
        var assessment = await site.Data.GatheringAsync();
        var office = await site.Data.AdministratorAsync();
        var desk = await site.SignInAsync(office);
        var candidate = await site.SignInAsync(assessment.Candidate);
        var before = await DatesAsync(assessment);
        await AskAsync(candidate, assessment, "2026-04-20");

        // It stands on the administrator's dashboard and page until it is answered.
        var href = $"/assessments/{assessment.Id}/extension";
        Assert.Contains(href, DashboardLinks(await desk.OpenAsync("/dashboard")));
        Assert.NotNull((await desk.OpenAsync($"/assessments/{assessment.Id}")).Document.QuerySelector($"a[href='{href}']"));
        Assert.Equal(before, await DatesAsync(assessment));
        var page = await desk.OpenAsync(href);
        Assert.Equal("2026-04-20", page.Form($"{href}/grant").Fields.Single(f => f.Name == "Form.Until").Value);
        await (await page.Form($"{href}/grant").Fill("Form.Until", "2026-04-10").Fill("Form.Answer", "先展延至十日").PostAsync()).FollowAsync();

        var after = await DatesAsync(assessment);
        Assert.Equal(new DateTime(2026, 4, 10, 15, 59, 59, DateTimeKind.Utc), after.SubmitBy);
        Assert.Equal(after.SubmitBy - before.SubmitBy, after.DecideBy - before.DecideBy);
        Assert.DoesNotContain(href, DashboardLinks(await desk.OpenAsync("/dashboard")));
        Assert.Contains("先展延至十日", (await candidate.OpenAsync($"/my/{assessment.Id}/extension")).Main, StringComparison.Ordinal);
        Assert.Equal(["extension.granted"], await KindsAsync(assessment.Candidate));
        Assert.Contains("extension.granted-for-assessors", await KindsAsync(assessment.Assessor));
        Assert.Equal([], await site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task Refuse_ByTheLeadAssessor_WantsAReasonAndChangesNoDate()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.ReturnAsync(assessment);
        var candidate = await site.SignInAsync(assessment.Candidate);
        var due = await site.QueryAsync(db => db.Rounds.Where(r => r.AssessmentId == assessment.Id).Select(r => r.ResubmitBy).SingleAsync());
        await AskAsync(candidate, assessment, "2026-04-01");
        var assessor = await site.SignInAsync(assessment.Assessor);
        var path = $"/assessments/{assessment.Id}/extension";

        var page = (await assessor.PostFieldsAsync($"{path}/refuse", ("Form.Answer", " "))).Is(HttpStatusCode.OK);
        Assert.NotNull(page.Document.QuerySelector("#Form_Answer-error"));
        await (await assessor.PostFieldsAsync($"{path}/refuse", ("Form.Answer", "已展延過一次"))).FollowAsync();

        Assert.Equal(due, await site.QueryAsync(db => db.Rounds.Where(r => r.AssessmentId == assessment.Id).Select(r => r.ResubmitBy).SingleAsync()));
        Assert.Contains("已展延過一次", (await candidate.OpenAsync($"/my/{assessment.Id}/extension")).Main, StringComparison.Ordinal);
        Assert.Contains("extension.refused", await KindsAsync(assessment.Candidate));
    }

    [Fact]
    public async Task Ask_ThatCannotBeOrByOthers_IsRefused()
    {
        var assessment = await site.Data.GatheringAsync();
        var candidate = await site.SignInAsync(assessment.Candidate);
        var path = $"/my/{assessment.Id}/extension";
        var page = (await (await candidate.OpenAsync(path)).Form(path).Fill("Form.Until", "2026-03-03").Fill("Form.Reason", "季報延後").PostAsync()).Is(HttpStatusCode.OK);
        Assert.NotNull(page.Document.QuerySelector("#Form_Until-error"));
        Assert.Contains("季報延後", page.Text, StringComparison.Ordinal);
        foreach (var (other, address) in new[] { (await site.Data.CandidateAsync(), path), (assessment.Assessor, path), (assessment.Candidate, $"/assessments/{assessment.Id}/extension/grant"), (await site.Data.AssessorAsync(), $"/assessments/{assessment.Id}/extension/grant") })
        {
            (await (await site.SignInAsync(other)).PostFieldsAsync(address, ("Form.Until", "2026-05-01"), ("Form.Reason", "季報延後"))).Is(HttpStatusCode.NotFound);
        }

        Assert.Equal(0, await site.QueryAsync(db => db.DeadlineExtensions.CountAsync(e => e.AssessmentId == assessment.Id)));
        var submitted = await site.Data.SubmittedAsync();
        Assert.Null((await (await site.SignInAsync(submitted.Candidate)).OpenAsync($"/my/{submitted.Id}/extension")).Document.QuerySelector("main form[method=post]"));
    }

    private static async Task AskAsync(Browser candidate, TestAssessment assessment, string until)
    {
        var path = $"/my/{assessment.Id}/extension";
        Assert.NotNull((await candidate.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector($"a[href='{path}']"));
        await (await (await candidate.OpenAsync(path)).Form(path).Fill("Form.Until", until).Fill("Form.Reason", "季報延後").PostAsync()).FollowAsync();
    }

    private static IReadOnlyList<string> DashboardLinks(Page page) => [.. page.Document.QuerySelectorAll("section[aria-labelledby='administrator-Extensions'] .work-list a").Select(a => a.GetAttribute("href")!)];

    private Task<(DateTime SubmitBy, DateTime DecideBy)> DatesAsync(TestAssessment assessment) =>
        site.QueryAsync(async db => { var a = await db.Assessments.AsNoTracking().SingleAsync(x => x.Id == assessment.Id); return (a.SubmitBy, a.DecideBy); });

    private Task<List<string>> KindsAsync(TestUser user) => site.QueryAsync(db => db.Notifications.Where(n => n.PersonId == user.PersonId && n.Kind.StartsWith("extension.")).Select(n => n.Kind).ToListAsync());
}
