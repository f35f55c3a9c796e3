using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Holidays;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Misconduct;

/// <summary>The quality lead's misconduct cases: open one with a notice to the candidate, and end it.</summary>
[Authorize(Policy = Permissions.OverseeQuality)]
[Route("quality/misconduct")]
internal sealed class MisconductController(AppDbContext db, MisconductQueries queries, MisconductVerbs verbs, CentreCalendar calendar, CurrentUser user, LocalTime time, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(bool all, int page, CancellationToken cancel) => View("Cases", await queries.ListAsync(user.Viewer, all, page, cancel));

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) => await queries.FindAsync(id, user.Viewer, null, null, cancel) is { } page ? View("Case", page) : NotFound();

    [HttpPost("{id:guid}/open")]
    public async Task<IActionResult> Open(Guid id, [Bind(Prefix = "Notice")] AllegationForm form, CancellationToken cancel) =>
        await RunAsync(
            id,
            form,
            null,
            "Notice.Allegation",
            async () =>
            {
                var lastDay = (await calendar.WorkingDaysAsync(cancel)).After(time.Today, form.ReplyDays!.Value);
                await verbs.OpenAsync(id, user.PersonId, form.Allegation!.Trim(), await calendar.EndOfAsync(lastDay, cancel), lastDay, cancel);
            },
            "The case is open, and the candidate is told.",
            cancel);

    [HttpPost("{id:guid}/close")]
    public Task<IActionResult> Close(Guid id, [Bind(Prefix = "End")] OutcomeForm form, CancellationToken cancel) =>
        RunAsync(id, null, form, "End.Outcome", () => verbs.CloseAsync(id, user.PersonId, form.Outcome!.Value, form.Reason!.Trim(), cancel), "The case is closed. Whoever has to know of it is told.", cancel);

    private async Task<IActionResult> RunAsync(Guid id, AllegationForm? notice, OutcomeForm? end, string field, Func<Task> run, string done, CancellationToken cancel)
    {
        if (await queries.FindAsync(id, user.Viewer, notice, end, cancel) is not { } page)
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
                ModelState.AddModelError(field, t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("Case", page);
    }
}
