using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>One's own qualifications, and those that end soon.</summary>
internal sealed class QualificationsController(QualificationQueries queries, CurrentUser user) : Controller
{
    [HttpGet("account/qualifications")]
    [Authorize(Policy = Permissions.SignedIn)]
    public async Task<IActionResult> Mine(CancellationToken cancel) => View("MyQualifications", await queries.OfAsync(user.PersonId, cancel));

    [HttpGet("quality/qualifications")]
    [Authorize(Policy = Permissions.WatchIndependence)]
    public async Task<IActionResult> Ending(int page, CancellationToken cancel) => View("Ending", await queries.EndingAsync(user.Can(Permissions.ManagePeople), page, cancel));
}
