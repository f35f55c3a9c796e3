using CompetencyAssessment.Data;
using CompetencyAssessment.Web.Features.Account;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Uploads;

/// <summary>How long rows are kept that nothing of an assessment rests on.</summary>
internal sealed record SweepOptions(TimeSpan AnswersKept);

/// <summary>Removes what broken uploads and interrupted writes left behind, and rows whose time is over, every hour.</summary>
internal sealed class UploadSweep(IServiceScopeFactory scopes, UploadArea area, IFileStore store, SweepOptions settings, DataFolder folder, TimeProvider clock, ILogger<UploadSweep> log) : BackgroundService
{
    private const int BatchSize = 500;

    /// <summary>Far longer than any request lasts: a file as old as this without a row belongs to a write that never ended.</summary>
    internal static readonly TimeSpan OrphanAge = TimeSpan.FromDays(1);

    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    /// <summary>One sweep.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var now = clock.GetUtcNow();
        var expired = await db.UploadSessions.AsNoTracking().Where(s => s.ExpiresAt <= now.UtcDateTime).Select(s => s.Id).ToListAsync(cancel);
        foreach (var id in expired)
        {
            await area.DiscardAsync(id, cancel);
        }

        await db.UploadSessions.Where(s => s.ExpiresAt <= now.UtcDateTime).ExecuteDeleteAsync(cancel);
        var endedBefore = (now - SignIns.EndedKept).UtcDateTime;
        await db.EndedSessions.Where(s => s.At < endedBefore).ExecuteDeleteAsync(cancel);
        var answeredBefore = now.UtcDateTime - settings.AnswersKept;
        await db.CommandLogs.Where(c => c.At < answeredBefore).ExecuteDeleteAsync(cancel);
        var partials = await area.SweepExpiredAsync(cancel);
        var temporary = store.SweepTemporary(OrphanAge);
        var orphans = await OwnsFilesAsync(db, cancel) ? await SweepStoreAsync(db, now - OrphanAge, cancel) : 0;
        if (expired.Count + partials.Count + temporary + orphans > 0)
        {
            log.LogInformation("Swept {Sessions} expired uploads, {Partials} partial, {Temporary} temporary and {Orphans} unreferenced files", expired.Count, partials.Count, temporary, orphans);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not at once: a start has better things to do.
        await Task.Delay(Settling, clock, stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is IOException or DbUpdateException or System.Data.Common.DbException or UnauthorizedAccessException)
            {
                log.LogError(e, "The sweep of uploads failed; it is tried again in an hour");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>
    /// Whether the files in the folder are this database's. With another one in use, by a changed provider or a wrong connection, every
    /// file would look unreferenced. The first database that knows a file takes possession; an empty one never does.
    /// </summary>
    private async Task<bool> OwnsFilesAsync(AppDbContext db, CancellationToken cancel)
    {
        var centre = (await db.Centres.AsNoTracking().Select(c => c.Id).SingleOrDefaultAsync(cancel)).ToString();
        if (File.Exists(folder.FilesOwner))
        {
            var owner = (await File.ReadAllTextAsync(folder.FilesOwner, cancel)).Trim();
            if (owner != centre)
            {
                log.LogError("The files belong to the database of centre {Owner}, not to this one of {Centre}: unreferenced files are not swept", owner, centre);
            }

            return owner == centre;
        }

        // Some that it knows must be there: rows alone, without their files, say nothing of the folder.
        foreach (var keys in store.KeysWrittenBefore(DateTimeOffset.MaxValue).Chunk(BatchSize))
        {
            if (await db.StoredFiles.AnyAsync(f => keys.Contains(f.Key), cancel))
            {
                await File.WriteAllTextAsync(folder.FilesOwner, centre, cancel);
                return true;
            }
        }

        return false;
    }

    private async Task<int> SweepStoreAsync(AppDbContext db, DateTimeOffset before, CancellationToken cancel)
    {
        var removed = 0;
        foreach (var keys in store.KeysWrittenBefore(before).Chunk(BatchSize))
        {
            var known = await db.StoredFiles.AsNoTracking().Where(f => keys.Contains(f.Key)).Select(f => f.Key).ToListAsync(cancel);
            foreach (var orphan in keys.Except(known))
            {
                store.Delete(orphan);
                removed++;
            }
        }

        return removed;
    }
}
