using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Files;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Localization;
using CompetencyAssessment.Web.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>The file that proves a qualification: added and replaced by an administrator.</summary>
[Authorize(Policy = Permissions.ManagePeople)]
[Route("people/{id:guid}/independence/qualifications/{qualificationId:guid}/proof")]
internal sealed class ProofController(ProofQueries queries, KeepProof keep, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    // Larger than a proof may be, so that a file that is too large gets a message beside the field.
    private const int MaximumRequest = 32 * 1024 * 1024;

    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, Guid qualificationId, CancellationToken cancel) =>
        await queries.PageAsync(id, qualificationId, cancel) is { } page ? View("Proof", page) : NotFound();

    [HttpPost("")]
    [RequestSizeLimit(MaximumRequest)]
    public async Task<IActionResult> Index(Guid id, Guid qualificationId, [Bind(Prefix = "Form")] ProofForm form, CancellationToken cancel)
    {
        if (await queries.PageAsync(id, qualificationId, cancel) is not { } page)
        {
            return NotFound();
        }

        if (ModelState.IsValid && await WrongAsync(qualificationId, form.File!, cancel) is { } wrong)
        {
            ModelState.AddModelError("Form." + nameof(form.File), wrong);
        }

        if (!ModelState.IsValid)
        {
            return View("Proof", page);
        }

        this.AddFlash(Tone.Success, t["The proof is kept."]);
        return RedirectToAction(nameof(Index), new { id, qualificationId });
    }

    /// <summary>Keeps the file; else says what is wrong with it.</summary>
    private async Task<string?> WrongAsync(Guid qualificationId, IFormFile file, CancellationToken cancel)
    {
        try
        {
            await using var content = file.OpenReadStream();
            await keep.RunAsync(qualificationId, user.PersonId, content, file.FileName, cancel);
            return null;
        }
        catch (FileRefusedException refused)
        {
            return t[refused.Reason.MessageKey, [.. refused.Reason.Arguments]];
        }
        catch (DomainException broken)
        {
            return t.Error(broken.Code, broken.Args) ?? broken.Code;
        }
    }
}

/// <summary>Proofs as files, for whoever manages people and for the person.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[Route("qualifications/proofs/{proofId:guid}")]
internal sealed class ProofFilesController(ProofQueries queries, IFileStore store, CurrentUser user) : Controller
{
    [HttpGet("")]
    public Task<IActionResult> Show(Guid proofId, CancellationToken cancel) => SendAsync(proofId, download: false, cancel);

    [HttpGet("download")]
    public Task<IActionResult> Download(Guid proofId, CancellationToken cancel) => SendAsync(proofId, download: true, cancel);

    /// <summary>In one piece, so that each look is one entry in the audit trail.</summary>
    private async Task<IActionResult> SendAsync(Guid proofId, bool download, CancellationToken cancel)
    {
        if (await queries.FindAsync(proofId, user.PersonId, user.Can(Permissions.ManagePeople), cancel) is not { } proof)
        {
            return NotFound();
        }

        await queries.NoteAsync(proof, user.PersonId, download, cancel);
        return this.SendFile(store, proof.File, proof.MediaType, download, ranges: false);
    }
}
