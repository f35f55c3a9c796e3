using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Rounds;

/// <summary>Any two submissions compared: for the candidate, the assessor and whoever administers the assessment, each under their own address.</summary>
internal sealed class RoundsController(AppDbContext db, RoundComparisonQueries queries, CurrentUser user) : Controller
{
    [Authorize(Policy = Permissions.BeAssessed)]
    [HttpGet("my/{id:guid}/rounds")]
    public Task<IActionResult> Mine(Guid id, [FromQuery] CompareFilter filter, CancellationToken cancel) =>
        CompareAsync(db.Assessments.AsCandidate(user.Viewer), id, "my", filter, isOwner: true, cancel);

    [Authorize(Policy = Permissions.Assess)]
    [HttpGet("scoring/{id:guid}/rounds")]
    public Task<IActionResult> Assessed(Guid id, [FromQuery] CompareFilter filter, CancellationToken cancel) =>
        CompareAsync(db.Assessments.AsAssessor(user.Viewer), id, "scoring", filter, isOwner: false, cancel);

    [Authorize(Policy = Permissions.ManageAssessments)]
    [HttpGet("assessments/{id:guid}/rounds")]
    public Task<IActionResult> Administered(Guid id, [FromQuery] CompareFilter filter, CancellationToken cancel) =>
        CompareAsync(db.Assessments.AsAdministrator(user.Viewer), id, "assessments", filter, isOwner: false, cancel);

    private async Task<IActionResult> CompareAsync(IQueryable<Assessment> visible, Guid id, string area, CompareFilter filter, bool isOwner, CancellationToken cancel) =>
        ModelState.IsValid && await queries.PageAsync(visible, id, $"/{area}/{id}", filter, isOwner, cancel) is { } page ? View("Compare", page) : NotFound();
}
