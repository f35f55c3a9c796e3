using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Scoring;

internal sealed record ChangeRequest(Guid RequestId, Dictionary<string, FieldChange>? Changes);

internal sealed record ConfirmRequest(Guid RequestId);

/// <summary>What a decision still lacks: a code of the rules in words, and its places with the anchors of the workspace.</summary>
internal sealed record MissingKind(string Code, string Text, IReadOnlyList<MissingPlace> Places);

internal sealed record MissingPlace(string Text, string Anchor);

/// <summary>
/// The saves of the workspace: small JSON requests, each with an id that makes a repetition harmless. The name of a command says what it
/// changes, so that an id used for something else is refused, and not answered as saved.
/// </summary>
[SameAccount]
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}")]
internal sealed class ScoreSheetController(ScoringQueries queries, ScoringCommands commands, CommandRunner runner, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpPatch("ratings/{code}")]
    public Task<IActionResult> Rate(Guid id, string code, [FromBody] ChangeRequest? request, CancellationToken cancel) =>
        SaveAsync(id, request?.RequestId, $"rate {code} {id:N}", () => commands.RateAsync(id, user.PersonId, code, request!.Changes, cancel), cancel);

    [HttpPost("ratings/{code}/confirm")]
    public Task<IActionResult> Confirm(Guid id, string code, [FromBody] ConfirmRequest? request, CancellationToken cancel) =>
        SaveAsync(id, request?.RequestId, $"confirm {code} {id:N}", () => commands.ConfirmAsync(id, user.PersonId, code, cancel), cancel);

    [HttpPatch("evidence/{versionId:guid}")]
    public Task<IActionResult> Judge(Guid id, Guid versionId, [FromBody] ChangeRequest? request, CancellationToken cancel) =>
        SaveAsync(id, request?.RequestId, $"judge {versionId:N}", () => commands.JudgeEvidenceAsync(id, user.PersonId, versionId, request!.Changes, cancel), cancel);

    [HttpPatch("requirements/{code}")]
    public Task<IActionResult> JudgeRequirement(Guid id, string code, [FromBody] ChangeRequest? request, CancellationToken cancel) =>
        SaveAsync(id, request?.RequestId, $"judge {code} {id:N}", () => commands.JudgeRequirementAsync(id, user.PersonId, code, request!.Changes, cancel), cancel);

    /// <summary>What stands in the way of <em>competent</em>, as it is committed.</summary>
    [HttpGet("missing")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> Missing(Guid id, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, user.Viewer, cancel) is not { } head)
        {
            return NotFound();
        }

        var (unit, scheme, rows) = await queries.SheetAsync(head, cancel);
        var evidence = rows.Evidence.ToDictionary(e => e.VersionId);
        MissingPlace Place(Gap gap) => gap.Code == "misconduct" ? new MissingPlace(t["Misconduct case"].Value, "misconduct")
            : gap.Version is { } version
            ? new MissingPlace(evidence.TryGetValue(version, out var e) ? $"{e.Label} v{e.VersionNo}" : "", $"ev-{version}")
            : new MissingPlace(gap.Criterion ?? gap.Requirement ?? "", gap.Criterion ?? gap.Requirement ?? "");
        return new JsonResult(
            rows.Sheet(unit, scheme).MissingFor(Outcome.Competent).GroupBy(g => g.Code).Select(g => new MissingKind(g.Key, t[$"gap.{g.Key}"].Value, [.. g.Select(Place)])),
            RatingFields.Json);
    }

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
            return conflict.Answer(t);
        }
    }
}
