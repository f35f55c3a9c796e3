using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>The candidate's moves beside submitting.</summary>
internal sealed class CandidateMoves(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <summary>The candidate has seen the plan and agrees to it.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>assessment.move</c></exception>
    public async Task AcknowledgeAsync(Guid assessmentId, Guid personId, CancellationToken cancel)
    {
        var assessment = await db.Assessments.SingleAsync(a => a.Id == assessmentId, cancel);
        assessment.Acknowledge(personId, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
    }

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
