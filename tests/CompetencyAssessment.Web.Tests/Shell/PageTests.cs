using System.Net;
using CompetencyAssessment.Web.Tests.Infrastructure;

namespace CompetencyAssessment.Web.Tests.Shell;

/// <summary>What every page and answer has in common.</summary>
public sealed class PageTests(TestSite site) : IClassFixture<TestSite>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/no-such-page")]
    [InlineData("/css/site.css")]
    [InlineData("/health/live")]
    public async Task Headers_OnEveryAnswer_AreStrict(string path)
    {
        var page = await site.Browser().SendAsync(HttpMethod.Get, path);

        var policy = page.Headers["Content-Security-Policy"];
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
        Assert.Equal("same-origin", page.Headers["Referrer-Policy"]);
        Assert.NotEmpty(page.Headers["X-Correlation-Id"]);
        Assert.False(page.Headers.ContainsKey("Server"));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_WithDatabase_IsHealthy(string path)
    {
        var page = await site.Browser().OpenAsync(path);

        Assert.Equal("Healthy", page.Text);
    }

    [Fact]
    public async Task Cookies_OnHttps_AreSecureAndHidden()
    {
        var cookies = (await site.Browser(https: true).SendAsync(HttpMethod.Get, "/")).Headers["Set-Cookie"].ToLowerInvariant().Split('\n');

        Assert.All(cookies, c => Assert.Contains("; secure", c, StringComparison.Ordinal));
        Assert.All(cookies, c => Assert.Contains("; httponly", c, StringComparison.Ordinal));
        Assert.All(cookies, c => Assert.Contains("; samesite=", c, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cookies_OnHttp_AreSentAtAll()
    {
        var cookies = (await site.Browser().SendAsync(HttpMethod.Get, "/")).Headers["Set-Cookie"].ToLowerInvariant();

        Assert.DoesNotContain("; secure", cookies, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookies, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Culture_ByDefaultAndOnChoice_IsChineseThenEnglish()
    {
        var browser = site.Browser();
        var page = await browser.OpenAsync("/");
        Assert.Equal("zh-TW", page.Document.DocumentElement.GetAttribute("lang"));

        await (await page.Form("/preferences/language").PostAsync("culture", "en")).FollowAsync();
        page = await browser.OpenAsync("/");
        Assert.Equal("en", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", page.Main);
    }

    [Fact]
    public async Task Culture_ChangedOnAFormThatCameBack_LeadsToItsPage()
    {
        var browser = await site.SignInAsync(await site.Data.AdministratorAsync());
        var faulty = (await (await browser.OpenAsync("/people/new")).Form("/people/new").PostAsync()).Is(HttpStatusCode.OK);
        Assert.NotNull(faulty.Document.QuerySelector(".error-summary"));
        Assert.Equal("/people/new", (await (await faulty.Form("/preferences/language").PostAsync("culture", "en")).FollowAsync()).Path);

        // An address that takes posts only stands under the page that has its form.
        var seal = (await browser.PostFieldsAsync("/centre/seal")).Is(HttpStatusCode.OK);
        Assert.Equal("/centre", (await (await seal.Form("/preferences/language").PostAsync("culture", "zh-TW")).FollowAsync()).Path);
    }

    [Fact]
    public async Task Missing_AsPage_IsLocalisedWithReference()
    {
        var browser = await site.SignInAsync(await site.Data.CandidateAsync());
        var page = (await browser.GetAsync("/no-such-page")).Is(HttpStatusCode.NotFound);

        Assert.Contains("找不到", page.Main, StringComparison.Ordinal);
        Assert.Contains(page.Headers["X-Correlation-Id"], page.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_AsScript_IsAProblemDocument()
    {
        var browser = await site.SignInAsync(await site.Data.CandidateAsync());
        var page = (await browser.SendAsync(HttpMethod.Get, "/no-such-page", asScript: true)).Is(HttpStatusCode.NotFound);

        Assert.Equal("application/problem+json", page.MediaType);
        Assert.Equal(page.Headers["X-Correlation-Id"], page.Json.GetProperty("correlationId").GetString());
        Assert.Equal(404, page.Json.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Design_OutsideDevelopment_IsNotThere() => (await site.Browser().GetAsync("/design")).Is(HttpStatusCode.NotFound);
}
