using System.Net;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>The public page, for somebody with a document in hand and no account.</summary>
public sealed class VerifyTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Code_AsPrintedOrTyped_TellsWhatTheDocumentSays()
    {
        var (assessment, issue) = await IssuedAsync();
        var code = issue.CheckCode!;
        foreach (var typed in new[] { code, code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal), " " + code.Replace("-", " ", StringComparison.Ordinal) + " " })
        {
            var page = await site.Browser().OpenAsync($"/verify?code={Uri.EscapeDataString(typed)}");
            Assert.Contains("此查驗碼屬於已核發的文件", page.Main, StringComparison.Ordinal);
            Assert.Contains(issue.Number!, page.Main, StringComparison.Ordinal);
            Assert.Contains("BGM6R0925v2", page.Main, StringComparison.Ordinal);
            Assert.Contains("有效", page.Main, StringComparison.Ordinal);
            Assert.Contains("林○", page.Main, StringComparison.Ordinal);
            Assert.DoesNotContain(assessment.Candidate.Name, page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(assessment.Assessor.Name, page.Text, StringComparison.Ordinal);
            Assert.Equal("noindex", page.Headers["X-Robots-Tag"]);
            Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Code_Unknown_AlwaysGetsTheSameAnswer()
    {
        var (_, issue) = await IssuedAsync();
        var changed = issue.CheckCode![..^1] + (issue.CheckCode[^1] == 'A' ? 'B' : 'A');
        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var typed in new[] { changed, issue.Number!, "AAAA-BBBB-CCCC-DDDD", "' or 1=1 --", "\ud800", new string('A', 500) })
        {
            var page = await site.Browser().OpenAsync($"/verify?code={Uri.EscapeDataString(typed)}");
            Assert.DoesNotContain("林○", page.Main, StringComparison.Ordinal);
            answers.Add(page.Main);
        }

        Assert.Contains("查無此查驗碼的文件", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_AsIssued_IsConfirmedInEachKindAndLanguage()
    {
        var (assessment, issue) = await IssuedAsync();
        foreach (var document in issue.Documents)
        {
            var page = await CheckAsync(await BytesAsync(assessment, document.Id));

            Assert.Contains("逐位元組相同", page.Main, StringComparison.Ordinal);
            Assert.Contains(issue.Number!, page.Main, StringComparison.Ordinal);
            Assert.Contains(document.Kind == DocumentKind.Statement ? "評量結果書" : "職能評量紀錄", page.Main, StringComparison.Ordinal);
            Assert.DoesNotContain(assessment.Candidate.Name, page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task File_ChangedOrUnknown_IsNotConfirmed()
    {
        var (assessment, issue) = await IssuedAsync();
        var pdf = await BytesAsync(assessment, issue.Documents[0].Id);
        var oneByte = pdf.ToArray();
        oneByte[pdf.Length / 2] ^= 1;
        foreach (var file in new[] { oneByte, [.. pdf, (byte)'\n'], pdf[..^1], "%PDF-1.7 something else"u8.ToArray() })
        {
            var page = await CheckAsync(file);
            Assert.Contains("此檔案無法在此確認", page.Main, StringComparison.Ordinal);
            Assert.DoesNotContain(issue.Number!, page.Main, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task File_MissingEmptyOrTooLarge_IsAskedForAgain()
    {
        var none = (await (await site.Browser().OpenAsync("/verify")).Form("form[method=post][action='/verify']").PostAsync()).Is(HttpStatusCode.OK);
        var empty = await CheckAsync([]);
        var large = await CheckAsync(new byte[(10 * 1024 * 1024) + 1]);

        Assert.Contains("請選擇要查驗的 PDF 檔案", none.Main, StringComparison.Ordinal);
        Assert.Contains("請選擇要查驗的 PDF 檔案", empty.Main, StringComparison.Ordinal);
        Assert.Contains("並非本中心的文件", large.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_Checked_IsNotKept()
    {
        var before = (await site.QueryAsync(db => db.StoredFiles.CountAsync()), Directory.GetFiles(site.Folder, "*", SearchOption.AllDirectories).Length);

        await CheckAsync("%PDF-1.7 not to be kept"u8.ToArray());

        Assert.Equal(before, (await site.QueryAsync(db => db.StoredFiles.CountAsync()), Directory.GetFiles(site.Folder, "*", SearchOption.AllDirectories).Length));
    }

    private async Task<(TestAssessment Assessment, RecordIssue Issue)> IssuedAsync()
    {
        var assessment = await site.Data.FinalisedAsync(await site.Data.CandidateAsync("林雅筑"));
        return (assessment, await site.QueryAsync(db => db.RecordIssues.AsNoTracking().Include(i => i.Documents).SingleAsync(i => i.AssessmentId == assessment.Id)));
    }

    private async Task<byte[]> BytesAsync(TestAssessment assessment, Guid document) =>
        (await (await site.SignInAsync(assessment.Candidate)).SendAsync(HttpMethod.Get, $"/documents/{document}")).Is(HttpStatusCode.OK).Bytes;

    private async Task<Page> CheckAsync(byte[] file) =>
        (await (await site.Browser().OpenAsync("/verify")).Form("form[method=post][action='/verify']").Attach("Form.File", "文件.pdf", file).PostAsync()).Is(HttpStatusCode.OK);
}
