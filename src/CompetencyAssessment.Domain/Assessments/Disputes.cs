using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>How a review ended.</summary>
public enum ReviewOutcome
{
    /// <summary>駁回.</summary>
    Dismissed,

    /// <summary>更正: the documents were issued again.</summary>
    Corrected,
}

/// <summary>複查: the candidate asks that clerical slips and omissions of the documents be put right.</summary>
public sealed class ReviewRequest : Entity
{
    private ReviewRequest()
    {
    }

    /// <summary>Asks for a review of a released result, within its days.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>dispute.no-result</c>, <c>dispute.over</c>, <c>reason.missing</c></exception>
    public ReviewRequest(Guid id, Assessment assessment, Guid byPerson, string request, DateTime now)
    {
        if (assessment.State != AssessmentState.Finalised)
        {
            throw new DomainException("dispute.no-result");
        }

        assessment.DemandDispute(byPerson, now);
        DomainException.DemandReason(request);
        (Id, AssessmentId, Request, RequestedAt) = (id, assessment.Id, request, now);
        Tell("review.requested");
    }

    public Guid AssessmentId { get; private set; }

    /// <summary>What is to be put right, in the candidate's words.</summary>
    public string Request { get; private set; } = "";

    public DateTime RequestedAt { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    public Guid? ClosedById { get; private set; }

    public ReviewOutcome? Outcome { get; private set; }

    /// <summary>Reason, told to the candidate.</summary>
    public string? Answer { get; private set; }

    /// <summary>The issue that took the place of the one asked about.</summary>
    public Guid? NewIssueId { get; private set; }

    public byte[] Salt { get; private set; } = [];

    public bool IsOpen => ClosedAt is null;

    /// <summary>Nothing is changed, for the reason given.</summary>
    /// <exception cref="DomainException"><c>dispute.closed</c>, <c>reason.missing</c></exception>
    public void Dismiss(Guid byPerson, string reason, DateTime now) => Close(ReviewOutcome.Dismissed, byPerson, reason, null, now);

    /// <summary>The documents were put right and issued again.</summary>
    /// <exception cref="DomainException"><c>dispute.closed</c>, <c>reason.missing</c></exception>
    public void Correct(Guid byPerson, string reason, Guid newIssue, DateTime now) => Close(ReviewOutcome.Corrected, byPerson, reason, newIssue, now);

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Join('\n', Request, Outcome, ClosedById, Answer, NewIssueId);

    private void Close(ReviewOutcome outcome, Guid byPerson, string reason, Guid? newIssue, DateTime now)
    {
        if (!IsOpen)
        {
            throw new DomainException("dispute.closed");
        }

        DomainException.DemandReason(reason);
        (Outcome, ClosedById, Answer, NewIssueId, ClosedAt) = (outcome, byPerson, reason, newIssue, now);
        Tell("review.closed");
    }

    private void Tell(string action)
    {
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, action, Id, ("outcome", Outcome?.ToString() ?? ""), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }
}

/// <summary>How an appeal ended.</summary>
public enum AppealOutcome
{
    /// <summary>不受理.</summary>
    NotAdmissible,

    /// <summary>駁回.</summary>
    Dismissed,

    /// <summary>更正紀錄: the documents were issued again.</summary>
    RecordCorrected,

    /// <summary>同一佐證資料重新評定: others rate what was handed in.</summary>
    RatedAgain,

    /// <summary>重新辦理評量.</summary>
    NewAssessment,

    /// <summary>撤銷原決定: the refusal of an adjustment, or a warning, no longer stands.</summary>
    SetAside,
}

/// <summary>What an appeal is against.</summary>
public enum AppealSubject
{
    Result,

    Termination,

    /// <summary>不同意合理調整.</summary>
    Adjustment,

    /// <summary>不當行為警告.</summary>
    Misconduct,
}

/// <summary>
/// 申訴: the candidate disputes the result, a termination, the refusal of an adjustment, or a warning for misconduct. It is heard by somebody without
/// another part in the case; the assessment goes on meanwhile.
/// </summary>
public sealed class Appeal : Entity
{
    private Appeal()
    {
    }

