using System.Net;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Documents that the quality lead revokes.</summary>
public sealed class RevocationTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Revoke_IsToldToTheCandidateAndThePublic_AndHappensOnce()
    {
        var assessment = await site.Data.FinalisedAsync();
        var path = $"/quality/audit/{assessment.Id}/revocation";
        var (lead, candidate, office) = (await site.SignInAsync(await site.Data.QualityLeadAsync()), await site.SignInAsync(assessment.Candidate), await site.SignInAsync(await site.Data.AdministratorAsync()));
        Assert.Contains(path, (await lead.OpenAsync($"/quality/audit/{assessment.Id}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/revocation", (await office.OpenAsync($"/assessments/{assessment.Id}/history")).Text, StringComparison.Ordinal);
        (await office.GetAsync(path)).Is(HttpStatusCode.NotFound);
        (await candidate.GetAsync(path)).Is(HttpStatusCode.NotFound);

        var form = await lead.OpenAsync(path);
        Assert.NotNull(form.Document.QuerySelector($"form[action='{path}'][data-confirm]"));
        Assert.NotEmpty((await form.Form(path).PostAsync()).Is(HttpStatusCode.OK).Document.QuerySelectorAll("#Form_Reason-error"));
        var done = await (await form.Form(path).Fill("Form.Reason", "佐證資料查明並非本人所作。").PostAsync()).FollowAsync();
        Assert.Contains("文件已廢止，並已通知受評者。", done.Text, StringComparison.Ordinal);
        Assert.Null(done.Document.QuerySelector($"form[action='{path}']"));
        Assert.Contains("佐證資料查明並非本人所作。", (await lead.PostFieldsAsync(path, ("Form.Reason", "再一次"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);

        var issue = await site.QueryAsync(db => db.RecordIssues.Include(i => i.Events).SingleAsync(i => i.AssessmentId == assessment.Id));
        Assert.Equal((RecordStatus.Revoked, 2), (issue.Status, issue.Events.Count));
        var mine = await candidate.OpenAsync($"/my/{assessment.Id}");
        Assert.Contains("佐證資料查明並非本人所作。", mine.Main, StringComparison.Ordinal);
        Assert.Contains("您的文件已非有效", mine.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("請妥善保存", mine.Main, StringComparison.Ordinal);
        Assert.Contains($"{issue.Number} 號文件已廢止", (await candidate.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        var seen = await site.Browser().OpenAsync($"/verify?code={issue.CheckCode}");
        Assert.Contains("已廢止，不再有效", seen.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("並非本人", seen.Text, StringComparison.Ordinal);

        // A review that comes after it has nothing to correct, and can be answered.
        await candidate.PostFieldsAsync($"/my/{assessment.Id}/review", ("Form.Text", "姓名有誤"));
        var review = await site.QueryAsync(db => db.ReviewRequests.Where(r => r.AssessmentId == assessment.Id).Select(r => r.Id).SingleAsync());
        await office.OpenAsync($"/reviews/{review}");
        Assert.Contains("文件已非有效", (await office.PostFieldsAsync($"/reviews/{review}/correct", ("Correction.CandidateZh", "王大明"), ("Correction.SignerZh", "張書豪"), ("Correction.Reason", "誤植"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_OfWhatIsDisputed_OrByWhoHasAPart_IsRefused()
    {
        var assessment = await site.Data.FinalisedAsync();
        var (lead, candidate) = (await site.SignInAsync(await site.Data.QualityLeadAsync()), await site.SignInAsync(assessment.Candidate));
        await candidate.PostFieldsAsync($"/my/{assessment.Id}/review", ("Form.Text", "姓名有誤"));
        Assert.Contains("尚有複查或申訴未結", (await lead.PostFieldsAsync($"/quality/audit/{assessment.Id}/revocation", ("Form.Reason", "並非本人所作"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        Assert.Equal(RecordStatus.Valid, (await site.QueryAsync(db => db.RecordIssues.Include(i => i.Events).SingleAsync(i => i.AssessmentId == assessment.Id))).Status);

        // The assessor or the candidate of a case cannot, whatever other role they have.
        var other = await site.Data.FinalisedAsync();
        foreach (var person in new[] { other.Assessor.PersonId, other.Candidate.PersonId })
        {
            var refused = await Assert.ThrowsAsync<DomainException>(() => site.UseAsync(async s =>
            {
                await s.GetRequiredService<RevokeDocuments>().RunAsync(other.Id, person, "並非本人所作", CancellationToken.None);
                return true;
            }));
            Assert.Equal("dispute.own-part", refused.Code);
        }

        // Nothing was issued to be shown: no page.
        var failed = await site.Data.NotYetCompetentAsync();
        (await lead.GetAsync($"/quality/audit/{failed.Id}/revocation")).Is(HttpStatusCode.NotFound);
    }
}
