using System.Net;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>The plan in versions: changed by administrator or assessor, acknowledged by the candidate, shown where it counts.</summary>
public sealed class PlanTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Change_OfTheAssessor_WaitsForTheCandidateAndThenCounts()
    {
        var assessment = await site.Data.GatheringAsync();
        await site.Data.AddEvidenceAsync(assessment);
        var assessor = await site.SignInAsync(assessment.Assessor);
        var candidate = await site.SignInAsync(assessment.Candidate);
        var path = $"/assessments/{assessment.Id}/plan";
        Assert.NotNull((await assessor.OpenAsync($"/scoring/{assessment.Id}")).Document.QuerySelector($"a[href='{path}']"));

        var form = (await assessor.OpenAsync(path)).Form(path);
        var planned = form.Fields.Where(f => f.Name == "Form.Methods").Select(f => f.Value!).ToList();
        Assert.Contains("P1.1 M2", planned);
        var saved = await form.Fill("Form.Methods", [.. planned.Where(m => m != "P1.1 M2")]).Fill("Form.Resources[R1]", "使用服務單位的話務系統").Fill("Form.Reason", "改以現場觀察").PostAsync();
        Assert.Contains("已變更", (await saved.FollowAsync()).Main, StringComparison.Ordinal);

        // The candidate sees what changes, and cannot submit before acknowledging it.
        var mine = await candidate.OpenAsync($"/my/{assessment.Id}");
        var changes = mine.Document.QuerySelector("#changed-plan .plan-changes")!;
        Assert.Equal("M2", changes.QuerySelector("del")!.TextContent);
        Assert.Equal("使用服務單位的話務系統", changes.QuerySelector("ins")!.TextContent);
        Assert.Contains("改以現場觀察", mine.Document.QuerySelector("#changed-plan")!.TextContent, StringComparison.Ordinal);
        Assert.Null(mine.Document.QuerySelector("#declared"));
        await candidate.PostFieldsAsync($"/my/{assessment.Id}/submit", ("declared", "true"));
        Assert.Equal(AssessmentState.Gathering, await site.Data.StateAsync(assessment));
        Assert.Equal(1, await site.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == assessment.Candidate.PersonId && n.Kind == "plan.changed")));

        var acknowledged = await (await mine.Form($"/my/{assessment.Id}/acknowledge").PostAsync()).FollowAsync();
        Assert.Null(acknowledged.Document.QuerySelector("#changed-plan"));
        Assert.Contains("使用服務單位的話務系統", acknowledged.Main, StringComparison.Ordinal);
        await (await acknowledged.Form($"/my/{assessment.Id}/submit").Fill("declared", "true").PostAsync()).FollowAsync();
        Assert.Equal(AssessmentState.Submitted, await site.Data.StateAsync(assessment));

        // The workspace marks what the plan foresees for the criterion in hand, and forbids nothing.
        await assessor.PostFieldsAsync($"/scoring/{assessment.Id}/start");
        var workspace = await assessor.OpenAsync($"/scoring/{assessment.Id}");
        bool Planned(string criterion) => workspace.Document.QuerySelector($"[data-criterion='{criterion}'] input[data-method='M2']")!.ParentElement!.QuerySelector(".method-planned") is not null;
        Assert.False(Planned("P1.1"));
        Assert.True(Planned("P1.2"));
        Assert.Equal([], await site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task Plan_WithResources_StandsInTheFirstVersion()
    {
        var (candidate, assessor) = (await site.Data.CandidateAsync(), await site.Data.AssessorAsync());
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var form = (await office.OpenAsync("/assessments/new")).Form("/assessments/new");
        var planned = await form.Fill("Form.Candidate", candidate.UserName).Fill("Form.AssessorId", assessor.PersonId.ToString()).Fill("Form.Resources[R2]", "由評量中心提供簡報設備").PostAsync();
        await planned.FollowAsync();
        var version = await site.QueryAsync(db => db.PlanVersions.SingleAsync(p => db.Assessments.Any(a => a.Id == p.AssessmentId && a.CandidateId == candidate.PersonId)));
        var content = PlanContent.Parse(version.Content);
        Assert.Equal("由評量中心提供簡報設備", content.Resources["R2"]);
        Assert.NotEmpty(content.Methods["P1.1"]);
        var mine = await (await site.SignInAsync(candidate)).OpenAsync($"/my/{version.AssessmentId}");
        Assert.Contains("由評量中心提供簡報設備", mine.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_OfDates_CountsAfterTheAcknowledgementOnly()
    {
        var assessment = await site.Data.GatheringAsync();
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var path = $"/assessments/{assessment.Id}/plan";
        var submitBy = await SubmitByAsync(assessment);
        var page = await office.OpenAsync(path);
        await (await page.Form(path).Fill("Form.SubmitBy", "2026-04-20").Fill("Form.Reason", "配合公司檔期").PostAsync()).FollowAsync();
        Assert.Equal(submitBy, await SubmitByAsync(assessment));

        // Whoever still has the former version open is told, and keeps what was typed.
        var late = (await page.Form(path).Fill("Form.SubmitBy", "2026-04-21").Fill("Form.Reason", "另一個理由").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("新的版本", late.Main, StringComparison.Ordinal);
        Assert.Contains("另一個理由", late.Text, StringComparison.Ordinal);

        var candidate = await site.SignInAsync(assessment.Candidate);
        await candidate.PostFieldsAsync($"/my/{assessment.Id}/acknowledge", ("seen", "1"));
        Assert.Equal(submitBy, await SubmitByAsync(assessment));
        await candidate.PostFieldsAsync($"/my/{assessment.Id}/acknowledge", ("seen", "2"));
        Assert.Equal(new DateTime(2026, 4, 20, 15, 59, 59, DateTimeKind.Utc), await SubmitByAsync(assessment));
    }

    [Fact]
    public async Task Change_WithoutReasonOrOfOthers_IsRefused()
    {
        var assessment = await site.Data.GatheringAsync();
        var path = $"/assessments/{assessment.Id}/plan";
        var assessor = await site.SignInAsync(assessment.Assessor);
        var page = (await (await assessor.OpenAsync(path)).Form(path).Fill("Form.DecideBy", "2026-06-20").PostAsync()).Is(HttpStatusCode.OK);
        Assert.NotNull(page.Document.QuerySelector("#Form_Reason-error"));
        page = (await (await assessor.OpenAsync(path)).Form(path).Fill("Form.Methods", "P1.1 M99").Fill("Form.Reason", "試試").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("請至少選擇一種", page.Main, StringComparison.Ordinal);
        foreach (var other in new[] { await site.Data.AssessorAsync(), assessment.Candidate, await site.Data.CandidateAsync() })
        {
            (await (await site.SignInAsync(other)).GetAsync(path)).Is(HttpStatusCode.NotFound);
        }

        Assert.Equal(1, await site.QueryAsync(db => db.PlanVersions.CountAsync(p => p.AssessmentId == assessment.Id)));
    }

    [Fact]
    public async Task Assessment_FromBeforeVersions_HasItsFirstFromItsMethods()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.QueryAsync(db => db.PlanVersions.Where(p => p.AssessmentId == assessment.Id).ExecuteDeleteAsync());
        var assessor = await site.SignInAsync(assessment.Assessor);
        var path = $"/assessments/{assessment.Id}/plan";
        Assert.NotNull((await assessor.OpenAsync($"/scoring/{assessment.Id}")).Document.QuerySelector("[data-criterion='P1.1'] .method-planned"));
        Assert.Contains("M2", (await (await site.SignInAsync(assessment.Candidate)).OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector(".plan-methods")!.TextContent, StringComparison.Ordinal);

        await (await (await assessor.OpenAsync(path)).Form(path).Fill("Form.DecideBy", "2026-06-20").Fill("Form.Reason", "延後作成結論").PostAsync()).FollowAsync();

        Assert.Equal([1, 2], await site.QueryAsync(db => db.PlanVersions.Where(p => p.AssessmentId == assessment.Id).OrderBy(p => p.Number).Select(p => p.Number).ToListAsync()));
        Assert.NotNull(await site.QueryAsync(db => db.PlanVersions.Where(p => p.AssessmentId == assessment.Id && p.Number == 1).Select(p => p.AcknowledgedAt).SingleAsync()));
    }

    private Task<DateTime> SubmitByAsync(TestAssessment assessment) => site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.SubmitBy).SingleAsync());
}
