namespace CompetencyAssessment.Data.Search;

/// <summary>What somebody looks for: words that must all stand in one passage.</summary>
public sealed record SearchQuery
{
    /// <summary>Longest query, in UTF-16 code units.</summary>
    public const int Limit = 100;

    private const int MostWords = 10;
    private const int MostTerms = 16;

    private SearchQuery(IReadOnlyList<string> words)
    {
        Words = words;
        var found = words.Select(SearchTerms.ToFind).ToList();
        Terms = [.. found.SelectMany(f => f.Terms).Distinct(StringComparer.Ordinal).Take(MostTerms)];
        Phrases = [.. words.Where((_, i) => !found[i].Exact)];
    }

    /// <summary>Folded.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Terms that a passage must hold.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>Words that a passage may lack though it holds their terms: the text itself decides.</summary>
    public IReadOnlyList<string> Phrases { get; }

    /// <summary>Null where there is nothing to look for: no letter, digit or character of a word.</summary>
    public static SearchQuery? Of(string? typed)
    {
        var words = FoldedText.Of(typed ?? "").Text.Split(' ').Select(Trim).Where(w => w.Length > 0).Distinct(StringComparer.Ordinal).Take(MostWords).ToList();
        return words.Count == 0 ? null : new SearchQuery(words);
    }

    /// <summary>Without what is no part of a term at either end: quotation marks, brackets, a percent sign.</summary>
    private static string Trim(string word)
    {
        var (start, end, at) = (-1, 0, 0);
        foreach (var rune in word.EnumerateRunes())
        {
            if (SearchTerms.Counts(rune))
            {
                start = start < 0 ? at : start;
                end = at + rune.Utf16SequenceLength;
            }

            at += rune.Utf16SequenceLength;
        }

        return start < 0 ? "" : word[start..end];
    }
}
