using QRCoder;
using SkiaSharp;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>A part of a document. It never changes while it is laid out, so that a page can be tried again.</summary>
internal abstract class Element
{
    /// <summary>
    /// Lays out as much as the height allows.
    /// No box and no rest: nothing to show. No box but a rest: does not fit here. Both: goes on on the next page.
    /// With <paramref name="force"/> something is placed in any case, so that no page stays empty for ever.
    /// </summary>
    internal abstract Fit Fit(LayoutContext context, float width, float height, bool force);
}

internal readonly record struct Fit(Box? Box, Element? Rest)
{
    internal static readonly Fit Empty;

    internal bool Blocked => Box is null && Rest is not null;
}

/// <summary>Something laid out, with its place relative to the box around it.</summary>
internal sealed class Box(float width, float height)
{
    internal float Width { get; } = width;
    internal float Height { get; private set; } = height;
    internal List<Placed> Children { get; } = [];
    internal Action<DrawContext, float, float, Box>? Paint { get; init; }
    internal IReadOnlyList<Footnote> OwnNotes { get; init; } = [];

    /// <summary>How a growing box hands its growth to its only child.</summary>
    internal Stretching Stretching { get; init; } = Stretching.Child;

    internal IEnumerable<Footnote> Notes()
    {
        foreach (var note in OwnNotes)
            yield return note;
        foreach (var child in Children)
        {
            foreach (var note in child.Box.Notes())
                yield return note;
        }
    }

    internal void Draw(DrawContext target, float x, float y)
    {
        Paint?.Invoke(target, x, y, this);
        foreach (var (childX, childY, box) in Children)
            box.Draw(target, x + childX, y + childY);
    }

    internal void StretchTo(float height)
    {
        var growth = height - Height;
        if (growth <= 0)
            return;
        Height = height;
        if (Children.Count != 1 || Stretching == Stretching.None)
            return;
        var child = Children[0];
        switch (Stretching)
        {
            case Stretching.Child:
                child.Box.StretchTo(child.Box.Height + growth);
                break;
            case Stretching.Middle:
                Children[0] = child with { Y = child.Y + (growth / 2) };
                break;
            case Stretching.Bottom:
                Children[0] = child with { Y = child.Y + growth };
                break;
        }
    }
}

internal readonly record struct Placed(float X, float Y, Box Box);

internal enum Stretching
{
    Child,
    None,
    Middle,
    Bottom,
}

internal sealed class TextElement(IReadOnlyList<TextSpan> spans, TextStyle style, TextAlignment alignment, int from = 0, List<Cluster>? measured = null) : Element
{
    private List<Cluster>? _measured = measured;

    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        // Page numbers differ from page to page; everything else is measured once.
        var clusters = spans.Any(static span => span.Field != PageField.None) ? null : _measured;
        clusters ??= _measured = Paragraph.Measure(spans, context);
        var lines = Paragraph.Break(clusters, from, width, style, alignment);
        var (count, used) = (0, 0f);
        while (count < lines.Count && used + lines[count].Height <= height + 0.01f)
            used += lines[count++].Height;

        if (count < lines.Count && !force)
        {
            // Neither one line alone at the foot of a page nor one alone at the head of the next.
            if (lines.Count <= 3)
                return new Fit(null, this);
            if (lines.Count - count == 1)
                count--;
            if (count < 2)
                return new Fit(null, this);
        }

        if (count == 0)
            count = 1;
        var placed = lines.GetRange(0, count);
        var boxHeight = placed.Sum(static line => line.Height);
        var boxWidth = width < LayoutContext.Unbounded ? width : placed.Max(static line => line.NaturalWidth);
        var box = new Box(boxWidth, boxHeight)
        {
            OwnNotes = [.. placed.SelectMany(static line => line.Notes)],
            Stretching = Stretching.None,
            Paint = (target, x, y, _) =>
            {
                foreach (var line in placed)
                {
                    line.Draw(target, x, y);
                    y += line.Height;
                }
            },
        };
        return new Fit(box, count < lines.Count ? new TextElement(spans, style, alignment, placed[^1].Next, clusters) : null);
    }
}

internal sealed record ColumnItem(Element Element, bool KeepWithNext = false);

