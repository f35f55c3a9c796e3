using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Rounds;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.Shared.Charts;
using CompetencyAssessment.Web.Features.Units;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>An assessment on the assessor's worklist.</summary>
internal sealed record WorklistRow(Guid Id, string Code, string Candidate, string Unit, AssessmentState State, DateTime DueBy, bool IsLate, int Rated, int Criteria);

internal sealed record Worklist(IReadOnlyList<WorklistRow> Rows, PageInfo Page, bool All);

/// <summary>What every page of one scoring knows.</summary>
internal sealed record ScoringHead
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required AssessmentState State { get; init; }

    public required string CandidateZh { get; init; }

    public required string? CandidateLatin { get; init; }

    public required int? AttemptNo { get; init; }

    public required Guid CandidateId { get; init; }

    public required Guid UnitVersionId { get; init; }

    public required Guid SchemeId { get; init; }

    /// <summary>Who holds which part now.</summary>
    public required IReadOnlyList<HeadPart> Parts { get; init; }

    /// <summary>The viewer's part: lead or second assessor, or decision maker.</summary>
    public required AssessmentPart Part { get; init; }

    /// <summary>Since when the sheet is in the decision maker's hands, UTC.</summary>
    public required DateTime? HandedOverAt { get; init; }

    /// <summary>Why the decision maker gave it back last.</summary>
    public required string? GivenBackReason { get; init; }

    /// <summary>Whose sheet the viewer sees: the own one; the decision maker that of the lead, who keeps what two agreed on.</summary>
    public Guid AssignmentId => Holder(Part == AssessmentPart.DecisionMaker ? AssessmentPart.Assessor : Part)!.Id;

    /// <summary>Whether the viewer is the lead assessor, who sends back and makes plan and appointments.</summary>
    public bool IsLead => Part == AssessmentPart.Assessor;

    public bool IsDecisionMaker => Part == AssessmentPart.DecisionMaker;

    public bool HasTwoAssessors => Holder(AssessmentPart.SecondAssessor) is not null;

    /// <summary>When the viewer finished the own sheet, UTC; only where two rate.</summary>
    public DateTime? FinishedAt => Holder(Part)?.FinishedAt;

    public bool BothFinished => HasTwoAssessors && Parts.All(p => p.FinishedAt is not null || p.Part is not (AssessmentPart.Assessor or AssessmentPart.SecondAssessor));

    /// <summary>Whether the viewer is the one who signs.</summary>
    public bool IsSigner => IsDecisionMaker || (IsLead && Holder(AssessmentPart.DecisionMaker) is null);

    /// <summary>Whether the viewer hands over instead of signing.</summary>
    public bool HandsOver => IsLead && !IsSigner;

    /// <summary>Whether the viewer may send back now: the lead, once both have finished where two rate.</summary>
    public bool MayReturn => IsLead && State == AssessmentState.Assessing && HandedOverAt is null && (!HasTwoAssessors || BothFinished);

    public HeadPart? Holder(AssessmentPart part) => Parts.FirstOrDefault(p => p.Part == part);

    /// <summary>Whether the sheets are open, and not in the decision maker's hands.</summary>
    public bool IsOpen(DateTime now) => HandedOverAt is null && (State == AssessmentState.Assessing || IsOverdue(now));

    /// <summary>Whether the viewer may change ratings now.</summary>
    public bool MayRate(DateTime now) => IsOpen(now) && !IsDecisionMaker && FinishedAt is null;

    public required int ContentVersion { get; init; }

    public required DateTime SubmitBy { get; init; }

    public required DateTime DecideBy { get; init; }

    /// <summary>When it was planned, acknowledged and released, and when its state changed last; UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    public required DateTime? AcknowledgedAt { get; init; }

    public required DateTime? FinalisedAt { get; init; }

    public required DateTime ChangedAt { get; init; }

    public required int TranslationRevision { get; init; }

    public required int ErrataRevision { get; init; }

    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The plan that counts, as stored; null of an assessment from before versions were kept.</summary>
    public required string? Plan { get; init; }

    /// <summary>Whether a changed plan waits for the candidate.</summary>
    public required bool HasPendingPlan { get; init; }

    /// <summary>What is agreed to be done differently for the candidate; never why.</summary>
    public required IReadOnlyList<string> Adjustments { get; init; }

    /// <summary>Whether the candidate handed in a self-assessment; what it says is asked for singly.</summary>
    public required bool HasSelfRatings { get; init; }

    /// <summary>An observation or questioning that the viewer has begun and not ended.</summary>
    public required Guid? RunningMeeting { get; init; }

    /// <summary>Whether an observation or questioning of anybody's runs.</summary>
    public required bool MeetingRuns { get; init; }

    /// <summary>Whether somebody who rates or decides has to be replaced first: an objection against them was upheld.</summary>
    public required bool IsToBeReplaced { get; init; }

    /// <summary>One that a predecessor in the viewer's part left unfinished.</summary>
    public required Guid? LeftMeeting { get; init; }

    /// <summary>Whether a verifier sent a decision back.</summary>
    public required bool WasSentBack { get; init; }

    /// <summary>End of the last day to answer the latest return, UTC.</summary>
    public required DateTime? ResubmitBy { get; init; }

    /// <summary>Sent back, and the last day to answer is over: only not yet competent can be signed.</summary>
    public bool IsOverdue(DateTime now) => State == AssessmentState.Returned && now > (ResubmitBy ?? SubmitBy);

    public string Candidate => Thread.CurrentThread.CurrentUICulture.Name.StartsWith("en", StringComparison.Ordinal) && CandidateLatin is { Length: > 0 } ? CandidateLatin : CandidateZh;
}

