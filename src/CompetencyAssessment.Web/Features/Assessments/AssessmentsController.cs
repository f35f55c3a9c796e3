using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>All assessments, for those who administer them.</summary>
[Authorize(Policy = Permissions.ManageAssessments)]
[Route("assessments")]
internal sealed class AssessmentsController(AssessmentListQueries lists, AssessmentDetailQueries details, CurrentUser user) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index([FromQuery] AssessmentFilter filter, CancellationToken cancel) =>
        View(await lists.ListAsync(user.Viewer, filter, cancel));

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Detail(Guid id, CancellationToken cancel) =>
        await details.FindAsync(user.Viewer, id, cancel) is { } detail ? View(detail) : NotFound();
}
