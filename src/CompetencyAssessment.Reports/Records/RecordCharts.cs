using System.Globalization;
using CompetencyAssessment.Reports.Layout;
using SkiaSharp;

namespace CompetencyAssessment.Reports.Records;

/// <summary>The charts of the competency record. All that they show stands beside them as text, and they are told apart without colour.</summary>
internal static class RecordCharts
{
    private const float Size = 196;
    private const float Radius = 68;

    /// <summary>Where the lowest level lies on an axis: it must still be seen.</summary>
    private const float Core = 0.12f;

    /// <summary>A radar of the parts of the unit, with their figures in a table beside it.</summary>
    internal static void AtAGlance(ColumnDescriptor column, RecordModel model, Sheet sheet)
    {
        if (model.Axes.Count == 0)
            return;
        var labels = sheet.Labels;
        column.Item(keepWithNext: true).SpaceAbove(14).Text(labels.AtAGlance).FontSize(12).Bold().LineHeight(1.5f);
        column.Item().ShowEntire().PaddingTop(2).Row(row =>
        {
            row.Spacing(18);

            // Fewer than three axes span no area: the table says it all.
            if (model.Axes.Count >= 3)
            {
                row.ConstantItem(Size).Column(left =>
                {
                    Radar(left.Item(), model);
                    left.Item().Text(labels.RadarLegend).FontSize(7.5f).FontColor(Sheet.Muted).LineHeight(1.4f);
                });
            }

            row.RelativeItem().Column(right =>
            {
                Table(right.Item(), model, labels);
                right.Item().PaddingTop(6).Text(labels.AtAGlanceHelp).FontSize(8).FontColor(Sheet.Muted).LineHeight(1.45f);
            });
        });
    }

    /// <summary>A mean as it is shown everywhere.</summary>
    internal static string Text(decimal? mean) => mean?.ToString("0.00", CultureInfo.InvariantCulture) ?? "—";

    private static void Table(Container container, RecordModel model, Labels labels) => container.Table(table =>
    {
        table.RelativeColumn();
        table.ConstantColumn(labels.IsChinese ? 40 : 50);
        table.ConstantColumn(labels.IsChinese ? 34 : 44);
        table.ConstantColumn(labels.IsChinese ? 28 : 36);
        table.ColumnSpacing(6);
        Head(labels.Part, right: false);
        Head(labels.Mean, right: true);
        Head(labels.Assessed, right: true);
        Head(labels.Passed, right: true);
        foreach (var axis in model.Axes)
        {
            table.Rule(0.5f, Sheet.Hairline);
            table.Cell().PaddingVertical(3).Text(axis.Code == axis.Title ? axis.Title : $"{axis.Code}  {axis.Title}").FontSize(8.5f).LineHeight(1.4f);
            table.Cell().PaddingVertical(3).Text(Text(axis.Mean)).Bold().FontSize(8.5f).LineHeight(1.4f).AlignRight();
            foreach (var count in new[] { axis.Assessed, axis.Passed })
                table.Cell().PaddingVertical(3).Text(string.Create(CultureInfo.InvariantCulture, $"{count}/{axis.Criteria}")).FontSize(8.5f).LineHeight(1.4f).AlignRight();
        }

        table.Rule(0.5f, Sheet.Hairline);
        table.Cell().PaddingVertical(3).Text(labels.PassMark).FontSize(8.5f).FontColor(Sheet.Muted).LineHeight(1.4f);
        table.Cell().PaddingVertical(3).Text(model.PassMark.ToString(CultureInfo.InvariantCulture)).FontSize(8.5f).LineHeight(1.4f).AlignRight();
        table.Cell(columnSpan: 2);

        void Head(string text, bool right)
        {
            var span = table.HeaderCell().PaddingVertical(3).Text(text).FontSize(8).FontColor(Sheet.Muted).LineHeight(1.4f);
            if (right)
                span.AlignRight();
        }
    });

