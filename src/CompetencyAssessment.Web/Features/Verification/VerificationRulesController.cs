using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Verification;

internal sealed class RuleForm
{
    /// <summary>Number of the version that was shown; 0 for none.</summary>
    public int Seen { get; set; }

    [Display(Name = "Share of all decisions (%)")]
    public int? Percentage { get; set; } = 20;

    [Display(Name = "At least so many of each assessor in a period")]
    public int? AtLeast { get; set; } = 2;

    [Display(Name = "Length of a period")]
    public int PeriodMonths { get; set; } = 3;

    [Display(Name = "Every decision of not yet competent")]
    public bool AllNotYetCompetent { get; set; } = true;

    [Display(Name = "The first decisions of an assessor")]
    public int? FirstOfAssessor { get; set; } = 5;

    public static RuleForm Of(RuleRow? rule) => rule is null ? new RuleForm() : new RuleForm
    {
        Seen = rule.Number,
        Percentage = rule.Terms.Percentage,
        AtLeast = rule.Terms.AtLeast,
        PeriodMonths = rule.Terms.PeriodMonths,
        AllNotYetCompetent = rule.Terms.AllNotYetCompetent,
        FirstOfAssessor = rule.Terms.FirstOfAssessor,
    };
}

internal sealed class RuleFormValidator : AbstractValidator<RuleForm>
{
    public RuleFormValidator()
    {
        RuleFor(f => f.Percentage).NotNull().InclusiveBetween(0, 100).WithText("A number from {0} to {1}.", 0, 100);
        RuleFor(f => f.AtLeast).NotNull().InclusiveBetween(0, 100).WithText("A number from {0} to {1}.", 0, 100);
        RuleFor(f => f.FirstOfAssessor).NotNull().InclusiveBetween(0, 100).WithText("A number from {0} to {1}.", 0, 100);
        RuleFor(f => f.PeriodMonths).Must(VerificationTerms.Periods.Contains).WithText("Choose one of the periods.");
    }
}

/// <summary>The rule of verification, its versions, and every draw with what explains it.</summary>
[Authorize(Policy = Permissions.OverseeQuality)]
[Route("quality")]
internal sealed class VerificationRulesController(VerificationRuleQueries queries, SetVerificationRule set, VerificationCommands commands, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("verification")]
    public async Task<IActionResult> Index(int page, CancellationToken cancel) => View("Rules", await queries.PageAsync(user.Viewer, null, page, cancel));

    [HttpPost("verification")]
    public async Task<IActionResult> Index([Bind(Prefix = "Form")] RuleForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            try
            {
                var terms = new VerificationTerms(form.Percentage!.Value, form.AtLeast!.Value, form.PeriodMonths, form.AllNotYetCompetent, form.FirstOfAssessor!.Value);
                await set.RunAsync(terms, form.Seen, user.PersonId, cancel);
                this.AddFlash(Tone.Success, t["The rule is set. It counts for decisions signed from now on."]);
                return RedirectToAction(nameof(Index));
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError("", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("Rules", await queries.PageAsync(user.Viewer, form, 1, cancel));
    }

    [HttpGet("verifications/{id:guid}")]
    public Task<IActionResult> Verification(Guid id, CancellationToken cancel) => PageAsync(id, new ReviewForm(), cancel);

    [HttpPost("verifications/{id:guid}")]
    public async Task<IActionResult> Verification(Guid id, [Bind(Prefix = "Form")] ReviewForm form, CancellationToken cancel)
    {
        if (!await queries.IsVisibleAsync(id, user.Viewer, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await commands.ReviewAsync(id, user.PersonId, form.Answer!.Trim(), cancel);
                this.AddFlash(Tone.Success, t["The disagreement is closed, and the verifier is told."]);
                return RedirectToAction(nameof(Verification), new { id });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError("Form.Answer", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(id, form, cancel);
    }

    private async Task<IActionResult> PageAsync(Guid id, ReviewForm form, CancellationToken cancel) =>
        await queries.VerificationAsync(id, user.Viewer, form, cancel) is { } page ? View("Disagreement", page) : NotFound();
}
