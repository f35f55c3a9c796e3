using System.Net;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>After the result, over HTTP: reviews, appeals, and what comes of them.</summary>
public sealed class DisputeTests : IAsyncLifetime
{
    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Review_Corrected_IssuesTheDocumentsAgainUnderANewNumber()
    {
        var assessment = await _site.Data.FinalisedAsync();
        var administrator = await _site.Data.AdministratorAsync();
        var candidate = await _site.SignInAsync(assessment.Candidate);
        Assert.Contains("受理期限", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);
        await AskAsync(candidate, assessment, "review", "姓名第三字有誤。");
        var review = await _site.QueryAsync(db => db.ReviewRequests.Select(r => r.Id).SingleAsync());
        Assert.Contains("尚未答覆", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);

        // A second one while the first is open.
        var again = (await candidate.PostFieldsAsync($"/my/{assessment.Id}/review", ("Form.Text", "還有。"))).Is(HttpStatusCode.OK);
        Assert.Contains("已有待處理的複查申請", again.Main, StringComparison.Ordinal);

        var office = await _site.SignInAsync(administrator);
        Assert.Contains("/disputes", (await office.OpenAsync("/dashboard")).Text, StringComparison.Ordinal);
        Assert.Contains($"/reviews/{review}", (await office.OpenAsync("/disputes")).Text, StringComparison.Ordinal);
        var page = await office.OpenAsync($"/reviews/{review}");
        Assert.Contains("姓名第三字有誤。", page.Main, StringComparison.Ordinal);
        var unchanged = (await page.Form($"form[action='/reviews/{review}/correct']").Fill("Correction.Reason", "誤植").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("內容沒有變更", unchanged.Main, StringComparison.Ordinal);
        _site.Clock.Advance(TimeSpan.FromMinutes(5));
        await (await page.Form($"form[action='/reviews/{review}/correct']").Fill("Correction.CandidateZh", "林雅筑").Fill("Correction.Reason", "姓名誤植，已更正。").PostAsync()).FollowAsync();

        var issues = await _site.QueryAsync(db => db.RecordIssues.Include(i => i.Events).Include(i => i.Documents).OrderBy(i => i.IssuedAt).ToListAsync());
        Assert.Equal(["CR-2026-000001", "CR-2026-000002"], issues.Select(i => i.Number));
        Assert.Equal([RecordStatus.Superseded, RecordStatus.Valid], issues.Select(i => i.Status));
        Assert.Equal(issues[1].Id, issues[0].Events.Single(e => e.Status == RecordStatus.Superseded).ReplacedById);
        Assert.Equal(4, issues[1].Documents.Count);

        // The public page says so of the old one, and shows the corrected name of the new one.
        var nobody = _site.Browser();
        Assert.Contains("已另以新編號換發", (await nobody.OpenAsync($"/verify?code={issues[0].CheckCode}")).Main, StringComparison.Ordinal);
        var valid = await nobody.OpenAsync($"/verify?code={issues[1].CheckCode}");
        Assert.Contains("林○筑", valid.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("已另以新編號換發", valid.Main, StringComparison.Ordinal);

        var mine = await candidate.OpenAsync($"/my/{assessment.Id}");
        Assert.Contains("姓名誤植，已更正。", mine.Main, StringComparison.Ordinal);
        Assert.Contains("CR-2026-000002", mine.Main, StringComparison.Ordinal);
        Assert.Contains("已更正換發", (await candidate.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        await NoFaultAsync();

        // What came of it is attested.
        await _site.QueryAsync(db => db.ReviewRequests.ExecuteUpdateAsync(u => u.SetProperty(r => r.Answer, "別的理由")));
        Assert.Equal([AuditFaultCodes.RowChanged], (await FaultsAsync()).Select(f => f.Code));
    }

    [Fact]
    public async Task Review_Dismissed_TellsTheReason_AndChangesNothing()
    {
        var assessment = await _site.Data.FinalisedAsync();
        var candidate = await _site.SignInAsync(assessment.Candidate);
        await AskAsync(candidate, assessment, "review", "請重算。");
        var review = await _site.QueryAsync(db => db.ReviewRequests.Select(r => r.Id).SingleAsync());
        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());

        await (await lead.PostFieldsAsync($"/reviews/{review}/dismiss", ("Dismissal.Reason", "複查不重新評定。"))).FollowAsync();

        Assert.Contains("複查不重新評定。", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);
        Assert.Equal(1, await _site.QueryAsync(db => db.RecordIssues.CountAsync()));
        var closed = (await lead.PostFieldsAsync($"/reviews/{review}/dismiss", ("Dismissal.Reason", "再一次"))).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("再一次", closed.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispute_AfterTheLastDay_IsRefusedAndNoLongerOffered()
    {
        var assessment = await _site.Data.FinalisedAsync();
        _site.Clock.Advance(new DateTimeOffset(2026, 3, 23, 15, 59, 0, TimeSpan.Zero) - _site.Clock.GetUtcNow());
        var candidate = await _site.SignInAsync(assessment.Candidate);
        Assert.Contains($"/my/{assessment.Id}/appeal", (await candidate.OpenAsync($"/my/{assessment.Id}")).Text, StringComparison.Ordinal);

        _site.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.DoesNotContain($"/my/{assessment.Id}/appeal", (await candidate.OpenAsync($"/my/{assessment.Id}")).Text, StringComparison.Ordinal);
        foreach (var kind in new[] { "review", "appeal" })
        {
            Assert.Contains("已逾", (await candidate.PostFieldsAsync($"/my/{assessment.Id}/{kind}", ("Form.Text", "太遲"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        }

        Assert.Equal((0, 0), (await _site.QueryAsync(db => db.ReviewRequests.CountAsync()), await _site.QueryAsync(db => db.Appeals.CountAsync())));
    }

    [Fact]
    public async Task Dispute_IsForTheCandidate_ItsHandlersAndItsHearerAlone()
    {
        var assessment = await _site.Data.FinalisedAsync();
        var other = await _site.SignInAsync(await _site.Data.CandidateAsync());
        (await other.GetAsync($"/my/{assessment.Id}/appeal")).Is(HttpStatusCode.NotFound);
        (await other.PostFieldsAsync($"/my/{assessment.Id}/appeal", ("Form.Text", "他人"))).Is(HttpStatusCode.NotFound);
        var candidate = await _site.SignInAsync(assessment.Candidate);
        await AskAsync(candidate, assessment, "review", "姓名有誤。");
        await AskAsync(candidate, assessment, "appeal", "評定有異議。");
        var (review, appeal) = (await _site.QueryAsync(db => db.ReviewRequests.Select(r => r.Id).SingleAsync()), await _site.QueryAsync(db => db.Appeals.Select(r => r.Id).SingleAsync()));

        foreach (var outsider in new[] { candidate, other, await _site.SignInAsync(assessment.Assessor), await _site.SignInAsync(await _site.Data.VerifierAsync()) })
        {
            (await outsider.GetAsync($"/reviews/{review}")).Is(HttpStatusCode.NotFound);
            (await outsider.PostFieldsAsync($"/reviews/{review}/dismiss", ("Dismissal.Reason", "不"))).Is(HttpStatusCode.NotFound);
            (await outsider.GetAsync($"/appeals/{appeal}")).Is(HttpStatusCode.NotFound);
            (await outsider.PostFieldsAsync($"/appeals/{appeal}/hearer", ("Assignment.HearerId", assessment.Assessor.PersonId.ToString()))).Is(HttpStatusCode.NotFound);
            (await outsider.PostFieldsAsync($"/appeals/{appeal}/decide", ("Hearing.Outcome", "Dismissed"), ("Hearing.Reason", "不"))).Is(HttpStatusCode.NotFound);
            (await outsider.GetAsync("/disputes")).Is(HttpStatusCode.NotFound);
        }

        // An administrator sees it, and neither chooses who hears it nor decides.
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        await office.OpenAsync($"/appeals/{appeal}");
        (await office.PostFieldsAsync($"/appeals/{appeal}/hearer", ("Assignment.HearerId", assessment.Assessor.PersonId.ToString()))).Is(HttpStatusCode.NotFound);
        (await office.PostFieldsAsync($"/appeals/{appeal}/decide", ("Hearing.Outcome", "Dismissed"), ("Hearing.Reason", "不"))).Is(HttpStatusCode.NotFound);
        Assert.Equal((1, 1), (await _site.QueryAsync(db => db.ReviewRequests.CountAsync(r => r.ClosedAt == null)), await _site.QueryAsync(db => db.Appeals.CountAsync(a => a.ClosedAt == null))));
    }

    [Fact]
    public async Task Appeal_HeardByAnother_SameEvidenceRatedAgain_ReplacesTheOldResultWhenFinal()
    {
        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        var assessment = await _site.Data.FinalisedAsync();
        var candidate = await _site.SignInAsync(assessment.Candidate);
        await AskAsync(candidate, assessment, "appeal", "第 18 頁未被採計。");
        var appeal = await _site.QueryAsync(db => db.Appeals.Select(r => r.Id).SingleAsync());
        var hearer = await _site.Data.VerifierAsync();
        Assert.Contains("請指定審議人員", (await lead.OpenAsync("/notifications")).Main, StringComparison.Ordinal);

        // Nobody with a part in the case is offered, nor accepted.
        var page = await lead.OpenAsync($"/appeals/{appeal}");
        Assert.Null(page.Document.QuerySelector($"option[value='{assessment.Assessor.PersonId}']"));
        Assert.Contains("未曾參與本案", (await lead.PostFieldsAsync($"/appeals/{appeal}/hearer", ("Assignment.HearerId", assessment.Assessor.PersonId.ToString()))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        await (await page.Form($"form[action='/appeals/{appeal}/hearer']").Fill("Assignment.HearerId", hearer.PersonId.ToString()).PostAsync()).FollowAsync();

        var hearing = await _site.SignInAsync(hearer);
        Assert.Contains($"/appeals/{appeal}", (await hearing.OpenAsync("/appeals")).Text, StringComparison.Ordinal);
        Assert.Contains("待您審議的申訴", (await hearing.OpenAsync("/dashboard")).Main, StringComparison.Ordinal);
        var heard = await hearing.OpenAsync($"/appeals/{appeal}");

        // What happened, in the words of the staff; for nobody who does not hear it.
        var history = await hearing.OpenAsync(heard.Document.QuerySelector($"a[href='/appeals/{appeal}/history']")!.GetAttribute("href")!);
        Assert.Contains("提出申訴", history.Main, StringComparison.Ordinal);
        Assert.Contains("簽署評量結論", history.Main, StringComparison.Ordinal);
        foreach (var outsider in new[] { candidate, lead, await _site.SignInAsync(assessment.Assessor), await _site.SignInAsync(await _site.Data.VerifierAsync()) })
        {
            (await outsider.GetAsync($"/appeals/{appeal}/history")).Is(HttpStatusCode.NotFound);
        }

        (await hearing.GetAsync(heard.Document.QuerySelector("a[href^='/files/']")!.GetAttribute("href")!)).Is(HttpStatusCode.OK);
        await (await heard.Form($"form[action='/appeals/{appeal}/decide']").Fill("Hearing.Outcome", "RatedAgain").Fill("Hearing.Reason", "應由他人重新評定。").PostAsync()).FollowAsync();

        // The old result stands.
        var number = await _site.QueryAsync(db => db.RecordIssues.Select(i => i.CheckCode).SingleAsync());
        var administrator = await _site.Data.AdministratorAsync();
        var office = await _site.SignInAsync(administrator);
        Assert.Contains("申訴中", (await office.OpenAsync($"/assessments/{assessment.Id}")).Main, StringComparison.Ordinal);
        var plan = await office.OpenAsync($"/appeals/{appeal}/plan");
        Assert.Null(plan.Document.QuerySelector($"option[value='{assessment.Assessor.PersonId}']"));
        Assert.Contains("曾參與原案", (await plan.Form().Fill("Form.AssessorId", assessment.Assessor.PersonId.ToString()).PostAsync()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        var successor = await _site.Data.AssessorAsync();
        plan = await office.OpenAsync($"/appeals/{appeal}/plan");
        await (await plan.Form().Fill("Form.AssessorId", successor.PersonId.ToString()).PostAsync()).FollowAsync();

        var next = await _site.QueryAsync(db => db.Assessments.SingleAsync(a => a.PredecessorId == assessment.Id));
        Assert.Equal((2, AssessmentState.Submitted), (next.AttemptNo, next.State));
        Assert.Equal(
            await _site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).OrderBy(v => v).ToListAsync()),
            await _site.QueryAsync(db => TestData.HandedIn(db, next.Id).OrderBy(v => v).ToListAsync()));
        Assert.DoesNotContain($"/my/{next.Id}/take-back", (await candidate.OpenAsync($"/my/{next.Id}")).Text, StringComparison.Ordinal);
        Assert.Equal("assessor.judged-before", (await Assert.ThrowsAsync<Domain.DomainException>(() => _site.UseAsync(async s =>
        {
            await s.GetRequiredService<ReplaceAssessor>().RunAsync(next.Id, AssessmentPart.Assessor, assessment.Assessor.PersonId, "換人", CancellationToken.None);
            return true;
        }))).Code);
        Assert.Contains("有效", (await _site.Browser().OpenAsync($"/verify?code={number}")).Main, StringComparison.Ordinal);

        _site.Clock.Advance(TimeSpan.FromHours(1));
        var again = new TestAssessment(next.Id, assessment.Candidate, successor);
        await StartAsync(again);
        await _site.Data.RateAllAsync(again);
        await _site.Data.SignAsync(again);

        Assert.Contains("已另以新編號換發", (await _site.Browser().OpenAsync($"/verify?code={number}")).Main, StringComparison.Ordinal);
        await NoFaultAsync();
    }

    [Fact]
    public async Task Appeal_ThenNotYetCompetent_AnnulsTheOldResult()
    {
        var assessment = await _site.Data.FinalisedAsync();
        var appeal = await UpheldAsync(assessment, AppealOutcome.RatedAgain);
        var successor = await _site.Data.AssessorAsync();
        var next = await _site.UseAsync(s => s.GetRequiredService<PlanReassessment>().AfterAppealAsync(
            appeal, new ReassessmentForm { AssessorId = successor.PersonId, DecideBy = new DateOnly(2026, 4, 30) }, CancellationToken.None));
        _site.Clock.Advance(TimeSpan.FromHours(1));
        var again = new TestAssessment(next, assessment.Candidate, successor);
        await StartAsync(again);
        await _site.Data.RateAllAsync(again);
        await _site.Data.SignAsync(again, Outcome.NotYetCompetent);

        var old = await _site.QueryAsync(db => db.RecordIssues.Include(i => i.Events).SingleAsync(i => i.AssessmentId == assessment.Id));
        Assert.Equal(RecordStatus.Annulled, old.Status);
        Assert.Contains("已撤銷", (await _site.Browser().OpenAsync($"/verify?code={old.CheckCode}")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appeal_AgainstATermination_LeadsToANewAssessmentWithNothingCarriedOver()
    {
        var assessment = await _site.Data.AssessingAsync();
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<TerminateAssessment>().RunAsync(assessment.Id, "逾期", CancellationToken.None);
            return true;
        });
        var candidate = await _site.SignInAsync(assessment.Candidate);
        Assert.DoesNotContain($"/my/{assessment.Id}/review", (await candidate.OpenAsync($"/my/{assessment.Id}")).Text, StringComparison.Ordinal);
        var appeal = await UpheldAsync(assessment, AppealOutcome.NewAssessment);
        Assert.Contains("重新辦理評量", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);

        var next = await _site.UseAsync(async s => await s.GetRequiredService<PlanReassessment>().AfterAppealAsync(
            appeal,
            new ReassessmentForm { AssessorId = (await _site.Data.AssessorAsync()).PersonId, SubmitBy = new DateOnly(2026, 4, 1), DecideBy = new DateOnly(2026, 4, 30) },
            CancellationToken.None));

        Assert.Equal(AssessmentState.Planned, await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == next).Select(a => a.State).SingleAsync()));
        Assert.Contains("沒有可沿用的評定", (await candidate.OpenAsync($"/my/{next}/carry-over")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcome_WhileAnotherAttemptIsUnderWay_IsPlannedOnceThatHasEnded()
    {
        var assessment = await _site.Data.NotYetCompetentAsync();
        var between = await _site.UseAsync(async s => await s.GetRequiredService<PlanReassessment>().AfterResultAsync(
            assessment.Id,
            new ReassessmentForm { AssessorId = assessment.Assessor.PersonId, SubmitBy = new DateOnly(2026, 4, 1), DecideBy = new DateOnly(2026, 4, 30) },
            CancellationToken.None));
        var appeal = await UpheldAsync(assessment, AppealOutcome.RatedAgain);
        var code = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == between).Select(a => a.Code).SingleAsync());
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        var successor = await _site.Data.AssessorAsync();

        var page = await office.OpenAsync($"/appeals/{appeal}");
        Assert.Contains(code, page.Main, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll($"a[href='/appeals/{appeal}/plan']"));
        var plan = await office.OpenAsync($"/appeals/{appeal}/plan");
        Assert.Contains("已有進行中的評量案件", (await plan.Form().Fill("Form.AssessorId", successor.PersonId.ToString()).PostAsync()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);

        await (await office.PostFieldsAsync($"/assessments/{between}/terminate", ("Form.Reason", "逾期未送件"))).FollowAsync();
        page = await office.OpenAsync($"/appeals/{appeal}");
        Assert.DoesNotContain(code, page.Main, StringComparison.Ordinal);
        plan = await office.OpenAsync(page.Document.QuerySelector($"a[href='/appeals/{appeal}/plan']")!.GetAttribute("href")!);
        await (await plan.Form().Fill("Form.AssessorId", successor.PersonId.ToString()).PostAsync()).FollowAsync();
        var next = await _site.QueryAsync(db => db.Assessments.SingleAsync(a => db.Appeals.Any(x => x.Id == appeal && x.NewAssessmentId == a.Id)));
        Assert.Equal((3, AssessmentState.Submitted, assessment.Id), (next.AttemptNo, next.State, next.PredecessorId));
    }

    [Fact]
    public async Task NewAttempt_Withdrawn_IsPlannedAgain()
    {
        var assessment = await _site.Data.FinalisedAsync();
        var appeal = await UpheldAsync(assessment, AppealOutcome.NewAssessment);
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        var successor = await _site.Data.AssessorAsync();
        async Task<Guid> PlanAsync()
        {
            await (await (await office.OpenAsync($"/appeals/{appeal}/plan")).Form().Fill("Form.AssessorId", successor.PersonId.ToString()).PostAsync()).FollowAsync();
            return await _site.QueryAsync(db => db.Appeals.Where(a => a.Id == appeal).Select(a => a.NewAssessmentId!.Value).SingleAsync());
        }

        var first = await PlanAsync();
        (await office.GetAsync($"/appeals/{appeal}/plan")).Is(HttpStatusCode.NotFound);
        await (await office.PostFieldsAsync($"/assessments/{first}/withdraw", ("Form.Reason", "受評者住院"))).FollowAsync();

        // It leaves no trace on the attempt count, and the appeal waits for its attempt again.
        Assert.Null(await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == first).Select(a => a.AttemptNo).SingleAsync()));
        Assert.Contains("申訴中", (await office.OpenAsync($"/assessments/{assessment.Id}")).Main, StringComparison.Ordinal);
        Assert.Contains($"/appeals/{appeal}", (await office.OpenAsync("/disputes")).Text, StringComparison.Ordinal);
        var again = await PlanAsync();
        Assert.NotEqual(first, again);
        Assert.Equal(2, await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == again).Select(a => a.AttemptNo).SingleAsync()));
        Assert.Equal([], await _site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAllAsync(CancellationToken.None)));
    }

    private static async Task AskAsync(Browser candidate, TestAssessment assessment, string kind, string text)
    {
        var page = await candidate.OpenAsync($"/my/{assessment.Id}/{kind}");
        await (await page.Form().Fill("Form.Text", text).PostAsync()).FollowAsync();
    }

    private async Task<Guid> UpheldAsync(TestAssessment assessment, AppealOutcome outcome)
    {
        var hearer = await _site.Data.VerifierAsync();
        return await _site.UseAsync(async s =>
        {
            var id = await s.GetRequiredService<DisputeResult>().AppealAsync(assessment.Id, assessment.Candidate.PersonId, "有異議", CancellationToken.None);
            var hear = s.GetRequiredService<HearAppeal>();
            await hear.AssignAsync(id, hearer.PersonId, "", CancellationToken.None);
            await hear.DecideAsync(id, hearer.PersonId, outcome, "有理由", new Corrections("", null, "", null), CancellationToken.None);
            return id;
        });
    }

    private Task<bool> StartAsync(TestAssessment assessment) => _site.UseAsync(async s =>
    {
        await s.GetRequiredService<ScoringCommands>().StartAsync(assessment.Id, assessment.Assessor.PersonId, CancellationToken.None);
        return true;
    });

    private Task<IReadOnlyList<AuditFault>> FaultsAsync() => _site.UseAsync(s => new AuditCheck(s.GetRequiredService<AppDbContext>(), s.GetRequiredService<AuditKey>()).CheckAllAsync(CancellationToken.None));

    private async Task NoFaultAsync() => Assert.Equal([], await FaultsAsync());
}
