using CompetencyAssessment.Domain.Competencies;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data.Import;

/// <summary>Adds a version of an assessment scheme from its file. A version that is there never changes.</summary>
public sealed class SchemeImporter(AppDbContext db, TimeProvider clock)
{
    /// <summary>Imports; on any fault the database stays as it was.</summary>
    public async Task<ImportResult> ImportAsync(string json, CancellationToken cancel)
    {
        var (scheme, faults) = await DocumentFile.ReadAsync<SchemeDocument>(json, "Schemes/scheme.schema.json", cancel);
        if (scheme is null)
        {
            return new ImportResult("", false, faults);
        }

        var version = await db.UnitVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Code == scheme.Unit, cancel);
        if (version is null)
        {
            return new ImportResult(scheme.Code, false, [new ImportFault("#/unit", $"there is no unit {scheme.Unit}; import it first")]);
        }

        faults = Check(scheme, DocumentFile.Parse<PublishedUnit>(version.Content));
        if (faults.Count > 0)
        {
            return new ImportResult(scheme.Code, false, faults);
        }

        var content = DocumentFile.Canonical(scheme);
        var hash = DocumentFile.HashOf(content);
        var taken = await db.Schemes.AsNoTracking().Where(s => s.Id == scheme.Id || (s.Code == scheme.Code && s.Number == scheme.Version)).ToListAsync(cancel);
        if (taken.Find(s => s.Code == scheme.Code && s.Number == scheme.Version) is { } known)
        {
            return known.ContentHash.SequenceEqual(hash)
                ? new ImportResult(scheme.Code, false, [], known.Id)
                : new ImportResult(scheme.Code, false, [new ImportFault("#/version", $"version {scheme.Version} is there with another content; give the file the next version")]);
        }

        if (taken.Count > 0)
        {
            return new ImportResult(scheme.Code, false, [new ImportFault("#/id", "belongs to another version of a scheme")]);
        }

        db.Schemes.Add(new AssessmentScheme(scheme.Id, version.Id, scheme, content, hash, clock.GetUtcNow().UtcDateTime));
        await db.SaveChangesAsync(cancel);
        return new ImportResult(scheme.Code, true, [], scheme.Id);
    }

    /// <summary>Every fault for which an import of this document would be refused; whether its number is free is the import's to say.</summary>
    public static async Task<IReadOnlyList<ImportFault>> FaultsAsync(SchemeDocument scheme, PublishedUnit unit, CancellationToken cancel)
    {
        var (_, faults) = await DocumentFile.ReadAsync<SchemeDocument>(DocumentFile.ToFile(scheme), "Schemes/scheme.schema.json", cancel);
        return [.. faults, .. Check(scheme, unit)];
    }

    /// <summary>What a schema cannot say: every code belongs to the unit, every criterion has a descriptor for every level.</summary>
    private static List<ImportFault> Check(SchemeDocument scheme, PublishedUnit unit)
    {
        var faults = new List<ImportFault>();
        var criteria = unit.Criteria().Select(c => c.Item.Code).ToHashSet();
        var methods = unit.Methods.Select(m => m.Code).ToHashSet();
        var requirements = unit.Evidence.Select(e => e.Code).ToHashSet();
        var tasks = unit.Tasks.Select(t => t.Code).ToHashSet();
        var variants = scheme.MethodVariants.Select(m => m.Code).ToHashSet();
        var levels = scheme.Scale.Select(l => l.Value).ToList();

        void Unknown(string path, IEnumerable<string> codes, HashSet<string> known, string what) =>
            faults.AddRange(codes.Where(c => !known.Contains(c)).Select(c => new ImportFault($"{path}/{c}", $"is no {new FaultNoun(what)} of {unit.Code}")));

        if (!levels.SequenceEqual(levels.Distinct().Order()))
        {
            faults.Add(new ImportFault("#/scale", "levels stand from the lowest to the highest, each once"));
        }

        if (!levels.Contains(scheme.PassMark))
        {
            faults.Add(new ImportFault("#/passMark", "is no level of the scale"));
        }

        Unknown("#/descriptors", scheme.Descriptors.Keys, criteria, "criterion");
        faults.AddRange(criteria.Where(c => !scheme.Descriptors.ContainsKey(c)).Select(c => new ImportFault("#/descriptors", $"has no level descriptors for {c}")));
        faults.AddRange(scheme.Descriptors.Where(d => d.Value.Count != levels.Count).Select(d => new ImportFault($"#/descriptors/{d.Key}", $"has {d.Value.Count} texts for {levels.Count} levels")));
        Unknown("#/interpretations", scheme.Interpretations.Keys, criteria, "criterion");
        Unknown("#/methodVariants", scheme.MethodVariants.Select(m => m.Method), methods, "assessment method");
        Unknown("#/coverage", scheme.Coverage.Select(c => c.Evidence), requirements, "evidence requirement");
        Unknown("#/rules/simulationMayCarry", scheme.Rules.SimulationMayCarry, tasks, "task");
        faults.AddRange(methods.Where(m => scheme.MethodVariants.All(v => v.Method != m)).Select(m => new ImportFault("#/methodVariants", $"has no variant of {m}")));
        faults.AddRange(scheme.MethodVariants.GroupBy(v => v.Code).Where(g => g.Count() > 1).Select(g => new ImportFault($"#/methodVariants/{g.Key}", "the code stands more than once")));
        for (var i = 0; i < scheme.Coverage.Count; i++)
        {
            Unknown($"#/coverage/{i}/criteria", scheme.Coverage[i].Criteria, criteria, "criterion");
            faults.AddRange(scheme.Coverage[i].Methods.Where(m => !variants.Contains(m)).Select(m => new ImportFault($"#/coverage/{i}/methods/{m}", "is no method variant of the scheme")));
        }

        return faults;
    }
}
