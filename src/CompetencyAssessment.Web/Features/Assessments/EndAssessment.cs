using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>Withdraws an assessment (撤回), with the reason.</summary>
internal sealed class WithdrawAssessment(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c>, <c>misconduct.case-open</c></exception>
    public Task RunAsync(Guid assessmentId, string reason, CancellationToken cancel) =>
        RunAsync(
            assessmentId,
            a =>
            {
                a.Withdraw(reason, clock.GetUtcNow().UtcDateTime);
                notifier.TellCandidate(a, "assessment.withdrawn");
                notifier.TellAssessors(a, "assessment.withdrawn");
            },
            null,
            cancel);

    /// <summary>The candidate withdraws before anything is submitted; it leaves no trace on the attempt count. Assessors and administrators are told.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>withdraw.submitted</c>, <c>reason.missing</c>, <c>withdraw.ask</c></exception>
    public async Task RunByCandidateAsync(Guid assessmentId, Guid byPerson, string reason, CancellationToken cancel)
    {
        var administrators = await db.InRole(Roles.Administrator).Where(p => p.Id != byPerson).Select(p => p.Id).ToListAsync(cancel);
        await RunAsync(
            assessmentId,
            a =>
            {
                a.WithdrawUnsubmitted(byPerson, reason, clock.GetUtcNow().UtcDateTime);
                notifier.TellAssessors(a, "assessment.withdrawn-by-candidate");
                administrators.ForEach(p => notifier.Tell(p, a, "assessment.withdrawn-by-candidate", $"/assessments/{a.Id}"));
            },
            new DomainException("withdraw.ask"),
            cancel);
    }

    /// <summary>Where an appeal had led to it, another attempt is to be planned in its place.</summary>
    private Task RunAsync(Guid assessmentId, Action<Assessment> withdraw, DomainException? whileCase, CancellationToken cancel) =>
        EndAssessment.RunAsync(
            db,
            assessmentId,
            withdraw,
            cancel,
            whileCase,
            async a =>
            {
                if (await db.Appeals.SingleOrDefaultAsync(x => x.NewAssessmentId == a.Id, cancel) is { } appeal)
                {
                    appeal.Unplan(a);
                    await notifier.TellRoleAsync(Roles.Administrator, a, "appeal.to-plan", $"/appeals/{appeal.Id}/plan", cancel);
                }
            });
}

/// <summary>Terminates an assessment (終止) for being overdue or absence, with the reason. For misconduct, the quality lead does by closing the case.</summary>
internal sealed class TerminateAssessment(AppDbContext db, DisputeWindow window, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c>, <c>calendar.ends</c>, <c>misconduct.case-open</c></exception>
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
    /// <param name="db">The database.</param>
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="end">Ends or suspends it, or goes on with it.</param>
    /// <param name="cancel">Cancels.</param>
    /// <param name="whileCase">What is said where a misconduct case is open; to the candidate nothing that tells of a suspicion.</param>
    /// <param name="then">What goes with it, in the same transaction.</param>
    public static Task RunAsync(AppDbContext db, Guid assessmentId, Action<Assessment> end, CancellationToken cancel, DomainException? whileCase = null, Func<Assessment, Task>? then = null) => db.InTransactionAsync(
        async () =>
        {
            // Rounds tell whether it counts as an attempt; the others, who is told, and where a suspended one goes on.
            var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Rounds).Include(a => a.Assignments).Include(a => a.Suspensions).Include(a => a.Plans).SingleAsync(a => a.Id == assessmentId, cancel);
            var suspension = assessment.OpenSuspension;
            end(assessment);
            await PutOffAsync(db, suspension, cancel);
            if (!assessment.IsOpen && await db.MisconductCases.AnyAsync(c => c.AssessmentId == assessmentId && c.ClosedAt == null, cancel))
            {
                // Notice, reply and outcome are the candidate's right, and nobody ends the assessment around them.
                throw whileCase ?? new DomainException("misconduct.case-open");
            }

            await CancelAppointmentsAsync(db, assessment, cancel);
            if (then is not null)
            {
                await then(assessment);
            }

            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>
    /// The days to answer in a misconduct case and to appeal go on with the clock of the assessment, or once it has ended: they are put off by the time
    /// that it stood.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="suspension">The one that lasted until now; null where there was none.</param>
    /// <param name="cancel">Cancels.</param>
    public static async Task PutOffAsync(AppDbContext db, Suspension? suspension, CancellationToken cancel)
    {
        if (suspension?.ResumedAt is null)
        {
            return;
        }

        foreach (var found in await db.MisconductCases.Where(c => c.AssessmentId == suspension.AssessmentId && c.SetAsideAt == null).ToListAsync(cancel))
        {
            found.PutOff(suspension);
        }

        foreach (var refused in await db.Adjustments.Where(a => a.AssessmentId == suspension.AssessmentId && a.State == AdjustmentState.Refused).ToListAsync(cancel))
        {
            refused.PutOff(suspension);
        }
    }

    /// <summary>Nobody comes to what is not to be any more: cancels the appointments to come of an assessment that has ended.</summary>
    public static async Task CancelAppointmentsAsync(AppDbContext db, Assessment assessment, CancellationToken cancel)
    {
        if (assessment.EndReason is { } reason)
        {
            foreach (var appointment in await db.Appointments.Where(a => a.AssessmentId == assessment.Id && a.State == AppointmentState.Agreed && a.StartAt > assessment.ChangedAt).ToListAsync(cancel))
            {
                appointment.Cancel(reason, wasHeld: false, assessment.ChangedAt);
            }
        }
    }
}
