using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>
/// A quality lead without a part in the case revokes (廢止) documents that stood until now, for what came to light since. The decision and its snapshot stay
/// as they were signed; the public page says that the documents no longer stand.
/// </summary>
internal sealed class RevokeDocuments(AppDbContext db, ReissueDocuments reissue, Notifier notifier, TimeProvider clock)
{
    /// <summary>The candidate and administrators are told. Reviews and appeals are answered first, for they may end otherwise.</summary>
    /// <exception cref="DomainException"><c>reason.missing</c>, <c>dispute.own-part</c>, <c>record.disputed</c>, <c>record.status</c></exception>
    public Task RunAsync(Guid assessmentId, Guid byPerson, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            DomainException.DemandReason(reason);
            var found = await db.Assessments.Include(a => a.Assignments).Where(a => a.Id == assessmentId).Select(a => new
            {
                Assessment = a,
                IsDisputed = db.ReviewRequests.Any(r => r.AssessmentId == a.Id && r.ClosedAt == null) || db.Appeals.Any(x => x.AssessmentId == a.Id && x.ClosedAt == null),
            }).AsSingleQuery().SingleAsync(cancel);
            var assessment = found.Assessment;
            if (assessment.Concerns(byPerson))
            {
                throw new DomainException("dispute.own-part");
            }

            if (found.IsDisputed)
            {
                throw new DomainException("record.disputed");
            }

            if (await reissue.StandingAsync(assessmentId, cancel) is not { Issue: { Number: { } number } issue })
            {
                throw new DomainException("record.status");
            }

            issue.End(RecordStatus.Revoked, reason, null, db.NextKey, clock.GetUtcNow().UtcDateTime);
            notifier.TellCandidate(assessment, "record.revoked", number);
            await notifier.TellRoleAsync(Roles.Administrator, assessment, "record.revoked", $"/assessments/{assessmentId}", cancel, number);
            return await db.SaveChangesAsync(cancel);
        },
        cancel);
}
