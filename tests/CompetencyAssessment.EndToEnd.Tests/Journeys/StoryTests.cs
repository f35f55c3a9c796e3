using System.Globalization;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Web.Demo;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Features.Holidays;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>Long stories with many people, whose turning points are played in the browser; what leads up to them is done by the same verbs.</summary>
public sealed class StoryTests : IAsyncLifetime
{
    private readonly List<string> _faults = [];
    private readonly List<Visitor> _visitors = [];
    private PublishedApp _app = null!;
    private Chromium _chromium = null!;
    private Seed _seed = null!;
    private Member _administrator = null!;
    private Member _candidate = null!;

    public async Task InitializeAsync()
    {
        _app = await PublishedApp.InstallAsync();
        _seed = new Seed(_app.Data);
        _administrator = await _seed.MemberAsync("kuo", "郭美玲", "Kuo Mei-Ling", "zh-TW", Roles.Administrator);
        _candidate = await _seed.MemberAsync("wu", "吳佩珊", "Wu Pei-Shan", "zh-TW", Roles.Candidate);
        await _app.StartAsync();
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _seed.DisposeAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Two rate alone and differ; they agree on not yet competent; an appeal for a conflict of interest is upheld; two others find competent.</summary>
    [Fact]
    public Task Dispute_OfTwoBlindAssessors_EndsInASecondResultByOthers() => PlayAsync("dispute", async () =>
    {
        var (chang, li) = (await AssessorAsync("chang", "張書豪"), await AssessorAsync("li", "李思穎"));
        var (wang, chao) = (await AssessorAsync("wang", "王怡文"), await AssessorAsync("chao", "趙志成"));
        var hearer = await _seed.MemberAsync("ho", "何佩君", "Ho Pei-Chun", "zh-TW", Roles.Verifier);
        var quality = await _seed.MemberAsync("lo", "羅文彬", "Lo Wen-Pin", "zh-TW", Roles.QualityLead);
        var scheme = await _seed.SchemeAsync("two", _administrator, rules => rules with { Assessors = 2 });
        var id = await _seed.AssessingAsync(_candidate, chang, scheme, li);
        await _seed.RateAllAsync(id, chang);
        await _seed.RateAllAsync(id, li, code => code != "P3.4");

        // Each finishes alone; what differs is seen by neither before that.
        var lead = await SignedInAsync(chang);
        var second = await SignedInAsync(li);
        await lead.OpenAsync($"/scoring/{id}/finish");
        await lead.ConfirmAsync($"form[action='/scoring/{id}/finish'] .btn-primary");
        await lead.OpenAsync($"/scoring/{id}/differences");
        Assert.Equal($"/scoring/{id}", lead.Path);
        await second.OpenAsync($"/scoring/{id}/finish");
        await second.ConfirmAsync($"form[action='/scoring/{id}/finish'] .btn-primary");

        // The second does not agree to what the lead records first, and confirms the other.
        await SettleAsync(lead, id, "2", "計畫第 18 頁已足。");
        await second.OpenAsync($"/scoring/{id}/differences");
        await second.LookAsync("what the lead recorded");
        await second.Page.FillAsync("#Decline_Reason", "試算表與計畫不一致，不能視為達成。");
        await second.LeaveAsync(() => second.Page.ClickAsync($"form[action='/scoring/{id}/differences/decline'] button"));
        await lead.OpenAsync($"/scoring/{id}/differences");
        Assert.Contains("不能視為達成", await lead.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await lead.LookAsync("differences that the second does not agree to");
        await SettleAsync(lead, id, "1", "兩份數字不一致，依第二評量人員之意見。", cause: true);
        await second.OpenAsync($"/scoring/{id}/differences");
        await second.ConfirmAsync($"form[action='/scoring/{id}/differences/confirm'] button");
        await lead.OpenAsync($"/scoring/{id}/sign");
        await lead.Page.FillAsync("#Form_Feedback", "人力推估須與試算表一致。");
        await new ScoringPages(lead, id).SignAsync("NotYetCompetent", "計畫完整。", "更正人力推估後再評。", Seed.Password);

        // The candidate appeals; somebody without a part in it hears and upholds it.
        var candidate = await SignedInAsync(_candidate);
        await candidate.OpenAsync($"/my/{id}");
        Assert.Contains("尚未合格", await candidate.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await candidate.LeaveAsync(() => candidate.Page.ClickAsync($"a[href='/my/{id}/appeal']"));
        await candidate.LookAsync("filing an appeal");
        await candidate.Page.FillAsync("#Form_Text", "第二評量人員與本人任職同一公司且為競爭職缺之候選人，有利益衝突。");
        await candidate.ConfirmAsync($"form[action='/my/{id}/appeal'] .btn-primary");
        var appeal = await _seed.QueryAsync(db => db.Appeals.Where(a => a.AssessmentId == id).Select(a => a.Id).SingleAsync());
        var chief = await SignedInAsync(quality);
        await chief.OpenAsync($"/appeals/{appeal}");
        await chief.Page.SelectOptionAsync("#Assignment_HearerId", hearer.PersonId.ToString());
        await chief.LeaveAsync(() => chief.Page.ClickAsync($"form[action='/appeals/{appeal}/hearer'] .btn-primary"));
        var hearing = await SignedInAsync(hearer);
        await hearing.OpenAsync($"/appeals/{appeal}");
        await hearing.LookAsync("hearing an appeal");
        await hearing.Page.SelectOptionAsync("#Hearing_Outcome", nameof(AppealOutcome.RatedAgain));
        await hearing.Page.FillAsync("#Hearing_Reason", "利益衝突屬實，應由未參與者就同一佐證重新評定。");
        await hearing.ConfirmAsync($"form[action='/appeals/{appeal}/decide'] .btn-primary");

        // Two others rate the same evidence.
        var office = await SignedInAsync(_administrator);
        await office.OpenAsync($"/appeals/{appeal}/plan");
        await office.LookAsync("planning the second result");
        await office.Page.SelectOptionAsync("#Form_AssessorId", wang.PersonId.ToString());
        await office.Page.SelectOptionAsync("#Form_SecondAssessorId", chao.PersonId.ToString());
        await office.LeaveAsync(() => office.Page.ClickAsync("main form .btn-primary"));
        var next = await _seed.QueryAsync(db => db.Assessments.Where(a => a.PredecessorId == id).Select(a => a.Id).SingleAsync());
        await _seed.StartAsync(next, wang);
        foreach (var rater in new[] { wang, chao })
        {
            await _seed.RateAllAsync(next, rater);
            var visitor = await SignedInAsync(rater);
            await visitor.OpenAsync($"/scoring/{next}/finish");
            await visitor.ConfirmAsync($"form[action='/scoring/{next}/finish'] .btn-primary");
        }

        await _visitors[^2].OpenAsync($"/scoring/{next}/sign");
        await new ScoringPages(_visitors[^2], next).SignAsync("Competent", "計畫與試算表互相印證。", "持續追蹤。", Seed.Password);
        await candidate.OpenAsync($"/my/{next}");
        Assert.Contains("合格", await candidate.Page.InnerTextAsync(".result, main"), StringComparison.Ordinal);
        Assert.Equal(4, await candidate.Page.Locator("main a[href^='/documents/']:not([href*='?'])").CountAsync());
        await candidate.OpenAsync($"/my/{id}");
        Assert.Contains("利益衝突屬實", await candidate.Page.InnerTextAsync("main"), StringComparison.Ordinal);
    });

    /// <summary>The fifth task was simulated and could not carry; months later the trainee comes back with real work, and what had passed is carried over.</summary>
    [Fact]
    public Task Trainee_WhoseFifthTaskWasSimulated_ComesBackWithRealWork() => PlayAsync("trainee", async () =>
    {
        var chang = await AssessorAsync("chang", "張書豪");
        _seed.Clock.Set(DateTimeOffset.UtcNow.AddDays(-150));
        var before = await _seed.AssessingAsync(_candidate, chang, context: EvidenceContext.Simulation);
        await _seed.RateAllAsync(before, chang);
        Assert.Equal("sign.incomplete", (await Assert.ThrowsAsync<DomainException>(() => _seed.SignAsync(before, chang, Outcome.Competent))).Code);
        await _seed.SignAsync(before, chang, Outcome.NotYetCompetent);
        _seed.Clock.Set(null);

        // Planned anew; the candidate asks for all that passed.
        var office = await SignedInAsync(_administrator);
        await office.OpenAsync($"/assessments/{before}");
        await office.LeaveAsync(() => office.Page.ClickAsync($"a[href='/assessments/{before}/reassessment']"));
        await office.LookAsync("planning a reassessment");
        await office.Page.SelectOptionAsync("#Form_AssessorId", chang.PersonId.ToString());
        await office.LeaveAsync(() => office.Page.ClickAsync("main form .btn-primary"));
        var id = await _seed.QueryAsync(db => db.Assessments.Where(a => a.PredecessorId == before).Select(a => a.Id).SingleAsync());
        var candidate = await SignedInAsync(_candidate);
        var my = new MyPages(candidate, id);
        await my.AcknowledgeAsync();
        await candidate.LeaveAsync(() => candidate.Page.ClickAsync($"a[href='/my/{id}/carry-over'] >> nth=0"));
        await candidate.LookAsync("asking to carry over");
        foreach (var box in await candidate.Page.Locator("input[name=criteria]").AllAsync())
        {
            if (!(await box.GetAttributeAsync("value"))!.StartsWith("P5", StringComparison.Ordinal))
            {
                await box.CheckAsync();
            }
        }

        await candidate.LeaveAsync(() => candidate.Page.ClickAsync($"form[action='/my/{id}/carry-over'] .btn-primary"));
        await candidate.OpenAsync($"/my/{id}");
        using var fonts = FontLibrary.Load();
        var rows = await my.UploadAsync(new FilePayload { Name = "第三季營運檢討.pdf", MimeType = "application/pdf", Buffer = PlanPdf.Draw(DemoPlan.Short(DemoCompany.Story), DateTimeOffset.UtcNow, fonts) });
        Assert.Single(rows["done"]);
        await my.DescribeAsync("第三季營運檢討", "OperatingPlan", "T5");
        await my.SubmitAsync();

        // Each carried rating is confirmed singly; the fifth task is rated on the new evidence.
        var assessor = await SignedInAsync(chang);
        var scoring = new ScoringPages(assessor, id);
        await scoring.StartAsync();
        await assessor.LookAsync("ratings carried over", briefly: true);
        foreach (var code in await scoring.CodesAsync())
        {
            if (code.StartsWith("P5", StringComparison.Ordinal))
            {
                await scoring.RateAsync(code, 2, "M2", "3", "現場兩季執行紀錄完整。", piece: "第三季營運檢討");
            }
            else
            {
                await scoring.GoToAsync(code);
                await assessor.Page.ClickAsync($"[data-criterion='{code}'] [data-take-over]");
            }
        }

        await scoring.AcceptAllAsync();
        await scoring.JudgeRequirementsAsync(sufficient: true, "現場紀錄與前次佐證互相印證。");
        await scoring.SavedAsync();
        Assert.Equal(40, await scoring.CompleteAsync());
        await scoring.OpenSignAsync();
        await scoring.SignAsync("Competent", "能依實績調整。", "持續精進。", Seed.Password);
        await candidate.OpenAsync($"/my/{id}");
        Assert.Contains("合格", await candidate.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        var snapshot = await _seed.QueryAsync(db => db.Decisions.Where(d => d.AssessmentId == id).Select(d => d.Snapshot!.Content).SingleAsync());
        var code0 = await _seed.QueryAsync(db => db.Assessments.Where(a => a.Id == before).Select(a => a.Code).SingleAsync());
        Assert.Equal(34, snapshot.Split($"\"{code0}\"").Length - 1 - (snapshot.Contains($"\"predecessor\":\"{code0}\"", StringComparison.Ordinal) ? 1 : 0));
    });

    /// <summary>
    /// The plan counts on other figures than the workbook: sent back, answered by a second version, presented and observed, signed, drawn by the
    /// rule and verified. Only when the verifier has agreed is the candidate told, and one byte of difference fails the public check.
    /// </summary>
    [Fact]
    public Task Plan_AtOddsWithItsWorkbook_IsCorrectedVerifiedAndOnlyThenTold() => PlayAsync("plan", async () =>
    {
        var lin = await _seed.MemberAsync("lin", "林雅筑", "Lin Ya-Chu", "zh-TW", Roles.Candidate);
        var chang = await AssessorAsync("chang", "張書豪");
        var ho = await _seed.MemberAsync("ho", "何佩君", "Ho Pei-Chun", "zh-TW", Roles.Verifier);
        var lo = await _seed.MemberAsync("lo", "羅文彬", "Lo Wen-Pin", "zh-TW", Roles.QualityLead);
        var id = await _seed.GatheringAsync(lin, chang, await _seed.SchemeAsync("verified", _administrator, rules => rules with { Verification = true }));
        var quality = await SignedInAsync(lo);
        await DrawAllAsync(quality);

        // A plan, a workbook and two reviews at once.
        var candidate = await SignedInAsync(lin);
        var my = new MyPages(candidate, id);
        await candidate.OpenAsync($"/my/{id}");
        var (plan, reviews) = (HandedIn.Plan(), HandedIn.Reviews());
        Assert.Equal(4, (await my.UploadAsync([plan, HandedIn.Workbook, .. reviews]))["done"].Count());
        await my.DescribeAsync("營運計畫書", "OperatingPlan");
        await my.DescribeAsync("人力試算表", "Workbook", "T3");
        foreach (var review in reviews)
        {
            await my.DescribeAsync(review.Name[..^".xlsx".Length], "PerformanceAnalysis", "T5");
        }

        await my.SubmitAsync();

        // Two criteria are under the pass mark where the two contradict each other; the others pass.
        var assessor = await SignedInAsync(chang);
        var scoring = new ScoringPages(assessor, id);
        await scoring.StartAsync();
        await _seed.RateAllAsync(id, chang, except: ["P3.4", "P3.2"]);
        await scoring.OpenAsync();
        foreach (var (code, cause) in new[] { ("P3.4", "performanceShort"), ("P3.2", "notEnoughEvidence") })
        {
            await scoring.RateAsync(code, 1, "M2", "18", DemoAnswers.Missing[code], cause, "v1 營運計畫書");
            await scoring.CiteAsync(code, "v1 人力試算表", "cell", "B12");
        }

        await scoring.AcceptAllAsync();
        await scoring.SavedAsync();
        await SendBackAsync(assessor, id);

        // She reads what is missing, and answers with a second version.
        await candidate.OpenAsync("/notifications");
        await candidate.LeaveAsync(() => candidate.Page.ClickAsync("main .notification:has-text('請您補件')"));
        Assert.Contains(DemoAnswers.Missing["P3.4"], await candidate.Page.InnerTextAsync("section[aria-labelledby=returned]"), StringComparison.Ordinal);
        await my.OpenPieceAsync("營運計畫書");
        Assert.Single((await my.UploadAsync(HandedIn.Plan(corrected: true)))["done"]);
        await my.ReturnToAssessmentAsync();
        await my.AnswerAsync("第二版採用 295 秒，依據為近兩季實績。");
        await my.SubmitAsync();
        await FirstRoundStaysAsync(candidate, id, plan);

        // Presented and observed; rated again on the second version.
        await scoring.StartAsync();
        await ObserveAsync(assessor, id);
        await scoring.OpenAsync();
        foreach (var code in new[] { "P3.4", "P3.2" })
        {
            Assert.Contains("近兩季實績", await assessor.Page.Locator($"[data-criterion='{code}'] .thread").TextContentAsync() ?? "", StringComparison.Ordinal);
            await scoring.RateAsync(code, 2, "M2", "18", "第二版採用 295 秒並說明依據。", piece: "v2 營運計畫書");
        }

        await scoring.AcceptAllAsync();
        await scoring.SavedAsync();
        var before = await ToldAsync(candidate, id);
        await scoring.OpenSignAsync();
        await scoring.SignAsync("Competent", "發現不一致後迅速更正。", "加入情境分析。", Seed.Password);

        // Drawn by the rule; while that is open, nothing that she can open has changed, and no document is there.
        await quality.OpenAsync("/quality/verification");
        Assert.Contains("籤號抽中", await quality.Page.InnerTextAsync("main tbody tr"), StringComparison.Ordinal);
        Assert.Equal(before, await ToldAsync(candidate, id));
        Assert.Contains("請您補件", before, StringComparison.Ordinal);
        Assert.DoesNotContain("/documents/", before, StringComparison.Ordinal);
        Assert.Equal(0, await _seed.QueryAsync(db => db.RecordDocuments.CountAsync()));
        await _seed.AgreeAsync(id, ho, "P3.2", "P3.4");
        var verifier = await SignedInAsync(ho);
        await verifier.OpenAsync("/verification");
        await verifier.LeaveAsync(() => verifier.Page.ClickAsync("main tbody a >> nth=0"));
        foreach (var code in new[] { "P3.2", "P3.4" })
        {
            await verifier.Page.CheckAsync($"[data-verify='{code}'] [data-agrees][value=true]");
        }

        await verifier.Page.WaitForSelectorAsync("#end-form .btn-primary:enabled");
        await verifier.ConfirmAsync("#end-form .btn-primary");

        // Now she is told, and has a statement that anybody can check.
        await candidate.OpenAsync("/notifications");
        Assert.Contains("結果", await candidate.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await candidate.OpenAsync($"/my/{id}");
        Assert.Contains("合格", await candidate.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        var link = await candidate.Page.GetAttributeAsync("main a[href^='/documents/']:not([href*='?'])", "href");
        var pdf = await candidate.DownloadAsync($"main a[href='{link}']");
        var employer = await Visitor.ArriveAsync(_chromium, _app.Address, "employer", "zh-TW", _faults);
        _visitors.Add(employer);
        var verify = new VerifyPages(employer);
        await employer.OpenAsync("/verify");
        Assert.True(await verify.ByFileAsync(pdf));
        Assert.Contains("\"meetings\"", await _seed.QueryAsync(db => db.Decisions.Where(d => d.AssessmentId == id).Select(d => d.Snapshot!.Content).SingleAsync()), StringComparison.Ordinal);
        pdf[pdf.Length / 2] ^= 1;
        Assert.False(await verify.ByFileAsync(pdf));
    });

    /// <summary>The quality lead has every decision drawn, whoever signs it.</summary>
    private static async Task DrawAllAsync(Visitor quality)
    {
        await quality.OpenAsync("/quality/verification");
        await quality.Page.FillAsync("#Form_Percentage", "100");
        await quality.Page.FillAsync("#Form_FirstOfAssessor", "0");
        await quality.ConfirmAsync("form[action='/quality/verification'] .btn-primary");
        Assert.Equal("100", await quality.Page.InputValueAsync("#Form_Percentage"));
    }

    /// <summary>With what the comments say, to be answered within ten working days.</summary>
    private async Task SendBackAsync(Visitor assessor, Guid id)
    {
        var page = assessor.Page;
        await assessor.LeaveAsync(() => page.ClickAsync($"a[href='/scoring/{id}/return']"));
        Assert.Equal(DemoAnswers.Missing["P3.4"], await page.InputValueAsync("[name='Missing[P3.4]']"));
        Assert.Equal(DemoAnswers.Missing["P3.2"], await page.InputValueAsync("[name='Missing[P3.2]']"));
        var last = DateOnly.Parse(await page.InputValueAsync("#ResubmitBy"), CultureInfo.InvariantCulture);
        var (today, days) = await _seed.UseAsync(async services => (services.GetRequiredService<LocalTime>().Today, await services.GetRequiredService<CentreCalendar>().WorkingDaysAsync(CancellationToken.None)));
        Assert.Equal(10, Enumerable.Range(1, last.DayNumber - today.DayNumber).Count(n => days.Includes(today.AddDays(n))));
        await assessor.ConfirmAsync($"form[action='/scoring/{id}/return'] .btn-primary");
        var sent = await _seed.QueryAsync(db => db.Ratings.AsNoTracking().Include(r => r.Citations).Where(r => r.AssessmentId == id && r.Level == 1).ToListAsync());
        Assert.Equal(2, sent.Count);
        Assert.All(sent, rating => Assert.Equal(["18", "B12"], rating.Citations.Select(c => c.Place).Order(StringComparer.Ordinal)));
    }

    /// <summary>Answered or not: the first submission shows its own version, which opens as it was, and what was missing.</summary>
    private static async Task FirstRoundStaysAsync(Visitor candidate, Guid id, FilePayload plan)
    {
        var first = candidate.Page.Locator("section[aria-labelledby=rounds] details.round").Last;
        await first.Locator("summary").ClickAsync();
        var text = await first.InnerTextAsync();
        Assert.All(new[] { "營運計畫書.pdf", DemoAnswers.Missing["P3.4"], DemoAnswers.Missing["P3.2"] }, words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.DoesNotContain("營運計畫書_第二版.pdf", text, StringComparison.Ordinal);
        var address = await first.GetByText("營運計畫書.pdf").GetAttributeAsync("href");
        Assert.Equal(plan.Buffer, await candidate.DownloadAsync($"details.round[open] a[href='{address}']"));
        await candidate.OpenAsync($"/my/{id}/rounds");
        var compared = await candidate.Page.InnerTextAsync("main");
        Assert.All(new[] { "營運計畫書.pdf", "營運計畫書_第二版.pdf", DemoAnswers.Missing["P3.4"], "近兩季實績" }, words => Assert.Contains(words, compared, StringComparison.Ordinal));
    }

    /// <summary>All that the candidate can open about the assessment, as it stands in the pages.</summary>
    private static async Task<string> ToldAsync(Visitor candidate, Guid id) => string.Join('\n', await candidate.Page.EvaluateAsync<string[]>(
        """
        (paths) => Promise.all(paths.map(async (path) => {
          const page = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
          return [path, page.body.textContent.replace(/\s+/g, ' '), ...[...page.querySelectorAll('a')].map((a) => a.getAttribute('href'))].join(' ');
        }))
        """,
        new[] { "/dashboard", "/my", $"/my/{id}", $"/my/{id}/history", $"/my/{id}/rounds", "/notifications" }));

    /// <summary>The candidate presents: the identity is checked, the checklist is filled in, and a reload in between loses nothing of it.</summary>
    private static async Task ObserveAsync(Visitor assessor, Guid id)
    {
        const string Seen = "當場說明服務水準缺口與對策。";
        var page = assessor.Page;
        await assessor.OpenAsync($"/scoring/{id}/meetings/new?kind=Observation");
        await assessor.PressAsync($"form[action='/scoring/{id}/meetings/new'] .btn-primary");
        await page.CheckAsync("[name='Identity.Document'] >> nth=0");
        await page.CheckAsync("[name='Identity.Place'] >> nth=0");
        await assessor.PressAsync("form[action$='/identity'] .btn-primary");
        await assessor.PressAsync("form[action$='/begin'] .btn-primary");
        await page.FillAsync("[data-present]", "兩位高階主管");
        foreach (var card in await page.Locator("[data-item]").AllAsync())
        {
            await card.Locator("[data-seen]").First.CheckAsync();
            await card.Locator("[data-note]").FillAsync(Seen);
        }

        await page.WaitForSelectorAsync("[data-saved][data-state=saved]");
        await page.ReloadAsync();
        Assert.Equal(Seen, await page.Locator("[data-item] [data-note]").Last.InputValueAsync());
        await assessor.ConfirmAsync("form[action$='/finish'] .btn-primary");
        Assert.Equal(0, await page.Locator("[data-item] textarea").CountAsync());
    }

    private Task<Member> AssessorAsync(string userName, string name) => _seed.MemberAsync(userName, name, userName, "zh-TW", Roles.Assessor);

    private static async Task SettleAsync(Visitor lead, Guid id, string level, string reason, bool cause = false)
    {
        await lead.OpenAsync($"/scoring/{id}/differences");
        await lead.Page.SelectOptionAsync("[name='Form.Items[0].Level']", level);
        await lead.Page.SelectOptionAsync("[name='Form.Items[0].Basis']", cause ? "Second" : "Lead");
        await lead.Page.FillAsync("[name='Form.Items[0].Reason']", reason);
        await lead.LeaveAsync(() => lead.Page.ClickAsync($"form[action='/scoring/{id}/differences'] .btn-primary"));
    }

    private async Task<Visitor> SignedInAsync(Member member)
    {
        var visitor = await Visitor.ArriveAsync(_chromium, _app.Address, member.Name, "zh-TW", _faults);
        _visitors.Add(visitor);
        await visitor.SignInAsync(member.UserName, Seed.Password);
        return visitor;
    }

    private async Task PlayAsync(string name, Func<Task> story)
    {
        try
        {
            await story();
            Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        }
        catch
        {
            foreach (var visitor in _visitors)
            {
                await visitor.KeepAsync($"story-{name}");
            }

            throw;
        }
    }
}
