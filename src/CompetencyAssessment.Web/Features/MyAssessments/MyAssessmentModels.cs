using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Rounds;
using CompetencyAssessment.Web.Features.SelfAssessment;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.Shared.Charts;
using CompetencyAssessment.Web.Features.Units;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>A candidate's own assessments.</summary>
internal sealed record MyAssessmentList(IReadOnlyList<MyAssessmentRow> Rows, PageInfo Page);

/// <param name="Id">Key.</param>
/// <param name="Code">The assessment's code.</param>
/// <param name="State">As the candidate may know it.</param>
/// <param name="Unit">Code and name.</param>
/// <param name="AttemptNo">Which attempt.</param>
/// <param name="DueBy">When evidence is due, or while it is assessed the result; UTC.</param>
/// <param name="IsLate">Whether the candidate's own date has passed.</param>
internal sealed record MyAssessmentRow(Guid Id, string Code, AssessmentState State, string Unit, int? AttemptNo, DateTime? DueBy, bool IsLate);

/// <summary>One assessment as its candidate sees it.</summary>
internal sealed record MyAssessmentPage
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    /// <summary>As the candidate may know it: a decision is hidden until it is released.</summary>
    public required AssessmentState State { get; init; }

    public required int? AttemptNo { get; init; }

    public required DateTime SubmitBy { get; init; }

    public required DateTime DecideBy { get; init; }

    /// <summary>Since when the clock stands still, UTC; null while it goes.</summary>
    public required DateTime? SuspendedAt { get; init; }

    /// <summary>When evidence is due now.</summary>
    public required DateTime EvidenceDueBy { get; init; }

    public required bool IsLate { get; init; }

    public required DateTime? AcknowledgedAt { get; init; }

    /// <summary>An earlier attempt went before, from which ratings may be carried over.</summary>
    public required bool FollowsAttempt { get; init; }

    /// <summary>Reviews and appeals, once there is something to dispute.</summary>
    public required MyDisputes Disputes { get; init; }

    public required string? EndReason { get; init; }

    /// <summary>The last day to answer the latest misconduct case that the candidate was told of, UTC; null where there is none.</summary>
    public required DateTime? CaseReplyBy { get; init; }

    public required bool CaseIsOpen { get; init; }

    /// <summary>How the case that was opened last ended; null while it is open, or where there is none.</summary>
    public required MisconductOutcome? CaseOutcome { get; init; }

    /// <summary>Whether an appeal set that outcome aside.</summary>
    public required bool CaseIsSetAside { get; init; }

    /// <summary>Who assesses and decides; who verifies is not the candidate's to know.</summary>
    public required IReadOnlyList<(AssessmentPart Part, string Name)> People { get; init; }

    public required UnitView Unit { get; init; }

    public required int TranslationRevision { get; init; }

    public required SchemeView Scheme { get; init; }

    /// <summary>The plan that counts.</summary>
    public required PlanText Plan { get; init; }

    /// <summary>Number of the newest version of the plan.</summary>
    public required int PlanNumber { get; init; }

    /// <summary>Number of the version that counts.</summary>
    public required int PlanInForce { get; init; }

    /// <summary>A changed plan that waits for the candidate's acknowledgement; null where there is none.</summary>
    public required PendingPlan? PendingPlan { get; init; }

    /// <summary>More time, appointments and adjustments; none once it has ended.</summary>
    public required Arrangements Arrangements { get; init; }

    public required IReadOnlyList<EvidenceRow> Evidence { get; init; }

    /// <summary>What a submission would lack, with the piece each belongs to.</summary>
    public required IReadOnlyList<Submission.Lack> Missing { get; init; }

    public required IReadOnlyList<CriterionGroup> Groups { get; init; }

    public required IReadOnlyList<CriterionCover> Requirements { get; init; }

    /// <summary>The latest first.</summary>
    public required IReadOnlyList<RoundView> Rounds { get; init; }

    public required SelfProgress SelfAssessment { get; init; }

    public required ReleasedResult? Result { get; init; }

    public required AssessmentTimeline Timeline { get; init; }

    public required long MaximumFileBytes { get; init; }

    /// <summary>Keeps what a browser remembers of broken uploads apart by person.</summary>
    public required Guid PersonId { get; init; }

    public bool CanAcknowledge => State.Allows(AssessmentMove.Acknowledge);

    public bool CanChangeEvidence => State.EvidenceIsOpen();

    public bool CanTakeBack => State.Allows(AssessmentMove.TakeBack);

    public string UnitName(string culture) => Unit.Translation(culture, TranslationRevision)?.Name ?? Unit.Text.Name;
}

