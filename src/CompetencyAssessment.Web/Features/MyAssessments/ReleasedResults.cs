using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Shared.Charts;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>The decision that is released to the candidate.</summary>
internal sealed record SignedDecision(Outcome Outcome, DateTime SignedAt, string Strengths, string NextSteps, string? Feedback, Guid SignedById, string Snapshot);

/// <summary>What a candidate's page reads of a result that is released.</summary>
internal sealed class ReleasedResults(AppDbContext db, DocumentQueries documents, LocalTime local, IStringLocalizer<SharedResource> t)
{
    /// <summary>The ratings that were signed, the documents of the latest issue, and the days to dispute it.</summary>
    public async Task<ReleasedResult> ReadAsync(Guid id, SignedDecision decision, DateTime disputeBy, UnitView unit, SchemeView scheme, IReadOnlyList<EvidenceRow> evidence, Func<string, string> text, CancellationToken cancel)
    {
        var snapshot = DecisionSnapshotDocument.Parse(decision.Snapshot);

        // The lead's sheet is the one that was signed; nobody is replaced after that.
        var ratings = await (
            from rating in db.Ratings
            join assignment in db.Set<AssessorAssignment>() on rating.AssignmentId equals assignment.Id
            from signer in db.People.Where(p => p.Id == decision.SignedById)
            where rating.AssessmentId == id && assignment.Part == AssessmentPart.Assessor && assignment.EndedAt == null
            select new
            {
                rating.CriterionId,
                rating.Level,
                rating.Cause,
                rating.Comment,
                rating.NotAssessedReason,
                signer.NameZh,
                signer.NameLatin,
            }).AsNoTracking().ToListAsync(cancel);
        var byCriterion = ratings.ToDictionary(r => r.CriterionId);
        var names = scheme.Document.Scale.ToDictionary(l => l.Value, l => $"{l.Value} {l.Name.Here()}");
        var last = ratings.FirstOrDefault();
        var appealUntil = DateOnly.FromDateTime(local.ToLocal(disputeBy));
        return new ReleasedResult
        {
            Outcome = decision.Outcome,
            SignedAt = decision.SignedAt,
            SignedBy = MyAssessmentQueries.NameHere(last?.NameZh, last?.NameLatin),
            Strengths = decision.Strengths,
            NextSteps = decision.NextSteps,
            Feedback = decision.Feedback,
            Ratings = [.. unit.Criteria.Select(c => byCriterion.GetValueOrDefault(c.Id) is { } r
                ? new ReleasedRating(c.Code, text(c.Code), r.Level is { } level ? names.GetValueOrDefault(level, level.ToString(CultureInfo.InvariantCulture)) : null, r.Level is { } value ? value >= scheme.Document.PassMark : null, r.Cause, r.Comment, r.NotAssessedReason)
                : new ReleasedRating(c.Code, text(c.Code), null, null, null, null, null))],
            Documents = await documents.ListAsync(id, cancel),
            PassMark = names[scheme.Document.PassMark],
            AppealWorkingDays = scheme.Document.Rules.AppealWorkingDays,
            AppealUntil = appealUntil,
            AppealIsOver = local.Today > appealUntil,
            Charts = ResultCharts.Of(snapshot, t),
            Coverage = CoverageMatrix.Of(unit, evidence.Select(e => (e.Label, e.Title)), evidence.SelectMany(e => e.Criteria, (e, code) => (e.Label, code)), CoverageMatrix.CitedIn(snapshot)),
        };
    }
}
