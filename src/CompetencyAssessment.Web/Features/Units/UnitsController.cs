using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Units;

/// <summary>Competency units with their schemes, to read and to print.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[Route("units")]
internal sealed class UnitsController(UnitQueries queries, CurrentUser user) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(int page, CancellationToken cancel) =>
        View(await queries.ListAsync(page, user.Can(Permissions.ManageUnits), cancel));

    /// <param name="code">A unit version, e.g. BGM6R0925v2.</param>
    /// <param name="scheme">The scheme to show beside it; the newest where none is named.</param>
    /// <param name="cancel">Cancels.</param>
    [HttpGet("{code}")]
    public async Task<IActionResult> Unit(string code, Guid? scheme, CancellationToken cancel) =>
        await queries.FindAsync(code, scheme, cancel) is { } page ? View(page) : NotFound();
}
