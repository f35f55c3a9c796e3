namespace CompetencyAssessment.Domain.Competencies;

/// <summary>
/// A competency unit as one file (<c>unit.schema.json</c>): the published zh-TW text, immutable once imported, and beside it
/// translations and errata, each with a revision of its own.
/// </summary>
public sealed record UnitDocument
{
    /// <summary>Version of the file format; 1.</summary>
    public required int Format { get; init; }

    public required PublishedUnit Published { get; init; }

    public IReadOnlyList<UnitTranslation> Translations { get; init; } = [];

    public UnitErrata? Errata { get; init; }
}

/// <summary>The unit's text as published, character for character; its hash is kept at import.</summary>
public sealed record PublishedUnit
{
    public required Guid UnitId { get; init; }

    public required Guid VersionId { get; init; }

    /// <summary>Code without version, e.g. <c>BGM6R0925</c>.</summary>
    public required string UnitCode { get; init; }

    /// <summary>Code with version as published, e.g. <c>BGM6R0925v2</c>.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>From broad to narrow, e.g. 企業經營管理, 一般管理.</summary>
    public required IReadOnlyList<string> Category { get; init; }

    public required int Level { get; init; }

    /// <summary>Year of the revision, e.g. <c>2021</c>.</summary>
    public required string Revision { get; init; }

    /// <summary>The line of the update record, e.g. 2021 年修訂職能內容。</summary>
    public required string RevisionNote { get; init; }

    public required IReadOnlyList<TaskText> Tasks { get; init; }

    public required IReadOnlyList<ItemText> Knowledge { get; init; }

    public required IReadOnlyList<ItemText> Skills { get; init; }

    /// <summary>評量證據, E1 onwards.</summary>
    public required IReadOnlyList<ItemText> Evidence { get; init; }

    /// <summary>評量情境與資源, R1 onwards.</summary>
    public required IReadOnlyList<ItemText> Resources { get; init; }

    /// <summary>評量方法, M1 onwards.</summary>
    public required IReadOnlyList<ItemText> Methods { get; init; }

    /// <summary>說明與補充事項, N1 onwards; the text begins with the term, without the 【註n】 before it.</summary>
    public required IReadOnlyList<NoteText> Notes { get; init; }

    /// <summary>Every rated item in the order of the unit: indicators, knowledge, skills.</summary>
    public IEnumerable<(CriterionKind Kind, string? Task, ItemText Item)> Criteria() =>
        Tasks.SelectMany(t => t.Indicators.Select(i => (CriterionKind.Performance, (string?)t.Code, i)))
            .Concat(Knowledge.Select(k => (CriterionKind.Knowledge, (string?)null, k)))
            .Concat(Skills.Select(s => (CriterionKind.Skill, (string?)null, s)));

    /// <summary>Every item that has a code, with its text.</summary>
    public IEnumerable<ItemText> Items() =>
        Tasks.SelectMany(t => t.Indicators.Prepend(new ItemText { Id = t.Id, Code = t.Code, Text = t.Text }))
            .Concat(Knowledge).Concat(Skills).Concat(Evidence).Concat(Resources).Concat(Methods)
            .Concat(Notes.Select(n => new ItemText { Id = n.Id, Code = n.Code, Text = n.Text }));
}

public enum CriterionKind
{
    /// <summary>行為指標, P.</summary>
    Performance,

    /// <summary>知識, K.</summary>
    Knowledge,

    /// <summary>技能, S.</summary>
    Skill,
}

/// <summary>An item of the unit. In an indicator the marker 【註n】 stays in the text, right after the term that it explains.</summary>
public sealed record ItemText
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required string Text { get; init; }

    /// <summary>Terms underlined in the published text and the note that explains each.</summary>
    public IReadOnlyList<TermAnchor> Terms { get; init; } = [];
}

/// <summary>The term as it stands in the text (最佳實務) and the note's code (N1).</summary>
public sealed record TermAnchor(string Term, string Note);

public sealed record TaskText
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required string Text { get; init; }

    public required IReadOnlyList<ItemText> Indicators { get; init; }
}

public sealed record NoteText
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required string Term { get; init; }

    public required string Text { get; init; }
}

/// <summary>A translation of the published text, not part of it. <see cref="Texts"/> is keyed by item code.</summary>
public sealed record UnitTranslation
{
    /// <summary>Culture, e.g. <c>en</c>.</summary>
    public required string Culture { get; init; }

    public required int Revision { get; init; }

    /// <summary>Says who made it and that it is not the authority.</summary>
    public required string Notice { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Category { get; init; }

    public required string RevisionNote { get; init; }

    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    /// <summary>Anchored terms of the translated indicators, keyed by item code; the marker in the translated text is 【註n】 too.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TermAnchor>> Terms { get; init; } = new Dictionary<string, IReadOnlyList<TermAnchor>>();
}

/// <summary>Known slips of the published text. They stand beside it, never in its place.</summary>
public sealed record UnitErrata
{
    public required int Revision { get; init; }

    public required IReadOnlyList<Erratum> Items { get; init; }
}

/// <summary>One erratum: the items it is about (empty: the whole unit), what stands there, how to read it, and a remark.</summary>
public sealed record Erratum
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Items { get; init; }

    public required string Found { get; init; }

    public string? Read { get; init; }

    public required LocalText Remark { get; init; }
}
