using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>Requests for overrides, and objections to assessors: seen by administrators, answered by a quality lead who is not concerned.</summary>
[Authorize(Policy = Permissions.WatchIndependence)]
[Route("quality")]
internal sealed class OverridesController(AppDbContext db, IndependenceQueries queries, DecideOverride decide, ObjectToAssessor objections, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("overrides")]
    public async Task<IActionResult> Index(bool all, int page, CancellationToken cancel) => View("Requests", await queries.ListAsync(user.Viewer, all, page, cancel));

    /// <summary>Whether qualifications are required at all.</summary>
    [HttpPost("overrides/rule")]
    [Authorize(Policy = Permissions.OverseeQuality)]
    public Task<IActionResult> Rule(bool required, string? reason, [FromServices] RequireQualifications require, CancellationToken cancel) =>
        TellAsync(() => require.RunAsync(required, reason?.Trim() ?? "", cancel), "Saved", nameof(Index));

    /// <summary>Declared conflicts of interest, of which a quality lead ends one that does not concern them.</summary>
    [HttpGet("conflicts")]
    public async Task<IActionResult> Conflicts(bool all, int page, CancellationToken cancel) => View(await queries.ConflictsAsync(user.Viewer, all, page, cancel));

    [HttpPost("conflicts/{conflictId:guid}/end")]
    [Authorize(Policy = Permissions.OverseeQuality)]
    public async Task<IActionResult> EndConflict(Guid conflictId, string? reason, [FromServices] KeepIndependence keep, CancellationToken cancel) =>
        await queries.SeesConflictAsync(conflictId, user.Viewer, cancel)
            ? await TellAsync(() => keep.EndConflictAsync(conflictId, user.Viewer, reason?.Trim() ?? "", cancel), "The conflict of interest is ended.", nameof(Conflicts))
            : NotFound();

    [HttpGet("overrides/{id:guid}")]
    public async Task<IActionResult> Override(Guid id, CancellationToken cancel) =>
        await queries.OverrideAsync(id, user.Viewer, null, cancel) is { } page ? View("Override", page) : NotFound();

    [HttpPost("overrides/{id:guid}/grant")]
    [Authorize(Policy = Permissions.OverseeQuality)]
    public Task<IActionResult> Grant(Guid id, [Bind(Prefix = "Form")] DecisionForm form, CancellationToken cancel) => DecideAsync(id, form, granted: true, cancel);

    [HttpPost("overrides/{id:guid}/refuse")]
    [Authorize(Policy = Permissions.OverseeQuality)]
    public Task<IActionResult> Refuse(Guid id, [Bind(Prefix = "Form")] DecisionForm form, CancellationToken cancel) => DecideAsync(id, form, granted: false, cancel);

    [HttpGet("objections/{id:guid}")]
    public async Task<IActionResult> Objection(Guid id, CancellationToken cancel) =>
        await queries.ObjectionAsync(id, user.Viewer, null, cancel) is { } page ? View("Objection", page) : NotFound();

    [HttpPost("objections/{id:guid}/uphold")]
    [Authorize(Policy = Permissions.OverseeQuality)]
    public Task<IActionResult> Uphold(Guid id, [Bind(Prefix = "Form")] DecisionForm form, CancellationToken cancel) => AnswerAsync(id, form, ObjectionOutcome.Upheld, cancel);

    [HttpPost("objections/{id:guid}/dismiss")]
    [Authorize(Policy = Permissions.OverseeQuality)]
    public Task<IActionResult> Dismiss(Guid id, [Bind(Prefix = "Form")] DecisionForm form, CancellationToken cancel) => AnswerAsync(id, form, ObjectionOutcome.Dismissed, cancel);

    private async Task<IActionResult> DecideAsync(Guid id, DecisionForm form, bool granted, CancellationToken cancel)
    {
        if (!await queries.SeesOverrideAsync(id, user.Viewer, cancel))
        {
            return NotFound();
        }

        return await RunAsync(() => decide.RunAsync(id, user.PersonId, granted, form.Reason!.Trim(), cancel), granted ? t["The override is granted, and who asked for it is told."] : t["The override is refused, and who asked for it is told."])
            ? RedirectToAction(nameof(Override), new { id })
            : View("Override", await queries.OverrideAsync(id, user.Viewer, form, cancel));
    }

    private async Task<IActionResult> AnswerAsync(Guid id, DecisionForm form, ObjectionOutcome outcome, CancellationToken cancel)
    {
        if (!await queries.SeesObjectionAsync(id, user.Viewer, cancel))
        {
            return NotFound();
        }

        return await RunAsync(
            () => objections.AnswerAsync(id, user.PersonId, outcome, form.Reason!.Trim(), cancel),
            outcome == ObjectionOutcome.Upheld ? t["The objection is upheld. The candidate is told, and the administrators are asked to replace the person."] : t["The objection is dismissed, and the candidate is told."])
            ? RedirectToAction(nameof(Objection), new { id })
            : View("Objection", await queries.ObjectionAsync(id, user.Viewer, form, cancel));
    }

    private async Task<IActionResult> TellAsync(Func<Task> run, string done, string page)
    {
        try
        {
            await run();
            this.AddFlash(Tone.Success, t[done]);
        }
        catch (DomainException broken)
        {
            db.GiveUp();
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return RedirectToAction(page);
    }

    private async Task<bool> RunAsync(Func<Task> run, string done)
    {
        if (ModelState.IsValid)
        {
            try
            {
                await run();
                this.AddFlash(Tone.Success, done);
                return true;
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return false;
    }
}

/// <summary>The independence of those who have a part in an assessment.</summary>
[Authorize(Policy = Permissions.WatchIndependence)]
[Route("assessments/{id:guid}/independence")]
internal sealed class AssessmentIndependenceController(IndependenceQueries queries, CurrentUser user) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await queries.AssessmentAsync(id, user.Viewer, cancel) is { } page ? View("Assessment", page) : NotFound();
}
