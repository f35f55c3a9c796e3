using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.TwoAssessors;

/// <summary>One of two assessors finishes the own sheet, or goes on with it. When both have finished, what differs is laid before both.</summary>
internal sealed class FinishRating(AppDbContext db, UnitCatalogue catalogue, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException">Those of <see cref="Assessment.Finish"/>; <c>finish.meeting</c> (an own observation or questioning runs).</exception>
    public Task RunAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var assessment = await LoadAsync(assessmentId, cancel);
            var sheets = await TwoSheets.LoadAsync(db, assessment, kinds: null, cancel) ?? throw new DomainException("finish.alone");
            var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
            var scheme = await catalogue.SchemeAsync(db, assessment.SchemeId, cancel);
            var part = assessment.Holder(AssessmentPart.SecondAssessor)!.PersonId == byPerson ? AssessmentPart.SecondAssessor : AssessmentPart.Assessor;
            var mine = assessment.Holder(part)!;
            var wasFinished = mine.FinishedAt is not null;
            if (!wasFinished && await db.Meetings.AnyAsync(m => m.AssessmentId == assessmentId && m.State == MeetingState.Running && db.Set<AssessorAssignment>().Any(x => x.Id == m.AssignmentId && x.Part == part), cancel))
            {
                throw new DomainException("finish.meeting");
            }

            assessment.Finish(byPerson, sheets.Of(mine.Id, unit, scheme), now);
            if (wasFinished)
            {
                return 0;
            }

            if (!assessment.BothFinished)
            {
                notifier.TellHolder(assessment, part == AssessmentPart.Assessor ? AssessmentPart.SecondAssessor : AssessmentPart.Assessor, "rating.finished");
                return await db.SaveChangesAsync(cancel);
            }

            var reconciliation = new Reconciliation(db.NextKey(), assessment, sheets.Disagreements(unit, scheme), db.NextKey, now);
            db.Reconciliations.Add(reconciliation);
            var kind = reconciliation.Differences.Count > 0 ? "reconciliation.opened" : "reconciliation.nothing";
            foreach (var rater in assessment.Assignments.Where(a => a.EndedAt is null && a.Rates))
            {
                notifier.Tell(rater.PersonId, assessment, kind, $"/scoring/{assessment.Id}/differences");
            }

            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <exception cref="DomainException">Those of <see cref="Assessment.TakeBackFinish"/>.</exception>
    public async Task TakeBackAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel)
    {
        var assessment = await LoadAsync(assessmentId, cancel);
        var finished = assessment.Assignments.FirstOrDefault(a => a.EndedAt is null && a.PersonId == byPerson)?.FinishedAt;
        assessment.TakeBackFinish(byPerson, await ComparedAsync(db, assessmentId, finished, cancel), clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The lead assessor opens both sheets again; the second is told.</summary>
    /// <exception cref="DomainException">Those of <see cref="Assessment.ReopenSheets"/>.</exception>
    public async Task ReopenAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel)
    {
        var assessment = await LoadAsync(assessmentId, cancel);
        assessment.ReopenSheets(byPerson, await SettleDifferences.LatestAsync(db, assessmentId, cancel), clock.GetUtcNow().UtcDateTime);
        notifier.TellHolder(assessment, AssessmentPart.SecondAssessor, "sheets.reopened");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Whether both had finished since somebody finished, so that they have seen the other's ratings.</summary>
    public static Task<bool> ComparedAsync(AppDbContext db, Guid assessmentId, DateTime? finished, CancellationToken cancel) =>
        db.Reconciliations.AnyAsync(r => r.AssessmentId == assessmentId && r.OpenedAt >= finished, cancel);

    private Task<Assessment> LoadAsync(Guid assessmentId, CancellationToken cancel) =>
        db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Rounds).SingleAsync(a => a.Id == assessmentId, cancel);
}
