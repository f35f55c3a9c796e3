using System.Net;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Verification;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Verification over HTTP: drawn at signing, agreed or sent back, and nothing told of it while it is open.</summary>
public sealed class VerificationTests : IAsyncLifetime
{
    private readonly TestSite _site = new();
    private TestUser _verifier = null!;
    private TestUser _lead = null!;
    private Guid _scheme;

    public async Task InitializeAsync()
    {
        _verifier = await _site.Data.VerifierAsync();
        _lead = await _site.Data.QualityLeadAsync();
        _scheme = await _site.Data.SchemeAsync(rules => rules["verification"] = true);
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Sign_WithoutARule_WaitsForTheVerifierAndTellsNobody()
    {
        var assessment = await _site.Data.FinalisedAsync(scheme: _scheme);

        Assert.Equal(AssessmentState.Decided, await _site.Data.StateAsync(assessment));
        var candidate = await _site.SignInAsync(assessment.Candidate);
        var page = await candidate.OpenAsync($"/my/{assessment.Id}");
        Assert.Contains("評量中", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("覆核", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("結果", (await candidate.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        Assert.Equal(0, await _site.QueryAsync(db => db.RecordIssues.CountAsync()));
        Assert.Contains("待覆核", (await (await _site.SignInAsync(assessment.Assessor)).OpenAsync($"/scoring/{assessment.Id}/sign")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agree_WithEveryCriterion_ReleasesTheResultWithItsDocuments()
    {
        var assessment = await _site.Data.FinalisedAsync(scheme: _scheme);
        var verifier = await _site.SignInAsync(_verifier);
        Assert.Contains($"/verification/{assessment.Id}", (await verifier.OpenAsync("/verification")).Text, StringComparison.Ordinal);
        var page = await verifier.OpenAsync($"/verification/{assessment.Id}");
        Assert.NotNull(page.Document.QuerySelector("[data-preview][data-kind=page][data-place='18']"));

        // Not before every criterion is judged.
        var refused = (await verifier.PostFieldsAsync($"/verification/{assessment.Id}/agree")).Is(HttpStatusCode.OK);
        Assert.Contains("請對每一評量項目表示是否同意", refused.Main, StringComparison.Ordinal);
        await JudgeAllAsync(verifier, assessment, disagree: null);
        await (await verifier.PostFieldsAsync($"/verification/{assessment.Id}/agree", ("Form.Remark", ""))).FollowAsync();

        Assert.Equal(AssessmentState.Finalised, await _site.Data.StateAsync(assessment));
        Assert.Equal(4, await _site.QueryAsync(db => db.RecordDocuments.CountAsync()));
        Assert.Contains("您的評量結果已公布", (await (await _site.SignInAsync(assessment.Candidate)).OpenAsync("/notifications")).Main, StringComparison.Ordinal);

        // A second click arrives where the first did, and issues nothing more.
        (await verifier.PostFieldsAsync($"/verification/{assessment.Id}/agree")).Is(HttpStatusCode.Found);
        Assert.Equal(1, await _site.QueryAsync(db => db.RecordIssues.CountAsync()));
    }

    [Fact]
    public async Task Disagree_WithAReason_GivesTheSheetBackAndDrawsTheNextDecisionAgain()
    {
        await SetRuleAsync(new VerificationTerms(0, 0, 3, false, 1));
        var assessment = await _site.Data.FinalisedAsync(scheme: _scheme);
        var verifier = await _site.SignInAsync(_verifier);
        await JudgeAllAsync(verifier, assessment, disagree: "P3.4");

        await (await verifier.PostFieldsAsync($"/verification/{assessment.Id}/disagree", ("Form.Remark", "請再對照人力試算。"))).FollowAsync();

        Assert.Equal(AssessmentState.Assessing, await _site.Data.StateAsync(assessment));
        var assessor = await _site.SignInAsync(assessment.Assessor);
        var workspace = await assessor.OpenAsync($"/scoring/{assessment.Id}");
        Assert.Contains("請再對照人力試算。", workspace.Main, StringComparison.Ordinal);
        Assert.Contains("出處與試算不符", workspace.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("覆核", (await (await _site.SignInAsync(assessment.Candidate)).OpenAsync($"/my/{assessment.Id}")).Text, StringComparison.Ordinal);

        await _site.Data.SignAsync(assessment);

        Assert.Equal(AssessmentState.Decided, await _site.Data.StateAsync(assessment));
        Assert.Equal([DrawReason.NewAssessor, DrawReason.SentBackBefore], await _site.QueryAsync(db => db.VerificationDraws.OrderBy(d => d.At).ThenBy(d => d.Id).Select(d => d.Reason).ToListAsync()));
        Assert.Equal(1, await _site.QueryAsync(db => db.Decisions.CountAsync(d => d.AssessmentId == assessment.Id && d.VoidedAt != null)));
        Assert.Equal([_verifier.PersonId], await _site.QueryAsync(db => db.Assessments.SelectMany(a => a.Assignments).Where(a => a.Part == AssessmentPart.Verifier).Select(a => a.PersonId).ToListAsync()));
    }

    [Fact]
    public async Task Sign_NotDrawn_IsReleasedAtOnce_AndTheCloseOfThePeriodDrawsWhatIsLacking()
    {
        await SetRuleAsync(new VerificationTerms(0, 1, 1, false, 0));
        var assessor = await _site.Data.AssessorAsync();
        var first = await _site.Data.FinalisedAsync(assessor: assessor, scheme: _scheme);
        await _site.Data.FinalisedAsync(assessor: assessor, scheme: _scheme);
        Assert.Equal(AssessmentState.Finalised, await _site.Data.StateAsync(first));
        Assert.Equal(0, await CloseAsync());

        _site.Clock.Advance(TimeSpan.FromDays(31));

        // The application's own clock may have been first; whoever is second finds the period closed.
        await CloseAsync();
        Assert.Equal(0, await CloseAsync());

        // The result stands; what the verifier does not agree with goes to the quality lead.
        var drawn = await _site.QueryAsync(db => db.Verifications.Select(v => v.AssessmentId).SingleAsync());
        var verifier = await _site.SignInAsync(_verifier);
        Assert.Contains("結果已公布且維持有效", (await verifier.OpenAsync($"/verification/{drawn}")).Main, StringComparison.Ordinal);
        var unit = await _site.Data.UnitAsync(drawn);
        foreach (var criterion in unit.Criteria)
        {
            await JudgeAsync(verifier, drawn, criterion.Code, criterion.Code != "P1.1", criterion.Code == "P1.1" ? "依據不足" : null);
        }

        await (await verifier.PostFieldsAsync($"/verification/{drawn}/disagree")).FollowAsync();
        Assert.Equal(AssessmentState.Finalised, await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == drawn).Select(a => a.State).SingleAsync()));
        var lead = await _site.SignInAsync(_lead);
        var told = await (await (await lead.OpenAsync("/notifications")).Form("main form[action^='/notifications/']:not([action$=read])").PostAsync()).FollowAsync();
        Assert.Contains("依據不足", told.Main, StringComparison.Ordinal);
        Assert.NotNull((await lead.OpenAsync("/dashboard")).Document.QuerySelector("a[href='/quality/verification#waiting']"));
        Assert.NotNull((await told.Form($"form[action^='/quality/verifications/']").PostAsync()).Is(HttpStatusCode.OK).Document.QuerySelector("#Form_Answer.is-invalid"));
        var closed = await (await told.Form($"form[action^='/quality/verifications/']").Fill("Form.Answer", "已與評量人員面談。").PostAsync()).FollowAsync();
        Assert.Contains("已與評量人員面談。", closed.Main, StringComparison.Ordinal);
        Assert.Null((await lead.OpenAsync("/dashboard")).Document.QuerySelector("a[href='/quality/verification#waiting']"));
        Assert.Contains("品質主管已處理", (await verifier.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        Assert.Equal([], await _site.UseAsync(s => s.GetRequiredService<CompetencyAssessment.Data.Auditing.AuditCheck>().CheckAsync(drawn, CancellationToken.None)));
        Assert.Contains("期末補抽", (await lead.OpenAsync("/quality/verification")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_OfTwoPeriods_CountsEachDecisionWhereItWasSigned()
    {
        await SetRuleAsync(new VerificationTerms(0, 1, 1, false, 0));
        var assessor = await _site.Data.AssessorAsync();
        await _site.Data.FinalisedAsync(assessor: assessor, scheme: _scheme);
        _site.Clock.Advance(TimeSpan.FromDays(31));
        await CloseAsync();
        await _site.Data.FinalisedAsync(assessor: assessor, scheme: _scheme);
        _site.Clock.Advance(TimeSpan.FromDays(31));

        // What was drawn at the first close is no verification of the second period.
        await CloseAsync();

        Assert.Equal([DrawReason.PeriodClose, DrawReason.PeriodClose], await _site.QueryAsync(db => db.VerificationDraws.Select(d => d.Reason).ToListAsync()));
        Assert.Equal(2, await _site.QueryAsync(db => db.Verifications.CountAsync(v => v.AfterRelease)));
    }

    [Fact]
    public async Task Close_AfterARuleWithShorterPeriods_GoesOnByIt()
    {
        await SetRuleAsync(new VerificationTerms(0, 1, 12, false, 0));
        _site.Clock.Advance(TimeSpan.FromDays(9));
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<SetVerificationRule>().RunAsync(new VerificationTerms(0, 1, 1, false, 0), 1, _lead.PersonId, CancellationToken.None);

            // The year before was closed; this one is cut where the new rule's first month begins.
            var db = s.GetRequiredService<CompetencyAssessment.Data.AppDbContext>();
            db.VerificationPeriods.Add(new VerificationPeriod(await db.Centres.Select(c => c.Id).SingleAsync(), new DateOnly(2025, 1, 1), new DateOnly(2026, 1, 1), _site.Clock.GetUtcNow().UtcDateTime));
            await db.SaveChangesAsync();
            return true;
        });
        var assessment = await _site.Data.FinalisedAsync(scheme: _scheme);
        Assert.Equal(AssessmentState.Finalised, await _site.Data.StateAsync(assessment));
        _site.Clock.Advance(TimeSpan.FromDays(31));

        await CloseAsync();

        Assert.Equal([DrawReason.PeriodClose], await _site.QueryAsync(db => db.VerificationDraws.Select(d => d.Reason).ToListAsync()));
        Assert.Equal(
            [new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 1), new DateOnly(2026, 4, 1)],
            await _site.QueryAsync(db => db.VerificationPeriods.OrderBy(p => p.Until).Select(p => p.Until).ToListAsync()));
    }

    [Fact]
    public async Task Agree_OverAnUpheldObjection_ReleasesNothing_AndItGoesBack()
    {
        var assessment = await _site.Data.FinalisedAsync(scheme: _scheme);
        var verifier = await _site.SignInAsync(_verifier);
        await JudgeAllAsync(verifier, assessment, disagree: null);
        var part = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).SelectMany(a => a.Assignments).Where(x => x.Part == AssessmentPart.Assessor).Select(x => x.Id).SingleAsync());
        await _site.UseAsync(async s =>
        {
            var objections = s.GetRequiredService<ObjectToAssessor>();
            await objections.FileAsync(assessment.Id, part, assessment.Candidate.PersonId, "曾為同事", CancellationToken.None);
            var objection = await s.GetRequiredService<AppDbContext>().AssessorObjections.Select(o => o.Id).SingleAsync();
            await objections.AnswerAsync(objection, _lead.PersonId, ObjectionOutcome.Upheld, "屬實", CancellationToken.None);
            return true;
        });

        var refused = (await verifier.PostFieldsAsync($"/verification/{assessment.Id}/agree")).Is(HttpStatusCode.OK);

        Assert.Contains("迴避申請已獲准", refused.Document.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Decided, await _site.Data.StateAsync(assessment));
        Assert.Equal(0, await _site.QueryAsync(db => db.RecordIssues.CountAsync()));

        // Sent back without a word on any criterion, it goes on once somebody else has the part.
        await (await verifier.PostFieldsAsync($"/verification/{assessment.Id}/disagree", ("Form.Remark", ""))).FollowAsync();
        Assert.Equal(AssessmentState.Assessing, await _site.Data.StateAsync(assessment));
        Assert.Equal("sign.objection", (await Assert.ThrowsAsync<DomainException>(() => _site.Data.SignAsync(assessment))).Code);
    }

    [Fact]
    public async Task Agree_OverADismissedObjection_Releases()
    {
        var assessment = await _site.Data.FinalisedAsync(scheme: _scheme);
        var verifier = await _site.SignInAsync(_verifier);
        await JudgeAllAsync(verifier, assessment, disagree: null);
        var part = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).SelectMany(a => a.Assignments).Where(x => x.Part == AssessmentPart.Assessor).Select(x => x.Id).SingleAsync());
        await _site.UseAsync(async s =>
        {
            var objections = s.GetRequiredService<ObjectToAssessor>();
            await objections.FileAsync(assessment.Id, part, assessment.Candidate.PersonId, "曾為同事", CancellationToken.None);
            var objection = await s.GetRequiredService<AppDbContext>().AssessorObjections.Select(o => o.Id).SingleAsync();
            await objections.AnswerAsync(objection, _lead.PersonId, ObjectionOutcome.Dismissed, "無據", CancellationToken.None);
            return true;
        });

        await (await verifier.PostFieldsAsync($"/verification/{assessment.Id}/agree")).FollowAsync();
        Assert.Equal(AssessmentState.Finalised, await _site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Agree_OverAnOpenMisconductCase_ReleasesNothing()
    {
        var assessment = await _site.Data.FinalisedAsync(scheme: _scheme);
        var verifier = await _site.SignInAsync(_verifier);
        await JudgeAllAsync(verifier, assessment, disagree: null);
        await (await (await verifier.OpenAsync($"/misconduct/{assessment.Id}/report")).Form().Fill("Form.Suspicion", "兩份計畫相同").PostAsync()).FollowAsync();

        var refused = (await verifier.PostFieldsAsync($"/verification/{assessment.Id}/agree")).Is(HttpStatusCode.OK);

        Assert.Contains("不當行為案件尚未結案", refused.Main, StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Decided, await _site.Data.StateAsync(assessment));
        Assert.Equal(0, await _site.QueryAsync(db => db.RecordIssues.CountAsync()));
        Assert.DoesNotContain("不當行為", (await (await _site.SignInAsync(assessment.Candidate)).OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);

        // Sent back without a word on any criterion: the quality lead may terminate then.
        await (await verifier.PostFieldsAsync($"/verification/{assessment.Id}/disagree", ("Form.Remark", ""))).FollowAsync();
        Assert.Equal(AssessmentState.Assessing, await _site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Decided_IsTheSameAsAssessing_WhateverTheCandidateTries()
    {
        var signed = await _site.Data.FinalisedAsync(scheme: _scheme);
        var running = await _site.Data.AssessingAsync();
        async Task<IReadOnlyList<string>> TryAsync(TestAssessment assessment)
        {
            var candidate = await _site.SignInAsync(assessment.Candidate);
            var answers = new List<string>();
            foreach (var move in new[] { "take-back", "submit", "acknowledge" })
            {
                answers.Add((await (await candidate.PostFieldsAsync($"/my/{assessment.Id}/{move}", ("declared", "true"))).FollowAsync()).Document.QuerySelector(".flash, [role=alert], .notice")?.TextContent.Trim() ?? "");
            }

            answers.Add((await candidate.OpenAsync($"/my/{assessment.Id}/adjustments")).Document.QuerySelector("form.panel h2")?.TextContent ?? "");
            answers.Add((await candidate.OpenAsync("/dashboard")).Document.QuerySelector("[aria-labelledby*='Changed']")?.TextContent.Replace(await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.Code).SingleAsync()), "", StringComparison.Ordinal).Trim() ?? "");
            return answers;
        }

        var told = await TryAsync(signed);

        Assert.Equal(await TryAsync(running), told);
        Assert.All(told.Take(3), t => Assert.Contains("評量中", t, StringComparison.Ordinal));
        Assert.All(told, t => Assert.DoesNotContain("結論", t, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rule_SetByTheQualityLead_CountsAndIsNotOverwrittenUnseen()
    {
        var lead = await _site.SignInAsync(_lead);
        var page = await lead.OpenAsync("/quality/verification");
        Assert.Contains("尚未訂定規則", page.Main, StringComparison.Ordinal);
        Assert.NotNull((await page.Form("/quality/verification").Fill("Form.Percentage", "101").PostAsync()).Is(HttpStatusCode.OK).Document.QuerySelector(".error-summary"));

        await (await page.Form("/quality/verification").Fill("Form.Percentage", "30").PostAsync()).FollowAsync();
        var late = (await page.Form("/quality/verification").Fill("Form.Percentage", "40").PostAsync()).Is(HttpStatusCode.OK);

        Assert.Contains("其他人已訂定新版", late.Main, StringComparison.Ordinal);
        Assert.Equal([30], await _site.QueryAsync(db => db.VerificationRules.Select(r => r.Percentage).ToListAsync()));
        foreach (var other in new[] { _verifier, await _site.Data.AdministratorAsync(), await _site.Data.AssessorAsync() })
        {
            (await (await _site.SignInAsync(other)).GetAsync("/quality/verification")).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Verifier_AssignedByTheAdministrator_TakesOver_AndOthersSeeNothing()
    {
        var assessment = await _site.Data.FinalisedAsync(scheme: _scheme);
        var version = await _site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).FirstAsync());
        var another = await _site.Data.VerifierAsync("另一位");
        var first = await _site.SignInAsync(_verifier);
        var second = await _site.SignInAsync(another);
        (await first.GetAsync($"/files/{version}")).Is(HttpStatusCode.OK);
        (await second.GetAsync($"/files/{version}")).Is(HttpStatusCode.NotFound);
        (await second.GetAsync($"/verification/{assessment.Id}")).Is(HttpStatusCode.NotFound);
        (await second.PostFieldsAsync($"/verification/{assessment.Id}/agree")).Is(HttpStatusCode.NotFound);
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        var form = (await office.OpenAsync($"/assessments/{assessment.Id}/verifier")).Form($"/assessments/{assessment.Id}/verifier");
        Assert.NotNull((await form.Fill("Form.VerifierId", another.PersonId.ToString()).PostAsync()).Is(HttpStatusCode.OK).Document.QuerySelector("#Form_Reason.is-invalid"));

        await (await form.Fill("Form.VerifierId", another.PersonId.ToString()).Fill("Form.Reason", "利益衝突").PostAsync()).FollowAsync();

        (await first.GetAsync($"/verification/{assessment.Id}")).Is(HttpStatusCode.NotFound);
        (await first.GetAsync($"/files/{version}")).Is(HttpStatusCode.NotFound);
        (await second.GetAsync($"/verification/{assessment.Id}")).Is(HttpStatusCode.OK);
        (await (await _site.SignInAsync(assessment.Assessor)).GetAsync($"/verification/{assessment.Id}")).Is(HttpStatusCode.NotFound);
    }

    private Task<int> CloseAsync() => _site.UseAsync(s => s.GetRequiredService<ClosePeriods>().RunAsync(CancellationToken.None));

    private Task<bool> SetRuleAsync(VerificationTerms terms) => _site.UseAsync(async s =>
    {
        await s.GetRequiredService<SetVerificationRule>().RunAsync(terms, 0, _lead.PersonId, CancellationToken.None);
        return true;
    });

    private async Task JudgeAllAsync(Browser verifier, TestAssessment assessment, string? disagree)
    {
        foreach (var code in (await _site.Data.UnitAsync(assessment.Id)).Criteria.Select(c => c.Code))
        {
            await JudgeAsync(verifier, assessment.Id, code, code != disagree, code == disagree ? "出處與試算不符" : null);
        }
    }

    private static async Task JudgeAsync(Browser verifier, Guid id, string code, bool agrees, string? reason) =>
        (await verifier.SendJsonAsync(HttpMethod.Patch, $"/verification/{id}/criteria/{code}", new
        {
            requestId = Guid.NewGuid(),
            changes = new { agrees = new { from = (bool?)null, to = agrees }, reason = new { from = (string?)null, to = reason } },
        })).Is(HttpStatusCode.OK);
}
