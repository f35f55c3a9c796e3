using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>How far a misconduct case has come.</summary>
public enum MisconductState
{
    /// <summary>待決定是否立案: reported, and nobody but the quality lead knows of it.</summary>
    Reported,

    /// <summary>陳述意見中: the candidate was told, and may answer.</summary>
    Notified,

    /// <summary>待決定: answered, or the days to answer are over.</summary>
    Answered,

    Closed,
}

/// <summary>How a misconduct case ended.</summary>
public enum MisconductOutcome
{
    /// <summary>不立案: the report was not followed up; the candidate was not told.</summary>
    NotPursued,

    /// <summary>不成立.</summary>
    NotFounded,

    /// <summary>警告: founded, noted with the assessment, which goes on.</summary>
    Warned,

    /// <summary>終止評量.</summary>
    Terminated,
}

/// <summary>不當行為案件: a suspicion about an assessment, told to the candidate, answered, and decided by a quality lead without a part in it.</summary>
public sealed class MisconductCase : Entity
{
    private readonly List<MisconductVersion> _versions = [];

    private MisconductCase()
    {
    }

    /// <summary>Reports a suspicion. While the case is open, <em>competent</em> cannot be signed.</summary>
    /// <param name="id">Key.</param>
    /// <param name="assessment">The assessment, before its decision.</param>
    /// <param name="byPerson">Who reports; never the candidate.</param>
    /// <param name="suspicion">What is suspected, and why.</param>
    /// <param name="versions">Evidence versions that it is about; there may be none.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>misconduct.state</c>, <c>misconduct.own</c>, <c>reason.missing</c></exception>
    public MisconductCase(Guid id, Assessment assessment, Guid byPerson, string suspicion, IEnumerable<Guid> versions, DateTime now)
    {
        if (!CanBeReported(assessment.State))
        {
            throw new DomainException("misconduct.state");
        }

        if (assessment.CandidateId == byPerson)
        {
            throw new DomainException("misconduct.own");
        }

        DomainException.DemandReason(suspicion);
        (Id, AssessmentId, Suspicion, ReportedById, ReportedAt) = (id, assessment.Id, suspicion, byPerson, now);
        _versions.AddRange(versions.Distinct().Select(v => new MisconductVersion(id, v)));
        Tell("misconduct.reported");
    }

    public Guid AssessmentId { get; private set; }

    /// <summary>What is suspected, in the reporter's words; for the quality lead.</summary>
    public string Suspicion { get; private set; } = "";

    public Guid ReportedById { get; private set; }

    public DateTime ReportedAt { get; private set; }

    /// <summary>Evidence versions that it is about.</summary>
    public IReadOnlyList<MisconductVersion> Versions => _versions;

    /// <summary>What the candidate is told.</summary>
    public string? Allegation { get; private set; }

    public Guid? OpenedById { get; private set; }

    /// <summary>When the candidate was told, UTC.</summary>
    public DateTime? OpenedAt { get; private set; }

    /// <summary>End of the last day to answer, UTC.</summary>
    public DateTime? ReplyBy { get; private set; }

    /// <summary>The candidate's answer.</summary>
    public string? Reply { get; private set; }

    public DateTime? RepliedAt { get; private set; }

    public MisconductOutcome? Outcome { get; private set; }

    /// <summary>Why it ended so; told to the candidate where a case was opened.</summary>
    public string? Reason { get; private set; }

