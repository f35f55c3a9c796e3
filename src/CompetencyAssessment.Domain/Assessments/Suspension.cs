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

    public DateTime? ResumedAt { get; private set; }

    internal void Resume(DateTime now) => ResumedAt = now;
}
