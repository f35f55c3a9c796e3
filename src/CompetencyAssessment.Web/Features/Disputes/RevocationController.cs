using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>The quality lead revokes the documents of a result.</summary>
[Authorize(Policy = Permissions.OverseeQuality)]
[Route("quality/audit/{id:guid}/revocation")]
internal sealed class RevocationController(AppDbContext db, DisputeQueries queries, RevokeDocuments revoke, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public Task<IActionResult> Index(Guid id, CancellationToken cancel) => PageAsync(id, new AnswerForm(), cancel);

    [HttpPost("")]
    public async Task<IActionResult> Index(Guid id, [Bind(Prefix = "Form")] AnswerForm form, CancellationToken cancel)
    {
        if (!await queries.RevokesAsync(id, user.Viewer, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await revoke.RunAsync(id, user.PersonId, form.Reason!.Trim(), cancel);
                this.AddFlash(Tone.Success, t["The documents are revoked, and the candidate is told."]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("Form.Reason", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(id, form, cancel);
    }

    private async Task<IActionResult> PageAsync(Guid id, AnswerForm form, CancellationToken cancel) =>
        await queries.RevocationAsync(id, user.Viewer, form, cancel) is { } page ? View("Revocation", page) : NotFound();
}
