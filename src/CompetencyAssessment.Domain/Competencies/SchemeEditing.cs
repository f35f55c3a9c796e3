namespace CompetencyAssessment.Domain.Competencies;

/// <summary>
/// Changes of a scheme that reach further than the part that is edited. Each gives a new document; what it cannot carry over is left empty,
/// and told when the scheme is checked for publication.
/// </summary>
public static class SchemeEditing
{
    private static readonly LocalText Unwritten = new("");

    /// <summary>Another scale. The descriptors of a level go with it; a new level's are empty, those of a level that is gone are dropped.</summary>
    /// <param name="scheme">The scheme as it stands.</param>
    /// <param name="levels">Levels in any order, each with the value that it has in <paramref name="scheme"/>, null for a new one.</param>
    /// <param name="passMark">Value of the lowest level that passes.</param>
    /// <exception cref="DomainException"><c>scheme.levels</c>: fewer than two, or a value twice; <c>scheme.pass-mark</c>: no level, or the lowest.</exception>
    public static SchemeDocument WithScale(this SchemeDocument scheme, IReadOnlyCollection<(int? Was, ScaleLevel Level)> levels, int passMark)
    {
        var ordered = levels.OrderBy(l => l.Level.Value).ToList();
        if (ordered.Count < 2 || ordered.DistinctBy(l => l.Level.Value).Count() < ordered.Count)
        {
            throw new DomainException("scheme.levels");
        }

        if (!ordered.Skip(1).Any(l => l.Level.Value == passMark))
        {
            throw new DomainException("scheme.pass-mark");
        }

        var places = scheme.Scale.Select((l, i) => (l.Value, Place: i)).ToDictionary(l => l.Value, l => l.Place);
        return scheme with
        {
            Scale = [.. ordered.Select(l => l.Level)],
            PassMark = passMark,
            Descriptors = scheme.Descriptors.ToDictionary(
                d => d.Key,
                d => (IReadOnlyList<LocalText>)[.. ordered.Select(l => l.Was is { } was && places.TryGetValue(was, out var place) && place < d.Value.Count ? d.Value[place] : Unwritten)]),
        };
    }

    /// <summary>Other variants of the methods. The coverage guide follows a code that changed, and loses a variant that is gone.</summary>
    /// <param name="scheme">The scheme as it stands.</param>
    /// <param name="variants">Variants in their order, each with the code that it has in <paramref name="scheme"/>, null for a new one.</param>
    /// <exception cref="DomainException"><c>scheme.variants</c>: a code stands twice.</exception>
    public static SchemeDocument WithMethods(this SchemeDocument scheme, IReadOnlyCollection<(string? Was, MethodVariant Variant)> variants)
    {
        if (variants.DistinctBy(v => v.Variant.Code).Count() < variants.Count)
        {
            throw new DomainException("scheme.variants");
        }

        var codes = variants.Where(v => v.Was is not null).ToDictionary(v => v.Was!, v => v.Variant.Code);
        return scheme with
        {
            MethodVariants = [.. variants.Select(v => v.Variant)],
            Coverage = [.. scheme.Coverage.Select(c => c with { Methods = [.. c.Methods.Where(codes.ContainsKey).Select(m => codes[m])] })],
        };
    }

    /// <summary>Another entry of the coverage guide, in the place of the one for the same evidence requirement; an entry that names nothing takes it out.</summary>
    public static SchemeDocument WithCoverage(this SchemeDocument scheme, CoverageEntry entry)
    {
        var isEmpty = entry.Criteria.Count == 0 && entry.Methods.Count == 0 && entry.Guidance is null;
        var coverage = scheme.Coverage.ToList();
        var place = coverage.FindIndex(c => c.Evidence == entry.Evidence);
        coverage.RemoveAll(c => c.Evidence == entry.Evidence);
        if (!isEmpty)
        {
            coverage.Insert(place < 0 ? coverage.Count : place, entry);
        }

        return scheme with { Coverage = coverage };
    }

    /// <summary>Other level descriptors and another interpretation note of one criterion.</summary>
    /// <param name="scheme">The scheme as it stands.</param>
    /// <param name="criterion">Its code.</param>
    /// <param name="texts">One text for each level, from the lowest.</param>
    /// <param name="interpretation">The note; null for none.</param>
    /// <exception cref="DomainException"><c>scheme.descriptors</c>: not as many texts as levels.</exception>
    public static SchemeDocument WithCriterion(this SchemeDocument scheme, string criterion, IReadOnlyList<LocalText> texts, LocalText? interpretation)
    {
        if (texts.Count != scheme.Scale.Count)
        {
            throw new DomainException("scheme.descriptors");
        }

        var descriptors = new Dictionary<string, IReadOnlyList<LocalText>>(scheme.Descriptors) { [criterion] = texts };
        var notes = new Dictionary<string, LocalText>(scheme.Interpretations);
        notes.Remove(criterion);
        if (interpretation is not null)
        {
            notes[criterion] = interpretation;
        }

        // In the order of the criteria, whatever the order of editing.
        return scheme with { Descriptors = descriptors, Interpretations = descriptors.Keys.Where(notes.ContainsKey).ToDictionary(c => c, c => notes[c]) };
    }

    /// <summary>How many levels of a criterion have no Chinese text yet.</summary>
    public static int CountUnwritten(this SchemeDocument scheme, string criterion) =>
        scheme.Descriptors.TryGetValue(criterion, out var texts) ? texts.Count(t => t.Zh.Length == 0) : scheme.Scale.Count;
}
