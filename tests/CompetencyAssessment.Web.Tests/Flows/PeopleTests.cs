using System.Net;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>People and their accounts, as the administrator manages them over HTTP.</summary>
public sealed class PeopleTests(TestSite site) : IClassFixture<TestSite>
{
    private const string NewPassword = "春眠不覺曉 2026 chosen";

    [Fact]
    public async Task New_WithoutAccount_IsListedAndCannotSignIn()
    {
        var office = await OfficeAsync();

        var page = await NewAsync(office, "  王小明 ", "N-100", latin: "Wang Hsiao-Ming");

        var person = IdOf(page);
        Assert.Contains("王小明", page.Main, StringComparison.Ordinal);
        Assert.Null(LinkOf(page));
        Assert.False(await site.QueryAsync(db => db.Users.AnyAsync(u => u.PersonId == person)));
        Assert.Equal("王小明", await site.QueryAsync(db => db.People.Where(p => p.Id == person).Select(p => p.NameZh).SingleAsync()));
        Assert.Contains("Wang Hsiao-Ming", (await office.OpenAsync("/people?q=N-100")).Main, StringComparison.Ordinal);
        Assert.Equal(1, await site.QueryAsync(db => db.AuditEntries.CountAsync(e => e.SubjectId == person && e.Action == "person.created")));
    }

    [Fact]
    public async Task New_WithAccount_ShowsALinkOnceByWhichItsOwnerComesIn()
    {
        var office = await OfficeAsync();

        var page = await NewAsync(office, "陳怡君", "N-101", "n101.chen", Roles.Candidate);

        var link = LinkOf(page)!;
        Assert.Null(LinkOf(await office.OpenAsync(page.Path)));
        var owner = site.Browser();
        await (await SetPasswordAsync(owner, link)).FollowAsync();
        var notice = await (await TrySignInAsync(owner, "n101.chen", NewPassword)).FollowAsync();
        var arrived = await (await notice.Form("/privacy/acknowledge").PostAsync()).FollowAsync();
        Assert.Equal("/dashboard", arrived.Path);
    }

    [Theory]
    [InlineData("", Roles.Candidate, "角色須搭配帳號")]
    [InlineData("n102", Roles.Administrator + "," + Roles.Assessor, "不可同時擔任評量人員")]
    [InlineData("名字", Roles.Candidate, "只能使用英文字母")]
    public async Task New_WithAnAccountThatCannotBe_MakesNobody(string userName, string roles, string told)
    {
        var office = await OfficeAsync();
        var before = await site.QueryAsync(db => db.People.CountAsync());

        var page = (await NewFormAsync(office, "吳宗翰", null, userName, roles.Split(','))).Is(HttpStatusCode.OK);

        Assert.Contains(told, page.Main, StringComparison.Ordinal);
        Assert.Contains(("NameZh", "吳宗翰"), page.Form("/people/new").Fields);
        Assert.All(roles.Split(','), r => Assert.Contains(("Roles", r), page.Form("/people/new").Fields));
        Assert.Equal(before, await site.QueryAsync(db => db.People.CountAsync()));
    }

    [Fact]
    public async Task New_NumberOrUserNameTaken_SaysWhichAndMakesNobody()
    {
        var office = await OfficeAsync();
        await NewAsync(office, "周志豪", "N-103", "n103.chou", Roles.Candidate);
        var before = await site.QueryAsync(db => db.People.CountAsync());

        var number = (await NewFormAsync(office, "周志明", "N-103")).Is(HttpStatusCode.OK);
        var name = (await NewFormAsync(office, "周志明", "N-104", "N103.Chou", [Roles.Candidate])).Is(HttpStatusCode.OK);
        var useless = (await NewFormAsync(office, "周志明", "N-104", "n104.chou")).Is(HttpStatusCode.OK);

        Assert.Contains("這個受評者編號已有人使用", number.Main, StringComparison.Ordinal);
        Assert.Contains("這個使用者名稱已有人使用", name.Main, StringComparison.Ordinal);
        Assert.Contains("帳號須有角色", useless.Document.QuerySelector("#Roles .invalid-feedback")?.TextContent ?? "", StringComparison.Ordinal);
        Assert.Equal(before, await site.QueryAsync(db => db.People.CountAsync()));
    }

