using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>Records what the candidate states about a piece of evidence.</summary>
internal sealed class DescribeEvidence(AppDbContext db)
{
    /// <exception cref="DomainException"><c>evidence.closed</c>, <c>evidence.unknown</c>, <c>evidence.period</c></exception>
    public Task RunAsync(Guid assessmentId, Guid personId, Guid itemId, EvidenceDescription description, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                await db.DemandOpenEvidenceAsync(assessmentId, personId, cancel);
                await db.OpenLinkAsync(assessmentId, itemId, cancel);
                var item = await db.EvidenceItems.SingleAsync(i => i.Id == itemId, cancel);
                item.Describe(assessmentId, description);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);
}
