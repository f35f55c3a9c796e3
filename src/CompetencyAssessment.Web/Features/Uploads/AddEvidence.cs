using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Uploads;

/// <summary>A file that became evidence: the piece, its new version, its label in the assessment and its title.</summary>
internal sealed record AddedEvidence(Guid ItemId, Guid VersionId, string Label, string Title);

/// <summary>A file is not taken; the reason names it.</summary>
internal sealed class FileRefusedException(Refused reason) : Exception($"File refused: {reason.Code}")
{
    public Refused Reason { get; } = reason;
}

/// <summary>Makes a file a new piece of evidence, or the next version of one.</summary>
internal sealed class AddEvidence(AppDbContext db, IFileStore store, FileInspector inspector, ReplaceQuarantined replace, ReadingBell bell, TimeProvider clock)
{
    /// <summary>Inspects, stores and adds a file. The stream must seek.</summary>
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="personId">Its candidate.</param>
    /// <param name="content">The file, read from its start.</param>
    /// <param name="fileName">Its name with the candidate.</param>
    /// <param name="itemId">The piece that gets a new version; null for a new piece.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="FileRefusedException">The content is not what is taken.</exception>
    /// <exception cref="DomainException"><c>evidence.closed</c>, <c>evidence.unknown</c>, <c>incident.same-file</c> (its very bytes are in quarantine)</exception>
    public async Task<AddedEvidence> RunAsync(Guid assessmentId, Guid personId, Stream content, string fileName, Guid? itemId, CancellationToken cancel)
    {
        var accepted = Inspect(content, fileName);
        content.Position = 0;
        var stored = await store.WriteAsync(content, cancel);
        return await KeepAsync(stored, () => AddAsync(assessmentId, personId, stored, accepted, fileName, itemId, cancel), cancel);
    }

    /// <exception cref="FileRefusedException">The content is not what is taken.</exception>
    public Accepted Inspect(Stream content, string fileName) => inspector.Inspect(content, fileName) switch
    {
        Accepted accepted => accepted,
        Refused refused => throw new FileRefusedException(refused),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Runs what refers to a stored file in one transaction; where that fails, the file goes too.</summary>
    public async Task<AddedEvidence> KeepAsync(StoredContent stored, Func<Task<AddedEvidence>> run, CancellationToken cancel)
    {
        try
        {
            var added = await db.InTransactionAsync(run, cancel);
            bell.Ring();
            return added;
        }
        catch (DomainException)
        {
            // Nothing refers to it. After any other fault that is not certain, and the sweep decides later.
            store.Delete(stored.Key);
            throw;
        }
    }

    /// <summary>Adds the rows, inside a transaction.</summary>
    public async Task<AddedEvidence> AddAsync(Guid assessmentId, Guid personId, StoredContent stored, Accepted accepted, string fileName, Guid? itemId, CancellationToken cancel)
    {
        Incident? incident = null;
        if (itemId is { } piece)
        {
            incident = await db.DemandOpenVersionAsync(assessmentId, personId, piece, cancel);
        }
        else
        {
            await db.DemandOpenEvidenceAsync(assessmentId, personId, cancel);
        }

        var sha256 = Convert.FromHexString(stored.Sha256);
        var now = clock.GetUtcNow().UtcDateTime;
        var name = SafeFileName.From(fileName);
        var file = new StoredFile(db.NextKey(), stored.Key, sha256, stored.Length, MediaType(accepted), now);
        db.StoredFiles.Add(file);
        db.EvidenceTexts.Add(new EvidenceText(file.Id, now));
        var (item, link) = itemId is { } known
            ? await ExistingAsync(assessmentId, known, sha256, cancel)
            : await NewAsync(assessmentId, personId, Kind(accepted), sha256, now, cancel);
        var version = item.AddVersion(db.NextKey(), assessmentId, file, name, now);
        if (incident is not null)
        {
            await replace.RunAsync(assessmentId, incident, version.Id, now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return new AddedEvidence(item.Id, version.Id, link.Label, item.Title);
    }

    private async Task<(EvidenceItem Item, AssessmentEvidence Link)> ExistingAsync(Guid assessmentId, Guid itemId, byte[] sha256, CancellationToken cancel)
    {
        var link = await db.OpenLinkAsync(assessmentId, itemId, cancel);
        var closed = db.InQuarantine(sha256);
        var found = await db.EvidenceItems.AsSingleQuery().Include(i => i.Versions).Where(i => i.Id == itemId).Select(i => new { Item = i, InQuarantine = closed.Any() }).SingleAsync(cancel);
        return found.InQuarantine ? throw new DomainException("incident.same-file") : (found.Item, link);
    }

    private async Task<(EvidenceItem Item, AssessmentEvidence Link)> NewAsync(Guid assessmentId, Guid personId, EvidenceKind kind, byte[] sha256, DateTime now, CancellationToken cancel)
    {
        await db.DemandNotQuarantinedAsync(sha256, cancel);
        var last = await db.AssessmentEvidence.Where(e => e.AssessmentId == assessmentId).MaxAsync(e => (int?)e.Number, cancel) ?? 0;

        // Without a title: a file's name may hold somebody's, and the title is printed.
        var item = new EvidenceItem(db.NextKey(), personId, title: "", kind, now);
        var link = new AssessmentEvidence(db.NextKey(), assessmentId, item.Id, last + 1);
        db.EvidenceItems.Add(item);
        db.AssessmentEvidence.Add(link);
        return (item, link);
    }

    /// <summary>The encoding of a text is found once, here; a browser shown Big5 as UTF-8 would show nothing readable.</summary>
    internal static string MediaType(Accepted accepted) => accepted.Charset is null ? accepted.MediaType : $"{accepted.MediaType}; charset={accepted.Charset}";

    /// <summary>A first guess by the kind of file; the candidate says what it is.</summary>
    private static EvidenceKind Kind(Accepted accepted) => accepted.Kind switch
    {
        FileKind.Presentation => EvidenceKind.Presentation,
        FileKind.Audio or FileKind.Video => EvidenceKind.Recording,
        FileKind.Spreadsheet => EvidenceKind.Workbook,
        _ => EvidenceKind.Other,
    };
}
