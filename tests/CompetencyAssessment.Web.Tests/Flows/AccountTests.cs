using System.Net;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Web.Features.People;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>One's own account over HTTP: password by link, change of password, privacy notice, language.</summary>
public sealed class AccountTests(TestSite site) : IClassFixture<TestSite>
{
    private const string NewPassword = "處處聞啼鳥 2026 chosen";
    private const string Void = "這個連結已失效或已使用過";

    [Fact]
    public async Task SetPassword_ByLink_WorksOnce()
    {
        var user = await site.Data.CandidateAsync();
        var link = await LinkAsync(site, user);
        var browser = site.Browser();
        var page = await browser.OpenAsync(link);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        Assert.Contains(user.UserName, page.Document.QuerySelector("#user-name")!.GetAttribute("value"), StringComparison.Ordinal);

        var arrived = await (await FillAsync(page, NewPassword)).FollowAsync();

        Assert.Equal("/account/sign-in", arrived.Path);
        Assert.Contains("密碼已設定完成", arrived.Main, StringComparison.Ordinal);
        Assert.Contains(Void, (await browser.OpenAsync(link)).Main, StringComparison.Ordinal);
        Assert.Contains(Void, (await FillAsync(page, "another one of 2026")).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        Assert.Equal("/dashboard", (await (await TrySignInAsync(browser, user, NewPassword)).FollowAsync()).Path);
        (await TrySignInAsync(site.Browser(), user, TestData.Password)).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("short", "short", "密碼至少需要 12 個字元")]
    [InlineData("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "個不同的字元")]
    [InlineData("long enough 2026", "long enough 2027", "兩次輸入的新密碼不相同")]
    public async Task SetPassword_NotFit_SaysWhyAndKeepsTheLink(string password, string repeated, string told)
    {
        var user = await site.Data.CandidateAsync();
        var page = await site.Browser().OpenAsync(await LinkAsync(site, user));

        page = (await page.Form("/account/set-password").Fill("Form.NewPassword", password).Fill("Form.Repeated", repeated).PostAsync()).Is(HttpStatusCode.OK);

        Assert.Contains(told, page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Form("/account/set-password").Fields, f => f.Value == password);
        await (await FillAsync(page, NewPassword)).FollowAsync();
    }

    [Fact]
    public async Task SetPassword_LinkOfAnotherAccountOrNone_IsVoid()
    {
        var user = await site.Data.CandidateAsync();
        var other = await site.Data.CandidateAsync();
        var link = await LinkAsync(site, user);
        var browser = site.Browser();

        foreach (var path in new[] { link.Replace(user.UserId.ToString(), other.UserId.ToString(), StringComparison.Ordinal), $"/account/set-password?user={user.UserId}&token=nonsense", $"/account/set-password?user={Guid.NewGuid()}&token=x", "/account/set-password" })
        {
            Assert.Contains(Void, (await browser.OpenAsync(path)).Main, StringComparison.Ordinal);
        }

        (await browser.PostFieldsAsync("/account/set-password", ("Form.User", other.UserId.ToString()), ("Form.Token", "x"), ("Form.NewPassword", NewPassword), ("Form.Repeated", NewPassword))).Is(HttpStatusCode.OK);
        await site.SignInAsync(other);
    }

    [Fact]
    public async Task SetPassword_AfterThreeDays_IsVoid()
    {
        // The framework's tokens go by the system's clock: the span is shortened instead.
        await using var later = new TestSite();
        var user = await later.Data.CandidateAsync();
        var link = await LinkAsync(later, user);
        var options = later.Services.GetRequiredService<IOptions<DataProtectionTokenProviderOptions>>().Value;
        Assert.Equal(TimeSpan.FromDays(3), options.TokenLifespan);
        var page = await later.Browser().OpenAsync(link);

        options.TokenLifespan = TimeSpan.FromSeconds(-1);

        Assert.Contains(Void, (await later.Browser().OpenAsync(link)).Main, StringComparison.Ordinal);
        Assert.Contains(Void, (await FillAsync(page, NewPassword)).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        await later.SignInAsync(user);
    }

    [Fact]
    public async Task SetPassword_WhileSomebodyElseIsSignedIn_SignsThemOut()
    {
        var user = await site.Data.CandidateAsync();
        var browser = await site.SignInAsync(await site.Data.AdministratorAsync());

        await (await FillAsync(await browser.OpenAsync(await LinkAsync(site, user)), NewPassword)).FollowAsync();

        Assert.StartsWith("/account/sign-in", (await browser.GetAsync("/people")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetPassword_Locked_OpensTheAccount()
    {
        var user = await site.Data.CandidateAsync();
        for (var i = 0; i < 5; i++)
        {
            await TrySignInAsync(site.Browser(), user, "not the password");
        }

        (await TrySignInAsync(site.Browser(), user, TestData.Password)).Is(HttpStatusCode.OK);

        await FillAsync(await site.Browser().OpenAsync(await LinkAsync(site, user)), NewPassword);

        await (await TrySignInAsync(site.Browser(), user, NewPassword)).FollowAsync();
    }

    [Fact]
    public async Task ChangePassword_WithTheCurrentOne_EndsOtherSignInsOnly()
    {
        var user = await site.Data.CandidateAsync();
        var here = await site.SignInAsync(user);
        var elsewhere = await site.SignInAsync(user);

        await (await ChangeAsync(here, TestData.Password, NewPassword)).FollowAsync();

        await here.OpenAsync("/my");
        Assert.StartsWith("/account/sign-in", (await elsewhere.GetAsync("/my")).Path, StringComparison.Ordinal);
        (await TrySignInAsync(site.Browser(), user, TestData.Password)).Is(HttpStatusCode.OK);
        await (await TrySignInAsync(site.Browser(), user, NewPassword)).FollowAsync();
    }

    [Theory]
    [InlineData("not the password", NewPassword, NewPassword, "目前的密碼不正確")]
    [InlineData(TestData.Password, "short", "short", "密碼至少需要 12 個字元")]
    [InlineData(TestData.Password, NewPassword, "another one of 2026", "兩次輸入的新密碼不相同")]
    public async Task ChangePassword_NotFit_SaysWhyAndChangesNothing(string current, string password, string repeated, string told)
    {
        var user = await site.Data.CandidateAsync();
        var browser = await site.SignInAsync(user);

        var page = (await ChangeAsync(browser, current, password, repeated)).Is(HttpStatusCode.OK);

        Assert.Contains(told, page.Main, StringComparison.Ordinal);
        Assert.All(page.Form("/account/change-password").Fields.Where(f => f.Name != "__RequestVerificationToken"), f => Assert.True(string.IsNullOrEmpty(f.Value)));
        await browser.OpenAsync("/my");
        await site.SignInAsync(user);
    }

    [Fact]
    public async Task Notice_NotAcknowledged_ComesBeforeEverythingElse()
    {
        var user = await site.Data.UserAsync("新人", [.. Roles.All]);
        await ForgetNoticeAsync(user);
        var browser = await site.SignInAsync(user);
        foreach (var path in new[] { "/start", "/my", "/scoring", "/assessments", "/people", "/account/profile", $"/files/{Guid.NewGuid()}" })
        {
            Assert.Equal("/privacy/acknowledge?returnUrl=" + Uri.EscapeDataString(path), (await browser.GetAsync(path)).Path);
        }

        (await browser.PostFieldsAsync("/account/profile", ("Form.Culture", "en"))).Is(HttpStatusCode.Forbidden);
        (await browser.PostJsonAsync($"/my/{Guid.NewGuid()}/uploads", new { fileName = "a.txt", size = 1, requestId = Guid.NewGuid() })).Is(HttpStatusCode.Forbidden);
        Assert.Equal(0, await AcknowledgementsAsync(user));

        // Whoever does not agree can leave, and is asked again.
        await (await (await browser.OpenAsync("/my")).Form("/account/sign-out").PostAsync()).FollowAsync();
        Assert.StartsWith("/privacy/acknowledge", (await (await site.SignInAsync(user)).GetAsync("/my")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notice_Acknowledged_LeadsToThePageAskedForAndIsKeptOnce()
    {
        var user = await site.Data.CandidateAsync();
        await ForgetNoticeAsync(user);
        var browser = await site.SignInAsync(user);
        var notice = await browser.OpenAsync("/my?page=1");
        Assert.Contains("請先閱讀", notice.Main, StringComparison.Ordinal);

        var arrived = await (await notice.Form("/privacy/acknowledge").PostAsync()).FollowAsync();

        Assert.Equal("/my?page=1", arrived.Path);
        await browser.PostFieldsAsync("/privacy/acknowledge");
        Assert.Equal(1, await AcknowledgementsAsync(user));
        Assert.Equal(PrivacyNotice.Version, await site.QueryAsync(db => db.Users.Where(u => u.Id == user.UserId).Select(u => u.NoticeVersion).SingleAsync()));
        Assert.Equal("/my", (await (await site.SignInAsync(user)).OpenAsync("/my")).Path);
    }

    [Fact]
    public async Task Notice_AcknowledgedWithAForeignAddress_StaysHere()
    {
        var user = await site.Data.CandidateAsync();
        await ForgetNoticeAsync(user);
        var browser = await site.SignInAsync(user);
        var notice = await browser.OpenAsync("/privacy/acknowledge?returnUrl=https%3A%2F%2Fexample.com%2F");

        Assert.Equal("/start", (await notice.Form("/privacy/acknowledge").PostAsync()).Location);
    }

    [Fact]
    public async Task Notice_OfAnEarlierVersion_IsAskedAgain()
    {
        var user = await site.Data.CandidateAsync();
        await site.QueryAsync(db => db.Users.Where(u => u.Id == user.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.NoticeVersion, PrivacyNotice.Version - 1)));

        Assert.StartsWith("/privacy/acknowledge", (await (await site.SignInAsync(user)).GetAsync("/my")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_Language_HoldsForTheAccountInEveryBrowser()
    {
        var user = await site.Data.CandidateAsync();
        var other = await site.Data.CandidateAsync();
        var browser = await site.SignInAsync(user);
        var elsewhere = await site.SignInAsync(user);

        var page = await (await (await browser.OpenAsync("/account/profile")).Form("/account/profile").Fill("Form.Culture", "en").PostAsync()).FollowAsync();

        Assert.Contains("Saved", page.Main, StringComparison.Ordinal);
        Assert.Equal("en", Language(page));
        Assert.Equal("en", Language(await browser.OpenAsync("/my")));
        Assert.Equal("en", Language(await (await site.SignInAsync(user)).OpenAsync("/my")));
        Assert.Equal("zh-TW", Language(await (await site.SignInAsync(other)).OpenAsync("/my")));

        // And back, by the button of the bar. No sign-in was ended by it.
        await (await (await browser.OpenAsync("/my")).Form("/preferences/language").PostAsync("culture", "zh-TW")).FollowAsync();
        Assert.Equal("zh-TW", Language(await browser.OpenAsync("/account/profile")));
        Assert.Equal("zh-TW", await site.QueryAsync(db => db.Users.Where(u => u.Id == user.UserId).Select(u => u.Culture).SingleAsync()));
        await elsewhere.OpenAsync("/my");
    }

    [Theory]
    [InlineData("")]
    [InlineData("fr")]
    public async Task Profile_LanguageThatIsNone_IsRefused(string culture)
    {
        var user = await site.Data.CandidateAsync();
        var browser = await site.SignInAsync(user);

        (await browser.PostFieldsAsync("/account/profile", ("Form.Culture", culture))).Is(HttpStatusCode.BadRequest);

        Assert.Equal("zh-TW", Language(await browser.OpenAsync("/account/profile")));
    }

    private static string? Language(Page page) => page.Document.DocumentElement.GetAttribute("lang");

    private static Task<string> LinkAsync(TestSite where, TestUser user) =>
        where.UseAsync(async services => (await services.GetRequiredService<HandOutLink>().RunAsync(user.PersonId, CancellationToken.None)).Path);

    private static Task<Page> FillAsync(Page page, string password) =>
        page.Form("/account/set-password").Fill("Form.NewPassword", password).Fill("Form.Repeated", password).PostAsync();

    private static async Task<Page> ChangeAsync(Browser browser, string current, string password, string? repeated = null) =>
        await (await browser.OpenAsync("/account/change-password")).Form("/account/change-password")
            .Fill("Current", current).Fill("NewPassword", password).Fill("Repeated", repeated ?? password).PostAsync();

    private static async Task<Page> TrySignInAsync(Browser browser, TestUser user, string password) =>
        await (await browser.OpenAsync("/account/sign-in")).Form("main form[method=post]").Fill("Form.UserName", user.UserName).Fill("Form.Password", password).PostAsync();

    private Task<int> ForgetNoticeAsync(TestUser user) =>
        site.QueryAsync(db => db.Users.Where(u => u.Id == user.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.NoticeVersion, (int?)null)));

    private Task<int> AcknowledgementsAsync(TestUser user) => site.QueryAsync(db => db.NoticeAcknowledgements.CountAsync(a => a.UserId == user.UserId));
}
