using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.ThirdParty;

/// <summary>Evidence that assessors add in the assessment: a note, or a piece to which files are uploaded. The candidate reads it with the result.</summary>
internal sealed class AssessorEvidenceController(ReportQueries queries, AddAssessorEvidence add, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [Authorize(Policy = Permissions.BeAssessed)]
    [HttpGet("my/{id:guid}/assessor-evidence")]
    public async Task<IActionResult> Mine(Guid id, CancellationToken cancel) =>
        await queries.MineAsync(id, user.Viewer, cancel) is { } page ? View("Pieces", page) : NotFound();

    [Authorize(Policy = Permissions.Assess)]
    [HttpGet("scoring/{id:guid}/evidence")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await queries.PiecesAsync(id, user.Viewer, new PieceForm(), cancel) is { } page ? View("Pieces", page) : NotFound();

    [Authorize(Policy = Permissions.Assess)]
    [HttpPost("scoring/{id:guid}/evidence")]
    public async Task<IActionResult> Add(Guid id, [Bind(Prefix = "Form")] PieceForm form, CancellationToken cancel)
    {
        if (await queries.PiecesAsync(id, user.Viewer, form, cancel) is not { } page)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                var text = string.IsNullOrWhiteSpace(form.Text) ? null : form.Text.Trim();
                await add.AddAsync(id, user.PersonId, new AssessorPiece(form.Title!.Trim(), form.Kind, form.Context!.Value, EvidenceOrigin.Assessor), text, cancel);
                this.AddFlash(Tone.Success, text is null ? t["The piece is added. Upload its file below."] : t["The note is added: ratings can cite it now."]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError("", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("Pieces", page);
    }

    [Authorize(Policy = Permissions.Assess)]
    [HttpPost("scoring/{id:guid}/evidence/{itemId:guid}/withdraw")]
    public async Task<IActionResult> Withdraw(Guid id, Guid itemId, CancellationToken cancel)
    {
        if (await queries.PiecesAsync(id, user.Viewer, new PieceForm(), cancel) is not { } page || !page.Rows.Any(r => r.ItemId == itemId && r.IsOwn))
        {
            return NotFound();
        }

        try
        {
            await add.WithdrawAsync(id, user.PersonId, itemId, cancel);
            this.AddFlash(Tone.Success, t["The piece is taken out."]);
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return RedirectToAction(nameof(Index), new { id });
    }
}
