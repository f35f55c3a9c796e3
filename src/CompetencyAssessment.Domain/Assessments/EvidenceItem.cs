using System.Globalization;
using System.Text.Json;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

public enum EvidenceKind
{
    OperatingPlan,
    Presentation,
    Recording,
    PerformanceAnalysis,
    ThirdPartyReport,
    Workbook,
    Other,
}

/// <summary>Where a piece of evidence comes from.</summary>
public enum EvidenceContext
{
    /// <summary>職場實作.</summary>
    Workplace,

    /// <summary>模擬.</summary>
    Simulation,

    /// <summary>訓練作業.</summary>
    Coursework,
}

public enum Confidentiality
{
    General,
    Confidential,
    PersonalData,
}

/// <summary>What the candidate states about a piece of evidence.</summary>
public sealed record EvidenceDescription
{
    /// <summary>Words for nothing and for everything, as the form proposes them and as people write them.</summary>
    private static readonly string[] Nothing = ["無", "沒有", "未使用", "無使用", "none", "no", "n/a", "nobody", "not used"];

    private static readonly string[] Everything = ["全部", "全文", "全文撰寫", "全文由本人撰寫", "由本人撰寫", "本人撰寫", "全部自行完成", "全部由本人完成", "獨力完成", "獨自完成", "本人獨力完成", "100%", "100 %", "all of it", "all", "alone"];

    public required string Title { get; init; }

    public EvidenceKind Kind { get; init; }

    public EvidenceContext? Context { get; init; }

    /// <summary>The period that it covers.</summary>
    public DateOnly? PeriodFrom { get; init; }

    public DateOnly? PeriodTo { get; init; }

    /// <summary>The candidate's own share of team work.</summary>
    public string? OwnShare { get; init; }

    /// <summary>Help from others.</summary>
    public string? Help { get; init; }

    /// <summary>AI tools used, and for what.</summary>
    public string? AiUse { get; init; }

    public Confidentiality? Confidentiality { get; init; }

    /// <summary>Whether help from others, AI tools or team work are declared: whatever does not plainly say none, or all of it.</summary>
    public bool DeclaresHelp => !Says(Help, Nothing) || !Says(AiUse, Nothing) || !Says(OwnShare, Everything);

    private static bool Says(string? text, string[] words) =>
        string.IsNullOrWhiteSpace(text) || words.Contains(text.Trim().TrimEnd('。', '.', '！', '!'), StringComparer.OrdinalIgnoreCase);
}

/// <summary>What a candidate stated about a piece and what it supports (ids), as it was handed in; kept with the round.</summary>
public sealed record EvidenceStatement(EvidenceDescription Description, IReadOnlyList<Guid> Criteria, IReadOnlyList<Guid> Requirements)
{
    public string ToJson() => JsonSerializer.Serialize(this, RatingFields.Json);

    public static EvidenceStatement Parse(string json) => JsonSerializer.Deserialize<EvidenceStatement>(json, RatingFields.Json)!;
}

/// <summary>佐證資料: a piece of evidence. It belongs to a person; a link ties it to assessments.</summary>
public sealed class EvidenceItem : Entity
{
    private readonly List<EvidenceVersion> _versions = [];

    private EvidenceItem()
    {
    }

    public EvidenceItem(Guid id, Guid personId, string title, EvidenceKind kind, DateTime now)
    {
        Id = id;
        PersonId = personId;
        Title = title;
        Kind = kind;
        CreatedAt = now;
    }

    public Guid PersonId { get; private set; }

    /// <summary>The candidate's own words, printed on the record; empty until entered, and needed to submit.</summary>
    public string Title { get; private set; } = "";

    public EvidenceKind Kind { get; private set; }

    public EvidenceContext? Context { get; private set; }

    public DateOnly? PeriodFrom { get; private set; }

    public DateOnly? PeriodTo { get; private set; }

    public string? OwnShare { get; private set; }

    public string? Help { get; private set; }

    public string? AiUse { get; private set; }

