using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>Adjustments: asked for, taken on, agreed or refused. No notification names what or why.</summary>
internal sealed class AdjustmentVerbs(AppDbContext db, PlanArrangements plan, DisputeWindow window, Notifier notifier, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>adjustment.state</c>, <c>adjustment.what</c>, <c>adjustment.consent</c></exception>
    public Task AskAsync(Guid assessmentId, Guid personId, string what, string? why, bool consents, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await db.Assessments.SingleAsync(a => a.Id == assessmentId, cancel);
                var adjustment = new Adjustment(db.NextKey(), assessment, personId, what, Now);
                db.Adjustments.Add(adjustment);
                if (!string.IsNullOrWhiteSpace(why))
                {
                    db.AdjustmentGrounds.Add(new AdjustmentGrounds(adjustment, why.Trim(), consents, Now));
                }

                await notifier.TellRoleOutsideAsync(Roles.QualityLead, assessment, "adjustment.asked", $"/quality/adjustments/{adjustment.Id}", cancel);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <summary>Erases the grounds; what was agreed stays.</summary>
    public Task WithdrawConsentAsync(Guid assessmentId, Guid adjustmentId, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                if (await db.AdjustmentGrounds.SingleOrDefaultAsync(g => g.Id == adjustmentId && db.Adjustments.Any(a => a.Id == adjustmentId && a.AssessmentId == assessmentId), cancel) is { } grounds)
                {
                    grounds.WithdrawConsent(assessmentId);
                    db.AdjustmentGrounds.Remove(grounds);
                }

                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <exception cref="DomainException"><c>adjustment.taken</c>, <c>adjustment.part</c></exception>
    public Task TakeOnAsync(Guid adjustmentId, Guid byPerson, CancellationToken cancel) =>
        RunAsync(
            adjustmentId,
            async (adjustment, assessment) =>
            {
                // The request knows who refused it last; the trail, who ever did.
                if (await db.AuditEntries.AnyAsync(e => e.SubjectId == adjustmentId && e.Action == "adjustment.refused" && db.Users.Any(u => u.Id == e.ActorId && u.PersonId == byPerson), cancel))
                {
                    throw new DomainException("adjustment.part");
                }

                adjustment.TakeOn(assessment, byPerson);
            },
            cancel);

    /// <exception cref="DomainException"><c>adjustment.taken</c>, <c>adjustment.decided</c>, <c>adjustment.what</c></exception>
    public Task AgreeAsync(Guid adjustmentId, Guid byPerson, string what, CancellationToken cancel) =>
        RunAsync(
            adjustmentId,
            async (adjustment, assessment) =>
            {
                adjustment.Agree(byPerson, what, Now);
                await plan.TakeInAsync(assessment, byPerson, null, cancel);
                notifier.Tell(assessment.CandidateId, assessment, "adjustment.agreed", $"/my/{assessment.Id}/adjustments");
                notifier.TellAssessors(assessment, "adjustment.agreed-for-assessors");
            },
            cancel);

    /// <exception cref="DomainException"><c>adjustment.taken</c>, <c>adjustment.decided</c>, <c>reason.missing</c>, <c>calendar.ends</c></exception>
    public Task RefuseAsync(Guid adjustmentId, Guid byPerson, string reason, CancellationToken cancel) =>
        RunAsync(
            adjustmentId,
            async (adjustment, assessment) =>
            {
                var now = Now;
                adjustment.Refuse(byPerson, reason, await window.FromAsync(assessment.SchemeId, now, cancel), now);
                notifier.Tell(assessment.CandidateId, assessment, "adjustment.refused", $"/my/{assessment.Id}/adjustments");
            },
            cancel);

    private Task<int> RunAsync(Guid adjustmentId, Func<Adjustment, Assessment, Task> run, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var adjustment = await db.Adjustments.SingleAsync(a => a.Id == adjustmentId, cancel);
                await run(adjustment, await plan.LoadAsync(adjustment.AssessmentId, cancel));
                return await db.SaveChangesAsync(cancel);
            },
            cancel);
}
