using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data.Auditing;

/// <summary>What was decided, drawn for verification and verified, and the documents of it.</summary>
public sealed partial class AuditCheck
{
    private async Task DecisionsAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var rows = await ReadAsync(db.Decisions.AsNoTracking().Include(d => d.Snapshot).Where(d => d.AssessmentId == stream), attested.Decisions, faults, cancel);
        Match(rows, r => r.Id, attested.Decisions, faults, (row, told) =>
            told.Value == $"{row.Outcome}|{row.ContentVersion.ToString(CultureInfo.InvariantCulture)}|{row.AuthenticationMethod}"
            && attested.Voided.Contains(row.Id) == row.VoidedAt is not null && !SnapshotIsFalse(row, attested));
    }

    private static bool SnapshotIsFalse(Decision decision, Attested attested)
    {
        var told = attested.Snapshots.GetValueOrDefault(decision.Id);
        return decision.Snapshot is { } kept
            ? told?.Value != Hex(kept.Sha256) || !SHA256.HashData(Encoding.UTF8.GetBytes(kept.Content)).AsSpan().SequenceEqual(kept.Sha256)
            : told is not null;
    }

    /// <summary>What was drawn for each decision, and what verifiers said.</summary>
    private async Task VerificationsAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var draws = await ReadAsync(db.VerificationDraws.AsNoTracking().Where(d => d.AssessmentId == stream), attested.Draws, faults, cancel);
        Match(draws, d => d.Id, attested.Draws, faults, (row, told) => told.Value == string.Create(CultureInfo.InvariantCulture, $"{row.DecisionId}|{row.RuleId}|{row.Lot}|{row.Reason}"));
        var verifications = await ReadAsync(db.Verifications.AsNoTracking().AsSingleQuery().Include(v => v.Items).Where(v => v.AssessmentId == stream), attested.Verifications, faults, cancel);
        Match(verifications, v => v.Id, attested.Verifications, faults, (row, told) => told.Value == $"{row.DecisionId}|{row.AfterRelease}"
            && attested.ClosedVerifications.GetValueOrDefault(row.Id)?.Value == (row.IsOpen ? null : $"{row.Outcome}|{row.VerifierId}|{Hex(SaltedDigest.Of(row.Salt, row.DigestText()))}")
            && attested.AnsweredVerifications.GetValueOrDefault(row.Id)?.Value == (row.Answer is null ? null : $"{row.AnsweredById}|{Hex(SaltedDigest.Of(row.Salt, row.Answer))}"));
    }

    private async Task DocumentsAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var issues = await db.RecordIssues.AsNoTracking().Where(i => i.AssessmentId == stream)
            .Select(i => new { i.Id, i.DecisionId, i.Number, Statuses = i.Events.OrderBy(e => e.At).Select(e => e.Status).ToList() }).AsSingleQuery().ToListAsync(cancel);
        Match(issues, i => i.Id, attested.Issues, faults, (row, told) => told.Value == $"{row.DecisionId}|{row.Number}"
            && string.Join('|', row.Statuses.Skip(1)) == (attested.EndedIssues.GetValueOrDefault(row.Id)?.Value ?? ""));
        var documents = await db.RecordDocuments.AsNoTracking()
            .Where(d => db.RecordIssues.Any(i => i.Id == d.IssueId && i.AssessmentId == stream))
            .Join(db.StoredFiles, d => d.FileId, f => f.Id, (d, f) => new { d.Id, d.IssueId, d.Sha256, File = f.Sha256 }).ToListAsync(cancel);
        Match(documents, d => d.Id, attested.Documents, faults, (row, told) => told.Value == $"{row.IssueId}|{Hex(row.Sha256)}" && row.File.AsSpan().SequenceEqual(row.Sha256));
    }
}
