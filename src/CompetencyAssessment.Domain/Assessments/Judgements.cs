using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

public enum JudgementVerdict
{
    Accepted,
    Doubted,
}

/// <summary>Whether an evidence version is valid (有效性), authentic (真實性) and current (時效性).</summary>
public sealed record JudgementFields(JudgementVerdict? Valid, JudgementVerdict? Authentic, JudgementVerdict? Current, string? Reason)
{
    /// <summary>All three accepted.</summary>
    public bool IsAccepted => Valid == JudgementVerdict.Accepted && Authentic == JudgementVerdict.Accepted && Current == JudgementVerdict.Accepted;

    public bool IsDoubted => Valid == JudgementVerdict.Doubted || Authentic == JudgementVerdict.Doubted || Current == JudgementVerdict.Doubted;
}

/// <summary>An assessor's judgement of one evidence version.</summary>
public sealed class EvidenceJudgement : Entity
{
    private EvidenceJudgement()
    {
    }

    public EvidenceJudgement(Guid id, Guid assessmentId, Guid assignmentId, Guid versionId) =>
        (Id, AssessmentId, AssignmentId, EvidenceVersionId) = (id, assessmentId, assignmentId, versionId);

    public Guid AssessmentId { get; private set; }

    public Guid AssignmentId { get; private set; }

    public Guid EvidenceVersionId { get; private set; }

    public JudgementVerdict? Valid { get; private set; }

    public JudgementVerdict? Authentic { get; private set; }

    public JudgementVerdict? Current { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>Salt of the digest in the audit trail; renewed with each change.</summary>
    public byte[] Salt { get; private set; } = [];

    public JudgementFields Fields => new(Valid, Authentic, Current, Reason);

    /// <exception cref="DomainException"><c>rating.too-long</c></exception>
    public void Judge(JudgementFields fields)
    {
        if (fields == Fields)
        {
            return;
        }

        if (fields.Reason?.Length > RatingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", RatingFields.TextLimit);
        }

        (Valid, Authentic, Current, Reason) = (fields.Valid, fields.Authentic, fields.Current, fields.Reason);
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, "evidence.judged", Id, ("version", EvidenceVersionId.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => $"{Valid}|{Authentic}|{Current}|{Reason}";
}

/// <summary>An assessor's judgement of whether the evidence for a requirement (E1 onwards) is sufficient (充分性).</summary>
public sealed class SufficiencyJudgement : Entity
{
    private SufficiencyJudgement()
    {
    }

    public SufficiencyJudgement(Guid id, Guid assessmentId, Guid assignmentId, Guid requirementId) =>
        (Id, AssessmentId, AssignmentId, RequirementId) = (id, assessmentId, assignmentId, requirementId);

    public Guid AssessmentId { get; private set; }

    public Guid AssignmentId { get; private set; }

    public Guid RequirementId { get; private set; }

    public bool? Sufficient { get; private set; }

    public string? Reason { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <exception cref="DomainException"><c>rating.too-long</c></exception>
    public void Judge(bool? sufficient, string? reason)
    {
        if (sufficient == Sufficient && reason == Reason)
        {
            return;
        }

        if (reason?.Length > RatingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", RatingFields.TextLimit);
        }

        (Sufficient, Reason) = (sufficient, reason);
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, "requirement.judged", Id, ("requirement", RequirementId.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => $"{Sufficient}|{Reason}";
}
