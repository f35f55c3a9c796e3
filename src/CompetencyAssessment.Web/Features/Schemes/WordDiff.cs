using System.Text;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>A piece of a text, and whether it stands in the other one too.</summary>
internal sealed record DiffPiece(string Text, bool Changed);

/// <summary>
/// What differs between two texts, word by word: a word is a run of Latin letters and digits (codes such as P1.1 included), elsewhere one
/// character, as Chinese has no spaces. Written here because the texts are short; see ADR 4.
/// </summary>
internal static class WordDiff
{
    /// <summary>Cells of the table beyond which the middle of two texts counts as different altogether; two texts of 2,000 characters each stay below.</summary>
    private const int MostCells = 4_100_000;

    /// <summary>Both texts in pieces; put together they are the texts.</summary>
    public static (IReadOnlyList<DiffPiece> Before, IReadOnlyList<DiffPiece> After) Of(string before, string after)
    {
        var (a, b) = (Words(before), Words(after));
        var head = 0;
        while (head < a.Count && head < b.Count && a[head] == b[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < a.Count - head && tail < b.Count - head && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        var (keptA, keptB) = (new bool[a.Count], new bool[b.Count]);
        Array.Fill(keptA, true, 0, head);
        Array.Fill(keptB, true, 0, head);
        Array.Fill(keptA, true, a.Count - tail, tail);
        Array.Fill(keptB, true, b.Count - tail, tail);
        Match(a, b, head, a.Count - tail, b.Count - tail, keptA, keptB);
        return (Pieces(a, keptA), Pieces(b, keptB));
    }

    /// <summary>Marks the longest common sequence of both middles.</summary>
    private static void Match(List<string> a, List<string> b, int head, int endA, int endB, bool[] keptA, bool[] keptB)
    {
        var (rows, columns) = (endA - head, endB - head);
        if (rows == 0 || columns == 0 || (long)(rows + 1) * (columns + 1) > MostCells)
        {
            return;
        }

        var longest = new ushort[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                longest[i, j] = a[head + i] == b[head + j] ? (ushort)(longest[i + 1, j + 1] + 1) : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < rows && j < columns;)
        {
            if (a[head + i] == b[head + j])
            {
                keptA[head + i++] = keptB[head + j++] = true;
            }
            else if (longest[i + 1, j] >= longest[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }

    private static List<DiffPiece> Pieces(List<string> words, bool[] kept)
    {
        var pieces = new List<DiffPiece>();
        for (var i = 0; i < words.Count;)
        {
            var end = i;
            while (end < words.Count && kept[end] == kept[i])
            {
                end++;
            }

            pieces.Add(new DiffPiece(string.Concat(words[i..end]), !kept[i]));
            i = end;
        }

        return pieces;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isLatin = rune.Value < 0x250 && (Rune.IsLetterOrDigit(rune) || (word.Length > 0 && rune.Value is '.' or '\'' or '%' or '-'));
            if (!isLatin && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (isLatin)
            {
                word.Append(rune.ToString());
            }
            else
            {
                words.Add(rune.ToString());
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
