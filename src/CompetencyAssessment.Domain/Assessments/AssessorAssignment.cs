namespace CompetencyAssessment.Domain.Assessments;

/// <summary>A person's part in an assessment; one part per person.</summary>
public enum AssessmentPart
{
    /// <summary>評量人員, with two of them the lead: rates, sends back, and signs unless the scheme separates that.</summary>
    Assessor,

    /// <summary>第二評量人員: rates alone.</summary>
    SecondAssessor,

    /// <summary>結論簽署人員: signs where the scheme separates rating and signing.</summary>
    DecisionMaker,

    /// <summary>覆核人員.</summary>
    Verifier,

    /// <summary>申訴審議人員: hears an appeal, and has no other part in it.</summary>
    Hearer,
}

/// <summary>Who holds a part in an assessment, from when to when.</summary>
public sealed class AssessorAssignment
{
    private AssessorAssignment()
    {
    }

    internal AssessorAssignment(Guid id, Guid assessmentId, Guid personId, AssessmentPart part, DateTime now) =>
        (Id, AssessmentId, PersonId, Part, BegunAt) = (id, assessmentId, personId, part, now);

    public Guid Id { get; private set; }

    public Guid AssessmentId { get; private set; }

    public Guid PersonId { get; private set; }

    public AssessmentPart Part { get; private set; }

    public DateTime BegunAt { get; private set; }

    public DateTime? EndedAt { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>When one of two assessors finished the own sheet, UTC; null while they rate.</summary>
    public DateTime? FinishedAt { get; private set; }

    /// <summary>Whether whoever holds the part rates: the lead and the second assessor.</summary>
    public bool Rates => Part is AssessmentPart.Assessor or AssessmentPart.SecondAssessor;

    internal void Finish(DateTime now) => FinishedAt = now;

    internal void Reopen() => FinishedAt = null;

    internal void End(string reason, DateTime now) => (EndedAt, EndReason) = (now, reason);
}
