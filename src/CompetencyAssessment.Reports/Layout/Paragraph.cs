using System.Globalization;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>A stretch of text in one style, perhaps with a footnote hanging on its end.</summary>
internal sealed record TextSpan(string Text, TextStyle Style, Footnote? Note = null, PageField Field = PageField.None);

internal enum PageField
{
    None,
    Current,
    Total,
}

/// <summary>One user-perceived character, measured.</summary>
internal struct Cluster
{
    internal int[] CodePoints;
    internal FontFace[] Faces;
    internal float[] Advances;
    internal float Width;
    internal TextStyle Style;
    internal Footnote? Note;
    internal bool NewLine;

    internal readonly int First => CodePoints.Length > 0 ? CodePoints[0] : ' ';
    internal readonly int Last => CodePoints.Length > 0 ? CodePoints[^1] : ' ';
}

/// <summary>Text broken into lines for one width.</summary>
internal static class Paragraph
{
    // The gap between Han characters and Latin letters that typists leave to the typesetter, in ems.
    private const float MixedGap = 0.13f;

    internal static List<Cluster> Measure(IReadOnlyList<TextSpan> spans, LayoutContext context)
    {
        var clusters = new List<Cluster>();
        foreach (var span in spans)
        {
            var text = span.Field switch
            {
                PageField.Current => context.Page.ToString(CultureInfo.InvariantCulture),
                PageField.Total => context.TotalPages.ToString(CultureInfo.InvariantCulture),
                _ => span.Text,
            };
            var start = clusters.Count;
            Append(clusters, text, span.Style, context);
            if (span.Note is not null && clusters.Count > start)
                clusters[^1] = clusters[^1] with { Note = span.Note };
        }

        Kern(clusters, context);
        for (var i = 1; i < clusters.Count; i++)
        {
            var (left, right) = (clusters[i - 1], clusters[i]);
            if (left.NewLine || right.NewLine)
                continue;
            if ((LineBreaking.IsCjk(left.Last) && IsLetterOrDigit(right.First) && !IsPunctuation(left.Last))
                || (IsLetterOrDigit(left.Last) && LineBreaking.IsCjk(right.First) && !IsPunctuation(right.First)))
            {
                left.Width += MixedGap * Math.Min(left.Style.DrawnSize, right.Style.DrawnSize);
                clusters[i - 1] = left;
            }
        }

        return clusters;
    }

    /// <summary>The lines that begin at a cluster, none wider than <paramref name="width"/> unless one character is.</summary>
    internal static List<TextLine> Break(List<Cluster> clusters, int from, float width, TextStyle fallback, TextAlignment alignment)
    {
        var lines = new List<TextLine>();
        var start = from;
        while (start < clusters.Count)
        {
            var end = start;
            var lastBreak = -1;
            var used = 0f;
            var hard = false;
            while (end < clusters.Count)
            {
                var cluster = clusters[end];
                if (cluster.NewLine)
                {
                    hard = true;
                    break;
                }

                // Spaces may hang over the edge; nobody sees them there.
                var isSpace = LineBreaking.IsSpace(cluster.First);
                if (!isSpace && used + cluster.Width > width + 0.01f && end > start)
                    break;
                used += cluster.Width;
                end++;
                if (end < clusters.Count && !clusters[end].NewLine && LineBreaking.MayBreak(cluster.Last, clusters[end].First)
                    && !clusters[end].Style.Superscript)
                {
                    lastBreak = end;
                }
            }

            var next = end;
            if (hard)
                next = end + 1;
            else if (end < clusters.Count && lastBreak > start)
                next = end = lastBreak;
            else if (end < clusters.Count)
                next = end = BreakWithin(clusters, start, end);

            lines.Add(TextLine.Create(clusters, start, end, next, width, fallback, hard || end >= clusters.Count ? NoJustify(alignment) : alignment));
            start = next;
        }

        if (lines.Count == 0 && from == 0)
            lines.Add(TextLine.Create(clusters, 0, 0, 0, width, fallback, NoJustify(alignment)));
        return lines;
    }

    // A word wider than the line is broken anywhere, yet no forbidden mark comes to the edge if that can be helped.
    private static int BreakWithin(List<Cluster> clusters, int start, int end)
    {
        for (var at = end; at > start; at--)
        {
            if (!LineBreaking.IsNeverFirst(clusters[at].First) && !LineBreaking.IsNeverLast(clusters[at - 1].Last) && !clusters[at].Style.Superscript)
                return at;
        }

        return end;
    }

