using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.People;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>What a candidate writes to ask for a review or to appeal.</summary>
internal sealed class DisputeForm
{
    [Display(Name = "What is wrong, and why")]
    public string? Text { get; set; }
}

internal sealed class DisputeFormValidator : AbstractValidator<DisputeForm>
{
    public DisputeFormValidator() =>
        RuleFor(f => f.Text).NotEmpty().WithText("Say what is wrong, and why.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

/// <summary>A reason that the candidate is told.</summary>
internal sealed class AnswerForm
{
    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class AnswerFormValidator : AbstractValidator<AnswerForm>
{
    public AnswerFormValidator() =>
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

/// <summary>The names as the documents show them from now on, and why.</summary>
internal sealed class CorrectionForm
{
    [Display(Name = "Candidate’s name")]
    public string? CandidateZh { get; set; }

    [Display(Name = "Candidate’s name in Latin letters")]
    public string? CandidateLatin { get; set; }

    [Display(Name = "Signer’s name")]
    public string? SignerZh { get; set; }

    [Display(Name = "Signer’s name in Latin letters")]
    public string? SignerLatin { get; set; }

    [Display(Name = "Reason")]
    public string? Reason { get; set; }

    public static CorrectionForm Of(Corrections shown) =>
        new() { CandidateZh = shown.CandidateZh, CandidateLatin = shown.CandidateLatin, SignerZh = shown.SignerZh, SignerLatin = shown.SignerLatin };

    public Corrections Corrections => new(CandidateZh?.Trim() ?? "", CandidateLatin.Clean(), SignerZh?.Trim() ?? "", SignerLatin.Clean());
}

internal sealed class CorrectionFormValidator : AbstractValidator<CorrectionForm>
{
    public CorrectionFormValidator()
    {
        RuleFor(f => f.CandidateZh).NotEmpty().MaximumLength(100);
        RuleFor(f => f.CandidateLatin).MaximumLength(200);
        RuleFor(f => f.SignerZh).NotEmpty().MaximumLength(100);
        RuleFor(f => f.SignerLatin).MaximumLength(200);
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
    }
}

/// <summary>Who hears an appeal.</summary>
internal sealed class HearerForm
{
    [Display(Name = "Hearer")]
    public Guid? HearerId { get; set; }

    /// <summary>Where somebody else held the part.</summary>
    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class HearerFormValidator : AbstractValidator<HearerForm>
{
    public HearerFormValidator()
    {
        RuleFor(f => f.HearerId).NotNull().WithText("Choose who hears the appeal.");
        RuleFor(f => f.Reason).MaximumLength(2000).WithText("At most {0} characters.", 2000);
    }
}

/// <summary>What the hearer decides; the names count where the record is corrected.</summary>
internal sealed class HearingForm
{
    [Display(Name = "Outcome of the appeal")]
    public AppealOutcome? Outcome { get; set; }

    [Display(Name = "Reason")]
    public string? Reason { get; set; }

    [Display(Name = "Candidate’s name")]
    public string? CandidateZh { get; set; }

    [Display(Name = "Candidate’s name in Latin letters")]
    public string? CandidateLatin { get; set; }

    [Display(Name = "Signer’s name")]
    public string? SignerZh { get; set; }

    [Display(Name = "Signer’s name in Latin letters")]
    public string? SignerLatin { get; set; }

    public static HearingForm Of(Corrections? shown) =>
        new() { CandidateZh = shown?.CandidateZh, CandidateLatin = shown?.CandidateLatin, SignerZh = shown?.SignerZh, SignerLatin = shown?.SignerLatin };

    public Corrections Corrections => new(CandidateZh?.Trim() ?? "", CandidateLatin.Clean(), SignerZh?.Trim() ?? "", SignerLatin.Clean());
}

internal sealed class HearingFormValidator : AbstractValidator<HearingForm>
{
    public HearingFormValidator()
    {
        RuleFor(f => f.Outcome).NotNull().WithText("Choose the outcome.").IsInEnum();
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
        RuleFor(f => f.CandidateZh).NotEmpty().When(f => f.Outcome == AppealOutcome.RecordCorrected);
        RuleFor(f => f.SignerZh).NotEmpty().When(f => f.Outcome == AppealOutcome.RecordCorrected);
        RuleFor(f => f.CandidateZh).MaximumLength(100);
        RuleFor(f => f.CandidateLatin).MaximumLength(200);
        RuleFor(f => f.SignerZh).MaximumLength(100);
        RuleFor(f => f.SignerLatin).MaximumLength(200);
    }
}
