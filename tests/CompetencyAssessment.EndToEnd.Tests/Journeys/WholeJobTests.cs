using System.Text;
using System.Text.RegularExpressions;
using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Web.Demo;
using CompetencyAssessment.Web.Demo.Files;
using Microsoft.Playwright;
using UglyToad.PdfPig;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>
/// The whole job as people do it: a new installation in Production, its first administrator by the operator's command, everybody else by
/// one-time links, and from upload to signed PDF through nothing but the pages.
/// </summary>
public sealed partial class WholeJobTests
{
    private const string Method = "M2";

    [Theory]
    [InlineData("zh-TW", true)]
    [InlineData("en", false)]
    public async Task Job_FromFirstAdministratorToCheckedPdf_Works(string culture, bool sentBack)
    {
        await using var app = await PublishedApp.InstallAsync();
        var link = (await app.RunAsync("create-admin", "ho", "何佩君")).Split('\n', StringSplitOptions.TrimEntries).Single(l => l.StartsWith('/'));
        await app.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var faults = new List<string>();
        var visitors = new List<Visitor>();
        try
        {
            foreach (var name in new[] { "administrator", "assessor", "candidate", "employer" })
            {
                visitors.Add(await Visitor.ArriveAsync(chromium, app.Address, name, culture, faults));
            }

            await DoAsync(culture, sentBack, link, visitors[0], visitors[1], visitors[2], visitors[3]);
            Assert.True(faults.Count == 0, string.Join('\n', faults));
        }
        catch
        {
            foreach (var visitor in visitors)
            {
                await visitor.KeepAsync($"job-{culture}");
            }

            throw;
        }
    }

