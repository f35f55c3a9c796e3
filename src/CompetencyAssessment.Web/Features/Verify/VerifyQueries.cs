using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Features.Documents;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Verify;

/// <summary>What the public may know of an issue.</summary>
internal sealed record CheckedIssue
{
    public required string Number { get; init; }

    public required LocalText Centre { get; init; }

    public required LocalText Unit { get; init; }

    public required string UnitCode { get; init; }

    /// <summary>Level of the unit.</summary>
    public required int Level { get; init; }

    /// <summary>Day of the decision at the centre.</summary>
    public required DateOnly DecidedOn { get; init; }

    public required DateOnly? ValidUntil { get; init; }

    public required RecordStatus Status { get; init; }

    /// <summary>Day since when the status holds, at the centre.</summary>
    public required DateOnly StatusSince { get; init; }

    /// <summary>The name, masked; the one in Latin letters too, where there is one.</summary>
    public required string Name { get; init; }

    /// <summary>The document that was uploaded; null where a code was asked for.</summary>
    public (DocumentKind Kind, string Culture)? Document { get; init; }
}

/// <summary>
/// Answers the public page. Only competent decisions have a number; what has none is unknown here, whether or not it exists.
/// </summary>
internal sealed class VerifyQueries(AppDbContext db)
{
    /// <summary>The issue with a check code, as stored.</summary>
    public Task<CheckedIssue?> ByCodeAsync(string code, CancellationToken cancel) =>
        ReadAsync(db.RecordIssues.Where(i => i.Number != null && i.CheckCode == code), null, cancel);

    /// <summary>The issue of a document whose bytes have this hash.</summary>
    public async Task<CheckedIssue?> ByHashAsync(byte[] sha256, CancellationToken cancel)
    {
        var document = await db.RecordDocuments.AsNoTracking().Where(d => d.Sha256 == sha256).Select(d => new { d.IssueId, d.Kind, d.Culture }).FirstOrDefaultAsync(cancel);
        return document is null
            ? null
            : await ReadAsync(db.RecordIssues.Where(i => i.Number != null && i.Id == document.IssueId), (document.Kind, document.Culture), cancel);
    }

    private async Task<CheckedIssue?> ReadAsync(IQueryable<RecordIssue> which, (DocumentKind Kind, string Culture)? document, CancellationToken cancel)
    {
        var found = await (
            from issue in which.AsNoTracking()
            join decision in db.Decisions on issue.DecisionId equals decision.Id
            select new
            {
                issue.Number,
                Status = issue.Events.OrderByDescending(e => e.At).Select(e => e.Status).First(),
                Since = issue.Events.OrderByDescending(e => e.At).Select(e => e.At).First(),
                decision.Snapshot!.Content,
                issue.Corrections,
            }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var snapshot = Corrections.Parse(found.Corrections, DecisionSnapshotDocument.Parse(found.Content));
        var latin = snapshot.Candidate.Latin is { Length: > 0 } name && name != snapshot.Candidate.Zh ? MaskedName.Of(name) : null;
        return new CheckedIssue
        {
            Number = found.Number!,
            Centre = snapshot.Centre.Name,
            Unit = snapshot.Unit.Name,
            UnitCode = snapshot.Unit.Code,
            Level = snapshot.Unit.Level,
            DecidedOn = SnapshotMaker.DayAt(snapshot.Decision.SignedAt, snapshot.Centre.TimeZone),
            ValidUntil = snapshot.ValidUntil,
            Status = found.Status,
            StatusSince = SnapshotMaker.DayAt(found.Since, snapshot.Centre.TimeZone),
            Name = latin is null ? MaskedName.Of(snapshot.Candidate.Zh) : $"{MaskedName.Of(snapshot.Candidate.Zh)}　{latin}",
            Document = document,
        };
    }
}
