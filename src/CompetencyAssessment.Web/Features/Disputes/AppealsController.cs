using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>Appeals: seen by those who look after them, and by the person who hears one.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[Route("appeals")]
internal sealed class AppealsController(AppDbContext db, DisputeQueries queries, HearAppeal hear, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    /// <summary>Those that fell to the viewer to hear.</summary>
    [HttpGet("")]
    public async Task<IActionResult> Hearings(int page, CancellationToken cancel) => View(await queries.HearingsAsync(user.Viewer, page, cancel));

    [HttpGet("{id:guid}")]
    public Task<IActionResult> Index(Guid id, CancellationToken cancel) => PageAsync(id, null, null, cancel);

    [HttpPost("{id:guid}/hearer")]
    [Authorize(Policy = Permissions.OverseeQuality)]
    public async Task<IActionResult> Hearer(Guid id, [Bind(Prefix = "Assignment")] HearerForm form, CancellationToken cancel)
    {
        if (!await queries.AssignsAsync(id, user.Viewer, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await hear.AssignAsync(id, form.HearerId!.Value, form.Reason?.Trim() ?? "", cancel);
                this.AddFlash(Tone.Success, t["The hearer is chosen, and is told."]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError(broken.Code == "reason.missing" ? "Assignment.Reason" : "Assignment.HearerId", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(id, form, null, cancel);
    }

    [HttpPost("{id:guid}/decide")]
    public async Task<IActionResult> Decide(Guid id, [Bind(Prefix = "Hearing")] HearingForm form, CancellationToken cancel)
    {
        if (!await queries.HearsAsync(id, user.Viewer, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await hear.DecideAsync(id, user.PersonId, form.Outcome!.Value, form.Reason!.Trim(), form.Corrections, cancel);
                this.AddFlash(Tone.Success, t["The appeal is decided, and the candidate is told."]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError(broken.Code == "correction.nothing" ? "Hearing.CandidateZh" : "Hearing.Outcome", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(id, null, form, cancel);
    }

    private async Task<IActionResult> PageAsync(Guid id, HearerForm? assignment, HearingForm? hearing, CancellationToken cancel) =>
        await queries.AppealAsync(id, user.Viewer, assignment, hearing, cancel) is { } page ? View("Appeal", page) : NotFound();
}
