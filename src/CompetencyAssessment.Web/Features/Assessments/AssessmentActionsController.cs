using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>What an administrator does with an assessment: replaces who rates or decides, suspends and resumes, withdraws, terminates.</summary>
[Authorize(Policy = Permissions.ManageAssessments)]
[Route("assessments/{id:guid}")]
internal sealed class AssessmentActionsController(
    AppDbContext db, IndependenceCheck check, ReplaceAssessor replace, WithdrawAssessment withdraw, TerminateAssessment terminate, SuspendAssessment suspend, CurrentUser user, TimeProvider clock, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("assessor")]
    public async Task<IActionResult> ReplaceAssessor(Guid id, AssessmentPart part, CancellationToken cancel) =>
        await HeadAsync(id, cancel) switch
        {
            null => NotFound(),
            _ when !IsOffered(part) => NotFound(),
            { } head when !head.State.Allows(AssessmentMove.Withdraw) => Refused(id, new DomainException("assessor.closed")),
            { } head => View(await ReplacePageAsync(head, new ReplaceAssessorForm { Part = part }, cancel)),
        };

    [HttpPost("assessor")]
    public async Task<IActionResult> ReplaceAssessor(Guid id, [Bind(Prefix = "Form")] ReplaceAssessorForm form, [FromServices] AskOverride ask, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { } head || !IsOffered(form.Part))
        {
            return NotFound();
        }

        if (form.Ask && form.AssessorId is { } wanted)
        {
            // Why somebody is replaced is asked for when they are.
            await this.AskedAsync(form, ask, [new OverrideSubject(wanted, head.CandidateId, head.UnitId, JudgingKind.Assessing)], id, user.PersonId, t, null, cancel);
        }
        else if (ModelState.IsValid)
        {
            try
            {
                await replace.RunAsync(id, form.Part, form.AssessorId!.Value, form.Reason?.Trim() ?? "", cancel);
                this.AddFlash(Tone.Success, form.Part == AssessmentPart.Assessor ? t["The assessor is replaced."] : t["The part is assigned anew."]);
                return Redirect($"/assessments/{id}");
            }
            catch (DomainException broken) when (broken.Code is "independence.refused")
            {
                db.GiveUp();
                form.MayAsk = true;
                ModelState.AddModelError("Form.AssessorId", t.Error(broken.Code, broken.Args)!);
            }
            catch (DomainException broken) when (broken.Code is "assessor.role" or "assessor.judged-before" or "assessor.is-candidate" or "assessor.same" or "assignment.one-part" or "assignment.is-candidate")
            {
                db.GiveUp();
                ModelState.AddModelError("Form.AssessorId", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
            catch (DomainException broken) when (broken.Code == "reason.missing")
            {
                db.GiveUp();
                ModelState.AddModelError("Form.Reason", t["Enter the reason."]);
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
            { } head => await EndPageAsync(head, new EndForm(), move, cancel),
        };

    private async Task<IActionResult> EndAsync(Guid id, EndForm form, AssessmentMove move, Func<Guid, string, CancellationToken, Task> end, string done, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { } head)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return await EndPageAsync(head, form, move, cancel);
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

    private async Task<ViewResult> EndPageAsync(AssessmentHead head, EndForm form, AssessmentMove move, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ahead = move == AssessmentMove.Suspend
            ? (await Arrangements.ReadAsync(db, head.Id, cancel)).Appointments.Where(a => a.State == AppointmentState.Agreed && a.StartAt > now)
            : [];
        return View("End", new EndPage(head, form, move, [.. ahead]));
    }

    private async Task<ReplaceAssessorPage> ReplacePageAsync(AssessmentHead head, ReplaceAssessorForm form, CancellationToken cancel)
    {
        var part = form.Part;
        var involved = await (
            from x in db.Set<AssessorAssignment>().AsNoTracking()
            where x.AssessmentId == head.Id
            join person in db.People on x.PersonId equals person.Id
            select new { x.PersonId, x.Part, x.EndedAt, Name = new PersonName(person.NameZh, person.NameLatin) }).ToListAsync(cancel);
        var holder = involved.Find(x => x.Part == part && x.EndedAt is null);

        // One part per person, once and for all.
        var excluded = involved.Where(x => x.Part != part || x.EndedAt is null).Select(x => x.PersonId).Append(head.CandidateId).ToHashSet();
        var assessors = await check.ChoicesAsync(db.InRole(Roles.Assessor), head.CandidateId, head.UnitId, JudgingKind.Assessing, cancel);
        return new ReplaceAssessorPage(head, form, holder?.Name, [.. assessors.Where(a => !excluded.Contains(a.Id))]);
    }

    /// <summary>A verifier is assigned elsewhere.</summary>
    private static bool IsOffered(AssessmentPart part) => part is AssessmentPart.Assessor or AssessmentPart.SecondAssessor or AssessmentPart.DecisionMaker;

    private RedirectResult Refused(Guid id, DomainException broken)
    {
        this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        return Redirect($"/assessments/{id}");
    }

    private async Task<AssessmentHead?> HeadAsync(Guid id, CancellationToken cancel) => await (
        from a in db.Assessments.AsAdministrator(user.Viewer).Where(a => a.Id == id)
        join candidate in db.People on a.CandidateId equals candidate.Id
        select new AssessmentHead(a.Id, a.Code, a.State, a.CandidateId, new PersonName(candidate.NameZh, candidate.NameLatin), a.Rounds.Any(), a.UnitId)).AsNoTracking().FirstOrDefaultAsync(cancel);
}
