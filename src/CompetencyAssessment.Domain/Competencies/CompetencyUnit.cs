namespace CompetencyAssessment.Domain.Competencies;

/// <summary>A competency unit (職能單元); its text is in its versions.</summary>
public sealed class CompetencyUnit : Entity
{
    private CompetencyUnit()
    {
    }

    public CompetencyUnit(Guid id, string code)
    {
        Id = id;
        Code = code;
    }

    /// <summary>Code without version, e.g. <c>BGM6R0925</c>.</summary>
    public string Code { get; private set; } = "";
}

/// <summary>A published version of a unit. Its text never changes once imported.</summary>
public sealed class UnitVersion : Entity
{
    private readonly List<Criterion> _criteria = [];
    private readonly List<EvidenceRequirement> _requirements = [];

    private UnitVersion()
    {
    }

    public UnitVersion(Guid id, Guid unitId, PublishedUnit text, string content, byte[] contentHash, DateTime now)
    {
        Id = id;
        UnitId = unitId;
        Code = text.Code;
        Name = text.Name;
        Level = text.Level;
        Content = content;
        ContentHash = contentHash;
        ImportedAt = now;
    }

    public Guid UnitId { get; private set; }

    /// <summary>Code with version, e.g. <c>BGM6R0925v2</c>.</summary>
    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public int Level { get; private set; }

    /// <summary>Canonical JSON of <see cref="PublishedUnit"/>.</summary>
    public string Content { get; private set; } = "";

    /// <summary>SHA-256 of <see cref="Content"/>.</summary>
    public byte[] ContentHash { get; private set; } = [];

    public DateTime ImportedAt { get; private set; }

    public IReadOnlyList<Criterion> Criteria => _criteria;

    public IReadOnlyList<EvidenceRequirement> Requirements => _requirements;

    /// <summary>Adds the rows that ratings and judgements refer to.</summary>
    public void AddItems(PublishedUnit text, NewKey newKey)
    {
        var position = 0;
        _criteria.AddRange(text.Criteria().Select(c => new Criterion(newKey(), Id, c.Item.Id, c.Item.Code, c.Kind, ++position)));
        position = 0;
        _requirements.AddRange(text.Evidence.Select(e => new EvidenceRequirement(newKey(), Id, e.Id, e.Code, ++position)));
    }
}

/// <summary>評量項目: any indicator, knowledge item or skill that is rated.</summary>
public sealed class Criterion
{
    private Criterion()
    {
    }

    internal Criterion(Guid id, Guid unitVersionId, Guid uid, string code, CriterionKind kind, int position) =>
        (Id, UnitVersionId, Uid, Code, Kind, Position) = (id, unitVersionId, uid, code, kind, position);

    public Guid Id { get; private set; }

    public Guid UnitVersionId { get; private set; }

    /// <summary>UUID from the file, for exchange with other systems.</summary>
    public Guid Uid { get; private set; }

    public string Code { get; private set; } = "";

    public CriterionKind Kind { get; private set; }

    /// <summary>Place in the unit's order, from 1.</summary>
    public int Position { get; private set; }

    /// <summary>The criterion of an earlier version that this one replaces.</summary>
    public Guid? ReplacesId { get; private set; }
}

/// <summary>評量證據（要求）, E1 onwards.</summary>
public sealed class EvidenceRequirement
{
    private EvidenceRequirement()
    {
    }

    internal EvidenceRequirement(Guid id, Guid unitVersionId, Guid uid, string code, int position) =>
        (Id, UnitVersionId, Uid, Code, Position) = (id, unitVersionId, uid, code, position);

    public Guid Id { get; private set; }

    public Guid UnitVersionId { get; private set; }

    public Guid Uid { get; private set; }

    public string Code { get; private set; } = "";

    public int Position { get; private set; }
}

public enum UnitRevisionKind
{
    Translation,
    Errata,
}

/// <summary>A revision of what stands beside the published text: a translation or the errata. An assessment pins each.</summary>
public sealed class UnitRevision
{
    private UnitRevision()
    {
    }

    public UnitRevision(Guid id, Guid unitVersionId, UnitRevisionKind kind, string culture, int revision, string content, DateTime now) =>
        (Id, UnitVersionId, Kind, Culture, Revision, Content, ImportedAt) = (id, unitVersionId, kind, culture, revision, content, now);

    public Guid Id { get; private set; }

    public Guid UnitVersionId { get; private set; }

    public UnitRevisionKind Kind { get; private set; }

    /// <summary>Culture of a translation; empty for errata.</summary>
    public string Culture { get; private set; } = "";

    public int Revision { get; private set; }

    public string Content { get; private set; } = "";

    public DateTime ImportedAt { get; private set; }
}

/// <summary>評量方案: one version of how a centre assesses with a unit. Published versions never change.</summary>
public sealed class AssessmentScheme : Entity
{
    private readonly List<SchemeLevel> _levels = [];

    private AssessmentScheme()
    {
    }

    public AssessmentScheme(Guid id, Guid unitVersionId, SchemeDocument document, string content, byte[] contentHash, DateTime now)
    {
        Id = id;
        UnitVersionId = unitVersionId;
        Code = document.Code;
        Number = document.Version;
        Name = document.Name.Zh;
        PassMark = document.PassMark;
        Content = content;
        ContentHash = contentHash;
        ImportedAt = now;
        _levels.AddRange(document.Scale.Select(l => new SchemeLevel(id, l.Value, l.Name.Zh)));
    }

    public Guid UnitVersionId { get; private set; }

    public string Code { get; private set; } = "";

    /// <summary>The scheme's own version number, from 1.</summary>
    public int Number { get; private set; }

    public string Name { get; private set; } = "";

    public int PassMark { get; private set; }

    /// <summary>Canonical JSON of <see cref="SchemeDocument"/>.</summary>
    public string Content { get; private set; } = "";

    public byte[] ContentHash { get; private set; } = [];

    public DateTime ImportedAt { get; private set; }

    public IReadOnlyList<SchemeLevel> Levels => _levels;
}

/// <summary>A level of the scheme's scale.</summary>
public sealed class SchemeLevel
{
    private SchemeLevel()
    {
    }

    internal SchemeLevel(Guid schemeId, int value, string name) => (SchemeId, Value, Name) = (schemeId, value, name);

    public Guid SchemeId { get; private set; }

    public int Value { get; private set; }

    public string Name { get; private set; } = "";
}
