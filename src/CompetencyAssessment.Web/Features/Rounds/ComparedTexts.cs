using System.Text.Json;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Reading;

namespace CompetencyAssessment.Web.Features.Rounds;

/// <summary>Compares the text of two versions of a file line by line, and marks the words that differ.</summary>
internal static class ComparedTexts
{
    /// <summary>Lines read of each file, lines shown, and lines around a difference.</summary>
    private const int LinesRead = 5_000;
    private const int LinesShown = 400;
    private const int Context = 1;

    /// <summary>Characters of two lines together, beyond which their words are not compared.</summary>
    private const int LongPair = 2_000;

    /// <param name="label">Of the piece.</param>
    /// <param name="then">Compressed text of the earlier version; null where there is none.</param>
    /// <param name="now">The same of the later one.</param>
    /// <param name="place">What a page, slide or sheet is called.</param>
    public static ComparedText Of(string label, byte[]? then, byte[]? now, Func<TextPart, string> place)
    {
        if (then is null || now is null)
        {
            return new ComparedText(label, TextComparison.NoText, [], false);
        }

        var (before, cutBefore) = Lines(then, place);
        var (after, cutAfter) = Lines(now, place);
        var edits = TextDiff.Of(before, after, Line.SameText);
        var isCut = cutBefore || cutAfter;
        if (edits.All(e => e.Change == Change.Same))
        {
            return new ComparedText(label, isCut ? TextComparison.Ready : TextComparison.Equal, [], isCut);
        }

        var hunks = new List<IReadOnlyList<TextLine>>();
        var shown = 0;
        foreach (var (from, to) in Ranges(edits))
        {
            if (shown >= LinesShown)
            {
                isCut = true;
                break;
            }

            var hunk = Hunk(edits, from, Math.Min(to, from + LinesShown - shown));
            isCut |= to - from > LinesShown - shown;
            shown += hunk.Count;
            hunks.Add(hunk);
        }

        return new ComparedText(label, TextComparison.Ready, hunks, isCut);
    }

    /// <summary>Where something differs, with its surroundings; ranges that touch are one.</summary>
    private static List<(int From, int To)> Ranges(IReadOnlyList<(Change Change, Line Item)> edits)
    {
        var ranges = new List<(int From, int To)>();
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Change == Change.Same)
            {
                continue;
            }

            var (from, to) = (Math.Max(0, i - Context), Math.Min(edits.Count, i + Context + 1));
            if (ranges.Count > 0 && from <= ranges[^1].To)
            {
                ranges[^1] = (ranges[^1].From, to);
            }
            else
            {
                ranges.Add((from, to));
            }
        }

        return ranges;
    }

    /// <summary>The first line removed belongs to the first one added, and so on: of such pairs the words are compared.</summary>
    private static List<TextLine> Hunk(IReadOnlyList<(Change Change, Line Item)> edits, int from, int to)
    {
        var lines = new List<TextLine>();
        string? last = null;
        void Add(Change change, Line line, IReadOnlyList<Run> runs)
        {
            lines.Add(new TextLine(change, line.Place == last ? null : line.Place, runs));
            last = line.Place;
        }

        for (var i = from; i < to;)
        {
            if (edits[i].Change == Change.Same)
            {
                Add(Change.Same, edits[i].Item, [new Run(Change.Same, edits[i].Item.Text)]);
                i++;
                continue;
            }

            var n = i;
            while (n < to && edits[n].Change != Change.Same)
            {
                n++;
            }

            var removed = edits.Skip(i).Take(n - i).Where(e => e.Change == Change.Removed).Select(e => e.Item).ToList();
            var added = edits.Skip(i).Take(n - i).Where(e => e.Change == Change.Added).Select(e => e.Item).ToList();
            var pairs = removed.Zip(added, (r, a) => r.Text.Length + a.Text.Length > LongPair ? null : TextDiff.OfWords(r.Text, a.Text)).ToList();
            for (var r = 0; r < removed.Count; r++)
            {
                Add(Change.Removed, removed[r], Marked(r < pairs.Count ? pairs[r] : null, removed[r], Change.Removed));
            }

            for (var a = 0; a < added.Count; a++)
            {
                Add(Change.Added, added[a], Marked(a < pairs.Count ? pairs[a] : null, added[a], Change.Added));
            }

            i = n;
        }

        return lines;
    }

    /// <summary>One side of a pair; where the two have little in common, marks on single words would only confuse.</summary>
    private static IReadOnlyList<Run> Marked(IReadOnlyList<Run>? pair, Line line, Change side) =>
        pair is not null && pair.Where(r => r.Change == Change.Same).Sum(r => r.Text.Length) * 2 >= line.Text.Length
            ? [.. pair.Where(r => r.Change == Change.Same || r.Change == side)]
            : [new Run(side, line.Text)];

    private static (List<Line> Lines, bool IsCut) Lines(byte[] content, Func<TextPart, string> place)
    {
        DocumentText text;
        try
        {
            text = DocumentText.FromJson(EvidenceReading.Expand(content));
        }
        catch (JsonException)
        {
            return ([], false);
        }

        var lines = text.Parts.SelectMany(p => Texts(p).SelectMany(t => t.Split('\n')).Select(t => t.Trim()).Where(t => t.Length > 0).Select(t => new Line(place(p), t))).Take(LinesRead + 1).ToList();
        return lines.Count > LinesRead ? (lines[..LinesRead], true) : (lines, text.Cut);
    }

    private static IEnumerable<string> Texts(TextPart part) =>
        part.Blocks.SelectMany(b => b.Rows is { } rows ? rows.Select(r => string.Join(" | ", r)) : [b.Text ?? ""])
            .Concat((part.Rows ?? []).Select(r => string.Join(" | ", r.Cells.Select(c => $"{c.Address} {c.Text}"))));

    private sealed record Line(string Place, string Text)
    {
        /// <summary>A line that only moved to another page is the same.</summary>
        public static readonly IEqualityComparer<Line> SameText = EqualityComparer<Line>.Create((a, b) => a?.Text == b?.Text, l => l.Text.GetHashCode(StringComparison.Ordinal));
    }
}
