using System.Security.Cryptography;
using CompetencyAssessment.Web.Storage;
using Microsoft.Extensions.Time.Testing;

namespace CompetencyAssessment.Web.Tests.Storage;

public sealed class LocalFileStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly LocalFileStore store;

    public LocalFileStoreTests() => store = new LocalFileStore(folder.Options, clock);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Write_ReturnsHashLengthAndKey_AndReadsBack()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_001);

        var stored = await store.WriteAsync(new MemoryStream(bytes), default);

        Assert.Equal(bytes.Length, stored.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), stored.Sha256);
        Assert.Matches("^[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}$", stored.Key);
        await using var read = store.OpenRead(stored.Key);
        var copy = new MemoryStream();
        await read.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
        Assert.Single(folder.AllFiles());
    }

    [Fact]
    public async Task Write_SenderBreaksOff_LeavesNothing()
    {
        await Assert.ThrowsAsync<IOException>(() => store.WriteAsync(new BreakingStream(new byte[500_000]), default));

        Assert.Empty(folder.AllFiles());
    }

    [Fact]
    public async Task Write_UntilItsEnd_ShowsNoFileUnderAKey()
    {
        // What a kill in mid-write would leave is what the disk holds at this moment: a temporary file and no key.
        var pipe = new System.IO.Pipelines.Pipe();
        var writing = store.WriteAsync(pipe.Reader.AsStream(), default);
        await pipe.Writer.WriteAsync(new byte[200_000]);

        Assert.Empty(store.KeysWrittenBefore(DateTimeOffset.MaxValue));
        Assert.EndsWith(".tmp", Assert.Single(folder.AllFiles()), StringComparison.Ordinal);

        await pipe.Writer.CompleteAsync();
        var stored = await writing;
        Assert.Equal([stored.Key], store.KeysWrittenBefore(DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("ab/cd/../../../../../../../../etc/hosts")]
    [InlineData("ab/cd/abcd0000000000000000000000000000/..")]
    [InlineData("ab/ce/abcd0000000000000000000000000000")]
    [InlineData("AB/CD/ABCD0000000000000000000000000000")]
    [InlineData("/b/cd/abcd0000000000000000000000000000")]
    [InlineData("")]
    public void OpenRead_NotAKey_Throws(string key)
    {
        Assert.Throws<ArgumentException>(() => store.OpenRead(key));
        Assert.Throws<ArgumentException>(() => store.Delete(key));
        Assert.False(store.Exists(key));
    }

    [Fact]
    public async Task Delete_RemovesTheFile_AndMayBeRepeated()
    {
        var stored = await store.WriteAsync(new MemoryStream([1, 2, 3]), default);
        Assert.True(store.Exists(stored.Key));

        store.Delete(stored.Key);
        store.Delete(stored.Key);

        Assert.False(store.Exists(stored.Key));
        Assert.Throws<FileNotFoundException>(() => store.OpenRead(stored.Key));
    }

    [Fact]
    public async Task SweepTemporary_RemovesOnlyOldOnes()
    {
        var stored = await store.WriteAsync(new MemoryStream([1]), default);
        var orphan = Path.Combine(folder.Options.FilesFolder, ".incoming", "orphan.tmp");
        await File.WriteAllTextAsync(orphan, "half");

        Assert.Equal(0, store.SweepTemporary(TimeSpan.FromHours(6)));
        clock.Advance(TimeSpan.FromHours(7));
        Assert.Equal(1, store.SweepTemporary(TimeSpan.FromHours(6)));

        Assert.False(File.Exists(orphan));
        Assert.True(store.Exists(stored.Key));
    }
}