    /// <summary>Files an appeal against a released result or a termination, within its days.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>dispute.no-result</c>, <c>dispute.over</c>, <c>reason.missing</c></exception>
    public Appeal(Guid id, Assessment assessment, Guid byPerson, string grounds, DateTime now)
    {
        assessment.DemandDispute(byPerson, now);
        Id = id;
        File(assessment, assessment.State == AssessmentState.Terminated ? AppealSubject.Termination : AppealSubject.Result, null, grounds, now);
    }

    /// <summary>Files an appeal against the refusal of an adjustment, within its days.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>appeal.nothing</c>, <c>dispute.over</c>, <c>reason.missing</c></exception>
    public Appeal(Guid id, Assessment assessment, Adjustment refused, Guid byPerson, string grounds, DateTime now)
    {
        DemandAppealable(assessment, byPerson, refused.AssessmentId, refused.State == AdjustmentState.Refused ? refused.AppealBy : null, now);
        Id = id;
        File(assessment, AppealSubject.Adjustment, refused.Id, grounds, now);
    }

    /// <summary>Files an appeal against a warning for misconduct, within its days.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>appeal.nothing</c>, <c>dispute.over</c>, <c>reason.missing</c></exception>
    public Appeal(Guid id, Assessment assessment, MisconductCase warned, Guid byPerson, string grounds, DateTime now)
    {
        DemandAppealable(assessment, byPerson, warned.AssessmentId, warned.IsWarning ? warned.AppealBy : null, now);
        Id = id;
        File(assessment, AppealSubject.Misconduct, warned.Id, grounds, now);
    }

    public Guid AssessmentId { get; private set; }

    /// <summary>What is disputed and why, in the candidate's words.</summary>
    public string Grounds { get; private set; } = "";

    public DateTime FiledAt { get; private set; }

    public AppealSubject Against { get; private set; }

