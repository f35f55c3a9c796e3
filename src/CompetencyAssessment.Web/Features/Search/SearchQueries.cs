using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Searching;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Search;

/// <summary>
/// What a search finds: six commands at most. One of rarity where there are several terms, one of hits, two for the places in what is shown,
/// one each for assessments and evidence.
/// </summary>
internal sealed class SearchQueries(AppDbContext db)
{
    public const int PageSize = 20;

    /// <summary>Of each kind where all are shown.</summary>
    public const int FewResults = 5;

    private const int FewPlaces = 1;
    private const int MorePlaces = 3;

    /// <summary>Places that are counted, of all documents on a page.</summary>
    private const int PlaceLimit = 1000;

    /// <summary>Rarity is counted up to here.</summary>
    private const int RarityLimit = 2000;

    public async Task<SearchPage> FindAsync(SearchInput input, Viewer viewer, bool people, CancellationToken cancel)
    {
        var kinds = Enum.GetValues<ResultKind>().Where(k => people || k != ResultKind.People).ToList();
        if (input.IsTooLong || SearchQuery.Of(input.Typed) is not { } query)
        {
            return new SearchPage(input, kinds, [], null) { IsAsked = false };
        }

        var hits = new SearchHits(db, viewer, query, await RarestAsync(query, viewer, cancel));
        var all = await hits.All(people).ToListAsync(cancel);
        var found = Grouped(all, query);
        var chosen = input.Chosen is { } kind && found.TryGetValue(kind, out var ofKind) ? ofKind : null;
        var page = chosen is null ? null : new PageInfo(Math.Clamp(input.Page, 1, Math.Max(1, (Counted(chosen) + PageSize - 1) / PageSize)), PageSize, Counted(chosen));
        var shown = input.Chosen is { } only
            ? found.Where(f => f.Key == only).SelectMany(f => f.Value.Take(SearchHits.Limit).Skip((page!.Page - 1) * PageSize).Take(PageSize)).ToList()
            : found.Values.SelectMany(f => f.Take(FewResults)).ToList();
        var results = await ResultsAsync(hits, query, shown, input.Chosen is null ? FewPlaces : MorePlaces, cancel);
        return new SearchPage(
            input,
            kinds,
            [.. kinds.Where(found.ContainsKey).Select(k => new ResultGroup(k, Counted(found[k]), found[k].Count > SearchHits.Limit || IsCut(all, k), [.. results.Where(r => r.Kind == k)]))],
            page)
        {
            IsAsked = true,
        };
    }

    /// <summary>Whether some of a kind were left out: several hits can be of one thing, so that the number of things does not tell.</summary>
    private static bool IsCut(IEnumerable<SearchHit> hits, ResultKind kind) =>
        hits.Where(h => Of(h) == kind).GroupBy(h => (h.Kind, h.Seen)).Any(g => g.Count() > SearchHits.Limit);

    private static int Counted(IReadOnlyCollection<Found> found) => Math.Min(found.Count, SearchHits.Limit);

    /// <summary>The term that the fewest passages hold; where one alone is looked for, or the viewer begins elsewhere, the first.</summary>
    private async Task<string> RarestAsync(SearchQuery query, Viewer viewer, CancellationToken cancel)
    {
        if (query.Terms.Count == 1 || !viewer.SeesAll)
        {
            return query.Terms[0];
        }

        var counts = await query.Terms.Select(term => db.SearchPostings.Where(p => p.Term == term && p.Kind == SearchKind.Text).Select(p => p.Term).Take(RarityLimit))
            .Aggregate((one, other) => one.Concat(other))
            .GroupBy(t => t).Select(g => new { Term = g.Key, Count = g.Count() })
            .ToDictionaryAsync(c => c.Term, c => c.Count, cancel);
        return query.Terms.MinBy(t => counts.GetValueOrDefault(t))!;
    }

