using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>How an objection ended.</summary>
public enum ObjectionOutcome
{
    /// <summary>准予迴避: somebody else takes the part.</summary>
    Upheld,

    /// <summary>駁回.</summary>
    Dismissed,
}

/// <summary>迴避申請: the candidate objects to somebody who assesses or decides. The quality lead answers; the person objected to is told nothing of it.</summary>
public sealed class AssessorObjection : Entity
{
    private AssessorObjection()
    {
    }

    /// <summary>
    /// The candidate objects to who holds a part now. It can be filed until the result is released, also while a decision is signed and hidden: a
    /// refusal would tell the candidate that there is one.
    /// </summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>objection.over</c>, <c>objection.nobody</c>, <c>reason.missing</c></exception>
    public AssessorObjection(Guid id, Assessment assessment, Guid assignmentId, Guid byPerson, string reason, DateTime now)
    {
        if (byPerson != assessment.CandidateId)
        {
            throw new DomainException("assessment.not-candidate");
        }

        if (!assessment.IsOpen)
        {
            throw new DomainException("objection.over");
        }

        if (!assessment.Assignments.Any(a => a.Id == assignmentId && a.EndedAt is null && MayBeObjectedTo(a.Part)))
        {
            throw new DomainException("objection.nobody");
        }

        DomainException.DemandReason(reason);
        (Id, AssessmentId, AssignmentId, Reason, FiledAt) = (id, assessment.Id, assignmentId, reason, now);
        Tell("objection.filed");
    }

    public Guid AssessmentId { get; private set; }

    /// <summary>The part of the person objected to.</summary>
    public Guid AssignmentId { get; private set; }

    /// <summary>In the candidate's words.</summary>
    public string Reason { get; private set; } = "";

    public DateTime FiledAt { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    public Guid? ClosedById { get; private set; }

    public ObjectionOutcome? Outcome { get; private set; }

    /// <summary>Reason, told to the candidate.</summary>
    public string? Answer { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>Whether the candidate may know who holds a part, and object: who verifies is not theirs to know.</summary>
    public static bool MayBeObjectedTo(AssessmentPart part) => part is AssessmentPart.Assessor or AssessmentPart.SecondAssessor or AssessmentPart.DecisionMaker;

    /// <summary>A quality lead without a part in the assessment answers.</summary>
    /// <exception cref="DomainException"><c>objection.closed</c>, <c>objection.own-part</c>, <c>reason.missing</c></exception>
    public void Decide(Assessment assessment, Guid byPerson, ObjectionOutcome outcome, string answer, DateTime now)
    {
        if (ClosedAt is not null)
        {
            throw new DomainException("objection.closed");
        }

        if (assessment.Concerns(byPerson))
        {
            throw new DomainException("objection.own-part");
        }

        DomainException.DemandReason(answer);
        (Outcome, ClosedById, Answer, ClosedAt) = (outcome, byPerson, answer, now);
        Tell("objection.closed");
    }

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Join('\n', AssignmentId, Reason, Outcome, ClosedById, Answer);

    private void Tell(string action)
    {
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, action, Id, ("outcome", Outcome?.ToString() ?? ""), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }
}
