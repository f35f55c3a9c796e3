using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>The bank of questions that assessors choose from.</summary>
[Authorize(Policy = Permissions.ManageUnits)]
[Route("questions")]
internal sealed class QuestionsController(AppDbContext db, QuestionBank bank, CommandRunner runner, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid? unit, CancellationToken cancel) => await bank.PageAsync(unit, cancel) is { } page ? View("Questions", page) : NotFound();

    [HttpGet("new")]
    public async Task<IActionResult> Add(Guid? unit, string? criterion, CancellationToken cancel) =>
        (unit ?? (await bank.PageAsync(null, cancel))?.Unit.VersionId) is { } version && await bank.NewAsync(version, criterion, cancel) is { } page ? View("Question", page) : NotFound();

    [HttpPost("new")]
    public async Task<IActionResult> Add(Guid unit, [Bind(Prefix = "Form")] QuestionForm form, CancellationToken cancel)
    {
        if (await bank.NewAsync(unit, form, cancel) is not { } page)
        {
            return NotFound();
        }

        return await SaveAsync(page, () => runner.OnceAsync(form.RequestId, user.UserId, "add question", () => bank.AddAsync(unit, form, cancel), cancel));
    }

    [HttpGet("{questionId:guid}")]
    public async Task<IActionResult> Change(Guid questionId, CancellationToken cancel) => await bank.FindAsync(questionId, null, cancel) is { } page ? View("Question", page) : NotFound();

    [HttpPost("{questionId:guid}")]
    public async Task<IActionResult> Change(Guid questionId, [Bind(Prefix = "Form")] QuestionForm form, CancellationToken cancel) =>
        await bank.FindAsync(questionId, form, cancel) is { } page ? await SaveAsync(page, () => bank.ChangeAsync(questionId, form, cancel)) : NotFound();

    [HttpPost("{questionId:guid}/retire")]
    public Task<IActionResult> Retire(Guid questionId, CancellationToken cancel) => RetireAsync(questionId, retire: true, cancel);

    [HttpPost("{questionId:guid}/restore")]
    public Task<IActionResult> Restore(Guid questionId, CancellationToken cancel) => RetireAsync(questionId, retire: false, cancel);

    private async Task<IActionResult> RetireAsync(Guid questionId, bool retire, CancellationToken cancel)
    {
        if (await bank.FindAsync(questionId, null, cancel) is not { } page)
        {
            return NotFound();
        }

        await bank.RetireAsync(questionId, retire, cancel);
        return Done(page);
    }

    private async Task<IActionResult> SaveAsync(QuestionPage page, Func<Task> save)
    {
        if (ModelState.IsValid)
        {
            try
            {
                await save();
                return Done(page);
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError(broken.Code == "rating.criterion" ? "Form.Criterion" : "", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
            catch (DbUpdateConcurrencyException)
            {
                db.GiveUp();
                ModelState.AddModelError("", t["The data has changed since you opened the page. Reload it and check."]);
            }
        }

        return View("Question", page);
    }

    private RedirectToActionResult Done(QuestionPage page)
    {
        this.AddFlash(Tone.Success, t["Saved"]);
        return RedirectToAction(nameof(Index), new { unit = page.Unit.VersionId });
    }
}
