using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>The quality lead takes requests for adjustments on and decides; only then are the grounds shown, to that person alone.</summary>
[Authorize(Policy = Permissions.OverseeQuality)]
[Route("quality/adjustments")]
internal sealed class AdjustmentsController(AppDbContext db, AdjustmentVerbs verbs, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    private const int PageSize = 25;

    [HttpGet("")]
    public async Task<IActionResult> Index(int page, CancellationToken cancel)
    {
        var all =
            from adjustment in db.Adjustments.AsNoTracking()
            join assessment in db.Assessments.AsQualityLead(user.Viewer) on adjustment.AssessmentId equals assessment.Id
            select new { Adjustment = adjustment, Assessment = assessment };
        var total = await all.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var rows = await (
            from x in all
            join candidate in db.People on x.Assessment.CandidateId equals candidate.Id
            join approver in db.People on x.Adjustment.ApproverId equals (Guid?)approver.Id into approvers
            from approver in approvers.DefaultIfEmpty()
            orderby x.Adjustment.State == AdjustmentState.Asked ? 0 : 1, x.Adjustment.AskedAt descending, x.Adjustment.Id
            select new AdjustmentRow(
                x.Adjustment.Id, x.Assessment.Code, new PersonName(candidate.NameZh, candidate.NameLatin), x.Adjustment.AskedAt, x.Adjustment.State,
                approver == null ? null : new PersonName(approver.NameZh, approver.NameLatin))).Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return View("Adjustments", new AdjustmentList(rows, info));
    }

    [HttpGet("{adjustmentId:guid}")]
    public async Task<IActionResult> Show(Guid adjustmentId, CancellationToken cancel) =>
        await PageAsync(adjustmentId, null, cancel) is { } page ? View("Adjustment", page) : NotFound();

    [HttpPost("{adjustmentId:guid}/take-on")]
    public Task<IActionResult> TakeOn(Guid adjustmentId, CancellationToken cancel) =>
        RunAsync(adjustmentId, new DecideAdjustmentForm(), () => verbs.TakeOnAsync(adjustmentId, user.PersonId, cancel), "The request is yours to decide.", cancel);

    [HttpPost("{adjustmentId:guid}/agree")]
    public Task<IActionResult> Agree(Guid adjustmentId, [Bind(Prefix = "Form")] DecideAdjustmentForm form, CancellationToken cancel) =>
        RunAsync(adjustmentId, form, () => verbs.AgreeAsync(adjustmentId, user.PersonId, form.What?.Trim() ?? "", cancel), "The adjustment is agreed. Candidate and assessor are told.", cancel);

    [HttpPost("{adjustmentId:guid}/refuse")]
    public Task<IActionResult> Refuse(Guid adjustmentId, [Bind(Prefix = "Form")] DecideAdjustmentForm form, CancellationToken cancel) =>
        RunAsync(adjustmentId, form, () => verbs.RefuseAsync(adjustmentId, user.PersonId, form.Refusal?.Trim() ?? "", cancel), "The request is refused. The candidate is told why.", cancel);

    private async Task<IActionResult> RunAsync(Guid adjustmentId, DecideAdjustmentForm form, Func<Task> run, string done, CancellationToken cancel)
    {
        if (await PageAsync(adjustmentId, form, cancel) is not { } page)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await run();
                this.AddFlash(Tone.Success, t[done]);
                return RedirectToAction(nameof(Show), new { adjustmentId });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError(broken.Code switch { "adjustment.what" => "Form.What", "reason.missing" => "Form.Refusal", _ => "" }, t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("Adjustment", page);
    }

    private async Task<AdjustmentPage?> PageAsync(Guid adjustmentId, DecideAdjustmentForm? form, CancellationToken cancel)
    {
        var found = await (
            from adjustment in db.Adjustments.AsNoTracking()
            where adjustment.Id == adjustmentId
            join assessment in db.Assessments.AsQualityLead(user.Viewer) on adjustment.AssessmentId equals assessment.Id
            join candidate in db.People on assessment.CandidateId equals candidate.Id
            join approver in db.People on adjustment.ApproverId equals (Guid?)approver.Id into approvers
            from approver in approvers.DefaultIfEmpty()
            select new
            {
                Row = adjustment,
                assessment.Code,
                Candidate = new PersonName(candidate.NameZh, candidate.NameLatin),
                Approver = approver == null ? null : new PersonName(approver.NameZh, approver.NameLatin),
                HasPart = assessment.Assignments.Any(a => a.PersonId == user.PersonId)
                    || db.AuditEntries.Any(e => e.SubjectId == adjustment.Id && e.Action == "adjustment.refused" && e.ActorId == user.UserId),
                Why = adjustment.ApproverId == user.PersonId ? db.AdjustmentGrounds.Where(g => g.Id == adjustment.Id).Select(g => g.Text).FirstOrDefault() : null,
            }).SingleOrDefaultAsync(cancel);
        return found is null
            ? null
            : new AdjustmentPage
            {
                Adjustment = found.Row,
                Code = found.Code,
                Candidate = found.Candidate,
                Approver = found.Approver,
                IsMine = found.Row.ApproverId == user.PersonId,
                HasPart = found.HasPart || found.Row.RefusedById == user.PersonId,
                Why = found.Why,
                Form = form ?? new DecideAdjustmentForm { What = found.Row.AskedFor },
            };
    }
}
