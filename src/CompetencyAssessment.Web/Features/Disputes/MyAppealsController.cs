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

/// <summary>The page on which a candidate appeals against a refusal or a warning.</summary>
/// <param name="Id">The assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="Against">What the appeal is against.</param>
/// <param name="SubjectId">The adjustment or the case.</param>
/// <param name="AppealBy">End of the last day, UTC.</param>
/// <param name="IsSuspended">The clock of the assessment stands still.</param>
/// <param name="Decision">What is disputed.</param>
/// <param name="Form">What was typed.</param>
internal sealed record AppealDecisionPage(Guid Id, string Code, AppealSubject Against, Guid SubjectId, DateTime AppealBy, bool IsSuspended, DisputedDecision Decision, DisputeForm Form)
{
    public string Back => Against == AppealSubject.Adjustment ? $"/my/{Id}/adjustments" : $"/my/{Id}/misconduct";
}

/// <summary>The candidate appeals against the refusal of an adjustment, or against a warning for misconduct.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}")]
internal sealed class MyAppealsController(AppDbContext db, DisputeResult dispute, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("adjustments/{adjustmentId:guid}/appeal")]
    public async Task<IActionResult> Refusal(Guid id, Guid adjustmentId, CancellationToken cancel) =>
        Show(await RefusalAsync(id, adjustmentId, new DisputeForm(), cancel));

    [HttpPost("adjustments/{adjustmentId:guid}/appeal")]
    public async Task<IActionResult> Refusal(Guid id, Guid adjustmentId, [Bind(Prefix = "Form")] DisputeForm form, CancellationToken cancel) =>
        await FileAsync(await RefusalAsync(id, adjustmentId, form, cancel), text => dispute.AppealRefusalAsync(adjustmentId, user.PersonId, text, cancel));

    [HttpGet("misconduct/{caseId:guid}/appeal")]
    public async Task<IActionResult> Warning(Guid id, Guid caseId, CancellationToken cancel) =>
        Show(await WarningAsync(id, caseId, new DisputeForm(), cancel));

    [HttpPost("misconduct/{caseId:guid}/appeal")]
    public async Task<IActionResult> Warning(Guid id, Guid caseId, [Bind(Prefix = "Form")] DisputeForm form, CancellationToken cancel) =>
        await FileAsync(await WarningAsync(id, caseId, form, cancel), text => dispute.AppealWarningAsync(caseId, user.PersonId, text, cancel));

    private IActionResult Show(AppealDecisionPage? page) => page is null ? NotFound() : View("AppealDecision", page);

    private async Task<IActionResult> FileAsync(AppealDecisionPage? page, Func<string, Task> file)
    {
        if (page is not null && ModelState.IsValid)
        {
            try
            {
                await file(page.Form.Text!.Trim());
                this.AddFlash(Tone.Success, t["Your appeal is filed. You are told the outcome here."]);
                return Redirect(page.Back);
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("Form.Text", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return Show(page);
    }

    private Task<AppealDecisionPage?> RefusalAsync(Guid id, Guid adjustmentId, DisputeForm form, CancellationToken cancel) => (
        from a in db.Assessments.AsNoTracking().AsCandidate(user.Viewer)
        where a.Id == id
        join x in db.Adjustments on a.Id equals x.AssessmentId
        where x.Id == adjustmentId && x.State == AdjustmentState.Refused && x.AppealBy != null
        select new AppealDecisionPage(id, a.Code, AppealSubject.Adjustment, x.Id, x.AppealBy!.Value, a.State == AssessmentState.Suspended, new DisputedDecision(x.AskedFor, null, x.Refusal), form)).SingleOrDefaultAsync(cancel);

    private Task<AppealDecisionPage?> WarningAsync(Guid id, Guid caseId, DisputeForm form, CancellationToken cancel) => (
        from a in db.Assessments.AsNoTracking().AsCandidate(user.Viewer)
        where a.Id == id
        join c in db.MisconductCases on a.Id equals c.AssessmentId
        where c.Id == caseId && c.SetAsideAt == null && c.AppealBy != null
        select new AppealDecisionPage(id, a.Code, AppealSubject.Misconduct, c.Id, c.AppealBy!.Value, a.State == AssessmentState.Suspended, new DisputedDecision(c.Allegation!, c.Reply, c.Reason), form)).SingleOrDefaultAsync(cancel);
}
