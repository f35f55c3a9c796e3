using System.Buffers;
using System.Buffers.Binary;

namespace CompetencyAssessment.Web.Storage;

/// <summary>What became of an append.</summary>
internal enum AppendStatus
{
    /// <summary>All bytes are on the disk.</summary>
    Accepted,

    /// <summary>The bytes do not continue what is here; go on from <see cref="AppendResult.Offset"/>.</summary>
    OffsetMismatch,

    /// <summary>More bytes than the upload announced; none of these were kept.</summary>
    TooLong,

    /// <summary>Another process is writing the same upload.</summary>
    Busy,

    /// <summary>No such upload, or it has expired.</summary>
    Unknown,
}

/// <summary>Outcome of an append and the number of bytes that are safe on the disk.</summary>
internal sealed record AppendResult(AppendStatus Status, long Offset);

/// <summary>
/// Uploads that have begun and not ended, one pair of files each: the bytes, and the count of bytes known to be on the
/// disk. The count is kept apart because a file's length may run ahead of its contents after a loss of power.
/// </summary>
internal sealed class UploadArea
{
    private const int BufferBytes = 128 * 1024;

    private readonly string root;
    private readonly TimeSpan expiry;
    private readonly TimeProvider clock;
    private readonly Dictionary<Guid, Gate> gates = [];

    public UploadArea(StorageOptions options, TimeProvider clock)
    {
        this.clock = clock;
        root = Path.GetFullPath(options.UploadsFolder);
        expiry = options.UploadExpiry;
        Directory.CreateDirectory(root);
    }

