using System.Net;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What is done differently is for those who assess; why is for the candidate and whoever took the request on.</summary>
public sealed class AdjustmentTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Why = "視網膜病變，閱讀需較長時間";

    [Fact]
    public async Task Agreed_IsSeenByAssessorAndAdministrator_WhyByNeither()
    {
        var assessment = await site.Data.AssessingAsync();
        var candidate = await site.SignInAsync(assessment.Candidate);
        var lead = await site.Data.QualityLeadAsync();
        var (approver, colleague) = (await site.SignInAsync(lead), await site.SignInAsync(await site.Data.QualityLeadAsync()));
        await AskAsync(candidate, assessment, consents: true);
        var id = await site.QueryAsync(db => db.Adjustments.Where(a => a.AssessmentId == assessment.Id).Select(a => a.Id).SingleAsync());
        var path = $"/quality/adjustments/{id}";

        // Nobody reads why before taking it on, and afterwards only who did.
        Assert.Contains(path, (await approver.OpenAsync("/quality/adjustments")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Why, (await approver.OpenAsync(path)).Text, StringComparison.Ordinal);
        Assert.Contains(Why, (await (await (await approver.OpenAsync(path)).Form($"{path}/take-on").PostAsync()).FollowAsync()).Main, StringComparison.Ordinal);
        Assert.DoesNotContain(Why, (await colleague.OpenAsync(path)).Text, StringComparison.Ordinal);
        (await colleague.PostFieldsAsync($"{path}/agree", ("Form.What", "別人的"))).Is(HttpStatusCode.OK);
        await (await (await approver.OpenAsync(path)).Form($"{path}/agree").Fill("Form.What", "閱讀時間加倍").PostAsync()).FollowAsync();

        var assessor = await site.SignInAsync(assessment.Assessor);
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        foreach (var (browser, page) in new[] { (assessor, $"/scoring/{assessment.Id}"), (office, $"/assessments/{assessment.Id}"), (candidate, $"/my/{assessment.Id}") })
        {
            var text = (await browser.OpenAsync(page)).Text;
            Assert.Contains("閱讀時間加倍", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Why, text, StringComparison.Ordinal);
        }

        (await office.GetAsync(path)).Is(HttpStatusCode.NotFound);
        (await assessor.GetAsync(path)).Is(HttpStatusCode.NotFound);
        Assert.Equal(["adjustment.agreed"], await site.QueryAsync(db => db.Notifications.Where(n => n.PersonId == assessment.Candidate.PersonId && n.Kind.StartsWith("adjustment.")).Select(n => n.Kind).ToListAsync()));

        // Nothing in the trail or in notifications holds the words.
        Assert.DoesNotContain(await site.QueryAsync(db => db.AuditEntries.Where(e => e.StreamId == assessment.Id).Select(e => e.Payload).ToListAsync()), p => System.Text.Encoding.UTF8.GetString(p).Contains("視網膜", StringComparison.Ordinal));
        Assert.Equal(0, await site.QueryAsync(db => db.Notifications.CountAsync(n => n.Args.Contains("視網膜"))));
        Assert.Equal([], await site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task Why_WithoutConsentIsNotKept_AndGoesWithTheConsent()
    {
        var assessment = await site.Data.GatheringAsync();
        var candidate = await site.SignInAsync(assessment.Candidate);
        var path = $"/my/{assessment.Id}/adjustments";
        Assert.NotNull((await candidate.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector($"a[href='{path}']"));
        var refused = (await AskAsync(candidate, assessment, consents: false)).Is(HttpStatusCode.OK);
        Assert.NotEmpty(refused.Document.QuerySelectorAll("#Form_Consents-error"));
        Assert.Equal(0, await site.QueryAsync(db => db.Adjustments.CountAsync(a => a.AssessmentId == assessment.Id)));

        await (await AskAsync(candidate, assessment, consents: true)).FollowAsync();
        var page = await candidate.OpenAsync(path);
        Assert.Contains(Why, page.Main, StringComparison.Ordinal);
        var id = await site.QueryAsync(db => db.Adjustments.Where(a => a.AssessmentId == assessment.Id).Select(a => a.Id).SingleAsync());
        var stranger = await site.SignInAsync(await site.Data.CandidateAsync());
        (await stranger.PostFieldsAsync($"{path}/{id}/withdraw-consent")).Is(HttpStatusCode.NotFound);
        await (await page.Form($"{path}/{id}/withdraw-consent").PostAsync()).FollowAsync();
        Assert.Equal(0, await site.QueryAsync(db => db.AdjustmentGrounds.CountAsync(g => g.Id == id)));
        Assert.Equal(AdjustmentState.Asked, await site.QueryAsync(db => db.Adjustments.Where(a => a.Id == id).Select(a => a.State).SingleAsync()));
    }

    private static async Task<Page> AskAsync(Browser candidate, TestAssessment assessment, bool consents)
    {
        var path = $"/my/{assessment.Id}/adjustments";
        var form = (await candidate.OpenAsync(path)).Form(path).Fill("Form.What", "延長閱讀時間").Fill("Form.Why", Why);
        return await (consents ? form.Fill("Form.Consents", "true") : form).PostAsync();
    }
}