    public Confidentiality? Confidentiality { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public IReadOnlyList<EvidenceVersion> Versions => _versions;

    public EvidenceVersion? Current => _versions.MaxBy(v => v.Number);

    /// <summary>What the candidate states about it now.</summary>
    public EvidenceDescription Description => new()
    {
        Title = Title,
        Kind = Kind,
        Context = Context,
        PeriodFrom = PeriodFrom,
        PeriodTo = PeriodTo,
        OwnShare = OwnShare,
        Help = Help,
        AiUse = AiUse,
        Confidentiality = Confidentiality,
    };

    /// <summary>Adds the next immutable version.</summary>
    public EvidenceVersion AddVersion(Guid id, Guid assessmentId, StoredFile file, string fileName, DateTime now)
    {
        var version = new EvidenceVersion(id, Id, (Current?.Number ?? 0) + 1, file.Id, fileName, now);
        _versions.Add(version);
        Note(AuditFact.Of(assessmentId, "evidence.version-added", id, ("item", Id.ToString()), ("number", version.Number.ToString(CultureInfo.InvariantCulture)), ("sha256", Convert.ToHexStringLower(file.Sha256))));
        return version;
    }

    /// <summary>Records what the candidate states about it.</summary>
    /// <exception cref="DomainException"><c>evidence.period</c></exception>
    public void Describe(Guid assessmentId, EvidenceDescription text)
    {
        if (text.PeriodFrom is { } from && text.PeriodTo is { } to && to < from)
        {
            throw new DomainException("evidence.period");
        }

        (Title, Kind, Context, PeriodFrom, PeriodTo) = (text.Title, text.Kind, text.Context, text.PeriodFrom, text.PeriodTo);
        (OwnShare, Help, AiUse, Confidentiality) = (text.OwnShare, text.Help, text.AiUse, text.Confidentiality);
        Note(AuditFact.Of(assessmentId, "evidence.described", Id));
    }
}

/// <summary>One upload of a piece of evidence; never changed.</summary>
public sealed class EvidenceVersion
{
    private EvidenceVersion()
    {
    }

    internal EvidenceVersion(Guid id, Guid itemId, int number, Guid fileId, string fileName, DateTime now) =>
        (Id, EvidenceItemId, Number, FileId, FileName, UploadedAt) = (id, itemId, number, fileId, fileName, now);

    public Guid Id { get; private set; }

    public Guid EvidenceItemId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public Guid FileId { get; private set; }

    /// <summary>The name it had with the candidate; shown on screens, never on documents.</summary>
    public string FileName { get; private set; } = "";

    public DateTime UploadedAt { get; private set; }
}

/// <summary>Bytes in the file store.</summary>
public sealed class StoredFile
{
    private StoredFile()
    {
    }

    public StoredFile(Guid id, string key, byte[] sha256, long size, string mediaType, DateTime now) =>
        (Id, Key, Sha256, Size, MediaType, StoredAt) = (id, key, sha256, size, mediaType, now);

    public Guid Id { get; private set; }

    /// <summary>Name in the store; ours, never the uploader's.</summary>
    public string Key { get; private set; } = "";

    public byte[] Sha256 { get; private set; } = [];

    /// <summary>Bytes.</summary>
    public long Size { get; private set; }

    public string MediaType { get; private set; } = "";

    public DateTime StoredAt { get; private set; }
}

/// <summary>Ties a piece of evidence to an assessment, under a short number (EV-01), and says what it supports.</summary>
public sealed class AssessmentEvidence : Entity
{
    private readonly List<EvidenceMapping> _criteria = [];
    private readonly List<RequirementMapping> _requirements = [];

    private AssessmentEvidence()
    {
    }

    public AssessmentEvidence(Guid id, Guid assessmentId, Guid evidenceItemId, int number)
    {
        (Id, AssessmentId, EvidenceItemId, Number) = (id, assessmentId, evidenceItemId, number);
        Note(AuditFact.Of(assessmentId, "evidence.added", evidenceItemId, ("number", number.ToString(CultureInfo.InvariantCulture))));
    }

