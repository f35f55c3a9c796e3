using System.IO.Compression;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Reading;

/// <summary>Wakes the reader as soon as there is something to read.</summary>
internal sealed class ReadingBell : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Ring()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been rung already.
        }
    }

    public void Dispose() => _signal.Dispose();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _signal.WaitAsync(atMost, cancel);
}

/// <summary>Reads the text of files that wait, one after the other. Setting <c>Reading:Enabled</c>.</summary>
internal sealed class EvidenceReading(IServiceScopeFactory scopes, IFileStore store, OutsideReader reader, ReadingBell bell, IConfiguration configuration, TimeProvider clock, ILogger<EvidenceReading> log) : BackgroundService
{
    /// <summary>For files that a retry is due for, or that another server left.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Reads until nothing is due.</summary>
    /// <returns>How many files were tried.</returns>
    public async Task<int> ReadDueAsync(CancellationToken cancel)
    {
        var count = 0;
        while (await NextAsync(cancel) is { } next)
        {
            await ReadAsync(next, cancel);
            count++;
        }

        return count;
    }

    /// <summary>Puts on the list what is not on it: files from before there was one, and those read by an older reader.</summary>
    public async Task EnlistAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var now = clock.GetUtcNow().UtcDateTime;
        var unlisted = await db.EvidenceVersions.Where(v => !db.EvidenceTexts.Any(t => t.FileId == v.FileId)).Select(v => v.FileId).Distinct().ToListAsync(cancel);
        db.EvidenceTexts.AddRange(unlisted.Select(id => new EvidenceText(id, now)));
        await db.SaveChangesAsync(cancel);
        await db.EvidenceTexts.Where(t => t.Status != TextStatus.Waiting && t.ReaderVersion < TextReading.Version)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.Status, TextStatus.Waiting).SetProperty(t => t.Attempts, 0).SetProperty(t => t.DueAt, now), cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue("Reading:Enabled", true))
        {
            return;
        }

        // A start has better things to do first.
        await Task.Yield();
        await TryAsync(() => EnlistAsync(stoppingToken));
        while (true)
        {
            await TryAsync(() => ReadDueAsync(stoppingToken));
            await bell.WaitAsync(Pause, stoppingToken);
        }
    }

    private async Task TryAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception e) when (e is DbUpdateException or System.Data.Common.DbException or IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            log.LogError(e, "Reading evidence was interrupted; it goes on in a minute");
        }
    }

    /// <summary>Takes the next file that is due; null where none is.</summary>
    private async Task<Guid?> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            var now = clock.GetUtcNow().UtcDateTime;
            var next = await db.EvidenceTexts.Where(t => t.Status == TextStatus.Waiting && t.DueAt <= now).OrderBy(t => t.DueAt).ThenBy(t => t.FileId).FirstOrDefaultAsync(cancel);
            if (next is null)
            {
                return null;
            }

            if (next.Attempts >= EvidenceText.MaximumAttempts)
            {
                // Each time the server went down with it.
                next.Fail(forGood: true, TextReading.Version, now);
                await db.SaveChangesAsync(cancel);
                continue;
            }

            next.Begin(now);
            try
            {
                await db.SaveChangesAsync(cancel);
                return next.FileId;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another server has it.
            }
        }
    }

    private async Task ReadAsync(Guid fileId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var file = await db.StoredFiles.AsNoTracking().SingleAsync(f => f.Id == fileId, cancel);
        var result = await ReadAsync(file, cancel);
        var text = await db.EvidenceTexts.SingleAsync(t => t.FileId == fileId, cancel);
        var now = clock.GetUtcNow().UtcDateTime;
        if (result.Json is { } json)
        {
            var read = DocumentText.FromJson(json);
            text.Keep(read.IsEmpty ? null : Compress(json), read.Cut, TextReading.Version, now);
        }
        else
        {
            log.LogWarning("File {File} of type {Type} was not read: {Fault}", fileId, file.MediaType, result.Fault);
            text.Fail(result.ForGood, TextReading.Version, now);
        }

        await db.SaveChangesAsync(cancel);
    }

    private async Task<ReadingResult> ReadAsync(StoredFile file, CancellationToken cancel)
    {
        if (!TextReading.CanRead(file.MediaType))
        {
            return new ReadingResult(new DocumentText(false, []).ToJson(), false, null);
        }

        try
        {
            await using var content = store.OpenRead(file.Key);
            return await reader.ReadAsync(content, file.MediaType, cancel);
        }
        catch (IOException e)
        {
            return new ReadingResult(null, false, e.GetType().Name);
        }
    }

    internal static byte[] Compress(byte[] json)
    {
        var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal))
        {
            brotli.Write(json);
        }

        return compressed.ToArray();
    }

    internal static byte[] Expand(byte[] content)
    {
        var json = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(content), CompressionMode.Decompress);
        brotli.CopyTo(json);
        return json.ToArray();
    }
}
