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
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>The saves of a running meeting, each of one field, as the workspace's; and the questions that are chosen.</summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}/meetings/{meetingId:guid}")]
internal sealed class MeetingNotesController(AppDbContext db, ScoringQueries scoring, MeetingQueries queries, NoteMeeting note, CommandRunner runner, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [SameAccount]
    [HttpPatch("")]
    [RequestSizeLimit(64 * 1024)]
    public Task<IActionResult> Change(Guid id, Guid meetingId, [FromBody] ChangeRequest? request, CancellationToken cancel) =>
        SaveAsync(id, meetingId, request, $"meeting {meetingId:N}", () => note.ChangeAsync(id, meetingId, user.PersonId, request!.Changes, cancel), cancel);

    [SameAccount]
    [HttpPatch("items/{code}")]
    [RequestSizeLimit(64 * 1024)]
    public Task<IActionResult> See(Guid id, Guid meetingId, string code, [FromBody] ChangeRequest? request, CancellationToken cancel) =>
        SaveAsync(id, meetingId, request, $"see {code} {meetingId:N}", () => note.SeeAsync(id, meetingId, user.PersonId, code, request!.Changes, cancel), cancel);

    [SameAccount]
    [HttpPatch("questions/{questionId:guid}")]
    [RequestSizeLimit(64 * 1024)]
    public Task<IActionResult> Answer(Guid id, Guid meetingId, Guid questionId, [FromBody] ChangeRequest? request, CancellationToken cancel) =>
        SaveAsync(id, meetingId, request, $"answer {questionId:N}", () => note.AnswerAsync(id, meetingId, user.PersonId, questionId, request!.Changes, cancel), cancel);

    [HttpPost("questions")]
    public async Task<IActionResult> Ask(Guid id, Guid meetingId, [Bind(Prefix = "Ask")] AskForm form, CancellationToken cancel)
    {
        if (await HeadAsync(id, meetingId, cancel) is not { } head)
        {
            return NotFound();
        }

        var isOwn = !string.IsNullOrWhiteSpace(form.Text);
        if (isOwn && form.Criterion is null)
        {
            ModelState.AddModelError("Ask.Criterion", t["Choose the criterion."]);
        }

        if (ModelState.IsValid)
        {
            try
            {
                var added = await runner.OnceAsync(form.RequestId, user.UserId, $"ask {meetingId:N}", () => note.AskAsync(id, meetingId, user.PersonId, form.Chosen, isOwn ? (form.Criterion!, form.Text!) : null, cancel), cancel);
                return Back(id, meetingId, added.Count > 0 ? $"entry-{added[0]}" : "questions");
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError(broken.Code switch { "question.too-long" => "Ask.Text", "rating.criterion" => "Ask.Criterion", _ => "" }, t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await queries.PageAsync(head, meetingId, cancel) is { } page ? View("Show", page with { Ask = form }) : NotFound();
    }

    [HttpPost("questions/{questionId:guid}/remove")]
    public async Task<IActionResult> Remove(Guid id, Guid meetingId, Guid questionId, CancellationToken cancel)
    {
        if (await HeadAsync(id, meetingId, cancel) is null)
        {
            return NotFound();
        }

        try
        {
            await note.RemoveAsync(id, meetingId, user.PersonId, questionId, cancel);
        }
        catch (DomainException broken) when (broken.Code == "question.unknown")
        {
            // A second click finds it gone.
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return Back(id, meetingId, "questions");
    }

    private RedirectToActionResult Back(Guid id, Guid meetingId, string place) => RedirectToAction("Show", "Meetings", new { id, meetingId }, place);

    private async Task<ScoringHead?> HeadAsync(Guid id, Guid meetingId, CancellationToken cancel) =>
        await scoring.HeadAsync(id, user.Viewer, cancel) is { } head && await queries.IsVisibleAsync(head, meetingId, cancel) ? head : null;

    private async Task<IActionResult> SaveAsync<T>(Guid id, Guid meetingId, ChangeRequest? request, string name, Func<Task<NotedAnswer<T>>> save, CancellationToken cancel)
    {
        // A body that is no JSON leaves the request empty.
        if (!ModelState.IsValid || request is null)
        {
            return ValidationProblem(ModelState);
        }

        if (await HeadAsync(id, meetingId, cancel) is null)
        {
            return NotFound();
        }

        try
        {
            return new JsonResult(await runner.OnceAsync(request.RequestId, user.UserId, name, save, cancel), RatingFields.Json);
        }
        catch (FieldConflictException conflict)
        {
            return conflict.Answer(t);
        }
    }
}
