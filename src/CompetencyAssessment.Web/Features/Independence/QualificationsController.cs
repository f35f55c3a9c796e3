using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>One's own qualifications and declared conflicts of interest, and qualifications that end soon.</summary>
internal sealed class QualificationsController(QualificationQueries queries, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("account/qualifications")]
    [Authorize(Policy = Permissions.SignedIn)]
    public async Task<IActionResult> Mine(CancellationToken cancel) =>
        View("MyQualifications", new MyQualificationsPage(await queries.OfAsync(user.PersonId, cancel), await queries.ConflictsOfAsync(user.PersonId, cancel)));

    /// <summary>What somebody declared of themselves is no longer so.</summary>
    [HttpPost("account/conflicts/{conflictId:guid}/end")]
    [Authorize(Policy = Permissions.SignedIn)]
    public async Task<IActionResult> EndOwn(Guid conflictId, string? reason, [FromServices] KeepIndependence keep, CancellationToken cancel)
    {
        if ((await queries.ConflictsOfAsync(user.PersonId, cancel)).All(c => c.Conflict.Id != conflictId))
        {
            return NotFound();
        }

        try
        {
            await keep.EndConflictAsync(conflictId, user.Viewer, reason?.Trim() ?? "", cancel);
            this.AddFlash(Tone.Success, t["The conflict of interest is ended."]);
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return RedirectToAction(nameof(Mine));
    }

    [HttpGet("quality/qualifications")]
    [Authorize(Policy = Permissions.WatchIndependence)]
    public async Task<IActionResult> Ending(int page, CancellationToken cancel) => View("Ending", await queries.EndingAsync(user.Can(Permissions.ManagePeople), page, cancel));
}