    private static TextAlignment NoJustify(TextAlignment alignment) => alignment == TextAlignment.Justify ? TextAlignment.Left : alignment;

    private static void Append(List<Cluster> clusters, string text, TextStyle style, LayoutContext context)
    {
        var elements = new List<string>();
        var enumerator = StringInfo.GetTextElementEnumerator(text.ReplaceLineEndings("\n").Replace('\t', ' '));
        while (enumerator.MoveNext())
            elements.Add(enumerator.GetTextElement());
        for (var i = 0; i < elements.Count; i++)
        {
            var element = elements[i];
            if (element == "\n")
            {
                clusters.Add(new Cluster { CodePoints = [], Faces = [], Advances = [], Style = style, NewLine = true });
                continue;
            }

            var resolved = context.Fonts.Resolve(element, style.Bold);
            if (resolved.CodePoints.Length == 0)
                continue;
            if (resolved.Covered)
            {
                var latin = resolved.CodePoints.Length == 1 && LineBreaking.IsShared(resolved.CodePoints[0]) && IsAmongLatin(clusters, elements, i);
                clusters.Add(Create(resolved.CodePoints, style, context, latin));
            }
            else
            {
                var note = context.MissingNote(element, resolved.CodePoints[0] == FontLibrary.Geta);
                clusters.Add(Create(resolved.CodePoints, style, context));
                var mark = style with { Superscript = true, Bold = false };
                foreach (var digit in note.Mark)
                    clusters.Add(Create([digit], mark, context) with { Note = note });
            }
        }
    }

    private static bool IsAmongLatin(List<Cluster> clusters, List<string> elements, int index)
    {
        // Signs in a row take after what stands around them all.
        var left = clusters.FindLastIndex(static cluster => !LineBreaking.IsShared(cluster.Last));
        var right = elements.FindIndex(index, static element => !(element.Length == 1 && LineBreaking.IsShared(element[0])));
        return !(left >= 0 && LineBreaking.IsWide(clusters[left].Last))
            && !(right >= 0 && (char.IsHighSurrogate(elements[right][0]) || LineBreaking.IsWide(elements[right][0])));
    }

    private static Cluster Create(int[] codePoints, TextStyle style, LayoutContext context, bool latin = false)
    {
        var faces = new FontFace[codePoints.Length];
        var advances = new float[codePoints.Length];
        var width = 0f;
        for (var i = 0; i < codePoints.Length; i++)
        {
            faces[i] = context.Fonts.Find(codePoints[i], style.Bold, latin) ?? throw new InvalidOperationException("A character without typeface reached the layout.");
            advances[i] = faces[i].Advance(codePoints[i]) * style.DrawnSize / 1000f;
            width += advances[i];
        }

        return new Cluster { CodePoints = codePoints, Faces = faces, Advances = advances, Width = width + style.LetterSpacing, Style = style };
    }

    private static void Kern(List<Cluster> clusters, LayoutContext context)
    {
        var i = 0;
        while (i < clusters.Count)
        {
            var start = i;
            while (i < clusters.Count && IsKernable(clusters[i]) && clusters[i].Faces[0] == clusters[start].Faces[0]
                && ReferenceEquals(clusters[i].Style, clusters[start].Style))
            {
                i++;
            }

            if (i - start < 2)
            {
                i = Math.Max(i, start + 1);
                continue;
            }

            var word = new int[i - start];
            for (var j = 0; j < word.Length; j++)
                word[j] = clusters[start + j].First;
            if (context.Kerned(clusters[start].Faces[0], word) is not { } advances)
                continue;
            for (var j = 0; j < word.Length; j++)
            {
                var cluster = clusters[start + j];
                cluster.Advances[0] = advances[j] * cluster.Style.DrawnSize / 1000f;
                cluster.Width = cluster.Advances[0] + cluster.Style.LetterSpacing;
                clusters[start + j] = cluster;
            }
        }
    }

    private static bool IsKernable(in Cluster cluster) => cluster.CodePoints.Length == 1 && cluster.First is > ' ' and < 0x250;

    private static bool IsLetterOrDigit(int codePoint) =>
        codePoint is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or >= 0xC0 and < 0x250;

