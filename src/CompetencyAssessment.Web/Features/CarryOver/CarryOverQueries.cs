using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.CarryOver;

/// <summary>A criterion of the earlier attempt.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Text">Its text.</param>
/// <param name="Level">Level as the scheme names it; null where it was not assessed.</param>
/// <param name="Refusal">Code of the rule that stands against carrying it over; null where none does.</param>
/// <param name="Asked">The candidate asks for it.</param>
internal sealed record CarryOverRow(string Code, string Text, string? Level, string? Refusal, bool Asked);

internal sealed record CarryOverPage(Guid Id, string Code, string PredecessorCode, bool CanChange, int AgeLimitMonths, IReadOnlyList<CarryOverRow> Rows);

/// <summary>Ratings of the earlier attempt, as its decision was signed on them.</summary>
internal sealed class CarryOverQueries(AppDbContext db, UnitCatalogue catalogue, TimeProvider clock)
{
    /// <summary>The ratings that were signed, in one command; empty where the earlier attempt has no released result.</summary>
    public static async Task<IReadOnlyDictionary<Guid, EarlierRating>> EarlierAsync(AppDbContext db, Guid predecessor, CancellationToken cancel)
    {
        var rows = await (
            from decision in db.Decisions
            where decision.AssessmentId == predecessor && decision.VoidedAt == null && db.Assessments.Any(a => a.Id == predecessor && a.State == AssessmentState.Finalised)
            join assignment in db.Set<AssessorAssignment>() on decision.AssessmentId equals assignment.AssessmentId
            // The lead's sheet is the one that was signed, whoever signed it; nobody is replaced after that.
            where assignment.Part == AssessmentPart.Assessor && assignment.EndedAt == null
            join rating in db.Ratings on assignment.Id equals rating.AssignmentId
            select new
            {
                rating.Id,
                rating.CriterionId,
                rating.Level,
                decision.SignedAt,
                Disputed = db.Appeals.Any(x => x.AssessmentId == predecessor && x.SubjectId == null
                    && (x.ClosedAt == null || x.Outcome == AppealOutcome.RatedAgain || x.Outcome == AppealOutcome.NewAssessment)),
            }).AsNoTracking().ToListAsync(cancel);

        return rows.ToDictionary(r => r.CriterionId, r => new EarlierRating(predecessor, r.Id, r.CriterionId, r.Level, r.SignedAt, r.Disputed));
    }

    /// <summary>Null where the viewer is not the candidate, or nothing went before.</summary>
    public async Task<CarryOverPage?> PageAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        var head = await (
            from a in db.Assessments.AsNoTracking().AsCandidate(viewer)
            where a.Id == id
            join before in db.Assessments on a.PredecessorId equals before.Id
            select new { a.Code, a.State, a.UnitVersionId, a.SchemeId, a.TranslationRevision, Before = before.Id, BeforeCode = before.Code, Same = before.UnitVersionId == a.UnitVersionId }).SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var scheme = (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document;
        var earlier = await EarlierAsync(db, head.Before, cancel);
        var asked = await db.CarryOverRequests.Where(r => r.AssessmentId == id).Select(r => r.CriterionId).ToListAsync(cancel);
        var names = scheme.Scale.ToDictionary(l => l.Value, l => $"{l.Value} {l.Name.Here()}");
        var now = clock.GetUtcNow().UtcDateTime;
        return new CarryOverPage(
            id, head.Code, head.BeforeCode, head.State is AssessmentState.Planned or AssessmentState.Gathering, scheme.Rules.CarryOverMonths,
            [.. unit.Criteria.Where(c => earlier.ContainsKey(c.Id)).Select(c =>
            {
                var rating = earlier[c.Id];
                return new CarryOverRow(
                    c.Code, unit.TextIn(c.Code, CultureInfo.CurrentUICulture.Name, head.TranslationRevision), rating.Level is { } level ? names.GetValueOrDefault(level) : null,
                    CarryOverRequest.Refusal(head.Before, rating, scheme, now)?.Code, asked.Contains(c.Id));
            })]);
    }
}
