using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>Withdraws an assessment (撤回), with the reason.</summary>
internal sealed class WithdrawAssessment(AppDbContext db, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c></exception>
    public Task RunAsync(Guid assessmentId, string reason, CancellationToken cancel) =>
        EndAssessment.RunAsync(db, assessmentId, a => a.Withdraw(reason, clock.GetUtcNow().UtcDateTime), cancel);
}

/// <summary>Terminates an assessment (終止) for misconduct, being overdue or absence, with the reason.</summary>
internal sealed class TerminateAssessment(AppDbContext db, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c></exception>
    public Task RunAsync(Guid assessmentId, string reason, CancellationToken cancel) =>
        EndAssessment.RunAsync(db, assessmentId, a => a.Terminate(reason, clock.GetUtcNow().UtcDateTime), cancel);
}

internal static class EndAssessment
{
    /// <summary>Loads inside the transaction, so that a rating saved at the same moment makes nobody try again.</summary>
    public static async Task RunAsync(AppDbContext db, Guid assessmentId, Action<Assessment> end, CancellationToken cancel)
    {
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using var transaction = own;

        // Rounds tell whether it counts as an attempt.
        end(await db.Assessments.AsSingleQuery().Include(a => a.Rounds).SingleAsync(a => a.Id == assessmentId, cancel));
        await db.SaveChangesAsync(cancel);
        if (own is not null)
        {
            await own.CommitAsync(cancel);
        }
    }
}
