using System.Net;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What an administrator does with an assessment over HTTP: another assessor, withdrawal, termination.</summary>
public sealed class AssessmentActionsTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Replace_InMidWay_HandsTheRatingsOverToBeConfirmed()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.RateAsync(assessment, "P1.1", 2);
        var former = await site.SignInAsync(assessment.Assessor);
        await former.OpenAsync($"/scoring/{assessment.Id}");
        var successor = await site.Data.AssessorAsync("接任者");

        var page = await (await ReplaceAsync(await OfficeAsync(), assessment, successor, "原評量人員請假")).FollowAsync();

        Assert.Contains("已更換評量人員", page.Main, StringComparison.Ordinal);
        Assert.Contains("原評量人員請假", page.Main, StringComparison.Ordinal);
        Assert.Contains(successor.Name, page.Main, StringComparison.Ordinal);

        // The former loses sight of it at once, and what was rated keeps its author.
        (await former.GetAsync($"/scoring/{assessment.Id}")).Is(HttpStatusCode.NotFound);
        (await former.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Level(2, 3))).Is(HttpStatusCode.NotFound);
        var version = await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).FirstAsync());
        (await former.GetAsync($"/files/{version}")).Is(HttpStatusCode.NotFound);
        Assert.Equal(1, await site.QueryAsync(db => db.RatingRevisions.CountAsync(r => r.AssessmentId == assessment.Id && r.ByPersonId == assessment.Assessor.PersonId)));

        // The successor finds the rating, which counts once it is confirmed.
        var theirs = await site.SignInAsync(successor);
        Assert.Contains("confirm", await GapsAsync(theirs, assessment, "P1.1", Level(2, 2)));
        var confirmed = (await theirs.PostJsonAsync($"/scoring/{assessment.Id}/ratings/P1.1/confirm", new { requestId = Guid.NewGuid() })).Is(HttpStatusCode.OK);
        Assert.Equal(2, confirmed.Json.GetProperty("fields").GetProperty("level").GetInt32());
        Assert.DoesNotContain("confirm", confirmed.Json.GetProperty("gaps").EnumerateArray().Select(g => g.GetString()));
    }

    [Fact]
    public async Task Replace_BeforeAnythingIsRated_MovesItToTheOtherWorklist()
    {
        var assessment = await site.Data.GatheringAsync();
        var successor = await site.Data.AssessorAsync();

        await (await ReplaceAsync(await OfficeAsync(), assessment, successor, "工作調整")).FollowAsync();

        var code = await CodeAsync(assessment);
        Assert.DoesNotContain(code, (await (await site.SignInAsync(assessment.Assessor)).OpenAsync("/scoring?all=true")).Main, StringComparison.Ordinal);
        Assert.Contains(code, (await (await site.SignInAsync(successor)).OpenAsync("/scoring?all=true")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replace_ThatCannotBe_SaysWhyAndKeepsTheReason()
    {
        var candidate = await site.Data.UserAsync("兩者兼具", Roles.Candidate, Roles.Assessor);
        var assessment = await site.Data.GatheringAsync(candidate);
        var office = await OfficeAsync();
        var barred = await site.Data.AssessorAsync();
        await office.PostFieldsAsync($"/people/{barred.PersonId}/bar");
        var address = $"/assessments/{assessment.Id}/assessor";
        Assert.DoesNotContain((await office.OpenAsync(address)).Document.QuerySelectorAll("option"), o => o.GetAttribute("value") == candidate.PersonId.ToString() || o.GetAttribute("value") == assessment.Assessor.PersonId.ToString() || o.GetAttribute("value") == barred.PersonId.ToString());
        foreach (var (who, reason, told) in new[]
        {
            (candidate.PersonId.ToString(), "請假", "受評者不能擔任自己案件的評量人員"),
            (assessment.Assessor.PersonId.ToString(), "請假", "此人已是目前的評量人員"),
            ((await site.Data.CandidateAsync()).PersonId.ToString(), "請假", "此人不具評量人員角色"),
            (barred.PersonId.ToString(), "請假", "此人不具評量人員角色"),
            ("", "請假", "請選擇評量人員"),
            ((await site.Data.AssessorAsync()).PersonId.ToString(), " ", "請輸入理由"),
        })
        {
            var page = (await office.PostFieldsAsync(address, ("Form.AssessorId", who), ("Form.Reason", reason))).Is(HttpStatusCode.OK);
            Assert.Contains(told, page.Main, StringComparison.Ordinal);
            Assert.Equal(reason.Trim(), page.Form(address).Fields.Single(f => f.Name == "Form.Reason").Value?.Trim());
        }

        Assert.Equal([assessment.Assessor.PersonId], await AssessorsAsync(assessment));
    }

    [Fact]
    public async Task Withdraw_BeforeSubmission_LeavesNoAttempt()
    {
        var assessment = await site.Data.GatheringAsync();
        var office = await OfficeAsync();

        var page = await EndAsync(office, assessment, "withdraw", "受評者離職");

        Assert.Equal(AssessmentState.Withdrawn, await site.Data.StateAsync(assessment));
        Assert.Contains("受評者離職", page.Main, StringComparison.Ordinal);
        Assert.Contains("不計入評量次數", page.Main, StringComparison.Ordinal);
        Assert.Null(await AttemptAsync(assessment));
        var candidate = await site.SignInAsync(assessment.Candidate);
        Assert.Contains("受評者離職", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);
        (await candidate.PostJsonAsync($"/my/{assessment.Id}/uploads", new { fileName = "a.txt", size = 3, requestId = Guid.NewGuid() })).Is(HttpStatusCode.Conflict);

        // Whoever withdrew before submitting begins again with the first attempt.
        var next = await site.Data.PlanAsync(assessment.Candidate, assessment.Assessor);
        Assert.Equal(1, await AttemptAsync(next));
    }

    [Fact]
    public async Task Withdraw_ByTheCandidate_OnlyBeforeSubmission()
    {
        var (gathering, submitted) = (await site.Data.GatheringAsync(), await site.Data.SubmittedAsync());
        var candidate = await site.SignInAsync(gathering.Candidate);
        var other = await site.SignInAsync(submitted.Candidate);
        Assert.DoesNotContain("/withdraw", (await other.OpenAsync($"/my/{submitted.Id}")).Text, StringComparison.Ordinal);
        Assert.Contains("您已送件", (await (await other.PostFieldsAsync($"/my/{submitted.Id}/withdraw", ("reason", "改期"))).FollowAsync()).Text, StringComparison.Ordinal);
        (await other.PostFieldsAsync($"/my/{gathering.Id}/withdraw", ("reason", "改期"))).Is(HttpStatusCode.NotFound);

        var page = await (await (await candidate.OpenAsync($"/my/{gathering.Id}")).Form($"/my/{gathering.Id}/withdraw").Fill("reason", "改期").PostAsync()).FollowAsync();

        Assert.Contains("您已撤回此評量", page.Text, StringComparison.Ordinal);
        Assert.Equal((AssessmentState.Withdrawn, null), await site.QueryAsync(db => db.Assessments.Where(x => x.Id == gathering.Id).Select(x => ValueTuple.Create(x.State, x.AttemptNo)).SingleAsync()));
        Assert.Equal(AssessmentState.Submitted, await site.Data.StateAsync(submitted));
        Assert.Contains("受評者於送件前撤回", (await (await site.SignInAsync(gathering.Assessor)).OpenAsync("/notifications")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdraw_AfterSubmission_CountsAsAnAttempt()
    {
        var assessment = await site.Data.AssessingAsync();
        var office = await OfficeAsync();
        Assert.Contains("計入評量次數", (await office.OpenAsync($"/assessments/{assessment.Id}/withdraw")).Main, StringComparison.Ordinal);

        await EndAsync(office, assessment, "withdraw", "受評者要求");

        Assert.Equal((AssessmentState.Withdrawn, 1), (await site.Data.StateAsync(assessment), await AttemptAsync(assessment)));
        (await (await site.SignInAsync(assessment.Assessor)).SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Level(null, 2))).Is(HttpStatusCode.Conflict);
        Assert.Equal(2, await AttemptAsync(await site.Data.PlanAsync(assessment.Candidate, assessment.Assessor)));
    }

    [Fact]
    public async Task Terminate_WhileAMisconductCaseIsOpen_IsTheQualityLeads()
    {
        var assessment = await site.Data.AssessingAsync();
        var assessor = await site.SignInAsync(assessment.Assessor);
        await (await (await assessor.OpenAsync($"/misconduct/{assessment.Id}/report")).Form().Fill("Form.Suspicion", "兩份計畫相同").PostAsync()).FollowAsync();
        var office = await OfficeAsync();

        foreach (var move in new[] { "terminate", "withdraw" })
        {
            var page = await office.PostFieldsAsync($"/assessments/{assessment.Id}/{move}", ("Form.Reason", "缺席"));
            Assert.Contains("不當行為案件尚未結案", (page.Location is null ? page : await page.FollowAsync()).Text, StringComparison.Ordinal);
        }

        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Terminate_WithReason_EndsItForEverybody()
    {
        var assessment = await site.Data.SubmittedAsync();
        var office = await OfficeAsync();

        var page = await EndAsync(office, assessment, "terminate", "佐證資料非本人所作");

        Assert.Equal((AssessmentState.Terminated, 1), (await site.Data.StateAsync(assessment), await AttemptAsync(assessment)));
        Assert.Contains("佐證資料非本人所作", page.Main, StringComparison.Ordinal);
        var candidate = await site.SignInAsync(assessment.Candidate);
        Assert.Contains("佐證資料非本人所作", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);
        await (await candidate.PostFieldsAsync($"/my/{assessment.Id}/take-back")).FollowAsync();
        var assessor = await site.SignInAsync(assessment.Assessor);
        (await assessor.PostFieldsAsync($"/scoring/{assessment.Id}/start")).Is(HttpStatusCode.Conflict);
        Assert.Equal(AssessmentState.Terminated, await site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Suspend_UntilResumed_StopsTheClockForEverybody()
    {
        var assessment = await site.Data.AssessingAsync();
        var decideBy = await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.DecideBy).SingleAsync());
        var office = await OfficeAsync();

        var page = await EndAsync(office, assessment, "suspend", "受評者住院");

        Assert.Equal(AssessmentState.Suspended, await site.Data.StateAsync(assessment));
        Assert.Contains("受評者住院", page.Main, StringComparison.Ordinal);
        var assessor = await site.SignInAsync(assessment.Assessor);
        (await assessor.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Level(null, 2))).Is(HttpStatusCode.Conflict);
        var candidate = await site.SignInAsync(assessment.Candidate);
        Assert.Contains("評量案件暫停中", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);
        Assert.Contains("評量案件暫停", (await candidate.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        foreach (var other in new[] { candidate, assessor })
        {
            (await other.PostFieldsAsync($"/assessments/{assessment.Id}/resume")).Is(HttpStatusCode.NotFound);
        }

        page = await (await (await office.OpenAsync($"/assessments/{assessment.Id}")).Form($"/assessments/{assessment.Id}/resume").PostAsync()).FollowAsync();

        Assert.Contains("評量案件已恢復", page.Main, StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
        Assert.True(decideBy <= await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.DecideBy).SingleAsync()));
        (await assessor.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Level(null, 2))).Is(HttpStatusCode.OK);
        (await office.PostFieldsAsync($"/assessments/{assessment.Id}/resume")).Is(HttpStatusCode.Found);
        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("withdraw")]
    [InlineData("terminate")]
    public async Task End_WithoutReason_AsksForIt(string action)
    {
        var assessment = await site.Data.GatheringAsync();
        var office = await OfficeAsync();
        var address = $"/assessments/{assessment.Id}/{action}";

        var page = (await (await office.OpenAsync(address)).Form(address).Fill("Form.Reason", "  ").PostAsync()).Is(HttpStatusCode.OK);
        var much = (await page.Form(address).Fill("Form.Reason", new string('長', 2001)).PostAsync()).Is(HttpStatusCode.OK);

        Assert.Contains("請輸入理由", page.Main, StringComparison.Ordinal);
        Assert.NotNull(much.Document.QuerySelector(".error-summary"));
        Assert.Equal(AssessmentState.Gathering, await site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Actions_OnceFinalised_AreRefusedOnThePageOfTheAssessment()
    {
        var assessment = await site.Data.FinalisedAsync();
        var office = await OfficeAsync();
        var successor = await site.Data.AssessorAsync();
        var address = $"/assessments/{assessment.Id}";
        foreach (var action in new[] { "assessor", "suspend", "withdraw", "terminate" })
        {
            var shown = await office.OpenAsync($"{address}/{action}");
            Assert.Equal(address, shown.Path);
            Assert.NotNull(shown.Document.QuerySelector(".flash .tone-danger"));
            var refused = await (await office.PostFieldsAsync($"{address}/{action}", ("Form.AssessorId", successor.PersonId.ToString()), ("Form.Reason", "太晚了"))).FollowAsync();
            Assert.Equal(address, refused.Path);
            Assert.NotNull(refused.Document.QuerySelector(".flash .tone-danger"));
        }

        Assert.Equal(AssessmentState.Finalised, await site.Data.StateAsync(assessment));
        Assert.Equal([assessment.Assessor.PersonId], await AssessorsAsync(assessment));
    }

    [Fact]
    public async Task Actions_OfOthers_AreNotThere()
    {
        // An administrator who is the candidate of it has no hand in it either.
        var candidate = await site.Data.UserAsync("受評之承辦人員", Roles.Candidate, Roles.Administrator);
        var assessment = await site.Data.GatheringAsync(candidate);
        var successor = await site.Data.AssessorAsync();
        foreach (var browser in new[] { await site.SignInAsync(candidate), await site.SignInAsync(assessment.Assessor), await site.SignInAsync(successor), await site.SignInAsync(await site.Data.CandidateAsync()) })
        {
            (await browser.GetAsync($"/assessments/{assessment.Id}")).Is(HttpStatusCode.NotFound);
            foreach (var action in new[] { "assessor", "suspend", "withdraw", "terminate" })
            {
                (await browser.GetAsync($"/assessments/{assessment.Id}/{action}")).Is(HttpStatusCode.NotFound);
                (await browser.PostFieldsAsync($"/assessments/{assessment.Id}/{action}", ("Form.AssessorId", successor.PersonId.ToString()), ("Form.Reason", "無"))).Is(HttpStatusCode.NotFound);
            }
        }

        Assert.Equal(AssessmentState.Gathering, await site.Data.StateAsync(assessment));
        Assert.Equal([assessment.Assessor.PersonId], await AssessorsAsync(assessment));
    }

    private static object Level(int? from, int to) => new { requestId = Guid.NewGuid(), changes = new { level = new { from, to } } };

    private static async Task<List<string?>> GapsAsync(Browser browser, TestAssessment assessment, string code, object change) =>
        [.. (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/{code}", change)).Is(HttpStatusCode.OK).Json.GetProperty("gaps").EnumerateArray().Select(g => g.GetString())];

    private static async Task<Page> ReplaceAsync(Browser office, TestAssessment assessment, TestUser successor, string reason) =>
        await (await office.OpenAsync($"/assessments/{assessment.Id}/assessor")).Form($"/assessments/{assessment.Id}/assessor")
            .Fill("Form.AssessorId", successor.PersonId.ToString()).Fill("Form.Reason", reason).PostAsync();

    private static async Task<Page> EndAsync(Browser office, TestAssessment assessment, string action, string reason) =>
        await (await (await office.OpenAsync($"/assessments/{assessment.Id}/{action}")).Form($"/assessments/{assessment.Id}/{action}").Fill("Form.Reason", reason).PostAsync()).FollowAsync();

    private async Task<Browser> OfficeAsync() => await site.SignInAsync(await site.Data.AdministratorAsync());

    private Task<int?> AttemptAsync(TestAssessment assessment) => AttemptAsync(assessment.Id);

    private Task<int?> AttemptAsync(Guid id) => site.QueryAsync(db => db.Assessments.Where(a => a.Id == id).Select(a => a.AttemptNo).SingleAsync());

    private Task<string> CodeAsync(TestAssessment assessment) => site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.Code).SingleAsync());

    private Task<List<Guid>> AssessorsAsync(TestAssessment assessment) =>
        site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).SelectMany(a => a.Assignments).Where(a => a.EndedAt == null).Select(a => a.PersonId).ToListAsync());
}
