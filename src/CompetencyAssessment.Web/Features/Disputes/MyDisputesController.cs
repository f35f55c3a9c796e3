using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>The page on which a candidate asks for a review or appeals.</summary>
internal sealed record MyDisputePage(Guid Id, string Code, AssessmentState State, DateTime? DisputeBy, bool IsAppeal, DisputeForm Form);

/// <summary>The candidate asks for a review (複查) or files an appeal (申訴).</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}")]
internal sealed class MyDisputesController(AppDbContext db, DisputeResult dispute, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("review")]
    public Task<IActionResult> Review(Guid id, CancellationToken cancel) => AskAsync(id, false, new DisputeForm(), cancel);

    [HttpPost("review")]
    public Task<IActionResult> Review(Guid id, [Bind(Prefix = "Form")] DisputeForm form, CancellationToken cancel) =>
        FileAsync(id, false, form, () => dispute.AskReviewAsync(id, user.PersonId, form.Text!.Trim(), cancel), "Your request for review is filed. You are told the answer here.", cancel);

    [HttpGet("appeal")]
    public Task<IActionResult> Appeal(Guid id, CancellationToken cancel) => AskAsync(id, true, new DisputeForm(), cancel);

    [HttpPost("appeal")]
    public Task<IActionResult> Appeal(Guid id, [Bind(Prefix = "Form")] DisputeForm form, CancellationToken cancel) =>
        FileAsync(id, true, form, () => dispute.AppealAsync(id, user.PersonId, form.Text!.Trim(), cancel), "Your appeal is filed. You are told the outcome here.", cancel);

    private async Task<IActionResult> FileAsync(Guid id, bool appeal, DisputeForm form, Func<Task> file, string done, CancellationToken cancel)
    {
        if (ModelState.IsValid && await db.Assessments.AsCandidate(user.Viewer).AnyAsync(a => a.Id == id, cancel))
        {
            try
            {
                await file();
                this.AddFlash(Tone.Success, t[done]);
                return Redirect($"/my/{id}#disputes");
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("Form.Text", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await AskAsync(id, appeal, form, cancel);
    }

    private async Task<IActionResult> AskAsync(Guid id, bool appeal, DisputeForm form, CancellationToken cancel) =>
        await db.Assessments.AsNoTracking().AsCandidate(user.Viewer).Where(a => a.Id == id && a.DisputeBy != null)
            .Select(a => new { a.Code, a.State, a.DisputeBy }).SingleOrDefaultAsync(cancel) is { } found && (appeal || found.State == AssessmentState.Finalised)
            ? View("Ask", new MyDisputePage(id, found.Code, found.State, found.DisputeBy, appeal, form))
            : NotFound();
}