    [Fact]
    public async Task Open_ForSomebodyKnown_GivesAnAccountOnce()
    {
        var office = await OfficeAsync();
        var person = IdOf(await NewAsync(office, "許家瑋", "N-105"));

        var form = (await office.OpenAsync($"/people/{person}")).Form($"/people/{person}/account").Fill("Form.UserName", "n105.hsu");
        Assert.Contains("至少選擇一個角色", (await form.PostAsync()).Is(HttpStatusCode.OK).Document.QuerySelector("#Form_Roles .invalid-feedback")?.TextContent ?? "", StringComparison.Ordinal);

        var page = await (await form.Fill("Form.Roles", Roles.Assessor).PostAsync()).FollowAsync();

        Assert.NotNull(LinkOf(page));
        Assert.Equal([Roles.Assessor], await RolesAsync(person));
        (await office.PostFieldsAsync($"/people/{person}/account", ("Form.UserName", "n105.again"), ("Form.Roles", Roles.Candidate))).Is(HttpStatusCode.Conflict);
        Assert.Equal("n105.hsu", await site.QueryAsync(db => db.Users.Where(u => u.PersonId == person).Select(u => u.UserName).SingleAsync()));
    }

    [Fact]
    public async Task Edit_Names_ChangesThemUnlessTheNumberIsTaken()
    {
        var office = await OfficeAsync();
        await NewAsync(office, "謝佩珊", "N-106");
        var person = IdOf(await NewAsync(office, "鄭雅文", "N-107"));
        var address = $"/people/{person}/edit";

        var refused = (await (await office.OpenAsync(address)).Form(address).Fill("Form.NameZh", "鄭雅雯").Fill("Form.CandidateNumber", "N-106").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("這個受評者編號已有人使用", refused.Main, StringComparison.Ordinal);
        Assert.Equal("鄭雅文", await NameAsync(person));

        // What was typed is still there.
        var shown = await (await refused.Form(address).Fill("Form.CandidateNumber", "N-108").PostAsync()).FollowAsync();
        Assert.Contains("鄭雅雯", shown.Main, StringComparison.Ordinal);
        Assert.Contains("N-108", shown.Main, StringComparison.Ordinal);
        Assert.Equal("鄭雅雯", await NameAsync(person));
    }

    [Fact]
    public async Task Roles_Changed_EndTheSignInAndHoldFromTheNextOn()
    {
        var user = await site.Data.CandidateAsync();
        var theirs = await site.SignInAsync(user);

        await ChangeRolesAsync(await OfficeAsync(), user, Roles.Assessor);

        Assert.StartsWith("/account/sign-in", (await theirs.GetAsync("/my")).Path, StringComparison.Ordinal);
        theirs = await site.SignInAsync(user);
        await theirs.OpenAsync("/scoring");
        (await theirs.GetAsync("/my")).Is(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(Roles.Assessor)]
    [InlineData(Roles.Administrator)]
    public async Task Roles_AdministratorAndAssessorTogether_AreRefused(string held)
    {
        var user = await site.Data.UserAsync("兼任者", held);
        var theirs = await site.SignInAsync(user);

        var page = await ChangeRolesAsync(await OfficeAsync(), user, Roles.Assessor, Roles.Administrator);

        Assert.Contains("不可同時擔任評量人員", page.Main, StringComparison.Ordinal);
        Assert.Equal([held], await RolesAsync(user.PersonId));
        await theirs.OpenAsync("/account/profile");
    }

    [Fact]
    public async Task Roles_OfOneself_CannotBeAdded()
    {
        var administrator = await site.Data.AdministratorAsync();
        var office = await site.SignInAsync(administrator);
        var address = $"/people/{administrator.PersonId}";
        Assert.Equal(Roles.All.Count - 1, (await office.OpenAsync(address)).Document.QuerySelectorAll("input[name=roles][disabled]").Length);

        var page = await (await office.PostFieldsAsync($"{address}/roles", ("roles", Roles.Administrator), ("roles", Roles.Candidate))).FollowAsync();

        Assert.Contains("不能授予自己角色", page.Main, StringComparison.Ordinal);
        Assert.Equal([Roles.Administrator], await RolesAsync(administrator.PersonId));
    }

    [Fact]
    public async Task Roles_OfTheLastAdministrator_AreNotTaken()
    {
        await using var small = new TestSite();
        var last = await small.Data.AdministratorAsync();
        var office = await small.SignInAsync(last);
        var address = $"/people/{last.PersonId}";

        var page = await (await (await office.OpenAsync(address)).Form($"{address}/roles").Fill("roles").PostAsync()).FollowAsync();

        Assert.Contains("至少須保留一位", page.Main, StringComparison.Ordinal);
        await office.OpenAsync("/people");
    }

    [Fact]
    public async Task Bar_SignedIn_IsOutAtOnceUntilTheBarIsLifted()
    {
        var user = await site.Data.CandidateAsync();
        var theirs = await site.SignInAsync(user);
        var office = await OfficeAsync();
        var address = $"/people/{user.PersonId}";

        var page = await (await (await office.OpenAsync(address)).Form($"{address}/bar").PostAsync()).FollowAsync();

        Assert.StartsWith("/account/sign-in", (await theirs.GetAsync("/my")).Path, StringComparison.Ordinal);
        Assert.Contains("這個帳號已停用", (await TrySignInAsync(site.Browser(), user.UserName, TestData.Password)).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        Assert.Contains("使用者名稱或密碼不正確", (await TrySignInAsync(site.Browser(), user.UserName, "not the password")).Main, StringComparison.Ordinal);
        Assert.Contains("這個帳號已停用", (await (await office.PostFieldsAsync($"{address}/link")).FollowAsync()).Main, StringComparison.Ordinal);

        await (await page.Form($"{address}/unbar").PostAsync()).FollowAsync();
        await (await site.SignInAsync(user)).OpenAsync("/my");
    }

    [Fact]
    public async Task Bar_Oneself_IsRefused()
    {
        var administrator = await site.Data.AdministratorAsync();
        var office = await site.SignInAsync(administrator);

        var page = await (await office.PostFieldsAsync($"/people/{administrator.PersonId}/bar")).FollowAsync();

        Assert.Contains("不得停用自己的帳號", page.Main, StringComparison.Ordinal);
        await office.OpenAsync("/people");
    }

    [Fact]
    public async Task Link_Made_EndsTheSignInAndVoidsEarlierLinks()
    {
        var user = await site.Data.CandidateAsync();
        var theirs = await site.SignInAsync(user);
        var office = await OfficeAsync();

        var first = await LinkAsync(office, user);
        var second = await LinkAsync(office, user);

        Assert.StartsWith("/account/sign-in", (await theirs.GetAsync("/my")).Path, StringComparison.Ordinal);
        Assert.Contains("這個連結已失效或已使用過", (await site.Browser().OpenAsync(first)).Main, StringComparison.Ordinal);
        await (await SetPasswordAsync(site.Browser(), second)).FollowAsync();
        Assert.Equal(2, await site.QueryAsync(db => db.AuditEntries.CountAsync(e => e.SubjectId == user.PersonId && e.Action == "account.link-handed-out")));
    }

    [Fact]
    public async Task Link_HandedOutBeforeTheBar_IsVoid()
    {
        var user = await site.Data.CandidateAsync();
        var office = await OfficeAsync();
        var link = await LinkAsync(office, user);
        await office.PostFieldsAsync($"/people/{user.PersonId}/bar");
        Assert.Contains("這個連結已失效或已使用過", (await site.Browser().OpenAsync(link)).Main, StringComparison.Ordinal);

        await office.PostFieldsAsync($"/people/{user.PersonId}/unbar");

        Assert.Contains("這個連結已失效或已使用過", (await site.Browser().OpenAsync(link)).Main, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Candidate)]
    [InlineData(Roles.Assessor)]
    public async Task Pages_ForOtherRoles_AreNotThere(string role)
    {
        var user = await site.Data.UserAsync("旁人", role);
        var other = await site.Data.CandidateAsync();
        var browser = await site.SignInAsync(user);
        foreach (var path in new[] { "/people", "/people/new", $"/people/{user.PersonId}", $"/people/{other.PersonId}", $"/people/{other.PersonId}/edit" })
        {
            (await browser.GetAsync(path)).Is(HttpStatusCode.NotFound);
        }

        (await browser.PostFieldsAsync("/people/new", ("NameZh", "無名"))).Is(HttpStatusCode.NotFound);
        (await browser.PostFieldsAsync($"/people/{user.PersonId}/roles", ("roles", Roles.Administrator))).Is(HttpStatusCode.NotFound);
        foreach (var action in new[] { "edit", "account", "roles", "link", "bar", "unbar" })
        {
            (await browser.PostFieldsAsync($"/people/{other.PersonId}/{action}", ("Form.NameZh", "無名"))).Is(HttpStatusCode.NotFound);
        }

        Assert.Equal([role], await RolesAsync(user.PersonId));
        Assert.Equal(other.Name, await NameAsync(other.PersonId));
        await site.SignInAsync(other);
    }

    [Fact]
    public async Task Pages_OfNobody_AreNotThere()
    {
        var office = await OfficeAsync();
        var nobody = Guid.NewGuid();
        (await office.GetAsync($"/people/{nobody}")).Is(HttpStatusCode.NotFound);
        (await office.GetAsync($"/people/{nobody}/edit")).Is(HttpStatusCode.NotFound);
        foreach (var action in new[] { "edit", "account", "roles", "link", "bar", "unbar" })
        {
            (await office.PostFieldsAsync($"/people/{nobody}/{action}")).Is(HttpStatusCode.NotFound);
        }
    }

    private async Task<Browser> OfficeAsync() => await site.SignInAsync(await site.Data.AdministratorAsync());

    private static async Task<Page> NewAsync(Browser office, string name, string number, string? userName = null, string? role = null, string? latin = null) =>
        await (await NewFormAsync(office, name, number, userName, role is null ? [] : [role], latin)).FollowAsync();

    private static async Task<Page> NewFormAsync(Browser office, string name, string? number, string? userName = null, string[]? roles = null, string? latin = null) =>
        await (await office.OpenAsync("/people/new")).Form("/people/new")
            .Fill("NameZh", name).Fill("NameLatin", latin ?? "").Fill("CandidateNumber", number ?? "").Fill("UserName", userName ?? "").Fill("Roles", roles ?? []).PostAsync();

    private static async Task<Page> ChangeRolesAsync(Browser office, TestUser user, params string[] roles) =>
        await (await (await office.OpenAsync($"/people/{user.PersonId}")).Form($"/people/{user.PersonId}/roles").Fill("roles", roles).PostAsync()).FollowAsync();

    private static async Task<string> LinkAsync(Browser office, TestUser user) =>
        LinkOf(await (await (await office.OpenAsync($"/people/{user.PersonId}")).Form($"/people/{user.PersonId}/link").PostAsync()).FollowAsync())!;

    private static async Task<Page> SetPasswordAsync(Browser browser, string link) =>
        await (await browser.OpenAsync(link)).Form("/account/set-password").Fill("Form.NewPassword", NewPassword).Fill("Form.Repeated", NewPassword).PostAsync();

    private static async Task<Page> TrySignInAsync(Browser browser, string userName, string password) =>
        await (await browser.OpenAsync("/account/sign-in")).Form("main form[method=post]").Fill("Form.UserName", userName).Fill("Form.Password", password).PostAsync();

    /// <summary>Path and query of the link on the page, where one is shown.</summary>
    private static string? LinkOf(Page page) => page.Document.QuerySelector("#one-time-link")?.GetAttribute("value") is { } link ? new Uri(link).PathAndQuery : null;

    private static Guid IdOf(Page page) => Guid.Parse(page.Path.Split('/')[2]);

    private Task<string> NameAsync(Guid person) => site.QueryAsync(db => db.People.Where(p => p.Id == person).Select(p => p.NameZh).SingleAsync());

    private Task<List<string>> RolesAsync(Guid person) => site.QueryAsync(db =>
        (from user in db.Users join link in db.UserRoles on user.Id equals link.UserId join role in db.Roles on link.RoleId equals role.Id where user.PersonId == person orderby role.Name select role.Name!).ToListAsync());
}
