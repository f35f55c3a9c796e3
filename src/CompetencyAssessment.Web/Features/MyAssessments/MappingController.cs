using System.Text.Json;
using System.Text.Json.Nodes;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>One gesture on the map of the unit.</summary>
/// <param name="RequestId">Made by the browser; a repetition gives the same answer.</param>
/// <param name="Seen">Version of the mapping that the map showed.</param>
/// <param name="Add">Codes that the piece now supports as well.</param>
/// <param name="Remove">Codes that it no longer supports.</param>
internal sealed record MappingRequest(Guid RequestId, int Seen, IReadOnlyList<string?>? Add, IReadOnlyList<string?>? Remove)
{
    /// <summary>More than any unit has criteria and evidence requirements.</summary>
    public const int Limit = 500;
}

/// <summary>Saves what the map of the unit sends: a piece of evidence mapped to many criteria at once.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/evidence/{itemId:guid}/mapping")]
internal sealed class MappingController(AppDbContext db, MapEvidence map, CommandRunner runner, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpPatch("")]
    [RequestSizeLimit(64 * 1024)]
    public async Task<IActionResult> Change(Guid id, Guid itemId, [FromBody] MappingRequest? request, CancellationToken cancel)
    {
        if (request is null || !ModelState.IsValid || request.Add?.Count > MappingRequest.Limit || request.Remove?.Count > MappingRequest.Limit)
        {
            return ValidationProblem(ModelState);
        }

        if (!await db.Assessments.AsCandidate(user.Viewer).AnyAsync(a => a.Id == id, cancel))
        {
            return NotFound();
        }

        try
        {
            var answer = await runner.OnceAsync(
                request.RequestId,
                user.UserId,
                $"map {itemId:N}",
                () => map.ChangeAsync(id, user.PersonId, itemId, request.Seen, Codes(request.Add), Codes(request.Remove), cancel),
                cancel);
            return new JsonResult(answer, RatingFields.Json);
        }
        catch (MappingConflictException conflict)
        {
            var problem = new JsonObject
            {
                ["status"] = StatusCodes.Status409Conflict,
                ["code"] = "mapping.conflict",
                ["detail"] = t["Somebody changed this in the meantime."].Value,
                ["current"] = JsonSerializer.SerializeToNode(conflict.Current, RatingFields.Json),
            };
            return new ContentResult { StatusCode = StatusCodes.Status409Conflict, ContentType = "application/problem+json", Content = problem.ToJsonString(RatingFields.Json) };
        }
    }

    private static List<string> Codes(IReadOnlyList<string?>? codes) => [.. (codes ?? []).OfType<string>()];
}
