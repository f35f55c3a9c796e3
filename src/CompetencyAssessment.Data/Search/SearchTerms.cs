using System.Text;

namespace CompetencyAssessment.Data.Search;

/// <summary>
/// The terms of a text. Scripts written without blanks (Han, kana, Hangul) give each character and each pair of neighbours, so that words of
/// one and two characters are found; other words give their beginnings up to <see cref="Longest"/> characters, so that whoever types is
/// answered before the word is whole.
/// </summary>
public static class SearchTerms
{
    /// <summary>Raised when terms or passages are made otherwise; a start with an older index makes it anew.</summary>
    public const int Version = 1;

    /// <summary>Characters of the longest term.</summary>
    public const int Longest = 8;

    /// <summary>Every term of a folded text.</summary>
    public static IReadOnlyCollection<string> Of(string folded)
    {
        var terms = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var run in RunsOf(folded))
        {
            for (var i = 0; i < run.Runes.Count; i++)
            {
                if (!run.IsWide)
                {
                    if (i < Longest)
                    {
                        terms.Add(Join(run.Runes, 0, i + 1));
                    }

                    continue;
                }

                terms.Add(run.Runes[i].ToString());
                if (i > 0)
                {
                    terms.Add(Join(run.Runes, i - 1, 2));
                }
            }
        }

        return terms;
    }

    /// <summary>The terms that a passage must hold for a folded word to stand in it, and whether that is all that it takes.</summary>
    internal static (IReadOnlyList<string> Terms, bool Exact) ToFind(string word)
    {
        var terms = new List<string>();
        var runs = RunsOf(word).ToList();
        foreach (var (runes, isWide) in runs)
        {
            if (!isWide || runes.Count == 1)
            {
                terms.Add(Join(runes, 0, Math.Min(runes.Count, Longest)));
                continue;
            }

            // Those over the border of two words as well: they are the rare ones.
            for (var i = 0; i < runes.Count - 1; i++)
            {
                terms.Add(Join(runes, i, 2));
            }
        }

        return ([.. terms.Distinct(StringComparer.Ordinal)], runs is [var only] && only.Runes.Count <= (only.IsWide ? 2 : Longest) && only.Length == word.Length);
    }

    /// <summary>Whether a folded word begins with letters or digits of a script with blanks, and so is found at the beginning of words only.</summary>
    public static bool BeginsWord(string word) => Rune.TryGetRuneAt(word, 0, out var first) && Counts(first) && !IsWide(first);

    /// <summary>Whether no letter or digit of such a script stands before an index.</summary>
    public static bool IsWordStart(string folded, int index) =>
        index == 0 || Rune.DecodeLastFromUtf16(folded.AsSpan(0, index), out var before, out _) != System.Buffers.OperationStatus.Done || !Counts(before) || IsWide(before);

    /// <summary>Whether a character is part of terms.</summary>
    internal static bool Counts(Rune rune) => IsWide(rune) || Rune.IsLetterOrDigit(rune);

    /// <summary>Characters written without blanks between words.</summary>
    internal static bool IsWide(Rune rune) => rune.Value is
        0x3005 or 0x3007
        or >= 0x3040 and <= 0x30ff and not 0x30fb
        or >= 0x3105 and <= 0x312f or >= 0x31a0 and <= 0x31bf
        or >= 0x3400 and <= 0x4dbf or >= 0x4e00 and <= 0x9fff or >= 0xf900 and <= 0xfaff
        or >= 0xac00 and <= 0xd7a3
        or >= 0x20000 and <= 0x323af;

    private static IEnumerable<Run> RunsOf(string folded)
    {
        var runes = new List<Rune>();
        var wide = false;
        foreach (var rune in folded.EnumerateRunes())
        {
            var isWide = IsWide(rune);
            if (runes.Count > 0 && (!Counts(rune) || isWide != wide))
            {
                yield return new Run(runes, wide);
                runes = [];
            }

            if (Counts(rune))
            {
                runes.Add(rune);
                wide = isWide;
            }
        }

        if (runes.Count > 0)
        {
            yield return new Run(runes, wide);
        }
    }

    private static string Join(List<Rune> runes, int start, int count)
    {
        var text = new StringBuilder();
        for (var i = start; i < start + count; i++)
        {
            text.Append(runes[i].ToString());
        }

        return text.ToString();
    }

    /// <summary>Characters of one sort with nothing between them.</summary>
    private sealed record Run(List<Rune> Runes, bool IsWide)
    {
        public int Length => Runes.Sum(r => r.Utf16SequenceLength);
    }
}