/// <summary>What is missing, with links to its places in the workspace; view <c>_MissingPlaces</c>.</summary>
internal sealed record MissingPlaces(Guid AssessmentId, IReadOnlyList<Gap> Gaps, IReadOnlyList<EvidenceRow> Evidence)
{
    /// <summary>How many places.</summary>
    public int Count => Gaps.Select(Anchor).Distinct().Count();

    public static string Anchor(Gap gap) => gap.Criterion ?? gap.Requirement ?? (gap.Version is { } version ? "ev-" + version : gap.Code);

    public string Place(Gap gap) => gap.Criterion ?? gap.Requirement ?? (Evidence.FirstOrDefault(e => e.VersionId == gap.Version) is { } piece ? $"{piece.Label} v{piece.VersionNo}" : "");
}

/// <summary>Who holds a part of an assessment.</summary>
internal sealed record HeadPart(Guid Id, Guid PersonId, AssessmentPart Part, DateTime? FinishedAt);

/// <summary>A decision that the verifier sent back: when, with which words, and what was not agreed with, by criterion.</summary>
internal sealed record SentBackDecision(DateTime At, string? Remark, IReadOnlyList<(string Code, string Reason)> Items);

/// <summary>The scoring workspace: one candidate's evidence beside every criterion of the unit.</summary>
internal sealed class Workspace
{
    public required ScoringHead Head { get; init; }

    public required UnitView Unit { get; init; }

    public required SchemeDocument Scheme { get; init; }

    /// <summary>The plan that counts; it forbids nothing.</summary>
    public required PlanText Plan { get; init; }

    public required ScoreSheet Sheet { get; init; }

    public required IReadOnlyList<EvidenceRow> Evidence { get; init; }

    public required IReadOnlyList<SufficiencyJudgement> Sufficiency { get; init; }

    /// <summary>Labels of the evidence that the candidate maps to a criterion, by code.</summary>
    public required ILookup<string, string> SupportedBy { get; init; }

    /// <summary>The same for evidence requirements.</summary>
    public required ILookup<string, string> RequirementSupportedBy { get; init; }

    public required IReadOnlyList<Round> Rounds { get; init; }

