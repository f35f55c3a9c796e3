using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Tests.Infrastructure;
using CompetencyAssessment.Web.Tests.Localization;

namespace CompetencyAssessment.Web.Tests.Help;

/// <summary>The manuals: who is led where, both languages alike, every picture and every link to a chapter there.</summary>
public sealed partial class HelpTests(TestSite site) : IClassFixture<TestSite>
{
    private const int LargestPicture = 60 * 1024;

    private static readonly string[] Cultures = ["zh-TW", "en"];

    private static string Pictures => Path.Combine(Repository.Web, "wwwroot", "img", "help");

    [Theory]
    [InlineData(Roles.Candidate, "/help/candidate")]
    [InlineData(Roles.Assessor, "/help/assessor")]
    [InlineData(Roles.Verifier, "/help/verifier")]
    [InlineData(Roles.Administrator, "/help/administrator")]
    [InlineData(Roles.QualityLead, "/help/qualitylead")]
    public async Task Help_WithOneRole_LeadsToItsPage(string role, string address)
    {
        var browser = await site.SignInAsync(await site.Data.UserAsync("一人", role));

        Assert.Equal(address, (await browser.SendAsync(HttpMethod.Get, "/help")).Is(HttpStatusCode.Found).Location);
        var page = await browser.OpenAsync(address);
        Assert.NotNull(page.Document.QuerySelector(".bar a[href='/help']"));
        Assert.NotNull(page.Document.QuerySelector(".foot a[href='/help']"));
    }

    [Fact]
    public async Task Help_WithTwoRoles_OffersBothFirst()
    {
        var browser = await site.SignInAsync(await site.Data.UserAsync("二人", Roles.Candidate, Roles.Assessor));

        var page = await browser.OpenAsync("/help");

        Assert.Equal(["/help/candidate", "/help/assessor", "/help/verifier", "/help/administrator", "/help/qualitylead"], page.Document.QuerySelectorAll("main h2 a").Select(a => a.GetAttribute("href")));
        Assert.Equal(2, page.Document.QuerySelectorAll("main h2 .state-badge").Length);
        Assert.NotNull((await browser.OpenAsync("/help/candidate")).Document.QuerySelector(".help-toc a[href='/help/assessor'] .soft"));
    }

    [Fact]
    public async Task Pages_InBothLanguages_AreAlike()
    {
        var browser = await site.SignInAsync(await site.Data.CandidateAsync());
        foreach (var role in Roles.All)
        {
            var chinese = await OpenAsync(browser, role, "zh-TW");
            var english = await OpenAsync(browser, role, "en");

            Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", english.Main);
            Assert.Equal(Chapters(chinese), Chapters(english));
            foreach (var kind in new[] { ".steps > li", "tbody tr", "dt", "kbd", ".help-picture img", ".notice" })
            {
                Assert.True(Count(chinese, kind) == Count(english, kind), $"{role}: {kind} stands {Count(chinese, kind)} times in Chinese and {Count(english, kind)} times in English.");
            }

            Assert.All(new[] { chinese, english }, page => Assert.Equal(Chapters(page), page.Document.QuerySelectorAll(".help-toc ol a").Select(a => a.GetAttribute("href")![1..])));
        }

        static int Count(Page page, string selector) => page.Document.QuerySelectorAll(".help-text " + selector).Length;
    }

