using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>Says which criteria and evidence requirements a piece supports: all of them in one go.</summary>
internal sealed class MapEvidence(AppDbContext db, UnitCatalogue catalogue)
{
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="personId">Its candidate.</param>
    /// <param name="itemId">The piece of evidence.</param>
    /// <param name="criteria">Codes such as <c>P1.1</c>; replaces what was there.</param>
    /// <param name="requirements">Codes such as <c>E1</c>; replaces what was there.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException"><c>evidence.closed</c>, <c>evidence.unknown</c>, <c>rating.criterion</c>, <c>rating.requirement</c></exception>
    public Task RunAsync(Guid assessmentId, Guid personId, Guid itemId, IReadOnlyCollection<string> criteria, IReadOnlyCollection<string> requirements, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                await db.DemandOpenEvidenceAsync(assessmentId, personId, cancel);
                var link = await db.OpenLinkAsync(assessmentId, itemId, cancel);
                var unitVersion = await db.Assessments.Where(a => a.Id == assessmentId).Select(a => a.UnitVersionId).SingleAsync(cancel);
                var unit = await catalogue.UnitAsync(db, unitVersion, cancel);
                HashSet<Guid> mapped = [.. criteria.Select(c => (unit.Criterion(c) ?? throw new DomainException("rating.criterion")).Id)];
                HashSet<Guid> required = [.. requirements.Select(r => unit.Requirements.TryGetValue(r, out var id) ? id : throw new DomainException("rating.requirement"))];
                if (!mapped.SetEquals(link.Criteria.Select(c => c.CriterionId)) || !required.SetEquals(link.Requirements.Select(r => r.RequirementId)))
                {
                    // The rows of the mapping have no version; the link's tells another window that they changed.
                    db.Entry(link).Property(l => l.Version).IsModified = true;
                }

                link.MapTo(mapped, required);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);
}
