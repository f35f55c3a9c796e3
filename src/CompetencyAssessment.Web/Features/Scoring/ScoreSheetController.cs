using System.Text.Json.Nodes;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Scoring;

internal sealed record RateRequest(Guid RequestId, Dictionary<string, FieldChange>? Changes);

internal sealed record ConfirmRequest(Guid RequestId);

internal sealed record JudgeRequest(Guid RequestId, JudgementVerdict? Valid, JudgementVerdict? Authentic, JudgementVerdict? Current, string? Reason);

internal sealed record RequirementRequest(Guid RequestId, bool? Sufficient, string? Reason);

/// <summary>
/// The saves of the workspace: small JSON requests, each with an id that makes a repetition harmless. The name of a command says what it
/// changes, so that an id used for something else is refused, and not answered as saved.
/// </summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}")]
internal sealed class ScoreSheetController(ScoringQueries queries, ScoringCommands commands, CommandRunner runner, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpPatch("ratings/{code}")]
    public Task<IActionResult> Rate(Guid id, string code, [FromBody] RateRequest? request, CancellationToken cancel) =>
        SaveAsync(id, request?.RequestId, $"rate {code} {id:N}", () => commands.RateAsync(id, user.PersonId, code, request!.Changes, cancel), cancel);

    [HttpPost("ratings/{code}/confirm")]
    public Task<IActionResult> Confirm(Guid id, string code, [FromBody] ConfirmRequest? request, CancellationToken cancel) =>
        SaveAsync(id, request?.RequestId, $"confirm {code} {id:N}", () => commands.ConfirmAsync(id, user.PersonId, code, cancel), cancel);

    [HttpPatch("evidence/{versionId:guid}")]
    public Task<IActionResult> Judge(Guid id, Guid versionId, [FromBody] JudgeRequest? request, CancellationToken cancel) =>
        SaveAsync(id, request?.RequestId, $"judge {versionId:N}", () => commands.JudgeEvidenceAsync(id, user.PersonId, versionId, new JudgementFields(request!.Valid, request.Authentic, request.Current, request.Reason), cancel), cancel);

    [HttpPatch("requirements/{code}")]
    public Task<IActionResult> JudgeRequirement(Guid id, string code, [FromBody] RequirementRequest? request, CancellationToken cancel) =>
        SaveAsync(id, request?.RequestId, $"judge {code} {id:N}", () => commands.JudgeRequirementAsync(id, user.PersonId, code, request!.Sufficient, request.Reason, cancel), cancel);

    private async Task<IActionResult> SaveAsync<T>(Guid id, Guid? requestId, string name, Func<Task<T>> save, CancellationToken cancel)
    {
        // A body that is no JSON leaves the request empty.
        if (!ModelState.IsValid || requestId is not { } once)
        {
            return ValidationProblem(ModelState);
        }

        if (await queries.HeadAsync(id, user.Viewer, cancel) is null)
        {
            return NotFound();
        }

        try
        {
            return new JsonResult(await runner.OnceAsync(once, user.UserId, name, save, cancel), RatingFields.Json);
        }
        catch (FieldConflictException conflict)
        {
            var problem = new JsonObject
            {
                ["status"] = StatusCodes.Status409Conflict,
                ["code"] = "rating.conflict",
                ["detail"] = t["Somebody changed this in the meantime."].Value,
                ["field"] = conflict.Field,
                ["theirs"] = conflict.Theirs,
            };
            return new ContentResult { StatusCode = StatusCodes.Status409Conflict, ContentType = "application/problem+json", Content = problem.ToJsonString(RatingFields.Json) };
        }
    }
}
