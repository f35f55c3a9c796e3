using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.Shared.Charts;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>What the query string asks for. What cannot be read is left out, not refused.</summary>
internal sealed record CohortFilter
{
    /// <summary>The unit version; where none is named, the one that was planned with last.</summary>
    public Guid? Unit { get; init; }

    /// <summary>A state, or <see cref="AssessmentFilter.Open"/>.</summary>
    public string? State { get; init; }

    /// <summary><see cref="Criteria"/> for a column each; else one for each task.</summary>
    public string? By { get; init; }

    public int Page { get; init; }

    public const string Criteria = "criteria";

    public bool ByCriteria => By == Criteria;
}

/// <summary>A cell of the heat map.</summary>
/// <param name="Text">Mean or level of a released result; else how much is rated.</param>
/// <param name="Passes">Whether every criterion behind it passes; null where levels are not released.</param>
/// <param name="Depth">0 to 3 along the scale of the assessment's own scheme.</param>
internal sealed record CohortCell(string Text, bool? Passes, int Depth);

internal sealed record CohortRow(Guid Id, string Code, PersonName Candidate, string? CandidateNumber, AssessmentState State, IReadOnlyList<CohortCell> Cells);

/// <param name="Filter">As asked, with the unit that is shown.</param>
/// <param name="Units">Unit versions with assessments.</param>
/// <param name="Columns">Codes of the columns, with their words where they are tasks.</param>
/// <param name="Rows">One page of assessments.</param>
/// <param name="Page">Which.</param>
internal sealed record CohortPage(CohortFilter Filter, IReadOnlyList<(Guid Id, string Name)> Units, IReadOnlyList<(string Code, string? Text)> Columns, IReadOnlyList<CohortRow> Rows, PageInfo Page);

/// <summary>Candidates against tasks or criteria. Levels show for released results only; before that, how far rating has come.</summary>
internal sealed class CohortQueries(AppDbContext db, UnitCatalogue catalogue)
{
    public const int PageSize = 25;