    /// <summary>One of each thing, however often it was hit: as what one works on it, and with the newest version of a piece that has the words.</summary>
    private static Dictionary<ResultKind, List<Found>> Grouped(List<SearchHit> hits, SearchQuery query)
    {
        var found = hits.Where(h => h.Kind is (int)SearchKind.Person or (int)SearchKind.Unit).Select(h => new Found(Of(h), h, [h.DocumentId])).ToList();
        found.AddRange(hits.Where(h => h.Kind == (int)SearchKind.Assessment).GroupBy(h => h.SubjectId).Select(g => new Found(ResultKind.Assessments, Nearest(g), [g.First().DocumentId])));
        var evidence = hits.Where(h => h.Kind is (int)SearchKind.Title or (int)SearchKind.Text && h.VersionId is not null)
            .Where(h => h.Stated is not { } stated || Holds(EvidenceStatement.Parse(stated).Description.Title, query));
        foreach (var piece in evidence.GroupBy(h => (h.AssessmentId, h.SubjectId)))
        {
            var seen = Nearest(piece).Seen;
            var texts = piece.Where(h => h.Kind == (int)SearchKind.Text && h.Seen == seen).ToList();
            var best = texts.MaxBy(h => h.DocumentId) ?? piece.First(h => h.Seen == seen);
            found.Add(new Found(ResultKind.Evidence, best, texts.Count == 0 ? [] : [best.DocumentId]));
        }

        // Units in the order of their items, everything else the newest first.
        return found.GroupBy(f => f.Kind).ToDictionary(
            g => g.Key,
            g => (g.Key == ResultKind.Units ? g.OrderBy(f => f.Hit.DocumentId) : g.OrderByDescending(f => f.Hit.Kind).ThenByDescending(f => f.Hit.DocumentId)).ToList());
    }

    private static ResultKind Of(SearchHit hit) => (SearchKind)hit.Kind switch
    {
        SearchKind.Person => ResultKind.People,
        SearchKind.Assessment => ResultKind.Assessments,
        SearchKind.Unit => ResultKind.Units,
        _ => ResultKind.Evidence,
    };

    private static SearchHit Nearest(IEnumerable<SearchHit> hits) => hits.MinBy(h => h.Seen)!;

    private static bool Holds(string text, SearchQuery query)
    {
        var folded = FoldedText.Of(text).Text;
        return query.Words.All(w => folded.Contains(w, StringComparison.Ordinal));
    }

    private async Task<List<SearchResult>> ResultsAsync(SearchHits hits, SearchQuery query, List<Found> shown, int places, CancellationToken cancel)
    {
        if (shown.Count == 0)
        {
            return [];
        }

        var passages = await PassagesAsync(hits, shown, places, cancel);
        var assessments = await AssessmentsAsync([.. shown.Where(f => f.Kind == ResultKind.Assessments).Select(f => f.Hit.SubjectId)], cancel);
        var evidence = await EvidenceAsync([.. shown.Where(f => f.Kind == ResultKind.Evidence).Select(f => f.Hit)], cancel);
        return [.. shown.Select(f => f.Kind switch
        {
            ResultKind.People => Person(f.Hit, passages[f.Hit.DocumentId].Shown, query),
            ResultKind.Units => Unit(passages[f.Hit.DocumentId].Shown, query),
            ResultKind.Assessments => assessments.GetValueOrDefault(f.Hit.SubjectId) is { } row ? Assessment(f.Hit, row, query) : null,
            _ => evidence.GetValueOrDefault((f.Hit.AssessmentId!.Value, f.Hit.VersionId!.Value)) is { } row ? Piece(f, row, passages, query) : null,
        }).OfType<SearchResult>()];
    }