internal sealed class ColumnElement(IReadOnlyList<ColumnItem> items, float spacing) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        var placed = new List<(int Index, Box Box)>();
        var used = 0f;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Element is PageBreakElement)
            {
                if (placed.Count > 0)
                    return Build(placed, width, Slice(i + 1));
                continue;
            }

            var gap = placed.Count > 0 ? spacing : 0;
            var fit = items[i].Element.Fit(context, width, height - used - gap, force && placed.Count == 0);
            if (fit.Blocked)
            {
                // A heading stays with what it heads.
                while (placed.Count > 0 && items[placed[^1].Index].KeepWithNext && !(force && placed.Count == 1))
                    placed.RemoveAt(placed.Count - 1);
                return placed.Count == 0 ? new Fit(null, this) : Build(placed, width, Slice(placed[^1].Index + 1));
            }

            if (fit.Box is not null)
            {
                used += gap + fit.Box.Height;
                placed.Add((i, fit.Box));
            }

            if (fit.Rest is not null)
                return Build(placed, width, Slice(i + 1, fit.Rest));
        }

        return placed.Count == 0 ? Layout.Fit.Empty : Build(placed, width, rest: null);
    }

    private ColumnElement? Slice(int from, Element? first = null)
    {
        var rest = items.Skip(from);
        if (first is not null)
            rest = rest.Prepend(new ColumnItem(first));
        ColumnItem[] list = [.. rest];
        return list.Length == 0 ? null : new ColumnElement(list, spacing);
    }

    private Fit Build(List<(int Index, Box Box)> placed, float width, ColumnElement? rest)
    {
        var height = placed.Sum(static item => item.Box.Height) + (spacing * Math.Max(0, placed.Count - 1));
        var box = new Box(width < LayoutContext.Unbounded ? width : placed.Max(static item => item.Box.Width), height) { Stretching = Stretching.None };
        var y = 0f;
        foreach (var (_, child) in placed)
        {
            box.Children.Add(new Placed(0, y, child));
            y += child.Height + spacing;
        }

        return new Fit(box, rest);
    }
}

internal readonly record struct RowItem(Element? Element, float Constant, float Relative);

internal sealed class RowElement(IReadOnlyList<RowItem> items, float spacing) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        var relative = items.Sum(static item => item.Relative);
        var free = width - items.Sum(static item => item.Constant) - (spacing * (items.Count - 1));
        var boxes = new List<Placed>();
        var rests = new RowItem[items.Count];
        var (x, tallest, unfinished) = (0f, 0f, false);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var itemWidth = item.Constant + (relative > 0 ? item.Relative / relative * free : 0);
            rests[i] = item with { Element = null };
            if (item.Element is not null)
            {
                var fit = item.Element.Fit(context, itemWidth, height, force);
                if (fit.Blocked)
                    return new Fit(null, this);
                if (fit.Box is not null)
                {
                    boxes.Add(new Placed(x, 0, fit.Box));
                    tallest = Math.Max(tallest, fit.Box.Height);
                }

                rests[i] = item with { Element = fit.Rest };
                unfinished |= fit.Rest is not null;
            }

            x += itemWidth + spacing;
        }

        if (boxes.Count == 0)
            return Layout.Fit.Empty;
        var box = new Box(width, tallest) { Stretching = Stretching.None };
        foreach (var child in boxes)
        {
            child.Box.StretchTo(tallest);
            box.Children.Add(child);
        }

        return new Fit(box, unfinished ? new RowElement(rests, spacing) : null);
    }
}

