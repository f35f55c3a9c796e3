using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.ThirdParty;

/// <summary>Third-party reports of an assessment, as whoever administers or leads it asks for them and confirms them.</summary>
[Authorize(Policy = Permissions.PlanAssessments)]
[Route("assessments/{id:guid}/reports")]
internal sealed class ReportsController(ReportQueries queries, ReportVerbs verbs, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await queries.HeadAsync(id, user.Viewer, cancel) is { } head ? View("Reports", new ReportsPage(head, await queries.RowsAsync(id, cancel), await queries.PiecesAsync(id, user.Viewer, cancel))) : NotFound();

    [HttpGet("new")]
    public async Task<IActionResult> Invite(Guid id, CancellationToken cancel) =>
        await queries.HeadAsync(id, user.Viewer, cancel) is { } head ? View("Invite", new InvitationPage(head, new InvitationForm { Criteria = [.. head.Planned] })) : NotFound();

    [HttpPost("new")]
    public async Task<IActionResult> Invite(Guid id, [Bind(Prefix = "Form")] InvitationForm form, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, user.Viewer, cancel) is not { } head)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                var (report, token) = await verbs.InviteAsync(id, user.PersonId, form.ToReferee(), cancel);
                this.KeepLink(report, $"/report?key={token}");
                return RedirectToAction(nameof(Show), new { id, reportId = report });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError(broken.Code == "report.days" ? "Form.Days" : "", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("Invite", new InvitationPage(head, form));
    }

    [HttpGet("{reportId:guid}")]
    public async Task<IActionResult> Show(Guid id, Guid reportId, CancellationToken cancel) =>
        await PageAsync(id, reportId, this.TakeLink(reportId), new ConfirmationForm(), cancel) is { } page ? View("Report", page) : NotFound();

    [HttpPost("{reportId:guid}/renew")]
    public async Task<IActionResult> Renew(Guid id, Guid reportId, [Bind(Prefix = "Renewal")] RenewalForm form, CancellationToken cancel)
    {
        if (await PageAsync(id, reportId, null, new ConfirmationForm(), cancel) is not { } page)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return View("Report", page with { Renewal = form });
        }

        try
        {
            this.KeepLink(reportId, $"/report?key={await verbs.RenewAsync(reportId, form.Days!.Value, cancel)}");
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return RedirectToAction(nameof(Show), new { id, reportId });
    }

    [HttpPost("{reportId:guid}/revoke")]
    public async Task<IActionResult> Revoke(Guid id, Guid reportId, CancellationToken cancel)
    {
        if (await PageAsync(id, reportId, null, new ConfirmationForm(), cancel) is null)
        {
            return NotFound();
        }

        try
        {
            await verbs.RevokeAsync(reportId, cancel);
            this.AddFlash(Tone.Success, t["The link is void."]);
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return RedirectToAction(nameof(Show), new { id, reportId });
    }

    [HttpPost("{reportId:guid}/confirm")]
    public async Task<IActionResult> Confirm(Guid id, Guid reportId, [Bind(Prefix = "Form")] ConfirmationForm form, CancellationToken cancel)
    {
        if (await PageAsync(id, reportId, null, form, cancel) is not { } page)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await verbs.ConfirmAsync(reportId, user.PersonId, new Confirmation(form.Way!.Value, form.On!.Value, form.Words!.Trim()), cancel);
                this.AddFlash(Tone.Success, t["The report is confirmed: it is evidence now, and ratings can cite it."]);
                return RedirectToAction(nameof(Show), new { id, reportId });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError(broken.Code == "report.day" ? "Form.On" : "", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("Report", page);
    }

    private async Task<ReportPage?> PageAsync(Guid id, Guid reportId, string? link, ConfirmationForm form, CancellationToken cancel) =>
        await queries.HeadAsync(id, user.Viewer, cancel) is { } head ? await queries.ReportAsync(head, reportId, user.Viewer, link, form, cancel) : null;
}
