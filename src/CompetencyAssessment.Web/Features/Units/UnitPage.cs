using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Localization;

namespace CompetencyAssessment.Web.Features.Units;

internal sealed record UnitListRow(string Code, string Name, int Level, int Criteria, DateTime ImportedAt, IReadOnlyList<SchemeListRow> Schemes);

internal sealed record SchemeListRow(Guid Id, string Code, int Number, string Name);

internal sealed record UnitList(IReadOnlyList<UnitListRow> Rows, Shared.PageInfo Page, bool CanImport);

/// <summary>A level of the scale with what an assessor should see for one criterion.</summary>
internal sealed record LevelText(int Value, string Name, string Text, bool IsPassMark);

/// <summary>A note in place: its mark in the text, its code, and the term that it explains.</summary>
internal sealed record NoteInPlace(string Mark, string Code, string Term, string Published, string? Translation);

/// <summary>One item of the unit with all that stands beside it.</summary>
internal sealed record UnitItem
{
    public required string Code { get; init; }

    public required IReadOnlyList<Segment> Published { get; init; }

    public required IReadOnlyList<Segment>? Translation { get; init; }

    /// <summary>Whether the reader's language is the translation's: it then comes first.</summary>
    public required bool TranslationFirst { get; init; }

    public required IReadOnlyList<NoteInPlace> Notes { get; init; }

    public required IReadOnlyList<Erratum> Errata { get; init; }

    /// <summary>The scheme's interpretation note; null where there is none.</summary>
    public string? Interpretation { get; init; }

    public IReadOnlyList<LevelText> Levels { get; init; } = [];
}

/// <summary>A unit version beside a scheme, laid out for the page.</summary>
internal sealed class UnitPage(UnitView unit, SchemeView? scheme, IReadOnlyList<SchemeListRow> schemes, IReadOnlyList<string> otherVersions, string culture)
{
    private readonly UnitTranslation? _translation = unit.Translation("en");
    private readonly UnitErrata? _errata = unit.ErrataAt();
    private readonly Dictionary<string, string> _marks = Marks(unit.Text);

    public PublishedUnit Text => unit.Text;

    public SchemeDocument? Scheme => scheme?.Document;

    public Guid? SchemeId => scheme?.Id;

    public IReadOnlyList<SchemeListRow> Schemes => schemes;

    public IReadOnlyList<string> OtherVersions => otherVersions;

    public UnitTranslation? Translation => _translation;

    public bool TranslationFirst => _translation is not null && culture.StartsWith(_translation.Culture, StringComparison.OrdinalIgnoreCase);

    public string Name => TranslationFirst ? _translation!.Name : Text.Name;

    /// <summary>Errata that belong to no item: to the unit as a whole.</summary>
    public IReadOnlyList<Erratum> GeneralErrata => [.. (_errata?.Items ?? []).Where(e => e.Items.Count == 0)];

    public int CriteriaCount => unit.Criteria.Count;

    public string? PassMarkName => Scheme?.Scale.First(l => l.Value == Scheme.PassMark).Name.Here();

    public string TextIn(string code) => unit.TextIn(code, culture);

    public IEnumerable<MethodVariant> Variants(string method) => Scheme?.MethodVariants.Where(v => v.Method == method) ?? [];

    public CoverageEntry? Coverage(string requirement) => Scheme?.Coverage.FirstOrDefault(c => c.Evidence == requirement);

    /// <summary>How the text marks a note: 【註1】.</summary>
    public string MarkOf(string note) => _marks[note];

    /// <summary>Items whose text leads to a note.</summary>
    public IEnumerable<string> LeadingTo(string note) => Text.Items().Where(i => i.Terms.Any(t => t.Note == note)).Select(i => i.Code);

    public UnitItem Task(TaskText task) => Item(new ItemText { Id = task.Id, Code = task.Code, Text = task.Text });

    public UnitItem Note(NoteText note) => Item(new ItemText { Id = note.Id, Code = note.Code, Text = note.Text });

    public UnitItem Item(ItemText item)
    {
        var translated = _translation?.Texts.GetValueOrDefault(item.Code);
        return new UnitItem
        {
            Code = item.Code,
            Published = ItemSegments.Of(item.Text, item.Terms),
            Translation = translated is null ? null : ItemSegments.Of(translated, _translation!.Terms.GetValueOrDefault(item.Code) ?? []),
            TranslationFirst = TranslationFirst && translated is not null,
            Notes = [.. item.Terms.Select(t => t.Note).Distinct().Select(n => new NoteInPlace(_marks[n], n, TermOf(item, n), Text.Notes.First(x => x.Code == n).Text, _translation?.Texts.GetValueOrDefault(n)))],
            Errata = [.. (_errata?.Items ?? []).Where(e => e.Items.Contains(item.Code))],
            Interpretation = Scheme?.Interpretations.GetValueOrDefault(item.Code)?.Here(),
            Levels = Scheme?.Descriptors.GetValueOrDefault(item.Code) is { } texts
                ? [.. Scheme.Scale.Zip(texts, (level, text) => new LevelText(level.Value, level.Name.Here(), text.Here(), level.Value == Scheme.PassMark)).Reverse()]
                : [],
        };
    }

    private string TermOf(ItemText item, string note) =>
        (TranslationFirst ? _translation!.Terms.GetValueOrDefault(item.Code)?.FirstOrDefault(t => t.Note == note) : null)?.Term
        ?? item.Terms.First(t => t.Note == note).Term;

    /// <summary>The mark that leads to each note, as the text has it; numbered in order where the text has none.</summary>
    private static Dictionary<string, string> Marks(PublishedUnit text)
    {
        var found = text.Items().SelectMany(i => ItemSegments.Of(i.Text, i.Terms)).Where(s => s is { Note: not null, IsTerm: false }).ToLookup(s => s.Note!, s => s.Text);
        return text.Notes.Select((n, i) => (n.Code, Mark: found[n.Code].FirstOrDefault() ?? $"【註{i + 1}】")).ToDictionary(n => n.Code, n => n.Mark);
    }
}