/// <summary>Rows of one grid, the head repeated on every page.</summary>
internal sealed class TableElement(IReadOnlyList<Element> head, IReadOnlyList<Element> rows) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        var box = new List<Box>();
        var used = 0f;
        foreach (var row in head)
        {
            var fit = row.Fit(context, width, Math.Max(0, height - used), force: true);
            if (fit.Box is null)
                continue;
            used += fit.Box.Height;
            box.Add(fit.Box);
        }

        if (used > height && !force)
            return new Fit(null, this);
        var headCount = box.Count;
        for (var i = 0; i < rows.Count; i++)
        {
            var first = box.Count == headCount;
            var fit = rows[i].Fit(context, width, height - used, force && first);

            // A row goes to the next page whole, unless it is so long that a large hole would stay behind.
            if (fit is { Box: not null, Rest: not null } && !(force && first) && height - used < context.FullHeight * 0.3f)
                fit = new Fit(null, rows[i]);
            if (fit.Blocked)
                return first ? new Fit(null, this) : Build(box, width, new TableElement(head, [.. rows.Skip(i)]));
            if (fit.Box is not null)
            {
                used += fit.Box.Height;
                box.Add(fit.Box);
            }

            if (fit.Rest is not null)
                return Build(box, width, new TableElement(head, [fit.Rest, .. rows.Skip(i + 1)]));
        }

        return box.Count == headCount ? Layout.Fit.Empty : Build(box, width, rest: null);
    }

    private static Fit Build(List<Box> boxes, float width, TableElement? rest)
    {
        var result = new Box(width, boxes.Sum(static box => box.Height)) { Stretching = Stretching.None };
        var y = 0f;
        foreach (var child in boxes)
        {
            result.Children.Add(new Placed(0, y, child));
            y += child.Height;
        }

        return new Fit(result, rest);
    }
}

internal sealed class PaddingElement(Element child, float left, float top, float right, float bottom) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        var fit = child.Fit(context, width - left - right, height - top - bottom, force);
        if (fit.Box is null)
            return fit.Rest is null ? fit : new Fit(null, this);
        var box = new Box(fit.Box.Width + left + right, fit.Box.Height + top + bottom);
        box.Children.Add(new Placed(left, top, fit.Box));
        return new Fit(box, fit.Rest is null ? null : new PaddingElement(fit.Rest, left, top, right, bottom));
    }
}

/// <summary>Space that a page's top edge swallows; being forced tells that one stands there.</summary>
internal sealed class SpaceAboveElement(Element child, float space) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        if (force)
            return child.Fit(context, width, height, force);
        var fit = child.Fit(context, width, height - space, force);
        if (fit.Box is null)
            return fit.Rest is null ? fit : new Fit(null, this);
        var box = new Box(fit.Box.Width, fit.Box.Height + space);
        box.Children.Add(new Placed(0, space, fit.Box));
        return fit with { Box = box };
    }
}

internal sealed record Decoration(string? Background = null, string? BorderColor = null, float Left = 0, float Top = 0, float Right = 0, float Bottom = 0, float Radius = 0);

internal sealed class DecoratedElement(Element child, Decoration decoration) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        var fit = child.Fit(context, width, height, force);
        if (fit.Box is null)
            return fit.Rest is null ? fit : new Fit(null, this);
        var box = new Box(fit.Box.Width, fit.Box.Height) { Paint = Paint };
        box.Children.Add(new Placed(0, 0, fit.Box));
        return new Fit(box, fit.Rest is null ? null : new DecoratedElement(fit.Rest, decoration));
    }

    private void Paint(DrawContext target, float x, float y, Box box)
    {
        var (right, bottom) = (x + box.Width, y + box.Height);
        if (decoration.Background is { } background)
            target.Fill(x, y, box.Width, box.Height, background, decoration.Radius);
        if (decoration.BorderColor is not { } color)
            return;
        if (decoration.Radius > 0)
        {
            using var paint = new SKPaint { Color = SKColor.Parse(color), IsStroke = true, StrokeWidth = decoration.Left, IsAntialias = true };
            target.Canvas.DrawRoundRect(x, y, box.Width, box.Height, decoration.Radius, decoration.Radius, paint);
            return;
        }

        if (decoration.Left > 0)
            target.Line(x, y, x, bottom, decoration.Left, color);
        if (decoration.Top > 0)
            target.Line(x, y, right, y, decoration.Top, color);
        if (decoration.Right > 0)
            target.Line(right, y, right, bottom, decoration.Right, color);
        if (decoration.Bottom > 0)
            target.Line(x, bottom, right, bottom, decoration.Bottom, color);
    }
}

internal enum HorizontalPlace
{
    Left,
    Center,
    Right,
}

