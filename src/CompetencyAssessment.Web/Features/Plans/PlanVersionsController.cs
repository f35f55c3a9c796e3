using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>The plan of an assessment with its versions, for whoever administers or assesses it: seen, and changed with a reason.</summary>
[Authorize(Policy = Permissions.PlanAssessments)]
[Route("assessments/{id:guid}/plan")]
internal sealed class PlanVersionsController(PlanQueries queries, ChangePlan change, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Plan(Guid id, CancellationToken cancel) =>
        await queries.PageAsync(id, user.Viewer, null, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("")]
    public async Task<IActionResult> Plan(Guid id, [Bind(Prefix = "Form")] PlanForm form, CancellationToken cancel)
    {
        if (await queries.PageAsync(id, user.Viewer, form, cancel) is not { } page)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await change.RunAsync(id, user.PersonId, new PlanChange(form.Seen, form.ToContent(), page.CanChangeSubmitBy ? form.SubmitBy : null, form.DecideBy, form.Reason?.Trim()), cancel);
                this.AddFlash(Tone.Success, t["The plan is changed. The candidate is told and acknowledges it."]);
                return RedirectToAction(nameof(Plan), new { id });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError(broken.Code switch { "plan.dates" => "Form.DecideBy", "plan.methods" => "Form.Methods", "reason.missing" => "Form.Reason", _ => "" }, t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
            catch (DbUpdateException)
            {
                ModelState.AddModelError("", t["error.plan.changed"]);
            }
        }

        return View(page);
    }
}
