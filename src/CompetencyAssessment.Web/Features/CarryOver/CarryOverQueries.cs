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
        var disputed = Disputing(db);
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
                rating.CarriedOver,
                decision.SignedAt,
                Disputed = disputed.Any(x => x.AssessmentId == predecessor),
            }).AsNoTracking().ToListAsync(cancel);

        // A rating that was itself carried over is as old as where it was rated.
        var signed = rows.ToDictionary(r => r.CriterionId, r => r.SignedAt);
        var (attempt, carried) = (predecessor, rows.Where(r => r.CarriedOver).Select(r => r.CriterionId).ToList());
        while (carried.Count > 0)
        {
            var before = await (
                from request in db.CarryOverRequests
                where request.AssessmentId == attempt && carried.Contains(request.CriterionId)
                join rating in db.Ratings on request.RatingId equals rating.Id
                join decision in db.Decisions on rating.AssessmentId equals decision.AssessmentId
                where decision.VoidedAt == null
                select new { rating.AssessmentId, rating.CriterionId, rating.CarriedOver, decision.SignedAt }).AsNoTracking().ToListAsync(cancel);
            before.ForEach(b => signed[b.CriterionId] = b.SignedAt);
            (attempt, carried) = (before.Select(b => b.AssessmentId).FirstOrDefault(), before.Where(b => b.CarriedOver).Select(b => b.CriterionId).ToList());
        }

        return rows.ToDictionary(r => r.CriterionId, r => new EarlierRating(predecessor, r.Id, r.CriterionId, r.Level, signed[r.CriterionId], r.Disputed));
    }

    /// <summary>Appeals for which nothing is carried over from the attempt that they are against: open, or upheld.</summary>
    public static IQueryable<Appeal> Disputing(AppDbContext db) =>
        db.Appeals.Where(x => x.SubjectId == null && (x.ClosedAt == null || x.Outcome == AppealOutcome.RatedAgain || x.Outcome == AppealOutcome.NewAssessment));

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