/// <summary>A piece of evidence in the assessment; <c>Seen</c> is the version of its mapping.</summary>
internal sealed record EvidenceRow(
    Guid ItemId, int Number, int Seen, string Title, EvidenceKind Kind, IReadOnlyList<VersionRow> Versions, IReadOnlyList<string> Criteria, IReadOnlyList<string> Requirements, IReadOnlyList<string> Lacks)
{
    public string Label => AssessmentEvidence.LabelOf(Number);

    public VersionRow? Current => Versions.MaxBy(v => v.Number);
}

internal sealed record VersionRow(Guid Id, int Number, string FileName, DateTime UploadedAt, string MediaType, bool IsQuarantined);

/// <summary>A task with its indicators, or the knowledge items, or the skills.</summary>
internal sealed record CriterionGroup(string Code, string Title, IReadOnlyList<CriterionCover> Criteria)
{
    public int Covered => Criteria.Count(c => c.Evidence.Count > 0);
}

/// <summary>A criterion or evidence requirement with its notes and errata, and what supports it.</summary>
internal sealed record CriterionCover(string Code, IReadOnlyList<Segment> Text, NotesHere Notes, IReadOnlyList<EvidenceRow> Evidence);

/// <summary>A submission and what was sent back from it, without levels.</summary>
internal sealed record RoundView(int Number, DateTime SubmittedAt, DateTime? ReturnedAt, string? Message, DateTime? ResubmitBy, IReadOnlyList<HandedIn> HandedIn, IReadOnlyList<SentBack> Items);

internal sealed record HandedIn(Guid ItemId, string Label, string Title, int Version, Guid VersionId, string FileName);

/// <param name="Id">Key of the point.</param>
/// <param name="Code">The criterion's.</param>
/// <param name="Text">The criterion.</param>
/// <param name="Missing">As it was sent back.</param>
/// <param name="Draft">What the candidate has written so far.</param>
/// <param name="Answer">As it was handed in; null before that.</param>
/// <param name="Earlier">What was sent back before for the same criterion, with the answers.</param>
internal sealed record SentBack(Guid Id, string Code, string Text, string Missing, ReplyFields Draft, ThreadAnswer? Answer, IReadOnlyList<ThreadTurn> Earlier);

/// <summary>A line of the list before submission: what is asked for, and where it is answered. One that is only advice does not hold the submission up.</summary>
internal sealed record CheckLine(string Text, bool IsDone, bool IsAdvice, IReadOnlyList<CheckPlace> Places);

/// <param name="Text">What is to be done there.</param>
/// <param name="Address">Path or fragment.</param>
/// <param name="Label">Which piece, e.g. <c>EV-01</c>; null where it belongs to none.</param>
/// <param name="Piece">The piece that the map opens with.</param>
internal sealed record CheckPlace(string Text, string Address, string? Label = null, Guid? Piece = null);

/// <summary>What is released with the decision.</summary>
internal sealed record ReleasedResult
{
    public required Outcome Outcome { get; init; }

    public required DateTime SignedAt { get; init; }

    public required string SignedBy { get; init; }

    public required string Strengths { get; init; }

    public required string NextSteps { get; init; }

    public required string? Feedback { get; init; }

    public required IReadOnlyList<ReleasedRating> Ratings { get; init; }

    public required DocumentList? Documents { get; init; }

    /// <summary>The centre's pass mark, as the scheme names it.</summary>
    public required string PassMark { get; init; }

    /// <summary>Working days for review and appeal.</summary>
    public required int AppealWorkingDays { get; init; }

    /// <summary>The last of them, as on the documents.</summary>
    public required DateOnly AppealUntil { get; init; }

    public required bool AppealIsOver { get; init; }

    public IEnumerable<ReleasedRating> Gaps => Ratings.Where(r => r.Passed != true);

    /// <summary>Drawn from what was signed, as the record is.</summary>
    public required ResultCharts Charts { get; init; }

    public required CoverageMatrix Coverage { get; init; }
}

/// <summary>A rating as released: never the private note.</summary>
internal sealed record ReleasedRating(string Code, string Text, string? Level, bool? Passed, ShortfallCause? Cause, string? Comment, string? NotAssessedReason);
