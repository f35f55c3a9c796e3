using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.SelfAssessment;

/// <param name="Given">Whether anything was handed in.</param>
/// <param name="Ratings">Only of criteria that have a level.</param>
internal sealed record RatedSelfRatings(bool Given, IReadOnlyDictionary<string, SelfRatingFields> Ratings);

/// <summary>
/// The self-ratings for the assessor, as they were handed in last. They are not on its page: the workspace asks for those of criteria that have
/// a level already, or for one that the assessor wants to see, so that none of them anchors a rating. The comparison of two submissions keeps to the same.
/// </summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}/self-ratings")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class SelfRatingsController(AppDbContext db, ScoringQueries queries, UnitCatalogue catalogue, CurrentUser user) : Controller
{
    /// <summary>Of the criteria that the assessor has given a level, by code, and whether the candidate gave any at all.</summary>
    [HttpGet("")]
    public async Task<IActionResult> Rated(Guid id, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, user.Viewer, cancel) is not { } head)
        {
            return NotFound();
        }

        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var said = await HandedIn(id).ToDictionaryAsync(s => s.CriterionId, s => new SelfRatingFields(s.Level, s.Remark), cancel);
        var rated = await db.Ratings.Where(r => r.AssignmentId == head.AssignmentId && r.Level != null).Select(r => r.CriterionId).ToListAsync(cancel);
        return Answer(new RatedSelfRatings(said.Count > 0, rated.ToDictionary(c => unit.Criterion(c).Code, c => said.GetValueOrDefault(c) ?? new SelfRatingFields(null, null))));
    }

    /// <summary>Of one criterion, for whoever has rated it or asks to see it; empty fields where the candidate said nothing.</summary>
    [HttpGet("{code}")]
    public async Task<IActionResult> One(Guid id, string code, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, user.Viewer, cancel) is not { } head
            || (await catalogue.UnitAsync(db, head.UnitVersionId, cancel)).Criterion(code) is not { } criterion)
        {
            return NotFound();
        }

        var said = await HandedIn(id).SingleOrDefaultAsync(s => s.CriterionId == criterion.Id, cancel);
        return Answer(new SelfRatingFields(said?.Level, said?.Remark));
    }

    /// <summary>With the last round; what the candidate changes meanwhile is not the assessor's to see.</summary>
    private IQueryable<Kept> HandedIn(Guid id) =>
        from round in db.Rounds.AsNoTracking()
        where round.AssessmentId == id && round.Number == db.Rounds.Where(r => r.AssessmentId == id).Max(r => r.Number)
        from kept in round.SelfRatings
        join rating in db.SelfRatings on kept.SelfRatingId equals rating.Id
        select new Kept { CriterionId = rating.CriterionId, Level = kept.Level, Remark = kept.Remark };

    private static JsonResult Answer<T>(T answer) => new(answer, RatingFields.Json);

    private sealed class Kept
    {
        public Guid CriterionId { get; init; }

        public int? Level { get; init; }

        public string? Remark { get; init; }
    }
}
