using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>What a signer states and how they proved who they are.</summary>
public sealed record Signature
{
    public required Outcome Outcome { get; init; }

    public required string Strengths { get; init; }

    public required string NextSteps { get; init; }

    /// <summary>Overall feedback; must be there for not yet competent.</summary>
    public string? Feedback { get; init; }

    /// <summary>How the signer authenticated, e.g. <c>password</c>.</summary>
    public required string AuthenticationMethod { get; init; }

    /// <summary>When the signer authenticated for this signature, UTC.</summary>
    public required DateTime AuthenticatedAt { get; init; }
}

/// <summary>評量結論, signed. A decision that was sent back is kept as voided.</summary>
public sealed class Decision : Entity
{
    private Decision()
    {
    }

    internal Decision(Guid id, Assessment assessment, Guid byPerson, Signature signature, DateTime now)
    {
        Id = id;
        AssessmentId = assessment.Id;
        Outcome = signature.Outcome;
        Strengths = signature.Strengths;
        NextSteps = signature.NextSteps;
        Feedback = signature.Feedback;
        SignedById = byPerson;
        SignedAt = now;
        AuthenticationMethod = signature.AuthenticationMethod;
        AuthenticatedAt = signature.AuthenticatedAt;
        ContentVersion = assessment.ContentVersion;
    }

    public Guid AssessmentId { get; private set; }

    public Outcome Outcome { get; private set; }

    public string Strengths { get; private set; } = "";

    public string NextSteps { get; private set; } = "";

    public string? Feedback { get; private set; }

    public Guid SignedById { get; private set; }

    public DateTime SignedAt { get; private set; }

    public string AuthenticationMethod { get; private set; } = "";

    public DateTime AuthenticatedAt { get; private set; }

    /// <summary>The content version that was signed.</summary>
    public int ContentVersion { get; private set; }

    public DateTime? VoidedAt { get; private set; }

    public DecisionSnapshot? Snapshot { get; private set; }

    internal void Void(DateTime now)
    {
        VoidedAt = now;
        Note(AuditFact.Of(AssessmentId, "decision.voided", Id));
    }

    /// <summary>
    /// Keeps all that the documents show, as canonical JSON with its hash. Documents are drawn from it alone, so the trail holds the hash:
    /// content and hash in one row attest nothing.
    /// </summary>
    public void Keep(string content, byte[] sha256)
    {
        Snapshot = new DecisionSnapshot(Id, content, sha256);
        Note(AuditFact.Of(AssessmentId, "decision.kept", Id, ("sha256", Convert.ToHexStringLower(sha256))));
    }
}

public sealed class DecisionSnapshot
{
    private DecisionSnapshot()
    {
    }

    internal DecisionSnapshot(Guid decisionId, string content, byte[] sha256) => (DecisionId, Content, Sha256) = (decisionId, content, sha256);

    public Guid DecisionId { get; private set; }

    public string Content { get; private set; } = "";

    public byte[] Sha256 { get; private set; } = [];
}
