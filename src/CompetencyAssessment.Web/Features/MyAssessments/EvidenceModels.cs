using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Units;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>What a candidate states about a piece of evidence, and what it supports. Everything but title and kind may wait until submission.</summary>
internal sealed class EvidenceForm
{
    public const int TitleLimit = 200;
    public const int TextLimit = 2000;

    /// <summary>Versions of piece and link that the page showed; tells a change in another window.</summary>
    public string? Seen { get; set; }

    [Display(Name = "Title")]
    public string? Title { get; set; }

    [Display(Name = "Kind of evidence")]
    public EvidenceKind Kind { get; set; }

    [Display(Name = "Context")]
    public EvidenceContext? Context { get; set; }

    [Display(Name = "Period from")]
    public DateOnly? PeriodFrom { get; set; }

    [Display(Name = "Period to")]
    public DateOnly? PeriodTo { get; set; }

    [Display(Name = "Own share")]
    public string? OwnShare { get; set; }

    [Display(Name = "Help from others")]
    public string? Help { get; set; }

    [Display(Name = "AI tools used")]
    public string? AiUse { get; set; }

    [Display(Name = "Confidentiality")]
    public Confidentiality? Confidentiality { get; set; }

    /// <summary>Codes of criteria.</summary>
    public List<string> Criteria { get; set; } = [];

    /// <summary>Codes of evidence requirements.</summary>
    public List<string> Requirements { get; set; } = [];

    public EvidenceDescription ToDescription() => new()
    {
        Title = Title!.Trim(),
        Kind = Kind,
        Context = Context,
        PeriodFrom = PeriodFrom,
        PeriodTo = PeriodTo,
        OwnShare = OwnShare,
        Help = Help,
        AiUse = AiUse,
        Confidentiality = Confidentiality,
    };
}

internal sealed class EvidenceFormValidator : AbstractValidator<EvidenceForm>
{
    public EvidenceFormValidator()
    {
        RuleFor(f => f.Title).NotEmpty().MaximumLength(EvidenceForm.TitleLimit);
        RuleFor(f => f.Kind).IsInEnum();
        RuleFor(f => f.Context).IsInEnum();
        RuleFor(f => f.Confidentiality).IsInEnum();
        RuleFor(f => f.OwnShare).MaximumLength(EvidenceForm.TextLimit);
        RuleFor(f => f.Help).MaximumLength(EvidenceForm.TextLimit);
        RuleFor(f => f.AiUse).MaximumLength(EvidenceForm.TextLimit);
        RuleFor(f => f.PeriodTo).GreaterThanOrEqualTo(f => f.PeriodFrom).When(f => f.PeriodFrom is not null && f.PeriodTo is not null)
            .WithText("The period must not end before it begins.");
    }
}

/// <summary>The page of one piece of evidence.</summary>
internal sealed record EvidencePage
{
    public required Guid AssessmentId { get; init; }

    public required string AssessmentCode { get; init; }

    public required AssessmentState State { get; init; }

    public required Guid ItemId { get; init; }

    public required string Label { get; init; }

    /// <summary>Until it has one, the name of its file, which nobody but the people of the assessment sees.</summary>
    public required string Title { get; init; }

    public required EvidenceForm Form { get; init; }

    /// <summary>The latest first.</summary>
    public required IReadOnlyList<StoredVersion> Versions { get; init; }

    /// <summary>A submitted round relied on it; it cannot be withdrawn.</summary>
    public required bool IsReliedOn { get; init; }

    /// <summary>Codes of what a submission would lack.</summary>
    public required IReadOnlyList<string> Lacks { get; init; }

    public required IReadOnlyList<CriterionChoices> Groups { get; init; }

    public required IReadOnlyList<CriterionChoice> Requirements { get; init; }

    public required long MaximumFileBytes { get; init; }

    public required Guid PersonId { get; init; }

    public bool CanChange => State.EvidenceIsOpen();

    /// <summary>The newest version is in quarantine: a redacted one is asked for, also while the rest is with the assessors.</summary>
    public bool AwaitsRedaction => Versions is [{ IsQuarantined: true }, ..];

    /// <summary>Whether a new version can be uploaded now.</summary>
    public bool CanReplace => CanChange || (AwaitsRedaction && Incident.TakesRedaction(State));
}

/// <param name="Id">Key.</param>
/// <param name="Number">From 1.</param>
/// <param name="FileName">With the candidate.</param>
/// <param name="UploadedAt">UTC.</param>
/// <param name="Size">Bytes.</param>
/// <param name="MediaType">Of the content.</param>
/// <param name="Sha256">Of the content.</param>
/// <param name="HandedIn">In any round.</param>
/// <param name="Found">What was found in it, where it is in quarantine.</param>
internal sealed record StoredVersion(Guid Id, int Number, string FileName, DateTime UploadedAt, long Size, string MediaType, string Sha256, bool HandedIn, string? Found)
{
    public bool IsQuarantined => Found is not null;
}

internal sealed record CriterionChoices(string Code, string Title, IReadOnlyList<CriterionChoice> Criteria);

internal sealed record CriterionChoice(string Code, string Text, bool Chosen, NotesHere Notes);
