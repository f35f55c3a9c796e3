using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>A cohort as a heat map.</summary>
[Authorize(Policy = Permissions.ManageAssessments)]
[Route("assessments/cohort")]
internal sealed class CohortController(CohortQueries cohorts, CurrentUser user) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Cohort([FromQuery] CohortFilter filter, CancellationToken cancel) =>
        View(await cohorts.PageAsync(user.Viewer, filter, cancel));
}
