using System.Globalization;
using System.Text;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>A fingerprint of a stretch of text: its hash, and the word that it begins with, counted from 0.</summary>
public sealed record Print(long Hash, int Start);

/// <summary>A stretch of a text: words from the first to before the last.</summary>
public sealed record Span(int From, int To)
{
    public int Words => To - From;
}

/// <summary>
/// Fingerprints of texts by winnowing (Schleimer, Wilkerson, Aiken 2003): of every <see cref="Window"/> hashes of <see cref="Words"/> words in a row the
/// lowest is kept. What two texts have in common over <see cref="Words"/> + <see cref="Window"/> - 1 words is always found, whatever stands around it.
/// A word is a run of letters or digits; a Chinese character is a word of its own. Case, width and punctuation do not count.
/// </summary>
public static class TextPrints
{
    /// <summary>Raised when words, hashes or windows change: prints of different versions do not compare.</summary>
    public const int Version = 1;

    /// <summary>Words of a fingerprint.</summary>
    public const int Words = 16;

    /// <summary>So many words in a row that stand in a text that everybody has are nobody's own.</summary>
    public const int CommonWords = 8;

    /// <summary>What stands in files of more people than this is a template, or everybody's source, and does not count either.</summary>
    public const int People = 4;

    /// <summary>Hashes of which the lowest is kept.</summary>
    public const int Window = 8;

    /// <summary>The words of a text, each with its place: offset and length in UTF-16 code units.</summary>
    public static IReadOnlyList<(string Word, int Offset, int Length)> WordsOf(string text)
    {
        var words = new List<(string, int, int)>();
        for (var at = 0; at < text.Length;)
        {
            var length = Length(text, at);
            if (!IsWord(text, at))
            {
                at += length;
                continue;
            }

            var start = at;
            at += length;
            while (!IsIdeograph(text, start) && at < text.Length && IsWord(text, at) && !IsIdeograph(text, at))
            {
                at += Length(text, at);
            }

            words.Add((text[start..at].Normalize(NormalizationForm.FormKC).ToLowerInvariant(), start, at - start));
        }

        return words;
    }

    /// <summary>The hash of every run of so many words, in order.</summary>
    public static IReadOnlyList<long> HashesOf(IReadOnlyList<string> words, int run)
    {
        var hashes = new long[Math.Max(0, words.Count - run + 1)];
        for (var i = 0; i < hashes.Length; i++)
        {
            // FNV-1a over UTF-16 units, with a mark after each word; the same on every machine.
            var hash = 14695981039346656037UL;
            for (var j = i; j < i + run; j++)
            {
                foreach (var unit in words[j])
                {
                    hash = (hash ^ unit) * 1099511628211UL;
                }

                hash = (hash ^ 0xFFFFUL) * 1099511628211UL;
            }

            hashes[i] = unchecked((long)hash);
        }

        return hashes;
    }

    /// <summary>The fingerprints of a text, but for those half of which stands in texts that everybody has, such as the unit's.</summary>
    /// <param name="words">Of the text.</param>
    /// <param name="common">Hashes of every run of <see cref="CommonWords"/> words of such texts.</param>
    public static IReadOnlyList<Print> Of(IReadOnlyList<string> words, IReadOnlySet<long> common)
    {
        var isCommon = new bool[words.Count];
        foreach (var (at, hash) in HashesOf(words, CommonWords).Index())
        {
            if (common.Contains(hash))
            {
                Array.Fill(isCommon, true, at, CommonWords);
            }
        }

        var hashes = HashesOf(words, Words);
        var prints = new List<Print>();
        var last = -1;
        for (var from = 0; from <= Math.Max(0, hashes.Count - Window) && hashes.Count > 0; from++)
        {
            var lowest = from;
            for (var i = from + 1; i < Math.Min(from + Window, hashes.Count); i++)
            {
                if (hashes[i] <= hashes[lowest])
                {
                    lowest = i;
                }
            }

            if (lowest > last)
            {
                last = lowest;
                if (isCommon.AsSpan(lowest, Words).Count(true) < Words / 2)
                {
                    prints.Add(new Print(hashes[lowest], lowest));
                }
            }
        }

        return prints;
    }

