using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Shared.Charts;

/// <summary>Radar and bars of one sheet or decision, with the words beside them; view <c>_ResultCharts</c>.</summary>
/// <param name="Figures">What is shown; the record shows the same.</param>
/// <param name="Levels">Levels of the scheme with their names, from the lowest.</param>
/// <param name="Titles">Words of each group, by its code.</param>
internal sealed record ResultCharts(ResultFigures Figures, IReadOnlyList<(int Value, string Name)> Levels, IReadOnlyDictionary<string, string> Titles)
{
    /// <summary>Keeps ids apart where a page has charts more than once.</summary>
    public string Id { get; init; } = "chart";

    /// <summary>The charts of a signed decision.</summary>
    public static ResultCharts Of(DecisionSnapshotDocument snapshot, IStringLocalizer t) => new(
        snapshot.Figures(),
        [.. snapshot.Scheme.Scale.Select(l => (l.Value, l.Name.Here()))],
        WithItems(snapshot.Unit.Tasks.ToDictionary(x => x.Code, x => x.Text.Here()), t));

    /// <summary>The charts of a sheet as it stands.</summary>
    public static ResultCharts Of(ScoreSheet sheet, UnitView unit, SchemeDocument scheme, int translationRevision, IStringLocalizer t) => new(
        sheet.Figures(),
        [.. scheme.Scale.OrderBy(l => l.Value).Select(l => (l.Value, l.Name.Here()))],
        WithItems(unit.Text.Tasks.ToDictionary(x => x.Code, x => unit.TextIn(x.Code, CultureInfo.CurrentUICulture.Name, translationRevision)), t));

    /// <summary>A mean as it is shown everywhere.</summary>
    public static string Text(decimal? mean) => mean?.ToString("0.00", CultureInfo.InvariantCulture) ?? "—";

    private static Dictionary<string, string> WithItems(Dictionary<string, string> tasks, IStringLocalizer t)
    {
        tasks[ResultFigures.Knowledge] = t["Knowledge"];
        tasks[ResultFigures.Skills] = t["Skills"];
        return tasks;
    }
}

/// <summary>Where the lines of a radar lie, in units of its picture.</summary>
internal sealed class RadarDrawing
{
    public const int Width = 360;
    public const int Height = 306;

    private const double Radius = 106;
    private const double CentreX = Width / 2d;
    private const double CentreY = 156;

    /// <summary>Where the lowest level lies on an axis: it must still be seen.</summary>
    private const double Core = 0.12;

    private RadarDrawing(IReadOnlyList<Axis> axes, IReadOnlyList<Ring> rings, string? area, IReadOnlyList<Edge> edges) => (Axes, Rings, Area, Edges) = (axes, rings, area, edges);

    public IReadOnlyList<Axis> Axes { get; }

    public IReadOnlyList<Ring> Rings { get; }

    /// <summary>Corners of the area; null where an axis has no mean.</summary>
    public string? Area { get; }

    /// <summary>The lines between neighbours, where the area has a gap.</summary>
    public IReadOnlyList<Edge> Edges { get; }

    /// <summary>A point, written for an SVG attribute.</summary>
    internal sealed record Spot(double Left, double Top)
    {
        public string X => Svg.Number(Left);

        public string Y => Svg.Number(Top);

        public override string ToString() => $"{X},{Y}";
    }

    /// <param name="Group">What the axis shows.</param>
    /// <param name="AllPass">Whether each of its criteria passes.</param>
    /// <param name="End">Where the axis ends.</param>
    /// <param name="Label">Where its code stands.</param>
    /// <param name="Dot">Its mean; null where nothing was assessed.</param>
    internal sealed record Axis(ResultFigures.Group Group, bool AllPass, Spot End, Spot Label, Spot? Dot);

    internal sealed record Ring(int Level, bool IsPassMark, string Corners, Spot Label);

    internal sealed record Edge(Spot From, Spot To);

    public static Spot Centre { get; } = new(CentreX, CentreY);

    /// <summary>Null for fewer than three axes, which span no area.</summary>
    public static RadarDrawing? Of(ResultFigures figures)
    {
        var count = figures.Groups.Count;
        if (count < 3)
        {
            return null;
        }

        Spot At(int axis, double share)
        {
            var angle = (2 * Math.PI * axis / count) - (Math.PI / 2);
            return new Spot(CentreX + (Radius * share * Math.Cos(angle)), CentreY + (Radius * share * Math.Sin(angle)));
        }

        double Share(decimal level) => Core + ((1 - Core) * (double)(level - figures.Lowest) / Math.Max(1, figures.Highest - figures.Lowest));
        var axes = figures.Groups.Select((g, i) => new Axis(g, figures.AllPass(g), At(i, 1), At(i, 1 + (26 / Radius)), g.Mean is { } mean ? At(i, Share(mean)) : null)).ToList();
        string Corners(Func<int, Spot> corner) => string.Join(' ', Enumerable.Range(0, count).Select(corner));
        return new RadarDrawing(
            axes,
            [.. figures.Scale.Select(l => new Ring(l, l == figures.PassMark, Corners(i => At(i, Share(l))), new Spot(CentreX - 9, CentreY - (Radius * Share(l)) + 4)))],
            axes.TrueForAll(a => a.Dot is not null) ? Corners(i => axes[i].Dot!) : null,
            [.. from i in Enumerable.Range(0, count) let a = axes[i].Dot let b = axes[(i + 1) % count].Dot where a is not null && b is not null select new Edge(a, b)]);
    }
}

/// <summary>Where the bars of one group lie.</summary>
internal sealed class BarsDrawing(ResultFigures figures, ResultFigures.Group group)
{
    public const int Width = 340;
    public const int Row = 22;

    /// <summary>Where the bars begin, how long a full one is, and where levels stand.</summary>
    public const int From = 50;
    public const int Length = 250;
    public const int Value = From + Length + 14;

    public int Height => (group.Marks.Count * Row) + 20;

    public string PassMark => Svg.Number(From + WidthOf(figures.PassMark));

    public IEnumerable<(ResultFigures.Mark Mark, int Top, string? Bar, bool Passes)> Bars =>
        group.Marks.Select((m, i) => (m, i * Row, m.Level is { } level ? Svg.Number(WidthOf(level)) : null, figures.Passes(m.Level)));

    /// <summary>A bar of the lowest level must still be seen.</summary>
    private double WidthOf(int level) => Length * (0.03 + (0.97 * (level - figures.Lowest) / Math.Max(1, figures.Highest - figures.Lowest)));
}

internal static class Svg
{
    /// <summary>A number for an attribute, whatever the language of the request.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
