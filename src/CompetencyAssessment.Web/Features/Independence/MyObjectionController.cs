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

internal sealed class ObjectionForm
{
    /// <summary>The part of the person objected to.</summary>
    [Display(Name = "To whom you object")]
    public Guid? AssignmentId { get; set; }

    [Display(Name = "Why this person should not assess you")]
    public string? Reason { get; set; }
}

internal sealed class ObjectionFormValidator : AbstractValidator<ObjectionForm>
{
    public ObjectionFormValidator()
    {
        RuleFor(f => f.AssignmentId).NotNull().WithText("Choose to whom you object.");
        RuleFor(f => f.Reason).NotEmpty().WithText("Say why this person should not assess you.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
    }
}

/// <summary>An objection as its candidate sees it.</summary>
/// <param name="Person">To whom.</param>
/// <param name="Part">In which part.</param>
/// <param name="FiledAt">UTC.</param>
/// <param name="Reason">The candidate's words.</param>
/// <param name="Outcome">Null while it is not answered.</param>
/// <param name="Answer">The quality lead's words.</param>
/// <param name="IsReplaced">The person no longer holds the part.</param>
internal sealed record MyObjection(PersonName Person, AssessmentPart Part, DateTime FiledAt, string Reason, ObjectionOutcome? Outcome, string? Answer, bool IsReplaced);

/// <summary>Somebody to whom the candidate may object.</summary>
internal sealed record Objectionable(Guid AssignmentId, AssessmentPart Part, PersonName Person);

internal sealed record MyObjectionPage(Guid Id, string Code, bool CanObject, IReadOnlyList<Objectionable> People, IReadOnlyList<MyObjection> Objections, ObjectionForm Form);

/// <summary>The candidate objects to somebody who assesses or decides (迴避申請), and sees what came of it.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/objection")]
internal sealed class MyObjectionController(AppDbContext db, ObjectToAssessor objections, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) => await PageAsync(id, new ObjectionForm(), cancel) is { } page ? View("MyObjection", page) : NotFound();

    [HttpPost("")]
    public async Task<IActionResult> Index(Guid id, [Bind(Prefix = "Form")] ObjectionForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid && await db.Assessments.AsCandidate(user.Viewer).AnyAsync(a => a.Id == id, cancel))
        {
            try
            {
                await objections.FileAsync(id, form.AssignmentId!.Value, user.PersonId, form.Reason!.Trim(), cancel);
                this.AddFlash(Tone.Success, t["Your objection is filed. The quality lead answers it, and you are told here."]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("Form.AssignmentId", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(id, form, cancel) is { } page ? View("MyObjection", page) : NotFound();
    }

    private async Task<MyObjectionPage?> PageAsync(Guid id, ObjectionForm form, CancellationToken cancel)
    {
        if (await db.Assessments.AsNoTracking().AsCandidate(user.Viewer).Where(a => a.Id == id).Select(a => new { a.Code, a.IsOpen }).SingleOrDefaultAsync(cancel) is not { } head)
        {
            return null;
        }

        var parts = await (
            from x in db.Set<AssessorAssignment>().AsNoTracking()
            where x.AssessmentId == id && x.EndedAt == null && (x.Part == AssessmentPart.Assessor || x.Part == AssessmentPart.SecondAssessor || x.Part == AssessmentPart.DecisionMaker)
            join p in db.People on x.PersonId equals p.Id
            select new Objectionable(x.Id, x.Part, new PersonName(p.NameZh, p.NameLatin))).ToListAsync(cancel);
        var filed = await (
            from o in db.AssessorObjections.AsNoTracking()
            where o.AssessmentId == id
            join x in db.Set<AssessorAssignment>() on o.AssignmentId equals x.Id
            join p in db.People on x.PersonId equals p.Id
            orderby o.FiledAt descending
            select new MyObjection(new PersonName(p.NameZh, p.NameLatin), x.Part, o.FiledAt, o.Reason, o.Outcome, o.Answer, x.EndedAt != null)).ToListAsync(cancel);
        return new MyObjectionPage(id, head.Code, head.IsOpen, [.. parts.OrderBy(p => p.Part)], filed, form);
    }
}