    private static void Radar(Container container, RecordModel model)
    {
        var axes = model.Axes;
        var (low, high) = (model.Scale[0].Value, model.Scale[^1].Value);
        SKPoint At(int axis, float share)
        {
            var angle = (2 * MathF.PI * axis / axes.Count) - (MathF.PI / 2);
            return new SKPoint((Size / 2) + (Radius * share * MathF.Cos(angle)), (Size / 2) + (Radius * share * MathF.Sin(angle)));
        }

        float Share(decimal level) => Core + ((1 - Core) * (float)(level - low) / Math.Max(1, high - low));
        var texts = new List<ChartText>();
        for (var i = 0; i < axes.Count; i++)
        {
            var at = At(i, 1 + (19 / Radius));
            texts.Add(new ChartText(at.X, at.Y - 5, axes[i].Code, 8.5f, true, Sheet.Ink));
            texts.Add(new ChartText(at.X, at.Y + 5.5f, Text(axes[i].Mean), 8, false, Sheet.Muted));
        }

        texts.AddRange(model.Scale.Select(level => new ChartText((Size / 2) - 6, (Size / 2) - (Radius * Share(level.Value)), level.Value.ToString(CultureInfo.InvariantCulture), 6.5f, false, Sheet.Muted)));
        container.Chart(Size, canvas => Draw(canvas, model, At, Share), texts);
    }

    private static void Draw(SKCanvas canvas, RecordModel model, Func<int, float, SKPoint> at, Func<decimal, float> share)
    {
        var axes = model.Axes;
        using var hair = new SKPaint { Color = SKColor.Parse(Sheet.Hairline), IsStroke = true, StrokeWidth = 0.6f, IsAntialias = true };
        using var pass = new SKPaint { Color = SKColor.Parse(Sheet.Ink), IsStroke = true, StrokeWidth = 1.1f, IsAntialias = true, PathEffect = SKPathEffect.CreateDash([4, 2.5f], 0) };
        foreach (var level in model.Scale.Where(level => level.Value != model.PassMark))
            Ring(level.Value, hair);
        for (var i = 0; i < axes.Count; i++)
            canvas.DrawLine(at(i, 0), at(i, 1), hair);

        using var line = new SKPaint { Color = SKColor.Parse(Sheet.Accent), IsStroke = true, StrokeWidth = 1.6f, IsAntialias = true, StrokeJoin = SKStrokeJoin.Round };
        using var ground = new SKPaint { Color = SKColors.White, IsAntialias = true };
        using var solid = new SKPaint { Color = SKColor.Parse(Sheet.Accent), IsAntialias = true };
        if (axes.All(axis => axis.Mean is not null))
        {
            using var tint = new SKPaint { Color = SKColor.Parse(Sheet.Accent).WithAlpha(34), IsAntialias = true };
            using var area = Closed(i => at(i, share(axes[i].Mean!.Value)));
            canvas.DrawPath(area, tint);
            canvas.DrawPath(area, line);
        }
        else
        {
            // An axis that was not assessed leaves a gap; a line through it would claim a level.
            for (var i = 0; i < axes.Count; i++)
            {
                if (axes[i].Mean is { } from && axes[(i + 1) % axes.Count].Mean is { } to)
                    canvas.DrawLine(at(i, share(from)), at((i + 1) % axes.Count, share(to)), line);
            }
        }

        Ring(model.PassMark, pass);
        for (var i = 0; i < axes.Count; i++)
        {
            if (axes[i].Mean is not { } mean)
                continue;
            canvas.DrawCircle(at(i, share(mean)), 3, axes[i].Passed == axes[i].Criteria ? solid : ground);
            canvas.DrawCircle(at(i, share(mean)), 3, line);
        }

        void Ring(int level, SKPaint paint)
        {
            using var ring = Closed(i => at(i, share(level)));
            canvas.DrawPath(ring, paint);
        }

        SKPath Closed(Func<int, SKPoint> corner)
        {
            using var builder = new SKPathBuilder();
            builder.MoveTo(corner(0));
            for (var i = 1; i < axes.Count; i++)
                builder.LineTo(corner(i));
            builder.Close();
            return builder.Detach();
        }
    }

