using System.Text.Json;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Records;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>The clerical fields of documents that a correction may put right: the names of candidate and signer. Levels and reasons are none.</summary>
internal sealed record Corrections(string CandidateZh, string? CandidateLatin, string SignerZh, string? SignerLatin)
{
    /// <summary>What a snapshot shows now.</summary>
    public static Corrections Of(DecisionSnapshotDocument snapshot) =>
        new(snapshot.Candidate.Zh, snapshot.Candidate.Latin, snapshot.Decision.Signer.Zh, snapshot.Decision.Signer.Latin);

    /// <summary>The snapshot as an issue shows it: with its corrections, where it has any.</summary>
    public static DecisionSnapshotDocument Parse(string? json, DecisionSnapshotDocument snapshot) =>
        json is null ? snapshot : JsonSerializer.Deserialize<Corrections>(json, RatingFields.Json)!.Apply(snapshot);

    public DecisionSnapshotDocument Apply(DecisionSnapshotDocument snapshot) => snapshot with
    {
        Candidate = new NameSnapshot(CandidateZh, CandidateLatin),
        Decision = snapshot.Decision with { Signer = new NameSnapshot(SignerZh, SignerLatin) },
    };

    public string ToJson() => JsonSerializer.Serialize(this, RatingFields.Json);
}

/// <summary>
/// Issues the documents of a result again with clerical corrections, under a new number. They are drawn from the kept snapshot, which stays as
/// it was signed; the earlier issue is superseded. Runs in the caller's transaction.
/// </summary>
internal sealed class ReissueDocuments(AppDbContext db, IssueDocuments issueDocuments)
{
    /// <summary>The issue that stands, and the snapshot as it shows it.</summary>
    /// <returns>Null where none stands.</returns>
    public async Task<(RecordIssue Issue, Decision Decision, DecisionSnapshotDocument Snapshot)?> StandingAsync(Guid assessmentId, CancellationToken cancel)
    {
        var found = await (
            from issue in db.RecordIssues.Include(i => i.Events)
            join decision in db.Decisions.Include(d => d.Snapshot) on issue.DecisionId equals decision.Id
            where issue.AssessmentId == assessmentId && issue.Events.All(e => e.Status == RecordStatus.Valid)
            select new { Issue = issue, Decision = decision }).AsSingleQuery().SingleOrDefaultAsync(cancel);
        return found is null ? null : (found.Issue, found.Decision, Corrections.Parse(found.Issue.Corrections, DecisionSnapshotDocument.Parse(found.Decision.Snapshot!.Content)));
    }

    /// <summary>Adds the new issue to the context, and ends the earlier one.</summary>
    /// <exception cref="DomainException"><c>record.status</c>, <c>correction.nothing</c></exception>
    public async Task<RecordIssue> RunAsync(Assessment assessment, Corrections corrections, string reason, DateTime now, CancellationToken cancel)
    {
        var (old, decision, shown) = await StandingAsync(assessment.Id, cancel) ?? throw new DomainException("record.status");
        if (Corrections.Of(shown) == corrections)
        {
            throw new DomainException("correction.nothing");
        }

        var issue = await issueDocuments.RunAsync(assessment, decision, corrections.Apply(shown), now, cancel, corrections.ToJson());
        old.End(RecordStatus.Superseded, reason, issue.Id, db.NextKey, now);
        return issue;
    }
}
