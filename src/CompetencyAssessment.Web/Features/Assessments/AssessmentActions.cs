using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Assessments;

internal sealed class ReplaceAssessorForm : AssigningForm
{
    /// <summary>Whose part it is; the lead assessor's where it is not said.</summary>
    public AssessmentPart Part { get; set; }

    [Display(Name = "Person")]
    public Guid? AssessorId { get; set; }

    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class ReplaceAssessorFormValidator : AssigningFormValidator<ReplaceAssessorForm>
{
    public ReplaceAssessorFormValidator()
    {
        RuleFor(f => f.AssessorId).NotNull().WithText("Choose an assessor.");
        RuleFor(f => f.Reason).MaximumLength(EndForm.Limit).WithText("At most {0} characters.", EndForm.Limit);
    }
}

/// <summary>The reason of a suspension, withdrawal or termination.</summary>
internal sealed class EndForm
{
    public const int Limit = 2000;

    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class EndFormValidator : AbstractValidator<EndForm>
{
    public EndFormValidator() =>
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(EndForm.Limit).WithText("At most {0} characters.", EndForm.Limit);
}

/// <summary>What the pages of these actions say about the assessment.</summary>
internal sealed record AssessmentHead(Guid Id, string Code, AssessmentState State, Guid CandidateId, PersonName Candidate, bool Submitted, Guid UnitId);

/// <param name="Head">The assessment.</param>
/// <param name="Form">With the part.</param>
/// <param name="Holder">Who holds it now; null where nobody does yet.</param>
/// <param name="Assessors">Who may take it.</param>
internal sealed record ReplaceAssessorPage(AssessmentHead Head, ReplaceAssessorForm Form, PersonName? Holder, IReadOnlyList<PersonChoice> Assessors);

/// <param name="Head">The assessment.</param>
/// <param name="Form">What was typed.</param>
/// <param name="Move">What is to be done.</param>
/// <param name="Appointments">Of a suspension: those agreed that lie ahead.</param>
internal sealed record EndPage(AssessmentHead Head, EndForm Form, AssessmentMove Move, IReadOnlyList<AppointmentRow> Appointments);
