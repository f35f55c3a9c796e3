using System.Globalization;
using System.Text;

namespace CompetencyAssessment.Data.Search;

/// <summary>
/// A text as searches compare it: compatibility forms made one (full-width and half-width, ligatures), letters in lower case, every run of
/// white space one blank. Remembers where each character came from.
/// </summary>
public sealed class FoldedText
{
    private readonly int[] _origins;

    private FoldedText(string text, int[] origins) => (Text, _origins) = (text, origins);

    public string Text { get; }

    public static FoldedText Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        var origins = new List<int>(text.Length + 1);
        void Add(ReadOnlySpan<char> more, int origin)
        {
            foreach (var c in more)
            {
                if (char.IsWhiteSpace(c) && folded.Length > 0 && folded[^1] == ' ')
                {
                    continue;
                }

                folded.Append(char.IsWhiteSpace(c) ? ' ' : c);
                origins.Add(origin);
            }
        }

        for (var i = 0; i < text.Length;)
        {
            var end = ClusterEnd(text, i);
            if (end - i == 1 && char.IsAscii(text[i]))
            {
                Add([char.ToLowerInvariant(text[i])], i);
            }
            else if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                // Most Chinese characters are their own compatibility form.
                Add(rune.Value is >= 0x4e00 and <= 0x9fff && end - i == 1 ? text.AsSpan(i, 1) : text[i..end].Normalize(NormalizationForm.FormKC).ToLowerInvariant(), i);
            }
            else
            {
                // Half of a surrogate pair.
                Add(['\ufffd'], i);
            }

            i = end;
        }

        origins.Add(text.Length);
        return new FoldedText(folded.ToString(), [.. origins]);
    }

    /// <summary>Where in the original text the folded character at an index began; at the end, the end.</summary>
    public int Origin(int index) => _origins[index];

    /// <summary>A character with the marks that combine with it; those of half-width kana are letters by their category.</summary>
    private static int ClusterEnd(string text, int start)
    {
        var end = start + Length(text, start);
        while (end < text.Length && Rune.TryGetRuneAt(text, end, out var mark)
            && (mark.Value is 0xff9e or 0xff9f || Rune.GetUnicodeCategory(mark) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark))
        {
            end += mark.Utf16SequenceLength;
        }

        return end;
    }

    private static int Length(string text, int at) => char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
}
