using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>What an administrator does with an assessment: replaces the assessor, suspends and resumes, withdraws, terminates.</summary>
[Authorize(Policy = Permissions.ManageAssessments)]
[Route("assessments/{id:guid}")]
internal sealed class AssessmentActionsController(
    AppDbContext db, ReplaceAssessor replace, WithdrawAssessment withdraw, TerminateAssessment terminate, SuspendAssessment suspend, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("assessor")]
    public async Task<IActionResult> ReplaceAssessor(Guid id, CancellationToken cancel) =>
        await HeadAsync(id, cancel) switch
        {
            null => NotFound(),
            { } head when !head.State.Allows(AssessmentMove.Withdraw) => Refused(id, new DomainException("assessor.closed")),
            { } head => View(await ReplacePageAsync(head, new ReplaceAssessorForm(), cancel)),
        };

    [HttpPost("assessor")]
    public async Task<IActionResult> ReplaceAssessor(Guid id, [Bind(Prefix = "Form")] ReplaceAssessorForm form, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { } head)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await replace.RunAsync(id, form.AssessorId!.Value, form.Reason!.Trim(), cancel);
                this.AddFlash(Tone.Success, t["The assessor is replaced."]);
                return Redirect($"/assessments/{id}");
            }
            catch (DomainException broken) when (broken.Code is "assessor.role" or "assessor.judged-before" or "assessor.is-candidate" or "assessor.same" or "assignment.one-part")
            {
                ModelState.AddModelError("Form.AssessorId", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
            catch (DomainException broken)
            {
                return Refused(id, broken);
            }
        }

        return View(await ReplacePageAsync(head, form, cancel));
    }

    [HttpGet("withdraw")]
    public Task<IActionResult> Withdraw(Guid id, CancellationToken cancel) => AskAsync(id, AssessmentMove.Withdraw, cancel);

    [HttpPost("withdraw")]
    public Task<IActionResult> Withdraw(Guid id, [Bind(Prefix = "Form")] EndForm form, CancellationToken cancel) =>
        EndAsync(id, form, AssessmentMove.Withdraw, withdraw.RunAsync, "The assessment is withdrawn.", cancel);

    [HttpGet("terminate")]
    public Task<IActionResult> Terminate(Guid id, CancellationToken cancel) => AskAsync(id, AssessmentMove.Terminate, cancel);

    [HttpPost("terminate")]
    public Task<IActionResult> Terminate(Guid id, [Bind(Prefix = "Form")] EndForm form, CancellationToken cancel) =>
        EndAsync(id, form, AssessmentMove.Terminate, terminate.RunAsync, "The assessment is terminated.", cancel);

    [HttpGet("suspend")]
    public Task<IActionResult> Suspend(Guid id, CancellationToken cancel) => AskAsync(id, AssessmentMove.Suspend, cancel);

    [HttpPost("suspend")]
    public Task<IActionResult> Suspend(Guid id, [Bind(Prefix = "Form")] EndForm form, CancellationToken cancel) =>
        EndAsync(id, form, AssessmentMove.Suspend, suspend.RunAsync, "The assessment is suspended.", cancel);

    [HttpPost("resume")]
    public async Task<IActionResult> Resume(Guid id, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is null)
        {
            return NotFound();
        }

        try
        {
            await suspend.ResumeAsync(id, cancel);
            this.AddFlash(Tone.Success, t["The assessment goes on. Its dates are put off by the time that it stood still."]);
            return Redirect($"/assessments/{id}");
        }
        catch (DomainException broken)
        {
            return Refused(id, broken);
        }
    }

    private async Task<IActionResult> AskAsync(Guid id, AssessmentMove move, CancellationToken cancel) =>
        await HeadAsync(id, cancel) switch
        {
            null => NotFound(),
            { } head when !head.State.Allows(move) => Refused(id, new DomainException("assessment.move", head.State, move)),
            { } head => View("End", new EndPage(head, new EndForm(), move)),
        };

    private async Task<IActionResult> EndAsync(Guid id, EndForm form, AssessmentMove move, Func<Guid, string, CancellationToken, Task> end, string done, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { } head)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return View("End", new EndPage(head, form, move));
        }

        try
        {
            await end(id, form.Reason!.Trim(), cancel);
            this.AddFlash(Tone.Success, t[done]);
            return Redirect($"/assessments/{id}");
        }
        catch (DomainException broken)
        {
            return Refused(id, broken);
        }
    }

    private async Task<ReplaceAssessorPage> ReplacePageAsync(AssessmentHead head, ReplaceAssessorForm form, CancellationToken cancel)
    {
        var assessors = await db.ChoicesAsync(Roles.Assessor, cancel);
        return new ReplaceAssessorPage(head, form, [.. assessors.Where(a => a.Id != head.CandidateId && a.Id != head.AssessorId)]);
    }

    private RedirectResult Refused(Guid id, DomainException broken)
    {
        this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        return Redirect($"/assessments/{id}");
    }

    private async Task<AssessmentHead?> HeadAsync(Guid id, CancellationToken cancel) => await (
        from a in db.Assessments.AsAdministrator(user.Viewer).Where(a => a.Id == id)
        join candidate in db.People on a.CandidateId equals candidate.Id
        from current in a.Assignments.Where(x => x.Part == AssessmentPart.Assessor && x.EndedAt == null)
        join assessor in db.People on current.PersonId equals assessor.Id
        select new AssessmentHead(
            a.Id, a.Code, a.State, a.CandidateId, new PersonName(candidate.NameZh, candidate.NameLatin),
            assessor.Id, new PersonName(assessor.NameZh, assessor.NameLatin), a.Rounds.Any())).AsNoTracking().FirstOrDefaultAsync(cancel);
}
