using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using CompetencyAssessment.Web.Features.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>The candidate's page in a browser: uploads that survive what happens to them, and evidence mapped in strokes.</summary>
public sealed class CandidateTests
{
    [Fact]
    public Task Upload_CutOffAndReloaded_GoesOnByItselfAndIsWhole() => VisitAsync(async (visitor, seed, id) =>
    {
        var page = visitor.Page;
        var bytes = BigText(24);
        var offsets = new List<long>();
        page.Request += (_, request) =>
        {
            if (request.Method == "PATCH" && request.Url.Contains("/uploads/", StringComparison.Ordinal))
            {
                offsets.Add(long.Parse(request.Headers["upload-offset"], CultureInfo.InvariantCulture));
            }
        };
        var network = await page.Context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        await NetworkAsync(network, isOffline: false, bytesPerSecond: 6_000_000);
        var file = await TemporaryAsync("營運計畫.txt", bytes);
        await page.SetInputFilesAsync("#upload-files", file);
        await page.WaitForFunctionAsync("() => document.querySelector('.upload-progress')?.value > 6000000");

        // The network goes: the row says so, and that nothing is lost.
        await NetworkAsync(network, isOffline: true, bytesPerSecond: 0);
        await page.WaitForSelectorAsync(".upload-row[data-state=paused]");
        var before = offsets.Count;

        // The file on the disk is gone as well; the browser kept a copy.
        File.Delete(file);
        await NetworkAsync(network, isOffline: false, bytesPerSecond: -1);
        await page.ReloadAsync();
        await page.WaitForSelectorAsync(".upload-row[data-state=done]");
        await page.WaitForSelectorAsync(".evidence-title:has-text('營運計畫.txt')");

        Assert.True(offsets[before] >= 4 * 1024 * 1024, $"It went on from byte {offsets[before]}.");
        var stored = await seed.QueryAsync(db => (from version in db.EvidenceVersions join kept in db.StoredFiles on version.FileId equals kept.Id select kept).SingleAsync());
        Assert.Equal(bytes.Length, stored.Size);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Convert.ToHexStringLower(stored.Sha256));

        // Nothing is kept when it has ended.
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("[data-upload-ready]");
        Assert.Equal(0, await page.EvaluateAsync<int>(Kept));
        Assert.Equal(0, await page.Locator(".upload-row").CountAsync());
    });

    [Fact]
    public Task Upload_WithoutACopyInTheBrowser_AsksForTheSameFileAndGoesOn() => VisitAsync(async (visitor, seed, id) =>
    {
        var page = visitor.Page;
        var bytes = BigText(12);
        var file = await TemporaryAsync("季報.txt", bytes);
        await page.AddInitScriptAsync("indexedDB.open = () => { throw new Error('forbidden'); };");
        await visitor.OpenAsync($"/my/{id}");
        var network = await page.Context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        await NetworkAsync(network, isOffline: false, bytesPerSecond: 6_000_000);
        await page.SetInputFilesAsync("#upload-files", file);
        await page.WaitForFunctionAsync("() => document.querySelector('.upload-progress')?.value > 5000000");
        await page.WaitForSelectorAsync(".upload-note:not(:empty)");
        await NetworkAsync(network, isOffline: true, bytesPerSecond: 0);
        await page.WaitForSelectorAsync(".upload-row[data-state=paused]");
        await NetworkAsync(network, isOffline: false, bytesPerSecond: -1);
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.ReloadAsync();

        await page.WaitForSelectorAsync(".upload-row[data-state=lost] :text('季報.txt')");
        await page.SetInputFilesAsync("#upload-files", file);
        await page.WaitForSelectorAsync(".upload-row[data-state=done]");

        Assert.Equal(0, await page.Locator(".upload-row[data-state=lost]").CountAsync());
        var stored = await seed.QueryAsync(db => (from version in db.EvidenceVersions join kept in db.StoredFiles on version.FileId equals kept.Id select kept).SingleAsync());
        Assert.Equal(SHA256.HashData(bytes), stored.Sha256);
        File.Delete(file);
    });

    [Fact]
    public Task Upload_OfManyDroppedAtOnce_TakesThemAll() => VisitAsync(async (visitor, seed, id) =>
    {
        var page = visitor.Page;

        // Dropped beside the area: the browser must not leave the page for the file.
        await page.EvaluateAsync(
            """
            () => {
              const data = new DataTransfer();
              for (const n of [1, 2, 3]) data.items.add(new File([`第 ${n} 份`], `佐證 ${n}.txt`, { type: 'text/plain', lastModified: n }));
              document.querySelector('#coverage').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
            }
            """);
        await Assertions.Expect(page.Locator(".upload-row[data-state=done]")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".evidence-list .evidence-title")).ToHaveCountAsync(3);
        Assert.Equal(3, await seed.QueryAsync(db => db.AssessmentEvidence.CountAsync(l => l.AssessmentId == id)));
    });

    [Fact]
    public Task Map_ByPointerAndByKeyboard_SavesEachStrokeByOneRequest() => VisitAsync(async (visitor, seed, id) =>
    {
        var page = visitor.Page;
        await AddAsync(seed, id);
        await visitor.OpenAsync($"/my/{id}");
        var requests = 0;
        page.Request += (_, request) => requests += request.Url.EndsWith("/mapping", StringComparison.Ordinal) ? 1 : 0;

        // From the list to the map: the first criterion has the focus.
        await page.ClickAsync(".evidence-list [data-map-piece]");
        Assert.Equal("box-P1.1", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("Space");
        await SavedAsync(page, 1);
        await page.Keyboard.DownAsync("Shift");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.UpAsync("Shift");
        await SavedAsync(page, 2);
        Assert.Equal(2, requests);
        Assert.Equal(["P1.1", "P1.2", "P1.3"], await MappedAsync(seed, id));

        // Drawn over five with the button held, and a whole task by its box.
        await page.EvaluateAsync("document.getElementById('map-P3.3').scrollIntoView({ block: 'center' })");
        var (from, to) = (await MiddleAsync(page, "P3.1"), await MiddleAsync(page, "P3.5"));
        await page.Mouse.MoveAsync(from.X, from.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(to.X, to.Y);
        await page.Mouse.UpAsync();
        await SavedAsync(page, 5);
        await page.CheckAsync("#all-T5");
        await SavedAsync(page, 6);
        Assert.Equal(4, requests);
        Assert.Equal(14, (await MappedAsync(seed, id)).Count);

        // Taken back, one by one; what the list says follows.
        await page.Keyboard.PressAsync("Control+z");
        await page.WaitForSelectorAsync("[data-map-state]:text('已復原')");
        await page.ClickAsync("[data-map-undo]");
        await Assertions.Expect(page.Locator(".evidence-list .evidence-meta .code")).ToHaveTextAsync(["P1.1", "P1.2", "P1.3"]);
        Assert.Equal(["P1.1", "P1.2", "P1.3"], await MappedAsync(seed, id));

        // Only what is missing.
        await page.ClickAsync("[data-map-filter]");
        await Assertions.Expect(page.Locator("#map-P1\\.1")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#map-P2\\.1")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Map_OfflineAndInTwoWindows_LosesNothingAndAsks() => VisitAsync(async (visitor, seed, id) =>
    {
        var page = visitor.Page;
        await AddAsync(seed, id);
        await visitor.OpenAsync($"/my/{id}");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"/my/{id}");

        // Without a network the stroke waits, and says so.
        await page.ClickAsync(".evidence-list [data-map-piece]");
        await page.Context.SetOfflineAsync(true);
        await page.ClickAsync("#map-P2\\.1");
        await page.WaitForSelectorAsync("[data-map-state]:text('尚未儲存')");
        Assert.Empty(await MappedAsync(seed, id));
        await page.Context.SetOfflineAsync(false);
        await SavedAsync(page, 1);
        Assert.Equal(["P2.1"], await MappedAsync(seed, id));

        // The other window still shows the map from before: it is told, and asked.
        await other.ClickAsync(".evidence-list [data-map-piece]");
        await other.ClickAsync("#map-K01");
        await other.WaitForSelectorAsync("[data-map-state]:text('另一個視窗')");
        Assert.True(await other.IsCheckedAsync("#box-P2\\.1"));
        Assert.False(await other.IsCheckedAsync("#box-K01"));
        Assert.Equal(["P2.1"], await MappedAsync(seed, id));
        await other.ClickAsync("[data-map-again]");
        await SavedAsync(other, 1);
        Assert.Equal(["P2.1", "K01"], await MappedAsync(seed, id));
    });

    private const string Kept =
        """
        () => new Promise(done => {
          const open = indexedDB.open('uploads', 1);
          open.onsuccess = () => { open.result.transaction('files').objectStore('files').count().onsuccess = e => { open.result.close(); done(e.target.result); }; };
        })
        """;

    private static async Task VisitAsync(Func<Visitor, Seed, Guid, Task> tour, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        await using var app = await PublishedApp.InstallAsync();
        await using var seed = new Seed(app.Data);
        var assessor = await seed.MemberAsync("chang", "張書豪", "Chang Shu-Hao", "zh-TW", Roles.Assessor);
        var candidate = await seed.MemberAsync("lin", "林雅筑", "Lin Ya-Chu", "zh-TW", Roles.Candidate);
        var id = await seed.GatheringAsync(candidate, assessor);
        await app.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var visitor = await Visitor.ArriveAsync(chromium, app.Address, "candidate", "zh-TW", []);
        try
        {
            await visitor.SignInAsync(candidate.UserName, Seed.Password);
            await visitor.OpenAsync($"/my/{id}");
            await tour(visitor, seed, id);
        }
        catch
        {
            await visitor.KeepAsync(test);
            throw;
        }
        finally
        {
            await visitor.LeaveForGoodAsync();
        }
    }

    /// <summary>A piece of evidence that is mapped to nothing.</summary>
    private static Task<AddedEvidence> AddAsync(Seed seed, Guid id) => seed.UseAsync(async services =>
    {
        var db = services.GetRequiredService<CompetencyAssessment.Data.AppDbContext>();
        var candidate = await db.Assessments.Where(a => a.Id == id).Select(a => a.CandidateId).SingleAsync();
        using var content = new MemoryStream("服務水準目標 80 %。"u8.ToArray());
        return await services.GetRequiredService<AddEvidence>().RunAsync(id, candidate, content, "營運計畫.txt", null, CancellationToken.None);
    });

    private static Task<List<string>> MappedAsync(Seed seed, Guid id) => seed.QueryAsync(async db =>
    {
        var codes = await (
            from link in db.AssessmentEvidence
            where link.AssessmentId == id
            from mapped in link.Criteria
            join criterion in db.Criteria on mapped.CriterionId equals criterion.Id
            select criterion.Code).ToListAsync();
        return codes.OrderBy(c => "PKS".IndexOf(c[0], StringComparison.Ordinal)).ThenBy(c => c, StringComparer.Ordinal).ToList();
    });

    private static async Task SavedAsync(IPage page, int added) => await page.WaitForSelectorAsync($"[data-map-state]:text('已儲存：新增 {added} 項')");

    private static async Task<(float X, float Y)> MiddleAsync(IPage page, string code)
    {
        var box = (await page.Locator($"[data-code='{code}'] .map-text").BoundingBoxAsync())!;
        return (box.X + 20, box.Y + (box.Height / 2));
    }

    private static async Task NetworkAsync(ICDPSession network, bool isOffline, int bytesPerSecond) => await network.SendAsync(
        "Network.emulateNetworkConditions", new Dictionary<string, object>(StringComparer.Ordinal) { ["offline"] = isOffline, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = bytesPerSecond });

    private static byte[] BigText(int megabytes)
    {
        var text = new StringBuilder();
        for (var line = 0; text.Length < megabytes * 1024 * 1024 / 2; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $"第 {line:D8} 行：服務水準 {line % 101} %，平均處理時間 {line % 400} 秒。\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task<string> TemporaryAsync(string name, byte[] bytes)
    {
        var path = Path.Combine(Published.TemporaryFolder(), name);
        await File.WriteAllBytesAsync(path, bytes);
        return path;
    }
}
