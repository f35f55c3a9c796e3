using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Search;

/// <summary>Finds people, assessments, items of units and the text of evidence, among what the viewer may see.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[Route("search")]
internal sealed class SearchController(SearchQueries queries, CurrentUser user) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(SearchInput input, CancellationToken cancel) =>
        View(await queries.FindAsync(input, user.Viewer, user.Can(Permissions.ManagePeople), cancel));
}