    /// <summary>What the verifier did not agree with, while the assessor answers it; else null.</summary>
    public required SentBackDecision? SentBack { get; init; }

    /// <summary>What was sent back and answered, by criterion.</summary>
    public required ILookup<Guid, ThreadTurn> Threads { get; init; }

    /// <summary>The documents issued; null before that.</summary>
    public required DocumentList? Documents { get; init; }

    public required AssessmentTimeline Timeline { get; init; }

    /// <summary>Whether ratings may be changed now.</summary>
    public required bool CanRate { get; init; }

    /// <summary>Whether sheets are open, and not in the decision maker's hands.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>One of two assessors who rates alone, and has or has not finished.</summary>
    public bool CanFinish => IsOpen && Head is { HasTwoAssessors: true, IsDecisionMaker: false, BothFinished: false };

    public bool CanHandOver => IsOpen && Head.HandsOver && (!Head.HasTwoAssessors || Head.BothFinished);

    public bool CanGiveBack => Head is { IsDecisionMaker: true, State: AssessmentState.Assessing or AssessmentState.Returned };

    public bool CanSign => Head.IsDecisionMaker ? CanGiveBack : IsOpen && Head.IsSigner && (!Head.HasTwoAssessors || Head.BothFinished);

    public bool HasSheet => Head.State is not (AssessmentState.Planned or AssessmentState.Gathering or AssessmentState.Submitted) || Sheet.Lines.Any(l => l.Fields.Level is not null);

    public int Complete => Sheet.Lines.Count(l => l.Fields.Level is not null && Sheet.Incomplete(l).Count == 0);

    public ScoreSheet.Line Line(string code) => Sheet.Lines.First(l => l.Code == code);

    public NotesHere NotesOn(ItemText item) => Unit.NotesOn(item, CultureInfo.CurrentUICulture.Name, Head.TranslationRevision, Head.ErrataRevision);

    /// <summary>Method variants, those of the plan first.</summary>
    public IReadOnlyList<MethodVariant> MethodsInOrder() => [.. Scheme.MethodVariants.OrderByDescending(m => Head.Methods.Contains(m.Code))];

    /// <summary>Whether the plan foresees a method for a criterion.</summary>
    public bool IsPlanned(string criterion, string method) => Plan.Content.Methods.GetValueOrDefault(criterion, []).Contains(method);

    /// <summary>
    /// Knowledge and skills that stand beside an indicator, or indicators beside knowledge or a skill, in the scheme's coverage guide:
    /// those of the narrowest entry that names the criterion.
    /// </summary>
    public IReadOnlyList<string> Related(string code)
    {
        var isIndicator = Unit.Criterion(code)!.Kind == CriterionKind.Performance;
        return Scheme.Coverage.Where(c => c.Criteria.Contains(code)).OrderBy(c => c.Criteria.Count).FirstOrDefault() is { } entry
            ? [.. entry.Criteria.Where(c => Unit.Criterion(c) is { } other && (other.Kind == CriterionKind.Performance) != isIndicator)]
            : [];
    }

    /// <summary>Groups for the list of criteria: each task, then knowledge, then skills.</summary>
    public IEnumerable<(string Key, IReadOnlyList<CriterionView> Criteria)> Groups() =>
        Unit.Criteria.GroupBy(c => c.Task ?? c.Kind.ToString()).Select(g => (g.Key, (IReadOnlyList<CriterionView>)[.. g]));
}

/// <summary>One criterion in the workspace.</summary>
internal sealed record CriterionCard(Workspace Page, CriterionView Criterion)
{
    public ScoreSheet.Line Line => Page.Line(Criterion.Code);
}

internal sealed record EvidenceCard(Workspace Page, EvidenceRow Row);

internal sealed class ReturnForm
{
    public string? Message { get; set; }

    public DateOnly? ResubmitBy { get; set; }

