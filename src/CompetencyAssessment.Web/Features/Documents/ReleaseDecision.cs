using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Features.Holidays;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>結案: releases a decision to the candidate and issues its documents, in the caller's transaction.</summary>
internal sealed class ReleaseDecision(AppDbContext db, IssueDocuments issueDocuments, DisputeWindow window, Notifier notifier)
{
    /// <summary>Adds to the context.</summary>
    /// <exception cref="DomainException"><c>calendar.ends</c>: the days to dispute it cannot be counted.</exception>
    public async Task RunAsync(Assessment assessment, Decision decision, DecisionSnapshotDocument snapshot, DateTime now, CancellationToken cancel)
    {
        assessment.Finalise(await window.FromAsync(assessment.SchemeId, now, cancel), now);
        var issue = await issueDocuments.RunAsync(assessment, decision, snapshot, now, cancel);
        if (assessment.PredecessorId is not null)
        {
            await EndDisputedAsync(assessment, decision, issue, now, cancel);
        }

        notifier.TellCandidate(assessment, "assessment.finalised");
    }

    /// <summary>
    /// After an appeal the old result stood until now. Its documents are replaced by the new ones; where a competent one is not upheld,
    /// nothing takes their place, and they are annulled.
    /// </summary>
    private async Task EndDisputedAsync(Assessment assessment, Decision decision, RecordIssue issue, DateTime now, CancellationToken cancel)
    {
        var disputed = await db.RecordIssues.Include(i => i.Events)
            .Where(i => db.Appeals.Any(a => a.NewAssessmentId == assessment.Id && a.AssessmentId == i.AssessmentId)).ToListAsync(cancel);
        foreach (var old in disputed.Where(i => i.Status == RecordStatus.Valid))
        {
            var annulled = old.Number is not null && decision.Outcome == Outcome.NotYetCompetent;
            old.End(annulled ? RecordStatus.Annulled : RecordStatus.Superseded, assessment.Code, annulled ? null : issue.Id, db.NextKey, now);
        }
    }
}

/// <summary>The days to ask for a review or to appeal: the scheme's working days after the notification, until 23:59 at the centre.</summary>
internal sealed class DisputeWindow(AppDbContext db, UnitCatalogue catalogue, CentreCalendar calendar)
{
    /// <summary>End of the last day, UTC.</summary>
    /// <exception cref="DomainException"><c>calendar.ends</c></exception>
    public async Task<DateTime> FromAsync(Guid schemeId, DateTime now, CancellationToken cancel) =>
        await calendar.EndAfterAsync(now, (await catalogue.SchemeAsync(db, schemeId, cancel)).Document.Rules.AppealWorkingDays, cancel);
}
