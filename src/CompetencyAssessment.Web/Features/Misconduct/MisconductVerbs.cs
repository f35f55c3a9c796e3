using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Misconduct;

/// <summary>A misconduct case (不當行為案件): reported, told to the candidate, answered, decided.</summary>
internal sealed class MisconductVerbs(AppDbContext db, DisputeWindow window, Notifier notifier, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Somebody with a part in the assessment, an administrator or a quality lead reports a suspicion; quality leads are told, and nobody else.</summary>
    /// <exception cref="DomainException">Those of <see cref="MisconductCase"/>; <c>misconduct.open-already</c>, <c>rating.version</c></exception>
    public Task<Guid> ReportAsync(Guid assessmentId, Guid byPerson, string suspicion, IReadOnlyCollection<Guid> versions, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            // Whoever signs at the same moment has not seen that a case is open.
            await RaiseAsync(assessmentId, cancel);
            if (await db.MisconductCases.AnyAsync(c => c.AssessmentId == assessmentId && c.ClosedAt == null, cancel))
            {
                throw new DomainException("misconduct.open-already");
            }

            var known = await db.Rounds.Where(r => r.AssessmentId == assessmentId).SelectMany(r => r.Evidence).Select(e => e.EvidenceVersionId).Distinct().ToListAsync(cancel);
            if (versions.Except(known).Any())
            {
                throw new DomainException("rating.version");
            }

            var assessment = await LoadAsync(assessmentId, cancel);
            var report = new MisconductCase(db.NextKey(), assessment, byPerson, suspicion, versions, Now);
            db.MisconductCases.Add(report);
            await notifier.TellRoleAsync(Roles.QualityLead, assessment, "misconduct.reported", $"/quality/misconduct/{report.Id}", cancel);
            await db.SaveChangesAsync(cancel);
            return report.Id;
        },
        cancel);

    /// <summary>The quality lead opens the case: the candidate is told what is alleged and until when to answer.</summary>
    /// <exception cref="DomainException">Those of <see cref="MisconductCase.Open"/></exception>
    public Task OpenAsync(Guid caseId, Guid byPerson, string allegation, DateTime replyBy, DateOnly lastDay, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var (found, assessment) = await FindAsync(caseId, cancel);
            found.Open(assessment, byPerson, allegation, replyBy, Now);
            notifier.Tell(assessment.CandidateId, assessment, "misconduct.opened", $"/my/{assessment.Id}/misconduct", Notifier.Day(lastDay));
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>The candidate answers.</summary>
    /// <exception cref="DomainException">Those of <see cref="MisconductCase.Answer"/></exception>
    public Task AnswerAsync(Guid caseId, Guid byPerson, string reply, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var (found, assessment) = await FindAsync(caseId, cancel);
            found.Answer(assessment, byPerson, reply, Now);
            await notifier.TellRoleAsync(Roles.QualityLead, assessment, "misconduct.replied", $"/quality/misconduct/{caseId}", cancel);
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>
    /// The quality lead ends the case. The candidate is told where they knew of it, and whoever reported it. A warning has days to appeal of
    /// its own; a termination is that of the assessment, with the same reason and its days to appeal.
    /// </summary>
    /// <exception cref="DomainException">Those of <see cref="MisconductCase.Close"/> and <see cref="Assessment.Terminate"/>; <c>calendar.ends</c></exception>
    public Task CloseAsync(Guid caseId, Guid byPerson, MisconductOutcome outcome, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = Now;
            var (found, assessment) = await FindAsync(caseId, cancel);
            DateTime? appealBy = outcome is MisconductOutcome.Warned or MisconductOutcome.Terminated ? await window.FromAsync(assessment.SchemeId, now, cancel) : null;
            found.Close(assessment, byPerson, outcome, reason, appealBy, now);
            if (outcome == MisconductOutcome.Terminated)
            {
                var suspension = assessment.OpenSuspension;
                assessment.Terminate(reason, appealBy!.Value, now);
                await EndAssessment.PutOffAsync(db, suspension, cancel);
                await EndAssessment.CancelAppointmentsAsync(db, assessment, cancel);
                notifier.TellAssessors(assessment, "assessment.terminated");
            }

            if (found.OpenedAt is not null)
            {
                notifier.Tell(assessment.CandidateId, assessment, "misconduct.closed", $"/my/{assessment.Id}/misconduct");
            }

            notifier.Tell(found.ReportedById, assessment, "misconduct.closed", $"/misconduct/{assessment.Id}/report");
            await db.SaveChangesAsync(cancel);
            await RaiseAsync(assessment.Id, cancel);
            return found.Id;
        },
        cancel);

    private Task<int> RaiseAsync(Guid assessmentId, CancellationToken cancel) =>
        db.Assessments.Where(a => a.Id == assessmentId).ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion + 1), cancel);

    private async Task<(MisconductCase Case, Assessment Assessment)> FindAsync(Guid caseId, CancellationToken cancel)
    {
        var found = await db.MisconductCases.SingleAsync(c => c.Id == caseId, cancel);
        return (found, await LoadAsync(found.AssessmentId, cancel));
    }

    private Task<Assessment> LoadAsync(Guid assessmentId, CancellationToken cancel) =>
        db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Rounds).Include(a => a.Suspensions).SingleAsync(a => a.Id == assessmentId, cancel);
}
