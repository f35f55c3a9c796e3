using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Search;

/// <summary>A document of the index that holds what is looked for, as the viewer sees it.</summary>
internal sealed class SearchHit
{
    /// <summary>A <see cref="SearchKind"/>.</summary>
    public required int Kind { get; init; }

    /// <summary>A <see cref="SeenAs"/>.</summary>
    public required int Seen { get; init; }

    public required int DocumentId { get; init; }

    /// <summary>Person, assessment, unit version, or piece of evidence.</summary>
    public required Guid SubjectId { get; init; }

    public required Guid? AssessmentId { get; init; }

    /// <summary>Of evidence.</summary>
    public required Guid? VersionId { get; init; }

    /// <summary>Of a title that an assessor sees: what was stated about the piece when it was handed in, as JSON.</summary>
    public required string? Stated { get; init; }
}

/// <summary>
/// The hits of a query, in one command. Whoever sees few (candidates, assessors) begins with what they see and asks the index about each;
/// whoever sees all begins with the postings of the rarest term, newest first, and stops at the limit. So neither grows with what others have.
/// </summary>
internal sealed class SearchHits(AppDbContext db, Viewer viewer, SearchQuery query, string driver)
{
    /// <summary>So many of each kind are found and counted, and the next tells that there are more.</summary>
    public const int Limit = 100;

    /// <param name="people">Whether people are looked for.</param>
    public IQueryable<SearchHit> All(bool people)
    {
        IEnumerable<IQueryable<SearchHit>?> sources =
        [
            Units(),
            people ? People() : null,
            AssessmentsSeen(AsCandidate(), SeenAs.Candidate),
            TitlesSeen(AsCandidate(), SeenAs.Candidate),
            TextsSeen(AsCandidate(), SeenAs.Candidate),
            viewer.Assesses ? AssessmentsSeen(AsAssessor(), SeenAs.Assessor) : null,
            viewer.Assesses ? TitlesHandedIn() : null,
            viewer.Assesses ? TextsHandedIn() : null,
            viewer.SeesAll ? AllAssessments() : null,
            viewer.SeesAll ? AllTitles() : null,
            viewer.SeesAll ? AllTexts() : null,
        ];
        return sources.OfType<IQueryable<SearchHit>>().Aggregate((one, other) => one.Concat(other)).AsNoTracking();
    }

    /// <summary>Passages of these documents that hold what is looked for.</summary>
    public IQueryable<SearchPosting> Matching(IReadOnlyCollection<SearchKind> kinds, IReadOnlyCollection<int> documents) =>
        Holding(db.SearchPostings.Where(p => p.Term == driver && kinds.Contains(p.Kind) && documents.Contains(p.DocumentId)));

    private IQueryable<SearchPosting> Matching(SearchKind kind) => Holding(db.SearchPostings.Where(p => p.Term == driver && p.Kind == kind));

    /// <summary>Every term and, where the terms do not decide, the words themselves.</summary>
    private IQueryable<SearchPosting> Holding(IQueryable<SearchPosting> matching)
    {
        foreach (var term in query.Terms.Where(t => t != driver))
        {
            matching = matching.Where(p => db.SearchPostings.Any(o => o.Term == term && o.Kind == p.Kind && o.DocumentId == p.DocumentId && o.PassageId == p.PassageId));
        }

        foreach (var phrase in query.Phrases)
        {
            matching = matching.Where(p => db.SearchPassages.Any(s => s.Id == p.PassageId && s.Folded.Contains(phrase)));
        }

        return matching;
    }

    private IQueryable<Assessment> AsCandidate() => db.Assessments.AsCandidate(viewer);

    /// <summary>By way of the assignments, which have an index by person.</summary>
    private IQueryable<Assessment> AsAssessor() =>
        from x in db.Set<AssessorAssignment>()
        where x.PersonId == viewer.PersonId && x.EndedAt == null
        join a in db.Assessments.AsAssessor(viewer) on x.AssessmentId equals a.Id
        select a;

    // --- What everybody sees ---
    private IQueryable<SearchHit> Units() =>
        from id in Newest(Matching(SearchKind.Unit))
        join d in db.SearchDocuments on id equals d.Id
        select new SearchHit { Kind = (int)SearchKind.Unit, Seen = (int)SeenAs.Candidate, DocumentId = d.Id, SubjectId = d.SubjectId, AssessmentId = null, VersionId = null, Stated = null };