    public Guid? ClosedById { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    /// <summary>End of the last day to appeal against the warning, UTC; null where there is none.</summary>
    public DateTime? AppealBy { get; private set; }

    /// <summary>Who set the warning aside, having heard the appeal.</summary>
    public Guid? SetAsideById { get; private set; }

    /// <summary>When an appeal set the warning aside, UTC.</summary>
    public DateTime? SetAsideAt { get; private set; }

    public byte[] Salt { get; private set; } = [];

    public bool IsOpen => ClosedAt is null;

    /// <summary>Whether it ended in a warning that stands.</summary>
    public bool IsWarning => Outcome == MisconductOutcome.Warned && SetAsideAt is null;

    /// <summary>How far it has come. While the assessment is suspended, the days to answer stand still.</summary>
    public MisconductState State(Assessment assessment, DateTime now) =>
        ClosedAt is not null ? MisconductState.Closed
        : OpenedAt is null ? MisconductState.Reported
        : RepliedAt is not null || assessment.ClockAt(now) > ReplyBy ? MisconductState.Answered
        : MisconductState.Notified;

    /// <summary>States of an assessment in which a suspicion may be reported: once there is evidence, until the result is released.</summary>
    public static bool CanBeReported(AssessmentState state) =>
        state is AssessmentState.Gathering or AssessmentState.Submitted or AssessmentState.Assessing or AssessmentState.Returned or AssessmentState.Decided or AssessmentState.Suspended;

    /// <summary>The quality lead opens the case: the candidate is told what is alleged, and until when to answer.</summary>
    /// <exception cref="DomainException"><c>misconduct.move</c>, <c>misconduct.part</c>, <c>reason.missing</c>, <c>misconduct.date</c></exception>
    public void Open(Assessment assessment, Guid byPerson, string allegation, DateTime replyBy, DateTime now)
    {
        Demand(assessment, byPerson, MisconductState.Reported, now);
        DomainException.DemandReason(allegation);
        if (replyBy <= now)
        {
            throw new DomainException("misconduct.date");
        }

        (Allegation, OpenedById, OpenedAt, ReplyBy) = (allegation, byPerson, now, replyBy);
        Tell("misconduct.opened");
    }

    /// <summary>The candidate answers, once, until the last day.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>misconduct.reply-over</c>, <c>reason.missing</c></exception>
    public void Answer(Assessment assessment, Guid byPerson, string reply, DateTime now)
    {
        if (assessment.Id != AssessmentId || assessment.CandidateId != byPerson)
        {
            throw new DomainException("assessment.not-candidate");
        }

        if (State(assessment, now) != MisconductState.Notified)
        {
            throw new DomainException("misconduct.reply-over");
        }

        DomainException.DemandReason(reply);
        (Reply, RepliedAt) = (reply, now);
        Tell("misconduct.replied");
    }

    /// <summary>Outcomes that may be chosen now: without notice only that it is not pursued; after it only once the candidate answered or the days are over.</summary>
    public IReadOnlyList<MisconductOutcome> Possible(Assessment assessment, DateTime now) => State(assessment, now) switch
    {
        MisconductState.Reported => [MisconductOutcome.NotPursued],
        MisconductState.Answered when assessment.State.Allows(AssessmentMove.Terminate) => [MisconductOutcome.NotFounded, MisconductOutcome.Warned, MisconductOutcome.Terminated],
        MisconductState.Answered => [MisconductOutcome.NotFounded, MisconductOutcome.Warned],
        _ => [],
    };

    /// <summary>The quality lead ends the case. Where the assessment is terminated, <see cref="Assessment.Terminate"/> goes with it in the same transaction.</summary>
    /// <param name="assessment">The assessment, with its parts.</param>
    /// <param name="byPerson">The quality lead.</param>
    /// <param name="outcome">How it ends.</param>
    /// <param name="reason">Why.</param>
    /// <param name="appealBy">Of a warning: end of the last day to appeal, UTC.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>misconduct.move</c>, <c>misconduct.part</c>, <c>misconduct.outcome</c>, <c>misconduct.reply-awaited</c>, <c>reason.missing</c></exception>
    public void Close(Assessment assessment, Guid byPerson, MisconductOutcome outcome, string reason, DateTime? appealBy, DateTime now)
    {
        Demand(assessment, byPerson, null, now);
        if (State(assessment, now) == MisconductState.Notified)
        {
            throw new DomainException("misconduct.reply-awaited");
        }

        if (!Possible(assessment, now).Contains(outcome))
        {
            throw new DomainException("misconduct.outcome");
        }

        DomainException.DemandReason(reason);
        (Outcome, Reason, ClosedById, ClosedAt, AppealBy) = (outcome, reason, byPerson, now, outcome == MisconductOutcome.Warned ? appealBy : null);
        Tell("misconduct.closed");
    }

    /// <summary>The clock of the assessment goes on: the days to answer, or to appeal against the warning, are put off by the time that it stood.</summary>
    public void PutOff(Suspension suspension)
    {
        var before = (ReplyBy, AppealBy);
        if (IsOpen && RepliedAt is null && ReplyBy is { } replyBy)
        {
            ReplyBy = suspension.PutOff(replyBy, OpenedAt);
        }

        if (IsWarning && AppealBy is { } appealBy)
        {
            AppealBy = suspension.PutOff(appealBy, ClosedAt);
        }

        if ((ReplyBy, AppealBy) != before)
        {
            Tell("misconduct.put-off");
        }
    }

    /// <summary>After an appeal the warning no longer stands; the case keeps it, and says so.</summary>
    /// <param name="byPerson">Who heard the appeal.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>appeal.outcome</c>, <c>appeal.hearer</c></exception>
    public void SetAside(Guid byPerson, DateTime now)
    {
        if (!IsWarning)
        {
            throw new DomainException("appeal.outcome");
        }

        if (byPerson == ReportedById || byPerson == OpenedById || byPerson == ClosedById)
        {
            throw new DomainException("appeal.hearer");
        }

        (SetAsideById, SetAsideAt) = (byPerson, now);
        Tell("misconduct.set-aside");
    }

    /// <summary>What the audit trail's digest is made of. The last two stand in it since warnings can be appealed.</summary>
    public string DigestText() =>
        string.Join('\n', Suspicion, ReportedById, Allegation, OpenedById, ReplyBy?.Ticks, Reply, Outcome, Reason, ClosedById)
        + (AppealBy is { } until ? $"\n{until.Ticks}\n{SetAsideById}" : "");

    /// <summary>Whoever reported it, or has or had a part in the assessment, does not judge it.</summary>
    private void Demand(Assessment assessment, Guid byPerson, MisconductState? state, DateTime now)
    {
        if (assessment.Id != AssessmentId || byPerson == ReportedById || assessment.Concerns(byPerson))
        {
            throw new DomainException("misconduct.part");
        }

        if (!IsOpen || (state is { } demanded && State(assessment, now) != demanded))
        {
            throw new DomainException("misconduct.move");
        }
    }

    private void Tell(string action)
    {
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, action, Id, ("outcome", Outcome?.ToString() ?? ""), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }
}

/// <summary>An evidence version that a misconduct case is about.</summary>
public sealed class MisconductVersion
{
    private MisconductVersion()
    {
    }

    internal MisconductVersion(Guid caseId, Guid versionId) => (CaseId, EvidenceVersionId) = (caseId, versionId);

    public Guid CaseId { get; private set; }

    public Guid EvidenceVersionId { get; private set; }
}
