using System.Net;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Access;

/// <summary>The sign-in page itself: right and wrong passwords, the rate limit, sign-out.</summary>
public sealed class SignInTests(TestSite site) : IClassFixture<TestSite>
{
    [Theory]
    [InlineData(Roles.Candidate, "/my")]
    [InlineData(Roles.Assessor, "/scoring")]
    [InlineData(Roles.Administrator, "/assessments")]
    public async Task SignIn_WithPassword_LeadsToOnesWork(string role, string path)
    {
        var user = await site.Data.UserAsync("登入者", role);
        var browser = site.Browser();

        var page = await (await SignInAsync(browser, user.UserName, TestData.Password)).FollowAsync();

        page.Is(HttpStatusCode.OK);
        Assert.Equal("/dashboard", page.Path);
        Assert.NotNull(page.Document.QuerySelector($".bar-nav a[href='{path}']"));
        Assert.Contains(user.Name, page.Text, StringComparison.Ordinal);
        Assert.Contains("session", browser.Cookies.Keys);
    }

    [Fact]
    public async Task SignIn_WithWrongPassword_SaysTheSameAsForNobody()
    {
        var user = await site.Data.CandidateAsync();

        var wrong = (await SignInAsync(site.Browser(), user.UserName, "not the password")).Is(HttpStatusCode.OK);
        var nobody = (await SignInAsync(site.Browser(), "nobody-at-all", "not the password")).Is(HttpStatusCode.OK);

        Assert.Equal(wrong.Document.QuerySelector(".error-summary")!.TextContent.Trim(), nobody.Document.QuerySelector(".error-summary")!.TextContent.Trim());
    }

    [Fact]
    public async Task SignIn_WithManyWrongPasswordsAtOnce_CountsEach()
    {
        var user = await site.Data.CandidateAsync();
        var browsers = Enumerable.Range(0, 8).Select(_ => site.Browser()).ToList();
        foreach (var browser in browsers)
        {
            await browser.OpenAsync("/account/sign-in");
        }

        var answers = await Task.WhenAll(browsers.Select(b => b.PostFieldsAsync("/account/sign-in", ("UserName", user.UserName), ("Password", "not the password"))));

        Assert.All(answers, a => a.Is(HttpStatusCode.OK));
        Assert.Equal(8, await site.QueryAsync(db => db.AuditEntries.CountAsync(e => e.SubjectId == user.UserId && (e.Action == "account.sign-in-failed" || e.Action == "account.locked-out"))));
        Assert.True(await site.QueryAsync(db => db.Users.Where(u => u.Id == user.UserId).Select(u => u.LockoutEnd != null).SingleAsync()));
    }

    [Fact]
    public async Task SignIn_ToAPageAskedFor_ArrivesThere()
    {
        var user = await site.Data.CandidateAsync();
        var browser = site.Browser();
        var page = await browser.OpenAsync("/units");
        Assert.StartsWith("/account/sign-in", page.Path, StringComparison.Ordinal);

        var arrived = await (await page.Form("main form[method=post]").Fill("Form.UserName", user.UserName).Fill("Form.Password", TestData.Password).PostAsync()).FollowAsync();

        Assert.Equal("/units", arrived.Path);
    }

    [Fact]
    public async Task SignIn_ToAForeignAddress_StaysHere()
    {
        var user = await site.Data.CandidateAsync();
        var browser = site.Browser();
        var page = await browser.OpenAsync("/account/sign-in?returnUrl=https%3A%2F%2Fexample.com%2F");

        var answer = await page.Form("main form[method=post]").Fill("Form.UserName", user.UserName).Fill("Form.Password", TestData.Password).PostAsync();

        Assert.DoesNotContain("example.com", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        var browser = await site.SignInAsync(await site.Data.CandidateAsync());
        var page = await browser.OpenAsync("/units");

        await (await page.Form("/account/sign-out").PostAsync()).FollowAsync();

        Assert.StartsWith("/account/sign-in", (await browser.GetAsync("/units")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_RefusesACopiedCookie_AndLeavesOtherDevicesSignedIn()
    {
        var user = await site.Data.CandidateAsync();
        var browser = await site.SignInAsync(user);
        var elsewhere = await site.SignInAsync(user);
        var thief = site.Browser();
        thief.Cookies["session"] = browser.Cookies["session"];
        await thief.OpenAsync("/units");
        thief.Cookies["session"] = browser.Cookies["session"];

        await (await (await browser.OpenAsync("/units")).Form("/account/sign-out").PostAsync()).FollowAsync();

        Assert.StartsWith("/account/sign-in", (await thief.GetAsync("/units")).Path, StringComparison.Ordinal);
        Assert.Equal("/units", (await elsewhere.OpenAsync("/units")).Path);
    }

    [Fact]
    public async Task Sweep_ForgetsEndedSessions_OnlyWhenTheirCookiesHaveExpired()
    {
        await using var own = new TestSite();
        var browser = await own.SignInAsync(await own.Data.CandidateAsync());
        await (await browser.OpenAsync("/units")).Form("/account/sign-out").PostAsync();
        var sweep = own.Services.GetRequiredService<UploadSweep>();

        own.Clock.Advance(TimeSpan.FromHours(11));
        await sweep.SweepAsync(CancellationToken.None);
        Assert.Equal(1, await own.QueryAsync(db => db.EndedSessions.CountAsync()));

        own.Clock.Advance(TimeSpan.FromHours(11));
        await sweep.SweepAsync(CancellationToken.None);
        Assert.Equal(0, await own.QueryAsync(db => db.EndedSessions.CountAsync()));
    }

    [Fact]
    public async Task SignIn_TooOften_IsStopped()
    {
        await using var strict = new TestSite().With("RateLimits:SignIn:Permits", "3");
        var browser = strict.Browser();
        for (var i = 0; i < 3; i++)
        {
            (await SignInAsync(browser, "nobody", "not the password")).Is(HttpStatusCode.OK);
        }

        var page = (await browser.PostFieldsAsync("/account/sign-in", ("Form.UserName", "nobody"), ("Form.Password", "not the password"))).Is(HttpStatusCode.TooManyRequests);

        Assert.NotEmpty(page.Headers["Retry-After"]);
        Assert.Contains("請稍候", page.Main, StringComparison.Ordinal);
    }

    private static async Task<Page> SignInAsync(Browser browser, string userName, string password) =>
        await (await browser.OpenAsync("/account/sign-in")).Form("main form[method=post]").Fill("Form.UserName", userName).Fill("Form.Password", password).PostAsync();
}
