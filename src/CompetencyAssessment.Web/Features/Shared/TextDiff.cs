using System.Text;

namespace CompetencyAssessment.Web.Features.Shared;

internal enum Change
{
    Same,
    Removed,
    Added,
}

/// <summary>A run of text that stands in both, or in one only.</summary>
internal readonly record struct Run(Change Change, string Text);

/// <summary>What differs between two texts: the shortest edit by Myers' method, over lines or over words.</summary>
internal static class TextDiff
{
    /// <summary>Edits looked for at most; beyond it the two have so little in common that everything between their common ends counts as replaced.</summary>
    private const int MaximumEdits = 1_000;

    /// <summary>The items of both in order, each as kept, removed or added; what was removed comes first where both happen at one place.</summary>
    public static IReadOnlyList<(Change Change, T Item)> Of<T>(IReadOnlyList<T> then, IReadOnlyList<T> now, IEqualityComparer<T> same)
    {
        var start = 0;
        while (start < then.Count && start < now.Count && same.Equals(then[start], now[start]))
        {
            start++;
        }

        var end = 0;
        while (end < then.Count - start && end < now.Count - start && same.Equals(then[then.Count - 1 - end], now[now.Count - 1 - end]))
        {
            end++;
        }

        var edits = new List<(Change, T)>(then.Count + now.Count);
        edits.AddRange(now.Take(start).Select(i => (Change.Same, i)));
        Middle(then.Skip(start).Take(then.Count - start - end).ToList(), now.Skip(start).Take(now.Count - start - end).ToList(), same, edits);
        edits.AddRange(now.Skip(now.Count - end).Select(i => (Change.Same, i)));
        return edits;
    }

    /// <summary>Words that differ, within one line or field. A Chinese character is a word of its own.</summary>
    public static IReadOnlyList<Run> OfWords(string then, string now)
    {
        var runs = new List<Run>();
        foreach (var (change, word) in Of(Words(then), Words(now), StringComparer.Ordinal))
        {
            if (runs.Count > 0 && runs[^1].Change == change)
            {
                runs[^1] = new Run(change, runs[^1].Text + word);
            }
            else
            {
                runs.Add(new Run(change, word));
            }
        }

        return runs;
    }

    private static void Middle<T>(List<T> then, List<T> now, IEqualityComparer<T> same, List<(Change, T)> edits)
    {
        if (then.Count == 0 || now.Count == 0 || Trace(then, now, same) is not { } trace)
        {
            edits.AddRange(then.Select(i => (Change.Removed, i)));
            edits.AddRange(now.Select(i => (Change.Added, i)));
            return;
        }

        // Backwards along the furthest reaching paths.
        var back = new List<(Change, T)>();
        var (x, y) = (then.Count, now.Count);
        for (var d = trace.Count - 1; d >= 0; d--)
        {
            var reach = trace[d];
            var k = x - y;
            var down = k == -d || (k != d && At(reach, d, k - 1) < At(reach, d, k + 1));
            var fromK = down ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : At(reach, d, fromK);
            var fromY = d == 0 ? 0 : fromX - fromK;
            while (x > fromX && y > fromY)
            {
                back.Add((Change.Same, now[--y]));
                x--;
            }

            if (d > 0)
            {
                back.Add(down ? (Change.Added, now[fromY]) : (Change.Removed, then[fromX]));
                (x, y) = (fromX, fromY);
            }
        }

        back.Reverse();
        edits.AddRange(RemovedFirst(back));
    }

    /// <summary>How far each diagonal reached before each number of edits; null where there are too many.</summary>
    private static List<int[]>? Trace<T>(List<T> then, List<T> now, IEqualityComparer<T> same)
    {
        var trace = new List<int[]>();
        var most = Math.Min(MaximumEdits, then.Count + now.Count);
        var reach = new int[2 * most + 3];
        for (var d = 0; d <= most; d++)
        {
            // Only what this number of edits can look at is kept.
            trace.Add([.. reach.AsSpan(most + 1 - (d + 1), 2 * (d + 1) + 1)]);
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && reach[most + k] < reach[most + 2 + k]) ? reach[most + 2 + k] : reach[most + k] + 1;
                var y = x - k;
                while (x < then.Count && y < now.Count && same.Equals(then[x], now[y]))
                {
                    x++;
                    y++;
                }

                reach[most + 1 + k] = x;
                if (x >= then.Count && y >= now.Count)
                {
                    return trace;
                }
            }
        }

        return null;
    }

    private static int At(int[] kept, int d, int k) => kept[k + d + 1];

    private static IEnumerable<(Change Change, T Item)> RemovedFirst<T>(List<(Change Change, T Item)> edits)
    {
        for (var i = 0; i < edits.Count;)
        {
            var n = i;
            while (n < edits.Count && edits[n].Change != Change.Same)
            {
                n++;
            }

            foreach (var edit in edits[i..n].OrderBy(e => e.Change))
            {
                yield return edit;
            }

            if (n < edits.Count)
            {
                yield return edits[n++];
            }

            i = n;
        }
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            // Latin letters and digits keep together, with the marks inside a word or number (P1.1, assessor's, 69.4); everything else stands alone.
            var joins = rune.Value < 0x250 && (Rune.IsLetterOrDigit(rune) || (word.Length > 0 && rune.Value is '.' or ',' or '\'' or '-'));
            if (!joins && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (joins)
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
