namespace CompetencyAssessment.Domain.Assessments;

/// <summary>Where an assessment stands. The moves between the states are in <see cref="AssessmentMoves"/>.</summary>
public enum AssessmentState
{
    /// <summary>規劃中.</summary>
    Planned,

    /// <summary>佐證準備中: the candidate has acknowledged the plan.</summary>
    Gathering,

    /// <summary>已送件.</summary>
    Submitted,

    /// <summary>評量中.</summary>
    Assessing,

    /// <summary>退回補件.</summary>
    Returned,

    /// <summary>已作成結論: signed, hidden from the candidate.</summary>
    Decided,

    /// <summary>結案: released and documents issued.</summary>
    Finalised,

    /// <summary>撤回.</summary>
    Withdrawn,

    /// <summary>終止.</summary>
    Terminated,

    /// <summary>暫停: the clock stands still.</summary>
    Suspended,
}

public enum AssessmentMove
{
    Acknowledge,
    Submit,
    TakeBack,
    HandOver,
    Start,
    Return,
    Sign,
    SendBack,
    Finalise,
    Withdraw,
    Terminate,
    Suspend,
    Resume,
}

/// <summary>The state machine of an assessment, in one place.</summary>
public static class AssessmentMoves
{
    private static readonly AssessmentState[] UnderWay = [AssessmentState.Planned, AssessmentState.Gathering, AssessmentState.Submitted, AssessmentState.Assessing, AssessmentState.Returned];

    private static readonly Dictionary<AssessmentMove, AssessmentState[]> Sources = new()
    {
        [AssessmentMove.Acknowledge] = [AssessmentState.Planned],
        [AssessmentMove.Submit] = [AssessmentState.Gathering, AssessmentState.Returned],
        [AssessmentMove.TakeBack] = [AssessmentState.Submitted],
        [AssessmentMove.HandOver] = [AssessmentState.Planned],
        [AssessmentMove.Start] = [AssessmentState.Submitted],
        [AssessmentMove.Return] = [AssessmentState.Assessing],
        [AssessmentMove.Sign] = [AssessmentState.Assessing, AssessmentState.Returned],
        [AssessmentMove.SendBack] = [AssessmentState.Decided],
        [AssessmentMove.Finalise] = [AssessmentState.Decided],
        [AssessmentMove.Withdraw] = [.. UnderWay, AssessmentState.Suspended],
        [AssessmentMove.Terminate] = [.. UnderWay, AssessmentState.Suspended],
        [AssessmentMove.Suspend] = UnderWay,
        [AssessmentMove.Resume] = [AssessmentState.Suspended],
    };

    /// <summary>Where each move leads. Taking back and resuming lead to where it was before.</summary>
    private static readonly Dictionary<AssessmentMove, AssessmentState[]> Targets = new()
    {
        [AssessmentMove.Acknowledge] = [AssessmentState.Gathering],
        [AssessmentMove.Submit] = [AssessmentState.Submitted],
        [AssessmentMove.TakeBack] = [AssessmentState.Gathering, AssessmentState.Returned],
        [AssessmentMove.HandOver] = [AssessmentState.Submitted],
        [AssessmentMove.Start] = [AssessmentState.Assessing],
        [AssessmentMove.Return] = [AssessmentState.Returned],
        [AssessmentMove.Sign] = [AssessmentState.Decided],
        [AssessmentMove.SendBack] = [AssessmentState.Assessing],
        [AssessmentMove.Finalise] = [AssessmentState.Finalised],
        [AssessmentMove.Withdraw] = [AssessmentState.Withdrawn],
        [AssessmentMove.Terminate] = [AssessmentState.Terminated],
        [AssessmentMove.Suspend] = [AssessmentState.Suspended],
        [AssessmentMove.Resume] = UnderWay,
    };

    /// <summary>Whether the move starts from this state. Who may make it, and further conditions, are the verbs' to say.</summary>
    public static bool Allows(this AssessmentState state, AssessmentMove move) => Sources[move].Contains(state);

    /// <summary>The states that the move may lead to.</summary>
    public static IReadOnlyList<AssessmentState> LeadsTo(this AssessmentMove move) => Targets[move];

    /// <summary>States in which a candidate still has an assessment under way; one at a time per person and unit.</summary>
    public static bool IsOpen(this AssessmentState state) => state is not (AssessmentState.Finalised or AssessmentState.Withdrawn or AssessmentState.Terminated);

    /// <summary>What the candidate is told of a state: a decision that is signed and not released does not exist for them.</summary>
    public static AssessmentState ToldToCandidate(this AssessmentState state) => state == AssessmentState.Decided ? AssessmentState.Assessing : state;

    /// <summary>States in which an assessor observes and questions: from the submission on, until the decision.</summary>
    public static bool MeetingsAreOpen(this AssessmentState state) => state is AssessmentState.Submitted or AssessmentState.Assessing or AssessmentState.Returned;

    /// <summary>States in which the candidate works on the evidence.</summary>
    public static bool EvidenceIsOpen(this AssessmentState state) => state is AssessmentState.Gathering or AssessmentState.Returned;
}
