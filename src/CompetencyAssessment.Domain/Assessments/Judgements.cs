using System.Globalization;
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

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => $"{Valid}|{Authentic}|{Current}|{Reason}";
}

/// <summary>Whether the evidence for a requirement is sufficient (充分性).</summary>
public sealed record RequirementFields(bool? Sufficient, string? Reason)
{
    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => $"{Sufficient}|{Reason}";
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

    /// <summary>Number of the latest revision; 0 while nothing was judged, or not since a history is kept.</summary>
    public int RevisionNo { get; private set; }

    public JudgementFields Fields => new(Valid, Authentic, Current, Reason);

    /// <summary>Judges, and keeps the history.</summary>
    /// <returns>What is to be added to the context: a revision, before it what stood from before a history was kept; nothing where nothing differs.</returns>
    /// <exception cref="DomainException"><c>rating.too-long</c></exception>
    public IReadOnlyList<JudgementRevision> Judge(JudgementFields fields, Guid byPerson, NewKey newKey, DateTime now)
    {
        if (fields == Fields)
        {
            return [];
        }

        if (fields.Reason?.Length > RatingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", RatingFields.TextLimit);
        }

        var earlier = RevisionNo == 0 && Salt.Length > 0 ? new JudgementRevision(newKey(), this, null, now) : null;
        (Valid, Authentic, Current, Reason) = (fields.Valid, fields.Authentic, fields.Current, fields.Reason);
        Salt = SaltedDigest.NewSalt();
        RevisionNo++;
        var revision = new JudgementRevision(newKey(), this, byPerson, now);
        Note(AuditFact.Of(AssessmentId, "evidence.judged", Id, [("version", EvidenceVersionId.ToString()), .. revision.Told(earlier)]));
        return earlier is null ? [revision] : [earlier, revision];
    }
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

    /// <summary>Number of the latest revision; 0 while nothing was judged, or not since a history is kept.</summary>
    public int RevisionNo { get; private set; }

    public RequirementFields Fields => new(Sufficient, Reason);

    /// <summary>Judges, and keeps the history.</summary>
    /// <returns>As of an evidence version.</returns>
    /// <exception cref="DomainException"><c>rating.too-long</c></exception>
    public IReadOnlyList<JudgementRevision> Judge(RequirementFields fields, Guid byPerson, NewKey newKey, DateTime now)
    {
        if (fields == Fields)
        {
            return [];
        }

        if (fields.Reason?.Length > RatingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", RatingFields.TextLimit);
        }

        var earlier = RevisionNo == 0 && Salt.Length > 0 ? new JudgementRevision(newKey(), this, null, now) : null;
        (Sufficient, Reason) = (fields.Sufficient, fields.Reason);
        Salt = SaltedDigest.NewSalt();
        RevisionNo++;
        var revision = new JudgementRevision(newKey(), this, byPerson, now);
        Note(AuditFact.Of(AssessmentId, "requirement.judged", Id, [("requirement", RequirementId.ToString()), .. revision.Told(earlier)]));
        return earlier is null ? [revision] : [earlier, revision];
    }
}

/// <summary>
/// One entry of a judgement's history; append-only. The entry of the audit trail that tells of the change holds its salted digest, which is
/// that of the judgement as it then stood.
/// </summary>
public sealed class JudgementRevision
{
    private JudgementRevision()
    {
    }

    internal JudgementRevision(Guid id, EvidenceJudgement judgement, Guid? byPerson, DateTime now)
        : this(id, judgement.AssessmentId, judgement.RevisionNo, judgement.Salt, byPerson, now) =>
        (EvidenceJudgementId, Valid, Authentic, Current, Reason) = (judgement.Id, judgement.Valid, judgement.Authentic, judgement.Current, judgement.Reason);

    internal JudgementRevision(Guid id, SufficiencyJudgement judgement, Guid? byPerson, DateTime now)
        : this(id, judgement.AssessmentId, judgement.RevisionNo, judgement.Salt, byPerson, now) =>
        (SufficiencyJudgementId, Sufficient, Reason) = (judgement.Id, judgement.Sufficient, judgement.Reason);

    private JudgementRevision(Guid id, Guid assessmentId, int number, byte[] salt, Guid? byPerson, DateTime now) =>
        (Id, AssessmentId, Number, Salt, ByPersonId, At) = (id, assessmentId, number, salt, byPerson, now);

    public Guid Id { get; private set; }

    public Guid AssessmentId { get; private set; }

    /// <summary>Of an evidence version; null where it is of a requirement.</summary>
    public Guid? EvidenceJudgementId { get; private set; }

    public Guid? SufficiencyJudgementId { get; private set; }

    /// <summary>From 1; 0: what stood when a history began to be kept.</summary>
    public int Number { get; private set; }

    public JudgementVerdict? Valid { get; private set; }

    public JudgementVerdict? Authentic { get; private set; }

    public JudgementVerdict? Current { get; private set; }

    public bool? Sufficient { get; private set; }

    public string? Reason { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>Null for number 0: who it was is in the audit trail.</summary>
    public Guid? ByPersonId { get; private set; }

    /// <summary>UTC; of number 0 when it was found and replaced, not when it was judged.</summary>
    public DateTime At { get; private set; }

    public Guid JudgementId => EvidenceJudgementId ?? SufficiencyJudgementId!.Value;

    /// <summary>What was judged of an evidence version; null where it is of a requirement.</summary>
    public JudgementFields? Evidence => EvidenceJudgementId is null ? null : new JudgementFields(Valid, Authentic, Current, Reason);

    public RequirementFields? Requirement => SufficiencyJudgementId is null ? null : new RequirementFields(Sufficient, Reason);

    /// <summary>When it was judged, UTC; null of number 0.</summary>
    public DateTime? JudgedAt => Number == 0 ? null : At;

    public string DigestText() => Evidence?.DigestText() ?? Requirement!.DigestText();

    /// <summary>What the audit trail tells of a change.</summary>
    internal IEnumerable<(string Key, string Value)> Told(JudgementRevision? earlier)
    {
        yield return ("revision", Id.ToString());
        yield return ("number", Number.ToString(CultureInfo.InvariantCulture));
        yield return ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())));
        if (earlier is not null)
        {
            yield return ("earlier", earlier.Id.ToString());
        }
    }
}