    /// <summary>The first passages of each document that hold the words, and how many there are.</summary>
    private async Task<Dictionary<int, (List<Passage> Shown, int Count)>> PassagesAsync(SearchHits hits, List<Found> shown, int places, CancellationToken cancel)
    {
        var documents = shown.SelectMany(f => f.Documents).ToList();
        var kinds = shown.Select(f => (SearchKind)f.Hit.Kind).Distinct().ToList();
        var pairs = await hits.Matching(kinds, documents).OrderBy(p => p.PassageId).Take(PlaceLimit).Select(p => new { p.DocumentId, p.PassageId }).AsNoTracking().ToListAsync(cancel);

        // A unit's item has a passage for each language; one of them is shown.
        var english = CultureInfo.CurrentUICulture.Name.StartsWith("en", StringComparison.Ordinal);
        var units = shown.Where(f => f.Kind == ResultKind.Units).Select(f => f.Hit.DocumentId).ToHashSet();
        var chosen = pairs.GroupBy(p => p.DocumentId).SelectMany(g => (units.Contains(g.Key) && english ? g.Reverse() : g).Take(units.Contains(g.Key) ? 1 : places)).Select(p => p.PassageId).ToList();
        var texts = await (
            from s in db.SearchPassages.AsNoTracking()
            where chosen.Contains(s.Id)
            join d in db.SearchDocuments on s.DocumentId equals d.Id
            orderby s.Id
            select new Passage(s.DocumentId, d.Part, s.PlaceKind, s.Place, s.Text, s.Cells)).ToListAsync(cancel);
        return documents.Distinct().ToDictionary(d => d, d => (texts.Where(t => t.DocumentId == d).ToList(), pairs.Count(p => p.DocumentId == d)));
    }