    /// <summary>What is missing, by criterion code; empty texts are not sent.</summary>
    public Dictionary<string, string?> Missing { get; set; } = [];

    public IEnumerable<KeyValuePair<string, string?>> Items => Missing.Where(m => !string.IsNullOrWhiteSpace(m.Value));
}

internal sealed record ReturnPage(ScoringHead Head, UnitView Unit, SchemeDocument Scheme, ScoreSheet Sheet, ReturnForm Form);

internal sealed class SignForm
{
    /// <summary>The content that the signer saw.</summary>
    public int ContentVersion { get; set; }

    /// <summary>When the signer saw it, UTC; only to say what has changed since.</summary>
    public DateTime SeenAt { get; set; }

    public Outcome? Outcome { get; set; }

    public string? Strengths { get; set; }

    public string? NextSteps { get; set; }

    public string? Feedback { get; set; }

    public string? Password { get; set; }
}

/// <summary>A signed decision, as its assessor sees it.</summary>
internal sealed record SignedPage
{
    public required ScoringHead Head { get; init; }

    public required UnitView Unit { get; init; }

    public required Outcome Outcome { get; init; }

    public required string Signer { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime SignedAt { get; init; }

    public required string Strengths { get; init; }

    public required string NextSteps { get; init; }

    public required string? Feedback { get; init; }

    /// <summary>The documents issued; null before that.</summary>
    public required DocumentList? Documents { get; init; }

    public required Overview Overview { get; init; }
}

/// <summary>The page on which a decision is signed.</summary>
internal sealed record SignPage
{
    public required ScoringHead Head { get; init; }

    public required UnitView Unit { get; init; }

    public required SchemeDocument Scheme { get; init; }

    public required ScoreSheet Sheet { get; init; }

    public required ScoreSheetRows Rows { get; init; }

    public required SignForm Form { get; init; }

    /// <summary>Returned, and the date to answer has passed.</summary>
    public required bool Overdue { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ReadAt { get; init; }

    /// <summary>Until when the result may be disputed if it is released now, UTC; null where the calendar ends before.</summary>
    public required DateTime? DisputeUntil { get; init; }

    /// <summary>Characters that no typeface has; the documents print 〓 for them.</summary>
    public required IReadOnlyList<string> Undrawable { get; init; }

    /// <summary>After a refusal because something changed: the criteria whose ratings changed, by code; else null.</summary>
    public IReadOnlyList<string>? Changed { get; init; }

    /// <summary>Whether there is one sheet to sign: of one assessor, or of two who agree.</summary>
    public required bool IsAgreed { get; init; }

    /// <summary>Whether something keeps any outcome from being signed: a part that has to be given to somebody else, or a running meeting.</summary>
    public bool IsBlocked => Head.IsToBeReplaced || Head.MeetingRuns;

    /// <summary>Whether this outcome can be signed as the sheet stands.</summary>
    public bool CanSign(Outcome outcome) => IsAgreed && !IsBlocked && Sheet.MissingFor(outcome).Count == 0 && MaySign(outcome);

    /// <summary>Whether the state of the assessment allows this outcome.</summary>
    public bool MaySign(Outcome outcome) => Head.State == AssessmentState.Assessing || (Overdue && outcome == Outcome.NotYetCompetent);

    /// <summary>Whether the form chooses an outcome that the sheet speaks against, without saying why.</summary>
    public bool LacksExplanation => Form.Outcome is { } outcome && Sheet.SpeaksAgainst(outcome) && string.IsNullOrWhiteSpace(Form.Feedback);

    /// <summary>Codes of the criteria whose ratings were changed after a moment (UTC), in the order of the unit.</summary>
    public IReadOnlyList<string> ChangedSince(DateTime moment)
    {
        var changed = Rows.Ratings.Where(r => r.ChangedAt >= moment).Select(r => r.CriterionId).ToHashSet();
        return [.. Unit.Criteria.Where(c => changed.Contains(c.Id)).Select(c => c.Code)];
    }
}
