using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CompetencyAssessment.Data.Search;

/// <summary>Writing to the index, a passage at a time.</summary>
public static class SearchIndex
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Adds a passage with its postings, inside the caller's transaction.</summary>
    public static async Task AddPassageAsync(this AppDbContext db, SearchKind kind, SearchPassage passage, CancellationToken cancel)
    {
        db.SearchPassages.Add(passage);
        await db.SaveChangesAsync(cancel);

        // Thousands of rows for a page of a plan: one command, and none of them passes through the change tracker.
        var terms = JsonSerializer.Serialize(SearchTerms.Of(passage.Folded), Json);
        await db.Database.ExecuteSqlRawAsync(db.Provider.InsertTerms, [(byte)kind, passage.DocumentId, passage.Id, terms], cancel);
    }

    /// <summary>Removes a passage with its postings, which are found by the terms of its text.</summary>
    public static async Task RemovePassageAsync(this AppDbContext db, SearchKind kind, int documentId, long passageId, string folded, CancellationToken cancel)
    {
        var terms = SearchTerms.Of(folded).ToArray();
        await db.SearchPostings.Where(p => terms.Contains(p.Term) && p.Kind == kind && p.DocumentId == documentId && p.PassageId == passageId).ExecuteDeleteAsync(cancel);
        await db.SearchPassages.Where(p => p.Id == passageId).ExecuteDeleteAsync(cancel);
    }

    /// <summary>What a save changes of what searches find.</summary>
    internal static (SearchKind Kind, Guid Subject)? ChangedBy(EntityEntry entry)
    {
        var isNew = entry.State == EntityState.Added;
        var isGone = entry.State == EntityState.Deleted;
        if (!isNew && !isGone && entry.State != EntityState.Modified)
        {
            return null;
        }

        bool Changed(string property) => isNew || isGone || entry.Property(property).IsModified;
        return entry.Entity switch
        {
            Person p when Changed(nameof(p.NameZh)) || Changed(nameof(p.NameLatin)) || Changed(nameof(p.CandidateNumber)) => (SearchKind.Person, p.Id),
            AppUser u when Changed(nameof(u.UserName)) => (SearchKind.Person, u.PersonId),
            Assessment a when isNew || isGone => (SearchKind.Assessment, a.Id),
            RecordIssue i when isNew || isGone => (SearchKind.Assessment, i.AssessmentId),
            UnitVersion v when isNew || isGone => (SearchKind.Unit, v.Id),
            UnitRevision r when isNew || isGone => (SearchKind.Unit, r.UnitVersionId),
            EvidenceItem i when Changed(nameof(i.Title)) && (!isNew || i.Title.Length > 0) => (SearchKind.Title, i.Id),
            EvidenceVersion v when isNew || isGone => (SearchKind.Text, v.FileId),
            EvidenceText t when !isNew && Changed(nameof(t.ReadAt)) => (SearchKind.Text, t.FileId),
            _ => null,
        };
    }
}
