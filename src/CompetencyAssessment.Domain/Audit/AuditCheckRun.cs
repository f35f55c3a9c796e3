namespace CompetencyAssessment.Domain.Audit;

/// <summary>稽核軌跡檢查: one check of all chains and of the rows that they attest, and what it found.</summary>
public sealed class AuditCheckRun
{
    private AuditCheckRun()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="byPersonId">Who asked for it; null for the nightly one.</param>
    /// <param name="startedAt">UTC; what was written later it has not seen.</param>
    /// <param name="endedAt">UTC.</param>
    /// <param name="chains">How many chains it walked.</param>
    /// <param name="entries">How many entries there were.</param>
    /// <param name="faultCount">How many faults it found.</param>
    /// <param name="faults">The first of them, as JSON; identifiers and codes only.</param>
    public AuditCheckRun(Guid id, Guid? byPersonId, DateTime startedAt, DateTime endedAt, int chains, long entries, int faultCount, string faults) =>
        (Id, ByPersonId, StartedAt, EndedAt, Chains, Entries, FaultCount, Faults) = (id, byPersonId, startedAt, endedAt, chains, entries, faultCount, faults);

    public Guid Id { get; private set; }

    public Guid? ByPersonId { get; private set; }

    public DateTime StartedAt { get; private set; }

    public DateTime EndedAt { get; private set; }

    public int Chains { get; private set; }

    public long Entries { get; private set; }

    public int FaultCount { get; private set; }

    public string Faults { get; private set; } = "[]";
}
