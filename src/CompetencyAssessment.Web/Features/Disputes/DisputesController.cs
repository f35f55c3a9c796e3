using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>Reviews and appeals that wait, for those who look after them.</summary>
[Authorize(Policy = Permissions.HandleDisputes)]
[Route("disputes")]
internal sealed class DisputesController(DisputeQueries queries, CurrentUser user) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(bool all, int page, CancellationToken cancel) => View("List", await queries.ListAsync(user.Viewer, all, page, cancel));
}
