using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.ThirdParty;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Files;

/// <summary>A file that somebody may see, and in which assessment they see it; null for a piece of one's own.</summary>
/// <param name="VersionId">The version.</param>
/// <param name="AssessmentId">Where.</param>
/// <param name="IsOwner">It is one's own.</param>
/// <param name="IsLocked">It is in quarantine, and not for this viewer to read.</param>
/// <param name="FileName">With the candidate.</param>
/// <param name="Key">In the store.</param>
/// <param name="MediaType">Of the content.</param>
/// <param name="Sha256">Of the content.</param>
/// <param name="StoredAt">UTC.</param>
internal sealed record VisibleFile(Guid VersionId, Guid AssessmentId, bool IsOwner, bool IsLocked, string FileName, string Key, string MediaType, byte[] Sha256, DateTime StoredAt);

/// <summary>Who may see which evidence file, and what the audit trail keeps of it.</summary>
internal sealed class EvidenceFiles(AppDbContext db, TimeProvider clock)
{
    /// <summary>What the viewer may read: <see cref="SeekAsync"/>, but for what is in quarantine.</summary>
    /// <exception cref="DomainException"><c>evidence.quarantined</c></exception>
    public async Task<VisibleFile?> FindAsync(Guid versionId, Viewer viewer, CancellationToken cancel) =>
        await SeekAsync(versionId, viewer, cancel) is { } file ? file.IsLocked ? throw new DomainException("evidence.quarantined") : file : null;

    /// <summary>
    /// One's own; as the current assessor or verifier what was handed in; as an administrator what is in an assessment that is not one's own; as quality lead
    /// what an incident or a misconduct case is about. What an assessor added: see <see cref="AddedEvidenceVisibility"/>. Null for everything else.
    /// </summary>
    public async Task<VisibleFile?> SeekAsync(Guid versionId, Viewer viewer, CancellationToken cancel)
    {
        var overseen = db.Assessments.AsQualityLead(viewer);
        var assessed = db.AsExaminer(viewer);
        var administered = db.Assessments.AsAdministrator(viewer);
        var added = db.AddedFor(viewer);
        var row = await (
            from version in db.EvidenceVersions
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            join file in db.StoredFiles on version.FileId equals file.Id
            where version.Id == versionId
            select new
            {
                item.PersonId,
                version.FileName,
                file.Key,
                file.MediaType,
                file.Sha256,
                file.StoredAt,
                Own = db.AssessmentEvidence.Where(l => l.EvidenceItemId == item.Id).OrderBy(l => l.WithdrawnAt != null).Select(l => (Guid?)l.AssessmentId).FirstOrDefault(),
                Assessed = assessed.Where(a => a.Rounds.Any(r => r.Evidence.Any(e => e.EvidenceVersionId == versionId))).Select(a => (Guid?)a.Id).FirstOrDefault(),
                Added = added.Where(x => x.EvidenceItemId == item.Id).Select(x => (Guid?)x.AssessmentId).FirstOrDefault(),
                IsQuarantined = db.Incidents.Any(i => i.EvidenceVersionId == versionId && i.LiftedAt == null),
                Overseen = overseen.Where(a => db.Incidents.Any(i => i.AssessmentId == a.Id && i.EvidenceVersionId == versionId)
                    || db.MisconductCases.Any(c => c.AssessmentId == a.Id && c.Versions.Any(v => v.EvidenceVersionId == versionId))).Select(a => (Guid?)a.Id).FirstOrDefault(),
                Administered = administered.Where(a => db.AssessmentEvidence.Any(l => l.AssessmentId == a.Id && l.EvidenceItemId == item.Id)).Select(a => (Guid?)a.Id).FirstOrDefault(),
            }).AsNoTracking().SingleOrDefaultAsync(cancel);
        if (row is null)
        {
            return null;
        }

        var isOwner = row.PersonId == viewer.PersonId;
        return (isOwner ? row.Own ?? row.Added : row.Assessed ?? row.Overseen ?? row.Administered ?? row.Added) is { } assessment
            ? new VisibleFile(versionId, assessment, isOwner, row.IsQuarantined && (isOwner || row.Overseen is null), row.FileName, row.Key, row.MediaType, row.Sha256, row.StoredAt)
            : null;
    }

    /// <summary>One entry for each person, version and sign-in session; none for the owner.</summary>
    public async Task NoteViewAsync(VisibleFile file, Guid personId, Guid sessionId, CancellationToken cancel)
    {
        if (file.IsOwner || await Seen(file, personId, sessionId).AnyAsync(cancel))
        {
            return;
        }

        db.EvidenceViews.Add(new EvidenceView { PersonId = personId, EvidenceVersionId = file.VersionId, SessionId = sessionId, At = clock.GetUtcNow().UtcDateTime });
        db.Note(AuditFact.Of(file.AssessmentId, "evidence.viewed", file.VersionId, ("person", personId.ToString())));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // A player asks for several ranges at once; whichever was first has made the entry.
            db.GiveUp();
            if (!await Seen(file, personId, sessionId).AnyAsync(cancel))
            {
                throw;
            }
        }
    }

    /// <summary>The same for several versions that somebody sees at once, as one who is not their owner.</summary>
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="unseen">Those that the session has not seen yet, as the caller has read.</param>
    /// <param name="personId">Who looks.</param>
    /// <param name="sessionId">The sign-in session.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task NoteViewsAsync(Guid assessmentId, IReadOnlyCollection<Guid> unseen, Guid personId, Guid sessionId, CancellationToken cancel)
    {
        if (unseen.Count == 0)
        {
            return;
        }

        foreach (var version in unseen)
        {
            db.EvidenceViews.Add(new EvidenceView { PersonId = personId, EvidenceVersionId = version, SessionId = sessionId, At = clock.GetUtcNow().UtcDateTime });
            db.Note(AuditFact.Of(assessmentId, "evidence.viewed", version, ("person", personId.ToString())));
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The same page was opened twice at once; whichever was first has made the entries.
            db.GiveUp();
            if (await db.EvidenceViews.CountAsync(v => v.PersonId == personId && v.SessionId == sessionId && unseen.Contains(v.EvidenceVersionId), cancel) < unseen.Count)
            {
                throw;
            }
        }
    }

    /// <summary>One entry for each download.</summary>
    public async Task NoteDownloadAsync(VisibleFile file, Guid personId, CancellationToken cancel)
    {
        db.Note(AuditFact.Of(file.AssessmentId, "evidence.downloaded", file.VersionId, ("person", personId.ToString())));
        await db.SaveChangesAsync(cancel);
    }

    private IQueryable<EvidenceView> Seen(VisibleFile file, Guid personId, Guid sessionId) =>
        db.EvidenceViews.AsNoTracking().Where(v => v.PersonId == personId && v.EvidenceVersionId == file.VersionId && v.SessionId == sessionId);
}
