using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>What was found in a file that must not be there.</summary>
public enum IncidentKind
{
    /// <summary>個人資料.</summary>
    PersonalData,

    /// <summary>營業秘密.</summary>
    TradeSecret,
}

/// <summary>
/// 資料事件: a version of a piece of evidence holds personal data or trade secrets. From its report until it is lifted the version is in quarantine:
/// nobody but the quality lead reads it, and a redacted version takes its place.
/// </summary>
public sealed class Incident : Entity
{
    private Incident()
    {
    }

    /// <summary>Puts a version into quarantine.</summary>
    /// <param name="id">Key.</param>
    /// <param name="assessmentId">Where it was found.</param>
    /// <param name="item">The piece, with its versions; where a later one is there already, it stands in the place of this one.</param>
    /// <param name="versionId">The version.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="found">What was found and where; never the data themselves.</param>
    /// <param name="byPerson">Who found it.</param>
    /// <param name="now">UTC.</param>
    /// <param name="same">Versions that hold the very same bytes: none of them stands in its place.</param>
    /// <exception cref="DomainException"><c>incident.own</c>, <c>reason.missing</c></exception>
    public Incident(Guid id, Guid assessmentId, EvidenceItem item, Guid versionId, IncidentKind kind, string found, Guid byPerson, DateTime now, IReadOnlyCollection<Guid>? same = null)
    {
        if (item.PersonId == byPerson)
        {
            throw new DomainException("incident.own");
        }

        DomainException.DemandReason(found);
        (Id, Kind, Found, ReportedById, ReportedAt) = (id, kind, found, byPerson, now);
        Put(assessmentId, item, versionId, same ?? []);
    }

    /// <summary>Another version that holds the very same bytes goes into quarantine with this one, whosever it is and wherever it stands.</summary>
    /// <param name="id">Key.</param>
    /// <param name="assessmentId">Where that version stands.</param>
    /// <param name="item">Its piece, with the versions.</param>
    /// <param name="versionId">The version.</param>
    /// <param name="found">What its candidate is told; empty: only that the very same file is in quarantine elsewhere.</param>
    /// <param name="same">Versions that hold the very same bytes.</param>
    public Incident Spread(Guid id, Guid assessmentId, EvidenceItem item, Guid versionId, string found, IReadOnlyCollection<Guid> same)
    {
        var copy = new Incident { Id = id, Kind = Kind, Found = found, ReportedById = ReportedById, ReportedAt = ReportedAt };
        copy.Put(assessmentId, item, versionId, same);
        return copy;
    }

    public Guid AssessmentId { get; private set; }

    public Guid EvidenceItemId { get; private set; }

    public Guid EvidenceVersionId { get; private set; }

    public IncidentKind Kind { get; private set; }

    /// <summary>What was found and where, in the reporter's words; the candidate reads it.</summary>
    public string Found { get; private set; } = "";

    public Guid ReportedById { get; private set; }

    public DateTime ReportedAt { get; private set; }

    /// <summary>The version that stands in its place.</summary>
    public Guid? ReplacementId { get; private set; }

    public DateTime? ReplacedAt { get; private set; }

    /// <summary>What was done, in the quality lead's words.</summary>
    public string? Measures { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    public Guid? ClosedById { get; private set; }

    /// <summary>When the version was given free again, UTC.</summary>
    public DateTime? LiftedAt { get; private set; }

    public byte[] Salt { get; private set; } = [];

    public bool IsOpen => ClosedAt is null;

    public bool IsQuarantined => LiftedAt is null;

    /// <summary>States of an assessment in which the candidate may hand in a redacted version.</summary>
    public static bool TakesRedaction(AssessmentState state) =>
        state is AssessmentState.Gathering or AssessmentState.Returned or AssessmentState.Submitted or AssessmentState.Assessing or AssessmentState.Decided;

    /// <summary>A later version of the piece takes its place; the first one does.</summary>
    public void Replace(Guid versionId, DateTime now)
    {
        if (ReplacementId is null)
        {
            (ReplacementId, ReplacedAt) = (versionId, now);
            Tell("incident.replaced");
        }
    }

    /// <summary>The quality lead notes what was done. The version stays in quarantine.</summary>
    /// <exception cref="DomainException"><c>incident.closed</c>, <c>reason.missing</c></exception>
    public void Close(Guid byPerson, string measures, DateTime now)
    {
        if (!IsOpen)
        {
            throw new DomainException("incident.closed");
        }

        DomainException.DemandReason(measures);
        (Measures, ClosedById, ClosedAt) = (measures, byPerson, now);
        Tell("incident.closed");
    }

    /// <summary>The quality lead gives the version free again, for a reason.</summary>
    /// <exception cref="DomainException"><c>incident.lifted</c>, <c>reason.missing</c></exception>
    public void Lift(Guid byPerson, string reason, DateTime now)
    {
        if (!IsQuarantined)
        {
            throw new DomainException("incident.lifted");
        }

        DomainException.DemandReason(reason);
        (Measures, ClosedById, ClosedAt, LiftedAt) = (Measures is null ? reason : $"{Measures}\n{reason}", byPerson, ClosedAt ?? now, now);
        Tell("incident.lifted");
    }

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Join('\n', EvidenceVersionId, Kind, Found, ReportedById, ReplacementId, Measures, ClosedById, IsQuarantined);

    private void Put(Guid assessmentId, EvidenceItem item, Guid versionId, IReadOnlyCollection<Guid> same)
    {
        (AssessmentId, EvidenceItemId, EvidenceVersionId) = (assessmentId, item.Id, versionId);
        if (item.Current!.Number > item.Versions.Single(v => v.Id == versionId).Number && !same.Contains(item.Current.Id))
        {
            (ReplacementId, ReplacedAt) = (item.Current.Id, ReportedAt);
        }

        Tell("incident.reported");
    }

    private void Tell(string action)
    {
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, action, Id, ("version", EvidenceVersionId.ToString()), ("kind", Kind.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }
}