    /// <summary>
    /// Bars of the levels of a group. Filled at or over the pass mark, hatched below it, dashed where not assessed:
    /// told apart without colour.
    /// </summary>
    internal static void Bars(Sheet sheet, Container container, IReadOnlyList<CriterionLine> criteria, IReadOnlyList<ScaleLevel> scaleLevels, int passMark)
    {
        var (low, high) = (scaleLevels[0].Value, scaleLevels[^1].Value);
        var span = Math.Max(1, high - low);

        // A bar of the lowest level must still be seen.
        float Share(int level) => 0.03f + (0.97f * (level - low) / span);
        var pass = Share(passMark);
        container.PaddingVertical(4).Column(column =>
        {
            foreach (var criterion in criteria)
            {
                column.Item().Row(row =>
                {
                    row.Spacing(8);
                    row.ConstantItem(30).AlignMiddle().Text(criterion.Code).FontSize(8).LineHeight(1.3f);
                    row.RelativeItem().AlignMiddle().Canvas(13, (canvas, width, height) => Bar(canvas, width, height, criterion.Level is { } level ? Share(level) : null, pass, criterion.Level >= passMark));
                    row.ConstantItem(104).AlignMiddle().Text(criterion.Level is { } value ? $"{value} {Sheet.NameOf(value, scaleLevels)}" : sheet.Labels.NotAssessed).FontSize(8).LineHeight(1.3f);
                });
            }

            column.Item().Row(row =>
            {
                row.Spacing(8);
                row.ConstantItem(30);
                row.RelativeItem().Row(axis =>
                {
                    axis.RelativeItem(pass).Text($"{sheet.Labels.PassMark} {passMark}").FontSize(7).FontColor(Sheet.Muted).LineHeight(1.5f).AlignRight();
                    if (pass < 1)
                        axis.RelativeItem(1 - pass);
                });
                row.ConstantItem(104);
            });
        });
    }

    private static void Bar(SKCanvas canvas, float width, float height, float? share, float pass, bool passes)
    {
        const float Thickness = 7;
        var top = (height - Thickness) / 2;
        using var track = new SKPaint { Color = SKColor.Parse("#EDF0F2") };
        canvas.DrawRect(0, top, width, Thickness, track);
        if (share is { } part)
        {
            using var fill = new SKPaint { Color = SKColor.Parse(passes ? Sheet.Accent : "#FFFFFF"), IsAntialias = true };
            canvas.DrawRect(0, top, width * part, Thickness, fill);
            if (!passes)
            {
                using var stroke = new SKPaint { Color = SKColor.Parse(Sheet.Accent), IsStroke = true, StrokeWidth = 0.8f, IsAntialias = true };
                canvas.Save();
                canvas.ClipRect(SKRect.Create(0, top, width * part, Thickness));
                for (var x = -Thickness; x < width * part; x += 3.5f)
                    canvas.DrawLine(x, top + Thickness, x + Thickness, top, stroke);
                canvas.Restore();
                canvas.DrawRect(0.4f, top + 0.4f, (width * part) - 0.8f, Thickness - 0.8f, stroke);
            }
        }
        else
        {
            using var dashes = new SKPaint { Color = SKColor.Parse(Sheet.Muted), IsStroke = true, StrokeWidth = 0.7f, PathEffect = SKPathEffect.CreateDash([3, 2.5f], 0) };
            canvas.DrawRect(0.4f, top + 0.4f, width - 0.8f, Thickness - 0.8f, dashes);
        }

        using var mark = new SKPaint { Color = SKColor.Parse(Sheet.Ink), StrokeWidth = 0.9f, IsStroke = true };
        canvas.DrawLine(width * pass, 0, width * pass, height, mark);
    }
}
