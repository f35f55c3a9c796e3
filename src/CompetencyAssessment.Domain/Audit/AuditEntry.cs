namespace CompetencyAssessment.Domain.Audit;

/// <summary>One entry of a stream's chain. Append-only; the hash is an HMAC over its fields and the previous hash.</summary>
public sealed class AuditEntry
{
    public Guid StreamId { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public long Sequence { get; init; }

    public int SchemaVersion { get; init; }

    /// <summary>UTC ticks of 100 ns: databases round date columns in different ways.</summary>
    public long AtTicks { get; init; }

    /// <summary>The account that acted; null for the system and for somebody not signed in.</summary>
    public Guid? ActorId { get; init; }

    public string Action { get; init; } = "";

    public Guid SubjectId { get; init; }

    /// <summary>Canonical JSON (UTF-8) of the whole fact.</summary>
    public byte[] Payload { get; init; } = [];

    public byte[] PreviousHash { get; init; } = [];

    public byte[] Hash { get; init; } = [];

    /// <summary>Which key made the hash; the key itself is outside the database.</summary>
    public string KeyId { get; init; } = "";
}

/// <summary>Owner row of a chain: holds the last sequence and hash, so that a tail that was cut off shows.</summary>
public sealed class AuditChain
{
    public Guid Id { get; init; }

    public long LastSequence { get; set; }

    public byte[] LastHash { get; set; } = [];
}
