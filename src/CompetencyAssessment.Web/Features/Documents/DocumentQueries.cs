using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Authorization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>A document as pages list it.</summary>
internal sealed record DocumentRow(Guid Id, DocumentKind Kind, string Culture, byte[] Sha256, long Size)
{
    public string Hash => Convert.ToHexStringLower(Sha256);
}

/// <summary>The documents of an assessment's latest issue; view <c>_DocumentList</c>.</summary>
/// <param name="Reason">Why it does not stand any more; null while it does.</param>
internal sealed record DocumentList(string? Number, string? CheckCode, DateTime IssuedAt, RecordStatus Status, string? Reason, IReadOnlyList<DocumentRow> Rows)
{
    /// <summary>Whether it can be revoked: it was issued to be shown, and stands.</summary>
    public bool CanRevoke => Number is not null && Status == RecordStatus.Valid;
}

/// <summary>A document that somebody may read.</summary>
internal sealed record VisibleDocument(Guid Id, Guid AssessmentId, string Key, string FileName, byte[] Sha256, DateTime StoredAt);

/// <summary>Lists documents and finds those that somebody may read.</summary>
internal sealed class DocumentQueries(AppDbContext db)
{
    /// <summary>The documents of an assessment, in one command; null where none was issued. The caller has checked that it may be seen.</summary>
    public async Task<DocumentList?> ListAsync(Guid assessmentId, CancellationToken cancel)
    {
        var rows = await (
            from issue in db.RecordIssues.AsNoTracking()
            where issue.AssessmentId == assessmentId
            join document in db.RecordDocuments on issue.Id equals document.IssueId
            join file in db.StoredFiles on document.FileId equals file.Id
            select new
            {
                Issue = issue.Id,
                issue.Number,
                issue.CheckCode,
                issue.IssuedAt,
                End = issue.Events.Where(e => e.Status != RecordStatus.Valid).Select(e => new { e.Status, e.Reason }).FirstOrDefault(),
                Row = new DocumentRow(document.Id, document.Kind, document.Culture, document.Sha256, file.Size),
            }).ToListAsync(cancel);
        return rows.GroupBy(r => r.Issue).MaxBy(g => g.First().IssuedAt) is { } latest && latest.First() is var head
            ? new DocumentList(head.Number, head.CheckCode, head.IssuedAt, head.End?.Status ?? RecordStatus.Valid, head.End?.Reason, [.. latest.Select(r => r.Row).OrderBy(r => r.Kind).ThenByDescending(r => r.Culture, StringComparer.Ordinal)])
            : null;
    }

    /// <summary>
    /// A document, for the candidate once it is finalised, for who assesses, verifies or signed, and for administrators; null for anybody else.
    /// </summary>
    public async Task<VisibleDocument?> FindAsync(Guid documentId, Viewer viewer, CancellationToken cancel)
    {
        var mine = db.Assessments.AsCandidate(viewer).Where(a => a.State == AssessmentState.Finalised).Select(a => a.Id);
        var assessed = db.AsExaminer(viewer).Select(a => a.Id);
        var administered = db.Assessments.AsAdministrator(viewer).Select(a => a.Id);
        var found = await (
            from document in db.RecordDocuments.AsNoTracking()
            where document.Id == documentId
            join issue in db.RecordIssues on document.IssueId equals issue.Id
            join assessment in db.Assessments on issue.AssessmentId equals assessment.Id
            join file in db.StoredFiles on document.FileId equals file.Id
            where mine.Contains(assessment.Id) || assessed.Contains(assessment.Id) || administered.Contains(assessment.Id)
                || (viewer.Assesses && db.Decisions.Any(d => d.Id == issue.DecisionId && d.SignedById == viewer.PersonId))
            select new { document.Id, document.Kind, document.Culture, issue.Number, AssessmentId = assessment.Id, assessment.Code, file.Key, file.Sha256, file.StoredAt }).SingleOrDefaultAsync(cancel);
        return found is null
            ? null
            : new VisibleDocument(found.Id, found.AssessmentId, found.Key, FileNameOf(found.Number ?? found.Code, found.Kind, found.Culture), found.Sha256, found.StoredAt);
    }

    /// <summary>The audit trail tells who took which document.</summary>
    public async Task NoteDownloadAsync(VisibleDocument document, Guid personId, CancellationToken cancel)
    {
        db.Note(AuditFact.Of(document.AssessmentId, "document.downloaded", document.Id, ("person", personId.ToString())));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>E.g. <c>CR-2026-000123-statement-zh-TW.pdf</c>.</summary>
    internal static string FileNameOf(string reference, DocumentKind kind, string culture) => $"{reference}-{kind.ToString().ToLowerInvariant()}-{culture}.pdf";
}
