using System.Net;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>The assessor's work over HTTP: worklist, start, saves of the workspace, sending back.</summary>
public sealed class ScoringTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Start_OfSubmitted_OpensTheWorkspace()
    {
        var assessment = await site.Data.SubmittedAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        var page = await browser.OpenAsync($"/scoring/{assessment.Id}");

        await (await page.Form($"/scoring/{assessment.Id}/start").PostAsync()).FollowAsync();

        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
        var workspace = await browser.OpenAsync($"/scoring/{assessment.Id}");
        foreach (var criterion in (await site.Data.UnitAsync(assessment.Id)).Criteria)
        {
            Assert.Contains(criterion.Code, workspace.Main, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Start_ClickedTwiceAtOnce_LeadsToTheWorkspaceBothTimes()
    {
        var assessment = await site.Data.SubmittedAsync();
        var browsers = new[] { await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Assessor) };
        foreach (var browser in browsers)
        {
            await browser.OpenAsync($"/scoring/{assessment.Id}");
        }

        var answers = await Task.WhenAll(browsers.Select(b => b.PostFieldsAsync($"/scoring/{assessment.Id}/start")));

        Assert.All(answers, a => Assert.Equal($"/scoring/{assessment.Id}", a.Location));
        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
    }

    private static object Change(string field, object to) => new { requestId = Guid.NewGuid(), changes = new Dictionary<string, object> { [field] = new { to } } };

    [Fact]
    public async Task Save_ThatChangesNothing_LeavesTheContentVersion()
    {
        var assessment = await site.Data.AssessingAsync();
        var version = await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).FirstAsync());
        var browser = await site.SignInAsync(assessment.Assessor);
        Task<Page> JudgeAsync() => browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/evidence/{version}", Change("valid", "accepted"));
        Task<Page> RequireAsync() => browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/requirements/E1", Change("sufficient", true));
        Task<Page> RateAsync() => browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Rate(2));
        foreach (var save in new[] { JudgeAsync, RequireAsync, RateAsync })
        {
            var first = (await save()).Is(HttpStatusCode.OK).Json.GetProperty("contentVersion").GetInt32();
            var second = (await save()).Is(HttpStatusCode.OK).Json.GetProperty("contentVersion").GetInt32();

            Assert.Equal(first, second);
            Assert.Equal(first, await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.ContentVersion).SingleAsync()));
        }
    }

    [Fact]
    public async Task Pages_OfSomebodyElse_AreNotThere()
    {
        var assessment = await site.Data.AssessingAsync();
        var id = assessment.Id;
        var version = await site.QueryAsync(db => TestData.HandedIn(db, id).FirstAsync());
        var strangers = new[]
        {
            await site.SignInAsync(await site.Data.AssessorAsync()),
            await site.SignInAsync(assessment.Candidate),
            await site.SignInAsync(await site.Data.CandidateAsync()),
            await site.SignInAsync(await site.Data.AdministratorAsync()),
        };
        foreach (var browser in strangers)
        {
            (await browser.GetAsync($"/scoring/{id}")).Is(HttpStatusCode.NotFound);
            (await browser.GetAsync($"/scoring/{id}/return")).Is(HttpStatusCode.NotFound);
            (await browser.PostFieldsAsync($"/scoring/{id}/start")).Is(HttpStatusCode.NotFound);
            (await browser.PostFieldsAsync($"/scoring/{id}/return")).Is(HttpStatusCode.NotFound);
            (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{id}/ratings/P1.1", Rate(2))).Is(HttpStatusCode.NotFound);
            (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{id}/evidence/{version}", new { requestId = Guid.NewGuid() })).Is(HttpStatusCode.NotFound);
            (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{id}/requirements/E1", new { requestId = Guid.NewGuid(), changes = new { sufficient = new { to = true } } })).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Rate_IncompleteThenComplete_IsSavedAndTold()
    {
        var assessment = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(assessment.Assessor);

        var first = (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Rate(2))).Is(HttpStatusCode.OK);

        Assert.Equal(2, first.Json.GetProperty("fields").GetProperty("level").GetInt32());
        Assert.Contains("method", first.Json.GetProperty("gaps").EnumerateArray().Select(g => g.GetString()));
        Assert.Equal(2, await LevelAsync(assessment, "P1.1"));
    }

    [Fact]
    public async Task Rate_OfReturned_OnlyOnceItIsOverdue()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.ReturnAsync(assessment);
        var browser = await site.SignInAsync(assessment.Assessor);
        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Rate(2))).Is(HttpStatusCode.Conflict);

        // The candidate does not answer in time; what was left open needs its reason before not yet competent can be signed.
        await site.UseAsync(services => services.GetRequiredService<AppDbContext>().Rounds.Where(r => r.AssessmentId == assessment.Id)
            .ExecuteUpdateAsync(u => u.SetProperty(r => r.ResubmitBy, site.Clock.GetUtcNow().UtcDateTime.AddDays(-1))));

        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Rate(2))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Rate_SameRequestTwice_CountsOnce()
    {
        var assessment = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        var request = Rate(3);

        var first = (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.2", request)).Is(HttpStatusCode.OK);
        var second = (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.2", request)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(1, await site.QueryAsync(db => db.RatingRevisions.CountAsync(r => r.AssessmentId == assessment.Id)));
    }

    [Fact]
    public async Task Sweep_ForgetsAnswers_AfterTheirDays()
    {
        await using var own = new TestSite().With("Retention:AnswerDays", "7");
        var assessment = await own.Data.AssessingAsync();
        var browser = await own.SignInAsync(assessment.Assessor);
        var sweep = own.Services.GetRequiredService<UploadSweep>();
        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Rate(2))).Is(HttpStatusCode.OK);

        own.Clock.Advance(TimeSpan.FromDays(6));
        await sweep.SweepAsync(CancellationToken.None);
        Assert.Equal(1, await own.QueryAsync(db => db.CommandLogs.CountAsync()));

        own.Clock.Advance(TimeSpan.FromDays(2));
        await sweep.SweepAsync(CancellationToken.None);
        Assert.Equal(0, await own.QueryAsync(db => db.CommandLogs.CountAsync()));
        Assert.Equal(1, await own.QueryAsync(db => db.RatingRevisions.CountAsync()));
    }

    [Fact]
    public async Task Rate_FieldChangedMeanwhile_ShowsBothValues()
    {
        var assessment = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.3", Rate(3));

        var late = (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.3", Rate(1))).Is(HttpStatusCode.Conflict);

        Assert.Equal("rating.conflict", late.Json.GetProperty("code").GetString());
        Assert.Equal("level", late.Json.GetProperty("field").GetString());
        Assert.Equal(3, late.Json.GetProperty("theirs").GetInt32());
        Assert.Equal(3, await LevelAsync(assessment, "P1.3"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("nonsense")]
    [InlineData("""{"requestId":"x","changes":{}}""")]
    [InlineData("""{"requestId":"0197e1f0-0000-7000-8000-000000000001","changes":{"level":null}}""")]
    [InlineData("""{"requestId":"0197e1f0-0000-7000-8000-000000000002","changes":null}""")]
    [InlineData("""{"requestId":"0197e1f0-0000-7000-8000-000000000003","changes":{"methods":{"from":[],"to":[null]}}}""")]
    [InlineData("""{"requestId":"0197e1f0-0000-7000-8000-000000000004","changes":{"citations":{"from":[],"to":null}}}""")]
    [InlineData("""{"requestId":"0197e1f0-0000-7000-8000-000000000005","changes":{"cause":{"from":null,"to":99}}}""")]
    [InlineData("""{"requestId":"0197e1f0-0000-7000-8000-000000000006","changes":{"cause":{"from":null,"to":"99"}}}""")]
    public async Task Rate_Nonsense_IsRefusedPolitely(string body)
    {
        var assessment = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        await browser.OpenAsync("/scoring");

        var page = await browser.SendAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), asScript: true);

        Assert.InRange((int)page.Status, 400, 499);
    }

    [Fact]
    public async Task Return_WithoutItems_SaysSoAndKeepsWhatWasTyped()
    {
        var assessment = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        var page = await browser.OpenAsync($"/scoring/{assessment.Id}/return");

        page = await page.Form("main form[method=post]").Fill("Message", "請補充第三季數據").PostAsync();

        page.Is(HttpStatusCode.OK);
        Assert.NotNull(page.Document.QuerySelector(".error-summary"));
        Assert.Contains("請補充第三季數據", page.Main, StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Return_WithItems_GivesTheCandidateMoreTime()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.RateAsync(assessment, "P3.4", 1);
        var browser = await site.SignInAsync(assessment.Assessor);
        var page = await browser.OpenAsync($"/scoring/{assessment.Id}/return");

        await (await page.Form("main form[method=post]").Fill("Message", "請補件").PostAsync()).FollowAsync();

        Assert.Equal(AssessmentState.Returned, await site.Data.StateAsync(assessment));
        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", Rate(2))).Is(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Workspace_WhileReturned_ShowsDescriptionAndMappingAsHandedIn()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.ReturnAsync(assessment);
        var item = await site.QueryAsync(db => db.AssessmentEvidence.Where(l => l.AssessmentId == assessment.Id).Select(l => l.EvidenceItemId).SingleAsync());
        var candidate = await site.SignInAsync(assessment.Candidate);
        var path = $"/my/{assessment.Id}/evidence/{item}";
        await (await (await candidate.OpenAsync(path)).Form(path).Fill("Form.Title", "改寫的標題").Fill("Form.OwnShare", "改寫的貢獻").Fill("Form.Criteria", "P1.1").Fill("Form.Requirements", "E1").PostAsync()).FollowAsync();
        var browser = await site.SignInAsync(assessment.Assessor);

        var before = await browser.OpenAsync($"/scoring/{assessment.Id}");

        Assert.Contains("全文撰寫", before.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("改寫", before.Main, StringComparison.Ordinal);
        var supported = Supported(before);

        await site.Data.SubmitAsync(assessment);
        await site.UseAsync(async services =>
        {
            await services.GetRequiredService<ScoringCommands>().StartAsync(assessment.Id, assessment.Assessor.PersonId, CancellationToken.None);
            return true;
        });
        var after = await browser.OpenAsync($"/scoring/{assessment.Id}");

        Assert.Contains("改寫的標題", after.Main, StringComparison.Ordinal);
        Assert.Contains("改寫的貢獻", after.Main, StringComparison.Ordinal);
        Assert.True(Supported(after) < supported, "The new mapping holds once it is handed in.");
        Assert.DoesNotContain("改寫的標題", (await candidate.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector("details.round:last-of-type")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_AfterTheRoleIsTaken_AreNotThere()
    {
        var assessment = await site.Data.FinalisedAsync();
        var version = await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).FirstAsync());
        var document = await site.QueryAsync(db => db.RecordIssues.Where(i => i.AssessmentId == assessment.Id).SelectMany(i => i.Documents).Select(d => d.Id).FirstAsync());
        await site.QueryAsync(db => db.UserRoles.Where(r => r.UserId == assessment.Assessor.UserId).ExecuteDeleteAsync());
        var browser = await site.SignInAsync(assessment.Assessor);

        (await browser.GetAsync($"/files/{version}")).Is(HttpStatusCode.NotFound);
        (await browser.GetAsync($"/files/{version}/download")).Is(HttpStatusCode.NotFound);
        (await browser.GetAsync($"/documents/{document}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Judge_WithAVerdictThatIsNone_IsRefused()
    {
        var assessment = await site.Data.AssessingAsync();
        var version = await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).FirstAsync());
        var browser = await site.SignInAsync(assessment.Assessor);

        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/evidence/{version}", new { requestId = Guid.NewGuid(), changes = new { valid = new { to = 7 } } })).Is(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Workspace_WhileReturned_ShowsNothingOfWhatIsNotHandedIn()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.ReturnAsync(assessment);
        var draft = await site.Data.AddEvidenceAsync(assessment);
        var browser = await site.SignInAsync(assessment.Assessor);

        var workspace = await browser.OpenAsync($"/scoring/{assessment.Id}");

        Assert.Contains("EV-01", workspace.Main, StringComparison.Ordinal);
        Assert.DoesNotContain(draft.Label, workspace.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_FromTheSecondByteOn_LeavesATrace()
    {
        var assessment = await site.Data.AssessingAsync();
        var version = await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).FirstAsync());
        var browser = await site.SignInAsync(assessment.Assessor);

        (await browser.SendAsync(HttpMethod.Get, $"/files/{version}/download", null, asScript: false, ("Range", "bytes=1-"))).Is(HttpStatusCode.PartialContent);

        Assert.Equal(1, await site.QueryAsync(db => db.AuditEntries.CountAsync(e => e.SubjectId == version && (e.Action == "evidence.viewed" || e.Action == "evidence.downloaded"))));
    }

    [Fact]
    public async Task Rate_RequestIdOfAnotherAssessment_IsNotAnsweredAsSaved()
    {
        var assessor = await site.Data.AssessorAsync();
        var first = await site.Data.AssessingAsync(assessor: assessor);
        var second = await site.Data.AssessingAsync(assessor: assessor);
        var browser = await site.SignInAsync(assessor);
        var request = Rate(2);
        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{first.Id}/ratings/P1.1", request)).Is(HttpStatusCode.OK);

        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{second.Id}/ratings/P1.1", request)).Is(HttpStatusCode.Conflict);

        Assert.Null(await LevelAsync(second, "P1.1"));
    }

    private static object Rate(int level) => new { requestId = Guid.NewGuid(), changes = new { level = new { from = (int?)null, to = level } } };

    /// <summary>Criteria and requirements of which the candidate says that EV-01 supports them.</summary>
    private static int Supported(Page workspace) => workspace.Document.QuerySelectorAll("p.soft").Count(p => p.TextContent.TrimEnd().EndsWith("EV-01", StringComparison.Ordinal));

    private Task<int?> LevelAsync(TestAssessment assessment, string code) => site.QueryAsync(db =>
        (from rating in db.Ratings join criterion in db.Criteria on rating.CriterionId equals criterion.Id where rating.AssessmentId == assessment.Id && criterion.Code == code select rating.Level).SingleAsync());
}
