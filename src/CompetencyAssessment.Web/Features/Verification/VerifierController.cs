using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Verification;

internal sealed class VerifierForm : AssigningForm
{
    [Display(Name = "Verifier")]
    public Guid? VerifierId { get; set; }

    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class VerifierFormValidator : AssigningFormValidator<VerifierForm>
{
    public VerifierFormValidator()
    {
        RuleFor(f => f.VerifierId).NotNull().WithText("Choose a verifier.");
        RuleFor(f => f.Reason).MaximumLength(EndForm.Limit).WithText("At most {0} characters.", EndForm.Limit);
    }
}

/// <param name="Id">The assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="CandidateId">Who is assessed.</param>
/// <param name="Holder">Who verifies it now; null where nobody does.</param>
/// <param name="UnitId">The unit.</param>
internal sealed record VerifierHead(Guid Id, string Code, Guid CandidateId, PersonName? Holder, Guid UnitId);

internal sealed record VerifierPage(VerifierHead Head, VerifierForm Form, IReadOnlyList<PersonChoice> Verifiers);

/// <summary>An administrator gives the verifier's part to somebody while a verification is open.</summary>
[Authorize(Policy = Permissions.ManageAssessments)]
[Route("assessments/{id:guid}/verifier")]
internal sealed class VerifierController(AppDbContext db, AssignVerifier assign, IndependenceCheck check, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await HeadAsync(id, cancel) is { } head ? View("Verifier", await PageAsync(head, new VerifierForm(), cancel)) : NotFound();

    [HttpPost("")]
    public async Task<IActionResult> Index(Guid id, [Bind(Prefix = "Form")] VerifierForm form, [FromServices] AskOverride ask, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { } head)
        {
            return NotFound();
        }

        if (form.Ask && form.VerifierId is { } wanted)
        {
            await this.AskedAsync(form, ask, [new OverrideSubject(wanted, head.CandidateId, head.UnitId, JudgingKind.Verifying)], id, user.PersonId, t, null, cancel);
        }
        else if (ModelState.IsValid)
        {
            try
            {
                await assign.RunAsync(id, form.VerifierId!.Value, form.Reason?.Trim() ?? "", cancel);
                this.AddFlash(Tone.Success, t["The verifier is assigned."]);
                return Redirect($"/assessments/{id}");
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                form.MayAsk = broken.Code == "independence.refused";
                ModelState.AddModelError(broken.Code == "reason.missing" ? "Form.Reason" : "Form.VerifierId", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("Verifier", await PageAsync(head, form, cancel));
    }

    private async Task<VerifierPage> PageAsync(VerifierHead head, VerifierForm form, CancellationToken cancel)
    {
        var eligible = AssignVerifier.Eligible(db, head.Id, head.CandidateId);
        return new VerifierPage(head, form, await check.ChoicesAsync(eligible, head.CandidateId, head.UnitId, JudgingKind.Verifying, cancel));
    }

    /// <summary>Only while a verification is open: there is nothing to verify before and after.</summary>
    private async Task<VerifierHead?> HeadAsync(Guid id, CancellationToken cancel)
    {
        var found = await (
            from a in db.Assessments.AsNoTracking().AsAdministrator(user.Viewer)
            where a.Id == id && db.Verifications.Any(v => v.AssessmentId == id && v.ClosedAt == null)
            from part in a.Assignments.Where(x => x.Part == AssessmentPart.Verifier && x.EndedAt == null).DefaultIfEmpty()
            from holder in db.People.Where(p => p.Id == part!.PersonId).DefaultIfEmpty()
            select new { a.Code, a.CandidateId, a.UnitId, Holder = holder }).SingleOrDefaultAsync(cancel);
        return found is null ? null : new VerifierHead(id, found.Code, found.CandidateId, found.Holder is null ? null : new PersonName(found.Holder.NameZh, found.Holder.NameLatin), found.UnitId);
    }
}
