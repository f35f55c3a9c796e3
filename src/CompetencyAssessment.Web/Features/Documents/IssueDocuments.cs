using System.Globalization;
using System.Security.Cryptography;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Reports.Records;
using CompetencyAssessment.Web.Storage;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>
/// Issues the documents of a decision: takes the number, draws each document in both languages, and stores the bytes with their hash.
/// Runs inside the transaction that finalises. Bytes are on disk before it commits; where it fails, they are left without a row, and the
/// sweep of the file store removes them.
/// </summary>
internal sealed class IssueDocuments(AppDbContext db, RecordRenderer renderer, IFileStore store, PublicAddress address)
{
    /// <summary>Languages of the documents.</summary>
    public static readonly IReadOnlyList<string> Cultures = ["zh-TW", "en"];

    private const string MediaType = "application/pdf";

    /// <summary>Adds the issue and its files to the context.</summary>
    /// <exception cref="InvalidDataException">The seal is not the file that was signed with.</exception>
    public async Task<RecordIssue> RunAsync(Assessment assessment, Decision decision, DecisionSnapshotDocument snapshot, DateTime now, CancellationToken cancel, string? corrections = null)
    {
        var competent = decision.Outcome == Outcome.Competent;
        var number = competent ? await NumberAsync(assessment.CentreId, snapshot.Centre.TimeZone, now, cancel) : null;
        var issue = new RecordIssue(db.NextKey(), assessment.Id, decision.Id, number is null ? null : (number.Number, number.CheckCode), db.NextKey, now, corrections);
        var seal = await SealAsync(snapshot.Centre.Seal, cancel);
        foreach (var name in Cultures)
        {
            var culture = CultureInfo.GetCultureInfo(name);
            var models = new DocumentModels(snapshot, culture, number, now, assessment.DisputeBy, seal);
            await AddAsync(issue, competent ? DocumentKind.Statement : DocumentKind.Notice, name,
                competent ? renderer.Render(models.Statement(), culture) : renderer.Render(models.Notice(), culture), now, cancel);
            await AddAsync(issue, DocumentKind.Record, name, renderer.Render(models.Record(), culture), now, cancel);
        }

        db.RecordIssues.Add(issue);
        return issue;
    }

    private async Task<IssueNumber> NumberAsync(Guid centreId, string timeZone, DateTime now, CancellationToken cancel)
    {
        var year = SnapshotMaker.DayAt(now, timeZone).Year;
        var taken = await db.TakeNumberAsync(centreId, "CR", year, cancel);
        var code = CheckCode.Create();
        return new IssueNumber(string.Create(CultureInfo.InvariantCulture, $"CR-{year}-{taken:D6}"), code, address.CheckUrl(code));
    }

    private async Task<byte[]?> SealAsync(FileSnapshot? seal, CancellationToken cancel)
    {
        if (seal is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await using (var file = store.OpenRead(seal.Key))
        {
            await file.CopyToAsync(bytes, cancel);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())) == seal.Sha256
            ? bytes.ToArray()
            : throw new InvalidDataException($"The stored seal {seal.Key} no longer has the hash that it was stored with.");
    }

    private async Task AddAsync(RecordIssue issue, DocumentKind kind, string culture, byte[] pdf, DateTime now, CancellationToken cancel)
    {
        using var content = new MemoryStream(pdf, writable: false);
        var stored = await store.WriteAsync(content, cancel);
        var sha256 = Convert.FromHexString(stored.Sha256);
        var file = new StoredFile(db.NextKey(), stored.Key, sha256, stored.Length, MediaType, now);
        db.StoredFiles.Add(file);
        issue.Add(db.NextKey(), kind, culture, sha256, RecordRenderer.RendererVersion, file.Id);
    }
}