    private static async Task DoAsync(string culture, bool sentBack, string link, Visitor administrator, Visitor assessor, Visitor candidate, Visitor employer)
    {
        // People: the first administrator, who makes the others; each sets the own password by a link handed over.
        var office = new OfficePages(administrator);
        await new AccountPages(administrator).BeginAsync(link, "ho", "office 山高水長 2026", look: true);
        var assessorLink = await office.AddPersonAsync("chang", "張書豪", "Chang Shu-Hao", null, "assessor");
        await administrator.LookAsync("one-time link");
        await office.QualifyAsync();
        var candidateLink = await office.AddPersonAsync("lin", "林雅筑", "Lin Ya-Chu", "C0001", "candidate");
        await new AccountPages(assessor).BeginAsync(assessorLink, "chang", "assessor 山高水長 2026");
        await new AccountPages(candidate).BeginAsync(candidateLink, "lin", "candidate 山高水長 2026");
        var id = await office.PlanAsync("林雅筑", culture == "en" ? "Chang Shu-Hao" : "張書豪");

        // Evidence: three files at once, one of them an executable under another name.
        var my = new MyPages(candidate, id);
        await my.AcknowledgeAsync();
        var rows = await my.UploadAsync(
            File("營運計畫書.pdf", "application/pdf", Plan(corrected: false)),
            File("績效分析.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [.. "MZ"u8, .. new byte[4000]]),
            File("人力試算表.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", DemoFiles.StaffingWorkbook(DemoCompany.Story)));
        Assert.Equal(2, rows["done"].Count());
        Assert.Contains("績效分析.xlsx", Assert.Single(rows["refused"]), StringComparison.Ordinal);
        await Assertions.Expect(candidate.Page.Locator(".evidence-list .evidence-title")).ToHaveCountAsync(2);
        await candidate.LookAsync("two files taken, one refused");
        for (var piece = 0; piece < 2; piece++)
        {
            await my.OpenPieceAsync(piece);
            var isPlan = (await candidate.Page.InnerTextAsync("#version-list")).Contains("營運計畫書.pdf", StringComparison.Ordinal);
            await my.DescribeAsync(isPlan ? "OperatingPlan" : "Workbook", isPlan ? [] : ["T3", "T5"]);
            await my.ReturnToAssessmentAsync();
        }

        await my.SubmitAsync();

        // Rating.
        var scoring = new ScoringPages(assessor, id);
        await scoring.StartAsync();
        var saved = await assessor.Page.GetAttributeAsync("[data-scoring]", "data-text-saved") ?? "";
        var codes = await scoring.CodesAsync();
        Assert.Equal(40, codes.Count);
        await scoring.CiteForAllAsync(Method);
        foreach (var code in codes)
        {
            // Some by the controls on the screen, the others by keys.
            if (sentBack && code == "P3.4")
            {
                await scoring.RateAsync(code, 1, Method, "18", "計畫以 320 秒推估，試算表為 295 秒，請更正並說明依據。", "performanceShort");
            }
            else if (code is "P1.1" or "P3.4" or "K01" or "S09")
            {
                await scoring.RateAsync(code, 2, Method, "18", "數據與推估一致。");
            }
            else
            {
                await scoring.GoToAsync(code);
                await scoring.RateByKeysAsync(code, 2, code[0] == 'P' ? null : "數據與推估一致。");
            }
        }

        await scoring.AcceptAllAsync();
        await scoring.JudgeRequirementsAsync(!sentBack, "計畫與試算表互相印證。");
        await scoring.SavedAsync(saved);
        Assert.Equal(40, await scoring.CompleteAsync());
        if (sentBack)
        {
            await SendBackAsync(candidate, assessor, my, scoring, id);
            await scoring.SavedAsync(saved);
        }

        // What the page said was saved is there.
        await assessor.Page.ReloadAsync();
        Assert.Equal(40, await scoring.CompleteAsync());
        await scoring.OpenSignAsync();
        await scoring.SignAsync("Competent", "推估與現場數據一致。", "持續追蹤放棄率。", "assessor 山高水長 2026");
        Assert.Equal(4, (await DocumentLinksAsync(assessor)).Count);

        // The result, for the candidate and for the centre.
        await candidate.GoAsync("/my");
        await candidate.LeaveAsync(() => candidate.Page.ClickAsync($"main a[href='/my/{id}'] >> nth=0"));
        var mine = await candidate.Page.InnerTextAsync("main");
        Assert.Contains(culture == "en" ? "Competent" : "合格", mine, StringComparison.Ordinal);
        var links = await DocumentLinksAsync(candidate);
        Assert.Equal(4, links.Count);
        var pdfs = new List<byte[]>();
        foreach (var address in links)
        {
            pdfs.Add(await candidate.DownloadAsync($"main a[href='{address}']"));
        }

        Assert.Equal(2, pdfs.Count(p => Reads(p, [.. codes, "林雅筑", "A-"])) + pdfs.Count(p => Reads(p, [.. codes, "Lin Ya-Chu", "A-"]) && !Reads(p, ["林雅筑"])));
        Assert.All(pdfs, p => Assert.True(p.Length < 400 * 1024));
        await administrator.OpenAsync($"/assessments/{id}");
        foreach (var (address, pdf) in links.Zip(pdfs))
        {
            Assert.Equal(pdf, await administrator.DownloadAsync($"main a[href='{address}']"));
        }

        // Somebody without an account checks what the candidate handed over, by the code that stands on it.
        var verify = new VerifyPages(employer);
        Assert.True(await verify.ByCodeAsync(CheckCode().Match(Text(pdfs[0])).Value));
        await employer.LookAsync("confirmed by code");
        Assert.True(await verify.ByFileAsync(pdfs[0]));
        var changed = pdfs[0].ToArray();
        changed[changed.Length / 2] ^= 1;
        Assert.False(await verify.ByFileAsync(changed));
    }

    /// <summary>One criterion goes back, is answered by a new version of the plan and rated again.</summary>
    private static async Task SendBackAsync(Visitor candidate, Visitor assessor, MyPages my, ScoringPages scoring, Guid id)
    {
        await assessor.LeaveAsync(() => assessor.Page.ClickAsync($"a[href='/scoring/{id}/return']"));
        Assert.Contains("320 秒", await assessor.Page.InputValueAsync("[name='Missing[P3.4]']"), StringComparison.Ordinal);
        await assessor.ConfirmAsync($"form[action='/scoring/{id}/return'] .btn-primary");

        await candidate.GoAsync("/my");
        await candidate.LeaveAsync(() => candidate.Page.ClickAsync($"main a[href='/my/{id}'] >> nth=0"));
        Assert.Contains("295 秒", await candidate.Page.InnerTextAsync("section[aria-labelledby=returned]"), StringComparison.Ordinal);
        await candidate.LookAsync("sent back");
        for (var piece = 0; piece < 2; piece++)
        {
            await my.OpenPieceAsync(piece);
            if ((await candidate.Page.InnerTextAsync("#version-list")).Contains("營運計畫書.pdf", StringComparison.Ordinal))
            {
                var rows = await my.UploadAsync(File("營運計畫書_第二版.pdf", "application/pdf", Plan(corrected: true)));
                Assert.Single(rows["done"]);
            }

            await my.ReturnToAssessmentAsync();
        }

        await my.AnswerAsync("第二版採用 295 秒，依據為近兩季實績。");
        await my.SubmitAsync();
        await scoring.StartAsync();
        Assert.Contains("近兩季實績", await assessor.Page.Locator("[data-criterion='P3.4'] .thread").TextContentAsync() ?? "", StringComparison.Ordinal);
        await scoring.RateAsync("P3.4", 2, Method, "19", "第二版採用 295 秒並說明依據。");
        await scoring.AcceptAllAsync();
        await scoring.JudgeRequirementsAsync(sufficient: true, "第二版已更正。");
    }

    private static async Task<IReadOnlyList<string>> DocumentLinksAsync(Visitor visitor) =>
        await visitor.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('main a[href^=\"/documents/\"]')].map(a => a.getAttribute('href')).filter(h => !h.includes('?'))");

    private static bool Reads(byte[] pdf, IReadOnlyList<string> words)
    {
        var text = Text(pdf);
        return words.All(w => text.Contains(w, StringComparison.Ordinal));
    }

    private static string Text(byte[] bytes)
    {
        using var pdf = PdfDocument.Open(bytes);
        return string.Join('\n', pdf.GetPages().Select(p => p.Text)).Normalize(NormalizationForm.FormKC);
    }

    private static FilePayload File(string name, string type, byte[] content) => new() { Name = name, MimeType = type, Buffer = content };

    private static byte[] Plan(bool corrected)
    {
        using var fonts = FontLibrary.Load();
        return PlanPdf.Draw(DemoPlan.Story(corrected), new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.FromHours(8)), fonts);
    }

    [GeneratedRegex("[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex CheckCode();
}
