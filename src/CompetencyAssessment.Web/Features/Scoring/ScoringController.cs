using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Holidays;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>The assessor's pages: worklist, workspace, start and sending back. Saves of the workspace are in <see cref="ScoreSheetController"/>.</summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring")]
internal sealed class ScoringController(ScoringQueries queries, ScoringCommands commands, CurrentUser user, CentreCalendar calendar, LocalTime time, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(bool all, int page, CancellationToken cancel) =>
        View(await queries.WorklistAsync(user.Viewer, all, page, cancel));

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Workspace(Guid id, CancellationToken cancel) =>
        await queries.WorkspaceAsync(id, user.Viewer, cancel) is { } workspace
            ? View(workspace.HasSheet ? "Workspace" : "Overview", workspace)
            : NotFound();

    /// <summary>A blank score sheet with the descriptors, to print for a room without network.</summary>
    [HttpGet("{id:guid}/sheet")]
    public async Task<IActionResult> Sheet(Guid id, CancellationToken cancel) =>
        await queries.WorkspaceAsync(id, user.Viewer, cancel) is { } workspace ? View(workspace) : NotFound();

    /// <summary>What a rating was before, with who and when.</summary>
    [HttpGet("{id:guid}/ratings/{code}/history")]
    public async Task<IActionResult> RatingHistory(Guid id, string code, [FromServices] RatingHistoryQueries history, CancellationToken cancel) =>
        await queries.HeadAsync(id, user.Viewer, cancel) is { } head && await history.PageAsync(head, code, cancel) is { } page ? View(page) : NotFound();

    /// <summary>What the judgements of evidence and requirements were before, with who and when.</summary>
    [HttpGet("{id:guid}/judgements/history")]
    public async Task<IActionResult> JudgementHistory(Guid id, [FromServices] JudgementHistoryQueries history, CancellationToken cancel) =>
        await queries.HeadAsync(id, user.Viewer, cancel) is { } head ? View(await history.PageAsync(head, cancel)) : NotFound();

    [HttpPost("{id:guid}/start")]
    public async Task<IActionResult> Start(Guid id, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, user.Viewer, cancel) is not { IsLead: true } head)
        {
            return NotFound();
        }

        // A second click finds it started, at the same moment too, and simply arrives.
        if (head.State != AssessmentState.Assessing)
        {
            try
            {
                await commands.StartAsync(id, user.PersonId, cancel);
            }
            catch (Exception e) when (e is DomainException or DbUpdateException)
            {
                if ((await queries.HeadAsync(id, user.Viewer, cancel))?.State != AssessmentState.Assessing)
                {
                    throw;
                }
            }
        }

        return RedirectToAction(nameof(Workspace), new { id });
    }

    /// <summary>Lets the viewer's ratings rest on the redacted version instead of the one in quarantine; a repetition finds nothing to move.</summary>
    [HttpPost("{id:guid}/evidence/{versionId:guid}/move")]
    public async Task<IActionResult> Move(Guid id, Guid versionId, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, user.Viewer, cancel) is null)
        {
            return NotFound();
        }

        var moved = await commands.MoveToReplacementAsync(id, user.PersonId, versionId, cancel);
        if (moved > 0)
        {
            this.AddFlash(Tone.Success, t["{0} ratings rest on the redacted version now. Confirm each of them.", moved]);
        }

        return Redirect($"/scoring/{id}#ev-{versionId}");
    }

    [HttpGet("{id:guid}/return")]
    public async Task<IActionResult> Return(Guid id, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, user.Viewer, cancel) is not { } head)
        {
            return NotFound();
        }

        if (!head.MayReturn)
        {
            return RedirectToAction(nameof(Workspace), new { id });
        }

        var (unit, scheme, rows) = await queries.SheetAsync(head, cancel);
        var sheet = rows.Sheet(unit, scheme);
        var form = new ReturnForm
        {
            ResubmitBy = await ProposedAsync(scheme.Document.Rules.ReturnWorkingDays, cancel),
            Missing = sheet.Lines.Where(l => l.Fields.Level is not null && !sheet.Passes(l.Fields.Level)).ToDictionary(l => l.Code, l => l.Fields.Comment),
        };
        return View(new ReturnPage(head, unit, scheme.Document, sheet, form));
    }

    [HttpPost("{id:guid}/return")]
    public async Task<IActionResult> Return(Guid id, [FromForm] ReturnForm form, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, user.Viewer, cancel) is not { IsLead: true } head)
        {
            return NotFound();
        }

        if (!form.Items.Any())
        {
            ModelState.AddModelError("Missing", t["Say for at least one criterion what is missing."]);
        }

        if (form.ResubmitBy is { } day && day <= time.Today)
        {
            ModelState.AddModelError(nameof(form.ResubmitBy), t["Choose a day after today."]);
        }

        if (!ModelState.IsValid)
        {
            var (unit, scheme, rows) = await queries.SheetAsync(head, cancel);
            return View(new ReturnPage(head, unit, scheme.Document, rows.Sheet(unit, scheme), form));
        }

        var end = await calendar.EndOfAsync(form.ResubmitBy!.Value, cancel);
        await commands.ReturnAsync(id, user.PersonId, form.Message ?? "", form.Items.ToDictionary(i => i.Key, i => i.Value!), end, cancel);
        this.AddFlash(Tone.Success, t["Sent back for more evidence. The candidate sees what is missing, without levels."]);
        return RedirectToAction(nameof(Workspace), new { id });
    }

    /// <summary>None where the calendar ends before; the assessor then chooses the day.</summary>
    private async Task<DateOnly?> ProposedAsync(int workingDays, CancellationToken cancel)
    {
        try
        {
            return (await calendar.WorkingDaysAsync(cancel)).After(time.Today, workingDays);
        }
        catch (DomainException ends) when (ends.Code == "calendar.ends")
        {
            ModelState.AddModelError(nameof(ReturnForm.ResubmitBy), t.Error(ends.Code, ends.Args)!);
            return null;
        }
    }
}
