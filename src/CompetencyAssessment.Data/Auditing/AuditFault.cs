namespace CompetencyAssessment.Data.Auditing;

/// <summary>Something in the audit trail, or in a row that it attests, that is not as it was written.</summary>
/// <param name="Stream">The chain: an assessment or the centre.</param>
/// <param name="Sequence">The entry where it shows; null where no entry tells of it.</param>
/// <param name="Code">What is wrong, one of <see cref="AuditFaultCodes"/>.</param>
/// <param name="Subject">The row that it is about.</param>
public sealed record AuditFault(Guid Stream, long? Sequence, string Code, Guid? Subject);

/// <summary>Codes of <see cref="AuditFault"/>.</summary>
public static class AuditFaultCodes
{
    /// <summary>Entries are missing from here on.</summary>
    public const string Gap = "chain.gap";

    /// <summary>The entry does not follow from the one before it.</summary>
    public const string Link = "chain.link";

    /// <summary>The entry was changed, or its hash was made with another key.</summary>
    public const string Hash = "chain.hash";

    /// <summary>The entry names a key that is not the one in use.</summary>
    public const string Key = "chain.key";

    /// <summary>The chain ends at another place than its owner row says.</summary>
    public const string Tail = "chain.tail";

    /// <summary>Entries without their owner row.</summary>
    public const string Owner = "chain.owner";

    /// <summary>An assessment without a chain.</summary>
    public const string NoChain = "chain.missing";

    /// <summary>The entry cannot be read.</summary>
    public const string Entry = "entry.unreadable";

    /// <summary>A row that an entry tells of is gone.</summary>
    public const string RowMissing = "row.missing";

    /// <summary>A row differs from what its entry tells.</summary>
    public const string RowChanged = "row.changed";

    /// <summary>A row that no entry tells of.</summary>
    public const string RowUnattested = "row.unattested";

    /// <summary>A row holds something that no verb writes.</summary>
    public const string RowUnreadable = "row.unreadable";
}
