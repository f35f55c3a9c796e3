using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Web.Features.Dashboard;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Where people start: what is late, waiting, coming and changed, in each of their roles.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task SignIn_LeadsToTheDashboard()
    {
        var browser = await _site.SignInAsync(await _site.Data.CandidateAsync());
        Assert.Equal("/dashboard", (await browser.GetAsync("/start")).Path);
        Assert.Contains("您目前沒有評量案件", (await browser.OpenAsync("/dashboard")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_OfEachRole_ShowsWhatIsTheirsAndWhatIsLate()
    {
        var assessor = await _site.Data.AssessorAsync();
        var planned = await _site.Data.PlanAsync(await _site.Data.CandidateAsync(), assessor);
        var submitted = await _site.Data.SubmittedAsync(assessor: assessor);
        await _site.Data.SubmittedAsync();
        var gathering = await _site.Data.GatheringAsync(assessor: assessor);
        var office = await _site.Data.AdministratorAsync();

        var assessors = await DashboardAsync(assessor);
        Assert.Equal([$"/scoring/{submitted.Id}"], Links(assessors, "assessor", DashboardList.Waiting));
        Assert.Empty(Links(assessors, "assessor", DashboardList.Late));
        Assert.Equal([$"/my/{gathering.Id}"], Links(await DashboardAsync(gathering.Candidate), "candidate", DashboardList.Waiting));
        Assert.Equal("4", Tile(await DashboardAsync(office), DashboardList.Changed));

        // Past the day to submit, and near the one to decide.
        _site.Clock.Advance(TimeSpan.FromDays(50));
        Assert.Equal([$"/my/{gathering.Id}"], Links(await DashboardAsync(gathering.Candidate), "candidate", DashboardList.Late));
        Assert.Equal([$"/scoring/{submitted.Id}"], Links(await DashboardAsync(assessor), "assessor", DashboardList.Coming));
        var late = Links(await DashboardAsync(office), "administrator", DashboardList.Late);
        Assert.Equal(new[] { $"/assessments/{planned}", $"/assessments/{gathering.Id}" }.Order(StringComparer.Ordinal), late.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lists_InEnglish_NameTheUnitInEnglish()
    {
        var assessment = await _site.Data.SubmittedAsync();
        var browser = await _site.SignInAsync(assessment.Assessor);
        foreach (var path in new[] { "/dashboard", "/scoring" })
        {
            Assert.Contains("發展客戶聯繫中心營運計畫", (await browser.OpenAsync(path)).Main, StringComparison.Ordinal);
        }

        var page = await browser.OpenAsync("/scoring");
        page = await (await page.Form("/preferences/language").PostAsync("culture", "en")).FollowAsync();
        Assert.Equal("/scoring", page.Path);
        foreach (var path in new[] { "/dashboard", "/scoring" })
        {
            Assert.Contains("contact centre operating plan", (await browser.OpenAsync(path)).Main, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Changes_AreThoseSinceTheVisitBefore_UntilTheyAreMarkedAsSeen()
    {
        var assessor = await _site.Data.AssessorAsync();
        var first = await _site.Data.SubmittedAsync(assessor: assessor);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        var browser = await _site.SignInAsync(assessor);
        Assert.Equal([$"/scoring/{first.Id}"], Links(await browser.OpenAsync("/dashboard"), "assessor", DashboardList.Changed));

        _site.Clock.Advance(TimeSpan.FromHours(1));
        var second = await _site.Data.SubmittedAsync(assessor: assessor);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        browser = await _site.SignInAsync(assessor);
        var page = await browser.OpenAsync("/dashboard");
        Assert.Equal([$"/scoring/{second.Id}"], Links(page, "assessor", DashboardList.Changed));

        // Looking changes nothing; saying so does.
        Assert.Equal([$"/scoring/{second.Id}"], Links(await browser.OpenAsync("/dashboard"), "assessor", DashboardList.Changed));
        var seen = await (await page.Form("/dashboard/seen").PostAsync()).FollowAsync();
        Assert.Empty(Links(seen, "assessor", DashboardList.Changed));

        // The next visit does not bring back what was seen.
        browser = await _site.SignInAsync(assessor);
        Assert.Empty(Links(await browser.OpenAsync("/dashboard"), "assessor", DashboardList.Changed));
    }

    [Fact]
    public async Task Administrator_WaitsForAssessmentsWhoseAssessorLostTheRole()
    {
        var assessment = await _site.Data.AssessingAsync();
        var office = await _site.Data.AdministratorAsync();
        Assert.Empty(Links(await DashboardAsync(office), "administrator", DashboardList.Waiting));
        await _site.QueryAsync(db => db.Users.Where(u => u.Id == assessment.Assessor.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.Barred, true)));
        Assert.Equal([$"/assessments/{assessment.Id}"], Links(await DashboardAsync(office), "administrator", DashboardList.Waiting));
    }

    [Fact]
    public async Task Dashboard_InTwoRolesWithManyRows_IsBoundedAndRunsFewCommands()
    {
        var both = await _site.Data.UserAsync("兩者", Roles.Candidate, Roles.Assessor);
        await _site.Data.GatheringAsync(candidate: both);
        for (var i = 0; i < 12; i++)
        {
            await _site.Data.PlanAsync(await _site.Data.CandidateAsync(), both);
        }

        _site.Clock.Advance(TimeSpan.FromDays(20));
        var page = await DashboardAsync(both);
        Assert.InRange(page.Trace.Commands.Count, 1, 6);
        Assert.Single(Links(page, "candidate", DashboardList.Coming));
        Assert.Equal(DashboardQueries.Limit, Links(page, "assessor", DashboardList.Coming).Count);
        Assert.Contains("查看全部 12 件", page.Main, StringComparison.Ordinal);
    }

    private async Task<Page> DashboardAsync(TestUser user) => await (await _site.SignInAsync(user)).OpenAsync("/dashboard");

    private static IReadOnlyList<string> Links(Page page, string role, DashboardList list) =>
        [.. page.Document.QuerySelectorAll($"section[aria-labelledby='{role}-{list}'] .work-list a").Select(a => a.GetAttribute("href")!)];

    private static string Tile(Page page, DashboardList list) => page.Document.QuerySelector($".tile[href$='-{list}'] .tile-count")!.TextContent;
}
