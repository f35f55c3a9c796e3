using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.EndToEnd.Tests;

/// <summary>What the application acknowledged survives SIGKILL.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task Kill_AmidRatingsAndUploads_LosesNothingAcknowledged()
    {
        await using var app = await PublishedApp.InstallAsync();
        await using var seed = new Seed(app.Data);
        var assessor = await seed.MemberAsync("chang", "張書豪", "Chang Shu-Hao", "zh-TW", Roles.Assessor);
        var rated = await seed.MemberAsync("wang", "王小明", "Wang Hsiao-Ming", "zh-TW", Roles.Candidate);
        var uploading = await seed.MemberAsync("lin", "林雅筑", "Lin Ya-Chu", "zh-TW", Roles.Candidate);
        var assessing = await seed.AssessingAsync(rated, assessor);
        var gathering = await seed.GatheringAsync(uploading, assessor);
        var codes = await seed.CodesAsync(assessing);
        await app.StartAsync();
        using var scoring = await HttpSession.SignInAsync(app.Address, assessor.UserName);
        using var bringing = await HttpSession.SignInAsync(app.Address, uploading.UserName);

        // Acknowledged values, and those that were under way when the process died.
        var levels = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var levelsUnderWay = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var files = new ConcurrentDictionary<Guid, string>();
        var sent = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        for (var round = 1; round <= 2; round++)
        {
            var ratings = RateAsync(scoring, assessing, codes, levels, levelsUnderWay);
            var uploads = UploadAsync(bringing, gathering, files, sent);
            var goal = (Ratings: levels.Count + 15, Files: files.Count + 4);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            while ((levels.Count < Math.Min(goal.Ratings, codes.Count) || files.Count < goal.Files) && !ratings.IsCompleted && !uploads.IsCompleted && watch.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(7 * round);
            }

            await app.KillAsync();
            await Task.WhenAll(ratings, uploads);
            Assert.True(files.Count >= goal.Files, $"{files.Count} files were acknowledged.\n{app.Output}");
            Assert.True(levels.Count >= Math.Min(goal.Ratings, codes.Count), $"{levels.Count} ratings were acknowledged.\n{app.Output}");

            await app.StartAsync();
            Assert.Equal(HttpStatusCode.OK, (await scoring.GetAsync($"/scoring/{assessing}")).StatusCode);
            await AssertRatingsAsync(seed, assessing, levels, levelsUnderWay);
            await AssertFilesAsync(seed, app, bringing, files, sent);
        }
    }

    /// <summary>Rates one criterion after the other, upwards and round again, until the connection breaks.</summary>
    private static async Task RateAsync(HttpSession session, Guid assessment, IReadOnlyList<string> codes, ConcurrentDictionary<string, int> saved, ConcurrentDictionary<string, int> underWay)
    {
        for (var i = 0; ; i++)
        {
            var code = codes[i % codes.Count];
            var from = saved.TryGetValue(code, out var level) ? level : (int?)null;

            // What broke off last time may have been committed, without an answer.
            if (underWay.TryRemove(code, out var perhaps) && perhaps != from)
            {
                continue;
            }

            var to = ((from ?? 3) + 1) % 4;
            underWay[code] = to;
            try
            {
                using var answer = await session.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment}/ratings/{code}", new { requestId = Guid.NewGuid(), changes = new { level = new { from, to } } });
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
            catch (HttpRequestException)
            {
                return;
            }

            saved[code] = to;
            underWay.TryRemove(code, out _);
        }
    }

    /// <summary>Uploads one file after the other, each in two pieces, until the connection breaks.</summary>
    private static async Task UploadAsync(HttpSession session, Guid assessment, ConcurrentDictionary<Guid, string> saved, ConcurrentDictionary<string, byte> sent)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"第 {i} 份檔案 {Guid.NewGuid()}：服務水準目標 80 %。\n", 6000)));
                var hash = Convert.ToHexString(SHA256.HashData(bytes));
                sent[hash] = 0;
                using var begun = await session.SendJsonAsync(HttpMethod.Post, $"/my/{assessment}/uploads", new { fileName = $"檔案 {i}.txt", size = bytes.Length, requestId = Guid.NewGuid() });
                Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
                var url = (await JsonAsync(begun)).GetProperty("url").GetString()!;
                var half = bytes.Length / 2;
                foreach (var (offset, piece) in new[] { (0, bytes[..half]), (half, bytes[half..]) })
                {
                    using var content = new ByteArrayContent(piece);
                    content.Headers.ContentType = new("application/octet-stream");
                    using var taken = await session.SendAsync(HttpMethod.Patch, url, content, ("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)));
                    Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
                }

                using var done = await session.SendAsync(HttpMethod.Post, url + "/complete", null);
                Assert.Equal(HttpStatusCode.OK, done.StatusCode);
                saved[(await JsonAsync(done)).GetProperty("versionId").GetGuid()] = hash;
            }
        }
        catch (HttpRequestException)
        {
            // The application is gone.
        }
    }

    private static async Task AssertRatingsAsync(Seed seed, Guid assessment, ConcurrentDictionary<string, int> saved, ConcurrentDictionary<string, int> underWay)
    {
        var stored = await seed.QueryAsync(db =>
            (from rating in db.Ratings.AsNoTracking() join criterion in db.Criteria on rating.CriterionId equals criterion.Id where rating.AssessmentId == assessment select new { criterion.Code, rating.Level })
            .ToDictionaryAsync(r => r.Code, r => r.Level));
        foreach (var (code, level) in saved)
        {
            Assert.True(stored[code] == level || (underWay.TryGetValue(code, out var perhaps) && stored[code] == perhaps), $"{code} was saved as {level} and stands at {stored[code]}.");
        }

        // What was committed without an answer is what stands there now.
        foreach (var code in underWay.Keys)
        {
            underWay.TryRemove(code, out _);
            if (stored[code] is { } level)
            {
                saved[code] = level;
            }
        }
    }

    private static async Task AssertFilesAsync(Seed seed, PublishedApp app, HttpSession owner, ConcurrentDictionary<Guid, string> saved, ConcurrentDictionary<string, byte> sent)
    {
        foreach (var (version, hash) in saved)
        {
            using var answer = await owner.GetAsync($"/files/{version}/download");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(await answer.Content.ReadAsByteArrayAsync())));
        }

        // Whatever stands in the store under its final name is whole: known to the database, or complete and not yet known.
        var known = await seed.QueryAsync(db => db.StoredFiles.AsNoTracking().ToDictionaryAsync(f => f.Key, f => Convert.ToHexString(f.Sha256)));
        var store = Path.Combine(app.Data, "files");
        foreach (var path in Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories).Where(p => !p.Contains(".incoming", StringComparison.Ordinal)))
        {
            var key = Path.GetRelativePath(store, path).Replace(Path.DirectorySeparatorChar, '/');
            var hash = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path)));
            Assert.True(known.TryGetValue(key, out var expected) ? expected == hash : sent.ContainsKey(hash), $"{key} is half-written.");
        }

        Assert.All(known.Keys, key => Assert.True(File.Exists(Path.Combine(store, key)), $"{key} is gone."));
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
}