    /// <summary>The adjustment or the misconduct case; null for one against the result or a termination.</summary>
    public Guid? SubjectId { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    public Guid? ClosedById { get; private set; }

    public AppealOutcome? Outcome { get; private set; }

    /// <summary>Reason, told to the candidate.</summary>
    public string? Answer { get; private set; }

    /// <summary>The issue that took the place of the disputed one, where the record was corrected.</summary>
    public Guid? NewIssueId { get; private set; }

    /// <summary>The new attempt, once it is planned.</summary>
    public Guid? NewAssessmentId { get; private set; }

    public byte[] Salt { get; private set; } = [];

    public bool IsOpen => ClosedAt is null;

    /// <summary>Whether it ended in a new attempt that nobody has planned yet.</summary>
    public bool WaitsForPlan => NewAssessmentId is null && LeadsToNewAttempt(Outcome);

    /// <summary>Whether nothing of the result may be carried over: it is disputed still, or rightly was.</summary>
    public bool StandsAgainstCarryOver => SubjectId is null && Outcome is not (AppealOutcome.NotAdmissible or AppealOutcome.Dismissed or AppealOutcome.RecordCorrected);

    /// <summary>Whether an outcome leads to a new attempt.</summary>
    public static bool LeadsToNewAttempt(AppealOutcome? outcome) => outcome is AppealOutcome.RatedAgain or AppealOutcome.NewAssessment;

    /// <summary>Outcomes that the hearer may choose from: a termination has neither a record nor a rating, and only a single decision can be set aside.</summary>
    public IReadOnlyList<AppealOutcome> Possible() => Against switch
    {
        AppealSubject.Result => [AppealOutcome.NotAdmissible, AppealOutcome.Dismissed, AppealOutcome.RecordCorrected, AppealOutcome.RatedAgain, AppealOutcome.NewAssessment],
        AppealSubject.Termination => [AppealOutcome.NotAdmissible, AppealOutcome.Dismissed, AppealOutcome.NewAssessment],
        _ => [AppealOutcome.NotAdmissible, AppealOutcome.Dismissed, AppealOutcome.SetAside],
    };

    /// <summary>
    /// The hearer ends the appeal with the reason. Where a decision is set aside, <see cref="Adjustment.SetAside"/> or <see cref="MisconductCase.SetAside"/>
    /// goes with it in the same transaction.
    /// </summary>
    /// <param name="assessment">The disputed one, with its parts.</param>
    /// <param name="byPerson">The hearer.</param>
    /// <param name="outcome">What is decided.</param>
    /// <param name="reason">Why; told to the candidate.</param>
    /// <param name="newIssue">The issue made anew, where the record is corrected.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>appeal.not-hearer</c>, <c>dispute.closed</c>, <c>appeal.outcome</c>, <c>reason.missing</c></exception>
    public void Decide(Assessment assessment, Guid byPerson, AppealOutcome outcome, string reason, Guid? newIssue, DateTime now)
    {
        if (assessment.Id != AssessmentId || assessment.Holder(AssessmentPart.Hearer)?.PersonId != byPerson)
        {
            throw new DomainException("appeal.not-hearer");
        }

        if (!IsOpen)
        {
            throw new DomainException("dispute.closed");
        }

        if (!Possible().Contains(outcome) || (outcome == AppealOutcome.RecordCorrected) != newIssue is not null)
        {
            throw new DomainException("appeal.outcome");
        }

        DomainException.DemandReason(reason);
        (Outcome, ClosedById, Answer, NewIssueId, ClosedAt) = (outcome, byPerson, reason, newIssue, now);
        Tell("appeal.closed");
    }

    /// <summary>The new attempt is planned.</summary>
    /// <exception cref="DomainException"><c>appeal.no-plan</c></exception>
    public void Planned(Guid newAssessment)
    {
        if (!WaitsForPlan)
        {
            throw new DomainException("appeal.no-plan");
        }

        NewAssessmentId = newAssessment;
        Tell("appeal.planned");
    }

    /// <summary>The attempt that was planned is withdrawn: another one can be planned.</summary>
    /// <exception cref="DomainException"><c>appeal.no-plan</c></exception>
    public void Unplan(Assessment withdrawn)
    {
        if (NewAssessmentId != withdrawn.Id || withdrawn.State != AssessmentState.Withdrawn)
        {
            throw new DomainException("appeal.no-plan");
        }

        NewAssessmentId = null;
        Tell("appeal.unplanned");
    }

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Join('\n', Grounds, AgainstText(), Outcome, ClosedById, Answer, NewIssueId, NewAssessmentId);

    /// <summary>As the first digests had it: whether it was against a termination.</summary>
    private string AgainstText() => Against switch
    {
        AppealSubject.Result => bool.FalseString,
        AppealSubject.Termination => bool.TrueString,
        _ => $"{Against}|{SubjectId}",
    };

    private static void DemandAppealable(Assessment assessment, Guid byPerson, Guid ofAssessment, DateTime? appealBy, DateTime now)
    {
        if (assessment.CandidateId != byPerson)
        {
            throw new DomainException("assessment.not-candidate");
        }

        if (assessment.Id != ofAssessment || appealBy is null)
        {
            throw new DomainException("appeal.nothing");
        }

        // While the assessment is suspended, the days to appeal stand still.
        if (assessment.ClockAt(now) > appealBy)
        {
            throw new DomainException("dispute.over");
        }
    }

    private void File(Assessment assessment, AppealSubject against, Guid? subject, string grounds, DateTime now)
    {
        DomainException.DemandReason(grounds);
        (AssessmentId, Grounds, FiledAt, Against, SubjectId) = (assessment.Id, grounds, now, against, subject);
        Tell("appeal.filed");
    }

    private void Tell(string action)
    {
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(
            AssessmentId, action, Id, ("against", Against.ToString()), ("outcome", Outcome?.ToString() ?? ""), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }
}
