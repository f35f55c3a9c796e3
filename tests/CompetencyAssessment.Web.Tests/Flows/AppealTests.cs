using System.Net;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Appeals against a refused adjustment and against a warning, while the assessment goes on.</summary>
public sealed class AppealTests : IAsyncLifetime
{
    private const string Why = "視網膜病變，閱讀需較長時間";
    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Refusal_SetAside_IsTakenOnByAnother_AndTheHearerReadsNoGrounds()
    {
        var assessment = await _site.Data.AssessingAsync();
        var (leadUser, otherUser, hearerUser) = (await _site.Data.QualityLeadAsync(), await _site.Data.QualityLeadAsync(), await _site.Data.UserAsync("審議人員", Roles.Assessor));
        var id = await RefusedAsync(assessment, leadUser);
        var candidate = await _site.SignInAsync(assessment.Candidate);
        var mine = await candidate.OpenAsync($"/my/{assessment.Id}/adjustments");
        Assert.Contains("申訴期限", mine.Main, StringComparison.Ordinal);
        var form = await candidate.OpenAsync($"/my/{assessment.Id}/adjustments/{id}/appeal");
        Assert.Contains("無此設備", form.Main, StringComparison.Ordinal);
        Assert.NotEmpty((await form.Form().PostAsync()).Is(HttpStatusCode.OK).Document.QuerySelectorAll("#Form_Text-error"));
        Assert.Contains("尚未決定", (await (await form.Form().Fill("Form.Text", "可另行租借設備。").PostAsync()).FollowAsync()).Main, StringComparison.Ordinal);
        Assert.Contains("已就此提出申訴", (await candidate.PostFieldsAsync($"/my/{assessment.Id}/adjustments/{id}/appeal", ("Form.Text", "再一次"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        var appeal = await _site.QueryAsync(db => db.Appeals.Select(a => a.Id).SingleAsync());

        // For quality leads and the hearer alone; the result is not disputed.
        var (lead, other, office, assessor) = (await _site.SignInAsync(leadUser), await _site.SignInAsync(otherUser), await _site.SignInAsync(await _site.Data.AdministratorAsync()), await _site.SignInAsync(assessment.Assessor));
        Assert.Contains("合理調整未獲同意", (await lead.OpenAsync("/disputes")).Document.QuerySelector("main tbody")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain($"/appeals/{appeal}", (await office.OpenAsync("/disputes")).Text, StringComparison.Ordinal);
        foreach (var outsider in new[] { office, assessor, candidate })
        {
            (await outsider.GetAsync($"/appeals/{appeal}")).Is(HttpStatusCode.NotFound);
        }

        Assert.DoesNotContain("申訴中", (await office.OpenAsync($"/assessments/{assessment.Id}")).Main, StringComparison.Ordinal);
        Assert.DoesNotContain("提出申訴", (await assessor.OpenAsync($"/scoring/{assessment.Id}/history")).Main, StringComparison.Ordinal);
        Assert.Contains("提出申訴（合理調整未獲同意）", (await candidate.OpenAsync($"/my/{assessment.Id}/history")).Main, StringComparison.Ordinal);

        // Who refused it does not hear it.
        var page = await other.OpenAsync($"/appeals/{appeal}");
        Assert.Null(page.Document.QuerySelector($"option[value='{leadUser.PersonId}']"));
        Assert.Contains("此人不得審議", (await other.PostFieldsAsync($"/appeals/{appeal}/hearer", ("Assignment.HearerId", leadUser.PersonId.ToString()))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        await (await page.Form($"form[action='/appeals/{appeal}/hearer']").Fill("Assignment.HearerId", hearerUser.PersonId.ToString()).PostAsync()).FollowAsync();
        Assert.Equal("assignment.one-part", await RefusalOfAsync(s => s.GetRequiredService<ReplaceAssessor>().RunAsync(assessment.Id, AssessmentPart.Assessor, hearerUser.PersonId, "換人", CancellationToken.None)));

        var hearer = await _site.SignInAsync(hearerUser);
        var heard = await hearer.OpenAsync($"/appeals/{appeal}");
        Assert.Contains("延長閱讀時間", heard.Main, StringComparison.Ordinal);
        Assert.Contains("無此設備", heard.Main, StringComparison.Ordinal);
        Assert.DoesNotContain(Why, heard.Text, StringComparison.Ordinal);

        // The evidence has nothing to do with it; a conflict of interest and a suspicion have.
        (await hearer.GetAsync($"/files/{await EvidenceAsync(assessment)}")).Is(HttpStatusCode.NotFound);
        (await hearer.GetAsync($"/appeals/{appeal}/history")).Is(HttpStatusCode.NotFound);
        Assert.Empty(heard.Document.QuerySelectorAll("a[href$='/history']"));
        await hearer.OpenAsync($"/conflicts/{assessment.Id}");
        Assert.Empty((await hearer.OpenAsync($"/misconduct/{assessment.Id}/report")).Document.QuerySelectorAll("[name='Form.Versions']"));
        Assert.Null(heard.Document.QuerySelector("option[value='NewAssessment']"));
        Assert.Contains("本案不適用此結果", (await hearer.PostFieldsAsync($"/appeals/{appeal}/decide", ("Hearing.Outcome", "NewAssessment"), ("Hearing.Reason", "不"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        await (await heard.Form($"form[action='/appeals/{appeal}/decide']").Fill("Hearing.Outcome", "SetAside").Fill("Hearing.Reason", "設備可租借。").PostAsync()).FollowAsync();

        mine = await candidate.OpenAsync($"/my/{assessment.Id}/adjustments");
        Assert.Contains("經申訴撤銷", mine.Main, StringComparison.Ordinal);
        Assert.Contains("設備可租借。", mine.Main, StringComparison.Ordinal);
        Assert.Contains("合理調整不同意的決定經申訴撤銷", (await other.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        Assert.Contains("須由其他品質主管承接", (await lead.OpenAsync($"/quality/adjustments/{id}")).Main, StringComparison.Ordinal);
        Assert.Contains("須由其他品質主管承接", (await lead.PostFieldsAsync($"/quality/adjustments/{id}/take-on")).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        Assert.DoesNotContain(Why, (await lead.OpenAsync($"/quality/adjustments/{id}")).Text, StringComparison.Ordinal);
        var again = await (await (await other.OpenAsync($"/quality/adjustments/{id}")).Form($"/quality/adjustments/{id}/take-on").PostAsync()).FollowAsync();
        Assert.Contains(Why, again.Main, StringComparison.Ordinal);

        // Refused anew, it may be appealed anew, and the same person hears it.
        await (await other.PostFieldsAsync($"/quality/adjustments/{id}/refuse", ("Form.Refusal", "時間不及"))).FollowAsync();
        await (await candidate.PostFieldsAsync($"/my/{assessment.Id}/adjustments/{id}/appeal", ("Form.Text", "尚有三週。"))).FollowAsync();
        Assert.Equal(2, await ToldAsync(hearerUser, "appeal.to-hear"));
        Assert.Equal((2, 1), await _site.QueryAsync(async db => (await db.Appeals.CountAsync(), await db.Appeals.CountAsync(a => a.ClosedAt == null))));
        Assert.DoesNotContain("時間不及", (await hearer.OpenAsync($"/appeals/{appeal}")).Main, StringComparison.Ordinal);

        // Whoever refused it once never takes it on again, not only who did last.
        var third = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        async Task SetAsideAsync()
        {
            var open = await _site.QueryAsync(db => db.Appeals.Where(a => a.ClosedAt == null).Select(a => a.Id).SingleAsync());
            await (await hearer.PostFieldsAsync($"/appeals/{open}/decide", ("Hearing.Outcome", "SetAside"), ("Hearing.Reason", "再議。"))).FollowAsync();
        }

        await SetAsideAsync();
        await (await third.PostFieldsAsync($"/quality/adjustments/{id}/take-on")).FollowAsync();
        await (await third.PostFieldsAsync($"/quality/adjustments/{id}/refuse", ("Form.Refusal", "仍有不便"))).FollowAsync();
        await (await candidate.PostFieldsAsync($"/my/{assessment.Id}/adjustments/{id}/appeal", ("Form.Text", "仍有兩週。"))).FollowAsync();
        await SetAsideAsync();
        Assert.Contains("須由其他品質主管承接", (await other.OpenAsync($"/quality/adjustments/{id}")).Main, StringComparison.Ordinal);
        Assert.Contains("須由其他品質主管承接", (await other.PostFieldsAsync($"/quality/adjustments/{id}/take-on")).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        await NoFaultAsync();
    }

    [Fact]
    public async Task Warning_SetAside_IsSaidWhereverItIsShown_AndTheResultMayBeAppealedStill()
    {
        var assessment = await _site.Data.AssessingAsync();
        var (lead, other, hearerUser) = (await _site.SignInAsync(await _site.Data.QualityLeadAsync()), await _site.SignInAsync(await _site.Data.QualityLeadAsync()), await _site.Data.VerifierAsync());
        var (assessor, candidate) = (await _site.SignInAsync(assessment.Assessor), await _site.SignInAsync(assessment.Candidate));
        var id = await WarnedAsync(assessment, assessor, lead, candidate);
        Assert.Equal(new DateTime(2026, 3, 23, 15, 59, 59, DateTimeKind.Utc), (await _site.QueryAsync(db => db.MisconductCases.Select(c => c.AppealBy).SingleAsync()))!.Value, TimeSpan.FromSeconds(1));
        Assert.Contains($"/my/{assessment.Id}/misconduct/{id}/appeal", (await candidate.OpenAsync($"/my/{assessment.Id}/misconduct")).Text, StringComparison.Ordinal);
        await (await (await candidate.OpenAsync($"/my/{assessment.Id}/misconduct/{id}/appeal")).Form().Fill("Form.Text", "講義可供查驗。").PostAsync()).FollowAsync();
        var appeal = await _site.QueryAsync(db => db.Appeals.Select(a => a.Id).SingleAsync());
        await (await other.PostFieldsAsync($"/appeals/{appeal}/hearer", ("Assignment.HearerId", hearerUser.PersonId.ToString()))).FollowAsync();

        var hearer = await _site.SignInAsync(hearerUser);
        var heard = await hearer.OpenAsync($"/appeals/{appeal}");
        foreach (var text in new[] { "第一節相同，請說明。", "兩人引用同一講義。", "屬實，予以警告。", "講義可供查驗。" })
        {
            Assert.Contains(text, heard.Main, StringComparison.Ordinal);
        }

        (await hearer.GetAsync($"/files/{await EvidenceAsync(assessment)}")).Is(HttpStatusCode.OK);
        Assert.NotEmpty((await hearer.OpenAsync($"/misconduct/{assessment.Id}/report")).Document.QuerySelectorAll("[name='Form.Versions']"));

        // The suspicion in the reporter's words is the quality lead's.
        Assert.DoesNotContain("疑似抄襲", heard.Main, StringComparison.Ordinal);
        await (await heard.Form($"form[action='/appeals/{appeal}/decide']").Fill("Hearing.Outcome", "SetAside").Fill("Hearing.Reason", "來源已查驗。").PostAsync()).FollowAsync();
        foreach (var (browser, path) in new[] { (candidate, $"/my/{assessment.Id}/misconduct"), (lead, $"/quality/misconduct/{id}"), (lead, "/quality/misconduct?all=true"), (assessor, $"/misconduct/{assessment.Id}/report") })
        {
            Assert.Contains("經申訴撤銷", (await browser.OpenAsync(path)).Main, StringComparison.Ordinal);
        }

        Assert.Contains(hearerUser.Name, (await lead.OpenAsync($"/quality/misconduct/{id}")).Main, StringComparison.Ordinal);
        Assert.Contains("撤銷不當行為警告", (await candidate.OpenAsync($"/my/{assessment.Id}/history")).Main, StringComparison.Ordinal);
        (await candidate.GetAsync($"/my/{assessment.Id}/misconduct/{id}/appeal")).Is(HttpStatusCode.NotFound);

        // The assessment went on; its result has an appeal of its own.
        await _site.Data.RateAllAsync(assessment);
        await _site.Data.SignAsync(assessment);
        Assert.Contains($"/my/{assessment.Id}/appeal", (await candidate.OpenAsync($"/my/{assessment.Id}")).Text, StringComparison.Ordinal);
        await (await candidate.PostFieldsAsync($"/my/{assessment.Id}/appeal", ("Form.Text", "評定有異議。"))).FollowAsync();
        Assert.Equal(2, await _site.QueryAsync(db => db.Appeals.CountAsync()));
        await NoFaultAsync();

        // That it was set aside is attested.
        await _site.QueryAsync(db => db.MisconductCases.ExecuteUpdateAsync(u => u.SetProperty(c => c.SetAsideById, (Guid?)null)));
        Assert.Equal([AuditFaultCodes.RowChanged], (await FaultsAsync()).Select(f => f.Code));
    }

    [Fact]
    public async Task Appeal_OfNothingRefusedOrTooLate_IsNotTaken_AndItsDayIsToldBefore()
    {
        var assessment = await _site.Data.GatheringAsync();
        var lead = await _site.Data.QualityLeadAsync();
        var id = await RefusedAsync(assessment, lead);
        await RunAsync(s => s.GetRequiredService<AdjustmentVerbs>().AskAsync(assessment.Id, assessment.Candidate.PersonId, "更換場地", null, false, CancellationToken.None));
        var open = await _site.QueryAsync(db => db.Adjustments.Where(a => a.State == AdjustmentState.Asked).Select(a => a.Id).SingleAsync());
        var path = $"/my/{assessment.Id}/adjustments/{id}/appeal";
        var (candidate, other) = (await _site.SignInAsync(assessment.Candidate), await _site.SignInAsync(await _site.Data.CandidateAsync()));
        (await candidate.GetAsync($"/my/{assessment.Id}/adjustments/{open}/appeal")).Is(HttpStatusCode.NotFound);
        (await other.GetAsync(path)).Is(HttpStatusCode.NotFound);
        (await other.PostFieldsAsync(path, ("Form.Text", "他人"))).Is(HttpStatusCode.NotFound);

        // Three days before 23 March, once.
        _site.Clock.Advance(TimeSpan.FromDays(19));
        await RunAsync(s => s.GetRequiredService<RemindDeadlines>().RunAsync(CancellationToken.None));
        await RunAsync(s => s.GetRequiredService<RemindDeadlines>().RunAsync(CancellationToken.None));
        Assert.Equal(1, await ToldAsync(assessment.Candidate, "remind.appeal-refusal"));

        _site.Clock.Advance(TimeSpan.FromDays(3));
        candidate = await _site.SignInAsync(assessment.Candidate);
        Assert.DoesNotContain(path, (await candidate.OpenAsync($"/my/{assessment.Id}/adjustments")).Text, StringComparison.Ordinal);
        Assert.Contains("已逾", (await candidate.PostFieldsAsync(path, ("Form.Text", "太遲"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        Assert.Equal(0, await _site.QueryAsync(db => db.Appeals.CountAsync()));
    }

    [Fact]
    public async Task Hearer_HearsAllOpenAppealsOfTheAssessment_AndNoOtherPartFollows()
    {
        var assessment = await _site.Data.AssessingAsync();
        var (leadUser, otherUser, hearerUser) = (await _site.Data.QualityLeadAsync(), await _site.Data.QualityLeadAsync(), await _site.Data.QualityLeadAsync());
        var (first, second) = (await RefusedAsync(assessment, leadUser), await RefusedAsync(assessment, leadUser));
        var appeals = new List<Guid>();
        foreach (var id in new[] { first, second })
        {
            appeals.Add(await _site.UseAsync(s => s.GetRequiredService<DisputeResult>().AppealRefusalAsync(id, assessment.Candidate.PersonId, "有異議", CancellationToken.None)));
        }

        var other = await _site.SignInAsync(otherUser);
        Assert.Contains($"/appeals/{appeals[1]}", (await other.OpenAsync($"/appeals/{appeals[0]}")).Text, StringComparison.Ordinal);
        await (await other.PostFieldsAsync($"/appeals/{appeals[0]}/hearer", ("Assignment.HearerId", hearerUser.PersonId.ToString()))).FollowAsync();

        var hearer = await _site.SignInAsync(hearerUser);
        var list = await hearer.OpenAsync("/appeals");
        Assert.All(appeals, a => Assert.Contains($"/appeals/{a}", list.Text, StringComparison.Ordinal));
        await (await hearer.PostFieldsAsync($"/appeals/{appeals[1]}/decide", ("Hearing.Outcome", "Dismissed"), ("Hearing.Reason", "理由充分"))).FollowAsync();
        Assert.Equal(AdjustmentState.Refused, await _site.QueryAsync(db => db.Adjustments.Where(a => a.Id == second).Select(a => a.State).SingleAsync()));
        await RunAsync(s => s.GetRequiredService<AdjustmentVerbs>().AskAsync(assessment.Id, assessment.Candidate.PersonId, "更換場地", null, false, CancellationToken.None));
        var open = await _site.QueryAsync(db => db.Adjustments.Where(a => a.State == AdjustmentState.Asked).Select(a => a.Id).SingleAsync());
        Assert.Equal("adjustment.part", await RefusalOfAsync(s => s.GetRequiredService<AdjustmentVerbs>().TakeOnAsync(open, hearerUser.PersonId, CancellationToken.None)));

        // A hearer without the assessor's role is no lack of the assessment.
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        var code = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.Code).SingleAsync());
        Assert.DoesNotContain(code, (await office.OpenAsync("/dashboard")).Document.QuerySelector("[aria-labelledby*='Waiting']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suspension_StopsTheDaysToAnswerAndToAppeal_AndNobodyIsReminded()
    {
        var assessment = await _site.Data.AssessingAsync();
        var (leadUser, officeUser) = (await _site.Data.QualityLeadAsync(), await _site.Data.AdministratorAsync());
        var adjustment = await RefusedAsync(assessment, leadUser);
        var (lead, office) = (await _site.SignInAsync(leadUser), await _site.SignInAsync(officeUser));
        var (assessor, candidate) = (await _site.SignInAsync(assessment.Assessor), await _site.SignInAsync(assessment.Candidate));
        await assessor.PostFieldsAsync($"/misconduct/{assessment.Id}/report", ("Form.Suspicion", "疑似抄襲"));
        var id = await _site.QueryAsync(db => db.MisconductCases.Select(c => c.Id).SingleAsync());
        await (await lead.PostFieldsAsync($"/quality/misconduct/{id}/open", ("Notice.Allegation", "第一節相同，請說明。"), ("Notice.ReplyDays", "10"))).FollowAsync();
        await RunAsync(s => s.GetRequiredService<ArrangeAppointment>().MakeAsync(
            assessment.Id,
            assessment.Assessor.PersonId,
            new AppointmentTerms { Kind = AppointmentKind.Questioning, StartAt = _site.Clock.GetUtcNow().UtcDateTime.AddDays(5), EndAt = _site.Clock.GetUtcNow().UtcDateTime.AddDays(5).AddHours(1), Place = "會議室 712" },
            CancellationToken.None));
        var (replyBy, appealBy) = await DatesAsync();

        // Whoever suspends sees what is agreed; it stays to be moved.
        var ask = await office.OpenAsync($"/assessments/{assessment.Id}/suspend");
        Assert.Contains("會議室 712", ask.Main, StringComparison.Ordinal);
        await (await ask.Form($"/assessments/{assessment.Id}/suspend").Fill("Form.Reason", "受評者住院").PostAsync()).FollowAsync();
        Assert.Contains("請改期或取消", (await office.OpenAsync($"/assessments/{assessment.Id}/appointments")).Main, StringComparison.Ordinal);
        var mine = await candidate.OpenAsync($"/my/{assessment.Id}");
        Assert.Contains("暫停期間不進行下列約定", mine.Main, StringComparison.Ordinal);
        Assert.Contains("此期限停止計算", mine.Main, StringComparison.Ordinal);

        _site.Clock.Advance(replyBy.AddDays(-1) - _site.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal(0, await _site.UseAsync(s => s.GetRequiredService<RemindDeadlines>().RunAsync(CancellationToken.None)));
        _site.Clock.Advance(appealBy.AddDays(2) - _site.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal(0, await _site.UseAsync(s => s.GetRequiredService<RemindDeadlines>().RunAsync(CancellationToken.None)));
        lead = await _site.SignInAsync(leadUser);
        Assert.Contains("尚未答覆", (await lead.OpenAsync($"/quality/misconduct/{id}")).Main, StringComparison.Ordinal);
        Assert.Empty((await lead.OpenAsync($"/quality/misconduct/{id}")).Document.QuerySelectorAll("[name='End.Outcome']"));
        candidate = await _site.SignInAsync(assessment.Candidate);
        Assert.Contains("此期限停止計算", (await candidate.OpenAsync($"/my/{assessment.Id}/adjustments/{adjustment}/appeal")).Main, StringComparison.Ordinal);
        Assert.NotNull((await candidate.OpenAsync($"/my/{assessment.Id}/adjustments")).Document.QuerySelector($"a[href='/my/{assessment.Id}/adjustments/{adjustment}/appeal']"));
        Assert.NotEmpty((await candidate.OpenAsync($"/my/{assessment.Id}/misconduct")).Document.QuerySelectorAll("[name='Form.Reply']"));

        var stood = Math.Ceiling((_site.Clock.GetUtcNow().UtcDateTime - await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.ChangedAt).SingleAsync())).TotalDays);
        office = await _site.SignInAsync(officeUser);
        await (await office.PostFieldsAsync($"/assessments/{assessment.Id}/resume")).FollowAsync();

        Assert.Equal((replyBy.AddDays(stood), appealBy.AddDays(stood)), await DatesAsync());
        await (await candidate.PostFieldsAsync($"/my/{assessment.Id}/misconduct/{id}", ("Form.Reply", "兩人引用同一講義。"))).FollowAsync();
        await (await candidate.PostFieldsAsync($"/my/{assessment.Id}/adjustments/{adjustment}/appeal", ("Form.Text", "可另行租借設備。"))).FollowAsync();
        Assert.Equal(1, await _site.QueryAsync(db => db.Appeals.CountAsync()));
        await NoFaultAsync();

        Task<(DateTime ReplyBy, DateTime AppealBy)> DatesAsync() => _site.QueryAsync(async db =>
            ((await db.MisconductCases.Select(c => c.ReplyBy!.Value).SingleAsync()), await db.Adjustments.Select(a => a.AppealBy!.Value).SingleAsync()));
    }

    private Task<Guid> EvidenceAsync(TestAssessment assessment) => _site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).OrderBy(v => v).FirstAsync());

    private async Task<Guid> RefusedAsync(TestAssessment assessment, TestUser lead)
    {
        var id = Guid.Empty;
        await RunAsync(async s =>
        {
            var verbs = s.GetRequiredService<AdjustmentVerbs>();
            await verbs.AskAsync(assessment.Id, assessment.Candidate.PersonId, "延長閱讀時間", Why, true, CancellationToken.None);
            id = await s.GetRequiredService<AppDbContext>().Adjustments.Where(a => a.State == AdjustmentState.Asked).Select(a => a.Id).SingleAsync();
            await verbs.TakeOnAsync(id, lead.PersonId, CancellationToken.None);
            await verbs.RefuseAsync(id, lead.PersonId, "無此設備", CancellationToken.None);
        });
        return id;
    }

    private async Task<Guid> WarnedAsync(TestAssessment assessment, Browser assessor, Browser lead, Browser candidate)
    {
        await assessor.PostFieldsAsync($"/misconduct/{assessment.Id}/report", ("Form.Suspicion", "疑似抄襲"));
        var id = await _site.QueryAsync(db => db.MisconductCases.Select(c => c.Id).SingleAsync());
        await (await lead.PostFieldsAsync($"/quality/misconduct/{id}/open", ("Notice.Allegation", "第一節相同，請說明。"), ("Notice.ReplyDays", "10"))).FollowAsync();
        await (await candidate.PostFieldsAsync($"/my/{assessment.Id}/misconduct/{id}", ("Form.Reply", "兩人引用同一講義。"))).FollowAsync();
        await (await lead.PostFieldsAsync($"/quality/misconduct/{id}/close", ("End.Outcome", "Warned"), ("End.Reason", "屬實，予以警告。"))).FollowAsync();
        return id;
    }

    private async Task<string> RefusalOfAsync(Func<IServiceProvider, Task> run) => (await Assert.ThrowsAsync<DomainException>(() => RunAsync(run))).Code;

    private Task<bool> RunAsync(Func<IServiceProvider, Task> run) => _site.UseAsync(async s =>
    {
        await run(s);
        return true;
    });

    private Task<int> ToldAsync(TestUser user, string kind) => _site.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == user.PersonId && n.Kind == kind));

    private Task<IReadOnlyList<AuditFault>> FaultsAsync() => _site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAllAsync(CancellationToken.None));

    private async Task NoFaultAsync() => Assert.Equal([], await FaultsAsync());
}
