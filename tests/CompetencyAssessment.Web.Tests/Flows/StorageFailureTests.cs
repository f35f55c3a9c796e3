using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Reports.Records;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Features.Verification;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Storage;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>A disk that is full or gone: nothing is half done.</summary>
public sealed class StorageFailureTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly Signature Competent = new()
    {
        Outcome = Outcome.Competent,
        Strengths = "推估與現場數據一致。",
        NextSteps = "持續追蹤放棄率。",
        AuthenticationMethod = "password",
        AuthenticatedAt = new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc),
    };

    [Fact]
    public async Task Sign_WhileAStoredDocumentFails_LeavesNothingSigned()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.RateAllAsync(assessment);
        var real = site.Services.GetRequiredService<IFileStore>();
        var written = 0;
        var store = new Mock<IFileStore>();
        store.Setup(s => s.WriteAsync(It.IsAny<Stream>(), It.IsAny<CancellationToken>()))
            .Returns((Stream content, CancellationToken cancel) => ++written < 3 ? real.WriteAsync(content, cancel) : throw new IOException("No space left on device"));

        await Assert.ThrowsAsync<IOException>(() => SignAsync(assessment, store.Object));

        Assert.Equal(3, written);
        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
        Assert.Equal(0, await site.QueryAsync(db => db.Decisions.CountAsync(d => d.AssessmentId == assessment.Id)));
        Assert.Equal(0, await site.QueryAsync(db => db.RecordIssues.CountAsync(i => i.AssessmentId == assessment.Id)));

        // The number that the failed signing took is given to the one that succeeds: there is no gap.
        await SignAsync(assessment, real);
        Assert.EndsWith("000001", await site.QueryAsync(db => db.RecordIssues.Where(i => i.AssessmentId == assessment.Id).Select(i => i.Number!).SingleAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddEvidence_WhileTheStoreFails_LeavesNoRow()
    {
        var assessment = await site.Data.GatheringAsync();
        var store = new Mock<IFileStore>();
        store.Setup(s => s.WriteAsync(It.IsAny<Stream>(), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("No space left on device"));

        await Assert.ThrowsAsync<IOException>(() => site.UseAsync(async services =>
            await new AddEvidence(services.GetRequiredService<AppDbContext>(), store.Object, services.GetRequiredService<FileInspector>(), services.GetRequiredService<ReplaceQuarantined>(), new ReadingBell(), site.Clock)
                .RunAsync(assessment.Id, assessment.Candidate.PersonId, new MemoryStream("話務紀錄"u8.ToArray()), "話務.txt", null, CancellationToken.None)));

        Assert.Equal(0, await site.QueryAsync(db => db.AssessmentEvidence.CountAsync(e => e.AssessmentId == assessment.Id)));
    }

    private Task<Guid> SignAsync(TestAssessment assessment, IFileStore store) => site.UseAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var seen = await db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.ContentVersion).SingleAsync();
        var issue = new IssueDocuments(db, services.GetRequiredService<RecordRenderer>(), store, services.GetRequiredService<PublicAddress>());
        var release = new ReleaseDecision(db, issue, services.GetRequiredService<DisputeWindow>(), services.GetRequiredService<Notifier>());
        return await new SignDecision(db, services.GetRequiredService<UnitCatalogue>(), release, services.GetRequiredService<DrawVerification>(), services.GetRequiredService<Notifier>(), site.Clock).RunAsync(assessment.Id, assessment.Assessor.PersonId, Competent, seen, CancellationToken.None);
    });
}
