using System.Collections.Concurrent;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Competencies;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data;

/// <summary>The rows and texts of a unit version, with what stands beside it.</summary>
public sealed record UnitView(
    Guid UnitId,
    Guid VersionId,
    PublishedUnit Text,
    IReadOnlyList<UnitTranslation> Translations,
    IReadOnlyList<(int Revision, UnitErrata Errata)> Errata,
    IReadOnlyList<CriterionView> Criteria,
    IReadOnlyDictionary<string, Guid> Requirements)
{
    private readonly Dictionary<Guid, CriterionView> _byId = Criteria.ToDictionary(c => c.Id);
    private readonly Dictionary<string, CriterionView> _byCode = Criteria.ToDictionary(c => c.Code);
    private readonly Dictionary<string, string> _texts = Text.Items().ToDictionary(i => i.Code, i => i.Text);

    public CriterionView Criterion(Guid id) => _byId[id];

    public CriterionView? Criterion(string code) => _byCode.GetValueOrDefault(code);

    public string RequirementCode(Guid id) => Requirements.First(r => r.Value == id).Key;

    /// <summary>The latest translation into a culture, up to a pinned revision.</summary>
    public UnitTranslation? Translation(string culture, int? upTo = null) =>
        Translations.Where(t => culture.StartsWith(t.Culture, StringComparison.OrdinalIgnoreCase) && t.Revision <= (upTo ?? int.MaxValue)).MaxBy(t => t.Revision);

    public UnitErrata? ErrataAt(int? upTo = null) =>
        Errata.Where(e => e.Revision <= (upTo ?? int.MaxValue)).OrderByDescending(e => e.Revision).Select(e => e.Errata).FirstOrDefault();

    public string NameIn(string culture) => Translation(culture)?.Name ?? Text.Name;

    /// <summary>An item's text in a culture: a translation where there is one, else as published.</summary>
    public string TextIn(string code, string culture, int? translationRevision = null) =>
        Translation(culture, translationRevision)?.Texts.GetValueOrDefault(code) ?? _texts[code];
}

/// <summary>A criterion's row beside its place in the text.</summary>
public sealed record CriterionView(Guid Id, string Code, CriterionKind Kind, string? Task, ItemText Item);

/// <summary>A scheme version, parsed.</summary>
public sealed record SchemeView(Guid Id, Guid UnitVersionId, SchemeDocument Document);

/// <summary>
/// Units and schemes, parsed once: they never change under their id. Revisions of translation and errata are looked up anew when
/// <see cref="Forget"/> was called after an import.
/// </summary>
public sealed class UnitCatalogue
{
    private volatile ConcurrentDictionary<Guid, UnitView> _units = new();
    private readonly ConcurrentDictionary<Guid, SchemeView> _schemes = new();

    /// <summary>A reading under way puts what it found into the catalogue that it began with, which nobody asks any more.</summary>
    public void Forget() => _units = new ConcurrentDictionary<Guid, UnitView>();

    public async Task<UnitView> UnitAsync(AppDbContext db, Guid versionId, CancellationToken cancel)
    {
        var units = _units;
        if (units.TryGetValue(versionId, out var known))
        {
            return known;
        }

        // In two commands: whatever page comes first after a start or an import bears them.
        var version = await db.UnitVersions.AsNoTracking().AsSingleQuery().Where(v => v.Id == versionId)
            .Select(v => new { v.UnitId, v.Content, Revisions = db.UnitRevisions.Where(r => r.UnitVersionId == v.Id).ToList() }).SingleAsync(cancel);
        var items = await db.Criteria.AsNoTracking().Where(c => c.UnitVersionId == versionId).Select(c => new { c.Id, c.Code, IsCriterion = true })
            .Concat(db.Requirements.AsNoTracking().Where(r => r.UnitVersionId == versionId).Select(r => new { r.Id, r.Code, IsCriterion = false }))
            .ToListAsync(cancel);
        var revisions = version.Revisions;
        var text = DocumentFile.Parse<PublishedUnit>(version.Content);
        var rows = items.Where(i => i.IsCriterion).ToDictionary(c => c.Code, c => c.Id);
        return units[versionId] = new UnitView(
            version.UnitId,
            versionId,
            text,
            [.. revisions.Where(r => r.Kind == UnitRevisionKind.Translation).Select(r => DocumentFile.Parse<UnitTranslation>(r.Content))],
            [.. revisions.Where(r => r.Kind == UnitRevisionKind.Errata).Select(r => (r.Revision, DocumentFile.Parse<UnitErrata>(r.Content)))],
            [.. text.Criteria().Select(c => new CriterionView(rows[c.Item.Code], c.Item.Code, c.Kind, c.Task, c.Item))],
            items.Where(i => !i.IsCriterion).ToDictionary(r => r.Code, r => r.Id));
    }

    /// <summary>The names of some units for a list, by version: translated where there is a translation, else as published.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(AppDbContext db, IEnumerable<Guid> versionIds, string culture, CancellationToken cancel)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var id in versionIds.Distinct())
        {
            names[id] = (await UnitAsync(db, id, cancel)).NameIn(culture);
        }

        return names;
    }

    /// <summary>Null where there is no scheme of this id.</summary>
    public async Task<SchemeView?> FindSchemeAsync(AppDbContext db, Guid schemeId, CancellationToken cancel) =>
        _schemes.ContainsKey(schemeId) || await db.Schemes.AnyAsync(s => s.Id == schemeId, cancel) ? await SchemeAsync(db, schemeId, cancel) : null;

    public async Task<SchemeView> SchemeAsync(AppDbContext db, Guid schemeId, CancellationToken cancel)
    {
        if (_schemes.TryGetValue(schemeId, out var known))
        {
            return known;
        }

        var scheme = await db.Schemes.AsNoTracking().SingleAsync(s => s.Id == schemeId, cancel);
        return _schemes[schemeId] = new SchemeView(scheme.Id, scheme.UnitVersionId, DocumentFile.Parse<SchemeDocument>(scheme.Content));
    }
}
