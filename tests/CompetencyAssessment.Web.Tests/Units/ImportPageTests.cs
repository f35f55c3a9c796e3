using System.Net;
using System.Text;
using CompetencyAssessment.Web.Tests.Infrastructure;

namespace CompetencyAssessment.Web.Tests.Units;

/// <summary>The page on which units and schemes are imported.</summary>
public sealed class ImportPageTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Import_OfWhatIsNoJson_NamesThePlaceInThePagesLanguage()
    {
        var browser = await site.SignInAsync(await site.Data.AdministratorAsync());
        var form = (await browser.OpenAsync("/units/import")).Form("main form[method=post]");
        var file = form.Fields.Select(f => f.Name).First(n => n.EndsWith("Kind", StringComparison.Ordinal)).Replace("Kind", "File", StringComparison.Ordinal);

        var page = (await form.Attach(file, "unit.json", Encoding.UTF8.GetBytes("{\n  \"名稱\": 職能\n}")).PostAsync()).Is(HttpStatusCode.OK);

        Assert.Contains("第 2 行第 9 個字元處不合 JSON 語法", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("invalid", page.Main, StringComparison.OrdinalIgnoreCase);
    }
}
