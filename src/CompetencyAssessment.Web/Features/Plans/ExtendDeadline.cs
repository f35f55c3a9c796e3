using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>A later date to hand in evidence: asked for by the candidate, granted or refused by administrator or lead assessor. The date that counts changes with the answer.</summary>
internal sealed class ExtendDeadline(AppDbContext db, Notifier notifier, LocalTime local, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>extension.state</c>, <c>extension.open</c>, <c>extension.date</c>, <c>reason.missing</c></exception>
    public Task AskAsync(Guid assessmentId, Guid personId, DateOnly until, string reason, CancellationToken cancel) =>
        RunAsync(
            assessmentId,
            async assessment =>
            {
                assessment.AskExtension(personId, local.EndOfDay(until), reason, db.NextKey, Now);
                var href = $"/assessments/{assessment.Id}/extension";
                await notifier.TellRoleAsync(Roles.Administrator, assessment, "extension.asked", href, cancel, Notifier.Day(until));
                if (assessment.CurrentAssessor is { } lead && !await db.InRole(Roles.Administrator).AnyAsync(p => p.Id == lead.PersonId, cancel))
                {
                    notifier.Tell(lead.PersonId, assessment, "extension.asked", href, Notifier.Day(until));
                }
            },
            cancel);

    /// <exception cref="DomainException"><c>extension.none</c>, <c>extension.state</c>, <c>extension.date</c></exception>
    public Task GrantAsync(Guid assessmentId, Guid byPerson, DateOnly until, string? answer, CancellationToken cancel) =>
        RunAsync(
            assessmentId,
            assessment =>
            {
                assessment.GrantExtension(byPerson, local.EndOfDay(until), answer, Now);
                notifier.TellCandidate(assessment, "extension.granted", Notifier.Day(until));
                notifier.TellOtherAssessors(assessment, byPerson, "extension.granted-for-assessors", Notifier.Day(until));
                return Task.CompletedTask;
            },
            cancel);

    /// <exception cref="DomainException"><c>extension.none</c>, <c>extension.state</c>, <c>reason.missing</c></exception>
    public Task RefuseAsync(Guid assessmentId, Guid byPerson, string reason, CancellationToken cancel) =>
        RunAsync(
            assessmentId,
            assessment =>
            {
                assessment.RefuseExtension(byPerson, reason, Now);
                notifier.TellCandidate(assessment, "extension.refused");
                return Task.CompletedTask;
            },
            cancel);

    private Task<int> RunAsync(Guid assessmentId, Func<Assessment, Task> run, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                await run(await db.Assessments.AsSingleQuery().Include(a => a.Extensions).Include(a => a.Rounds).Include(a => a.Plans).Include(a => a.Assignments).SingleAsync(a => a.Id == assessmentId, cancel));
                return await db.SaveChangesAsync(cancel);
            },
            cancel);
}