internal sealed class AlignedElement(Element child, HorizontalPlace horizontal, Stretching vertical) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        var fit = child.Fit(context, width, height, force);
        if (fit.Box is null)
            return fit.Rest is null ? fit : new Fit(null, this);
        var x = horizontal switch
        {
            HorizontalPlace.Center => (width - fit.Box.Width) / 2,
            HorizontalPlace.Right => width - fit.Box.Width,
            _ => 0,
        };
        var box = new Box(width, fit.Box.Height) { Stretching = vertical };
        box.Children.Add(new Placed(x, 0, fit.Box));
        return new Fit(box, fit.Rest is null ? null : new AlignedElement(fit.Rest, horizontal, vertical));
    }
}

internal sealed class ConstrainedElement(Element child, float? fixedWidth, float minHeight) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        if (minHeight > height && !force)
            return new Fit(null, this);
        var fit = child.Fit(context, fixedWidth is { } value ? Math.Min(value, width) : width, height, force);
        if (fit.Box is null)
            return fit.Rest is null && minHeight > 0 ? new Fit(new Box(fixedWidth ?? width, minHeight), null) : fit.Rest is null ? fit : new Fit(null, this);
        fit.Box.StretchTo(minHeight);
        return fit.Rest is null ? fit : new Fit(fit.Box, new ConstrainedElement(fit.Rest, fixedWidth, 0));
    }
}

/// <summary>Kept on one page where a page can hold it.</summary>
internal sealed class WholeElement(Element child) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        var fit = child.Fit(context, width, height, force);
        if (fit.Rest is null || force)
            return fit;
        var alone = child.Fit(context, width, context.FullHeight, force: true);
        return alone.Rest is null ? new Fit(null, this) : fit;
    }
}

/// <summary>Shown on the first page only, or on all but the first: for headers and footers.</summary>
internal sealed class OncePerDocumentElement(Element child, bool onFirst) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force) =>
        context.Page == 1 == onFirst ? child.Fit(context, width, height, force) : Layout.Fit.Empty;
}

internal sealed class PageBreakElement : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force) => Layout.Fit.Empty;
}

internal sealed class CanvasElement(float? fixedWidth, float fixedHeight, Action<SKCanvas, float, float> draw) : Element
{
    internal override Fit Fit(LayoutContext context, float width, float height, bool force)
    {
        if (fixedHeight > height + 0.01f && !force)
            return new Fit(null, this);
        return new Fit(
            new Box(Math.Min(fixedWidth ?? width, width), fixedHeight)
            {
                Paint = (target, x, y, box) =>
                {
                    target.Canvas.Save();
                    target.Canvas.Translate(x, y);
                    draw(target.Canvas, box.Width, fixedHeight);
                    target.Canvas.Restore();
                },
                Stretching = Stretching.None,
            },
            null);
    }

    /// <summary>A picture within a frame, its proportions kept.</summary>
    internal static CanvasElement Image(byte[] bytes, float frameWidth, float frameHeight)
    {
        using var probe = SKImage.FromEncodedData(bytes) ?? throw new ArgumentException("The bytes are not a picture that can be read.", nameof(bytes));
        var scale = Math.Min(frameWidth / probe.Width, frameHeight / probe.Height);
        var (imageWidth, imageHeight) = (probe.Width * scale, probe.Height * scale);
        return new CanvasElement(imageWidth, imageHeight, (canvas, _, _) =>
        {
            using var image = SKImage.FromEncodedData(bytes);
            canvas.DrawImage(image, SKRect.Create(0, 0, imageWidth, imageHeight), new SKSamplingOptions(SKCubicResampler.Mitchell));
        });
    }

    /// <summary>A QR code with error correction M and without a quiet zone of its own.</summary>
    internal static CanvasElement QrCode(string text, float size)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        const int QuietZone = 4;
        var modules = data.ModuleMatrix;
        var count = modules.Count - (2 * QuietZone);
        var runs = new List<(int X, int Y, int Length)>();
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < count; column++)
            {
                var start = column;
                while (column < count && modules[row + QuietZone][column + QuietZone])
                    column++;
                if (column > start)
                    runs.Add((start, row, column - start));
            }
        }

        return new CanvasElement(size, size, (canvas, _, _) =>
        {
            var module = size / count;
            using var builder = new SKPathBuilder();
            foreach (var (x, y, length) in runs)
                builder.AddRect(SKRect.Create(x * module, y * module, length * module, module));
            using var path = builder.Detach();
            using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = false };
            canvas.DrawPath(path, paint);
        });
    }
}
