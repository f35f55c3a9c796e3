using System.IO.Compression;
using System.Net;
using System.Text;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Uploads as the page's script sends them: in pieces, several at a time, broken off and gone on with.</summary>
public sealed class UploadTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("服務水準目標 80 %，放棄率 5 %，首次解決率 75 %。");
    private static readonly byte[] Docx = DemoFiles.ThirdPartyReport(DemoCompany.Story, "周雅婷", "營運處經理", new DateOnly(2026, 3, 2));

    [Fact]
    public async Task Upload_SomeFilesRefused_LeavesTheOthersToSucceed()
    {
        var assessment = await site.Data.GatheringAsync();
        var browser = await site.SignInAsync(assessment.Candidate);

        // All begin before any is sent, as when they are dropped together.
        var good = await BeginAsync(browser, assessment, "計畫.txt", Text.Length);
        Refused(await AnnounceAsync(browser, assessment, "空白.pdf", 0), "Empty", "「空白.pdf」是空白檔案");
        Refused(await AnnounceAsync(browser, assessment, "錄影.mp4", (100L * 1024 * 1024) + 1), "TooLarge", "超過 100 MB");
        Refused(await AnnounceAsync(browser, assessment, "工具.exe", 500), "Executable", "程式或指令碼");
        Refused(await AnnounceAsync(browser, assessment, "人力.xlsm", 500), "MacroEnabled", "含有巨集");
        var bad = new List<(string Name, byte[] Bytes, string Code, string Told, string Url)>();
        foreach (var (name, bytes, code, told) in new (string, byte[], string, string)[]
        {
            ("改名.pdf", [.. "MZ"u8, .. new byte[300]], "Executable", "程式或指令碼"),
            ("藏巨集.docx", WithMacro(Docx), "MacroEnabled", "含有巨集"),
            ("其實是文字.pdf", Text, "ContentMismatch", "檔案內容不是 PDF 格式"),
            ("其實是簡報.xlsx", Docx, "ContentMismatch", "檔案內容不是 XLSX 格式"),
        })
        {
            bad.Add((name, bytes, code, told, await BeginAsync(browser, assessment, name, bytes.Length)));
        }

        var report = await BeginAsync(browser, assessment, "報告.docx", Docx.Length);
        foreach (var (name, bytes, code, told, url) in bad)
        {
            await SendAsync(browser, url, bytes, 0);
            Refused(await browser.PostJsonAsync($"{url}/complete", null), code, told, name);
            (await browser.SendAsync(HttpMethod.Head, url, asScript: true)).Is(HttpStatusCode.NotFound);
        }

        await SendAsync(browser, report, Docx, 0);
        await SendAsync(browser, good, Text, 0);
        (await browser.PostJsonAsync($"{report}/complete", null)).Is(HttpStatusCode.OK);
        (await browser.PostJsonAsync($"{good}/complete", null)).Is(HttpStatusCode.OK);

        Assert.Equal(["報告.docx", "計畫.txt"], await NamesAsync(assessment));
        Assert.Equal(0, await site.QueryAsync(db => db.UploadSessions.CountAsync(s => s.AssessmentId == assessment.Id && s.EvidenceVersionId == null)));
        var page = await browser.OpenAsync($"/my/{assessment.Id}");
        Assert.Contains("EV-01", page.Main, StringComparison.Ordinal);
        Assert.Contains("EV-02", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("EV-03", page.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_MoreThanWasAnnounced_IsRefused()
    {
        var assessment = await site.Data.GatheringAsync();
        var browser = await site.SignInAsync(assessment.Candidate);
        var url = await BeginAsync(browser, assessment, "計畫.txt", 10);

        (await browser.SendBytesAsync(HttpMethod.Patch, url, Text, ("Upload-Offset", "0"))).Is(HttpStatusCode.RequestEntityTooLarge);

        (await browser.PostJsonAsync($"{url}/complete", null)).Is(HttpStatusCode.Conflict);
        Assert.Empty(await NamesAsync(assessment));
    }

    [Fact]
    public async Task Upload_BrokenOff_GoesOnWhereItStopped()
    {
        var assessment = await site.Data.GatheringAsync();
        var browser = await site.SignInAsync(assessment.Candidate);
        var request = Guid.NewGuid();
        var url = await BeginAsync(browser, assessment, "計畫.txt", Text.Length, request);
        await SendAsync(browser, url, Text[..10], 0);

        // Another day's browser announces the same file again and asks how far it got.
        browser = await site.SignInAsync(assessment.Candidate);
        var again = (await AnnounceAsync(browser, assessment, "計畫.txt", Text.Length, request)).Is(HttpStatusCode.Created).Json;
        Assert.Equal((url, 10), (again.GetProperty("url").GetString(), again.GetProperty("offset").GetInt32()));
        Assert.Equal("10", (await browser.SendAsync(HttpMethod.Head, url, asScript: true)).Is(HttpStatusCode.NoContent).Headers["Upload-Offset"]);

        // A piece that does not continue, and a completion too early, are told where it stands.
        var late = (await browser.SendBytesAsync(HttpMethod.Patch, url, Text[..10], ("Upload-Offset", "0"))).Is(HttpStatusCode.Conflict);
        Assert.Equal("10", late.Headers["Upload-Offset"]);
        (await browser.SendBytesAsync(HttpMethod.Patch, url, Text[20..], ("Upload-Offset", "20"))).Is(HttpStatusCode.Conflict);
        (await browser.SendBytesAsync(HttpMethod.Patch, url, Text[10..])).Is(HttpStatusCode.BadRequest);
        Assert.Equal("10", (await browser.PostJsonAsync($"{url}/complete", null)).Is(HttpStatusCode.Conflict).Headers["Upload-Offset"]);

        await SendAsync(browser, url, Text[10..], 10);
        var first = (await browser.PostJsonAsync($"{url}/complete", null)).Is(HttpStatusCode.OK);
        var second = (await browser.PostJsonAsync($"{url}/complete", null)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(["計畫.txt"], await NamesAsync(assessment));
        var file = await browser.SendAsync(HttpMethod.Get, $"/files/{first.Json.GetProperty("versionId").GetGuid()}/download");
        Assert.Equal(Text, file.Is(HttpStatusCode.OK).Bytes);
    }

    [Fact]
    public async Task Upload_LeftForADay_IsGone()
    {
        await using var later = new TestSite();
        var assessment = await later.Data.GatheringAsync();
        var browser = await later.SignInAsync(assessment.Candidate);
        var url = await BeginAsync(browser, assessment, "計畫.txt", Text.Length);
        await SendAsync(browser, url, Text[..10], 0);

        later.Clock.Advance(TimeSpan.FromHours(25));

        browser = await later.SignInAsync(assessment.Candidate);
        (await browser.SendAsync(HttpMethod.Head, url, asScript: true)).Is(HttpStatusCode.NotFound);
        (await browser.SendBytesAsync(HttpMethod.Patch, url, Text[10..], ("Upload-Offset", "10"))).Is(HttpStatusCode.NotFound);
        (await browser.PostJsonAsync($"{url}/complete", null)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Upload_GivenUp_LeavesNothing()
    {
        var assessment = await site.Data.GatheringAsync();
        var browser = await site.SignInAsync(assessment.Candidate);
        var url = await BeginAsync(browser, assessment, "計畫.txt", Text.Length);
        await SendAsync(browser, url, Text, 0);

        (await browser.SendJsonAsync(HttpMethod.Delete, url, null)).Is(HttpStatusCode.NoContent);

        (await browser.PostJsonAsync($"{url}/complete", null)).Is(HttpStatusCode.NotFound);
        (await browser.SendJsonAsync(HttpMethod.Delete, url, null)).Is(HttpStatusCode.NoContent);
        Assert.Empty(await NamesAsync(assessment));
    }

    [Fact]
    public async Task Upload_OfAnotherCandidate_IsNotThere()
    {
        var assessment = await site.Data.GatheringAsync();
        var browser = await site.SignInAsync(assessment.Candidate);
        var url = await BeginAsync(browser, assessment, "計畫.txt", Text.Length);
        await SendAsync(browser, url, Text[..10], 0);
        foreach (var stranger in new[] { await site.SignInAsync(await site.Data.CandidateAsync()), await site.SignInAsync(assessment.Assessor), await site.SignInAsync(await site.Data.AdministratorAsync()) })
        {
            (await stranger.SendAsync(HttpMethod.Head, url, asScript: true)).Is(HttpStatusCode.NotFound);
            (await stranger.SendBytesAsync(HttpMethod.Patch, url, Text[10..], ("Upload-Offset", "10"))).Is(HttpStatusCode.NotFound);
            (await stranger.PostJsonAsync($"{url}/complete", null)).Is(HttpStatusCode.NotFound);
            Assert.InRange((int)(await stranger.SendJsonAsync(HttpMethod.Delete, url, null)).Status, 204, 404);
        }

        Assert.Equal("10", (await browser.SendAsync(HttpMethod.Head, url, asScript: true)).Is(HttpStatusCode.NoContent).Headers["Upload-Offset"]);
    }

    [Fact]
    public async Task Upload_AfterSubmission_IsRefused()
    {
        var assessment = await site.Data.GatheringAsync();
        await site.Data.AddEvidenceAsync(assessment);
        var browser = await site.SignInAsync(assessment.Candidate);
        var url = await BeginAsync(browser, assessment, "遲到.txt", Text.Length);
        await SendAsync(browser, url, Text, 0);
        await site.Data.SubmitAsync(assessment);

        (await browser.PostJsonAsync($"{url}/complete", null)).Is(HttpStatusCode.Conflict);
        (await AnnounceAsync(browser, assessment, "更遲.txt", Text.Length)).Is(HttpStatusCode.Conflict);

        Assert.Single(await NamesAsync(assessment));
    }

    private static Task<Page> AnnounceAsync(Browser browser, TestAssessment assessment, string name, long size, Guid? request = null) =>
        browser.PostJsonAsync($"/my/{assessment.Id}/uploads", new { fileName = name, size, requestId = request ?? Guid.NewGuid() });

    private static async Task<string> BeginAsync(Browser browser, TestAssessment assessment, string name, long size, Guid? request = null) =>
        (await AnnounceAsync(browser, assessment, name, size, request)).Is(HttpStatusCode.Created).Json.GetProperty("url").GetString()!;

    private static async Task SendAsync(Browser browser, string url, byte[] bytes, int offset) =>
        (await browser.SendBytesAsync(HttpMethod.Patch, url, bytes, ("Upload-Offset", $"{offset}"))).Is(HttpStatusCode.NoContent);

    private static void Refused(Page answer, string code, params string[] told)
    {
        answer.Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(code, answer.Json.GetProperty("code").GetString());
        Assert.All(told, t => Assert.Contains(t, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal));
    }

    private static byte[] WithMacro(byte[] docx)
    {
        using var stream = new MemoryStream();
        stream.Write(docx);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var macro = archive.CreateEntry("word/vbaProject.bin").Open();
            macro.Write("x"u8);
        }

        return stream.ToArray();
    }

    /// <summary>Names of the files that became evidence.</summary>
    private Task<List<string>> NamesAsync(TestAssessment assessment) => site.QueryAsync(db =>
        (from link in db.AssessmentEvidence join version in db.EvidenceVersions on link.EvidenceItemId equals version.EvidenceItemId where link.AssessmentId == assessment.Id orderby version.FileName select version.FileName).ToListAsync());
}
