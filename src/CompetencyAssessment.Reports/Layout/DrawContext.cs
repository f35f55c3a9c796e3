using SkiaSharp;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>
/// Where boxes are drawn. A document is drawn twice: once to learn which characters it uses of each typeface,
/// and once with typefaces reduced to these.
/// </summary>
internal sealed class DrawContext
{
    private readonly Dictionary<FontFace, SortedSet<int>>? _used;
    private readonly IReadOnlyDictionary<FontFace, SKTypeface>? _subsets;

    private DrawContext(SKCanvas canvas, Dictionary<FontFace, SortedSet<int>>? used, IReadOnlyDictionary<FontFace, SKTypeface>? subsets)
    {
        Canvas = canvas;
        _used = used;
        _subsets = subsets;
    }

    internal SKCanvas Canvas { get; }

    internal static DrawContext Collecting(SKCanvas canvas, Dictionary<FontFace, SortedSet<int>> used) => new(canvas, used, subsets: null);

    internal static DrawContext Drawing(SKCanvas canvas, IReadOnlyDictionary<FontFace, SKTypeface> subsets) => new(canvas, used: null, subsets);

    internal void DrawRun(GlyphRun run, float x, float baseline)
    {
        if (_used is not null)
        {
            if (!_used.TryGetValue(run.Face, out var codePoints))
                _used[run.Face] = codePoints = [];
            codePoints.UnionWith(run.CodePoints);
            return;
        }

        using var font = new SKFont(_subsets![run.Face], run.Style.DrawnSize) { Hinting = SKFontHinting.None, Subpixel = true, LinearMetrics = true };
        using var paint = new SKPaint { Color = SKColor.Parse(run.Style.Color), IsAntialias = true };
        using var builder = new SKTextBlobBuilder();
        var glyphs = new ushort[run.CodePoints.Count];
        for (var i = 0; i < glyphs.Length; i++)
            glyphs[i] = font.GetGlyph(run.CodePoints[i]);
        builder.AddHorizontalRun(glyphs, font, [.. run.Positions], 0);
        using var blob = builder.Build();
        Canvas.DrawText(blob, x, baseline - run.Style.Rise, paint);
    }

    internal void Link(float x, float y, float width, float height, string url)
    {
        if (_used is null)
            Canvas.DrawUrlAnnotation(SKRect.Create(x, y, width, height), url);
    }

    internal void Fill(float x, float y, float width, float height, string color, float radius = 0)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(color), IsAntialias = true };
        if (radius > 0)
            Canvas.DrawRoundRect(x, y, width, height, radius, radius, paint);
        else
            Canvas.DrawRect(x, y, width, height, paint);
    }

    internal void Line(float x1, float y1, float x2, float y2, float thickness, string color)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(color), StrokeWidth = thickness, IsStroke = true, IsAntialias = true };
        Canvas.DrawLine(x1, y1, x2, y2, paint);
    }
}