    private async Task<Dictionary<Guid, AssessmentRow>> AssessmentsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancel) => ids.Count == 0 ? [] : await (
        from a in db.Assessments.AsNoTracking()
        where ids.Contains(a.Id)
        join p in db.People on a.CandidateId equals p.Id
        join u in db.UnitVersions on a.UnitVersionId equals u.Id
        select new AssessmentRow(
            a.Id, a.Code, a.State, p.NameZh, p.NameLatin, p.CandidateNumber, u.Code,
            db.RecordIssues.Where(i => i.AssessmentId == a.Id && i.Number != null).OrderByDescending(i => i.IssuedAt).Select(i => i.Number).FirstOrDefault()))
        .ToDictionaryAsync(a => a.Id, cancel);

    private async Task<Dictionary<(Guid, Guid), EvidenceRow>> EvidenceAsync(IReadOnlyCollection<SearchHit> hits, CancellationToken cancel)
    {
        if (hits.Count == 0)
        {
            return [];
        }

        var versions = hits.Select(h => h.VersionId!.Value).ToList();
        var assessments = hits.Select(h => h.AssessmentId!.Value).Distinct().ToList();
        var rows = await (
            from v in db.EvidenceVersions.AsNoTracking()
            where versions.Contains(v.Id)
            join i in db.EvidenceItems on v.EvidenceItemId equals i.Id
            join f in db.StoredFiles on v.FileId equals f.Id
            join l in db.AssessmentEvidence on i.Id equals l.EvidenceItemId
            join a in db.Assessments on l.AssessmentId equals a.Id
            join p in db.People on a.CandidateId equals p.Id
            where assessments.Contains(a.Id)
            select new EvidenceRow(
                a.Id, v.Id, a.State, db.Ratings.Any(r => r.AssessmentId == a.Id && r.Level != null), a.Code, p.NameZh, p.NameLatin, l.Number, v.Number, i.Title, v.FileName, f.MediaType,
                a.Rounds.SelectMany(r => r.Evidence, (r, e) => new { r.Number, e.EvidenceVersionId, e.Stated }).Where(e => e.EvidenceVersionId == v.Id)
                    .OrderByDescending(e => e.Number).Select(e => e.Stated).FirstOrDefault())).ToListAsync(cancel);
        return rows.ToDictionary(r => (r.AssessmentId, r.VersionId));
    }

    private static SearchResult Person(SearchHit hit, List<Passage> passages, SearchQuery query)
    {
        var lines = passages is [var first, ..] ? first.Text.Split('\n') : ["—"];
        return new SearchResult { Kind = ResultKind.People, Href = $"/people/{hit.SubjectId}", Title = Marked.Whole(lines[0], query), Details = [.. lines.Skip(1).Select(l => Marked.Whole(l, query))] };
    }

    private static SearchResult? Unit(List<Passage> passages, SearchQuery query)
    {
        if (passages is not [var passage, ..])
        {
            return null;
        }

        var code = passage.Part.Split('#');
        return new SearchResult
        {
            Kind = ResultKind.Units,
            Href = $"/units/{passage.Part}",
            Title = Marked.Whole(code[^1], query),
            Details = code.Length > 1 ? [Marked.Whole(code[0], query)] : [],
            Places = [new HitPlace(Marked.Around(passage.Text[Math.Min(passage.Text.Length, code[^1].Length + 1)..], query), PlaceKind.Whole, null, null)],
        };
    }

    private static SearchResult Assessment(SearchHit hit, AssessmentRow row, SearchQuery query)
    {
        var seen = (SeenAs)hit.Seen;
        IEnumerable<string?> details = seen == SeenAs.Candidate ? [row.UnitCode, row.Number] : [row.NameZh, row.NameLatin, row.CandidateNumber, row.UnitCode, row.Number];
        return new SearchResult
        {
            Kind = ResultKind.Assessments,
            Href = seen switch
            {
                SeenAs.Candidate => $"/my/{row.Id}",
                SeenAs.Assessor => $"/scoring/{row.Id}",
                _ => $"/assessments/{row.Id}",
            },
            Title = Marked.Whole(row.Code, query),
            Details = [.. details.OfType<string>().Where(d => d.Length > 0).Select(d => Marked.Whole(d, query))],

            // A decision that is signed and not released does not exist for the candidate.
            State = seen == SeenAs.Candidate ? row.State.ToldToCandidate() : row.State,
        };
    }

    private static SearchResult Piece(Found found, EvidenceRow row, Dictionary<int, (List<Passage> Shown, int Count)> passages, SearchQuery query)
    {
        var seen = (SeenAs)found.Hit.Seen;
        var title = seen == SeenAs.Assessor && row.Stated is { } stated ? EvidenceStatement.Parse(stated).Description.Title : row.Title;
        var link = new PlaceLink(seen, seen == SeenAs.Candidate || (seen == SeenAs.Assessor && (row.State != AssessmentState.Submitted || row.IsRated)), row.AssessmentId, found.Hit.SubjectId, row.VersionId, row.MediaType);
        var (texts, count) = found.Documents is [var document] && passages.TryGetValue(document, out var known) ? known : ([], 0);
        var places = texts.Where(t => t.PlaceKind != PlaceKind.Whole || t.Text != row.FileName).Select(t =>
        {
            var text = Marked.Around(t.Text, query);
            var place = TextPassages.CellAt(t.Cells, text.At) is { } cell ? t.Place is null ? cell : $"{t.Place}!{cell}" : t.Place;
            return new HitPlace(text, t.PlaceKind, place, link.To(t.PlaceKind, place, query.Words.MaxBy(w => w.Length)!));
        }).ToList();
        return new SearchResult
        {
            Kind = ResultKind.Evidence,
            Href = places is [var first, ..] ? first.Href! : link.Whole,
            Label = AssessmentEvidence.LabelOf(row.Number),
            Title = Marked.Whole(title.Length > 0 ? title : row.FileName, query),
            Details = title.Length > 0 && Marked.Whole(row.FileName, query) is { HasHit: true } name ? [name] : [],
            VersionNo = row.VersionNo,
            Assessment = (row.AssessmentCode, new PersonName(row.NameZh, row.NameLatin)),
            Places = places,
            MorePlaces = Math.Max(0, count - texts.Count),
        };
    }

    /// <param name="Kind">The group that it stands in.</param>
    /// <param name="Hit">The best of its hits.</param>
    /// <param name="Documents">Documents of the index whose text is shown.</param>
    private sealed record Found(ResultKind Kind, SearchHit Hit, IReadOnlyList<int> Documents);

    private sealed record Passage(int DocumentId, string Part, PlaceKind PlaceKind, string? Place, string Text, string? Cells);

    private sealed record AssessmentRow(Guid Id, string Code, AssessmentState State, string NameZh, string? NameLatin, string? CandidateNumber, string UnitCode, string? Number);

    private sealed record EvidenceRow(
        Guid AssessmentId, Guid VersionId, AssessmentState State, bool IsRated, string AssessmentCode, string NameZh, string? NameLatin, int Number, int VersionNo, string Title, string FileName, string MediaType, string? Stated);
}
