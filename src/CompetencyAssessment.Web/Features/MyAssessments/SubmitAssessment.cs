using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>Hands in the evidence as it stands, with the declaration of authenticity.</summary>
internal sealed class SubmitAssessment(AppDbContext db, TimeProvider clock)
{
    /// <exception cref="DomainException">
    /// <c>assessment.not-candidate</c>, <c>assessment.move</c>, <c>submission.declaration</c>, <c>submission.incomplete</c>
    /// </exception>
    public Task RunAsync(Guid assessmentId, Guid personId, bool declared, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await db.Assessments.Include(a => a.Rounds).SingleAsync(a => a.Id == assessmentId, cancel);
                var evidence = new Submission(await Pieces(assessmentId).ToListAsync(cancel));
                assessment.Submit(personId, evidence, declared, db.NextKey, clock.GetUtcNow().UtcDateTime);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    private IQueryable<Submission.Piece> Pieces(Guid assessmentId) =>
        from link in db.AssessmentEvidence.AsNoTracking()
        join item in db.EvidenceItems on link.EvidenceItemId equals item.Id
        where link.AssessmentId == assessmentId && link.WithdrawnAt == null
        orderby link.Number
        select new Submission.Piece(
            item.Id,
            item.Versions.OrderByDescending(v => v.Number).Select(v => (Guid?)v.Id).FirstOrDefault(),
            item.Title,
            item.Context,
            item.PeriodFrom,
            item.OwnShare,
            item.Help,
            item.AiUse,
            item.Confidentiality,
            link.Criteria.Count);
}