    /// <summary>Begins an upload. Beginning the same one again keeps the bytes that are here.</summary>
    public async Task CreateAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        using var held = await EnterAsync(sessionId, cancellationToken);
        if (File.Exists(OffsetPath(sessionId)))
            return;
        await using (var bytes = Open(BytesPath(sessionId), FileMode.Create))
            bytes.Flush(flushToDisk: true);
        WriteOffset(sessionId, 0);
        DurableFolder.Flush(root);
    }

    /// <summary>Bytes that are safe on the disk, or null where there is no such upload.</summary>
    public async Task<long?> LengthAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        using var held = await EnterAsync(sessionId, cancellationToken);
        return ReadOffset(sessionId);
    }

    /// <summary>
    /// Appends bytes that begin at <paramref name="offset"/>. When the sender breaks off, what arrived is kept and
    /// flushed before the exception goes on, so that the upload continues from there. A second writer waits for the
    /// first and then meets the new offset.
    /// </summary>
    /// <param name="sessionId">The upload.</param>
    /// <param name="offset">Where the sender believes these bytes belong.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="announcedLength">Length of the whole file, which cannot be exceeded.</param>
    /// <param name="cancellationToken">Aborts the reading, not the flush.</param>
    public async Task<AppendResult> AppendAsync(
        Guid sessionId, long offset, Stream content, long announcedLength, CancellationToken cancellationToken)
    {
        using var held = await EnterAsync(sessionId, cancellationToken);
        if (ReadOffset(sessionId) is not { } durable)
            return new AppendResult(AppendStatus.Unknown, 0);
        if (offset != durable)
            return new AppendResult(AppendStatus.OffsetMismatch, durable);

        FileStream file;
        try
        {
            file = Open(BytesPath(sessionId), FileMode.Open);
        }
        catch (IOException) when (File.Exists(BytesPath(sessionId)))
        {
            return new AppendResult(AppendStatus.Busy, durable);
        }

        await using (file)
            return await AppendAsync(sessionId, file, durable, content, announcedLength, cancellationToken);
    }

    /// <summary>Opens the bytes received so far, to look into them before they are kept.</summary>
    /// <exception cref="FileNotFoundException">No such upload.</exception>
    public Stream OpenRead(Guid sessionId) => OpenForReading(BytesPath(sessionId));

    /// <summary>
    /// Copies the upload into the store. The partial stays until <see cref="DiscardAsync"/>, which the caller calls
    /// once the row that names the file is committed: until then a crash costs nobody the upload.
    /// </summary>
    /// <exception cref="FileNotFoundException">No such upload.</exception>
    /// <exception cref="InvalidOperationException">Bytes are still missing.</exception>
    public async Task<StoredContent> CompleteAsync(
        Guid sessionId, long announcedLength, IFileStore store, CancellationToken cancellationToken)
    {
        using var held = await EnterAsync(sessionId, cancellationToken);
        var durable = ReadOffset(sessionId) ?? throw new FileNotFoundException("No such upload.");
        if (durable != announcedLength)
            throw new InvalidOperationException("The upload has not ended.");
        await using var file = OpenForReading(BytesPath(sessionId));
        return await store.WriteAsync(file, cancellationToken);
    }

    /// <summary>Forgets an upload, finished or not. One that is gone already is no error.</summary>
    public async Task DiscardAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        using var held = await EnterAsync(sessionId, cancellationToken);
        Remove(sessionId);
    }

    /// <summary>Removes uploads whose last byte is older than the expiry.</summary>
    /// <returns>The uploads removed.</returns>
    public async Task<IReadOnlyList<Guid>> SweepExpiredAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().UtcDateTime - expiry;
        var removed = new List<Guid>();
        foreach (var file in new DirectoryInfo(root).GetFiles("*.part"))
        {
            if (!Guid.TryParseExact(Path.GetFileNameWithoutExtension(file.Name), "N", out var sessionId))
                continue;
            using var held = await EnterAsync(sessionId, cancellationToken);
            // Only now, with the upload to ourselves: somebody may have continued it in between.
            file.Refresh();
            if (!file.Exists || file.LastWriteTimeUtc >= before)
                continue;
            Remove(sessionId);
            removed.Add(sessionId);
        }

        return removed;
    }

    private async Task<AppendResult> AppendAsync(
        Guid sessionId, FileStream file, long durable, Stream content, long announcedLength, CancellationToken cancellationToken)
    {
        // Bytes past the count may be holes; they are received again.
        file.SetLength(durable);
        file.Position = durable;
        var end = durable;
        var tooLong = false;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (end + read > announcedLength)
                {
                    tooLong = true;
                    break;
                }

                await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                end += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (tooLong)
                file.SetLength(durable);
            else if (end > durable)
            {
                file.Flush(flushToDisk: true);
                WriteOffset(sessionId, end);
            }
        }

        return tooLong ? new AppendResult(AppendStatus.TooLong, durable) : new AppendResult(AppendStatus.Accepted, end);
    }

    private void Remove(Guid sessionId)
    {
        // The count goes first: bytes without a count are no upload, and the next sweep finds them.
        File.Delete(OffsetPath(sessionId));
        File.Delete(BytesPath(sessionId));
        DurableFolder.Flush(root);
    }

    private long? ReadOffset(Guid sessionId)
    {
        try
        {
            Span<byte> count = stackalloc byte[sizeof(long)];
            using var file = File.OpenHandle(OffsetPath(sessionId));
            if (RandomAccess.Read(file, count, 0) < count.Length)
                return null;
            var length = new FileInfo(BytesPath(sessionId));
            return length.Exists ? Math.Min(BinaryPrimitives.ReadInt64LittleEndian(count), length.Length) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private void WriteOffset(Guid sessionId, long offset)
    {
        // Eight bytes at the start of a block: a disk writes them whole or not at all.
        Span<byte> count = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(count, offset);
        using var file = File.OpenHandle(OffsetPath(sessionId), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        RandomAccess.Write(file, count, 0);
        RandomAccess.FlushToDisk(file);
    }

    private string BytesPath(Guid sessionId) => Path.Combine(root, sessionId.ToString("N") + ".part");

    private string OffsetPath(Guid sessionId) => Path.Combine(root, sessionId.ToString("N") + ".offset");

    private static FileStream Open(string path, FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.Write,
        Share = FileShare.None,
        BufferSize = 0,
        Options = FileOptions.Asynchronous,
    });

    private static FileStream OpenForReading(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.Asynchronous,
    });

    private async Task<Held> EnterAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        Gate? gate;
        lock (gates)
        {
            if (!gates.TryGetValue(sessionId, out gate))
                gates[sessionId] = gate = new Gate();
            gate.Users++;
        }

        try
        {
            await gate.Door.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(sessionId, gate, entered: false);
            throw;
        }

        return new Held(this, sessionId, gate);
    }

    private void Leave(Guid sessionId, Gate gate, bool entered)
    {
        if (entered)
            gate.Door.Release();
        lock (gates)
        {
            if (--gate.Users > 0)
                return;
            gates.Remove(sessionId);
        }

        gate.Door.Dispose();
    }

    private sealed class Gate
    {
        public SemaphoreSlim Door { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Held(UploadArea area, Guid sessionId, Gate gate) : IDisposable
    {
        public void Dispose() => area.Leave(sessionId, gate, entered: true);
    }
}