    /// <summary>How many words of the fingerprint that begins here lie in these stretches.</summary>
    public static int InCommon(int start, IReadOnlyList<Span> stretches) => stretches.Sum(s => Math.Max(0, Math.Min(s.To, start + Words) - Math.Max(s.From, start)));

    /// <summary>The stretches that fingerprints beginning at these words cover, joined where they touch.</summary>
    public static IReadOnlyList<Span> Join(IEnumerable<int> starts) => Join(starts.Select(s => new Span(s, s + Words)));

    /// <summary>Stretches, joined where they touch.</summary>
    public static IReadOnlyList<Span> Join(IEnumerable<Span> spans)
    {
        var joined = new List<Span>();
        foreach (var span in spans.OrderBy(s => s.From))
        {
            if (joined.Count > 0 && joined[^1].To >= span.From)
            {
                joined[^1] = joined[^1] with { To = Math.Max(joined[^1].To, span.To) };
            }
            else
            {
                joined.Add(span);
            }
        }

        return joined;
    }

    private static int Length(string text, int at) => char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;

    private static bool IsWord(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsIdeograph(string text, int at) => CharUnicodeInfo.GetUnicodeCategory(text, at) == UnicodeCategory.OtherLetter;
}

/// <summary>That the fingerprints of a file were taken, how many words it has, and how many of them stand in other candidates' files too.</summary>
public sealed class TextPrint
{
    private TextPrint()
    {
    }

    public TextPrint(Guid fileId, int printsVersion, int readerVersion, int words) => (FileId, PrintsVersion, ReaderVersion, Words) = (fileId, printsVersion, readerVersion, words);

    public Guid FileId { get; private set; }

    /// <summary>The <see cref="TextPrints.Version"/> that it was made by.</summary>
    public int PrintsVersion { get; private set; }

    /// <summary>Version of the reader that read the text.</summary>
    public int ReaderVersion { get; private set; }

    public int Words { get; private set; }

    /// <summary>Words that stand in other candidates' files too.</summary>
    public int Shared { get; private set; }

    /// <summary>Keeps how many words stand elsewhere too.</summary>
    public void Share(int words) => Shared = words;

    /// <summary>From this share on, in percent, the workspace warns; below it often is a common source or what a template left.</summary>
    public const int Striking = 30;

    /// <summary>The share in whole percent, and at least one where anything is shared.</summary>
    public static int Percent(int shared, int words) => shared == 0 || words == 0 ? 0 : Math.Max(1, (int)Math.Round(100d * shared / words, MidpointRounding.AwayFromZero));
}

/// <summary>One fingerprint of a file.</summary>
public sealed class FilePrint
{
    private FilePrint()
    {
    }

    public FilePrint(Guid fileId, Guid personId, Print print) => (FileId, PersonId, Start, Hash) = (fileId, personId, print.Start, print.Hash);

    public Guid FileId { get; private set; }

    /// <summary>Whose file it is: what somebody brings again is no overlap.</summary>
    public Guid PersonId { get; private set; }

    public int Start { get; private set; }

    public long Hash { get; private set; }
}

/// <summary>A fingerprint of a template: it stands in files of more than <see cref="TextPrints.People"/> people, and does not count.</summary>
public sealed class CommonPrint
{
    private CommonPrint()
    {
    }

    public CommonPrint(long hash) => Hash = hash;

    public long Hash { get; private set; }
}

/// <summary>What a file has in common with one of another candidate, as seen from the first; a pair has two rows.</summary>
public sealed class TextOverlap
{
    private TextOverlap()
    {
    }

    public TextOverlap(Guid fileId, Guid otherFileId, IReadOnlyList<Span> spans) => (FileId, OtherFileId, Stretches) = (fileId, otherFileId, string.Join(' ', spans.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.From}-{s.To}"))));

    public Guid FileId { get; private set; }

    public Guid OtherFileId { get; private set; }

    /// <summary>Words of the first file that stand in the other too, e.g. <c>12-80 200-260</c>.</summary>
    public string Stretches { get; private set; } = "";

    public IReadOnlyList<Span> Spans => SpansOf(Stretches);

    public static IReadOnlyList<Span> SpansOf(string stretches) => [.. stretches.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('-')).Select(p => new Span(int.Parse(p[0], CultureInfo.InvariantCulture), int.Parse(p[1], CultureInfo.InvariantCulture)))];
}