    public Guid AssessmentId { get; private set; }

    public Guid EvidenceItemId { get; private set; }

    /// <summary>Number within the assessment, from 1; never used again.</summary>
    public int Number { get; private set; }

    public DateTime? WithdrawnAt { get; private set; }

    public IReadOnlyList<EvidenceMapping> Criteria => _criteria;

    public IReadOnlyList<RequirementMapping> Requirements => _requirements;

    /// <summary>Label on screens and documents, e.g. <c>EV-01</c>.</summary>
    public string Label => LabelOf(Number);

    public static string LabelOf(int number) => string.Create(CultureInfo.InvariantCulture, $"EV-{number:D2}");

    /// <summary>Sets which criteria and evidence requirements it supports.</summary>
    public void MapTo(IReadOnlyCollection<Guid> criteria, IReadOnlyCollection<Guid> requirements)
    {
        _criteria.RemoveAll(m => !criteria.Contains(m.CriterionId));
        _criteria.AddRange(criteria.Distinct().Where(c => _criteria.TrueForAll(m => m.CriterionId != c)).Select(c => new EvidenceMapping(Id, c)));
        _requirements.RemoveAll(m => !requirements.Contains(m.RequirementId));
        _requirements.AddRange(requirements.Distinct().Where(r => _requirements.TrueForAll(m => m.RequirementId != r)).Select(r => new RequirementMapping(Id, r)));
        Note(AuditFact.Of(AssessmentId, "evidence.mapped", EvidenceItemId, ("criteria", string.Join(' ', _criteria.Select(c => c.CriterionId))), ("requirements", string.Join(' ', _requirements.Select(c => c.RequirementId)))));
    }

    /// <summary>Takes it out of the assessment; only what no submitted round relied on.</summary>
    /// <exception cref="DomainException"><c>evidence.relied-on</c></exception>
    public void Withdraw(bool reliedOn, DateTime now)
    {
        if (reliedOn)
        {
            throw new DomainException("evidence.relied-on");
        }

        WithdrawnAt = now;
        Note(AuditFact.Of(AssessmentId, "evidence.withdrawn", EvidenceItemId));
    }
}

public sealed class EvidenceMapping
{
    private EvidenceMapping()
    {
    }

    internal EvidenceMapping(Guid evidenceId, Guid criterionId) => (AssessmentEvidenceId, CriterionId) = (evidenceId, criterionId);

    public Guid AssessmentEvidenceId { get; private set; }

    public Guid CriterionId { get; private set; }
}

public sealed class RequirementMapping
{
    private RequirementMapping()
    {
    }

    internal RequirementMapping(Guid evidenceId, Guid requirementId) => (AssessmentEvidenceId, RequirementId) = (evidenceId, requirementId);

    public Guid AssessmentEvidenceId { get; private set; }

    public Guid RequirementId { get; private set; }
}

/// <summary>An upload under way; the bytes so far are in the upload area under its key.</summary>
public sealed class UploadSession
{
    private UploadSession()
    {
    }

    public UploadSession(Guid id, Guid assessmentId, Guid personId, Guid? evidenceItemId, string fileName, long size, DateTime expiresAt) =>
        (Id, AssessmentId, PersonId, EvidenceItemId, FileName, Size, ExpiresAt) = (id, assessmentId, personId, evidenceItemId, fileName, size, expiresAt);

    public Guid Id { get; private set; }

    public Guid AssessmentId { get; private set; }

    public Guid PersonId { get; private set; }

    /// <summary>The piece of evidence that gets a new version; null for a new piece.</summary>
    public Guid? EvidenceItemId { get; private set; }

    public string FileName { get; private set; } = "";

    /// <summary>Bytes announced.</summary>
    public long Size { get; private set; }

    public DateTime ExpiresAt { get; private set; }

    /// <summary>The version that came of it; a repeated completion answers with it.</summary>
    public Guid? EvidenceVersionId { get; private set; }

    public void Complete(Guid versionId) => EvidenceVersionId = versionId;
}