    private IQueryable<SearchHit> People() =>
        from id in Newest(Matching(SearchKind.Person))
        join d in db.SearchDocuments on id equals d.Id
        select new SearchHit { Kind = (int)SearchKind.Person, Seen = (int)SeenAs.Administrator, DocumentId = d.Id, SubjectId = d.SubjectId, AssessmentId = null, VersionId = null, Stated = null };

    // --- What a candidate or an assessor sees: from the assessments to the index ---
    private IQueryable<SearchHit> AssessmentsSeen(IQueryable<Assessment> assessments, SeenAs seen)
    {
        var matching = Matching(SearchKind.Assessment);
        return First(
            from a in assessments
            join d in db.SearchDocuments.Where(x => x.Kind == SearchKind.Assessment) on a.Id equals d.SubjectId
            where matching.Any(p => p.DocumentId == d.Id)
            select new SearchHit { Kind = (int)SearchKind.Assessment, Seen = (int)seen, DocumentId = d.Id, SubjectId = a.Id, AssessmentId = a.Id, VersionId = null, Stated = null });
    }

    private IQueryable<SearchHit> TitlesSeen(IQueryable<Assessment> assessments, SeenAs seen)
    {
        var matching = Matching(SearchKind.Title);
        return First(
            from a in assessments
            join l in db.AssessmentEvidence on a.Id equals l.AssessmentId
            join d in db.SearchDocuments.Where(x => x.Kind == SearchKind.Title) on l.EvidenceItemId equals d.SubjectId
            where l.WithdrawnAt == null && matching.Any(p => p.DocumentId == d.Id)
            select new SearchHit
            {
                Kind = (int)SearchKind.Title,
                Seen = (int)seen,
                DocumentId = d.Id,
                SubjectId = d.SubjectId,
                AssessmentId = a.Id,
                VersionId = db.EvidenceVersions.Where(v => v.EvidenceItemId == d.SubjectId).OrderByDescending(v => v.Number).Select(v => (Guid?)v.Id).FirstOrDefault(),
                Stated = null,
            });
    }

