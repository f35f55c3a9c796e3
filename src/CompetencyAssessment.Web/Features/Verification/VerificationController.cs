using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>The verifier's words with the outcome.</summary>
internal sealed class DecisionForm
{
    [Display(Name = "Remark to the assessors")]
    public string? Remark { get; set; }
}

internal sealed class DecisionFormValidator : AbstractValidator<DecisionForm>
{
    public DecisionFormValidator() =>
        RuleFor(f => f.Remark).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

/// <summary>A verifier's worklist, and the decision in hand.</summary>
[Authorize(Policy = Permissions.Verify)]
[Route("verification")]
internal sealed class VerificationController(AppDbContext db, VerificationQueries queries, VerificationCommands commands, CommandRunner runner, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(bool all, int page, CancellationToken cancel) => View(await queries.WorklistAsync(user.Viewer, all, page, cancel));

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) =>
        await queries.PageAsync(id, user.Viewer, cancel) is { } page ? View(page) : NotFound();

    [SameAccount]
    [HttpPatch("{id:guid}/criteria/{code}")]
    public async Task<IActionResult> Judge(Guid id, string code, [FromBody] ChangeRequest? request, CancellationToken cancel)
    {
        if (!ModelState.IsValid || request is null)
        {
            return ValidationProblem(ModelState);
        }

        if (!await IsMineAsync(id, cancel))
        {
            return NotFound();
        }

        try
        {
            return new JsonResult(await runner.OnceAsync(request.RequestId, user.UserId, $"verify {code} {id:N}", () => commands.JudgeAsync(id, user.PersonId, code, request.Changes, cancel), cancel), RatingFields.Json);
        }
        catch (FieldConflictException conflict)
        {
            return conflict.Answer(t);
        }
    }

    [HttpPost("{id:guid}/agree")]
    public Task<IActionResult> Agree(Guid id, [Bind(Prefix = "Form")] DecisionForm form, CancellationToken cancel) =>
        EndAsync(id, form, commands.AgreeAsync, "You agree with the decision.", cancel);

    [HttpPost("{id:guid}/disagree")]
    public Task<IActionResult> Disagree(Guid id, [Bind(Prefix = "Form")] DecisionForm form, CancellationToken cancel) =>
        EndAsync(id, form, commands.DisagreeAsync, "Your disagreement is noted, and those who go on with it are told.", cancel);

    private async Task<IActionResult> EndAsync(Guid id, DecisionForm form, Func<Guid, Guid, string?, CancellationToken, Task> end, string done, CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            try
            {
                await end(id, user.PersonId, form.Remark?.Trim(), cancel);
                this.AddFlash(Tone.Success, t[done]);
                return RedirectToAction(nameof(Show), new { id });
            }
            catch (DomainException broken) when (broken.Code == "assessment.not-verifier")
            {
                return NotFound();
            }
            catch (DomainException broken) when (broken.Code == "verification.closed")
            {
                // A second click finds it closed, and arrives where the first did.
                return RedirectToAction(nameof(Show), new { id });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError("", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
            catch (DbUpdateConcurrencyException)
            {
                db.GiveUp();
                ModelState.AddModelError("", t["The data has changed since you opened the page. Reload it and check."]);
            }
        }

        return await queries.PageAsync(id, user.Viewer, cancel) is { } page ? View(nameof(Show), page with { Form = form }) : NotFound();
    }

    private Task<bool> IsMineAsync(Guid id, CancellationToken cancel) => db.Assessments.AsVerifier(user.Viewer).AnyAsync(a => a.Id == id, cancel);
}
