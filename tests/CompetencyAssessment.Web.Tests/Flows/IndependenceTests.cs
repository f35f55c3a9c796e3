using System.Net;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Who may judge whom: qualifications, conflicts of interest, overrides by the quality lead, and candidates' objections.</summary>
public sealed class IndependenceTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Plan_WithoutQualification_IsRefusedUntilTheQualityLeadAllowsIt()
    {
        var candidate = await site.Data.CandidateAsync();
        var assessor = await site.Data.WithoutQualificationAsync("評量人員", Roles.Assessor);
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var lead = await site.SignInAsync(await site.Data.QualityLeadAsync());
        Form Plan(Page page) => page.Form("main form[method=post]").Fill("Form.Candidate", candidate.Name).Fill("Form.AssessorId", assessor.PersonId.ToString());

        // Refused beside the field; what was typed stays, and the quality lead can be asked.
        var form = await office.OpenAsync("/assessments/new");
        Assert.Contains("無有效資格", form.Document.QuerySelector($"#Form_AssessorId option[value='{assessor.PersonId}']")!.TextContent, StringComparison.Ordinal);
        var refused = (await Plan(form).PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("無有效資格", refused.Document.QuerySelector("#Form_AssessorId-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(candidate.Name, refused.Document.QuerySelector("#Form_Candidate")!.GetAttribute("value"));
        Assert.Contains("請說明", (await Plan(refused).Fill("Form.Ask", "true").PostAsync()).Document.QuerySelector("#Form_OverrideReason-error")!.TextContent, StringComparison.Ordinal);

        // Asked twice, it is one request.
        for (var i = 0; i < 2; i++)
        {
            Assert.Contains("已向品質主管申請", (await Plan(refused).Fill("Form.OverrideReason", "目前無其他人").Fill("Form.Ask", "true").PostAsync()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        }

        var id = await site.QueryAsync(db => db.IndependenceOverrides.Where(o => o.PersonId == assessor.PersonId).Select(o => o.Id).SingleAsync());
        var path = $"/quality/overrides/{id}";
        Assert.Contains(path, (await lead.OpenAsync("/quality/overrides")).Text, StringComparison.Ordinal);
        (await office.PostFieldsAsync($"{path}/grant", ("Form.Reason", "自己核准"))).Is(HttpStatusCode.NotFound);
        (await (await lead.OpenAsync(path)).Form($"{path}/grant").PostAsync()).Is(HttpStatusCode.OK);
        await (await (await lead.OpenAsync(path)).Form($"{path}/grant").Fill("Form.Reason", "已安排訓練").PostAsync()).FollowAsync();
        Assert.Contains("已安排訓練", (await office.OpenAsync(path)).Main, StringComparison.Ordinal);

        // Now it works, for this candidate and no other.
        Assert.NotNull((await Plan(await office.OpenAsync("/assessments/new")).PostAsync()).Location);
        var other = await site.Data.CandidateAsync();
        (await (await office.OpenAsync("/assessments/new")).Form("main form[method=post]").Fill("Form.Candidate", other.Name).Fill("Form.AssessorId", assessor.PersonId.ToString()).PostAsync()).Is(HttpStatusCode.OK);

        // A conflict that came up since is not covered: a warning there, and no lock.
        var assessment = await site.QueryAsync(db => db.Assessments.Where(a => a.CandidateId == candidate.PersonId).Select(a => a.Id).SingleAsync());
        Assert.DoesNotContain("獨立性有疑慮", (await office.OpenAsync($"/assessments/{assessment}")).Main, StringComparison.Ordinal);
        await KeepAsync(k => k.DeclareConflictAsync(assessor.PersonId, candidate.PersonId, other.PersonId, "親屬", CancellationToken.None));
        Assert.Contains("獨立性有疑慮", (await office.OpenAsync($"/assessments/{assessment}")).Main, StringComparison.Ordinal);
        Assert.Contains("已申報利益衝突", (await office.OpenAsync($"/assessments/{assessment}/independence")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conflicts_ThatAreEvident_AreRefused()
    {
        var (candidate, assessor) = (await site.Data.CandidateAsync(), await site.Data.AssessorAsync());
        await KeepAsync(k => k.AddAffiliationAsync(candidate.PersonId, AffiliationKind.Employer, "晴川電信 客服中心", null, null, CancellationToken.None));
        await KeepAsync(k => k.AddAffiliationAsync(assessor.PersonId, AffiliationKind.Employer, "晴川電信客服中心", new DateOnly(2010, 1, 1), new DateOnly(2024, 2, 28), CancellationToken.None));

        // Left more than two years ago.
        await site.Data.PlanAsync(candidate, assessor);

        var (pupil, teacher) = (await site.Data.CandidateAsync(), await site.Data.AssessorAsync());
        await KeepAsync(k => k.AddAffiliationAsync(pupil.PersonId, AffiliationKind.AttendedCohort, "115 年第 1 梯", null, null, CancellationToken.None));
        await KeepAsync(k => k.AddAffiliationAsync(teacher.PersonId, AffiliationKind.TaughtCohort, "１１５年第１梯", null, null, CancellationToken.None));
        Assert.Equal(Obstacles.TaughtCohort, Assert.Single((await Assert.ThrowsAsync<DomainException>(() => site.Data.PlanAsync(pupil, teacher))).Args));

        var colleague = await site.Data.AssessorAsync();
        await KeepAsync(k => k.AddAffiliationAsync(colleague.PersonId, AffiliationKind.Employer, "晴川電信客服中心", null, new DateOnly(2025, 12, 31), CancellationToken.None));
        var other = await site.Data.CandidateAsync();
        await KeepAsync(k => k.AddAffiliationAsync(other.PersonId, AffiliationKind.Employer, "晴川電信客服中心", null, null, CancellationToken.None));
        Assert.Equal(Obstacles.SameEmployer, Assert.Single((await Assert.ThrowsAsync<DomainException>(() => site.Data.PlanAsync(other, colleague))).Args));
    }

    [Fact]
    public async Task Draw_OfAVerifier_SkipsWhoIsNotAllowed()
    {
        await using var alone = new TestSite();
        var unqualified = await alone.Data.WithoutQualificationAsync("覆核一", Roles.Verifier);
        var conflicted = await alone.Data.VerifierAsync("覆核二");
        var candidate = await alone.Data.CandidateAsync();
        await alone.UseAsync(async s =>
        {
            await s.GetRequiredService<KeepIndependence>().DeclareConflictAsync(conflicted.PersonId, candidate.PersonId, candidate.PersonId, "親屬", CancellationToken.None);
            return true;
        });
        var scheme = await alone.Data.SchemeAsync(rules => rules["verification"] = true);

        var assessment = await alone.Data.FinalisedAsync(candidate, scheme: scheme);

        Assert.False(await alone.QueryAsync(db => db.Assessments.AnyAsync(a => a.Id == assessment.Id && a.Assignments.Any(x => x.Part == AssessmentPart.Verifier))));
        var office = await alone.SignInAsync(await alone.Data.AdministratorAsync());
        var path = $"/assessments/{assessment.Id}/verifier";
        var refused = (await (await office.OpenAsync(path)).Form(path).Fill("Form.VerifierId", conflicted.PersonId.ToString()).PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("利益衝突", refused.Document.QuerySelector("#Form_VerifierId-error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("已向品質主管申請", (await refused.Form(path).Fill("Form.OverrideReason", "僅有此人").Fill("Form.Ask", "true").PostAsync()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        await alone.Data.QualifyAsync(unqualified, JudgingKind.Verifying);
        await (await (await office.OpenAsync(path)).Form(path).Fill("Form.VerifierId", unqualified.PersonId.ToString()).PostAsync()).FollowAsync();
        Assert.Equal(unqualified.PersonId, await alone.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).SelectMany(a => a.Assignments).Where(x => x.Part == AssessmentPart.Verifier && x.EndedAt == null).Select(x => x.PersonId).SingleAsync()));
    }

    [Fact]
    public async Task Replace_ByWhoHasAConflict_IsRefusedAndCanBeAskedFor()
    {
        var assessment = await site.Data.AssessingAsync();
        var successor = await site.Data.AssessorAsync("接任");
        await KeepAsync(k => k.DeclareConflictAsync(successor.PersonId, assessment.Candidate.PersonId, assessment.Candidate.PersonId, "主管", CancellationToken.None));
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var path = $"/assessments/{assessment.Id}/assessor";

        var refused = (await (await office.OpenAsync(path)).Form(path).Fill("Form.AssessorId", successor.PersonId.ToString()).Fill("Form.Reason", "原評量人員離職").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("已申報利益衝突", refused.Document.QuerySelector("#Form_AssessorId-error")!.TextContent, StringComparison.Ordinal);
        (await refused.Form(path).Fill("Form.OverrideReason", "僅有此人").Fill("Form.Ask", "true").PostAsync()).Is(HttpStatusCode.OK);
        var lead = await site.Data.QualityLeadAsync();
        await site.UseAsync(async s =>
        {
            var id = await s.GetRequiredService<AppDbContext>().IndependenceOverrides.Where(o => o.PersonId == successor.PersonId).Select(o => o.Id).SingleAsync();
            await s.GetRequiredService<DecideOverride>().RunAsync(id, lead.PersonId, true, "並非直屬", CancellationToken.None);
            return true;
        });

        await (await (await office.OpenAsync(path)).Form(path).Fill("Form.AssessorId", successor.PersonId.ToString()).Fill("Form.Reason", "原評量人員離職").PostAsync()).FollowAsync();
        Assert.True(await site.QueryAsync(db => db.Assessments.AnyAsync(a => a.Id == assessment.Id && a.Assignments.Any(x => x.PersonId == successor.PersonId && x.EndedAt == null))));
    }

    [Fact]
    public async Task OwnConflict_IsToldToTheOfficeAndStandsAgainstANewPart()
    {
        var assessment = await site.Data.AssessingAsync();
        var administrator = await site.Data.AdministratorAsync();
        var assessor = await site.SignInAsync(assessment.Assessor);
        var path = $"/conflicts/{assessment.Id}";
        Assert.Contains("#Form_Reason", (await (await assessor.OpenAsync(path)).Form(path).PostAsync()).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        var declared = await (await (await assessor.OpenAsync(path)).Form(path).Fill("Form.Reason", "受評者為配偶").PostAsync()).FollowAsync();

        Assert.Contains("受評者為配偶", declared.Main, StringComparison.Ordinal);
        (await assessor.PostFieldsAsync(path, ("Form.Reason", "再次申報"))).Is(HttpStatusCode.OK);
        Assert.Equal(1, await site.QueryAsync(db => db.ConflictsOfInterest.CountAsync(c => c.PersonId == assessment.Assessor.PersonId)));
        Assert.Equal([$"/assessments/{assessment.Id}/independence"], await site.QueryAsync(db => db.Notifications.Where(n => n.PersonId == administrator.PersonId && n.Kind == "conflict.declared").Select(n => n.Href).ToListAsync()));
        foreach (var outsider in new[] { assessment.Candidate, await site.Data.AssessorAsync(), administrator })
        {
            (await (await site.SignInAsync(outsider)).GetAsync(path)).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Objection_IsAnsweredByTheQualityLead_AndTheAssessorLearnsNothing()
    {
        var assessment = await site.Data.AssessingAsync();
        var lead = await site.Data.QualityLeadAsync();
        var both = await site.Data.UserAsync("兼任", Roles.QualityLead, Roles.Assessor);
        var own = await site.Data.AssessingAsync(assessor: both);
        var administrator = await site.Data.AdministratorAsync();
        var (candidate, quality, office) = (await site.SignInAsync(assessment.Candidate), await site.SignInAsync(lead), await site.SignInAsync(administrator));
        var path = $"/my/{assessment.Id}/objection";
        Assert.Contains(path, (await candidate.OpenAsync($"/my/{assessment.Id}")).Text, StringComparison.Ordinal);
        var part = await PartAsync(assessment);
        Task<Page> File() => candidate.PostFieldsAsync(path, ("Form.AssignmentId", part.ToString()), ("Form.Reason", "曾有爭執"));

        await candidate.OpenAsync(path);
        await (await File()).FollowAsync();
        Assert.Contains("尚待答覆", (await File()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        var id = await site.QueryAsync(db => db.AssessorObjections.Where(o => o.AssessmentId == assessment.Id).Select(o => o.Id).SingleAsync());
        var answer = $"/quality/objections/{id}";
        (await office.PostFieldsAsync($"{answer}/uphold", ("Form.Reason", "准"))).Is(HttpStatusCode.NotFound);
        Assert.Contains("曾有爭執", (await quality.OpenAsync(answer)).Main, StringComparison.Ordinal);
        await (await (await quality.OpenAsync(answer)).Form($"{answer}/uphold").Fill("Form.Reason", "理由充分").PostAsync()).FollowAsync();
        (await quality.PostFieldsAsync($"{answer}/dismiss", ("Form.Reason", "反悔"))).Is(HttpStatusCode.OK);

        // The candidate reads the answer, the office is to replace, and the assessor is told nothing.
        Assert.Contains("理由充分", (await candidate.OpenAsync(path)).Main, StringComparison.Ordinal);
        Assert.Contains("獨立性有疑慮", (await office.OpenAsync($"/assessments/{assessment.Id}")).Main, StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == assessment.Assessor.PersonId && n.Kind.StartsWith("objection."))));
        var assessor = await site.SignInAsync(assessment.Assessor);
        Assert.DoesNotContain("爭執", (await assessor.OpenAsync($"/scoring/{assessment.Id}")).Text, StringComparison.Ordinal);
        (await assessor.GetAsync(answer)).Is(HttpStatusCode.NotFound);
        Assert.Equal([], await site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));

        // Nothing is signed before somebody else has the part, and it does not come back.
        await site.Data.RateAllAsync(assessment);
        Assert.Contains("目前不能簽署", (await assessor.OpenAsync($"/scoring/{assessment.Id}/sign")).Main, StringComparison.Ordinal);
        Assert.Equal("sign.objection", (await Assert.ThrowsAsync<DomainException>(() => site.Data.SignAsync(assessment))).Code);
        var successor = await site.Data.AssessorAsync("接任");
        Task<bool> GiveAsync(TestUser to) => site.UseAsync(async s =>
        {
            await s.GetRequiredService<ReplaceAssessor>().RunAsync(assessment.Id, AssessmentPart.Assessor, to.PersonId, "迴避", CancellationToken.None);
            return true;
        });
        await GiveAsync(successor);
        Assert.Equal("assessor.objected", (await Assert.ThrowsAsync<DomainException>(() => GiveAsync(assessment.Assessor))).Code);

        // Nor does a quality lead who is the one objected to.
        await site.UseAsync(async s =>
        {
            await s.GetRequiredService<ObjectToAssessor>().FileAsync(own.Id, await PartAsync(own), own.Candidate.PersonId, "曾有爭執", CancellationToken.None);
            return true;
        });
        var concerned = await site.SignInAsync(both);
        var about = await site.QueryAsync(db => db.AssessorObjections.Where(o => o.AssessmentId == own.Id).Select(o => o.Id).SingleAsync());
        (await concerned.GetAsync($"/quality/objections/{about}")).Is(HttpStatusCode.NotFound);
        (await concerned.GetAsync($"/assessments/{own.Id}/independence")).Is(HttpStatusCode.NotFound);
        Assert.DoesNotContain(about.ToString(), (await concerned.OpenAsync("/quality/overrides?all=true")).Text, StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == both.PersonId && n.AssessmentId == own.Id && n.Kind == "objection.filed")));
    }

    [Fact]
    public async Task Hearer_WithAConflict_IsNotOfferedAndRefused()
    {
        var assessment = await site.Data.FinalisedAsync();
        var hearer = await site.Data.AssessorAsync("審議");
        await KeepAsync(k => k.DeclareConflictAsync(hearer.PersonId, assessment.Candidate.PersonId, assessment.Candidate.PersonId, "親屬", CancellationToken.None));
        var appeal = await site.UseAsync(s => s.GetRequiredService<DisputeResult>().AppealAsync(assessment.Id, assessment.Candidate.PersonId, "評定有異議", CancellationToken.None));

        Assert.Null((await (await site.SignInAsync(await site.Data.QualityLeadAsync())).OpenAsync($"/appeals/{appeal}")).Document.QuerySelector($"option[value='{hearer.PersonId}']"));
        Assert.Equal("independence.hearer", (await Assert.ThrowsAsync<DomainException>(() => site.UseAsync(async s =>
        {
            await s.GetRequiredService<HearAppeal>().AssignAsync(appeal, hearer.PersonId, "", CancellationToken.None);
            return true;
        }))).Code);
    }

    [Fact]
    public async Task Records_OfAPerson_AreKeptByTheOffice()
    {
        var assessor = await site.Data.WithoutQualificationAsync("評量人員", Roles.Assessor);
        var candidate = await site.Data.CandidateAsync();
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());
        var path = $"/people/{assessor.PersonId}/independence";
        var unit = await site.QueryAsync(db => db.Units.Select(u => u.Id).FirstAsync());
        async Task<Page> QualifyAsync(string until) => await (await office.OpenAsync(path)).Form($"{path}/qualifications").Fill("Qualification.UnitId", unit.ToString()).Fill("Qualification.Kind", "Assessing")
            .Fill("Qualification.Title", "評量人員訓練結業證明").Fill("Qualification.Issuer", "勞動力發展署").Fill("Qualification.Proof", "訓字第 123 號").Fill("Qualification.ValidFrom", "2024-04-01").Fill("Qualification.ValidUntil", until).PostAsync();

        Assert.NotNull((await QualifyAsync("2023-01-01")).Is(HttpStatusCode.OK).Document.QuerySelector("#Qualification_ValidUntil-error"));
        Assert.Contains("即將到期", (await (await QualifyAsync("2026-03-31")).FollowAsync()).Main, StringComparison.Ordinal);
        (await QualifyAsync("2026-03-31")).Is(HttpStatusCode.OK);
        await (await office.PostFieldsAsync($"{path}/affiliations", ("Affiliation.Kind", "Employer"), ("Affiliation.Name", "晴川電信"))).FollowAsync();
        (await office.PostFieldsAsync($"{path}/conflicts", ("Conflict.Other", "查無此人"), ("Conflict.Reason", "親屬"))).Is(HttpStatusCode.OK);
        await (await office.PostFieldsAsync($"{path}/conflicts", ("Conflict.Other", candidate.UserName), ("Conflict.Reason", "親屬"))).FollowAsync();
        var page = await office.OpenAsync(path);
        Assert.Contains("晴川電信", page.Main, StringComparison.Ordinal);
        Assert.Contains(candidate.Name, page.Main, StringComparison.Ordinal);

        // Ended, withdrawn and removed: somebody else's rows are not there.
        var (qualification, affiliation, conflict) = await site.QueryAsync(async db => (
            await db.Qualifications.Where(q => q.PersonId == assessor.PersonId).Select(q => q.Id).SingleAsync(),
            await db.Affiliations.Where(a => a.PersonId == assessor.PersonId).Select(a => a.Id).SingleAsync(),
            await db.ConflictsOfInterest.Where(c => c.PersonId == assessor.PersonId).Select(c => c.Id).SingleAsync()));
        (await office.PostFieldsAsync($"/people/{candidate.PersonId}/independence/qualifications/{qualification}/withdraw", ("reason", "別人的"))).Is(HttpStatusCode.NotFound);
        await (await office.PostFieldsAsync($"{path}/qualifications/{qualification}/withdraw", ("reason", "證明不實"))).FollowAsync();
        Assert.Contains("理由", (await (await office.PostFieldsAsync($"{path}/affiliations/{affiliation}/end", ("until", "2026-01-31"))).FollowAsync()).Document.QuerySelector(".flash")!.TextContent, StringComparison.Ordinal);
        await (await office.PostFieldsAsync($"{path}/affiliations/{affiliation}/end", ("until", "2026-01-31"), ("reason", "調任他職"))).FollowAsync();
        var after = await office.OpenAsync(path);
        foreach (var told in new[] { "證明不實", "2026/01/31", "調任他職" })
        {
            Assert.Contains(told, after.Main, StringComparison.Ordinal);
        }

        await (await office.PostFieldsAsync($"{path}/affiliations/{affiliation}/remove")).FollowAsync();
        Assert.Equal(1, await site.QueryAsync(db => db.Affiliations.CountAsync(a => a.PersonId == assessor.PersonId && a.RemovedAt == null)));
        await (await office.PostFieldsAsync($"{path}/affiliations/{affiliation}/remove", ("reason", "同名公司"))).FollowAsync();
        after = await office.OpenAsync(path);
        Assert.Contains("已移除", after.Main, StringComparison.Ordinal);
        Assert.Contains("同名公司", after.Main, StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.Affiliations.CountAsync(a => a.PersonId == assessor.PersonId && a.RemovedAt == null)));

        // A conflict of interest is the quality lead's to end, with the reason.
        (await office.PostFieldsAsync($"/quality/conflicts/{conflict}/end", ("reason", "已離婚"))).Is(HttpStatusCode.NotFound);
        var lead = await site.SignInAsync(await site.Data.QualityLeadAsync());
        await (await (await lead.OpenAsync("/quality/conflicts")).Form($"form[action='/quality/conflicts/{conflict}/end']").PostAsync()).FollowAsync();
        Assert.True(await site.QueryAsync(db => db.ConflictsOfInterest.AnyAsync(c => c.Id == conflict && c.EndedAt == null)));
        await (await (await lead.OpenAsync("/quality/conflicts")).Form($"form[action='/quality/conflicts/{conflict}/end']").Fill("reason", "已離婚").PostAsync()).FollowAsync();
        Assert.Contains("已離婚", (await lead.OpenAsync("/quality/conflicts?all=true")).Main, StringComparison.Ordinal);
        Assert.Contains("已離婚", (await office.OpenAsync(path)).Main, StringComparison.Ordinal);
        foreach (var outsider in new[] { assessor, candidate, await site.Data.QualityLeadAsync() })
        {
            (await (await site.SignInAsync(outsider)).GetAsync(path)).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Qualifications_NotRequired_AreNotAskedFor()
    {
        await using var old = new TestSite();
        var lead = await old.SignInAsync(await old.Data.QualityLeadAsync());
        await (await (await lead.OpenAsync("/quality/overrides")).Form("/quality/overrides/rule").PostAsync()).FollowAsync();
        Assert.True(await old.QueryAsync(db => db.Centres.Select(c => c.RequiresQualifications).SingleAsync()));
        await (await (await lead.OpenAsync("/quality/overrides")).Form("/quality/overrides/rule").Fill("reason", "過渡期間").PostAsync()).FollowAsync();
        Assert.Contains("過渡期間", (await lead.OpenAsync("/quality/overrides")).Main, StringComparison.Ordinal);

        await old.Data.PlanAsync(await old.Data.CandidateAsync(), await old.Data.WithoutQualificationAsync("評量人員", Roles.Assessor));

        Assert.Contains("尚未要求", (await lead.OpenAsync("/quality/overrides")).Main, StringComparison.Ordinal);
        await (await (await lead.OpenAsync("/quality/overrides")).Form("/quality/overrides/rule").Fill("reason", "過渡期間").PostAsync()).FollowAsync();
        Assert.Equal("independence.refused", (await Assert.ThrowsAsync<DomainException>(async () => await old.Data.PlanAsync(await old.Data.CandidateAsync(), await old.Data.WithoutQualificationAsync("評量人員", Roles.Assessor)))).Code);
    }

    [Fact]
    public async Task NobodyHelpsThemselves_ToAQualificationOrPastAConflict()
    {
        await using var own = new TestSite();
        var both = await own.Data.UserAsync("兩者兼具", Roles.Administrator, Roles.QualityLead);
        var lead = await own.Data.QualityLeadAsync();
        var office = await own.SignInAsync(both);
        var unit = await own.QueryAsync(db => db.Units.Select(u => u.Id).FirstAsync());
        var path = $"/people/{both.PersonId}/independence";
        Assert.Contains("不能登錄自己的資格", (await office.OpenAsync(path)).Main, StringComparison.Ordinal);
        var refused = await office.PostFieldsAsync(
            $"{path}/qualifications", ("Qualification.UnitId", unit.ToString()), ("Qualification.Kind", "Assessing"), ("Qualification.Title", "證明"), ("Qualification.Issuer", "中心"), ("Qualification.ValidFrom", "2024-04-01"));
        Assert.Contains("不能登錄自己的資格", refused.Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        Assert.False(await own.QueryAsync(db => db.Qualifications.AnyAsync(q => q.PersonId == both.PersonId)));

        // Declared by another, it is not theirs to end; what they declared of themselves is.
        var (one, other) = (await own.Data.CandidateAsync(), await own.Data.CandidateAsync());
        await own.UseAsync(async s =>
        {
            var keep = s.GetRequiredService<KeepIndependence>();
            await keep.DeclareConflictAsync(both.PersonId, one.PersonId, one.PersonId, "主管", CancellationToken.None);
            await keep.DeclareConflictAsync(both.PersonId, other.PersonId, both.PersonId, "朋友", CancellationToken.None);
            return true;
        });
        var (theirs, mine) = await own.QueryAsync(async db => (
            await db.ConflictsOfInterest.Where(c => c.OtherId == one.PersonId).Select(c => c.Id).SingleAsync(), await db.ConflictsOfInterest.Where(c => c.OtherId == other.PersonId).Select(c => c.Id).SingleAsync()));
        Assert.DoesNotContain(theirs.ToString(), (await office.OpenAsync("/quality/conflicts")).Text, StringComparison.Ordinal);
        (await office.PostFieldsAsync($"/quality/conflicts/{theirs}/end", ("reason", "弄錯"))).Is(HttpStatusCode.NotFound);
        (await office.PostFieldsAsync($"/account/conflicts/{theirs}/end", ("reason", "弄錯"))).Is(HttpStatusCode.NotFound);
        await (await (await office.OpenAsync("/account/qualifications")).Form($"form[action='/account/conflicts/{mine}/end']").Fill("reason", "不再往來").PostAsync()).FollowAsync();
        Assert.Equal([theirs], await own.QueryAsync(db => db.ConflictsOfInterest.Where(c => c.EndedAt == null).Select(c => c.Id).ToListAsync()));
        Assert.Contains("解除其自行申報的利益衝突", (await (await own.SignInAsync(lead)).OpenAsync("/notifications")).Main, StringComparison.Ordinal);

        // Nor do they end or remove the employer that a conflict follows from.
        await (await (await (await own.SignInAsync(await own.Data.AdministratorAsync())).OpenAsync(path)).Form($"{path}/affiliations").Fill("Affiliation.Kind", "Employer").Fill("Affiliation.Name", "晴川電信").PostAsync()).FollowAsync();
        var employer = await own.QueryAsync(db => db.Affiliations.Select(a => a.Id).SingleAsync());
        Assert.DoesNotContain($"affiliations/{employer}", (await office.OpenAsync(path)).Text, StringComparison.Ordinal);
        foreach (var (act, day) in new[] { ("end", "2020-01-01"), ("remove", "") })
        {
            Assert.Contains("本人的登錄須由其他", (await (await office.PostFieldsAsync($"{path}/affiliations/{employer}/{act}", ("until", day), ("reason", "弄錯"))).FollowAsync()).Main, StringComparison.Ordinal);
        }

        Assert.True(await own.QueryAsync(db => db.Affiliations.AnyAsync(a => a.Id == employer && a.Until == null && a.RemovedAt == null)));

        // Nor do they grant the override that they asked for, even with the role.
        var (assessor, candidate) = (await own.Data.WithoutQualificationAsync("無資格", Roles.Assessor), await own.Data.CandidateAsync());
        await own.UseAsync(async s =>
        {
            await s.GetRequiredService<AskOverride>().RunAsync(new OverrideSubject(assessor.PersonId, candidate.PersonId, unit, JudgingKind.Assessing), null, both.PersonId, "人手不足", null, CancellationToken.None);
            return true;
        });
        var asked = await own.QueryAsync(db => db.IndependenceOverrides.Select(o => o.Id).SingleAsync());
        var page = await office.OpenAsync($"/quality/overrides/{asked}");
        Assert.Contains("此例外由您申請", page.Main, StringComparison.Ordinal);
        Assert.Contains("此例外由您申請", (await office.PostFieldsAsync($"/quality/overrides/{asked}/grant", ("Form.Reason", "准"))).Is(HttpStatusCode.OK).Document.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        await (await (await own.SignInAsync(lead)).PostFieldsAsync($"/quality/overrides/{asked}/grant", ("Form.Reason", "無人可替"))).FollowAsync();
        Assert.Equal(OverrideState.Granted, await own.QueryAsync(db => db.IndependenceOverrides.Select(o => o.State).SingleAsync()));

        Assert.Equal([], await own.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAllAsync(CancellationToken.None)));
        await own.QueryAsync(db => db.ConflictsOfInterest.Where(c => c.Id == mine).ExecuteUpdateAsync(u => u.SetProperty(c => c.EndReason, "無")));
        Assert.Equal([AuditFaultCodes.RowChanged], (await own.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAllAsync(CancellationToken.None))).Select(f => f.Code));
    }

    private Task<Guid> PartAsync(TestAssessment assessment) =>
        site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).SelectMany(a => a.Assignments).Where(x => x.Part == AssessmentPart.Assessor && x.EndedAt == null).Select(x => x.Id).SingleAsync());

    private Task<bool> KeepAsync(Func<KeepIndependence, Task> keep) => site.UseAsync(async s =>
    {
        await keep(s.GetRequiredService<KeepIndependence>());
        return true;
    });
}
