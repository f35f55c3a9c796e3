using SkiaSharp;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>A square drawing with texts in it. The texts are real text, so that they are found, read aloud and use the document's typefaces.</summary>
internal sealed class ChartElement(float size, Action<SKCanvas> draw, IReadOnlyList<(ChartText Place, Element Text)> texts) : Element
{
    private const float TextWidth = 80;

    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        if (size > height + 0.01f && !force)
            return new Fit(null, this);
        var box = new Box(Math.Min(size, width), size)
        {
            Stretching = Stretching.None,
            Paint = (target, x, y, _) =>
            {
                target.Canvas.Save();
                target.Canvas.Translate(x, y);
                draw(target.Canvas);
                target.Canvas.Restore();
            },
        };
        foreach (var (place, text) in texts)
        {
            if (text.Fit(context, TextWidth, LayoutContext.Unbounded, force: true).Box is { } line)
                box.Children.Add(new Placed(place.X - (TextWidth / 2), place.Y - (line.Height / 2), line));
        }

        return new Fit(box, null);
    }
}
