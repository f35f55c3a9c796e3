using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.TwoAssessors;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Handover;

/// <summary>Where somebody other than the assessors signs: hands the sheet over, and gives it back.</summary>
internal sealed class HandOverSheet(AppDbContext db, UnitCatalogue catalogue, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException">Those of <see cref="Assessment.HandOver"/>; <c>sign.meeting</c>.</exception>
    public Task RunAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var (assessment, runs) = await db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Rounds).Where(a => a.Id == assessmentId)
                .Select(a => ValueTuple.Create(a, db.Meetings.Any(m => m.AssessmentId == a.Id && m.State == MeetingState.Running))).SingleAsync(cancel);
            var rows = await ScoreSheetRows.LoadAsync(db, assessmentId, assessment.CurrentAssessor!.Id, assessment.CandidateId, cancel);
            var sheet = rows.Sheet(await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel), await catalogue.SchemeAsync(db, assessment.SchemeId, cancel));
            var reconciliation = assessment.HasTwoAssessors ? await SettleDifferences.LatestAsync(db, assessmentId, cancel) : null;
            if (runs)
            {
                throw new DomainException("sign.meeting");
            }

            assessment.HandOver(byPerson, sheet, reconciliation, clock.GetUtcNow().UtcDateTime);
            notifier.TellHolder(assessment, AssessmentPart.DecisionMaker, "sheet.handed-over");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <exception cref="DomainException">Those of <see cref="Assessment.GiveBack"/>.</exception>
    public async Task GiveBackAsync(Guid assessmentId, Guid byPerson, string reason, CancellationToken cancel)
    {
        var assessment = await LoadAsync(assessmentId, cancel);
        assessment.GiveBack(byPerson, reason);
        notifier.TellAssessors(assessment, "sheet.given-back");
        await db.SaveChangesAsync(cancel);
    }

    private Task<Assessment> LoadAsync(Guid assessmentId, CancellationToken cancel) =>
        db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Rounds).SingleAsync(a => a.Id == assessmentId, cancel);
}
