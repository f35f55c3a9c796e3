using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Misconduct;

/// <summary>Assessor, verifier, hearer, administrator or quality lead report a suspicion about an assessment.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[Route("misconduct/{assessmentId:guid}/report")]
internal sealed class SuspicionController(AppDbContext db, MisconductQueries queries, MisconductVerbs verbs, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Report(Guid assessmentId, CancellationToken cancel) =>
        await queries.ReportAsync(assessmentId, user.Viewer, new SuspicionForm(), cancel) is { } page ? View(page) : NotFound();

    [HttpPost("")]
    public async Task<IActionResult> Report(Guid assessmentId, [Bind(Prefix = "Form")] SuspicionForm form, CancellationToken cancel)
    {
        if (await queries.ReportAsync(assessmentId, user.Viewer, form, cancel) is not { } page)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return View(page);
        }

        try
        {
            await verbs.ReportAsync(assessmentId, user.PersonId, form.Suspicion!.Trim(), form.Versions, cancel);
            this.AddFlash(Tone.Success, t["Reported to the quality lead. The candidate is told only if a case is opened."]);
            return Redirect(page.WayBack);
        }
        catch (DomainException broken)
        {
            db.GiveUp();
            ModelState.AddModelError("Form.Suspicion", t.Error(broken.Code, broken.Args) ?? broken.Code);
            return View(page);
        }
    }
}
