using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Files;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Incidents;

/// <summary>Whoever reads a version that is not their own may put it into quarantine: assessor, verifier, administrator.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[Route("files/{versionId:guid}/quarantine")]
internal sealed class QuarantineController(AppDbContext db, EvidenceFiles files, IncidentQueries queries, QuarantineVersion quarantine, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Quarantine(Guid versionId, CancellationToken cancel) =>
        await files.FindAsync(versionId, user.Viewer, cancel) is { IsOwner: false } file ? View(await queries.QuarantineAsync(file, user.Viewer, new QuarantineForm(), withRatings: true, cancel)) : NotFound();

    [HttpPost("")]
    public async Task<IActionResult> Quarantine(Guid versionId, [Bind(Prefix = "Form")] QuarantineForm form, CancellationToken cancel)
    {
        if (await files.SeekAsync(versionId, user.Viewer, cancel) is not { IsOwner: false } file)
        {
            return NotFound();
        }

        var page = await queries.QuarantineAsync(file, user.Viewer, form, withRatings: !ModelState.IsValid, cancel);
        if (!ModelState.IsValid)
        {
            return View(page);
        }

        try
        {
            await quarantine.RunAsync(file.AssessmentId, versionId, user.PersonId, form.Kind!.Value, form.Found!.Trim(), cancel);
            this.AddFlash(Tone.Success, page.IsAdded || !Incident.TakesRedaction(page.State) ? t["The version is in quarantine, and the quality lead is told."] : t["The version is in quarantine. The candidate is asked for a redacted one, and the quality lead is told."]);
        }
        catch (DomainException broken) when (broken.Code == "incident.quarantined")
        {
            // A second click, or somebody else at the same moment: it is what was wanted.
            db.GiveUp();
            this.AddFlash(Tone.Info, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return Redirect(page.WayBack);
    }
}
