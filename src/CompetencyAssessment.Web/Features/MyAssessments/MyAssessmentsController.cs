using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>A candidate's own assessments: the plan, the evidence, the submission and the result.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my")]
internal sealed class MyAssessmentsController(AppDbContext db, MyAssessmentQueries queries, CandidateMoves moves, SubmitAssessment submit, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(int page, CancellationToken cancel) => View(await queries.ListAsync(user.Viewer, page, cancel));

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) =>
        await queries.PageAsync(id, user.Viewer, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("{id:guid}/acknowledge")]
    public Task<IActionResult> Acknowledge(Guid id, int? seen, CancellationToken cancel) =>
        MoveAsync(id, () => moves.AcknowledgeAsync(id, user.PersonId, seen, cancel), seen > 1 ? "You have acknowledged the changed plan." : "You have acknowledged the plan. Now bring your evidence.", "", cancel);

    [HttpPost("{id:guid}/submit")]
    public Task<IActionResult> Submit(Guid id, bool declared, CancellationToken cancel) =>
        MoveAsync(id, () => submit.RunAsync(id, user.PersonId, declared, cancel), "Your evidence is submitted. You can take it back until the assessor starts.", "submit", cancel);

    [HttpPost("{id:guid}/take-back")]
    public Task<IActionResult> TakeBack(Guid id, CancellationToken cancel) =>
        MoveAsync(id, () => moves.TakeBackAsync(id, user.PersonId, cancel), "You have taken your submission back. You can change your evidence again.", "", cancel);

    [HttpPost("{id:guid}/withdraw")]
    public Task<IActionResult> Withdraw(Guid id, string? reason, [FromServices] WithdrawAssessment withdraw, CancellationToken cancel) =>
        MoveAsync(id, () => withdraw.RunByCandidateAsync(id, user.PersonId, reason?.Trim() is { Length: <= EndForm.Limit } said ? said : "", cancel), "You have withdrawn from this assessment.", "withdraw", cancel);

    /// <summary>A rule that does not allow it is told on the same page.</summary>
    private async Task<IActionResult> MoveAsync(Guid id, Func<Task> move, string done, string anchor, CancellationToken cancel)
    {
        if (!await db.Assessments.AsCandidate(user.Viewer).AnyAsync(a => a.Id == id, cancel))
        {
            return NotFound();
        }

        try
        {
            await move();
            this.AddFlash(Tone.Success, t[done]);
            anchor = "";
        }
        catch (DomainException rule)
        {
            this.AddFlash(Tone.Danger, t.Error(rule.Code, rule.Args) ?? t["This is not possible now"]);
        }
        catch (DbUpdateConcurrencyException)
        {
            this.AddFlash(Tone.Danger, t["The data has changed since you opened the page. Reload it and check."]);
        }

        return RedirectToAction(nameof(Show), null, new { id }, anchor.Length == 0 ? null : anchor);
    }
}
