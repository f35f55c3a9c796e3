using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.TwoAssessors;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Handover;

/// <summary>Why the decision maker gives the sheet back.</summary>
internal sealed class GiveBackForm
{
    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class GiveBackFormValidator : AbstractValidator<GiveBackForm>
{
    public GiveBackFormValidator() =>
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(EndForm.Limit).WithText("At most {0} characters.", EndForm.Limit);
}

/// <summary>Handing over, for the lead assessor; giving back, for the decision maker.</summary>
/// <param name="Head">The assessment.</param>
/// <param name="DecisionMaker">Who signs.</param>
/// <param name="Missing">What is missing before it can be handed over.</param>
/// <param name="MissingForCompetent">What stands in the way of competent; it can be handed over all the same.</param>
/// <param name="IsAgreed">Whether two assessors have agreed on one sheet; true where one rates.</param>
/// <param name="Form">The decision maker's reason.</param>
internal sealed record HandoverPage(ScoringHead Head, PersonName DecisionMaker, MissingPlaces Missing, MissingPlaces MissingForCompetent, bool IsAgreed, GiveBackForm Form);

/// <summary>Where somebody other than the assessors signs: the lead hands the sheet over, the decision maker may give it back.</summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}/handover")]
internal sealed class HandoverController(AppDbContext db, ScoringQueries scoring, HandOverSheet handover, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Handover(Guid id, CancellationToken cancel) =>
        await HeadAsync(id, cancel) is not { } head ? NotFound()
            : head.State is AssessmentState.Assessing or AssessmentState.Returned ? View(await PageAsync(head, new GiveBackForm(), cancel))
            : Redirect($"/scoring/{id}");

    [HttpPost("")]
    public async Task<IActionResult> HandOver(Guid id, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { IsLead: true } head)
        {
            return NotFound();
        }

        try
        {
            // A second click finds it handed over, and arrives like the first.
            if (head.HandedOverAt is null)
            {
                await handover.RunAsync(id, user.PersonId, cancel);
            }

            this.AddFlash(Tone.Success, t["Handed over. The decision maker sees the whole score sheet and signs."]);
            return Redirect($"/scoring/{id}");
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
            return Redirect($"/scoring/{id}/handover");
        }
    }

    [HttpPost("give-back")]
    public async Task<IActionResult> GiveBack(Guid id, [Bind(Prefix = "Form")] GiveBackForm form, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { IsDecisionMaker: true } head)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return View(nameof(Handover), await PageAsync(head, form, cancel));
        }

        try
        {
            await handover.GiveBackAsync(id, user.PersonId, form.Reason!.Trim(), cancel);
            this.AddFlash(Tone.Success, t["Given back. The assessors see your reason and go on with the score sheet."]);
            return Redirect("/scoring");
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
            return Redirect($"/scoring/{id}");
        }
    }

    private async Task<HandoverPage> PageAsync(ScoringHead head, GiveBackForm form, CancellationToken cancel)
    {
        var (unit, scheme, rows) = await scoring.SheetAsync(head, cancel);
        var sheet = rows.Sheet(unit, scheme);
        var maker = head.Holder(AssessmentPart.DecisionMaker)!.PersonId;
        var name = await db.People.AsNoTracking().Where(p => p.Id == maker).Select(p => new PersonName(p.NameZh, p.NameLatin)).SingleAsync(cancel);
        return new HandoverPage(
            head, name,
            new MissingPlaces(head.Id, sheet.MissingFor(Outcome.NotYetCompetent), rows.Evidence),
            new MissingPlaces(head.Id, sheet.MissingFor(Outcome.Competent), rows.Evidence),
            await SettleDifferences.IsAgreedAsync(db, head, cancel),
            form);
    }

    private async Task<ScoringHead?> HeadAsync(Guid id, CancellationToken cancel) =>
        await scoring.HeadAsync(id, user.Viewer, cancel) is { } head && (head.HandsOver || head.IsDecisionMaker) ? head : null;
}
