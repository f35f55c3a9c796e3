using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>The candidate's moves beside submitting.</summary>
internal sealed class CandidateMoves(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <summary>The candidate has seen the newest version of the plan and agrees to it.</summary>
    /// <param name="assessmentId">Which assessment.</param>
    /// <param name="personId">The candidate.</param>
    /// <param name="seen">Number of the version that the page showed; null: the newest.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>assessment.move</c>, <c>plan.changed</c></exception>
    public Task AcknowledgeAsync(Guid assessmentId, Guid personId, int? seen, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Plans).Include(a => a.Methods).Include(a => a.Assignments).SingleAsync(a => a.Id == assessmentId, cancel);
                assessment.Acknowledge(personId, clock.GetUtcNow().UtcDateTime, seen);
                if (assessment.PlanNumber > 1)
                {
                    notifier.TellAssessors(assessment, "plan.acknowledged");
                }

                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <inheritdoc cref="AcknowledgeAsync(Guid, Guid, int?, CancellationToken)"/>
    public Task AcknowledgeAsync(Guid assessmentId, Guid personId, CancellationToken cancel) => AcknowledgeAsync(assessmentId, personId, null, cancel);

    /// <summary>Takes the submission back, until assessment starts.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>assessment.move</c></exception>
    public async Task TakeBackAsync(Guid assessmentId, Guid personId, CancellationToken cancel)
    {
        var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Rounds).ThenInclude(r => r.Evidence).Include(a => a.Assignments).SingleAsync(a => a.Id == assessmentId, cancel);
        var replies = await db.ReturnReplies.AsSingleQuery().Include(r => r.Evidence).Where(r => r.AssessmentId == assessmentId && r.RoundId != null).ToListAsync(cancel);
        assessment.TakeBack(personId, clock.GetUtcNow().UtcDateTime, replies);
        notifier.TellAssessors(assessment, "assessment.taken-back");
        await db.SaveChangesAsync(cancel);
    }
}
