using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Records;

/// <summary>Status of an issue, told in events that are never overwritten.</summary>
public enum RecordStatus
{
    /// <summary>有效.</summary>
    Valid,

    /// <summary>已換發.</summary>
    Superseded,

    /// <summary>撤銷.</summary>
    Annulled,

    /// <summary>廢止.</summary>
    Revoked,
}

public enum DocumentKind
{
    /// <summary>評量結果書.</summary>
    Statement,

    /// <summary>結果通知書.</summary>
    Notice,

    /// <summary>職能評量紀錄.</summary>
    Record,
}

/// <summary>核發紀錄: an issue of a decision's documents.</summary>
public sealed class RecordIssue : Entity
{
    private readonly List<RecordDocument> _documents = [];
    private readonly List<RecordStatusEvent> _events = [];

    private RecordIssue()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="decisionId">The decision whose documents are issued.</param>
    /// <param name="number">Number and check code of a competent decision; null for one of not yet competent.</param>
    /// <param name="newKey">Makes keys.</param>
    /// <param name="now">UTC.</param>
    /// <param name="corrections">What its documents show otherwise than the decision's snapshot, as JSON; null where nothing.</param>
    public RecordIssue(Guid id, Guid assessmentId, Guid decisionId, (string Number, string CheckCode)? number, NewKey newKey, DateTime now, string? corrections = null)
    {
        Corrections = corrections;
        (Id, AssessmentId, DecisionId, IssuedAt) = (id, assessmentId, decisionId, now);
        (Number, CheckCode) = (number?.Number, number?.CheckCode);
        PublicId = Guid.NewGuid();
        _events.Add(new RecordStatusEvent(newKey(), id, RecordStatus.Valid, now));
        Note(AuditFact.Of(assessmentId, "record.issued", id, ("decision", decisionId.ToString()), ("number", Number ?? "")));
    }

    public Guid AssessmentId { get; private set; }

    public Guid DecisionId { get; private set; }

    /// <summary>Random id for exchange with others.</summary>
    public Guid PublicId { get; private set; }

    /// <summary>E.g. <c>CR-2026-000123</c>; alone it confirms nothing.</summary>
    public string? Number { get; private set; }

    /// <summary>查驗碼, random.</summary>
    public string? CheckCode { get; private set; }

    public DateTime IssuedAt { get; private set; }

    /// <summary>What its documents show otherwise than the decision's snapshot, as JSON; null where nothing.</summary>
    public string? Corrections { get; private set; }

    /// <summary>The status that holds now: the one that ended it, once there is one.</summary>
    public RecordStatus Status => _events.Find(e => e.Status != RecordStatus.Valid)?.Status ?? RecordStatus.Valid;

    public IReadOnlyList<RecordDocument> Documents => _documents;

    public IReadOnlyList<RecordStatusEvent> Events => _events;

    /// <summary>It no longer stands, for the reason given.</summary>
    /// <param name="status">Superseded, annulled or revoked.</param>
    /// <param name="reason">Why; not told to the public.</param>
    /// <param name="replacedBy">The issue that took its place, if any.</param>
    /// <param name="newKey">Makes keys.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>record.status</c>: it does not stand any more.</exception>
    public void End(RecordStatus status, string reason, Guid? replacedBy, NewKey newKey, DateTime now)
    {
        if (Status != RecordStatus.Valid || status == RecordStatus.Valid)
        {
            throw new DomainException("record.status");
        }

        _events.Add(new RecordStatusEvent(newKey(), Id, status, now, reason, replacedBy));
        Note(AuditFact.Of(AssessmentId, "record.ended", Id, ("status", status.ToString()), ("replacedBy", replacedBy?.ToString() ?? "")));
    }

    public void Add(Guid id, DocumentKind kind, string culture, byte[] sha256, string rendererVersion, Guid fileId)
    {
        _documents.Add(new RecordDocument(id, Id, kind, culture, sha256, rendererVersion, fileId));
        Note(AuditFact.Of(AssessmentId, "document.drawn", id, ("issue", Id.ToString()), ("kind", kind.ToString()), ("culture", culture), ("sha256", Convert.ToHexStringLower(sha256))));
    }
}

public sealed class RecordStatusEvent
{
    private RecordStatusEvent()
    {
    }

    internal RecordStatusEvent(Guid id, Guid issueId, RecordStatus status, DateTime now, string? reason = null, Guid? replacedBy = null) =>
        (Id, IssueId, Status, At, Reason, ReplacedById) = (id, issueId, status, now, reason, replacedBy);

    public Guid Id { get; private set; }

    public Guid IssueId { get; private set; }

    public RecordStatus Status { get; private set; }

    public DateTime At { get; private set; }

    /// <summary>Why it changed; null for the first, which is valid.</summary>
    public string? Reason { get; private set; }

    /// <summary>The issue that took its place.</summary>
    public Guid? ReplacedById { get; private set; }
}

/// <summary>A document as exact bytes.</summary>
public sealed class RecordDocument
{
    private RecordDocument()
    {
    }

    internal RecordDocument(Guid id, Guid issueId, DocumentKind kind, string culture, byte[] sha256, string rendererVersion, Guid fileId) =>
        (Id, IssueId, Kind, Culture, Sha256, RendererVersion, FileId) = (id, issueId, kind, culture, sha256, rendererVersion, fileId);

    public Guid Id { get; private set; }

    public Guid IssueId { get; private set; }

    public DocumentKind Kind { get; private set; }

    public string Culture { get; private set; } = "";

    public byte[] Sha256 { get; private set; } = [];

    public string RendererVersion { get; private set; } = "";

    public Guid FileId { get; private set; }
}

/// <summary>Numbers of one series, centre and year, without gaps; the year is the one in the centre's time zone.</summary>
public sealed class NumberSequence
{
    private NumberSequence()
    {
    }

    public NumberSequence(Guid centreId, string series, int year) => (CentreId, Series, Year) = (centreId, series, year);

    public Guid CentreId { get; private set; }

    public string Series { get; private set; } = "";

    public int Year { get; private set; }

    public int Last { get; private set; }
}
