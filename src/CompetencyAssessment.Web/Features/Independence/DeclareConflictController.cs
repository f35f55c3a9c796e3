using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Independence;

internal sealed class OwnConflictForm
{
    [Display(Name = "What the conflict of interest is")]
    public string? Reason { get; set; }
}

internal sealed class OwnConflictFormValidator : AbstractValidator<OwnConflictForm>
{
    public OwnConflictFormValidator() =>
        RuleFor(f => f.Reason).NotEmpty().WithText("Say what the conflict of interest is.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

/// <param name="Id">The assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="Candidate">Who is assessed.</param>
/// <param name="Part">The viewer's part.</param>
/// <param name="DeclaredAt">When the viewer declared a conflict with the candidate, UTC; null where they did not.</param>
/// <param name="Declared">What they said then.</param>
/// <param name="Form">What is typed.</param>
internal sealed record OwnConflictPage(Guid Id, string Code, PersonName Candidate, AssessmentPart Part, DateTime? DeclaredAt, string? Declared, OwnConflictForm Form)
{
    /// <summary>Where the viewer works on it.</summary>
    public string Back => Part switch { AssessmentPart.Verifier => $"/verification/{Id}", AssessmentPart.Hearer => "/appeals", _ => $"/scoring/{Id}" };
}

/// <summary>Whoever has a part in an assessment says that they have a conflict of interest.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[Route("conflicts/{id:guid}")]
internal sealed class DeclareConflictController(AppDbContext db, DeclareConflict declare, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public Task<IActionResult> Index(Guid id, CancellationToken cancel) => PageAsync(id, new OwnConflictForm(), cancel);

    [HttpPost("")]
    public async Task<IActionResult> Index(Guid id, [Bind(Prefix = "Form")] OwnConflictForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid && await db.Assessments.AsPartHolder(user.Viewer).AnyAsync(a => a.Id == id, cancel))
        {
            try
            {
                await declare.RunAsync(id, user.PersonId, form.Reason!.Trim(), cancel);
                this.AddFlash(Tone.Success, t["The conflict of interest is declared. The centre is told, and gives your part to somebody else."]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("Form.Reason", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(id, form, cancel);
    }

    private async Task<IActionResult> PageAsync(Guid id, OwnConflictForm form, CancellationToken cancel)
    {
        var me = user.PersonId;
        var found = await (
            from a in db.Assessments.AsNoTracking().AsPartHolder(user.Viewer)
            where a.Id == id
            join c in db.People on a.CandidateId equals c.Id
            from own in db.ConflictsOfInterest.Where(x => x.PersonId == me && x.OtherId == a.CandidateId && x.EndedAt == null).DefaultIfEmpty()
            select new
            {
                a.Code,
                c.NameZh,
                c.NameLatin,
                Part = a.Assignments.Where(x => x.PersonId == me && x.EndedAt == null).Select(x => x.Part).First(),
                Declared = own == null ? null : own.Reason,
                DeclaredAt = own == null ? null : (DateTime?)own.DeclaredAt,
            }).SingleOrDefaultAsync(cancel);
        return found is null
            ? NotFound()
            : View("OwnConflict", new OwnConflictPage(id, found.Code, new PersonName(found.NameZh, found.NameLatin), found.Part, found.DeclaredAt, found.Declared, form));
    }
}
