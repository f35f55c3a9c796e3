using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>A request for more time, and its answer where there is one.</summary>
internal sealed record ExtensionRow(DateTime AskedAt, DateTime DueBy, DateTime AskedUntil, string Reason, ExtensionOutcome? Outcome, DateTime? GrantedUntil, string? Answer, DateTime? AnsweredAt)
{
    public static ExtensionRow Of(DeadlineExtension e) => new(e.AskedAt, e.DueBy, e.AskedUntil, e.Reason, e.Outcome, e.GrantedUntil, e.Answer, e.AnsweredAt);
}

internal sealed class AskExtensionForm
{
    [Display(Name = "New last day")]
    public DateOnly? Until { get; set; }

    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class AskExtensionFormValidator : AbstractValidator<AskExtensionForm>
{
    public AskExtensionFormValidator()
    {
        RuleFor(f => f.Until).NotNull().WithText("Enter the day that you ask for.");
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(EndForm.Limit).WithText("At most {0} characters.", EndForm.Limit);
    }
}

internal sealed class AnswerExtensionForm
{
    [Display(Name = "New last day")]
    public DateOnly? Until { get; set; }

    [Display(Name = "Words to the candidate")]
    public string? Answer { get; set; }
}

internal sealed class AnswerExtensionFormValidator : AbstractValidator<AnswerExtensionForm>
{
    public AnswerExtensionFormValidator() =>
        RuleFor(f => f.Answer).MaximumLength(EndForm.Limit).WithText("At most {0} characters.", EndForm.Limit);
}

/// <summary>The candidate's page of requests for more time.</summary>
internal sealed record AskExtensionPage(Guid Id, string Code, DateTime DueBy, bool CanAsk, IReadOnlyList<ExtensionRow> Rows, AskExtensionForm Form);

/// <summary>The page on which a request is answered.</summary>
internal sealed record AnswerExtensionPage(Guid Id, string Code, PersonName Candidate, DateTime DueBy, bool Administers, bool EvidenceIsOpen, IReadOnlyList<ExtensionRow> Rows, AnswerExtensionForm Form)
{
    /// <summary>The request that waits for an answer.</summary>
    public ExtensionRow? Open => EvidenceIsOpen ? Rows.FirstOrDefault(r => r.AnsweredAt is null) : null;

    public string BackHref => Administers ? $"/assessments/{Id}" : $"/scoring/{Id}";
}