    private IQueryable<SearchHit> TextsSeen(IQueryable<Assessment> assessments, SeenAs seen)
    {
        var matching = Matching(SearchKind.Text);
        return First(
            from a in assessments
            join l in db.AssessmentEvidence on a.Id equals l.AssessmentId
            join v in db.EvidenceVersions on l.EvidenceItemId equals v.EvidenceItemId
            join d in db.SearchDocuments.Where(x => x.Kind == SearchKind.Text) on v.FileId equals d.SubjectId
            where l.WithdrawnAt == null && !db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null) && matching.Any(p => p.DocumentId == d.Id)
            select new SearchHit { Kind = (int)SearchKind.Text, Seen = (int)seen, DocumentId = d.Id, SubjectId = v.EvidenceItemId, AssessmentId = a.Id, VersionId = v.Id, Stated = null });
    }

    /// <summary>Of pieces that were handed in, with the title that they had then: the one that the candidate is changing is not the assessor's to see.</summary>
    private IQueryable<SearchHit> TitlesHandedIn()
    {
        var matching = Matching(SearchKind.Title);
        return First(
            from a in AsAssessor()
            from r in a.Rounds
            from e in r.Evidence
            join v in db.EvidenceVersions on e.EvidenceVersionId equals v.Id
            join d in db.SearchDocuments.Where(x => x.Kind == SearchKind.Title) on v.EvidenceItemId equals d.SubjectId
            where r.Number == a.Rounds.Max(o => o.Number) && matching.Any(p => p.DocumentId == d.Id)
            select new SearchHit { Kind = (int)SearchKind.Title, Seen = (int)SeenAs.Assessor, DocumentId = d.Id, SubjectId = d.SubjectId, AssessmentId = a.Id, VersionId = v.Id, Stated = e.Stated });
    }

    /// <summary>Of versions that were handed in, in any round; what the candidate prepares is not the assessor's to see.</summary>
    private IQueryable<SearchHit> TextsHandedIn()
    {
        var matching = Matching(SearchKind.Text);
        return First(
            (from a in AsAssessor()
             from r in a.Rounds
             from e in r.Evidence
             join v in db.EvidenceVersions on e.EvidenceVersionId equals v.Id
             join d in db.SearchDocuments.Where(x => x.Kind == SearchKind.Text) on v.FileId equals d.SubjectId
             where !db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null) && matching.Any(p => p.DocumentId == d.Id)
             select new SearchHit { Kind = (int)SearchKind.Text, Seen = (int)SeenAs.Assessor, DocumentId = d.Id, SubjectId = v.EvidenceItemId, AssessmentId = a.Id, VersionId = v.Id, Stated = null }).Distinct());
    }

    // --- What an administrator sees: from the postings to the assessments ---
    private IQueryable<SearchHit> AllAssessments()
    {
        var administered = db.Assessments.AsAdministrator(viewer);
        var matching = Matching(SearchKind.Assessment)
            .Where(p => db.SearchDocuments.Any(d => d.Id == p.DocumentId && administered.Any(a => a.Id == d.SubjectId)));
        return
            from id in Newest(matching)
            join d in db.SearchDocuments on id equals d.Id
            select new SearchHit { Kind = (int)SearchKind.Assessment, Seen = (int)SeenAs.Administrator, DocumentId = d.Id, SubjectId = d.SubjectId, AssessmentId = d.SubjectId, VersionId = null, Stated = null };
    }

    private IQueryable<SearchHit> AllTitles()
    {
        var administered = db.Assessments.AsAdministrator(viewer);
        var matching = Matching(SearchKind.Title)
            .Where(p => db.SearchDocuments.Any(d => d.Id == p.DocumentId
                && db.AssessmentEvidence.Any(l => l.EvidenceItemId == d.SubjectId && l.WithdrawnAt == null && administered.Any(a => a.Id == l.AssessmentId))));
        return
            from id in Newest(matching)
            join d in db.SearchDocuments on id equals d.Id
            join l in db.AssessmentEvidence on d.SubjectId equals l.EvidenceItemId
            join a in administered on l.AssessmentId equals a.Id
            where l.WithdrawnAt == null
            select new SearchHit
            {
                Kind = (int)SearchKind.Title,
                Seen = (int)SeenAs.Administrator,
                DocumentId = d.Id,
                SubjectId = d.SubjectId,
                AssessmentId = a.Id,
                VersionId = db.EvidenceVersions.Where(v => v.EvidenceItemId == d.SubjectId).OrderByDescending(v => v.Number).Select(v => (Guid?)v.Id).FirstOrDefault(),
                Stated = null,
            };
    }

    private IQueryable<SearchHit> AllTexts()
    {
        var administered = db.Assessments.AsAdministrator(viewer);
        var matching = Matching(SearchKind.Text)
            .Where(p => db.SearchDocuments.Any(d => d.Id == p.DocumentId
                && db.EvidenceVersions.Any(v => v.FileId == d.SubjectId && !db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null)
                    && db.AssessmentEvidence.Any(l => l.EvidenceItemId == v.EvidenceItemId && l.WithdrawnAt == null && administered.Any(a => a.Id == l.AssessmentId)))));
        return
            from id in Newest(matching)
            join d in db.SearchDocuments on id equals d.Id
            join v in db.EvidenceVersions on d.SubjectId equals v.FileId
            join l in db.AssessmentEvidence on v.EvidenceItemId equals l.EvidenceItemId
            join a in administered on l.AssessmentId equals a.Id
            where l.WithdrawnAt == null
            select new SearchHit { Kind = (int)SearchKind.Text, Seen = (int)SeenAs.Administrator, DocumentId = d.Id, SubjectId = v.EvidenceItemId, AssessmentId = a.Id, VersionId = v.Id, Stated = null };
    }

    private static IQueryable<int> Newest(IQueryable<SearchPosting> matching) =>
        matching.Select(p => p.DocumentId).Distinct().OrderByDescending(id => id).Take(Limit + 1);

    private static IQueryable<SearchHit> First(IQueryable<SearchHit> hits) => hits.OrderByDescending(h => h.DocumentId).Take(Limit + 1);
}
