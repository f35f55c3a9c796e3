using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Rounds;

/// <summary>Any two submissions compared: for the candidate, the assessor and whoever administers the assessment, each under their own address.</summary>
internal sealed class RoundsController(AppDbContext db, RoundComparisonQueries queries, ScoringQueries scoring, CurrentUser user) : Controller
{
    [Authorize(Policy = Permissions.BeAssessed)]
    [HttpGet("my/{id:guid}/rounds")]
    public async Task<IActionResult> Mine(Guid id, [FromQuery] CompareFilter filter, CancellationToken cancel) =>
        await CompareAsync(await HeadAsync(db.Assessments.AsCandidate(user.Viewer), id, $"/my/{id}", isOwn: true, cancel), filter, cancel);

    /// <summary>With what the viewer's own sheet held then and holds now.</summary>
    [Authorize(Policy = Permissions.Assess)]
    [HttpGet("scoring/{id:guid}/rounds")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> Assessed(Guid id, [FromQuery] CompareFilter filter, CancellationToken cancel) =>
        await CompareAsync(
            await scoring.HeadAsync(id, user.Viewer, cancel) is { } head
                ? new ComparedAssessment(id, head.Code, head.UnitVersionId, head.SchemeId, head.TranslationRevision, new PersonName(head.CandidateZh, head.CandidateLatin), $"/scoring/{id}") { Sheet = head }
                : null,
            filter,
            cancel);

    [Authorize(Policy = Permissions.ManageAssessments)]
    [HttpGet("assessments/{id:guid}/rounds")]
    public async Task<IActionResult> Administered(Guid id, [FromQuery] CompareFilter filter, CancellationToken cancel) =>
        await CompareAsync(await HeadAsync(db.Assessments.AsAdministrator(user.Viewer), id, $"/assessments/{id}", isOwn: false, cancel), filter, cancel);

    private Task<ComparedAssessment?> HeadAsync(IQueryable<Assessment> visible, Guid id, string home, bool isOwn, CancellationToken cancel) => (
        from a in visible.AsNoTracking()
        where a.Id == id
        join p in db.People on a.CandidateId equals p.Id
        select new ComparedAssessment(id, a.Code, a.UnitVersionId, a.SchemeId, a.TranslationRevision, new PersonName(p.NameZh, p.NameLatin), home) { IsOwn = isOwn }).SingleOrDefaultAsync(cancel);

    private async Task<IActionResult> CompareAsync(ComparedAssessment? head, CompareFilter filter, CancellationToken cancel) =>
        ModelState.IsValid && head is not null && await queries.PageAsync(head, filter, cancel) is { } page ? View("Compare", page) : NotFound();
}
