using System.Text;
using System.Text.RegularExpressions;
using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
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
    [InlineData("zh-TW")]
    [InlineData("en")]
    public async Task Job_FromFirstAdministratorToCheckedPdf_Works(string culture)
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

            await DoAsync(culture, link, visitors[0], visitors[1], visitors[2], visitors[3]);
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

    private static async Task DoAsync(string culture, string link, Visitor administrator, Visitor assessor, Visitor candidate, Visitor employer)
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
            HandedIn.Plan(),
            HandedIn.Sheet("績效分析.xlsx", [.. "MZ"u8, .. new byte[4000]]),
            HandedIn.Workbook);
        Assert.Equal(2, rows["done"].Count());
        Assert.Contains("績效分析.xlsx", Assert.Single(rows["refused"]), StringComparison.Ordinal);
        await Assertions.Expect(candidate.Page.Locator(".evidence-list .evidence-title")).ToHaveCountAsync(2);
        await candidate.LookAsync("two files taken, one refused");
        await my.DescribeAsync("營運計畫書", "OperatingPlan");
        await my.DescribeAsync("人力試算表", "Workbook", "T3", "T5");
        await my.SubmitAsync();

        // Rating.
        var scoring = new ScoringPages(assessor, id);
        await scoring.StartAsync();
        var codes = await scoring.CodesAsync();
        Assert.Equal(40, codes.Count);
        await scoring.CiteForAllAsync(Method);
        foreach (var code in codes)
        {
            // Some by the controls on the screen, the others by keys.
            if (code is "P1.1" or "P3.4" or "K01" or "S09")
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
        await scoring.JudgeRequirementsAsync(sufficient: true, "計畫與試算表互相印證。");
        await scoring.SavedAsync();
        Assert.Equal(40, await scoring.CompleteAsync());

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

    [GeneratedRegex("[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex CheckCode();
}
