using System.Net;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>A report by an invitation link, from the invitation to a rating that cites it, and evidence that assessors add themselves.</summary>
public sealed class ThirdPartyTests : IAsyncLifetime
{
    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Report_FromTheInvitationToTheEvidence_IsCountedOnceConfirmed()
    {
        var assessment = await _site.Data.AssessingAsync();
        var lead = await _site.SignInAsync(assessment.Assessor);
        var form = await lead.OpenAsync($"/assessments/{assessment.Id}/reports/new");
        Assert.NotEmpty(form.Document.QuerySelectorAll("input[name='Form.Criteria'][checked]"));
        Assert.Contains("請輸入填寫人姓名", (await form.Form().PostAsync()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        var made = await (await form.Form().Fill("Form.Name", "孫大同").Fill("Form.Organisation", "營運處").Fill("Form.Relation", "直屬主管").Fill("Form.Criteria", "P1.1", "S01").PostAsync()).FollowAsync();
        var link = new Uri(made.Document.QuerySelector("#one-time-link")!.GetAttribute("value")!).PathAndQuery;
        Assert.Null((await lead.OpenAsync(made.Path)).Document.QuerySelector("#one-time-link"));
        var key = link.Split('=')[1];
        Assert.False(await _site.QueryAsync(db => db.ThirdPartyReports.AnyAsync(r => r.Answer == key || r.Relation == key)));

        // First the notice; it leads nowhere else.
        var referee = _site.Browser();
        var page = await referee.OpenAsync(link);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        Assert.Equal("noindex", page.Headers["X-Robots-Tag"]);
        Assert.Empty(page.Document.QuerySelectorAll("a[href]"));
        Assert.Contains("個人資料保護法", page.Main, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("[name='Form.Relation']"));
        page = await (await page.Form().PostAsync()).FollowAsync();

        // Then the form, with the candidate's name and the criteria alone.
        var code = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.Code).SingleAsync());
        Assert.Contains(assessment.Candidate.Name, page.Main, StringComparison.Ordinal);
        Assert.All([code, assessment.Assessor.Name, "EV-01"], hidden => Assert.DoesNotContain(hidden, page.Text, StringComparison.Ordinal));
        Assert.Equal(["P1.1", "S01"], page.Document.QuerySelectorAll("input[name$='.Criterion']").Select(i => i.GetAttribute("value")));
        var typed = page.Form().Fill("Form.Relation", "主管").Fill("Form.Together", "兩年").Fill("Form.Lines[0].Observed", "Seen").Fill("Form.Lines[1].Observed", "CannotSay");
        var refused = (await typed.PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("請說明所見", refused.Main, StringComparison.Ordinal);
        Assert.Contains("須勾選此項聲明", refused.Main, StringComparison.Ordinal);
        typed.Fill("Form.Lines[0].Text", "每月主持檢討會議").Fill("Form.Declared", "true");
        var done = await (await typed.PostAsync()).FollowAsync();
        Assert.Contains("感謝您", done.Main, StringComparison.Ordinal);

        // A second time, from another browser too, nothing is taken and nothing shows.
        Assert.Contains("感謝您", (await (await typed.Fill("Form.Relation", "別人").PostAsync()).FollowAsync()).Main, StringComparison.Ordinal);
        Assert.DoesNotContain("檢討會議", (await _site.Browser().OpenAsync(link)).Text, StringComparison.Ordinal);
        Assert.Contains("收到第三方報告", (await lead.OpenAsync("/notifications")).Main, StringComparison.Ordinal);

        // No evidence before it is confirmed.
        Assert.DoesNotContain("AE-01", (await lead.OpenAsync($"/scoring/{assessment.Id}")).Text, StringComparison.Ordinal);
        var report = await lead.OpenAsync(made.Path);
        Assert.Contains("每月主持檢討會議", report.Main, StringComparison.Ordinal);
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.Null((await office.OpenAsync(made.Path)).Document.QuerySelector("form[action$='/confirm']"));
        await (await report.Form("form[action$='/confirm']").Fill("Form.Way", "Telephone").Fill("Form.On", "2026-03-02").Fill("Form.Words", "經總機轉接確認").PostAsync()).FollowAsync();
        (await lead.PostFieldsAsync(made.Path + "/confirm", ("Form.Way", "Video"), ("Form.On", "2026-03-02"), ("Form.Words", "再一次"))).Is(HttpStatusCode.OK);
        Assert.Equal(1, await _site.QueryAsync(db => db.AssessorEvidence.CountAsync(x => x.AssessmentId == assessment.Id)));

        var workspace = await lead.OpenAsync($"/scoring/{assessment.Id}");
        Assert.Contains("AE-01", workspace.Main, StringComparison.Ordinal);
        var version = Guid.Parse(workspace.Document.QuerySelector("[data-label^='AE-01']")!.GetAttribute("data-version")!);
        var text = (await lead.GetAsync($"/files/{version}/download")).Text;
        Assert.Contains("每月主持檢討會議", text, StringComparison.Ordinal);
        Assert.Contains("經總機轉接確認", text, StringComparison.Ordinal);
        await CiteAsync(assessment, version);
        Assert.Equal([], await _site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task Link_RevokedExpiredOrUnknown_TakesNothing()
    {
        var assessment = await _site.Data.AssessingAsync();
        var (id, token) = await _site.Data.InviteAsync(assessment);
        var lead = await _site.SignInAsync(assessment.Assessor);
        await (await lead.PostFieldsAsync($"/assessments/{assessment.Id}/reports/{id}/revoke")).FollowAsync();
        var referee = _site.Browser();
        var page = await referee.OpenAsync($"/report?key={token}");
        Assert.Contains("此連結已作廢", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain(assessment.Candidate.Name, page.Text, StringComparison.Ordinal);
        await referee.OpenAsync("/privacy");
        (await referee.PostFieldsAsync($"/report?key={token}", ("Form.Relation", "主管"))).Is(HttpStatusCode.Found);
        Assert.Null(await _site.QueryAsync(db => db.ThirdPartyReports.Where(r => r.Id == id).Select(r => r.Answer).SingleAsync()));
        (await referee.GetAsync("/report?key=unknown")).Is(HttpStatusCode.NotFound);
        (await referee.GetAsync("/report")).Is(HttpStatusCode.NotFound);

        var stranger = await _site.SignInAsync(await _site.Data.AssessorAsync());
        foreach (var address in new[] { "", "/new", $"/{id}" })
        {
            (await stranger.GetAsync($"/assessments/{assessment.Id}/reports{address}")).Is(HttpStatusCode.NotFound);
        }

        (await stranger.PostFieldsAsync($"/assessments/{assessment.Id}/reports/{id}/revoke")).Is(HttpStatusCode.NotFound);
        (await (await _site.SignInAsync(assessment.Candidate)).GetAsync($"/assessments/{assessment.Id}/reports")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Renew_OfALostOrExpiredLink_MakesTheOldOneDead()
    {
        var assessment = await _site.Data.AssessingAsync();
        var (id, old) = await _site.Data.InviteAsync(assessment, days: 3);
        await (await (await _site.Browser().OpenAsync($"/report?key={old}")).Form().PostAsync()).FollowAsync();
        _site.Clock.Advance(TimeSpan.FromDays(4));
        var lead = await _site.SignInAsync(assessment.Assessor);
        var path = $"/assessments/{assessment.Id}/reports/{id}";
        var page = await lead.OpenAsync(path);
        Assert.Contains("原連結立即失效", page.Document.QuerySelector("form[action$='/renew']")!.GetAttribute("data-confirm")!, StringComparison.Ordinal);
        var refused = (await page.Form($"{path}/renew").Fill("Renewal.Days", "61").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("1", refused.Document.QuerySelector("#Renewal_Days-error")!.TextContent, StringComparison.Ordinal);

        var renewed = await (await page.Form($"{path}/renew").Fill("Renewal.Days", "10").PostAsync()).FollowAsync();

        var link = new Uri(renewed.Document.QuerySelector("#one-time-link")!.GetAttribute("value")!).PathAndQuery;
        Assert.Null((await lead.OpenAsync(path)).Document.QuerySelector("#one-time-link"));
        (await _site.Browser().GetAsync($"/report?key={old}")).Is(HttpStatusCode.NotFound);
        Assert.Equal(_site.Clock.GetUtcNow().UtcDateTime.AddDays(10), await _site.QueryAsync(db => db.ThirdPartyReports.Where(r => r.Id == id).Select(r => r.ExpiresAt).SingleAsync()));

        // Whoever opens the new one reads the notice first.
        var referee = await _site.Browser().OpenAsync(link);
        Assert.Empty(referee.Document.QuerySelectorAll("[name='Form.Relation']"));
        referee = await (await referee.Form().PostAsync()).FollowAsync();
        Assert.NotEmpty(referee.Document.QuerySelectorAll("[name='Form.Relation']"));
        Assert.Contains("重新產生第三方報告連結", (await lead.OpenAsync($"/scoring/{assessment.Id}/history")).Main, StringComparison.Ordinal);
        Assert.Equal([], await _site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));

        // The office may too; nobody else, and nobody once it is void.
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.NotNull((await (await office.PostFieldsAsync($"{path}/renew", ("Renewal.Days", "5"))).FollowAsync()).Document.QuerySelector("#one-time-link"));
        foreach (var outsider in new[] { await _site.Data.AssessorAsync(), assessment.Candidate, await _site.Data.QualityLeadAsync() })
        {
            (await (await _site.SignInAsync(outsider)).PostFieldsAsync($"{path}/renew", ("Renewal.Days", "5"))).Is(HttpStatusCode.NotFound);
        }

        await (await lead.PostFieldsAsync($"{path}/revoke")).FollowAsync();
        var hash = await _site.QueryAsync(db => db.ThirdPartyReports.Where(r => r.Id == id).Select(r => r.TokenHash).SingleAsync());
        var dead = await (await lead.PostFieldsAsync($"{path}/renew", ("Renewal.Days", "5"))).FollowAsync();
        Assert.Contains("連結已作廢，請另行邀請", dead.Text, StringComparison.Ordinal);
        Assert.Null(dead.Document.QuerySelector("form[action$='/renew']"));
        Assert.Equal(hash, await _site.QueryAsync(db => db.ThirdPartyReports.Where(r => r.Id == id).Select(r => r.TokenHash).SingleAsync()));
    }

    [Fact]
    public async Task Receive_TwiceAtOnce_KeepsOne()
    {
        var assessment = await _site.Data.AssessingAsync();
        var (id, token) = await _site.Data.InviteAsync(assessment);
        var page = await (await (await _site.Browser().OpenAsync($"/report?key={token}")).Form().PostAsync()).FollowAsync();
        Form Filled(string relation) => page.Form().Fill("Form.Relation", relation).Fill("Form.Together", "兩年").Fill("Form.Lines[0].Observed", "NotSeen").Fill("Form.Lines[1].Observed", "CannotSay").Fill("Form.Declared", "true");
        var answers = await Task.WhenAll(Filled("甲").PostAsync(), Filled("乙").PostAsync());
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Found, a.Status));
        Assert.Equal(1, await _site.QueryAsync(db => db.AuditEntries.CountAsync(e => e.SubjectId == id && e.Action == "report.answered")));
    }

    [Fact]
    public async Task Note_OfOneAssessor_IsHiddenFromTheOtherAndFromTheCandidate()
    {
        var assessment = await _site.Data.ByTwoAsync();
        var lead = await _site.SignInAsync(assessment.Assessor);
        var page = await lead.OpenAsync($"/scoring/{assessment.Id}/evidence");
        Assert.Contains("請輸入標題", (await page.Form().PostAsync()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        page = await (await page.Form().Fill("Form.Title", "機密觀察").Fill("Form.Context", "Workplace").Fill("Form.Text", "簡報後之提問紀錄").PostAsync()).FollowAsync();
        Assert.Contains("AE-01", page.Main, StringComparison.Ordinal);
        var version = page.Document.QuerySelector("tbody a")!.GetAttribute("href")!;
        Assert.Contains("簡報後之提問紀錄", (await lead.GetAsync(version + "/download")).Text, StringComparison.Ordinal);

        var second = await _site.SignInAsync(assessment.Second);
        var candidate = await _site.SignInAsync(assessment.Candidate);
        foreach (var (browser, addresses) in new[] { (second, new[] { $"/scoring/{assessment.Id}", $"/scoring/{assessment.Id}/evidence", $"/scoring/{assessment.Id}/history" }), (candidate, [$"/my/{assessment.Id}", $"/my/{assessment.Id}/history"]) })
        {
            foreach (var address in addresses)
            {
                var seen = (await browser.OpenAsync(address)).Text;
                Assert.DoesNotContain("機密觀察", seen, StringComparison.Ordinal);
                Assert.DoesNotContain("AE-01", seen, StringComparison.Ordinal);
            }

            (await browser.GetAsync(version)).Is(HttpStatusCode.NotFound);
        }

        // The other's numbers are the same, whether or not there is such a note.
        async Task<IReadOnlyList<string>> NumbersAsync(TestAssessment of)
        {
            var other = await _site.SignInAsync(of.Second);
            await (await (await other.OpenAsync($"/scoring/{of.Id}/evidence")).Form().Fill("Form.Title", "第二評量人員之筆記").Fill("Form.Context", "Workplace").Fill("Form.Text", $"紀錄 {of.Id}").PostAsync()).FollowAsync();
            return await _site.QueryAsync(db => db.AssessorEvidence.Where(x => x.AssessmentId == of.Id && db.Set<AssessorAssignment>().Any(a => a.Id == x.AssignmentId && a.PersonId == of.Second.PersonId)).OrderBy(x => x.Number).Select(x => AssessorEvidence.LabelOf(x.Number)).ToListAsync());
        }

        Assert.Equal(await NumbersAsync(await _site.Data.ByTwoAsync()), await NumbersAsync(assessment));

        (await candidate.GetAsync($"/my/{assessment.Id}/assessor-evidence")).Is(HttpStatusCode.NotFound);
        await _site.Data.BothFinishAsync(assessment, 2);
        Assert.Contains("機密觀察", (await second.OpenAsync($"/scoring/{assessment.Id}/evidence")).Main, StringComparison.Ordinal);
        (await second.GetAsync(version)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Note_ThatARatingCites_StandsInTheDecisionAndIsTheCandidatesToReadThen()
    {
        var assessment = await _site.Data.AssessingAsync();
        var version = await _site.Data.AddNoteAsync(assessment);
        await _site.Data.RateAllAsync(assessment);
        await CiteAsync(assessment, version);
        var item = await _site.QueryAsync(db => db.EvidenceVersions.Where(v => v.Id == version).Select(v => v.EvidenceItemId).SingleAsync());
        var lead = await _site.SignInAsync(assessment.Assessor);
        var refused = await (await lead.PostFieldsAsync($"/scoring/{assessment.Id}/evidence/{item}/withdraw")).FollowAsync();
        Assert.Contains("已有評定引用", refused.Text, StringComparison.Ordinal);
        var candidate = await _site.SignInAsync(assessment.Candidate);
        (await candidate.GetAsync($"/files/{version}")).Is(HttpStatusCode.NotFound);

        await _site.Data.SignAsync(assessment);

        Assert.Equal(AssessmentState.Finalised, await _site.Data.StateAsync(assessment));
        var snapshot = DecisionSnapshotDocument.Parse(await _site.QueryAsync(db => db.Decisions.Where(d => d.AssessmentId == assessment.Id).Select(d => d.Snapshot!.Content).SingleAsync()));
        Assert.Equal((true, EvidenceOrigin.Assessor), snapshot.Evidence.Where(e => e.Label == "AE-01").Select(e => (e.Cited, e.Origin)).Single());
        Assert.All(snapshot.Evidence.Where(e => e.Label != "AE-01"), e => Assert.Null(e.Origin));
        Assert.Contains("觀察紀錄", (await candidate.OpenAsync($"/my/{assessment.Id}/assessor-evidence")).Main, StringComparison.Ordinal);
        (await candidate.GetAsync($"/files/{version}")).Is(HttpStatusCode.OK);
        Assert.Contains("評量人員補充佐證資料", (await candidate.OpenAsync($"/my/{assessment.Id}/history")).Main, StringComparison.Ordinal);
        Assert.Contains("唯讀", (await lead.OpenAsync($"/scoring/{assessment.Id}")).Text, StringComparison.Ordinal);
        (await lead.PostFieldsAsync($"/scoring/{assessment.Id}/evidence", ("Form.Title", "太晚"), ("Form.Context", "Workplace"), ("Form.Text", "已簽署"))).Is(HttpStatusCode.OK);
        Assert.Equal(1, await _site.QueryAsync(db => db.AssessorEvidence.CountAsync(x => x.AssessmentId == assessment.Id)));
    }

    [Fact]
    public async Task Upload_ToAPieceOfOnesOwn_BecomesItsFile()
    {
        var assessment = await _site.Data.AssessingAsync();
        var lead = await _site.SignInAsync(assessment.Assessor);
        var page = await lead.OpenAsync($"/scoring/{assessment.Id}/evidence");
        page = await (await page.Form().Fill("Form.Title", "白板照片說明").Fill("Form.Context", "Workplace").PostAsync()).FollowAsync();
        var area = page.Document.QuerySelector("[data-upload]")!;
        var bytes = "現場白板內容"u8.ToArray();
        object Begin() => new { fileName = "白板.txt", size = bytes.Length, requestId = Guid.NewGuid(), itemId = area.GetAttribute("data-item-id") };
        var begun = await lead.PostJsonAsync(area.GetAttribute("data-create-url")!, Begin());
        var url = begun.Json.GetProperty("url").GetString()!;
        await lead.SendBytesAsync(HttpMethod.Patch, url, bytes, ("Upload-Offset", "0"));
        var completed = (await lead.PostJsonAsync(url + "/complete", null)).Is(HttpStatusCode.OK);
        Assert.Equal("AE-01", completed.Json.GetProperty("label").GetString());
        Assert.Equal(completed.Text, (await lead.PostJsonAsync(url + "/complete", null)).Text);

        // Neither to a piece of the candidate's, nor by somebody who does not assess.
        var theirs = await _site.QueryAsync(db => db.AssessmentEvidence.Where(l => l.AssessmentId == assessment.Id).Select(l => l.EvidenceItemId).FirstAsync());
        (await lead.PostJsonAsync($"/scoring/{assessment.Id}/uploads", new { fileName = "白板.txt", size = 4, requestId = Guid.NewGuid(), itemId = theirs })).Is(HttpStatusCode.Conflict);
        (await (await _site.SignInAsync(await _site.Data.AssessorAsync())).PostJsonAsync($"/scoring/{assessment.Id}/uploads", Begin())).Is(HttpStatusCode.NotFound);
        Assert.Equal([], await _site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));
    }

    private Task CiteAsync(TestAssessment assessment, Guid version) => _site.Data.CiteAsync(assessment, "P1.1", version);
}
