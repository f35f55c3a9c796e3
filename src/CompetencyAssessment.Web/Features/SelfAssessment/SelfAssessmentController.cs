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

namespace CompetencyAssessment.Web.Features.SelfAssessment;

/// <summary>The candidate's self-assessment: a page, and a save for each criterion with an id that makes a repetition harmless.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/self-assessment")]
internal sealed class SelfAssessmentController(AppDbContext db, SelfAssessmentQueries queries, RateOneself rate, CommandRunner runner, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await queries.PageAsync(id, user.Viewer, cancel) is { } page ? View(page) : NotFound();

    [SameAccount]
    [HttpPatch("{code}")]
    [RequestSizeLimit(64 * 1024)]
    public async Task<IActionResult> Change(Guid id, string code, [FromBody] ChangeRequest? request, CancellationToken cancel)
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
            var answer = await runner.OnceAsync(request.RequestId, user.UserId, $"self-rate {code} {id:N}", () => rate.ChangeAsync(id, user.PersonId, code, request.Changes, cancel), cancel);
            return new JsonResult(answer, RatingFields.Json);
        }
        catch (FieldConflictException conflict)
        {
            return conflict.Answer(t);
        }
    }
}
