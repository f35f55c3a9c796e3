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

/// <summary>Administrator or lead assessor answers a request for more time.</summary>
[Authorize(Policy = Permissions.PlanAssessments)]
[Route("assessments/{id:guid}/extension")]
internal sealed class ExtensionsController(AppDbContext db, ExtendDeadline extend, CurrentUser user, LocalTime local, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Answer(Guid id, CancellationToken cancel) =>
        await PageAsync(id, null, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("grant")]
    public Task<IActionResult> Grant(Guid id, [Bind(Prefix = "Form")] AnswerExtensionForm form, CancellationToken cancel)
    {
        if (form.Until is null)
        {
            ModelState.AddModelError("Form.Until", t["Enter the day that you grant."]);
        }

        return RunAsync(id, form, () => extend.GrantAsync(id, user.PersonId, form.Until!.Value, form.Answer?.Trim(), cancel), "More time is granted. The candidate is told.", cancel);
    }

    [HttpPost("refuse")]
    public Task<IActionResult> Refuse(Guid id, [Bind(Prefix = "Form")] AnswerExtensionForm form, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(form.Answer))
        {
            ModelState.AddModelError("Form.Answer", t["Enter the reason."]);
        }

        return RunAsync(id, form, () => extend.RefuseAsync(id, user.PersonId, form.Answer!.Trim(), cancel), "The request is refused. The candidate is told why.", cancel);
    }

    private async Task<IActionResult> RunAsync(Guid id, AnswerExtensionForm form, Func<Task> run, string done, CancellationToken cancel)
    {
        if (!await db.Assessments.AsPlanner(user.Viewer).AnyAsync(a => a.Id == id, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await run();
                this.AddFlash(Tone.Success, t[done]);
                return RedirectToAction(nameof(Answer), new { id });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError(broken.Code == "extension.date" ? "Form.Until" : "", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        db.GiveUp();
        return View("Answer", await PageAsync(id, form, cancel));
    }

    private async Task<AnswerExtensionPage?> PageAsync(Guid id, AnswerExtensionForm? form, CancellationToken cancel)
    {
        var a = await db.Assessments.AsNoTracking().AsSingleQuery().Include(x => x.Rounds).Include(x => x.Extensions).AsPlanner(user.Viewer).SingleOrDefaultAsync(x => x.Id == id, cancel);
        if (a is null)
        {
            return null;
        }

        var candidate = await db.People.AsNoTracking().Where(p => p.Id == a.CandidateId).Select(p => new PersonName(p.NameZh, p.NameLatin)).SingleAsync(cancel);
        form ??= new AnswerExtensionForm { Until = a.OpenExtension is { } open ? DateOnly.FromDateTime(local.ToLocal(open.AskedUntil)) : null };
        return new AnswerExtensionPage(
            id, a.Code, candidate, a.EvidenceDueBy, user.Viewer.SeesAll && a.CandidateId != user.PersonId, a.State.EvidenceIsOpen(), [.. a.Extensions.OrderByDescending(e => e.AskedAt).Select(ExtensionRow.Of)], form);
    }
}