    private static bool IsPunctuation(int codePoint) => codePoint is >= 0x3000 and <= 0x303F && codePoint is not (0x3005 or 0x3006 or 0x3007 or 0x3013);
}

/// <summary>A line of text, its characters placed.</summary>
internal sealed class TextLine
{
    private readonly List<GlyphRun> _runs = [];
    private readonly List<(float Left, float Right, string Url)> _links = [];

    internal required float Height { get; init; }
    internal required float Baseline { get; init; }

    /// <summary>Where the next line begins, in clusters.</summary>
    internal required int Next { get; init; }

    internal List<Footnote> Notes { get; } = [];
    internal float NaturalWidth { get; private set; }
    internal IEnumerable<int> CodePoints => _runs.SelectMany(static run => run.CodePoints);

    internal static TextLine Create(List<Cluster> clusters, int start, int end, int next, float width, TextStyle fallback, TextAlignment alignment)
    {
        // The tallest style decides; the baseline puts the em square of Han characters (0.88 above, 0.12 below) in the middle.
        var (height, size) = (0f, 0f);
        for (var i = start; i < end; i++)
        {
            height = Math.Max(height, clusters[i].Style.Size * clusters[i].Style.LineHeight);
            size = Math.Max(size, clusters[i].Style.Size);
        }

        if (height == 0)
        {
            var style = start < clusters.Count ? clusters[start].Style : fallback;
            (height, size) = (style.Size * style.LineHeight, style.Size);
        }

        var line = new TextLine { Height = height, Baseline = (height / 2) + (size * 0.38f), Next = next };
        var visible = end;
        while (visible > start && LineBreaking.IsSpace(clusters[visible - 1].First))
            visible--;
        var natural = 0f;
        for (var i = start; i < visible; i++)
            natural += clusters[i].Width;
        line.NaturalWidth = natural;

        var gap = 0f;
        var x = 0f;
        var slack = width - natural;
        if (slack > 0 && width < LayoutContext.Unbounded)
        {
            switch (alignment)
            {
                case TextAlignment.Center:
                    x = slack / 2;
                    break;
                case TextAlignment.Right:
                    x = slack;
                    break;
                case TextAlignment.Justify:
                    var gaps = 0;
                    for (var i = start; i < visible - 1; i++)
                        gaps += IsStretchable(clusters[i], clusters[i + 1]) ? 1 : 0;
                    if (gaps > 0 && slack / gaps < size * 0.12f)
                        gap = slack / gaps;
                    break;
            }
        }

        for (var i = start; i < visible; i++)
        {
            line.Add(clusters[i], x);
            x += clusters[i].Width;
            if (gap > 0 && i < visible - 1 && IsStretchable(clusters[i], clusters[i + 1]))
                x += gap;
        }

        return line;
    }

    internal void Draw(DrawContext target, float x, float y)
    {
        foreach (var run in _runs)
            target.DrawRun(run, x, y + Baseline);
        foreach (var (left, right, url) in _links)
            target.Link(x + left, y, right - left, Height, url);
    }

    private static bool IsStretchable(in Cluster left, in Cluster right) =>
        !right.Style.Superscript && (LineBreaking.IsSpace(left.First) || LineBreaking.IsCjk(left.Last) || LineBreaking.IsCjk(right.First));

    private void Add(in Cluster cluster, float x)
    {
        if (cluster.Note is { } note && !Notes.Contains(note))
            Notes.Add(note);
        if (cluster.Style.Link is { } url)
        {
            if (_links.Count > 0 && _links[^1].Url == url)
                _links[^1] = _links[^1] with { Right = x + cluster.Width };
            else
                _links.Add((x, x + cluster.Width, url));
        }

        for (var i = 0; i < cluster.CodePoints.Length; i++)
        {
            if (_runs.Count == 0 || _runs[^1].Face != cluster.Faces[i] || _runs[^1].Style != cluster.Style)
                _runs.Add(new GlyphRun(cluster.Faces[i], cluster.Style));
            _runs[^1].CodePoints.Add(cluster.CodePoints[i]);
            _runs[^1].Positions.Add(x);
            x += cluster.Advances[i];
        }
    }
}

internal sealed class GlyphRun(FontFace face, TextStyle style)
{
    internal FontFace Face { get; } = face;
    internal TextStyle Style { get; } = style;
    internal List<int> CodePoints { get; } = [];
    internal List<float> Positions { get; } = [];
}
