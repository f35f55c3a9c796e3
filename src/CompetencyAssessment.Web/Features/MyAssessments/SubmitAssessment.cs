using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>Hands in the evidence, the answers to what was sent back and the self-assessment as they stand, with the declaration of authenticity.</summary>
internal sealed class SubmitAssessment(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException">
    /// <c>assessment.not-candidate</c>, <c>assessment.move</c>, <c>plan.unacknowledged</c>, <c>submission.declaration</c>, <c>submission.incomplete</c>
    /// </exception>
    public Task RunAsync(Guid assessmentId, Guid personId, bool declared, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Rounds).ThenInclude(r => r.ReturnItems).Include(a => a.Assignments).Include(a => a.Extensions).SingleAsync(a => a.Id == assessmentId, cancel);
                var evidence = new Submission(await PiecesAsync(assessmentId, cancel), await PointsAsync(assessment, cancel), await db.SelfRatings.Where(s => s.AssessmentId == assessmentId).ToListAsync(cancel));
                assessment.Submit(personId, evidence, declared, db.NextKey, clock.GetUtcNow().UtcDateTime);
                notifier.TellAssessors(assessment, "assessment.submitted");
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <summary>What was sent back last, with the answers.</summary>
    private async Task<List<Submission.Point>> PointsAsync(Assessment assessment, CancellationToken cancel)
    {
        if (assessment.CurrentRound is not { ReturnItems: { Count: > 0 } items })
        {
            return [];
        }

        var ids = items.Select(i => i.Id).ToList();
        var replies = await db.ReturnReplies.AsSingleQuery().Include(r => r.Evidence).Where(r => ids.Contains(r.ReturnItemId)).ToDictionaryAsync(r => r.ReturnItemId, cancel);
        return [.. items.Select(i => new Submission.Point(i.Id, replies.GetValueOrDefault(i.Id)))];
    }

    private async Task<List<Submission.Piece>> PiecesAsync(Guid assessmentId, CancellationToken cancel)
    {
        var links = db.AssessmentEvidence.AsNoTracking().Where(l => l.AssessmentId == assessmentId && l.WithdrawnAt == null);
        var pieces = await (
            from link in links
            join item in db.EvidenceItems.AsNoTracking() on link.EvidenceItemId equals item.Id
            orderby link.Number
            select new { LinkId = link.Id, Item = item, VersionId = item.Versions.OrderByDescending(v => v.Number).Select(v => (Guid?)v.Id).FirstOrDefault(), IsQuarantined = item.Versions.OrderByDescending(v => v.Number).Take(1).Any(v => db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null)) }).ToListAsync(cancel);
        var mapped = await links.SelectMany(l => l.Criteria).Select(m => new { m.AssessmentEvidenceId, Target = m.CriterionId, IsCriterion = true })
            .Concat(links.SelectMany(l => l.Requirements).Select(m => new { m.AssessmentEvidenceId, Target = m.RequirementId, IsCriterion = false }))
            .ToListAsync(cancel);
        var targets = mapped.ToLookup(m => (m.AssessmentEvidenceId, m.IsCriterion), m => m.Target);
        return [.. pieces.Select(p =>
        {
            var stated = new EvidenceStatement(p.Item.Description, [.. targets[(p.LinkId, true)]], [.. targets[(p.LinkId, false)]]);
            var d = stated.Description;
            return new Submission.Piece(p.Item.Id, p.VersionId, d.Title, d.Context, d.PeriodFrom, d.OwnShare, d.Help, d.AiUse, d.Confidentiality, stated.Criteria.Count, stated, p.IsQuarantined);
        })];
    }
}
