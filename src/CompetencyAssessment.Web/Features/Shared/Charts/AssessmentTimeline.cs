using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Web.Features.Shared.Charts;

/// <summary>What stands on the timeline of an assessment.</summary>
internal enum TimelineKind
{
    Planned,
    Acknowledged,
    Submitted,
    Returned,
    Resubmitted,
    Signed,
    Released,
    Withdrawn,
    Terminated,

    /// <summary>Still to come: the candidate's evidence.</summary>
    EvidenceDue,

    /// <summary>Still to come: the decision.</summary>
    DecisionDue,
}

/// <param name="Number">From 1.</param>
/// <param name="SubmittedAt">UTC.</param>
/// <param name="ReturnedAt">UTC.</param>
/// <param name="ResubmitBy">End of the last day to answer, UTC.</param>
internal sealed record TimelineRound(int Number, DateTime SubmittedAt, DateTime? ReturnedAt, DateTime? ResubmitBy);

/// <summary>The moments of an assessment that its viewer may know, UTC.</summary>
internal sealed record TimelineFacts
{
    public required AssessmentState State { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime? AcknowledgedAt { get; init; }

    public required DateTime SubmitBy { get; init; }

    public required DateTime DecideBy { get; init; }

    public required IReadOnlyList<TimelineRound> Rounds { get; init; }

    /// <summary>Null too where a decision is not yet the viewer's to know.</summary>
    public required DateTime? SignedAt { get; init; }

    public required DateTime? FinalisedAt { get; init; }

    /// <summary>Last change of state.</summary>
    public required DateTime ChangedAt { get; init; }
}

/// <summary>An assessment from its plan to its release, with what is late; view <c>_Timeline</c>.</summary>
/// <param name="Steps">In the order of time; what is due comes after what has happened.</param>
/// <param name="Now">UTC; null once it has ended.</param>
internal sealed record AssessmentTimeline(IReadOnlyList<AssessmentTimeline.Step> Steps, DateTime? Now)
{
    /// <param name="Kind">What it is.</param>
    /// <param name="At">When it was, or is due; UTC.</param>
    /// <param name="LateDays">Begun days over its date; 0 where it is in time.</param>
    /// <param name="Round">Which submission; 0 for what belongs to none.</param>
    internal sealed record Step(TimelineKind Kind, DateTime At, int LateDays = 0, int Round = 0)
    {
        public bool IsDue => Kind is TimelineKind.EvidenceDue or TimelineKind.DecisionDue;

        public bool IsLate => LateDays > 0;

        /// <summary>Whether it is the candidate who acts from here on.</summary>
        public bool HandsToCandidate => Kind is TimelineKind.Planned or TimelineKind.Acknowledged or TimelineKind.Returned;
    }

    public static AssessmentTimeline Of(TimelineFacts facts, DateTime now)
    {
        var steps = new List<Step> { new(TimelineKind.Planned, facts.CreatedAt) };
        if (facts.AcknowledgedAt is { } acknowledged)
        {
            steps.Add(new Step(TimelineKind.Acknowledged, acknowledged));
        }

        var due = facts.SubmitBy;
        foreach (var round in facts.Rounds.OrderBy(r => r.Number))
        {
            steps.Add(new Step(round.Number == 1 ? TimelineKind.Submitted : TimelineKind.Resubmitted, round.SubmittedAt, Late(due, round.SubmittedAt), round.Number));
            if (round.ReturnedAt is { } returned)
            {
                steps.Add(new Step(TimelineKind.Returned, returned, Round: round.Number));
                due = round.ResubmitBy ?? due;
            }
        }

        if (facts.SignedAt is { } signed)
        {
            steps.Add(new Step(TimelineKind.Signed, signed, Late(facts.DecideBy, signed)));
        }

        if (facts.FinalisedAt is { } released)
        {
            steps.Add(new Step(TimelineKind.Released, released));
        }

        if (facts.State is AssessmentState.Withdrawn or AssessmentState.Terminated)
        {
            steps.Add(new Step(facts.State == AssessmentState.Withdrawn ? TimelineKind.Withdrawn : TimelineKind.Terminated, facts.ChangedAt));
        }

        if (!facts.State.IsOpen())
        {
            return new AssessmentTimeline(steps, null);
        }

        if (facts.State == AssessmentState.Planned || facts.State.EvidenceIsOpen())
        {
            steps.Add(new Step(TimelineKind.EvidenceDue, due, Late(due, now)));
        }

        if (facts.SignedAt is null)
        {
            steps.Add(new Step(TimelineKind.DecisionDue, facts.DecideBy, Late(facts.DecideBy, now)));
        }

        return new AssessmentTimeline(steps, now);
    }

    private static int Late(DateTime due, DateTime at) => at > due ? (int)Math.Ceiling((at - due).TotalDays) : 0;
}

/// <summary>Where the marks of a timeline lie on its line.</summary>
internal sealed class TimelineDrawing
{
    public const int Width = 360;
    public const int Height = 44;

    private const double Edge = 12;

    public TimelineDrawing(AssessmentTimeline timeline)
    {
        var times = timeline.Steps.Select(s => s.At).ToList();
        var all = timeline.Now is { } today ? [.. times, today] : times;
        var (first, span) = (all.Min(), Math.Max(1, (all.Max() - all.Min()).TotalMinutes));
        double At(DateTime at) => Edge + ((Width - (2 * Edge)) * (at - first).TotalMinutes / span);

        // Marks stand where their time is, but never on one another.
        var gap = Math.Min(22, (Width - (2 * Edge)) / Math.Max(1, times.Count - 1));
        var order = Enumerable.Range(0, times.Count).OrderBy(i => times[i]).ThenBy(i => i).ToList();
        var places = new double[times.Count];
        var left = double.NegativeInfinity;
        foreach (var i in order)
        {
            places[i] = left = Math.Max(At(times[i]), left + gap);
        }

        var right = Width - Edge;
        foreach (var i in order.AsEnumerable().Reverse())
        {
            places[i] = Math.Min(places[i], right);
            right = places[i] - gap;
        }

        Marks = [.. timeline.Steps.Select((s, i) => (s, i + 1, Svg.Number(places[i])))];
        Now = timeline.Now is { } now ? Svg.Number(At(now)) : null;

        // Who has it, from step to step and until now.
        var done = timeline.Steps.Select((s, i) => (Step: s, X: places[i])).Where(s => !s.Step.IsDue).ToList();
        var ends = done.Skip(1).Select(s => s.X).Concat(timeline.Now is { } open ? [At(open)] : []);
        Phases = [.. done.Zip(ends, (a, end) => (a.Step.HandsToCandidate, Svg.Number(a.X), Svg.Number(Math.Max(0, end - a.X))))];
    }

    public IReadOnlyList<(AssessmentTimeline.Step Step, int Number, string X)> Marks { get; }

    public IReadOnlyList<(bool Candidate, string X, string Width)> Phases { get; }

    public string? Now { get; }
}
