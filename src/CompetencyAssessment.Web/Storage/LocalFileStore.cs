using System.Buffers;
using System.Security.Cryptography;

namespace CompetencyAssessment.Web.Storage;

/// <summary>
/// Files on a local volume, at <c>ab/cd/{32 hex digits}</c>. The two levels keep folders small; no part of a name
/// comes from a user.
/// </summary>
internal sealed class LocalFileStore : IFileStore
{
    private const string TemporaryFolder = ".incoming";
    private const string TemporaryPattern = "*.tmp";
    private const int BufferBytes = 128 * 1024;

    private readonly string root;
    private readonly string incoming;
    private readonly TimeProvider clock;

    public LocalFileStore(StorageOptions options, TimeProvider clock)
    {
        this.clock = clock;
        root = Path.GetFullPath(options.FilesFolder);
        incoming = Path.Combine(root, TemporaryFolder);
        Directory.CreateDirectory(incoming);
        DurableFolder.Flush(root);
    }

    public async Task<StoredContent> WriteAsync(Stream content, CancellationToken cancellationToken)
    {
        var name = Guid.NewGuid().ToString("N");
        var key = $"{name[..2]}/{name[2..4]}/{name}";
        var temporary = Path.Combine(incoming, name + ".tmp");
        try
        {
            var (length, sha256) = await WriteTemporaryAsync(temporary, content, cancellationToken);
            var outer = Path.Combine(root, name[..2]);
            var inner = Path.Combine(outer, name[2..4]);
            Directory.CreateDirectory(inner);
            File.Move(temporary, Path.Combine(inner, name), overwrite: false);

            // From the inside out: a name is safe only when every folder above it is.
            DurableFolder.Flush(inner);
            DurableFolder.Flush(outer);
            DurableFolder.Flush(root);
            return new StoredContent(key, length, sha256);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public Stream OpenRead(string key) =>
        new FileStream(PathOf(key), new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            // Deleting while somebody still reads is how erasure behaves on Linux anyway.
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous,
        });

    public bool Exists(string key) => IsKey(key) && File.Exists(PathOf(key));

    public void Delete(string key)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
            return;
        File.Delete(path);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }

    public int SweepTemporary(TimeSpan olderThan)
    {
        var before = clock.GetUtcNow().UtcDateTime - olderThan;
        var removed = 0;
        foreach (var file in new DirectoryInfo(incoming).EnumerateFiles(TemporaryPattern))
        {
            if (file.LastWriteTimeUtc >= before)
                continue;
            file.Delete();
            removed++;
        }

        return removed;
    }

    public IEnumerable<string> KeysWrittenBefore(DateTimeOffset moment) =>
        from file in new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories)
        where file.Name.Length == 32 && file.LastWriteTimeUtc < moment.UtcDateTime
        let key = $"{file.Name[..2]}/{file.Name[2..4]}/{file.Name}"
        where IsKey(key)
        select key;

    private static async Task<(long Length, string Sha256)> WriteTemporaryAsync(
        string path, Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            });
            long length = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                length += read;
            }

            file.Flush(flushToDisk: true);
            return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string PathOf(string key)
    {
        if (!IsKey(key))
            throw new ArgumentException("Not a key of this store.", nameof(key));
        return Path.Combine(root, key[..2], key[3..5], key[6..]);
    }

    // Anything but our own pattern is refused before it meets the file system, so no key can climb out of the root.
    private static bool IsKey(string key)
    {
        if (key is not { Length: 38 } || key[2] != '/' || key[5] != '/')
            return false;
        var name = key.AsSpan(6);
        foreach (var c in name)
        {
            if (!char.IsAsciiHexDigitLower(c) && !char.IsAsciiDigit(c))
                return false;
        }

        return key.AsSpan(0, 2).SequenceEqual(name[..2]) && key.AsSpan(3, 2).SequenceEqual(name[2..4]);
    }
}
