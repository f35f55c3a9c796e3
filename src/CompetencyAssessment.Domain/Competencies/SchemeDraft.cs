using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Competencies;

/// <summary>
/// 評量方案草稿: the next version of a scheme while an administrator writes it. There is one open draft for a scheme's code at most; it ends
/// published as a version that never changes, or discarded. Assessments know nothing of drafts.
/// </summary>
public sealed class SchemeDraft : Entity
{
    private SchemeDraft()
    {
    }

    /// <summary>Begins a draft.</summary>
    /// <param name="id">Key.</param>
    /// <param name="centreId">The centre whose scheme it is.</param>
    /// <param name="basedOn">The version that it begins as a copy of.</param>
    /// <param name="code">The code of <paramref name="basedOn"/> for its next version, or a new one for a scheme of its own.</param>
    /// <param name="content">Canonical JSON of the <see cref="SchemeDocument"/> that it begins with.</param>
    /// <param name="by">Person.</param>
    /// <param name="now">Now, UTC.</param>
    public SchemeDraft(Guid id, Guid centreId, AssessmentScheme basedOn, string code, string content, Guid by, DateTime now)
    {
        Id = id;
        CentreId = centreId;
        UnitVersionId = basedOn.UnitVersionId;
        BasedOnId = basedOn.Id;
        Code = code;
        Content = content;
        (CreatedBy, CreatedAt) = (by, now);
        (ChangedBy, ChangedAt) = (by, now);
        Note(AuditFact.Of(CentreId, "scheme.draft-made", Id, ("code", code), ("basedOn", basedOn.Id.ToString())));
    }

    public Guid CentreId { get; private set; }

    public Guid UnitVersionId { get; private set; }

    /// <summary>Code of the scheme that it becomes a version of.</summary>
    public string Code { get; private set; } = "";

    public Guid BasedOnId { get; private set; }

    /// <summary>Canonical JSON of a <see cref="SchemeDocument"/>. It may lack what a published version has: an empty text stands for one not written yet.</summary>
    public string Content { get; private set; } = "";

    public Guid CreatedBy { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public Guid ChangedBy { get; private set; }

    public DateTime ChangedAt { get; private set; }

    /// <summary>When it was published or discarded; null while it is open.</summary>
    public DateTime? ClosedAt { get; private set; }

    /// <summary>The version that it was published as.</summary>
    public Guid? PublishedAsId { get; private set; }

    public bool IsOpen => ClosedAt is null;

    /// <summary>Takes another content.</summary>
    /// <param name="part">Code of the part that differs, e.g. <c>rules</c> or <c>criteria/P1.1</c>; told in the audit trail.</param>
    /// <param name="content">Canonical JSON of the whole document.</param>
    /// <param name="by">Person.</param>
    /// <param name="now">Now, UTC.</param>
    /// <exception cref="DomainException"><c>draft.closed</c></exception>
    public void Change(string part, string content, Guid by, DateTime now)
    {
        DemandOpen();
        Content = content;
        (ChangedBy, ChangedAt) = (by, now);
        Note(AuditFact.Of(CentreId, "scheme.draft-changed", Id, ("part", part), ("sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))))));
    }

    /// <summary>Ends it as a version.</summary>
    /// <param name="schemeId">Id of the version.</param>
    /// <param name="number">Its number.</param>
    /// <param name="contentHash">SHA-256 of the version's canonical JSON.</param>
    /// <param name="by">Person.</param>
    /// <param name="now">Now, UTC.</param>
    /// <exception cref="DomainException"><c>draft.closed</c></exception>
    public void Publish(Guid schemeId, int number, byte[] contentHash, Guid by, DateTime now)
    {
        Close(by, now);
        PublishedAsId = schemeId;
        Note(AuditFact.Of(CentreId, "scheme.published", schemeId,
            ("draft", Id.ToString()), ("code", Code), ("version", number.ToString(CultureInfo.InvariantCulture)), ("sha256", Convert.ToHexStringLower(contentHash))));
    }

    /// <summary>Ends it without a version.</summary>
    /// <exception cref="DomainException"><c>draft.closed</c></exception>
    public void Discard(Guid by, DateTime now)
    {
        Close(by, now);
        Note(AuditFact.Of(CentreId, "scheme.draft-discarded", Id, ("code", Code)));
    }

    private void Close(Guid by, DateTime now)
    {
        DemandOpen();
        ClosedAt = now;
        (ChangedBy, ChangedAt) = (by, now);
    }

    private void DemandOpen()
    {
        if (!IsOpen)
        {
            throw new DomainException("draft.closed");
        }
    }
}
