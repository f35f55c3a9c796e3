using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>Observations and questionings of an assessment: laid out, begun when the candidate's identity is checked, and finished.</summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}/meetings")]
internal sealed class MeetingsController(AppDbContext db, ScoringQueries scoring, MeetingQueries queries, HoldMeeting hold, CommandRunner runner, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await HeadAsync(id, cancel) is { } head ? View(await queries.ListAsync(head, cancel)) : NotFound();

    [HttpGet("new")]
    public async Task<IActionResult> Prepare(Guid id, AppointmentKind kind, Guid? appointment, CancellationToken cancel) =>
        await HeadAsync(id, cancel) is not { } head || !Enum.IsDefined(kind) ? NotFound()
            : head.MayHold() ? View("New", await queries.NewAsync(head, kind, appointment, cancel))
            : RedirectToAction(nameof(Index), new { id });

    [HttpPost("new")]
    public async Task<IActionResult> Prepare(Guid id, [Bind(Prefix = "Form")] MeetingForm form, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { } head)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                var terms = new MeetingTerms { Kind = form.Kind, AppointmentId = form.AppointmentId, Method = form.Method!, RecordingId = form.RecordingId };
                var meeting = await runner.OnceAsync(form.RequestId, user.UserId, $"prepare meeting {id:N}", () => hold.PrepareAsync(id, user.PersonId, terms, form.Tasks, cancel), cancel);
                return RedirectToAction(nameof(Show), new { id, meetingId = meeting });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError(broken.Code switch { "meeting.method" => "Form.Method", "meeting.tasks" => "Form.Tasks", "meeting.recording" or "meeting.live" => "Form.RecordingId", _ => "" }, t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("New", await queries.NewAsync(head, form, cancel));
    }

    [HttpGet("{meetingId:guid}")]
    public async Task<IActionResult> Show(Guid id, Guid meetingId, CancellationToken cancel) =>
        await HeadAsync(id, cancel) is { } head && await queries.PageAsync(head, meetingId, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("{meetingId:guid}/identity")]
    public async Task<IActionResult> CheckIdentity(Guid id, Guid meetingId, [Bind(Prefix = "Identity")] IdentityForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            return await MoveAsync(id, meetingId, () => hold.CheckIdentityAsync(id, meetingId, user.PersonId, form.Document!.Value, form.Place!.Value, cancel), null, cancel);
        }

        return await HeadAsync(id, cancel) is { } head && await queries.PageAsync(head, meetingId, cancel) is { } page ? View(nameof(Show), page with { Identity = form }) : NotFound();
    }

    [HttpPost("{meetingId:guid}/begin")]
    public Task<IActionResult> Begin(Guid id, Guid meetingId, CancellationToken cancel) =>
        MoveAsync(id, meetingId, () => hold.BeginAsync(id, meetingId, user.PersonId, cancel), null, cancel);

    [HttpPost("{meetingId:guid}/finish")]
    public Task<IActionResult> Finish(Guid id, Guid meetingId, CancellationToken cancel) =>
        MoveAsync(id, meetingId, () => hold.FinishAsync(id, meetingId, user.PersonId, cancel), "It is finished. What was asked or seen now stands beside each criterion in the workspace.", cancel);

    [HttpPost("{meetingId:guid}/take-over")]
    public Task<IActionResult> TakeOver(Guid id, Guid meetingId, CancellationToken cancel) =>
        MoveAsync(id, meetingId, () => hold.TakeOverAsync(id, meetingId, user.PersonId, cancel), "It is yours now. What was noted before stays as it stood, with the name of whoever noted it.", cancel);

    [HttpPost("{meetingId:guid}/break-off")]
    public async Task<IActionResult> BreakOff(Guid id, Guid meetingId, [Bind(Prefix = "Break")] BreakForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            return await MoveAsync(id, meetingId, () => hold.BreakOffAsync(id, meetingId, user.PersonId, form.Reason!.ReplaceLineEndings("\n").Trim(), cancel), "It is broken off. What was noted stays readable.", cancel);
        }

        return await HeadAsync(id, cancel) is { } head && await queries.PageAsync(head, meetingId, cancel) is { } page ? View(nameof(Show), page with { Break = form }) : NotFound();
    }

    [HttpPost("{meetingId:guid}/discard")]
    public async Task<IActionResult> Discard(Guid id, Guid meetingId, CancellationToken cancel) =>
        await MoveAsync(id, meetingId, () => hold.DiscardAsync(id, meetingId, user.PersonId, cancel), null, cancel) is RedirectToActionResult ? RedirectToAction(nameof(Index), new { id }) : NotFound();

    /// <summary>What finished ones say of each criterion, for the workspace.</summary>
    [HttpGet("notes")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> Notes(Guid id, CancellationToken cancel) =>
        await HeadAsync(id, cancel) is { } head ? new JsonResult(await queries.NotesAsync(head, cancel), RatingFields.Json) : NotFound();

    private Task<ScoringHead?> HeadAsync(Guid id, CancellationToken cancel) => scoring.HeadAsync(id, user.Viewer, cancel);

    private async Task<IActionResult> MoveAsync(Guid id, Guid meetingId, Func<Task> move, string? done, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { } head || !await queries.IsVisibleAsync(head, meetingId, cancel))
        {
            return NotFound();
        }

        try
        {
            await move();
            if (done is not null)
            {
                this.AddFlash(Tone.Success, t[done]);
            }
        }
        catch (Exception e) when (e is DomainException { Code: "meeting.move" } or DbUpdateConcurrencyException)
        {
            // A second click finds it done, and arrives where the first did.
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return RedirectToAction(nameof(Show), new { id, meetingId });
    }
}
