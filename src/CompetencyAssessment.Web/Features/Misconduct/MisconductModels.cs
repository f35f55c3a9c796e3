using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Misconduct;

/// <summary>A suspicion, and the versions that it is about.</summary>
internal sealed class SuspicionForm
{
    [Display(Name = "What you suspect, and why")]
    public string? Suspicion { get; set; }

    public List<Guid> Versions { get; set; } = [];
}

internal sealed class SuspicionFormValidator : AbstractValidator<SuspicionForm>
{
    public SuspicionFormValidator() =>
        RuleFor(f => f.Suspicion).NotEmpty().WithText("Say what you suspect, and why.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

/// <summary>The notice to the candidate.</summary>
internal sealed class AllegationForm
{
    public const int DefaultDays = 10;

    [Display(Name = "What is alleged")]
    public string? Allegation { get; set; }

    [Display(Name = "Working days to answer")]
    public int? ReplyDays { get; set; } = DefaultDays;
}

internal sealed class AllegationFormValidator : AbstractValidator<AllegationForm>
{
    public AllegationFormValidator()
    {
        RuleFor(f => f.Allegation).NotEmpty().WithText("Say what is alleged.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
        RuleFor(f => f.ReplyDays).NotNull().InclusiveBetween(5, 60);
    }
}

/// <summary>How the case ends.</summary>
internal sealed class OutcomeForm
{
    [Display(Name = "Outcome of the case")]
    public MisconductOutcome? Outcome { get; set; }

    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class OutcomeFormValidator : AbstractValidator<OutcomeForm>
{
    public OutcomeFormValidator()
    {
        RuleFor(f => f.Outcome).NotNull().WithText("Choose the outcome.").IsInEnum();
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(2000).WithText("At most {0} characters.", 2000);
    }
}

/// <summary>The candidate's answer.</summary>
internal sealed class ReplyForm
{
    [Display(Name = "Your answer")]
    public string? Reply { get; set; }
}

internal sealed class ReplyFormValidator : AbstractValidator<ReplyForm>
{
    public ReplyFormValidator() =>
        RuleFor(f => f.Reply).NotEmpty().WithText("Write your answer.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

/// <summary>What the viewer reported about an assessment, and how it ended.</summary>
internal sealed record MyReport(DateTime ReportedAt, string Suspicion, DateTime? ClosedAt, MisconductOutcome? Outcome, bool IsSetAside);

/// <summary>The page on which a suspicion is reported.</summary>
/// <param name="AssessmentId">The assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="Candidate">Who is assessed.</param>
/// <param name="CanReport">It is not decided, and no case is open.</param>
/// <param name="IsOpen">A case is open.</param>
/// <param name="Versions">What was handed in.</param>
/// <param name="Reports">The viewer's own.</param>
/// <param name="WayBack">Where the viewer came from.</param>
/// <param name="Form">What was typed.</param>
internal sealed record ReportPage(Guid AssessmentId, string Code, PersonName Candidate, bool CanReport, bool IsOpen, IReadOnlyList<LabelledVersion> Versions, IReadOnlyList<MyReport> Reports, string WayBack, SuspicionForm Form);

internal sealed record CaseRow(Guid Id, string Code, PersonName Candidate, DateTime ReportedAt, MisconductState State, MisconductOutcome? Outcome, DateTime? ReplyBy, bool IsSetAside);

internal sealed record CaseList(IReadOnlyList<CaseRow> Rows, bool All, PageInfo Page);

/// <summary>A version that a case is about, with the share of its text that stands elsewhere too.</summary>
internal sealed record ConcernedVersion(LabelledVersion Version, int SharedPercent);

internal sealed record CasePage
{
    public required MisconductCase Case { get; init; }

    public required string Code { get; init; }

    public required PersonName Candidate { get; init; }

    public required PersonName ReportedBy { get; init; }

    /// <summary>Who set a warning aside, having heard the appeal.</summary>
    public required PersonName? SetAsideBy { get; init; }

    public required MisconductState State { get; init; }

    /// <summary>The assessment is suspended: the days to answer stand still.</summary>
    public required bool IsSuspended { get; init; }

    public required IReadOnlyList<ConcernedVersion> Versions { get; init; }

    /// <summary>Outcomes that may be chosen now; none for who reported it or has a part in the assessment.</summary>
    public required IReadOnlyList<MisconductOutcome> Possible { get; init; }

    /// <summary>The viewer reported it, or has or had a part in the assessment.</summary>
    public required bool HasPart { get; init; }

    public required AllegationForm Notice { get; init; }

    public required OutcomeForm End { get; init; }
}

/// <summary>A case as its candidate sees it.</summary>
internal sealed record MyCase(Guid Id, string Allegation, DateTime OpenedAt, DateTime ReplyBy, string? Reply, DateTime? RepliedAt, MisconductOutcome? Outcome, string? Reason, DateTime? ClosedAt, IReadOnlyList<LabelledVersion> Versions, DateTime? SetAsideAt, MyDecisionAppeals Appeals)
{
    public bool CanReply(DateTime now) => RepliedAt is null && ClosedAt is null && now <= ReplyBy;
}

/// <param name="AssessmentId">The assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="CanAppeal">It was terminated, and the days to appeal are not over.</param>
/// <param name="Cases">The latest first.</param>
/// <param name="Now">What the clock of the assessment shows, UTC.</param>
/// <param name="IsSuspended">The clock stands still.</param>
/// <param name="Form">What was typed.</param>
internal sealed record MyCasesPage(Guid AssessmentId, string Code, bool CanAppeal, IReadOnlyList<MyCase> Cases, DateTime Now, bool IsSuspended, ReplyForm Form);
