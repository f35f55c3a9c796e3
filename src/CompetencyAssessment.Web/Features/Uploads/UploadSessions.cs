using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.ThirdParty;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Uploads;

/// <summary>A file that a candidate announces.</summary>
internal sealed record BeginUpload(string? FileName, long Size, Guid RequestId, Guid? ItemId);

/// <summary>An upload as its owner sees it: the whole length, and whether it has become evidence.</summary>
internal sealed record UploadState(Guid Id, long Size, bool Completed);

/// <summary>What became of a completion: the evidence, or how many bytes are here while some are missing.</summary>
internal sealed record Completion(AddedEvidence? Evidence, long Offset);

/// <summary>Uploads that can resume. Whatever is acknowledged is on the disk: bytes by the upload area, rows by the commit.</summary>
internal sealed class UploadSessions(AppDbContext db, UploadArea area, IFileStore store, AddEvidence addEvidence, FileInspector inspector, AddAssessorEvidence added, CommandRunner commands, StorageOptions options, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Begins an upload once per request id.</summary>
    /// <returns>The session and the bytes that are already here.</returns>
    /// <exception cref="FileRefusedException">By name or announced size it will not be taken.</exception>
    /// <exception cref="DomainException"><c>evidence.closed</c>, or <c>assessment.not-assessing</c> of an assessor's; <c>evidence.unknown</c>, <c>command.reused</c>, <c>upload.too-many</c></exception>
    public async Task<(Guid SessionId, long Offset)> BeginAsync(Guid assessmentId, Guid userId, Guid personId, BeginUpload request, bool asAssessor, CancellationToken cancel)
    {
        if (inspector.InspectAnnouncement(request.FileName ?? "", request.Size) is { } refused)
        {
            throw new FileRefusedException(refused);
        }

        var id = await commands.OnceAsync(
            request.RequestId,
            userId,
            $"upload.begin {assessmentId:N}",
            async () =>
            {
                if (asAssessor)
                {
                    await added.OwnAsync(assessmentId, personId, request.ItemId ?? Guid.Empty, cancel);
                }
                else if (request.ItemId is { } itemId)
                {
                    await db.DemandOpenVersionAsync(assessmentId, personId, itemId, cancel);
                    await db.OpenLinkAsync(assessmentId, itemId, cancel);
                }
                else
                {
                    await db.DemandOpenEvidenceAsync(assessmentId, personId, cancel);
                }

                if (await db.UploadSessions.CountAsync(s => s.PersonId == personId && s.EvidenceVersionId == null && s.ExpiresAt > Now, cancel) >= options.OpenUploads)
                {
                    throw new DomainException("upload.too-many", options.OpenUploads);
                }

                var session = new UploadSession(db.NextKey(), assessmentId, personId, request.ItemId, SafeFileName.From(request.FileName), request.Size, Now + options.UploadExpiry);
                db.UploadSessions.Add(session);

                // Before the commit: a session that was answered always has its place on the disk; a place without a session is swept.
                await area.CreateAsync(session.Id, cancel);
                return session.Id;
            },
            cancel);
        return (id, await area.LengthAsync(id, cancel) ?? 0);
    }

    /// <summary>The person's own upload; null where there is none or it has expired.</summary>
    public Task<UploadState?> FindAsync(Guid sessionId, Guid personId, CancellationToken cancel) =>
        Own(sessionId, personId).AsNoTracking().Select(s => new UploadState(s.Id, s.Size, s.EvidenceVersionId != null)).SingleOrDefaultAsync(cancel);

    /// <summary>Bytes that are safe here. An upload that has ended holds them all.</summary>
    public async Task<long?> OffsetAsync(UploadState upload, CancellationToken cancel) =>
        upload.Completed ? upload.Size : await area.LengthAsync(upload.Id, cancel);

    public Task<AppendResult> AppendAsync(UploadState upload, long offset, Stream content, CancellationToken cancel) =>
        upload.Completed
            ? Task.FromResult(new AppendResult(AppendStatus.OffsetMismatch, upload.Size))
            : area.AppendAsync(upload.Id, offset, content, upload.Size, cancel);

    /// <summary>Looks into the file and makes it evidence. A repetition gives the same answer; a refused file leaves nothing behind.</summary>
    /// <returns>Null where there is no such upload.</returns>
    /// <exception cref="FileRefusedException">The content is not what is taken; its bytes are gone.</exception>
    /// <exception cref="DomainException"><c>evidence.closed</c>, <c>evidence.unknown</c></exception>
    public async Task<Completion?> CompleteAsync(Guid sessionId, Guid personId, CancellationToken cancel)
    {
        var session = await Own(sessionId, personId).AsNoTracking().SingleOrDefaultAsync(cancel);
        if (session is null)
        {
            return null;
        }

        if (session.EvidenceVersionId is { } done)
        {
            return new Completion(await AddedAsync(session.AssessmentId, done, cancel), session.Size);
        }

        if (await area.LengthAsync(sessionId, cancel) is not { } offset)
        {
            return null;
        }

        if (offset < session.Size)
        {
            return new Completion(null, offset);
        }

        var accepted = await InspectAsync(session, cancel);
        var stored = await area.CompleteAsync(sessionId, session.Size, store, cancel);
        var evidence = await addEvidence.KeepAsync(stored, () => CommitAsync(session.Id, stored, accepted, cancel), cancel);

        // Only now: until the commit a crash costs nobody the upload. What stays behind if it fails is swept.
        await area.DiscardAsync(sessionId, CancellationToken.None);
        return new Completion(evidence, session.Size);
    }

    /// <summary>Forgets an upload that its owner gave up.</summary>
    public async Task CancelAsync(Guid sessionId, Guid personId, CancellationToken cancel)
    {
        if (await Own(sessionId, personId).Where(s => s.EvidenceVersionId == null).ExecuteDeleteAsync(cancel) > 0)
        {
            await area.DiscardAsync(sessionId, cancel);
        }
    }

    private IQueryable<UploadSession> Own(Guid sessionId, Guid personId) =>
        db.UploadSessions.Where(s => s.Id == sessionId && s.PersonId == personId && s.ExpiresAt > Now);

    private async Task<Accepted> InspectAsync(UploadSession session, CancellationToken cancel)
    {
        try
        {
            await using var content = area.OpenRead(session.Id);
            return addEvidence.Inspect(content, session.FileName);
        }
        catch (FileRefusedException)
        {
            await db.UploadSessions.Where(s => s.Id == session.Id && s.EvidenceVersionId == null).ExecuteDeleteAsync(cancel);
            await area.DiscardAsync(session.Id, cancel);
            throw;
        }
    }

    private async Task<AddedEvidence> CommitAsync(Guid sessionId, StoredContent stored, Accepted accepted, CancellationToken cancel)
    {
        // Claims the row before reading it, so that of two completions at once the second finds what the first made.
        await db.UploadSessions.Where(s => s.Id == sessionId).ExecuteUpdateAsync(u => u.SetProperty(s => s.Size, s => s.Size), cancel);
        var session = await db.UploadSessions.SingleOrDefaultAsync(s => s.Id == sessionId, cancel) ?? throw new DomainException("evidence.unknown");
        if (session.EvidenceVersionId is { } done)
        {
            store.Delete(stored.Key);
            return await AddedAsync(session.AssessmentId, done, cancel);
        }

        // A piece of an assessor's is never the candidate's: its item is tied to the assessment in another way.
        if (session.EvidenceItemId is { } item && await db.AssessorEvidence.SingleOrDefaultAsync(x => x.EvidenceItemId == item, cancel) is { } piece)
        {
            await added.DemandOwnAsync(piece, session.PersonId, cancel);
            await db.DemandNotQuarantinedAsync(Convert.FromHexString(stored.Sha256), cancel);
            var kept = await added.KeepAsync(piece, stored, AddEvidence.MediaType(accepted), session.FileName, cancel);
            session.Complete(kept.VersionId);
            await db.SaveChangesAsync(cancel);
            return kept;
        }

        var evidence = await addEvidence.AddAsync(session.AssessmentId, session.PersonId, stored, accepted, session.FileName, session.EvidenceItemId, cancel);
        session.Complete(evidence.VersionId);
        await db.SaveChangesAsync(cancel);
        return evidence;
    }

    private async Task<AddedEvidence> AddedAsync(Guid assessmentId, Guid versionId, CancellationToken cancel)
    {
        var row = await (
            from version in db.EvidenceVersions
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            where version.Id == versionId
            from link in db.AssessmentEvidence.Where(l => l.EvidenceItemId == item.Id && l.AssessmentId == assessmentId).DefaultIfEmpty()
            from piece in db.AssessorEvidence.Where(x => x.EvidenceItemId == item.Id && x.AssessmentId == assessmentId).DefaultIfEmpty()
            select new { item.Id, item.Title, Number = (int?)link.Number, Added = (int?)piece.Number }).AsNoTracking().SingleAsync(cancel);
        return new AddedEvidence(row.Id, versionId, row.Number is { } number ? AssessmentEvidence.LabelOf(number) : AssessorEvidence.LabelOf(row.Added!.Value), row.Title);
    }
}
