using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Misconduct;

/// <summary>The candidate reads what is alleged, answers, and reads how it ended.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/misconduct")]
internal sealed class MyMisconductController(AppDbContext db, MisconductQueries queries, MisconductVerbs verbs, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await queries.MineAsync(id, user.Viewer, new ReplyForm(), cancel) is { } page ? View("MyCases", page) : NotFound();

    [HttpPost("{caseId:guid}")]
    public async Task<IActionResult> Answer(Guid id, Guid caseId, [Bind(Prefix = "Form")] ReplyForm form, CancellationToken cancel)
    {
        if (await queries.MineAsync(id, user.Viewer, form, cancel) is not { } page || page.Cases.All(c => c.Id != caseId))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await verbs.AnswerAsync(caseId, user.PersonId, form.Reply!.Trim(), cancel);
                this.AddFlash(Tone.Success, t["Your answer is with the quality lead. You are told the outcome here."]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("Form.Reply", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("MyCases", page);
    }
}
