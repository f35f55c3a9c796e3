using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>What a candidate asks for and, with a consent of its own, why.</summary>
internal sealed class AskAdjustmentForm
{
    [Display(Name = "What shall be done differently")]
    public string? What { get; set; }

    [Display(Name = "Why you need it")]
    public string? Why { get; set; }

    [Display(Name = "I consent")]
    public bool Consents { get; set; }
}

internal sealed class AskAdjustmentFormValidator : AbstractValidator<AskAdjustmentForm>
{
    public AskAdjustmentFormValidator()
    {
        RuleFor(f => f.What).NotEmpty().WithText("Say what shall be done differently.").MaximumLength(Adjustment.TextLimit).WithText("At most {0} characters.", Adjustment.TextLimit);
        RuleFor(f => f.Why).MaximumLength(Adjustment.TextLimit).WithText("At most {0} characters.", Adjustment.TextLimit);
        RuleFor(f => f.Consents).Equal(true).WithText("Without your consent the reason cannot be kept. Consent, or leave it out.").When(f => !string.IsNullOrWhiteSpace(f.Why));
    }
}

/// <summary>A request as its candidate sees it.</summary>
/// <param name="Id">Key.</param>
/// <param name="AskedFor">What was asked for.</param>
/// <param name="AskedAt">When, UTC.</param>
/// <param name="State">How it stands.</param>
/// <param name="What">What is agreed.</param>
/// <param name="Refusal">Why it is refused, or was.</param>
/// <param name="Why">The grounds.</param>
/// <param name="ConsentedAt">When the candidate agreed that they are kept, UTC.</param>
/// <param name="Appeals">Against its refusal.</param>
internal sealed record MyAdjustmentRow(Guid Id, string AskedFor, DateTime AskedAt, AdjustmentState State, string? What, string? Refusal, string? Why, DateTime? ConsentedAt, MyDecisionAppeals Appeals);

internal sealed record MyAdjustmentsPage(Guid Id, string Code, bool CanAsk, IReadOnlyList<MyAdjustmentRow> Rows, AskAdjustmentForm Form);

/// <param name="Id">Key.</param>
/// <param name="Code">The assessment's.</param>
/// <param name="Candidate">Who asks.</param>
/// <param name="AskedAt">When, UTC.</param>
/// <param name="State">How it stands.</param>
/// <param name="Approver">Who has taken it on.</param>
internal sealed record AdjustmentRow(Guid Id, string Code, PersonName Candidate, DateTime AskedAt, AdjustmentState State, PersonName? Approver);

internal sealed record AdjustmentList(IReadOnlyList<AdjustmentRow> Rows, PageInfo Page);

internal sealed class DecideAdjustmentForm
{
    [Display(Name = "What is agreed")]
    public string? What { get; set; }

    [Display(Name = "Reason of a refusal")]
    public string? Refusal { get; set; }
}

internal sealed class DecideAdjustmentFormValidator : AbstractValidator<DecideAdjustmentForm>
{
    public DecideAdjustmentFormValidator()
    {
        RuleFor(f => f.What).MaximumLength(Adjustment.TextLimit).WithText("At most {0} characters.", Adjustment.TextLimit);
        RuleFor(f => f.Refusal).MaximumLength(Adjustment.TextLimit).WithText("At most {0} characters.", Adjustment.TextLimit);
    }
}

/// <summary>A request as a quality lead sees it.</summary>
internal sealed record AdjustmentPage
{
    public required Adjustment Adjustment { get; init; }

    public required string Code { get; init; }

    public required PersonName Candidate { get; init; }

    /// <summary>Who has taken it on.</summary>
    public required PersonName? Approver { get; init; }

    /// <summary>The viewer has taken it on.</summary>
    public required bool IsMine { get; init; }

    /// <summary>The viewer refused it before, or hears an appeal in the assessment.</summary>
    public required bool HasPart { get; init; }

    /// <summary>Only for whoever has taken it on.</summary>
    public required string? Why { get; init; }

    public required DecideAdjustmentForm Form { get; init; }
}
