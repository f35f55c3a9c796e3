namespace CompetencyAssessment.Domain.Assessments;

/// <summary>暫停: a time in which the clock of an assessment stands still.</summary>
public sealed class Suspension
{
    private Suspension()
    {
    }

    internal Suspension(Guid id, Guid assessmentId, AssessmentState from, string reason, DateTime now) =>
        (Id, AssessmentId, From, Reason, At) = (id, assessmentId, from, reason, now);

    public Guid Id { get; private set; }

    public Guid AssessmentId { get; private set; }

    /// <summary>The state in which it was suspended, and goes on.</summary>
    public AssessmentState From { get; private set; }

    public string Reason { get; private set; } = "";

    public DateTime At { get; private set; }

    /// <summary>When the clock went on, or the assessment ended, UTC.</summary>
    public DateTime? ResumedAt { get; private set; }

    /// <summary>
    /// Puts off a date that was still to come by the time that the clock stood. In whole days: a date is the end of a day at the centre, and stays one.
    /// </summary>
    /// <param name="date">UTC.</param>
    /// <param name="setAt">When the date was set, UTC, where that may have been while the clock stood.</param>
    public DateTime PutOff(DateTime date, DateTime? setAt = null)
    {
        var from = setAt > At ? setAt.Value : At;
        return ResumedAt is { } until && date > from ? date.AddDays(Math.Ceiling((until - from).TotalDays)) : date;
    }

    internal void Resume(DateTime now) => ResumedAt = now;
}
