using System.Net;
using System.Net.Http.Json;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What the scoring workspace asks besides its saves: whose work it is, what is missing, one's snippets.</summary>
public sealed class WorkspaceTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Save_EnteredUnderAnotherAccount_IsRefusedAndChangesNothing()
    {
        var assessment = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        await browser.OpenAsync("/scoring");
        object body = new { requestId = Guid.NewGuid(), changes = new { level = new { to = 2 } } };
        var refused = await browser.SendAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", JsonContent.Create(body), asScript: true, (SameAccountAttribute.Header, Guid.NewGuid().ToString()));
        Assert.Equal("account.other", refused.Is(HttpStatusCode.Conflict).Json.GetProperty("code").GetString());
        Assert.Equal(0, await site.QueryAsync(db => db.RatingRevisions.CountAsync(r => r.AssessmentId == assessment.Id)));

        // The same request goes through under its own account, which the page asks for with a token.
        var session = (await browser.GetAsync("/account/session")).Is(HttpStatusCode.OK).Json;
        var account = session.GetProperty("account").GetString()!;
        Assert.NotEmpty(session.GetProperty("token").GetString()!);
        (await browser.SendAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", JsonContent.Create(body), asScript: true, (SameAccountAttribute.Header, account))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Missing_OfAFreshSheet_NamesEveryPlaceAndShrinksWithTheWork()
    {
        var assessment = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        var before = await LevelsAsync();
        await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", new { requestId = Guid.NewGuid(), changes = new { level = new { to = 2 } } });
        Assert.Equal(before.Where(c => c != "P1.1"), await LevelsAsync());
        Assert.Contains("P1.1", before);

        async Task<List<string>> LevelsAsync() =>
            [.. (await browser.GetAsync($"/scoring/{assessment.Id}/missing")).Is(HttpStatusCode.OK).Json.EnumerateArray()
                .Single(k => k.GetProperty("code").GetString() == "level").GetProperty("places").EnumerateArray().Select(p => p.GetProperty("anchor").GetString()!)];
    }

    [Fact]
    public async Task Judgement_ChangedElsewhere_IsAConflictOfItsField()
    {
        var assessment = await site.Data.AssessingAsync();
        var version = await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).FirstAsync());
        var browser = await site.SignInAsync(assessment.Assessor);
        var path = $"/scoring/{assessment.Id}/evidence/{version}";
        (await browser.SendJsonAsync(HttpMethod.Patch, path, Change("valid", null, "accepted"))).Is(HttpStatusCode.OK);
        (await browser.SendJsonAsync(HttpMethod.Patch, path, Change("authentic", null, "doubted"))).Is(HttpStatusCode.OK);
        var conflict = (await browser.SendJsonAsync(HttpMethod.Patch, path, Change("valid", null, "doubted"))).Is(HttpStatusCode.Conflict).Json;
        Assert.Equal(("rating.conflict", "valid", "accepted"), (conflict.GetProperty("code").GetString(), conflict.GetProperty("field").GetString(), conflict.GetProperty("theirs").GetString()));
        (await browser.SendJsonAsync(HttpMethod.Patch, path, Change("isAccepted", false, true))).Is(HttpStatusCode.Conflict);

        static object Change(string field, object? from, object? to) => new { requestId = Guid.NewGuid(), changes = new Dictionary<string, object> { [field] = new { from, to } } };
    }

    [Fact]
    public async Task Snippets_AreOnesOwn_AndKeptOnce()
    {
        var browser = await site.SignInAsync(await site.Data.AssessorAsync());
        var other = await site.SignInAsync(await site.Data.AssessorAsync());
        var kept = (await browser.PostJsonAsync("/scoring/snippets", new { text = "  請補充推估依據。𠮷 " })).Is(HttpStatusCode.OK).Json;
        Assert.Equal("請補充推估依據。𠮷", kept.GetProperty("text").GetString());
        Assert.Equal(kept.GetProperty("id").GetGuid(), (await browser.PostJsonAsync("/scoring/snippets", new { text = "請補充推估依據。𠮷" })).Json.GetProperty("id").GetGuid());
        Assert.Equal(1, (await browser.GetAsync("/scoring/snippets")).Json.GetArrayLength());
        Assert.Equal(0, (await other.GetAsync("/scoring/snippets")).Json.GetArrayLength());
        (await browser.PostJsonAsync("/scoring/snippets", new { text = " " })).Is(HttpStatusCode.Conflict);
        (await browser.PostJsonAsync("/scoring/snippets", new { text = new string('長', CommentSnippet.TextLimit + 1) })).Is(HttpStatusCode.Conflict);
        (await browser.SendJsonAsync(HttpMethod.Delete, $"/scoring/snippets/{kept.GetProperty("id").GetGuid()}", null)).Is(HttpStatusCode.NoContent);
        Assert.Equal(0, (await browser.GetAsync("/scoring/snippets")).Json.GetArrayLength());
    }

    [Fact]
    public async Task History_OfARating_ShowsEachStateWithWhoAndWhen()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.RateAgainAsync(assessment, "P1.1", 1, "缺少第三季");
        site.Clock.Advance(TimeSpan.FromHours(1));
        await site.Data.RateAgainAsync(assessment, "P1.1", 2, "已補第三季");
        var browser = await site.SignInAsync(assessment.Assessor);
        Assert.NotNull((await browser.OpenAsync($"/scoring/{assessment.Id}")).Document.QuerySelector($"a[href='/scoring/{assessment.Id}/ratings/P1.1/history']"));

        var states = (await browser.OpenAsync($"/scoring/{assessment.Id}/ratings/P1.1/history")).Document.QuerySelectorAll(".rating-states > li").Select(l => l.TextContent).ToList();

        Assert.Equal(2, states.Count);
        Assert.Contains("已補第三季", states[0], StringComparison.Ordinal);
        Assert.Contains("缺少第三季", states[1], StringComparison.Ordinal);
        Assert.Contains(assessment.Assessor.Name, states[1], StringComparison.Ordinal);
        (await browser.GetAsync($"/scoring/{assessment.Id}/ratings/P9.9/history")).Is(HttpStatusCode.NotFound);
        (await (await site.SignInAsync(await site.Data.AssessorAsync())).GetAsync($"/scoring/{assessment.Id}/ratings/P1.1/history")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task History_OfJudgements_ShowsEachStateWithWhoWhenAndWhy()
    {
        var assessment = await site.Data.AssessingAsync();
        var version = await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).SingleAsync());
        var browser = await site.SignInAsync(assessment.Assessor);
        var address = $"/scoring/{assessment.Id}/judgements/history";
        Assert.Contains("尚無判定", (await browser.OpenAsync(address)).Main, StringComparison.Ordinal);
        Task<Page> JudgeAsync(string path, params (string Field, object? From, object? To)[] changes) => browser.SendJsonAsync(
            HttpMethod.Patch, $"/scoring/{assessment.Id}/{path}", new { requestId = Guid.NewGuid(), changes = changes.ToDictionary(c => c.Field, c => new { from = c.From, to = c.To }) });

        // Three choices after another are one state; what takes one of them back is another.
        (await JudgeAsync($"evidence/{version}", ("valid", null, "accepted"))).Is(HttpStatusCode.OK);
        (await JudgeAsync($"evidence/{version}", ("authentic", null, "doubted"))).Is(HttpStatusCode.OK);
        (await JudgeAsync($"evidence/{version}", ("reason", null, "作者欄空白"))).Is(HttpStatusCode.OK);
        (await JudgeAsync($"evidence/{version}", ("authentic", "doubted", "accepted"), ("reason", "作者欄空白", null))).Is(HttpStatusCode.OK);
        (await JudgeAsync("requirements/E1", ("sufficient", null, false), ("reason", null, "缺簡報"))).Is(HttpStatusCode.OK);

        var page = await browser.OpenAsync(address);
        var states = page.Document.QuerySelectorAll($"[id='ev-{version}'] .rating-states > li").Select(l => l.TextContent).ToList();
        Assert.Equal(2, states.Count);
        Assert.Contains("真實性：採認", states[0], StringComparison.Ordinal);
        Assert.Contains("有效性：採認；真實性：存疑；時效性：尚未判定", states[1], StringComparison.Ordinal);
        Assert.Contains("作者欄空白", states[1], StringComparison.Ordinal);
        Assert.Contains(assessment.Assessor.Name, states[1], StringComparison.Ordinal);
        Assert.Contains("缺簡報", Assert.Single(page.Document.QuerySelectorAll("#E1 .rating-states > li")).TextContent, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("#E2"));
        var workspace = (await browser.OpenAsync($"/scoring/{assessment.Id}")).Document;
        Assert.NotNull(workspace.QuerySelector($"[id='ev-{version}'] a[href='{address}#ev-{version}']"));
        Assert.NotNull(workspace.QuerySelector($"#E1 a[href='{address}#E1']"));
        foreach (var stranger in new[] { await site.Data.AssessorAsync(), assessment.Candidate, await site.Data.AdministratorAsync(), await site.Data.VerifierAsync() })
        {
            (await (await site.SignInAsync(stranger)).GetAsync(address)).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task History_OfAJudgementFromBeforeItWasKept_SaysSoAndGoesOn()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.JudgeAllAsync(assessment);
        await site.QueryAsync(db => db.JudgementRevisions.Where(r => r.AssessmentId == assessment.Id).ExecuteDeleteAsync());
        await site.QueryAsync(db => db.EvidenceJudgements.Where(j => j.AssessmentId == assessment.Id).ExecuteUpdateAsync(u => u.SetProperty(j => j.RevisionNo, 0)));
        await site.QueryAsync(db => db.SufficiencyJudgements.Where(j => j.AssessmentId == assessment.Id).ExecuteUpdateAsync(u => u.SetProperty(j => j.RevisionNo, 0)));
        var browser = await site.SignInAsync(assessment.Assessor);
        async Task<List<string>> StatesAsync(string selector) => [.. (await browser.OpenAsync($"/scoring/{assessment.Id}/judgements/history")).Document.QuerySelectorAll($"{selector} .rating-states > li").Select(l => l.TextContent)];

        Assert.Contains("開始保留歷程之前", Assert.Single(await StatesAsync(".judged[id^='ev-']")), StringComparison.Ordinal);
        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/requirements/E1", new { requestId = Guid.NewGuid(), changes = new { sufficient = new { from = true, to = false } } })).Is(HttpStatusCode.OK);

        var states = await StatesAsync("#E1");
        Assert.Equal(2, states.Count);
        Assert.Contains("不充分", states[0], StringComparison.Ordinal);
        Assert.DoesNotContain("開始保留歷程之前", states[0], StringComparison.Ordinal);
        Assert.Contains("開始保留歷程之前", states[1], StringComparison.Ordinal);
        Assert.Contains("開始保留歷程之前", Assert.Single(await StatesAsync("#E2")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sheet_Blank_ShowsEveryDescriptorAndNoRating()
    {
        var assessment = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", new { requestId = Guid.NewGuid(), changes = new { comment = new { to = "只在評定中的評語" } } });
        var sheet = (await browser.GetAsync($"/scoring/{assessment.Id}/sheet")).Is(HttpStatusCode.OK).Main;
        var scheme = await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.SchemeId).SingleAsync());
        var descriptors = (await site.QueryAsync(db => site.Services.GetRequiredService<UnitCatalogue>().SchemeAsync(db, scheme, CancellationToken.None))).Document.Descriptors;
        Assert.All((await site.Data.UnitAsync(assessment.Id)).Criteria, c => Assert.All(descriptors[c.Code], d => Assert.Contains(d.Zh, sheet, StringComparison.Ordinal)));
        Assert.DoesNotContain("只在評定中的評語", sheet, StringComparison.Ordinal);
    }
}
