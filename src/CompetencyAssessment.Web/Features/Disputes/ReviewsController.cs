using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>A request for review: dismissed with a reason, or the documents are issued again.</summary>
[Authorize(Policy = Permissions.HandleDisputes)]
[Route("reviews/{id:guid}")]
internal sealed class ReviewsController(AppDbContext db, DisputeQueries queries, AnswerReview answer, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public Task<IActionResult> Index(Guid id, CancellationToken cancel) => PageAsync(id, null, null, cancel);

    [HttpPost("dismiss")]
    public Task<IActionResult> Dismiss(Guid id, [Bind(Prefix = "Dismissal")] AnswerForm form, CancellationToken cancel) =>
        AnswerAsync(id, () => answer.DismissAsync(id, user.PersonId, form.Reason!.Trim(), cancel), "The request is dismissed, and the candidate is told.", "Dismissal", form, null, cancel);

    [HttpPost("correct")]
    public Task<IActionResult> Correct(Guid id, [Bind(Prefix = "Correction")] CorrectionForm form, CancellationToken cancel) =>
        AnswerAsync(id, () => answer.CorrectAsync(id, user.PersonId, form.Corrections, form.Reason!.Trim(), cancel), "The documents are issued again, and the candidate is told.", "Correction", null, form, cancel);

    private async Task<IActionResult> AnswerAsync(Guid id, Func<Task> run, string done, string prefix, AnswerForm? dismissal, CorrectionForm? correction, CancellationToken cancel)
    {
        if (!await queries.HandlesReviewAsync(id, user.Viewer, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await run();
                this.AddFlash(Tone.Success, t[done]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError(broken.Code == "correction.nothing" ? prefix + ".CandidateZh" : prefix + ".Reason", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(id, dismissal, correction, cancel);
    }

    private async Task<IActionResult> PageAsync(Guid id, AnswerForm? dismissal, CorrectionForm? correction, CancellationToken cancel) =>
        await queries.ReviewAsync(id, user.Viewer, dismissal, correction, cancel) is { } page ? View("Review", page) : NotFound();
}
