using System.Net;
using System.Text.RegularExpressions;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Two assessors over HTTP: nothing of the other shows before both have finished; then they agree, and the lead signs.</summary>
public sealed partial class TwoAssessorsTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Secret = "唯有本人知悉之評語";

    [Fact]
    public async Task Plan_WithASchemeOfTwo_AsksForBoth()
    {
        var scheme = await site.Data.SchemeAsync(rules => (rules["assessors"], rules["separateDecisionMaker"]) = (2, true));
        var (candidate, lead, second, maker) = (await site.Data.UserAsync("兩者兼具", Roles.Candidate, Roles.Assessor), await site.Data.AssessorAsync(), await site.Data.AssessorAsync(), await site.Data.AssessorAsync());
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var form = (await office.OpenAsync($"/assessments/new?scheme={scheme}")).Form("form[method=post][action='/assessments/new']").Fill("Form.Candidate", candidate.UserName).Fill("Form.AssessorId", lead.PersonId.ToString());
        var page = (await form.PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("請選擇第二評量人員", page.Main, StringComparison.Ordinal);
        Assert.Contains("請選擇結論簽署人員", page.Main, StringComparison.Ordinal);

        foreach (var (other, told) in new[] { (lead, "每人在一案中只能擔任一項"), (candidate, "受評者不能擔任自己案件的評量人員"), (await site.Data.CandidateAsync(), "此人不具評量人員角色") })
        {
            page = (await form.Fill("Form.SecondAssessorId", other.PersonId.ToString()).Fill("Form.DecisionMakerId", maker.PersonId.ToString()).PostAsync()).Is(HttpStatusCode.OK);
            Assert.Contains(told, page.Document.QuerySelector("#Form_SecondAssessorId-error")?.TextContent ?? page.Main, StringComparison.Ordinal);
        }

        var detail = await (await form.Fill("Form.SecondAssessorId", second.PersonId.ToString()).PostAsync()).FollowAsync();

        Assert.Contains(second.Name, detail.Main, StringComparison.Ordinal);
        Assert.Contains(maker.Name, detail.Main, StringComparison.Ordinal);
        Assert.Contains("已指派您擔任評量人員", (await (await site.SignInAsync(second)).OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        Assert.Contains("您獲指派為結論簽署人員", (await (await site.SignInAsync(maker)).OpenAsync("/notifications")).Main, StringComparison.Ordinal);

        // The candidate knows all who assess and decide.
        var mine = await (await site.SignInAsync(candidate)).OpenAsync(detail.Path.Replace("/assessments/", "/my/", StringComparison.Ordinal));
        Assert.All([lead, second, maker], p => Assert.Contains(p.Name, mine.Main, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rating_OfOne_ShowsTheOtherNothing()
    {
        // Both also administer: no other role of theirs shows more.
        var lead = await site.Data.UserAsync("主責", Roles.Assessor, Roles.Administrator);
        var assessment = await site.Data.ByTwoAsync(assessor: lead);
        await GiveAsync(assessment.Second, Roles.Administrator);
        await site.IndexAsync();
        foreach (var (reader, writer, secret) in new[] { (lead, assessment.OfSecond, Secret + "乙"), (assessment.Second, assessment, Secret + "甲") })
        {
            var browser = await site.SignInAsync(reader);
            var before = await SeenAsync(browser, assessment);

            await site.Data.RateAllAsync(writer, level: 3);
            await site.Data.RateAgainAsync(writer, "P1.1", 1, secret);
            await site.IndexAsync();

            var after = await SeenAsync(browser, assessment);
            Assert.All(after.Keys, address => Assert.True(before[address] == after[address], $"{reader.Name} sees at {address} that {writer.Assessor.Name} has rated."));
            Assert.All(after, page => Assert.DoesNotContain(secret, page.Value, StringComparison.Ordinal));
        }

        // Each sees the own sheet.
        Assert.Contains(Secret + "乙", (await (await site.SignInAsync(assessment.Second)).OpenAsync($"/scoring/{assessment.Id}")).Text, StringComparison.Ordinal);

        // Nor when one has finished.
        await site.Data.FinishRatingAsync(assessment, assessment.Second);
        var mine = await SeenAsync(await site.SignInAsync(lead), assessment);
        Assert.Equal(mine[$"/scoring/{assessment.Id}"], mine[$"/scoring/{assessment.Id}/differences"]);
        await site.Data.RateAgainAsync(assessment, "P1.1", 2, "自己的說明");
        Assert.All(await SeenAsync(await site.SignInAsync(lead), assessment), page => Assert.DoesNotContain(Secret + "乙", page.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rating_ShowsTheAdministratorHowFarEachIs_AndNoLevel()
    {
        var assessment = await site.Data.ByTwoAsync();
        await site.Data.RateAllAsync(assessment);
        await site.Data.RateAsync(assessment.OfSecond, "P1.1", 1);
        await site.Data.FinishRatingAsync(assessment, assessment.Assessor);
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());

        var progress = (await office.OpenAsync($"/assessments/{assessment.Id}")).Document.QuerySelector("section[aria-labelledby=progress]")!;

        Assert.Equal(["40", "40", "1", "1"], progress.QuerySelectorAll("progress").Select(p => p.GetAttribute("value")));
        Assert.Contains("已完成評定", progress.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("部分達成", progress.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finish_ClosesTheOwnSheet_UntilItIsTakenBack()
    {
        var assessment = await site.Data.ByTwoAsync();
        var (lead, second) = (await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Second));
        var address = $"/scoring/{assessment.Id}/finish";
        var page = await lead.OpenAsync(address);
        Assert.Equal(40, page.Document.QuerySelectorAll(".missing-places a").Length);
        Assert.Contains("仍有評量項目未完成評定", (await (await lead.PostFieldsAsync(address)).FollowAsync()).Text, StringComparison.Ordinal);

        await site.Data.RateAllAsync(assessment);
        page = await (await (await lead.OpenAsync(address)).Form(address).PostAsync()).FollowAsync();
        Assert.Contains("您已完成評定", page.Main, StringComparison.Ordinal);
        Assert.Contains("另一位評量人員已完成評定", (await second.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        await PatchAsync(lead, assessment, HttpStatusCode.Conflict);
        Assert.DoesNotContain(await CodeAsync(assessment), Waiting(await lead.OpenAsync("/dashboard")), StringComparison.Ordinal);

        await (await page.Form($"{address}/take-back").PostAsync()).FollowAsync();
        await PatchAsync(lead, assessment, HttpStatusCode.OK);
        Assert.Contains(await CodeAsync(assessment), Waiting(await lead.OpenAsync("/dashboard")), StringComparison.Ordinal);

        await site.Data.FinishRatingAsync(assessment, assessment.Assessor);
        await site.Data.RateAllAsync(assessment.OfSecond);
        await (await (await second.OpenAsync(address)).Form(address).PostAsync()).FollowAsync();
        Assert.Contains("無法再收回", (await (await lead.PostFieldsAsync($"{address}/take-back")).FollowAsync()).Text, StringComparison.Ordinal);
        foreach (var other in new[] { await site.Data.AssessorAsync(), assessment.Candidate, await site.Data.AdministratorAsync() })
        {
            var stranger = await site.SignInAsync(other);
            (await stranger.GetAsync(address)).Is(HttpStatusCode.NotFound);
            (await stranger.GetAsync($"/scoring/{assessment.Id}/differences")).Is(HttpStatusCode.NotFound);
            (await stranger.PostFieldsAsync(address)).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Differences_AreSettledByTheLead_ConfirmedByTheSecond_AndSigned()
    {
        var assessment = await site.Data.ByTwoAsync();
        await site.Data.BothFinishAsync(assessment, 3, "P1.1", "K02");
        var (lead, second) = (await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Second));
        var address = $"/scoring/{assessment.Id}/differences";
        var page = await lead.OpenAsync(address);
        Assert.Equal(["P1.1", "K02"], page.Document.QuerySelectorAll(".difference h2 .code").Select(c => c.TextContent));
        Assert.Contains("第二人之說明", page.Main, StringComparison.Ordinal);
        Assert.Equal(4, page.Document.QuerySelectorAll("[data-preview][data-place='18']").Length);
        Assert.Contains("請處理評定差異", (await second.OpenAsync("/notifications")).Main, StringComparison.Ordinal);

        // Neither signs before.
        Assert.Contains("須先由兩位評量人員取得一致", (await lead.OpenAsync($"/scoring/{assessment.Id}/sign")).Main, StringComparison.Ordinal);
        await PatchAsync(lead, assessment, HttpStatusCode.Conflict);
        await PatchAsync(second, assessment, HttpStatusCode.Conflict);

        // A reason is asked for; a rating that is not complete is refused, and what was typed stays.
        var form = page.Form(address).Fill("Form.Items[0].Level", "3").Fill("Form.Items[0].Basis", "Second");
        page = (await form.PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("請輸入理由", page.Main, StringComparison.Ordinal);
        form = page.Form(address).Fill("Form.Items[0].Level", "open").Fill("Form.Items[0].Reason", "再看一次計畫第 18 頁");
        page = (await form.PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("議定的評定尚不完整", page.Main, StringComparison.Ordinal);

        page = await (await page.Form(address).Fill("Form.Items[0].Level", "3").PostAsync()).FollowAsync();
        Assert.Contains("2 項差異中已議定 1 項", page.Main, StringComparison.Ordinal);
        Assert.Empty((await second.OpenAsync(address)).Document.QuerySelectorAll($"form[action='{address}/confirm']"));
        (await second.PostFieldsAsync(address)).Is(HttpStatusCode.NotFound);
        await (await page.Form(address).Fill("Form.Items[1].Level", "1").Fill("Form.Items[1].Basis", "Lead").Fill("Form.Items[1].Cause", "PerformanceShort").Fill("Form.Items[1].Comment", "尚缺推估過程").Fill("Form.Items[1].Reason", "口頭詢問未能說明").PostAsync()).FollowAsync();

        var confirm = await second.OpenAsync(address);
        Assert.Contains("尚缺推估過程", confirm.Main, StringComparison.Ordinal);
        Assert.Contains("口頭詢問未能說明", confirm.Main, StringComparison.Ordinal);
        (await lead.PostFieldsAsync($"{address}/confirm")).Is(HttpStatusCode.NotFound);
        await (await confirm.Form($"{address}/confirm").PostAsync()).FollowAsync();

        // What was agreed stands in both sheets, with who wrote it; the rest was taken over.
        var levels = await site.QueryAsync(db => (
            from r in db.Ratings
            where r.AssessmentId == assessment.Id
            join c in db.Criteria on r.CriterionId equals c.Id
            where c.Code == "P1.1" || c.Code == "K02" || c.Code == "K03"
            select new { c.Code, r.Level, r.Comment }).ToListAsync());
        Assert.All(levels, l => Assert.Equal(l.Code switch { "P1.1" => 3, "K02" => 1, _ => 2 }, l.Level));
        Assert.All(levels.Where(l => l.Code == "P1.1"), l => Assert.Equal("第二人之說明", l.Comment));
        Assert.DoesNotContain(levels, l => l.Code == "K02" && l.Comment != "尚缺推估過程");

        var result = await SignAsync(lead, assessment, "NotYetCompetent");
        Assert.Contains("尚未合格", result.Main, StringComparison.Ordinal);
        var content = await site.QueryAsync(db => db.Decisions.Where(d => d.AssessmentId == assessment.Id).Select(d => d.Snapshot!.Content).SingleAsync());
        var snapshot = DecisionSnapshotDocument.Parse(content);
        Assert.Equal((3, 1), (snapshot.Criteria.Single(c => c.Code == "P1.1").Level, snapshot.Criteria.Single(c => c.Code == "K02").Level));
        Assert.Equal([(assessment.Assessor.Name, true), (assessment.Second.Name, false)], snapshot.Decision.Raters!.Select(r => (r.Name.Zh, r.Signed)));
        Assert.DoesNotContain("口頭詢問未能說明", content, StringComparison.Ordinal);
        var candidate = await (await site.SignInAsync(assessment.Candidate)).OpenAsync($"/my/{assessment.Id}");
        Assert.Contains("尚缺推估過程", candidate.Main, StringComparison.Ordinal);
        Assert.Contains("評量結論已簽署", (await second.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        Assert.Contains("尚未合格", (await second.OpenAsync($"/scoring/{assessment.Id}/sign")).Main, StringComparison.Ordinal);
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Differences_NotAgreedTo_GoBackToTheLead()
    {
        var assessment = await site.Data.ByTwoAsync();
        await site.Data.BothFinishAsync(assessment, 3, "P1.1");
        var (lead, second) = (await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Second));
        var address = $"/scoring/{assessment.Id}/differences";
        Task<Page> SettleAsync(Page page, string level, string reason) => page.Form(address).Fill("Form.Items[0].Level", level).Fill("Form.Items[0].Basis", "Lead").Fill("Form.Items[0].Reason", reason).PostAsync();
        await (await SettleAsync(await lead.OpenAsync(address), "2", "計畫所載")).FollowAsync();
        var seen = await second.OpenAsync(address);

        var refused = (await seen.Form($"{address}/decline").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("請輸入理由", refused.Main, StringComparison.Ordinal);
        (await lead.PostFieldsAsync($"{address}/decline", ("Decline.Reason", "代為不同意"))).Is(HttpStatusCode.NotFound);
        await (await refused.Form($"{address}/decline").Fill("Decline.Reason", "第 18 頁另有推估").PostAsync()).FollowAsync();

        Assert.Contains("第二評量人員不同意您記錄的議定結果", (await lead.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        Assert.Contains("須先由兩位評量人員取得一致", (await lead.OpenAsync($"/scoring/{assessment.Id}/sign")).Main, StringComparison.Ordinal);
        var told = await lead.OpenAsync(address);
        Assert.Contains("第 18 頁另有推估", told.Main, StringComparison.Ordinal);

        // What was seen before stands no more; what the lead changes is confirmed as ever.
        Assert.Contains("開啟此頁之後內容已有變更", (await (await seen.Form($"{address}/confirm").PostAsync()).FollowAsync()).Text, StringComparison.Ordinal);
        await (await SettleAsync(told, "3", "計畫第 18 頁之推估")).FollowAsync();
        var again = await second.OpenAsync(address);
        Assert.DoesNotContain("第 18 頁另有推估", again.Main, StringComparison.Ordinal);
        await (await again.Form($"{address}/confirm").PostAsync()).FollowAsync();
        Assert.Contains("合格", (await SignAsync(lead, assessment, "Competent")).Main, StringComparison.Ordinal);
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Differences_OfJudgements_AreSettledAsOneOfBoth()
    {
        var assessment = await site.Data.ByTwoAsync();
        await site.Data.RateAllAsync(assessment);
        await site.Data.RateAllAsync(assessment.OfSecond);
        var second = await site.SignInAsync(assessment.Second);
        var version = await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).SingleAsync());
        (await second.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/evidence/{version}", new
        {
            requestId = Guid.NewGuid(),
            changes = new Dictionary<string, object> { ["authentic"] = new { from = "accepted", to = "doubted" }, ["reason"] = new { from = (string?)null, to = "作者欄空白" } },
        })).Is(HttpStatusCode.OK);
        (await second.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/requirements/E2", new { requestId = Guid.NewGuid(), changes = new { sufficient = new { from = true, to = false } } })).Is(HttpStatusCode.OK);
        await site.Data.FinishRatingAsync(assessment, assessment.Second);
        await site.Data.FinishRatingAsync(assessment, assessment.Assessor);
        var lead = await site.SignInAsync(assessment.Assessor);
        var address = $"/scoring/{assessment.Id}/differences";

        var page = await lead.OpenAsync(address);
        Assert.Contains("作者欄空白", page.Main, StringComparison.Ordinal);
        await (await page.Form(address)
            .Fill("Form.Items[0].Basis", "Second").Fill("Form.Items[0].Reason", "確無作者")
            .Fill("Form.Items[1].Basis", "Lead").Fill("Form.Items[1].Reason", "簡報已足").PostAsync()).FollowAsync();
        await (await (await second.OpenAsync(address)).Form($"{address}/confirm").PostAsync()).FollowAsync();

        Assert.Equal([JudgementVerdict.Doubted, JudgementVerdict.Doubted], await site.QueryAsync(db => db.EvidenceJudgements.Where(j => j.AssessmentId == assessment.Id).Select(j => j.Authentic!.Value).ToListAsync()));
        Assert.Equal(8, await site.QueryAsync(db => db.SufficiencyJudgements.CountAsync(j => j.AssessmentId == assessment.Id && j.Sufficient == true)));

        // What each had judged before stays, and since both have finished both see it: the second's doubt, which the lead's sheet took over.
        foreach (var browser in new[] { lead, second })
        {
            var history = await browser.OpenAsync($"/scoring/{assessment.Id}/judgements/history");
            var states = history.Document.QuerySelectorAll($"[id='ev-{version}'] .rating-states > li").Select(l => l.TextContent).ToList();
            Assert.Equal(2, states.Count(l => l.Contains("作者欄空白", StringComparison.Ordinal)));
            Assert.Contains(states, l => l.Contains("真實性：採認", StringComparison.Ordinal) && l.Contains(assessment.Assessor.Name, StringComparison.Ordinal));
            Assert.Contains(history.Document.QuerySelectorAll("#E2 .rating-states > li"), l => l.TextContent.Contains("不充分", StringComparison.Ordinal) && l.TextContent.Contains(assessment.Second.Name, StringComparison.Ordinal));
        }

        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Differences_ChangedMeanwhile_AreNotConfirmedUnseen()
    {
        var assessment = await site.Data.ByTwoAsync();
        await site.Data.BothFinishAsync(assessment, 3, "P1.1");
        var (lead, second) = (await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Second));
        var address = $"/scoring/{assessment.Id}/differences";
        var first = await lead.OpenAsync(address);
        await (await first.Form(address).Fill("Form.Items[0].Level", "2").Fill("Form.Items[0].Basis", "Lead").Fill("Form.Items[0].Reason", "甲").PostAsync()).FollowAsync();
        var seen = await second.OpenAsync(address);

        // Another window of the lead's still shows the first state.
        var late = (await first.Form(address).Fill("Form.Items[0].Level", "3").Fill("Form.Items[0].Basis", "Second").Fill("Form.Items[0].Reason", "乙").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("開啟此頁之後內容已有變更", late.Main, StringComparison.Ordinal);
        Assert.Equal("乙", late.Form(address).Fields.Single(f => f.Name == "Form.Items[0].Reason").Value);
        await (await late.Form(address).PostAsync()).FollowAsync();

        var refused = await (await seen.Form($"{address}/confirm").PostAsync()).FollowAsync();
        Assert.Contains("開啟此頁之後內容已有變更", refused.Text, StringComparison.Ordinal);
        await (await refused.Form($"{address}/confirm").PostAsync()).FollowAsync();
        Assert.Contains("合格", (await SignAsync(lead, assessment, "Competent")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Return_WaitsForBoth_AndBothGoOnAlone()
    {
        var assessment = await site.Data.ByTwoAsync();
        await site.Data.RateAllAsync(assessment);
        var (lead, second) = (await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Second));
        var address = $"/scoring/{assessment.Id}/return";
        Assert.Equal($"/scoring/{assessment.Id}", (await lead.GetAsync(address)).Path);
        (await lead.PostFieldsAsync(address, ("ResubmitBy", "2099-12-31"), ("Missing[P1.1]", "缺第三季數據"))).Is(HttpStatusCode.Conflict);

        await site.Data.RateAllAsync(assessment.OfSecond);
        await site.Data.FinishRatingAsync(assessment, assessment.Assessor);
        await site.Data.FinishRatingAsync(assessment, assessment.Second);
        (await second.GetAsync(address)).Is(HttpStatusCode.OK);
        (await second.PostFieldsAsync(address, ("ResubmitBy", "2099-12-31"), ("Missing[P1.1]", "缺第三季數據"))).Is(HttpStatusCode.NotFound);
        await (await (await lead.OpenAsync(address)).Form(address).Fill("Missing[P1.1]", "缺第三季數據").PostAsync()).FollowAsync();
        Assert.Equal(AssessmentState.Returned, await site.Data.StateAsync(assessment));

        await site.Data.SubmitAsync(assessment);
        (await second.PostFieldsAsync($"/scoring/{assessment.Id}/start")).Is(HttpStatusCode.NotFound);
        await (await lead.PostFieldsAsync($"/scoring/{assessment.Id}/start")).FollowAsync();

        // In the comparison of both rounds each finds the own sheet, then and now, and nothing of the other's.
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = await SeenAsync(lead, assessment);
        await site.Data.RateAgainAsync(assessment.OfSecond, "P1.2", 3, Secret);
        await JudgeAsync(second, assessment, Secret);
        Assert.All((await SeenAsync(lead, assessment)).Where(p => p.Key.StartsWith("/scoring/", StringComparison.Ordinal)), page => Assert.True(before[page.Key] == page.Value, $"{page.Key} tells of the other's sheet."));
        var own = (await second.OpenAsync($"/scoring/{assessment.Id}/rounds")).Document.QuerySelector("section[aria-labelledby=compared-sheet]")!;
        Assert.Equal(["P1.2", "EV-01 v1"], own.QuerySelectorAll("tbody th .code").Select(c => c.TextContent));
        Assert.Contains(Secret, own.TextContent, StringComparison.Ordinal);

        Assert.Equal($"/scoring/{assessment.Id}", (await second.GetAsync($"/scoring/{assessment.Id}/differences")).Path);
        await PatchAsync(lead, assessment, HttpStatusCode.OK);
        await PatchAsync(second, assessment, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Replace_OfTheSecond_HandsTheirRatingsOver()
    {
        var assessment = await site.Data.ByTwoAsync();
        await site.Data.RateAllAsync(assessment);
        await site.Data.RateAsync(assessment.OfSecond, "P1.1", 3);
        var successor = await site.Data.AssessorAsync("接任");
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var page = await office.OpenAsync($"/assessments/{assessment.Id}/assessor?part=SecondAssessor");
        Assert.Contains(assessment.Second.Name, page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Document.QuerySelectorAll("option"), o => o.GetAttribute("value") == assessment.Assessor.PersonId.ToString());

        await (await page.Form($"/assessments/{assessment.Id}/assessor").Fill("Form.AssessorId", successor.PersonId.ToString()).Fill("Form.Reason", "請假").PostAsync()).FollowAsync();

        (await (await site.SignInAsync(assessment.Second)).GetAsync($"/scoring/{assessment.Id}")).Is(HttpStatusCode.NotFound);
        var theirs = await site.SignInAsync(successor);
        var confirmed = (await theirs.PostJsonAsync($"/scoring/{assessment.Id}/ratings/P1.1/confirm", new { requestId = Guid.NewGuid() })).Is(HttpStatusCode.OK);
        Assert.Equal(3, confirmed.Json.GetProperty("fields").GetProperty("level").GetInt32());
        Assert.Equal(39, (await theirs.OpenAsync($"/scoring/{assessment.Id}/finish")).Document.QuerySelectorAll(".missing-places a").Length);

        // The lead's own sheet is as it was.
        Assert.Contains("每個評量項目均已完成評定", (await (await site.SignInAsync(assessment.Assessor)).OpenAsync($"/scoring/{assessment.Id}/finish")).Main, StringComparison.Ordinal);
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task DecisionMaker_SeesNothingBeforeTheHandover_RatesNothing_AndSigns()
    {
        var assessment = await site.Data.ByTwoAsync(decisionMaker: true);
        await site.Data.BothFinishAsync(assessment, 2);
        var (lead, second, maker) = (await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Second), await site.SignInAsync(assessment.DecisionMaker));
        var workspace = $"/scoring/{assessment.Id}";
        var version = await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).SingleAsync());
        foreach (var address in new[] { workspace, workspace + "/charts", workspace + "/sign", workspace + "/differences", workspace + "/handover", $"/files/{version}" })
        {
            (await maker.GetAsync(address)).Is(HttpStatusCode.NotFound);
        }

        Assert.DoesNotContain(await CodeAsync(assessment), (await maker.OpenAsync("/scoring")).Main, StringComparison.Ordinal);
        Assert.Contains("沒有差異", (await second.OpenAsync(workspace + "/differences")).Main, StringComparison.Ordinal);
        (await second.GetAsync(workspace + "/handover")).Is(HttpStatusCode.NotFound);
        Assert.Equal(workspace + "/handover", (await lead.GetAsync(workspace + "/sign")).Path);

        await (await (await lead.OpenAsync(workspace + "/handover")).Form(workspace + "/handover").PostAsync()).FollowAsync();

        Assert.Contains("移交給您作成結論", (await maker.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        Assert.Contains(await CodeAsync(assessment), Waiting(await maker.OpenAsync("/dashboard")), StringComparison.Ordinal);
        Assert.Contains("40 / 40", (await maker.OpenAsync("/scoring")).Main, StringComparison.Ordinal);
        var seen = await maker.OpenAsync(workspace);
        Assert.Equal("false", seen.Document.QuerySelector("[data-scoring]")!.GetAttribute("data-can-rate"));
        await PatchAsync(maker, assessment, HttpStatusCode.Conflict);
        await PatchAsync(lead, assessment, HttpStatusCode.Conflict);
        (await maker.PostFieldsAsync(workspace + "/return")).Is(HttpStatusCode.NotFound);

        // Given back once, with the reason, and handed over again.
        var back = await maker.OpenAsync(workspace + "/handover");
        Assert.Contains("請輸入理由", (await back.Form(workspace + "/handover/give-back").PostAsync()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        await (await back.Form(workspace + "/handover/give-back").Fill("Form.Reason", "請說明 P3.4 之依據").PostAsync()).FollowAsync();
        (await maker.GetAsync(workspace)).Is(HttpStatusCode.NotFound);
        Assert.Contains("請說明 P3.4 之依據", (await lead.OpenAsync(workspace)).Main, StringComparison.Ordinal);
        Assert.Contains("退回評定表", (await second.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        await site.Data.FinishRatingAsync(assessment, assessment.Assessor);
        await site.Data.FinishRatingAsync(assessment, assessment.Second);
        await (await lead.PostFieldsAsync(workspace + "/handover")).FollowAsync();

        (await lead.PostFieldsAsync(workspace + "/sign", ("Form.Outcome", "Competent"), ("Form.Strengths", "無"), ("Form.NextSteps", "無"), ("Form.Password", TestData.Password))).Is(HttpStatusCode.NotFound);
        var result = await SignAsync(maker, assessment, "Competent");
        Assert.Contains(assessment.DecisionMaker.Name, result.Main, StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Finalised, await site.Data.StateAsync(assessment));
        var candidate = await (await site.SignInAsync(assessment.Candidate)).OpenAsync($"/my/{assessment.Id}");
        Assert.Contains(assessment.DecisionMaker.Name, candidate.Main, StringComparison.Ordinal);
        Assert.Contains("數據與推估一致", candidate.Main, StringComparison.Ordinal);
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Differences_OverWhatOnlyOneJudged_AreSettledAndSigned()
    {
        var assessment = await site.Data.ByTwoAsync();
        var note = await site.Data.AddNoteAsync(assessment);
        var lead = await site.SignInAsync(assessment.Assessor);
        (await lead.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/evidence/{note}", new { requestId = Guid.NewGuid(), changes = new { valid = new { from = (string?)null, to = "accepted" }, authentic = new { from = (string?)null, to = "accepted" }, current = new { from = (string?)null, to = "accepted" } } })).Is(HttpStatusCode.OK);
        await site.Data.BothFinishAsync(assessment, 2);
        var address = $"/scoring/{assessment.Id}/differences";
        var form = (await lead.OpenAsync(address)).Form(address);

        await (await form.Fill("Form.Items[0].Basis", "Lead").Fill("Form.Items[0].Reason", "第二人未參加觀察").PostAsync()).FollowAsync();
        var second = await site.SignInAsync(assessment.Second);
        await (await (await second.OpenAsync(address)).Form($"{address}/confirm").PostAsync()).FollowAsync();

        Assert.Equal(2, await site.QueryAsync(db => db.EvidenceJudgements.CountAsync(j => j.EvidenceVersionId == note && j.Valid == JudgementVerdict.Accepted)));
        await SignAsync(lead, assessment, "Competent");
        Assert.Equal(AssessmentState.Finalised, await site.Data.StateAsync(assessment));
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Reopen_OfWhatNeitherRated_LetsBothGoOn()
    {
        var assessment = await site.Data.ByTwoAsync();
        await site.Data.BothFinishAsync(assessment, 3, "P1.1");
        var (lead, second) = (await site.SignInAsync(assessment.Assessor), await site.SignInAsync(assessment.Second));
        var address = $"/scoring/{assessment.Id}/differences";
        var form = (await lead.OpenAsync(address)).Form(address);
        Assert.DoesNotContain("/reopen", (await lead.OpenAsync(address)).Text, StringComparison.Ordinal);
        await (await lead.PostFieldsAsync($"{address}/reopen")).FollowAsync();
        await PatchAsync(second, assessment, HttpStatusCode.Conflict);

        // First what differs is settled.
        await (await form.Fill("Form.Items[0].Level", "2").Fill("Form.Items[0].Basis", "Lead").Fill("Form.Items[0].Reason", "以計畫為準").PostAsync()).FollowAsync();
        await (await (await second.OpenAsync(address)).Form($"{address}/confirm").PostAsync()).FollowAsync();
        (await second.PostFieldsAsync($"{address}/reopen")).Is(HttpStatusCode.NotFound);
        await (await (await lead.OpenAsync(address)).Form($"{address}/reopen").PostAsync()).FollowAsync();

        await PatchAsync(second, assessment, HttpStatusCode.OK);
        Assert.Contains("已重新開啟兩份評定表", (await second.OpenAsync("/notifications")).Main, StringComparison.Ordinal);

        // When both finish again, what differs then is laid before both; what was agreed on stands.
        await site.Data.RateAgainAsync(assessment.OfSecond, "P1.2", 3, "另有所見");
        await site.Data.FinishRatingAsync(assessment, assessment.Assessor);
        await site.Data.FinishRatingAsync(assessment, assessment.Second);
        var main = (await lead.OpenAsync(address)).Main;
        Assert.Contains("P1.2", main, StringComparison.Ordinal);
        Assert.DoesNotContain("P1.1", main, StringComparison.Ordinal);
        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Finish_WhereTheOtherWasReplacedAfterwards_IsNotTakenBack()
    {
        var assessment = await site.Data.ByTwoAsync();
        await site.Data.BothFinishAsync(assessment, 3, "P1.1");
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var successor = await site.Data.AssessorAsync();
        await (await office.PostFieldsAsync($"/assessments/{assessment.Id}/assessor", ("Form.Part", "SecondAssessor"), ("Form.AssessorId", successor.PersonId.ToString()), ("Form.Reason", "請假"))).FollowAsync();
        Assert.Equal(successor.PersonId, await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).SelectMany(a => a.Assignments).Where(a => a.Part == AssessmentPart.SecondAssessor && a.EndedAt == null).Select(a => a.PersonId).SingleAsync()));
        var lead = await site.SignInAsync(assessment.Assessor);
        var address = $"/scoring/{assessment.Id}/finish";

        Assert.DoesNotContain("take-back", (await lead.OpenAsync(address)).Text, StringComparison.Ordinal);
        Assert.Contains("無法再收回", (await (await lead.PostFieldsAsync($"{address}/take-back")).FollowAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FindsAnAgreementThatWasAltered()
    {
        await using var other = new TestSite();
        var assessment = await other.Data.ByTwoAsync();
        await other.Data.BothFinishAsync(assessment, 3, "P1.1");
        await other.QueryAsync(db => db.Reconciliations.SelectMany(r => r.Differences).ExecuteUpdateAsync(u => u.SetProperty(d => d.Lead, "{}")));

        var faults = await other.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAllAsync(CancellationToken.None));

        Assert.Contains(faults, f => f.Code == AuditFaultCodes.RowChanged);
    }

    /// <summary>Everything in which one of two assessors could learn of the other's ratings, as it reads and as it is sent.</summary>
    private static async Task<Dictionary<string, string>> SeenAsync(Browser browser, TestAssessment assessment)
    {
        var id = assessment.Id;
        string[] addresses =
        [
            "/dashboard", "/scoring", "/scoring?all=true", "/notifications",
            $"/scoring/{id}", $"/scoring/{id}/charts", $"/scoring/{id}/sheet", $"/scoring/{id}/missing", $"/scoring/{id}/finish", $"/scoring/{id}/differences",
            $"/scoring/{id}/return", $"/scoring/{id}/sign", $"/scoring/{id}/rounds", $"/scoring/{id}/self-ratings", $"/scoring/{id}/meetings", $"/scoring/{id}/meetings/notes",
            $"/scoring/{id}/ratings/P1.1/history", $"/scoring/{id}/judgements/history", $"/scoring/{id}/rounds?self=true",
            $"/search?q={Uri.EscapeDataString(Secret)}", $"/search?q={Uri.EscapeDataString("佐證")}",
            $"/assessments/{id}", "/assessments", "/assessments/cohort", "/assessments/cohort?by=criteria", $"/assessments/{id}/rounds",
        ];
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var address in addresses)
        {
            seen[address] = Token().Replace((await browser.GetAsync(address)).Text, "");
        }

        return seen;
    }

    private static async Task<Page> SignAsync(Browser signer, TestAssessment assessment, string outcome)
    {
        var address = $"/scoring/{assessment.Id}/sign";
        var form = (await signer.OpenAsync(address)).Form(address)
            .Fill("Form.Outcome", outcome).Fill("Form.Strengths", "推估一致").Fill("Form.NextSteps", "持續追蹤").Fill("Form.Feedback", outcome == "Competent" ? "" : "尚缺推估").Fill("Form.Password", TestData.Password);
        return await (await form.PostAsync()).FollowAsync();
    }

    private static async Task PatchAsync(Browser browser, TestAssessment assessment, HttpStatusCode expected) =>
        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/K01", new { requestId = Guid.NewGuid(), changes = new { privateNote = new { from = (string?)null, to = "" } } })).Is(expected);

    private async Task JudgeAsync(Browser browser, TestAssessment assessment, string reason) =>
        (await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/evidence/{await site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).FirstAsync())}", new
        {
            requestId = Guid.NewGuid(),
            changes = new Dictionary<string, object> { ["authentic"] = new { from = "accepted", to = "doubted" }, ["reason"] = new { from = (string?)null, to = reason } },
        })).Is(HttpStatusCode.OK);

    private static string Waiting(Page dashboard) => dashboard.Document.QuerySelectorAll("section.panel").Single(s => s.QuerySelector("h2")?.TextContent == "等待我處理").TextContent;

    private Task<string> CodeAsync(TestAssessment assessment) => site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.Code).SingleAsync());

    private Task<bool> GiveAsync(TestUser user, string role) => site.UseAsync(async s =>
    {
        var db = s.GetRequiredService<AppDbContext>();
        (await db.People.SingleAsync(p => p.Id == user.PersonId)).ChangeRoles(Guid.Empty, [role], []);
        var users = s.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<AppUser>>();
        return (await users.AddToRoleAsync((await users.FindByIdAsync(user.UserId.ToString()))!, role)).Succeeded;
    });

    private Task<IReadOnlyList<AuditFault>> CheckAsync() => site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAllAsync(CancellationToken.None));

    [GeneratedRegex("""(name="request-token" content="[^"]*")|(name="__RequestVerificationToken"[^>]*value="[^"]*")|(CfDJ8[\w-]+)""")]
    private static partial Regex Token();
}