    [Fact]
    public async Task Pictures_AndPages_NameEachOther()
    {
        var browser = await site.SignInAsync(await site.Data.CandidateAsync());
        foreach (var culture in Cultures)
        {
            var images = new List<IElement>();
            foreach (var role in Roles.All)
            {
                images.AddRange((await OpenAsync(browser, role, culture)).Document.QuerySelectorAll(".help-picture img"));
            }

            Assert.All(images, i => Assert.True(i.GetAttribute("alt")!.Length > 10 && i.GetAttribute("loading") == "lazy" && int.Parse(i.GetAttribute("width")!, System.Globalization.CultureInfo.InvariantCulture) > 300 && i.HasAttribute("height"), i.OuterHtml));
            Assert.Equal(
                Directory.EnumerateFiles(Path.Combine(Pictures, culture)).Select(f => $"/img/help/{culture}/{Path.GetFileName(f)}").Order(StringComparer.Ordinal),
                images.Select(i => i.GetAttribute("src")!).Order(StringComparer.Ordinal));
        }

        Faults.None(Directory.EnumerateFiles(Pictures, "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length > LargestPicture).Select(f => $"{f} has {new FileInfo(f).Length} bytes; make it with eng/help-pictures."));
    }

    [Fact]
    public async Task Links_FromPages_LeadToAChapter()
    {
        var browser = await site.SignInAsync(await site.Data.CandidateAsync());
        var chapters = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var role in Roles.All)
        {
            chapters[role.ToLowerInvariant()] = Chapters(await OpenAsync(browser, role, "zh-TW"));
        }

        var links = SourceTexts.Files.SelectMany(f => Link().Matches(f.Value).Select(m => (File: f.Key, Role: m.Groups[1].Value, Chapter: m.Groups[2].Value))).ToList();
        links.AddRange(Enum.GetValues<AssessmentState>().Select(s => ("CandidateTexts", "candidate", CandidateTexts.HelpOn(s))));
        Assert.True(links.Count > 20);
        Faults.None(links.Where(l => !chapters[l.Role].Contains(l.Chapter)).Select(l => $"{l.File}: {l.Role} has no chapter {l.Chapter}"));
    }

    [Fact]
    public async Task Screens_OfEachRole_LeadToTheirChapter()
    {
        var assessment = await site.Data.AssessingAsync();
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var candidate = await site.SignInAsync(assessment.Candidate);
        var assessor = await site.SignInAsync(assessment.Assessor);
        foreach (var (browser, address, help) in new[]
        {
            (candidate, "/dashboard", "/help"),
            (candidate, "/my", "/help/candidate#course"),
            (candidate, $"/my/{assessment.Id}", "/help/candidate#waiting"),
            (assessor, "/scoring", "/help/assessor#course"),
            (assessor, $"/scoring/{assessment.Id}", "/help/assessor#workspace"),
            (assessor, $"/scoring/{assessment.Id}/return", "/help/assessor#return"),
            (assessor, $"/scoring/{assessment.Id}/sign", "/help/assessor#sign"),
            (office, "/assessments/new", "/help/administrator#plan"),
            (office, $"/assessments/{assessment.Id}", "/help/administrator#watch"),
            (office, "/people", "/help/administrator#people"),
            (office, "/centre", "/help/administrator#centre"),
        })
        {
            Assert.Equal(help, (await browser.OpenAsync(address)).Document.QuerySelector("main .page-help")?.GetAttribute("href"));
        }
    }

    [Fact]
    public async Task Notes_OfTheUnit_AreAtHandWhereItIsMappedAndRated()
    {
        var gathering = await site.Data.GatheringAsync();
        var piece = await site.Data.AddEvidenceAsync(gathering);
        var assessing = await site.Data.AssessingAsync();
        var candidate = await site.SignInAsync(gathering.Candidate);
        var map = await candidate.OpenAsync($"/my/{gathering.Id}");
        var item = await candidate.OpenAsync($"/my/{gathering.Id}/evidence/{piece.ItemId}");
        var workspace = await (await site.SignInAsync(assessing.Assessor)).OpenAsync($"/scoring/{assessing.Id}");

        foreach (var (page, place) in new[] { (map, "#map-{0}"), (item, ".form-check:has(#c-{0})"), (workspace, "#{0}") })
        {
            foreach (var (code, words) in new[] { ("P1.1", "最佳實務：如營運模式和結構"), ("P2.3", "利害關係人：如事業單位員工"), ("P3.7", "風險：如財產或設備損壞"), ("P3.4", "釐清"), ("K05", "註1 之範圍亦適用於 K05"), ("E1", "所指相同") })
            {
                var notes = page.Document.QuerySelectorAll(string.Format(System.Globalization.CultureInfo.InvariantCulture, place, code.Replace(".", "\\.", StringComparison.Ordinal)) + " details[data-note-here]");
                Assert.True(notes.Any(n => n.TextContent.Contains(words, StringComparison.Ordinal)), $"{page.Path}: {code} has no {words}");
            }

            // A note brings its own errata along.
            Assert.Contains(page.Document.QuerySelectorAll("details[data-note-here]"), n => n.TextContent.Contains("利害關係人：如", StringComparison.Ordinal) && n.TextContent.Contains("註2 右括號錯置", StringComparison.Ordinal));
        }

        Assert.Equal("N1", workspace.Document.QuerySelector("#P1\\.1 .note-here a")?.GetAttribute("href")?.Split('#')[1]);
    }

    private static async Task<Page> OpenAsync(Browser browser, string role, string culture)
    {
        var address = $"/help/{role.ToLowerInvariant()}";
        var page = await browser.OpenAsync(address);
        if (page.Document.DocumentElement.GetAttribute("lang") != culture)
        {
            page = await (await page.Form("/preferences/language").PostAsync("culture", culture)).FollowAsync();
        }

        Assert.Equal((address, culture), (page.Path, page.Document.DocumentElement.GetAttribute("lang")));
        return page;
    }

    private static List<string> Chapters(Page page) => [.. page.Document.QuerySelectorAll(".help-text > section > h2").Select(h => h.Id!)];

    [GeneratedRegex("""(?:help="|/help/)(candidate|assessor|administrator)#([a-z-]+)""")]
    private static partial Regex Link();
}
