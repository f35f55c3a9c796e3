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

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>The candidate asks for more time, and sees what became of it.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/extension")]
internal sealed class MyExtensionController(AppDbContext db, ExtendDeadline extend, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Ask(Guid id, CancellationToken cancel) =>
        await PageAsync(id, new AskExtensionForm(), cancel) is { } page ? View(page) : NotFound();

    [HttpPost("")]
    public async Task<IActionResult> Ask(Guid id, [Bind(Prefix = "Form")] AskExtensionForm form, CancellationToken cancel)
    {
        if (!await db.Assessments.AsCandidate(user.Viewer).AnyAsync(a => a.Id == id, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await extend.AskAsync(id, user.PersonId, form.Until!.Value, form.Reason!.Trim(), cancel);
                this.AddFlash(Tone.Success, t["Your request is with the centre. You are told when it is answered; until then your date stands."]);
                return Redirect($"/my/{id}");
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError(broken.Code == "extension.date" ? "Form.Until" : "", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        db.GiveUp();
        return View(await PageAsync(id, form, cancel));
    }

    private async Task<AskExtensionPage?> PageAsync(Guid id, AskExtensionForm form, CancellationToken cancel) =>
        await db.Assessments.AsNoTracking().AsSingleQuery().Include(a => a.Rounds).Include(a => a.Extensions).AsCandidate(user.Viewer).SingleOrDefaultAsync(a => a.Id == id, cancel) is { } a
            ? new AskExtensionPage(id, a.Code, a.EvidenceDueBy, a.State.EvidenceIsOpen() && a.OpenExtension is null, [.. a.Extensions.OrderByDescending(e => e.AskedAt).Select(ExtensionRow.Of)], form)
            : null;
}
