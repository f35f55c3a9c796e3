using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.TwoAssessors;

/// <summary>The page on which one of two assessors finishes.</summary>
/// <param name="Head">The assessment.</param>
/// <param name="Missing">What is missing before it can be finished, with its places.</param>
/// <param name="ForCompetent">What is missing beside that for competent.</param>
/// <param name="MayTakeBack">Whether the viewer, who has finished, may go on with the own sheet.</param>
internal sealed record FinishPage(ScoringHead Head, MissingPlaces Missing, MissingPlaces ForCompetent, bool MayTakeBack);

/// <summary>What both agree on for one difference; nothing chosen leaves it open.</summary>
internal sealed class AgreementForm
{
    /// <summary>Among the levels: the criterion is left open, with its reason.</summary>
    public const string LeftOpen = "open";

    public Guid Id { get; set; }

    public DifferenceKind Kind { get; set; }

    [Display(Name = "Agreed level")]
    public string? Level { get; set; }

    [Display(Name = "Cause")]
    public ShortfallCause? Cause { get; set; }

    [Display(Name = "Whose methods, places and words")]
    public AgreedBasis? Basis { get; set; }

    [Display(Name = "Comment or reason")]
    public string? Comment { get; set; }

    [Display(Name = "Reason for the agreement")]
    public string? Reason { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Level) && Basis is null && string.IsNullOrWhiteSpace(Reason) && string.IsNullOrWhiteSpace(Comment);

    /// <summary>What was typed, once it is known to be whole.</summary>
    public Agreement Agreement() => new(
        Id, Basis!.Value, int.TryParse(Level, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : null, Cause, Comment?.ReplaceLineEndings("\n").Trim(), Reason!.ReplaceLineEndings("\n").Trim());
}

internal sealed class DifferencesForm
{
    /// <summary>The content that the lead assessor saw.</summary>
    public int ContentVersion { get; set; }

    public List<AgreementForm> Items { get; set; } = [];
}

/// <summary>The second assessor does not agree to what the lead recorded.</summary>
internal sealed class DeclineForm
{
    /// <summary>The content that the second assessor saw.</summary>
    public int ContentVersion { get; set; }

    [Display(Name = "What you do not agree with, and why")]
    public string? Reason { get; set; }
}

internal sealed class DeclineFormValidator : AbstractValidator<DeclineForm>
{
    public DeclineFormValidator() =>
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

internal sealed class AgreementFormValidator : AbstractValidator<AgreementForm>
{
    public AgreementFormValidator() => When(f => !f.IsEmpty, () =>
    {
        RuleFor(f => f.Level).NotEmpty().When(f => f.Kind == DifferenceKind.Criterion).WithText("Choose the agreed level.");
        RuleFor(f => f.Basis).NotNull().WithText("Choose whose it takes.");
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.");
        RuleFor(f => f.Reason).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
        RuleFor(f => f.Comment).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
    });
}

internal sealed class DifferencesFormValidator : AbstractValidator<DifferencesForm>
{
    public DifferencesFormValidator() => RuleForEach(f => f.Items).SetValidator(new AgreementFormValidator());
}

/// <summary>What two assessors see differently, side by side.</summary>
internal sealed record DifferencesPage
{
    public required ScoringHead Head { get; init; }

    public required UnitView Unit { get; init; }

    public required SchemeDocument Scheme { get; init; }

    public required Reconciliation Reconciliation { get; init; }

    public required PersonName Lead { get; init; }

    public required PersonName Second { get; init; }

    public required IReadOnlyList<EvidenceRow> Evidence { get; init; }

    /// <summary>In the order of <see cref="Shown"/>.</summary>
    public required DifferencesForm Form { get; init; }

    /// <summary>What the second assessor typed; empty for a new form.</summary>
    public required DeclineForm Decline { get; init; }

    /// <summary>Whether anything may still be agreed on.</summary>
    public required bool IsOpen { get; init; }

    public bool CanSettle => IsOpen && Head.IsLead;

    public bool CanConfirm => IsOpen && Head.Part == AssessmentPart.SecondAssessor && Reconciliation is { IsSettled: true, ConfirmedAt: null, Differences.Count: > 0 };

    /// <summary>Criteria in the order of the unit, then evidence, then its requirements.</summary>
    public IReadOnlyList<Difference> Shown => [.. Reconciliation.Differences.OrderBy(d => d.Kind).ThenBy(Order)];

    public EvidenceRow? Piece(Guid versionId) => Evidence.FirstOrDefault(e => e.VersionId == versionId);

    /// <summary>Code of criterion or requirement, or label of the evidence version.</summary>
    public string CodeOf(Difference difference) => difference.Kind switch
    {
        DifferenceKind.Criterion => Unit.Criterion(difference.SubjectId).Code,
        DifferenceKind.Requirement => Unit.RequirementCode(difference.SubjectId),
        _ => Piece(difference.SubjectId) is { } piece ? $"{piece.Label} v{piece.VersionNo.ToString(CultureInfo.InvariantCulture)}" : "",
    };

    public string TextOf(Difference difference) => difference.Kind == DifferenceKind.Evidence
        ? Piece(difference.SubjectId)?.Title ?? ""
        : Unit.TextIn(CodeOf(difference), CultureInfo.CurrentUICulture.Name, Head.TranslationRevision);

    private int Order(Difference difference) => difference.Kind switch
    {
        DifferenceKind.Criterion => Unit.Criteria.TakeWhile(c => c.Id != difference.SubjectId).Count(),
        DifferenceKind.Evidence => Evidence.TakeWhile(e => e.VersionId != difference.SubjectId).Count(),
        _ => Unit.Text.Evidence.TakeWhile(e => Unit.Requirements[e.Code] != difference.SubjectId).Count(),
    };
}

/// <summary>One side of a difference, or what was agreed; view <c>_Side</c>.</summary>
internal sealed record DifferenceSide(DifferencesPage Page, Difference Difference, string Title, string Content);
