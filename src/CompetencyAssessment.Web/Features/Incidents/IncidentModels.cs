using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Incidents;

/// <summary>What was found in a version.</summary>
internal sealed class QuarantineForm
{
    [Display(Name = "What was found in it")]
    public IncidentKind? Kind { get; set; }

    [Display(Name = "What was found, and where")]
    public string? Found { get; set; }
}

internal sealed class QuarantineFormValidator : AbstractValidator<QuarantineForm>
{
    public QuarantineFormValidator()
    {
        RuleFor(f => f.Kind).NotNull().WithText("Choose what the file holds.").IsInEnum();
        RuleFor(f => f.Found).NotEmpty().WithText("Say what was found, and where.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
    }
}

/// <summary>What was done about an incident, or why a version is given free again.</summary>
internal sealed class IncidentForm
{
    [Display(Name = "What was done")]
    public string? Measures { get; set; }

    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class IncidentFormValidator : AbstractValidator<IncidentForm>
{
    public IncidentFormValidator()
    {
        RuleFor(f => f.Measures).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
        RuleFor(f => f.Reason).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
    }
}

/// <summary>An evidence version by its label.</summary>
internal sealed record LabelledVersion(Guid Id, string Label, int Number, string Title)
{
    public string Name => $"{Label} v{Number}";
}

/// <summary>The page on which a version is put into quarantine.</summary>
/// <param name="AssessmentId">Where it was found.</param>
/// <param name="Code">Of the assessment.</param>
/// <param name="Version">The version.</param>
/// <param name="IsAdded">Whether an assessor or a third party added it, so that the candidate is not asked for anything.</param>
/// <param name="State">Of the assessment: whether the candidate can hand in a redacted version.</param>
/// <param name="Resting">Codes of criteria of the viewer's own sheet that rest on it.</param>
/// <param name="WayBack">Where the viewer came from.</param>
/// <param name="Form">What was typed.</param>
internal sealed record QuarantinePage(Guid AssessmentId, string Code, LabelledVersion Version, bool IsAdded, AssessmentState State, IReadOnlyList<string> Resting, string WayBack, QuarantineForm Form);

internal sealed record IncidentRow(Guid Id, string Code, PersonName Candidate, string Version, IncidentKind Kind, DateTime ReportedAt, DateTime? ReplacedAt, DateTime? ClosedAt, DateTime? LiftedAt);

internal sealed record IncidentList(IReadOnlyList<IncidentRow> Rows, bool All, PageInfo Page);

internal sealed record IncidentPage(Incident Incident, string Code, AssessmentState State, PersonName Candidate, LabelledVersion Version, bool IsAdded, LabelledVersion? Replacement, PersonName ReportedBy, PersonName? ClosedBy, IncidentForm Form);
