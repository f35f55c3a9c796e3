using CompetencyAssessment.Domain.Competencies;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data.Import;

/// <summary>
/// Adds a unit from its file, or newer revisions of the translation and errata to a unit that is there. The published text never changes.
/// </summary>
public sealed class UnitImporter(AppDbContext db, TimeProvider clock)
{
    /// <summary>Imports; on any fault the database stays as it was.</summary>
    public async Task<ImportResult> ImportAsync(string json, CancellationToken cancel)
    {
        var (file, faults) = await DocumentFile.ReadAsync<UnitDocument>(json, "Units/unit.schema.json", cancel);
        if (file is null)
        {
            return new ImportResult("", false, faults);
        }

        faults = Check(file);
        if (faults.Count > 0)
        {
            return new ImportResult(file.Published.Code, false, faults);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var text = file.Published;
        var content = DocumentFile.Canonical(text);
        var hash = DocumentFile.HashOf(content);
        var version = await db.UnitVersions.SingleOrDefaultAsync(v => v.Code == text.Code, cancel);
        if (version is not null && !version.ContentHash.SequenceEqual(hash))
        {
            return new ImportResult(text.Code, false, [new ImportFault("#/published", "differs from the text already published under this code; a published text never changes")]);
        }

        var unit = await db.Units.SingleOrDefaultAsync(u => u.Code == text.UnitCode, cancel);
        faults = version is null ? await TakenIdsAsync(text, unit, cancel) : [];
        var revisions = Revisions(file, text.VersionId, now);
        var known = await db.UnitRevisions.AsNoTracking().Where(r => r.UnitVersionId == text.VersionId).ToListAsync(cancel);
        faults = [.. faults, .. revisions.Where(r => known.Exists(k => IsSame(k, r.Revision) && k.Content != r.Revision.Content))
            .Select(r => new ImportFault($"{r.Path}/revision", $"revision {r.Revision.Revision} is there with another content; give it the next number"))];
        if (faults.Count > 0)
        {
            return new ImportResult(text.Code, false, faults);
        }

        if (version is null)
        {
            if (unit is null)
            {
                db.Units.Add(unit = new CompetencyUnit(text.UnitId, text.UnitCode));
            }

            version = new UnitVersion(text.VersionId, unit.Id, text, content, hash, now);
            version.AddItems(text, db.NextKey);
            db.UnitVersions.Add(version);
        }

        db.UnitRevisions.AddRange(revisions.Select(r => r.Revision).Where(r => !known.Exists(k => k.Kind == r.Kind && k.Culture == r.Culture && k.Revision >= r.Revision)));
        return new ImportResult(text.Code, await db.SaveChangesAsync(cancel) > 0, [], version.Id);
    }

    private static bool IsSame(UnitRevision known, UnitRevision next) => known.Kind == next.Kind && known.Culture == next.Culture && known.Revision == next.Revision;

    /// <summary>Ids of the file that stand for something else in the database.</summary>
    private async Task<IReadOnlyList<ImportFault>> TakenIdsAsync(PublishedUnit text, CompetencyUnit? unit, CancellationToken cancel)
    {
        var faults = new List<ImportFault>();
        if (unit is not null ? unit.Id != text.UnitId : await db.Units.AnyAsync(u => u.Id == text.UnitId, cancel))
        {
            faults.Add(new ImportFault("#/published/unitId", $"is not the id of {text.UnitCode} here"));
        }

        if (await db.UnitVersions.AnyAsync(v => v.Id == text.VersionId, cancel))
        {
            faults.Add(new ImportFault("#/published/versionId", "belongs to another version of a unit"));
        }

        return faults;
    }

    private List<(string Path, UnitRevision Revision)> Revisions(UnitDocument file, Guid versionId, DateTime now)
    {
        var revisions = file.Translations.Select((t, i) => (
            $"#/translations/{i}", new UnitRevision(db.NextKey(), versionId, UnitRevisionKind.Translation, t.Culture, t.Revision, DocumentFile.Canonical(t), now))).ToList();
        if (file.Errata is { } errata)
        {
            revisions.Add(("#/errata", new UnitRevision(db.NextKey(), versionId, UnitRevisionKind.Errata, "", errata.Revision, DocumentFile.Canonical(errata), now)));
        }

        return revisions;
    }

    /// <summary>What a schema cannot say: codes are unique, anchors lead somewhere, translations are complete.</summary>
    private static List<ImportFault> Check(UnitDocument file)
    {
        var faults = new List<ImportFault>();
        var text = file.Published;
        var items = text.Items().ToList();
        faults.AddRange(items.GroupBy(i => i.Code).Where(g => g.Count() > 1).Select(g => new ImportFault($"#/published ({g.Key})", "the code stands more than once")));
        faults.AddRange(items.GroupBy(i => i.Id).Where(g => g.Count() > 1).Select(g => new ImportFault($"#/published ({string.Join(", ", g.Select(i => i.Code))})", "the id stands more than once")));

        var notes = text.Notes.Select(n => n.Code).ToHashSet();
        foreach (var item in items)
        {
            faults.AddRange(Anchors($"#/published ({item.Code})", item.Text, item.Terms, notes));
        }

        var codes = items.Select(i => i.Code).ToHashSet();
        for (var i = 0; i < file.Translations.Count; i++)
        {
            var translation = file.Translations[i];
            if (file.Translations.Take(i).Any(t => t.Culture == translation.Culture))
            {
                faults.Add(new ImportFault($"#/translations/{i}", $"there is a translation into {translation.Culture} already"));
            }

            faults.AddRange(codes.Where(c => !translation.Texts.ContainsKey(c)).Select(c => new ImportFault($"#/translations/{i}/texts", $"has no text for {c}")));
            faults.AddRange(translation.Texts.Keys.Where(c => !codes.Contains(c)).Select(c => new ImportFault($"#/translations/{i}/texts/{c}", "is not an item of the unit")));
            foreach (var (code, terms) in translation.Terms)
            {
                faults.AddRange(Anchors($"#/translations/{i}/terms/{code}", translation.Texts.GetValueOrDefault(code, ""), terms, notes));
            }
        }

        faults.AddRange((file.Errata?.Items ?? []).SelectMany((e, i) => e.Items.Where(c => !codes.Contains(c)).Select(c => new ImportFault($"#/errata/items/{i}", $"{c} is not an item of the unit"))));
        return faults;
    }

    private static IEnumerable<ImportFault> Anchors(string path, string text, IReadOnlyList<TermAnchor> terms, HashSet<string> notes)
    {
        foreach (var term in terms)
        {
            if (!notes.Contains(term.Note))
            {
                yield return new ImportFault(path, $"leads to {term.Note}, which is no note of the unit");
            }

            if (!text.Contains(term.Term, StringComparison.Ordinal))
            {
                yield return new ImportFault(path, $"the term {term.Term} does not stand in the text");
            }
        }
    }
}
