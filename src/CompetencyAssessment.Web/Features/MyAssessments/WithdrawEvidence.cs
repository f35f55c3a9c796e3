using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>Takes a piece of evidence out of an assessment; the piece itself stays with the person.</summary>
internal sealed class WithdrawEvidence(AppDbContext db, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>evidence.closed</c>, <c>evidence.unknown</c>, <c>evidence.relied-on</c></exception>
    public Task RunAsync(Guid assessmentId, Guid personId, Guid itemId, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                await db.DemandOpenEvidenceAsync(assessmentId, personId, cancel);
                var link = await db.OpenLinkAsync(assessmentId, itemId, cancel);
                var reliedOn = await ReliedOn(assessmentId, itemId).AnyAsync(cancel);
                link.Withdraw(reliedOn, clock.GetUtcNow().UtcDateTime);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    private IQueryable<Guid> ReliedOn(Guid assessmentId, Guid itemId) =>
        from round in db.Rounds
        where round.AssessmentId == assessmentId
        from handedIn in round.Evidence
        join version in db.EvidenceVersions on handedIn.EvidenceVersionId equals version.Id
        where version.EvidenceItemId == itemId
        select round.Id;
}
