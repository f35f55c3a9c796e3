using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Rounds;

/// <summary>Saves the drafts of the candidate's answers, each with an id that makes a repetition harmless.</summary>
[SameAccount]
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/replies/{returnItemId:guid}")]
internal sealed class RepliesController(AppDbContext db, ReplyToReturn reply, CommandRunner runner, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpPatch("")]
    [RequestSizeLimit(128 * 1024)]
    public async Task<IActionResult> Change(Guid id, Guid returnItemId, [FromBody] ChangeRequest? request, CancellationToken cancel)
    {
        if (request is null || !ModelState.IsValid)
        {
            return ValidationProblem(ModelState);
        }

        if (!await db.Assessments.AsCandidate(user.Viewer).AnyAsync(a => a.Id == id, cancel))
        {
            return NotFound();
        }

        try
        {
            var answer = await runner.OnceAsync(request.RequestId, user.UserId, $"reply {returnItemId:N}", () => reply.ChangeAsync(id, user.PersonId, returnItemId, request.Changes, cancel), cancel);
            return new JsonResult(answer, RatingFields.Json);
        }
        catch (FieldConflictException conflict)
        {
            return conflict.Answer(t);
        }
    }
}
