using System.Net;
using CompetencyAssessment.Web.Tests.Infrastructure;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What people are told in the application, and that nobody reads what others were told.</summary>
public sealed class NotificationTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Open_OwnNotification_LeadsThereAndCountsAsRead()
    {
        var assessment = await site.Data.SubmittedAsync();
        var assessor = await site.SignInAsync(assessment.Assessor);
        var list = await assessor.OpenAsync("/notifications");
        Assert.Equal("2", list.Document.QuerySelector(".bell-count")!.TextContent);
        Assert.Contains("受評者已送件", list.Main, StringComparison.Ordinal);

        var opened = await list.Form("main form[action^='/notifications/']:not([action$=read])").PostAsync();

        Assert.Equal($"/scoring/{assessment.Id}", opened.Location);
        list = await assessor.OpenAsync("/notifications");
        Assert.Equal("1", list.Document.QuerySelector(".bell-count")!.TextContent);
        list = await (await list.Form("/notifications/read").PostAsync()).FollowAsync();
        Assert.Null(list.Document.QuerySelector(".bell-count"));
    }

    [Fact]
    public async Task Notifications_OfOthers_AreNotThere()
    {
        var assessment = await site.Data.SubmittedAsync();
        var others = (await (await site.SignInAsync(assessment.Assessor)).OpenAsync("/notifications")).Document.QuerySelector("main form[action^='/notifications/']:not([action$=read])")!.GetAttribute("action")!;
        var stranger = await site.SignInAsync(await site.Data.AssessorAsync());

        var page = await stranger.OpenAsync("/notifications");

        Assert.Contains("目前沒有通知", page.Main, StringComparison.Ordinal);
        (await stranger.PostFieldsAsync(others)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Candidate_IsToldOfEachStepThatWaitsOrIsDecided()
    {
        var assessment = await site.Data.FinalisedAsync();
        var candidate = await site.SignInAsync(assessment.Candidate);
        var told = (await candidate.OpenAsync("/notifications")).Main;
        foreach (var text in new[] { "評量計畫待您確認，送件期限 2026/04/01", "您的評量已開始", "您的評量結果已公布" })
        {
            Assert.Contains(text, told, StringComparison.Ordinal);
        }
    }
}
