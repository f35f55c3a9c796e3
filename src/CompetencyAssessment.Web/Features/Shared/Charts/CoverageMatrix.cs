using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Shared.Charts;

/// <summary>Evidence against criteria: what the candidate maps and what the assessor cites; view <c>_Coverage</c>.</summary>
/// <param name="Groups">Criteria of each task, then knowledge and skills.</param>
/// <param name="Rows">Evidence in the order of its labels.</param>
/// <param name="ShowsCitations">Whether the viewer may know what the assessor cites.</param>
internal sealed record CoverageMatrix(IReadOnlyList<(string Code, IReadOnlyList<string> Criteria)> Groups, IReadOnlyList<CoverageMatrix.Row> Rows, bool ShowsCitations)
{
    /// <param name="Label">E.g. EV-01.</param>
    /// <param name="Title">As the candidate calls it.</param>
    /// <param name="Mapped">Codes that the candidate maps it to.</param>
    /// <param name="Cited">Codes whose rating cites it.</param>
    internal sealed record Row(string Label, string Title, IReadOnlySet<string> Mapped, IReadOnlySet<string> Cited);

    public IEnumerable<string> Criteria => Groups.SelectMany(g => g.Criteria);

    /// <summary>Criteria that no piece of evidence is mapped to or cited for.</summary>
    public IReadOnlyList<string> Uncovered => [.. Criteria.Where(c => !Rows.Any(r => r.Mapped.Contains(c) || r.Cited.Contains(c)))];

    /// <param name="unit">The unit, for its criteria in order.</param>
    /// <param name="evidence">Label and title, in order.</param>
    /// <param name="mapped">Label and code, as the candidate maps them.</param>
    /// <param name="cited">Label and code, as the assessor cites them; null where the viewer may not know.</param>
    public static CoverageMatrix Of(UnitView unit, IEnumerable<(string Label, string Title)> evidence, IEnumerable<(string Label, string Code)> mapped, IEnumerable<(string Label, string Code)>? cited)
    {
        var maps = mapped.ToLookup(m => m.Label, m => m.Code, StringComparer.Ordinal);
        var cites = (cited ?? []).ToLookup(m => m.Label, m => m.Code, StringComparer.Ordinal);
        return new CoverageMatrix(
            [.. unit.Criteria.GroupBy(c => ResultFigures.CodeOf(c.Kind, c.Task), StringComparer.Ordinal).Select(g => (g.Key, (IReadOnlyList<string>)[.. g.Select(c => c.Code)]))],
            [.. evidence.DistinctBy(e => e.Label).Select(e => new Row(e.Label, e.Title, maps[e.Label].ToHashSet(StringComparer.Ordinal), cites[e.Label].ToHashSet(StringComparer.Ordinal)))],
            cited is not null);
    }

    /// <summary>Label and code of what the ratings of a sheet cite.</summary>
    public static IEnumerable<(string Label, string Code)> CitedIn(ScoreSheet sheet, IReadOnlyList<EvidenceRow> evidence)
    {
        var labels = evidence.ToDictionary(e => e.VersionId, e => e.Label);
        return sheet.Lines.SelectMany(l => l.Fields.Citations, (l, c) => (labels[c.VersionId], l.Code));
    }

    /// <summary>Label and code of what the ratings of a decision cite.</summary>
    public static IEnumerable<(string Label, string Code)> CitedIn(DecisionSnapshotDocument snapshot) =>
        snapshot.Criteria.SelectMany(c => c.Places, (c, p) => (p.Evidence, c.Code));

    /// <summary>Label and code of what a candidate maps, in one command. The caller has checked that the assessment may be seen.</summary>
    public static async Task<IReadOnlyList<(string Label, string Code)>> MappedAsync(AppDbContext db, Guid assessmentId, UnitView unit, CancellationToken cancel)
    {
        var rows = await db.AssessmentEvidence.AsNoTracking().Where(l => l.AssessmentId == assessmentId && l.WithdrawnAt == null)
            .SelectMany(l => l.Criteria, (l, m) => new { l.Number, m.CriterionId }).ToListAsync(cancel);
        return [.. rows.Select(r => (AssessmentEvidence.LabelOf(r.Number), unit.Criterion(r.CriterionId).Code))];
    }
}
