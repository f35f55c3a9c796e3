using System.Security.Cryptography;
using CompetencyAssessment.Web.Storage;
using Microsoft.Extensions.Time.Testing;

namespace CompetencyAssessment.Web.Tests.Storage;

public sealed class UploadAreaTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly Guid session = Guid.NewGuid();
    private readonly byte[] whole = RandomNumberGenerator.GetBytes(500_000);
    private readonly UploadArea area;
    private readonly LocalFileStore store;

    public UploadAreaTests()
    {
        area = new UploadArea(folder.Options, clock);
        store = new LocalFileStore(folder.Options, clock);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Append_InParts_CompletesToTheWhole()
    {
        await area.CreateAsync(session, default);
        Assert.Equal(new AppendResult(AppendStatus.Accepted, 200_000), await Append(0, 200_000));
        Assert.Equal(new AppendResult(AppendStatus.Accepted, 500_000), await Append(200_000, 500_000));

        var stored = await area.CompleteAsync(session, whole.Length, store, default);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(whole)), stored.Sha256);
        Assert.Equal(whole.Length, await area.LengthAsync(session, default));
        await area.DiscardAsync(session, default);
        Assert.Null(await area.LengthAsync(session, default));
        Assert.Single(folder.AllFiles());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99_999)]
    [InlineData(100_001)]
    public async Task Append_AtAnotherOffset_IsRefusedWithTheRightOne(int offset)
    {
        await area.CreateAsync(session, default);
        await Append(0, 100_000);

        Assert.Equal(new AppendResult(AppendStatus.OffsetMismatch, 100_000), await Append(offset, 200_000));
        Assert.Equal(100_000, await area.LengthAsync(session, default));
    }

    [Fact]
    public async Task Append_ConnectionLost_KeepsWhatCame_AndResumes()
    {
        await area.CreateAsync(session, default);
        await Assert.ThrowsAsync<IOException>(() => area.AppendAsync(session, 0, new BreakingStream(whole[..150_000]), whole.Length, default));

        // Another process after a restart sees the same.
        var restarted = new UploadArea(folder.Options, clock);
        Assert.Equal(150_000, await restarted.LengthAsync(session, default));
        await restarted.AppendAsync(session, 150_000, new MemoryStream(whole[150_000..]), whole.Length, default);
        var stored = await restarted.CompleteAsync(session, whole.Length, store, default);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(whole)), stored.Sha256);
    }

    [Fact]
    public async Task Append_BytesBeyondTheAcknowledged_AreReceivedAgain()
    {
        await area.CreateAsync(session, default);
        await Append(0, 100_000);
        // As after a loss of power in the middle of an append: the file is longer than what was acknowledged.
        await using (var file = new FileStream(Assert.Single(folder.AllFiles(), f => f.EndsWith(".part", StringComparison.Ordinal)), FileMode.Append))
            file.Write(new byte[12_345]);

        Assert.Equal(100_000, await area.LengthAsync(session, default));
        await Append(100_000, 500_000);

        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(whole)),
            (await area.CompleteAsync(session, whole.Length, store, default)).Sha256);
    }

    [Fact]
    public async Task Append_TwoWritersAtOnce_NeverMix()
    {
        await area.CreateAsync(session, default);
        var other = RandomNumberGenerator.GetBytes(whole.Length);
        var writers = Enumerable.Range(0, 8)
            .Select(i => Task.Run(() => area.AppendAsync(session, 0, new MemoryStream(i % 2 == 0 ? whole : other), whole.Length, default)))
            .ToArray();

        var results = await Task.WhenAll(writers);

        Assert.Single(results, r => r.Status == AppendStatus.Accepted);
        Assert.All(results, r => Assert.Equal(whole.Length, r.Offset));
        var sha256 = (await area.CompleteAsync(session, whole.Length, store, default)).Sha256;
        Assert.Contains(sha256, new[] { Convert.ToHexStringLower(SHA256.HashData(whole)), Convert.ToHexStringLower(SHA256.HashData(other)) });
    }

    [Fact]
    public async Task Append_MoreThanAnnounced_KeepsNoneOfIt()
    {
        await area.CreateAsync(session, default);
        await Append(0, 400_000);

        var result = await area.AppendAsync(session, 400_000, new MemoryStream(new byte[200_000]), whole.Length, default);

        Assert.Equal(new AppendResult(AppendStatus.TooLong, 400_000), result);
        Assert.Equal(400_000, await area.LengthAsync(session, default));
    }

    [Fact]
    public async Task Append_AnotherProcessWrites_IsBusy()
    {
        await area.CreateAsync(session, default);
        await using var held = new FileStream(
            Assert.Single(folder.AllFiles(), f => f.EndsWith(".part", StringComparison.Ordinal)), FileMode.Open, FileAccess.Write, FileShare.None);

        Assert.Equal(AppendStatus.Busy, (await Append(0, 1_000)).Status);
    }

    [Fact]
    public async Task UnknownSession_IsTold()
    {
        Assert.Equal(AppendStatus.Unknown, (await Append(0, 10)).Status);
        Assert.Null(await area.LengthAsync(session, default));
        await Assert.ThrowsAsync<FileNotFoundException>(() => area.CompleteAsync(session, 10, store, default));
        await area.DiscardAsync(session, default);
    }

    [Fact]
    public async Task Complete_BytesMissing_Throws()
    {
        await area.CreateAsync(session, default);
        await Append(0, 10);

        await Assert.ThrowsAsync<InvalidOperationException>(() => area.CompleteAsync(session, whole.Length, store, default));
    }

    [Fact]
    public async Task SweepExpired_RemovesOnlyWhatIsOld()
    {
        await area.CreateAsync(session, default);
        await Append(0, 10);
        Assert.Empty(await area.SweepExpiredAsync(default));

        clock.Advance(TimeSpan.FromHours(49));

        Assert.Equal([session], await area.SweepExpiredAsync(default));
        Assert.Empty(folder.AllFiles());
    }

    private Task<AppendResult> Append(int from, int to) =>
        area.AppendAsync(session, from, new MemoryStream(whole[Math.Min(from, to)..to]), whole.Length, default);
}
