using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Files;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.ThirdParty;
using CompetencyAssessment.Web.Searching;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Overlaps;

/// <summary>A stretch of the text that stands elsewhere too, with its place in this file.</summary>
internal sealed record OverlapPassage(PlaceKind Kind, string? Place, string Text, bool IsCut);

/// <summary>The other place, for those who may see that assessment.</summary>
internal sealed record OtherPlace(string Code, PersonName Candidate, LabelledVersion Version, string? Href);

/// <summary>What the file has in common with one other.</summary>
/// <param name="Place">Null for who may not see the other assessment.</param>
/// <param name="Percent">Of this file's text.</param>
/// <param name="Passages">Of this file, the first of them.</param>
/// <param name="More">How many more there are.</param>
internal sealed record Overlap(OtherPlace? Place, int Percent, IReadOnlyList<OverlapPassage> Passages, int More);

internal sealed record OverlapPage(Guid AssessmentId, string Code, LabelledVersion Version, int Percent, IReadOnlyList<Overlap> Overlaps, string? WayBack);

/// <summary>What the page of overlapping text reads: passages of the viewer's own file, and the other place where the viewer may see it.</summary>
internal sealed class OverlapQueries(AppDbContext db)
{
    /// <summary>Files, passages of each, and characters of a passage that are shown.</summary>
    private const int Files = 10;

    private const int PassagesShown = 12;

    private const int Length = 400;

    public async Task<OverlapPage> PageAsync(VisibleFile file, Viewer viewer, CancellationToken cancel)
    {
        var assesses = db.Assessments.AsAssessor(viewer);
        var verifies = db.Assessments.AsVerifier(viewer);
        var head = await (
            from a in db.Assessments.AsNoTracking()
            where a.Id == file.AssessmentId
            from version in db.EvidenceVersions.Where(v => v.Id == file.VersionId)
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            join label in db.PieceLabels().Where(l => l.AssessmentId == file.AssessmentId) on item.Id equals label.EvidenceItemId
            from print in db.TextPrints.Where(p => p.FileId == version.FileId).DefaultIfEmpty()
            from text in db.EvidenceTexts.Where(t => t.FileId == version.FileId).DefaultIfEmpty()
            select new
            {
                a.Code,
                Label = label,
                VersionNo = version.Number,
                item.Title,
                version.FileId,
                Shared = (int?)print.Shared,
                Words = (int?)print.Words,
                text.Content,
                Assesses = assesses.Any(x => x.Id == a.Id),
                Verifies = verifies.Any(x => x.Id == a.Id),
            }).FirstAsync(cancel);
        var overlaps = await db.TextOverlaps.AsNoTracking().Where(o => o.FileId == head.FileId).ToListAsync(cancel);
        var shown = overlaps.OrderByDescending(o => o.Spans.Sum(s => s.Words)).ThenBy(o => o.OtherFileId).Take(Files).ToList();
        var places = await PlacesAsync([.. shown.Select(o => o.OtherFileId)], viewer, cancel);
        var words = head.Content is null ? [] : TextPrinting.WordsOf(head.Content);
        var back = viewer.PageOf(file.AssessmentId, head.Assesses, head.Verifies);
        return new OverlapPage(
            file.AssessmentId,
            head.Code,
            new LabelledVersion(file.VersionId, head.Label.Text, head.VersionNo, head.Title),
            TextPrint.Percent(head.Shared ?? 0, head.Words ?? 0),
            [.. shown.Select(o =>
            {
                var passages = Passages(words, o.Spans).ToList();
                return new Overlap(places.GetValueOrDefault(o.OtherFileId), TextPrint.Percent(o.Spans.Sum(s => s.Words), head.Words ?? 0), [.. passages.Take(PassagesShown)], Math.Max(0, passages.Count - PassagesShown));
            })],
            back);
    }

    /// <summary>Where the other files were handed in, as far as the viewer may see it: by one's part there, as administrator, or as quality lead.</summary>
    private async Task<Dictionary<Guid, OtherPlace>> PlacesAsync(IReadOnlyList<Guid> files, Viewer viewer, CancellationToken cancel)
    {
        var examined = db.AsExaminer(viewer);
        var administered = db.Assessments.AsAdministrator(viewer);
        var overseen = db.Assessments.AsQualityLead(viewer);
        var rows = await (
            from version in db.EvidenceVersions.AsNoTracking()
            where files.Contains(version.FileId)
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            join link in db.AssessmentEvidence on item.Id equals link.EvidenceItemId
            join a in db.Assessments on link.AssessmentId equals a.Id
            where (examined.Any(x => x.Id == a.Id) && a.Rounds.Any(r => r.Evidence.Any(e => e.EvidenceVersionId == version.Id))) || administered.Any(x => x.Id == a.Id) || overseen.Any(x => x.Id == a.Id)
            join candidate in db.People on a.CandidateId equals candidate.Id
            orderby a.CreatedAt
            select new
            {
                version.FileId,
                version.Id,
                version.Number,
                Link = link.Number,
                item.Title,
                AssessmentId = a.Id,
                a.Code,
                candidate.NameZh,
                candidate.NameLatin,
                Examines = examined.Any(x => x.Id == a.Id),
                Administers = administered.Any(x => x.Id == a.Id),
            }).ToListAsync(cancel);
        return rows.GroupBy(r => r.FileId).ToDictionary(g => g.Key, g => g.First()).ToDictionary(
            r => r.Key,
            r => new OtherPlace(
                r.Value.Code,
                new PersonName(r.Value.NameZh, r.Value.NameLatin),
                new LabelledVersion(r.Value.Id, AssessmentEvidence.LabelOf(r.Value.Link), r.Value.Number, r.Value.Title),
                r.Value.Examines || r.Value.Administers ? $"/files/{r.Value.Id}" : null));
    }

    /// <summary>The stretches as text, one for each passage that they touch.</summary>
    private static IEnumerable<OverlapPassage> Passages(IReadOnlyList<(PassageText Passage, IReadOnlyList<(string Word, int Offset, int Length)> Words)> passages, IReadOnlyList<Span> spans)
    {
        var first = 0;
        foreach (var (passage, words) in passages)
        {
            foreach (var span in spans.Where(s => s.From < first + words.Count && s.To > first))
            {
                var (from, to) = (words[Math.Max(0, span.From - first)], words[Math.Min(words.Count, span.To - first) - 1]);
                var text = passage.Text[from.Offset..(to.Offset + to.Length)];
                var place = passage.Kind == PlaceKind.Cell && TextPassages.CellAt(passage.Cells, from.Offset) is { } cell ? $"{passage.Place}!{cell}" : passage.Place;
                yield return new OverlapPassage(passage.Kind, place, text.Length > Length ? text[..(char.IsLowSurrogate(text[Length]) ? Length - 1 : Length)] : text, text.Length > Length);
            }

            first += words.Count;
        }
    }
}
