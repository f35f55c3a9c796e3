using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>The form of a new assessment.</summary>
internal sealed class NewAssessmentForm : PartsForm
{
    public Guid SchemeId { get; set; }

    /// <summary>Number, name, or a suggestion of the list.</summary>
    [Display(Name = "Candidate")]
    public string? Candidate { get; set; }

    [Display(Name = "Assessment methods")]
    public List<string> Methods { get; set; } = [];

    /// <summary>How the candidate will have each resource of the unit, by code.</summary>
    public Dictionary<string, string?> Resources { get; set; } = [];

    [Display(Name = "Submit by")]
    public DateOnly? SubmitBy { get; set; }

    [Display(Name = "Decide by")]
    public DateOnly? DecideBy { get; set; }
}

internal sealed class NewAssessmentFormValidator : AssigningFormValidator<NewAssessmentForm>
{
    public NewAssessmentFormValidator(LocalTime time)
    {
        RuleFor(f => f.Candidate).NotEmpty().WithText("Name the candidate.");
        RuleFor(f => f.AssessorId).NotNull().WithText("Choose an assessor.");
        RuleFor(f => f.Methods).NotEmpty().WithText("Choose at least one method.");
        RuleForEach(f => f.Resources.Values).MaximumLength(PlanContent.TextLimit).WithText("At most {0} characters.", PlanContent.TextLimit).OverridePropertyName("Resources");
        RuleFor(f => f.SubmitBy).NotNull().WithText("Enter the last day to submit.");
        RuleFor(f => f.SubmitBy).GreaterThanOrEqualTo(_ => time.Today).WithText("The last day to submit is in the past.").When(f => f.SubmitBy is not null);
        RuleFor(f => f.DecideBy).NotNull().WithText("Enter the last day to decide.");
        RuleFor(f => f.DecideBy).GreaterThan(f => f.SubmitBy).WithText("The decision comes after the last day to submit.").When(f => f is { SubmitBy: not null, DecideBy: not null });
    }
}

internal sealed record SchemeChoice(Guid Id, string Text);

/// <summary>A method variant as the form offers it, with the evidence requirements that the coverage guide names it for.</summary>
internal sealed record MethodChoice(MethodVariant Variant, IReadOnlyList<string> Covers, bool Checked);

/// <summary>The page of a new assessment; <see cref="Form"/> is null where there is no scheme yet.</summary>
internal sealed record NewAssessmentPage(
    NewAssessmentForm? Form,
    string UnitCode,
    string UnitName,
    SchemeDocument? Scheme,
    IReadOnlyList<SchemeChoice> Schemes,
    IReadOnlyList<PersonChoice> Candidates,
    IReadOnlyList<PersonChoice> Assessors,
    IReadOnlyList<(string Code, string Text, IReadOnlyList<MethodChoice> Variants)> Methods)
{
    /// <summary>Resources of the unit, with their texts.</summary>
    public IReadOnlyList<(string Code, string Text)> Resources { get; init; } = [];
}
