using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Incidents;

/// <summary>The quality lead's list of incidents (資料事件): what is in quarantine, what was done, and lifting it.</summary>
[Authorize(Policy = Permissions.OverseeQuality)]
[Route("quality/incidents")]
internal sealed class IncidentsController(AppDbContext db, IncidentQueries queries, EndIncident end, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(bool all, int page, CancellationToken cancel) => View("Incidents", await queries.ListAsync(user.Viewer, all, page, cancel));

    [HttpGet("{id:guid}")]
    public Task<IActionResult> Show(Guid id, CancellationToken cancel) => PageAsync(id, new IncidentForm(), cancel);

    [HttpPost("{id:guid}/close")]
    public Task<IActionResult> Close(Guid id, [Bind(Prefix = "Form")] IncidentForm form, CancellationToken cancel) =>
        RunAsync(id, form, nameof(form.Measures), () => end.CloseAsync(id, user.PersonId, form.Measures?.Trim() ?? "", cancel), "What was done is noted. The version stays in quarantine.", cancel);

    [HttpPost("{id:guid}/lift")]
    public Task<IActionResult> Lift(Guid id, [Bind(Prefix = "Form")] IncidentForm form, CancellationToken cancel) =>
        RunAsync(id, form, nameof(form.Reason), () => end.LiftAsync(id, user.PersonId, form.Reason?.Trim() ?? "", cancel), "The quarantine is lifted. Candidate and assessors are told.", cancel);

    private async Task<IActionResult> RunAsync(Guid id, IncidentForm form, string field, Func<Task> run, string done, CancellationToken cancel)
    {
        if (await queries.FindAsync(id, user.Viewer, form, cancel) is null)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await run();
                this.AddFlash(Tone.Success, t[done]);
                return RedirectToAction(nameof(Show), new { id });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError($"Form.{field}", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(id, form, cancel);
    }

    private async Task<IActionResult> PageAsync(Guid id, IncidentForm form, CancellationToken cancel) =>
        await queries.FindAsync(id, user.Viewer, form, cancel) is { } page ? View("Incident", page) : NotFound();
}