    /// <summary>Four commands, once unit and schemes are known.</summary>
    public async Task<CohortPage> PageAsync(Viewer viewer, CohortFilter filter, CancellationToken cancel)
    {
        var all = db.Assessments.AsNoTracking().AsAdministrator(viewer);
        var units = await db.UnitVersions.AsNoTracking().Where(v => all.Any(a => a.UnitVersionId == v.Id))
            .Select(v => new { v.Id, v.Code, Latest = all.Where(a => a.UnitVersionId == v.Id).Max(a => a.CreatedAt) })
            .OrderBy(v => v.Code).ToListAsync(cancel);
        var chosen = units.Find(u => u.Id == filter.Unit) ?? units.MaxBy(u => u.Latest);
        if (chosen is null)
        {
            return new CohortPage(filter, [], [], [], new PageInfo(1, PageSize, 0));
        }

        var unit = await catalogue.UnitAsync(db, chosen.Id, cancel);
        var matching = Matching(all.Where(a => a.UnitVersionId == chosen.Id), filter.State);
        var total = await matching.CountAsync(cancel);
        var page = new PageInfo(Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize)), PageSize, total);
        var shown = await (
            from a in matching
            join candidate in db.People on a.CandidateId equals candidate.Id
            orderby candidate.NameZh, a.Code
            select new { a.Id, a.Code, a.State, a.SchemeId, Name = new PersonName(candidate.NameZh, candidate.NameLatin), candidate.CandidateNumber })
            .Skip((page.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var ids = shown.ConvertAll(a => a.Id);

        // Whoever is one of two assessors learns nothing of the other's ratings before both have finished, not even which there are.
        var blind = db.Assessments.BlindTo(viewer);

        // Levels stay with the assessor until the result is released: before that they are not even read.
        var ratings = await (
            from rating in db.Ratings.AsNoTracking()
            join a in db.Assessments on rating.AssessmentId equals a.Id
            where !blind.Any(b => b.Id == a.Id) && ids.Contains(rating.AssessmentId) && rating.Level != null && a.Assignments.Any(x => x.Id == rating.AssignmentId && x.Part == AssessmentPart.Assessor && x.EndedAt == null)
            select new { rating.AssessmentId, rating.CriterionId, Level = a.State == AssessmentState.Finalised ? rating.Level : null }).ToListAsync(cancel);
        var rows = new List<CohortRow>();
        foreach (var a in shown)
        {
            var scheme = (await catalogue.SchemeAsync(db, a.SchemeId, cancel)).Document;
            var rated = ratings.Where(r => r.AssessmentId == a.Id).ToDictionary(r => unit.Criterion(r.CriterionId).Code, r => r.Level, StringComparer.Ordinal);
            rows.Add(new CohortRow(a.Id, a.Code, a.Name, a.CandidateNumber, a.State, a.State == AssessmentState.Finalised
                ? Released(unit, scheme, rated, filter.ByCriteria)
                : UnderWay(unit, rated, filter.ByCriteria)));
        }

        var culture = CultureInfo.CurrentUICulture.Name;
        var choices = new List<(Guid, string)>();
        foreach (var each in units)
        {
            choices.Add((each.Id, $"{each.Code} {(await catalogue.UnitAsync(db, each.Id, cancel)).NameIn(culture)}"));
        }

        return new CohortPage(
            filter with { Unit = chosen.Id },
            choices,
            filter.ByCriteria
                ? [.. unit.Criteria.Select(c => (c.Code, (string?)null))]
                : [.. Groups(unit).Select(g => (g.Key, unit.Text.Tasks.Any(x => x.Code == g.Key) ? unit.TextIn(g.Key, culture) : null))],
            rows,
            page);
    }

    private static IQueryable<Assessment> Matching(IQueryable<Assessment> assessments, string? state) =>
        state == AssessmentFilter.Open ? assessments.Where(a => a.IsOpen)
        : Enum.TryParse<AssessmentState>(state, ignoreCase: true, out var one) && Enum.IsDefined(one) ? assessments.Where(a => a.State == one)
        : assessments;

    private static IEnumerable<IGrouping<string, CriterionView>> Groups(UnitView unit) => unit.Criteria.GroupBy(c => ResultFigures.CodeOf(c.Kind, c.Task), StringComparer.Ordinal);

    private static List<CohortCell> Released(UnitView unit, SchemeDocument scheme, Dictionary<string, int?> rated, bool byCriteria)
    {
        var figures = ResultFigures.Of(scheme.Scale.Select(l => l.Value), scheme.PassMark, unit.Criteria.Select(c => (c.Code, c.Kind, c.Task, rated.GetValueOrDefault(c.Code))));
        int Depth(decimal? level) => level is { } value ? (int)Math.Min(3, 4 * (value - figures.Lowest) / Math.Max(1, figures.Highest - figures.Lowest)) : 0;
        return byCriteria
            ? [.. figures.Groups.SelectMany(g => g.Marks).Select(m => new CohortCell(m.Level?.ToString(CultureInfo.InvariantCulture) ?? "—", figures.Passes(m.Level), Depth(m.Level)))]
            : [.. figures.Groups.Select(g => new CohortCell(ResultCharts.Text(g.Mean), figures.AllPass(g), Depth(g.Mean)))];
    }

    private static List<CohortCell> UnderWay(UnitView unit, Dictionary<string, int?> rated, bool byCriteria) => byCriteria
        ? [.. unit.Criteria.Select(c => new CohortCell(rated.ContainsKey(c.Code) ? "✓" : "", null, 0))]
        : [.. Groups(unit).Select(g => new CohortCell(string.Create(CultureInfo.InvariantCulture, $"{g.Count(c => rated.ContainsKey(c.Code))}/{g.Count()}"), null, 0))];
}
