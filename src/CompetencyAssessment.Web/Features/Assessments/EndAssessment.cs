using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>Withdraws an assessment (撤回), with the reason.</summary>
internal sealed class WithdrawAssessment(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c></exception>
    public Task RunAsync(Guid assessmentId, string reason, CancellationToken cancel) =>
        EndAssessment.RunAsync(
            db,
            assessmentId,
            a =>
            {
                a.Withdraw(reason, clock.GetUtcNow().UtcDateTime);
                notifier.TellCandidate(a, "assessment.withdrawn");
                notifier.TellAssessors(a, "assessment.withdrawn");
            },
            cancel);
}

/// <summary>Terminates an assessment (終止) for misconduct, being overdue or absence, with the reason.</summary>
internal sealed class TerminateAssessment(AppDbContext db, DisputeWindow window, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c>, <c>calendar.ends</c></exception>
    public async Task RunAsync(Guid assessmentId, string reason, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var scheme = await db.Assessments.Where(a => a.Id == assessmentId).Select(a => a.SchemeId).SingleAsync(cancel);
        var disputeBy = await window.FromAsync(scheme, now, cancel);
        await EndAssessment.RunAsync(
            db,
            assessmentId,
            a =>
            {
                a.Terminate(reason, disputeBy, now);
                notifier.TellCandidate(a, "assessment.terminated");
                notifier.TellAssessors(a, "assessment.terminated");
            },
            cancel);
    }
}

/// <summary>Suspends an assessment (暫停) with the reason, and resumes it.</summary>
internal sealed class SuspendAssessment(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c></exception>
    public Task RunAsync(Guid assessmentId, string reason, CancellationToken cancel) =>
        EndAssessment.RunAsync(
            db,
            assessmentId,
            a =>
            {
                a.Suspend(reason, db.NextKey, clock.GetUtcNow().UtcDateTime);
                notifier.TellCandidate(a, "assessment.suspended");
                notifier.TellAssessors(a, "assessment.suspended");
            },
            cancel);

    /// <exception cref="DomainException"><c>assessment.move</c></exception>
    public Task ResumeAsync(Guid assessmentId, CancellationToken cancel) =>
        EndAssessment.RunAsync(
            db,
            assessmentId,
            a =>
            {
                a.Resume(clock.GetUtcNow().UtcDateTime);
                notifier.TellCandidate(a, "assessment.resumed");
                notifier.TellAssessors(a, "assessment.resumed");
            },
            cancel);
}

internal static class EndAssessment
{
    /// <summary>Loads inside the transaction, so that a rating saved at the same moment makes nobody try again.</summary>
    public static Task RunAsync(AppDbContext db, Guid assessmentId, Action<Assessment> end, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            // Rounds tell whether it counts as an attempt; the others, who is told, and where a suspended one goes on.
            var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Rounds).Include(a => a.Assignments).Include(a => a.Suspensions).Include(a => a.Plans).SingleAsync(a => a.Id == assessmentId, cancel);
            end(assessment);
            await CancelAppointmentsAsync(db, assessment, cancel);
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>Nobody comes to what is not to be any more: cancels the appointments to come of an assessment that has ended.</summary>
    public static async Task CancelAppointmentsAsync(AppDbContext db, Assessment assessment, CancellationToken cancel)
    {
        if (assessment.EndReason is { } reason)
        {
            foreach (var appointment in await db.Appointments.Where(a => a.AssessmentId == assessment.Id && a.State == AppointmentState.Agreed && a.StartAt > assessment.ChangedAt).ToListAsync(cancel))
            {
                appointment.Cancel(reason, assessment.ChangedAt);
            }
        }
    }
}
