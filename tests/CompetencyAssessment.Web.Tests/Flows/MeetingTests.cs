using System.Net;
using System.Text.Json;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Observation and questioning over HTTP: prepared, begun after the identity check, noted line by line, finished, and used in a rating.</summary>
public sealed class MeetingTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Bank_SpeaksOfEveryCriterion_AndAsksForKnowledgeInWritingToo()
    {
        Assert.Empty(await site.QueryAsync(db => db.Criteria.Where(c => !db.BankQuestions.Any(q => q.CriterionId == c.Id)).Select(c => c.Code).ToListAsync()));
        Assert.Empty(await site.QueryAsync(db => db.Criteria.Where(c => c.Kind == CriterionKind.Knowledge && !db.BankQuestions.Any(q => q.CriterionId == c.Id && q.Mode == QuestionMode.Written)).Select(c => c.Code).ToListAsync()));
    }

    [Fact]
    public async Task Observation_FromPreparationToTheNote()
    {
        var assessment = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        var list = $"/scoring/{assessment.Id}/meetings";

        // The scheme's coverage guide proposes the presentation and its task.
        var form = (await browser.OpenAsync($"{list}/new?kind=Observation")).Form($"{list}/new");
        Assert.Equal("M6.L", form.Fields.Single(f => f.Name == "Form.Method").Value);
        Assert.Equal(["T4"], form.Fields.Where(f => f.Name == "Form.Tasks").Select(f => f.Value));
        var page = await (await form.PostAsync()).FollowAsync();
        var path = page.Path;
        Assert.Equal(path, (await (await form.PostAsync()).FollowAsync()).Path);
        Assert.Equal(["P4.1", "P4.2", "P4.3"], page.Document.QuerySelectorAll("[data-item]").Select(e => e.GetAttribute("data-item")));
        Assert.Null(page.Document.QuerySelector($"form[action='{path}/begin']"));
        Assert.Contains("請先查驗受評者身分", (await (await browser.PostFieldsAsync($"{path}/begin")).FollowAsync()).Main, StringComparison.Ordinal);
        await SaveAsync(browser, $"{path}/items/P4.1", HttpStatusCode.Conflict, ("seen", null, "seen"));

        var refused = (await page.Form($"{path}/identity").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("請選擇證件種類", refused.Main, StringComparison.Ordinal);
        page = await (await refused.Form($"{path}/identity").Fill("Identity.Document", "ResidencePermit").Fill("Identity.Place", "Video").PostAsync()).FollowAsync();
        Assert.Contains("居留證 · 視訊", page.Main, StringComparison.Ordinal);
        page = await (await page.Form($"{path}/begin").PostAsync()).FollowAsync();
        await (await browser.PostFieldsAsync($"{path}/begin")).FollowAsync();

        var id = Guid.NewGuid();
        var saved = await SaveAsync(browser, $"{path}/items/P4.1", HttpStatusCode.OK, id, ("seen", null, "partly"), ("note", null, "未說明風險"));
        Assert.Equal("09:00", saved.GetProperty("at").GetString());
        await SaveAsync(browser, $"{path}/items/P4.1", HttpStatusCode.OK, id, ("seen", null, "partly"), ("note", null, "未說明風險"));
        Assert.Equal("partly", (await SaveAsync(browser, $"{path}/items/P4.1", HttpStatusCode.Conflict, ("seen", null, "seen"))).GetProperty("theirs").GetString());
        Assert.Contains("請記下在場人員", (await (await browser.PostFieldsAsync($"{path}/finish")).FollowAsync()).Main, StringComparison.Ordinal);
        await SaveAsync(browser, path, HttpStatusCode.OK, ("present", null, "資深經理人二位"));

        // An interruption resumes it.
        page = await (await site.SignInAsync(assessment.Assessor)).OpenAsync(path);
        Assert.Equal("partly", page.Document.QuerySelector("[data-item='P4.1'] [data-seen][checked]")!.GetAttribute("value"));
        site.Clock.Advance(TimeSpan.FromMinutes(40));
        page = await (await page.Form($"{path}/finish").PostAsync()).FollowAsync();
        Assert.Contains("資深經理人二位", page.Main, StringComparison.Ordinal);
        await SaveAsync(browser, $"{path}/items/P4.1", HttpStatusCode.Conflict, ("note", "未說明風險", "改寫"));

        var note = Assert.Single((await browser.OpenAsync($"{list}/notes")).Json.EnumerateArray());
        Assert.Equal(("P4.1", "M6.L"), (note.GetProperty("criterion").GetString(), note.GetProperty("method").GetString()));
        Assert.Contains("現場", note.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("部分可見\n未說明風險", note.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(["meeting.prepared", "meeting.identity-checked", "meeting.begun", "meeting.finished"], await site.QueryAsync(db => db.AuditEntries.Where(e => e.StreamId == assessment.Id && e.Action.StartsWith("meeting.")).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync()));
        Assert.Empty(await CheckAsync(assessment));

        // What was entered is attested: a row changed behind its back shows.
        await site.QueryAsync(db => db.ObservedItems.Where(i => i.Remark == "未說明風險").ExecuteUpdateAsync(u => u.SetProperty(i => i.Remark, "說明完整")));
        Assert.Equal([AuditFaultCodes.RowChanged], (await CheckAsync(assessment)).Select(f => f.Code));
    }

    [Fact]
    public async Task Observation_ByTheMethodOfRecordings_WatchesOneOfTheEvidence()
    {
        var assessment = await site.Data.GatheringAsync();
        var recording = await site.Data.AddEvidenceAsync(assessment, Mp3(), "簡報錄音.mp3");
        var plan = await site.Data.AddEvidenceAsync(assessment);
        await site.Data.SubmitAsync(assessment);
        var browser = await site.SignInAsync(assessment.Assessor);
        var list = $"/scoring/{assessment.Id}/meetings";
        var asked = await browser.OpenAsync($"{list}/new?kind=Observation");
        Assert.Equal(["M6.L", "M6.R"], asked.Document.QuerySelectorAll("[name='Form.Method'] option").Select(o => o.GetAttribute("value")));
        Assert.Equal(["", recording.VersionId.ToString()], asked.Document.QuerySelectorAll("[name='Form.RecordingId'] option").Select(o => o.GetAttribute("value")));

        var form = asked.Form($"{list}/new");

        // Live with a recording, recorded without one, or with a file that is none: each is said beside the field.
        foreach (var (method, chosen, said) in new[] { ("M6.L", recording.VersionId.ToString(), "此方法不觀看錄影"), ("M6.R", "", "請選擇所觀看的錄影"), ("M6.R", plan.VersionId.ToString(), "請選擇所觀看的錄影") })
        {
            var refused = (await form.Fill("Form.Method", method).Fill("Form.RecordingId", chosen).PostAsync()).Is(HttpStatusCode.OK);
            Assert.Contains(said, refused.Document.QuerySelector("#Form_RecordingId-error")!.TextContent, StringComparison.Ordinal);
            form = refused.Form($"{list}/new");
        }

        var page = await (await form.Fill("Form.Method", "M6.R").Fill("Form.RecordingId", recording.VersionId.ToString()).PostAsync()).FollowAsync();
        Assert.Equal($"/files/{recording.VersionId}", page.Document.QuerySelector("a[href^='/files/']")!.GetAttribute("href"));
        Assert.Contains("錄影 · EV-01", page.Main, StringComparison.Ordinal);
        Assert.Contains("錄影 · EV-01", (await (await site.SignInAsync(await site.Data.AdministratorAsync())).OpenAsync($"/assessments/{assessment.Id}/meetings")).Main, StringComparison.Ordinal);
        Assert.Empty(await CheckAsync(assessment));
    }

    [Fact]
    public async Task Questioning_ByTheWrittenMethod_AsksInWriting()
    {
        var assessment = await site.Data.SubmittedAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        var list = $"/scoring/{assessment.Id}/meetings";
        var asked = await browser.OpenAsync($"{list}/new?kind=Questioning");
        Assert.Equal(["M1.Q", "M3.O", "M3.W"], asked.Document.QuerySelectorAll("[name='Form.Method'] option").Select(o => o.GetAttribute("value")));
        var page = await (await asked.Form($"{list}/new").Fill("Form.Method", "M3.W").PostAsync()).FollowAsync();
        await (await page.Form($"{page.Path}/questions").Fill("Ask.Criterion", "P3.3").Fill("Ask.Text", "請寫下目標之間如何取捨。").PostAsync()).FollowAsync();
        Assert.Equal(QuestionMode.Written, await site.QueryAsync(db => db.AskedQuestions.Where(q => db.Meetings.Any(m => m.Id == q.MeetingId && m.AssessmentId == assessment.Id)).Select(q => q.Mode).SingleAsync()));
    }

    [Fact]
    public async Task Questioning_OfTheBankAndOfOnesOwn_NotesAnswersAndPrompts()
    {
        var assessment = await site.Data.SubmittedAsync();
        var browser = await site.SignInAsync(assessment.Assessor);
        var list = $"/scoring/{assessment.Id}/meetings";
        var page = await (await (await browser.OpenAsync($"{list}/new?kind=Questioning")).Form($"{list}/new").PostAsync()).FollowAsync();
        var path = page.Path;
        var chosen = page.Document.QuerySelectorAll("[name='Ask.Chosen']").First(c => c.ParentElement!.TextContent.Contains("K06", StringComparison.Ordinal)).GetAttribute("value")!;
        var form = page.Form($"{path}/questions").Fill("Ask.Chosen", chosen).Fill("Ask.Criterion", "P3.3").Fill("Ask.Text", "目標之間如何取捨？");
        page = await (await form.PostAsync()).FollowAsync();
        await form.PostAsync();
        var asked = page.Document.QuerySelectorAll("[data-question]").Select(e => e.GetAttribute("data-question")!).ToList();
        Assert.Equal(2, asked.Count);
        Assert.Equal(2, await site.QueryAsync(db => db.AskedQuestions.CountAsync(q => db.Meetings.Any(m => m.Id == q.MeetingId && m.AssessmentId == assessment.Id))));

        page = await (await page.Form($"{path}/identity").Fill("Identity.Document", "EmployeeCard").Fill("Identity.Place", "OnSite").PostAsync()).FollowAsync();
        page = await (await page.Form($"{path}/begin").PostAsync()).FollowAsync();
        await SaveAsync(browser, $"{path}/questions/{asked[0]}", HttpStatusCode.OK, ("answer", null, "回收期 20 個月"), ("prompts", Array.Empty<string>(), new[] { "維護費呢？", "" }), ("sufficient", null, true));
        Assert.Contains("請記下並判定每一題的回答", (await (await browser.PostFieldsAsync($"{path}/finish")).FollowAsync()).Main, StringComparison.Ordinal);
        Assert.Contains("此題已有紀錄", (await (await browser.PostFieldsAsync($"{path}/questions/{asked[0]}/remove")).FollowAsync()).Main, StringComparison.Ordinal);
        page = await (await page.Form($"{path}/questions/{asked[1]}/remove").PostAsync()).FollowAsync();
        Assert.Equal([asked[0]], page.Document.QuerySelectorAll("[data-question]").Select(e => e.GetAttribute("data-question")));
        Assert.Equal("2", page.Document.QuerySelector("[data-prompt-count]")!.TextContent);
        await (await page.Form($"{path}/finish").PostAsync()).FollowAsync();

        var text = Assert.Single((await browser.OpenAsync($"{list}/notes")).Json.EnumerateArray()).GetProperty("text").GetString();
        Assert.Contains("回答：回收期 20 個月\n提示 2 次：維護費呢？\n判定：充分", text, StringComparison.Ordinal);
        Assert.Empty(await CheckAsync(assessment));
    }

    [Fact]
    public async Task Meeting_OfOneOfTwo_IsHiddenUntilBothHaveFinished()
    {
        // On a site of its own: the scheme of two is not for the other tests.
        await using var own = new TestSite();
        var assessment = await own.Data.ByTwoAsync();
        var meeting = await own.Data.BeginMeetingAsync(assessment.OfSecond, AppointmentKind.Questioning);
        await own.Data.FinishMeetingAsync(assessment.OfSecond, meeting, "第二人所記");
        var lead = await own.SignInAsync(assessment.Assessor);
        var list = $"/scoring/{assessment.Id}/meetings";

        Assert.Contains("尚無觀察或詢問", (await lead.OpenAsync(list)).Main, StringComparison.Ordinal);
        Assert.Empty((await lead.OpenAsync($"{list}/notes")).Json.EnumerateArray());
        (await lead.GetAsync($"{list}/{meeting}")).Is(HttpStatusCode.NotFound);
        (await lead.PostFieldsAsync($"{list}/{meeting}/finish")).Is(HttpStatusCode.NotFound);

        await own.Data.BothFinishAsync(assessment, 2);
        Assert.Contains("第二人所記", (await lead.OpenAsync($"{list}/{meeting}")).Main, StringComparison.Ordinal);
        Assert.NotEmpty((await lead.OpenAsync($"{list}/notes")).Json.EnumerateArray());
        Assert.Contains("無法進行觀察或詢問", (await lead.OpenAsync(list)).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meeting_OfOthersOrInAnotherState_IsRefused()
    {
        var assessment = await site.Data.AssessingAsync();
        var meeting = await site.Data.BeginMeetingAsync(assessment, AppointmentKind.Observation);
        var path = $"/scoring/{assessment.Id}/meetings/{meeting}";
        foreach (var other in new[] { await site.Data.AssessorAsync(), assessment.Candidate, await site.Data.AdministratorAsync(), await site.Data.VerifierAsync() })
        {
            var stranger = await site.SignInAsync(other);
            (await stranger.GetAsync(path)).Is(HttpStatusCode.NotFound);
            (await stranger.GetAsync($"/scoring/{assessment.Id}/meetings/notes")).Is(HttpStatusCode.NotFound);
            (await stranger.PostFieldsAsync($"{path}/finish")).Is(HttpStatusCode.NotFound);
            (await stranger.SendJsonAsync(HttpMethod.Patch, $"{path}/items/P4.1", new { requestId = Guid.NewGuid(), changes = new { seen = new { from = (string?)null, to = "seen" } } })).Is(HttpStatusCode.NotFound);
        }

        await site.Data.FinishMeetingAsync(assessment, meeting);
        var candidate = await site.SignInAsync(assessment.Candidate);
        Assert.DoesNotContain("說明清楚", (await candidate.OpenAsync($"/my/{assessment.Id}")).Text, StringComparison.Ordinal);

        var gathering = await site.Data.GatheringAsync();
        var assessor = await site.SignInAsync(gathering.Assessor);
        var list = $"/scoring/{gathering.Id}/meetings";
        Assert.Null((await assessor.OpenAsync(list)).Document.QuerySelector($"a[href^='{list}/new']"));
        Assert.Equal(list, (await assessor.SendAsync(HttpMethod.Get, $"{list}/new?kind=Observation")).Location);
        var refused = (await assessor.PostFieldsAsync($"{list}/new", ("Form.RequestId", Guid.NewGuid().ToString()), ("Form.Kind", "Observation"), ("Form.Method", "M6.L"), ("Form.Tasks", "T4"))).Is(HttpStatusCode.OK);
        Assert.Contains("無法進行觀察或詢問", refused.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QuestionBank_IsTheAdministratorsToKeep()
    {
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var page = await office.OpenAsync("/questions");
        var form = (await office.OpenAsync(page.Document.QuerySelector("a[href^='/questions/new']")!.GetAttribute("href")!)).Form("form[action^='/questions/new']");
        var refused = (await form.PostAsync()).Is(HttpStatusCode.OK);
        Assert.NotNull(refused.Document.QuerySelector("#Form_TextZh-error"));
        form = form.Fill("Form.Criterion", "S09").Fill("Form.TextZh", "殘餘風險由誰接受？");
        await (await form.PostAsync()).FollowAsync();
        page = await (await form.PostAsync()).FollowAsync();
        var added = Assert.Single(page.Document.QuerySelectorAll(".bank-list a"), a => a.TextContent.Contains("殘餘風險由誰接受", StringComparison.Ordinal)).GetAttribute("href")!;
        await (await (await office.OpenAsync(added)).Form(added).Fill("Form.TextZh", "殘餘風險由誰核准？").PostAsync()).FollowAsync();
        page = await (await (await office.OpenAsync(added)).Form($"{added}/retire").PostAsync()).FollowAsync();
        Assert.Contains("已停用", page.Main, StringComparison.Ordinal);

        var assessment = await site.Data.AssessingAsync();
        var assessor = await site.SignInAsync(assessment.Assessor);
        var offered = await assessor.OpenAsync($"/scoring/{assessment.Id}/meetings/{await site.Data.BeginMeetingAsync(assessment, AppointmentKind.Questioning)}");
        Assert.DoesNotContain("殘餘風險由誰核准", offered.Main, StringComparison.Ordinal);
        (await assessor.GetAsync("/questions")).Is(HttpStatusCode.NotFound);
    }

    private Task<IReadOnlyList<AuditFault>> CheckAsync(TestAssessment assessment) => site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None));

    private static Task<JsonElement> SaveAsync(Browser browser, string path, HttpStatusCode status, params (string Field, object? From, object? To)[] changes) => SaveAsync(browser, path, status, Guid.NewGuid(), changes);

    private static async Task<JsonElement> SaveAsync(Browser browser, string path, HttpStatusCode status, Guid id, params (string Field, object? From, object? To)[] changes) =>
        (await browser.SendJsonAsync(HttpMethod.Patch, path, new { requestId = id, changes = changes.ToDictionary(c => c.Field, c => new { from = c.From, to = c.To }) })).Is(status).Json;

    /// <summary>Three silent frames of MPEG 1 layer 3, 128 kbit/s at 44.1 kHz.</summary>
    private static byte[] Mp3() => [.. Enumerable.Repeat<byte[]>([0xFF, 0xFB, 0x90, 0x00, .. new byte[413]], 3).SelectMany(f => f)];
}
