using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>The candidate asks for adjustments, and withdraws the consent to keep why.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/adjustments")]
internal sealed class MyAdjustmentsController(AppDbContext db, AdjustmentVerbs verbs, CurrentUser user, TimeProvider clock, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await PageAsync(id, new AskAdjustmentForm(), cancel) is { } page ? View("MyAdjustments", page) : NotFound();

    [HttpPost("")]
    public async Task<IActionResult> Ask(Guid id, [Bind(Prefix = "Form")] AskAdjustmentForm form, CancellationToken cancel)
    {
        if (await PageAsync(id, form, cancel) is not { } page)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await verbs.AskAsync(id, user.PersonId, form.What!.Trim(), form.Why, form.Consents, cancel);
                this.AddFlash(Tone.Success, t["Your request is with the quality lead. You are told when it is decided."]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError("", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("MyAdjustments", page);
    }

    [HttpPost("{adjustmentId:guid}/withdraw-consent")]
    public async Task<IActionResult> WithdrawConsent(Guid id, Guid adjustmentId, CancellationToken cancel)
    {
        if (!await db.Assessments.AsCandidate(user.Viewer).AnyAsync(a => a.Id == id && db.Adjustments.Any(x => x.Id == adjustmentId && x.AssessmentId == id), cancel))
        {
            return NotFound();
        }

        await verbs.WithdrawConsentAsync(id, adjustmentId, cancel);
        this.AddFlash(Tone.Success, t["Your reason is erased."]);
        return RedirectToAction(nameof(Index), new { id });
    }

    private async Task<MyAdjustmentsPage?> PageAsync(Guid id, AskAdjustmentForm form, CancellationToken cancel)
    {
        if (await db.Assessments.AsNoTracking().AsCandidate(user.Viewer).SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } head)
        {
            return null;
        }

        var rows = await (
            from adjustment in db.Adjustments.AsNoTracking()
            where adjustment.AssessmentId == id
            join grounds in db.AdjustmentGrounds on adjustment.Id equals grounds.Id into kept
            from grounds in kept.DefaultIfEmpty()
            orderby adjustment.AskedAt descending
            select new { Row = adjustment, Why = grounds.Text, ConsentedAt = grounds == null ? (DateTime?)null : grounds.ConsentedAt }).ToListAsync(cancel);
        var appeals = await db.Appeals.AsNoTracking().MineAgainstAsync(id, AppealSubject.Adjustment, cancel);
        var now = head.ClockAt(clock.GetUtcNow().UtcDateTime);
        return new MyAdjustmentsPage(
            id,
            head.Code,
            head.State.IsOpen(),
            [.. rows.Select(r => new MyAdjustmentRow(
                r.Row.Id, r.Row.AskedFor, r.Row.AskedAt, r.Row.State, r.Row.What, r.Row.Refusal, r.Why, r.ConsentedAt,
                new MyDecisionAppeals($"/my/{id}/adjustments/{r.Row.Id}/appeal", r.Row.AppealBy, now, head.State == AssessmentState.Suspended, [.. appeals[r.Row.Id]])))],
            form);
    }
}
