using System.Net;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.CarryOver;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Misconduct;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>The next attempt after a result of not yet competent, with ratings carried over; and reminders of dates.</summary>
public sealed class ReassessmentTests : IAsyncLifetime
{
    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Reassessment_UnderASchemeOfTwoAndADecisionMaker_AsksForAllThree_AndOffersWhatTheLeadRated()
    {
        var before = await _site.Data.ByTwoAsync(decisionMaker: true);
        await _site.Data.BothFinishAsync(before, 2);
        await (await (await _site.SignInAsync(before.Assessor)).PostFieldsAsync($"/scoring/{before.Id}/handover")).FollowAsync();
        await _site.Data.SignAsync(before with { Assessor = before.DecisionMaker }, Outcome.NotYetCompetent);
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());

        var form = (await office.OpenAsync($"/assessments/{before.Id}/reassessment")).Form($"/assessments/{before.Id}/reassessment");
        var asked = (await form.Fill("Form.AssessorId", before.Assessor.PersonId.ToString()).PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("請選擇第二", asked.Document.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        var twice = (await asked.Form($"/assessments/{before.Id}/reassessment")
            .Fill("Form.SecondAssessorId", before.Assessor.PersonId.ToString()).Fill("Form.DecisionMakerId", before.DecisionMaker.PersonId.ToString()).PostAsync()).Is(HttpStatusCode.OK);
        await (await twice.Form($"/assessments/{before.Id}/reassessment").Fill("Form.SecondAssessorId", before.Second.PersonId.ToString()).PostAsync()).FollowAsync();

        var next = await _site.QueryAsync(db => db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.PredecessorId == before.Id));
        Assert.Equal(
            [(AssessmentPart.Assessor, before.Assessor.PersonId), (AssessmentPart.SecondAssessor, before.Second.PersonId), (AssessmentPart.DecisionMaker, before.DecisionMaker.PersonId)],
            next.Assignments.OrderBy(a => a.Part).Select(a => (a.Part, a.PersonId)));
        var page = await (await _site.SignInAsync(before.Candidate)).OpenAsync($"/my/{next.Id}/carry-over");
        Assert.NotNull(page.Document.QuerySelector("input[name=criteria][value='P1.1']"));
    }

    [Fact]
    public async Task Reassessment_BeginsWithTheNewestVersionOfTheScheme_AndGoesOnFromThePlan()
    {
        var before = await _site.Data.NotYetCompetentAsync();
        var stored = PlanContent.Parse(await _site.QueryAsync(db => db.PlanVersions.Where(v => v.AssessmentId == before.Id).Select(v => v.Content).SingleAsync()));
        var planned = stored with { Methods = stored.Methods.ToDictionary(m => m.Key, m => m.Key == "P1.1" ? ["M2"] : m.Value), Resources = new Dictionary<string, string> { ["R1"] = "使用服務單位的話務系統" }, Adjustments = ["延長時間一倍"] };
        await _site.QueryAsync(db => db.PlanVersions.Where(v => v.AssessmentId == before.Id).ExecuteUpdateAsync(u => u.SetProperty(v => v.Content, planned.ToJson())));
        var newest = await _site.UseAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            var known = await db.Schemes.Where(s => db.Assessments.Any(a => a.Id == before.Id && a.SchemeId == s.Id)).SingleAsync();
            var document = DocumentFile.Parse<SchemeDocument>(known.Content);
            var next = document with
            {
                Id = Guid.NewGuid(),
                Version = document.Version + 1,
                MethodVariants = [.. document.MethodVariants.Where(m => m.Code != "M6.R")],
                Coverage = [.. document.Coverage.Select(c => c with { Methods = [.. c.Methods.Where(m => m != "M6.R")] })],
            };
            return (await services.GetRequiredService<SchemeImporter>().ImportAsync(DocumentFile.ToFile(next), CancellationToken.None)).Id;
        });
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());

        var page = await office.OpenAsync($"/assessments/{before.Id}/reassessment");
        Assert.Contains("新的評量案件自新版本開始", page.Main, StringComparison.Ordinal);
        await (await page.Form().Fill("Form.AssessorId", before.Assessor.PersonId.ToString()).PostAsync()).FollowAsync();

        var next = await _site.QueryAsync(db => db.Assessments.Include(a => a.Plans).SingleAsync(a => a.PredecessorId == before.Id));
        var content = PlanContent.Parse(next.Plans.Single().Content);
        Assert.Equal(newest, next.SchemeId);
        Assert.Equal(["M2"], content.Methods["P1.1"]);
        Assert.Equal(stored.Methods["P4.1"].Except(["M6.R"]), content.Methods["P4.1"]);
        Assert.Equal("使用服務單位的話務系統", content.Resources["R1"]);
        Assert.Empty(content.Adjustments);
    }

    [Fact]
    public async Task CarryOver_AskedForAndConfirmedSingly_IsMarkedOnTheRecord()
    {
        var before = await _site.Data.NotYetCompetentAsync();
        var code = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == before.Id).Select(a => a.Code).SingleAsync());
        var assessor = await _site.Data.AssessorAsync();
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.Contains($"/assessments/{before.Id}/reassessment", (await office.OpenAsync($"/assessments/{before.Id}")).Text, StringComparison.Ordinal);
        var plan = await office.OpenAsync($"/assessments/{before.Id}/reassessment");
        await (await plan.Form().Fill("Form.AssessorId", assessor.PersonId.ToString()).PostAsync()).FollowAsync();
        var id = await _site.QueryAsync(db => db.Assessments.Where(a => a.PredecessorId == before.Id).Select(a => a.Id).SingleAsync());
        (await office.GetAsync($"/assessments/{before.Id}/reassessment")).Is(HttpStatusCode.NotFound);

        var candidate = await _site.SignInAsync(before.Candidate);
        Assert.Contains($"/my/{id}/carry-over", (await candidate.OpenAsync($"/my/{id}")).Text, StringComparison.Ordinal);
        var page = await candidate.OpenAsync($"/my/{id}/carry-over");
        var codes = (await _site.Data.UnitAsync(id)).Criteria.Select(c => c.Code).ToList();
        Assert.Null(page.Document.QuerySelector($"input[value='{codes[0]}']"));
        Assert.Contains("未達合格標準", page.Main, StringComparison.Ordinal);
        await (await candidate.PostFieldsAsync($"/my/{id}/carry-over", ("criteria", codes[1]), ("criteria", codes[2]))).FollowAsync();
        var refused = await (await candidate.PostFieldsAsync($"/my/{id}/carry-over", ("criteria", codes[0]))).FollowAsync();
        Assert.Contains("未達合格標準", refused.Main, StringComparison.Ordinal);
        Assert.Equal(2, await _site.QueryAsync(db => db.CarryOverRequests.CountAsync()));
        (await (await _site.SignInAsync(assessor)).GetAsync($"/my/{id}/carry-over")).Is(HttpStatusCode.NotFound);

        // The piece that they cite came along; it is handed in and rated upon as before.
        var next = new TestAssessment(id, before.Candidate, assessor);
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<CandidateMoves>().AcknowledgeAsync(id, before.Candidate.PersonId, CancellationToken.None);
            return true;
        });
        await _site.Data.SubmitAsync(next);
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<ScoringCommands>().StartAsync(id, assessor.PersonId, CancellationToken.None);
            return true;
        });
        var carried = await _site.QueryAsync(db => db.Ratings.Include(r => r.Citations).Where(r => r.AssessmentId == id && r.CarriedOver).ToListAsync());
        Assert.Equal(2, carried.Count);
        Assert.All(carried, r => Assert.True(r.NeedsConfirmation && r.Citations.Count == 1 && r.CarriedFromId is not null));
        Assert.Contains("沿用前次評量的評定", (await (await _site.SignInAsync(assessor)).OpenAsync($"/scoring/{id}")).Main, StringComparison.Ordinal);

        foreach (var other in codes.Where(c => c != codes[1] && c != codes[2]))
        {
            await _site.Data.RateAsync(next, other, 2);
        }

        await _site.Data.JudgeAllAsync(next);
        Assert.Equal("sign.incomplete", (await Assert.ThrowsAsync<Domain.DomainException>(() => _site.Data.SignAsync(next))).Code);
        foreach (var mine in new[] { codes[1], codes[2] })
        {
            await _site.UseAsync(async s =>
            {
                var db = s.GetRequiredService<AppDbContext>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                await s.GetRequiredService<ScoringCommands>().ConfirmAsync(id, assessor.PersonId, mine, CancellationToken.None);
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
                return true;
            });
        }

        await _site.Data.SignAsync(next);
        var snapshot = DecisionSnapshotDocument.Parse(await _site.QueryAsync(db => db.Decisions.Where(d => d.AssessmentId == id).Select(d => d.Snapshot!.Content).SingleAsync()));
        Assert.Equal([codes[1], codes[2]], snapshot.Criteria.Where(c => c.CarriedFrom == code).Select(c => c.Code));
    }

    [Fact]
    public async Task CarryOver_OfAResultThatIsAppealedAfterwards_IsNotLaidOut()
    {
        var before = await _site.Data.NotYetCompetentAsync();
        var assessor = await _site.Data.AssessorAsync();
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        await (await (await office.OpenAsync($"/assessments/{before.Id}/reassessment")).Form().Fill("Form.AssessorId", assessor.PersonId.ToString()).PostAsync()).FollowAsync();
        var id = await _site.QueryAsync(db => db.Assessments.Where(a => a.PredecessorId == before.Id).Select(a => a.Id).SingleAsync());
        var code = (await _site.Data.UnitAsync(id)).Criteria[1].Code;
        var candidate = await _site.SignInAsync(before.Candidate);
        await (await candidate.PostFieldsAsync($"/my/{id}/carry-over", ("criteria", code))).FollowAsync();
        await _site.UseAsync(s => s.GetRequiredService<DisputeResult>().AppealAsync(before.Id, before.Candidate.PersonId, "有異議", CancellationToken.None));

        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<CandidateMoves>().AcknowledgeAsync(id, before.Candidate.PersonId, CancellationToken.None);
            return true;
        });
        await _site.Data.SubmitAsync(new TestAssessment(id, before.Candidate, assessor));
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<ScoringCommands>().StartAsync(id, assessor.PersonId, CancellationToken.None);
            return true;
        });

        Assert.Equal(0, await _site.QueryAsync(db => db.Ratings.CountAsync(r => r.AssessmentId == id && r.CarriedOver)));
    }

    [Fact]
    public async Task CarryOver_OfARatingThatRestsOnTheAssessorsNote_LeavesTheNoteBehind()
    {
        var before = await _site.Data.AssessingAsync();
        await _site.Data.RateAllAsync(before);
        var note = await _site.Data.AddNoteAsync(before);
        var code = (await _site.Data.UnitAsync(before.Id)).Criteria[1].Code;
        await _site.Data.CiteAsync(before, code, note);
        await _site.Data.SignAsync(before, Outcome.NotYetCompetent);
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        await (await (await office.OpenAsync($"/assessments/{before.Id}/reassessment")).Form().Fill("Form.AssessorId", before.Assessor.PersonId.ToString()).PostAsync()).FollowAsync();
        var id = await _site.QueryAsync(db => db.Assessments.Where(a => a.PredecessorId == before.Id).Select(a => a.Id).SingleAsync());

        await (await (await _site.SignInAsync(before.Candidate)).PostFieldsAsync($"/my/{id}/carry-over", ("criteria", code))).FollowAsync();

        var added = await _site.QueryAsync(db => db.AssessorEvidence.Where(e => e.AssessmentId == before.Id).Select(e => e.EvidenceItemId).SingleAsync());
        Assert.False(await _site.QueryAsync(db => db.AssessmentEvidence.AnyAsync(e => e.AssessmentId == id && e.EvidenceItemId == added)));
    }

    [Fact]
    public async Task CarryOver_AfterTheAgeLimit_IsRefused()
    {
        var before = await _site.Data.NotYetCompetentAsync();
        var months = 0;
        await _site.UseAsync(async s =>
        {
            var db = s.GetRequiredService<AppDbContext>();
            months = (await s.GetRequiredService<UnitCatalogue>().SchemeAsync(db, await db.Assessments.Select(a => a.SchemeId).FirstAsync(), CancellationToken.None)).Document.Rules.CarryOverMonths;
            return true;
        });
        _site.Clock.Advance(_site.Clock.GetUtcNow().AddMonths(months).AddDays(1) - _site.Clock.GetUtcNow());
        var next = await _site.UseAsync(async s => await s.GetRequiredService<Features.Assessments.PlanReassessment>().AfterResultAsync(
            before.Id,
            new Features.Assessments.ReassessmentForm
            {
                AssessorId = before.Assessor.PersonId,
                SubmitBy = DateOnly.FromDateTime(_site.Clock.GetUtcNow().UtcDateTime).AddDays(30),
                DecideBy = DateOnly.FromDateTime(_site.Clock.GetUtcNow().UtcDateTime).AddDays(60),
            },
            CancellationToken.None));
        var code = (await _site.Data.UnitAsync(next)).Criteria[1].Code;

        var refused = await Assert.ThrowsAsync<Domain.DomainException>(() => _site.UseAsync(async s =>
        {
            await s.GetRequiredService<AskCarryOver>().RunAsync(next, before.Candidate.PersonId, [code], CancellationToken.None);
            return true;
        }));

        Assert.Equal("carry-over.too-old", refused.Code);
    }

    [Fact]
    public async Task Reminders_OfEachDate_AreToldOnce()
    {
        var gathering = await _site.Data.GatheringAsync();
        var submitted = await _site.Data.SubmittedAsync();
        var finalised = await _site.Data.FinalisedAsync();
        Assert.Equal(0, await RemindAsync());

        // Three days before the last day to dispute, 23 March.
        _site.Clock.Advance(TimeSpan.FromDays(19));
        await RemindAsync();
        Assert.Equal(1, await ToldAsync(finalised.Candidate, "remind.dispute"));

        // And before the days to submit and to decide.
        _site.Clock.Advance(TimeSpan.FromDays(10));
        await RemindAsync();
        Assert.Equal(1, await ToldAsync(gathering.Candidate, "remind.submit"));
        Assert.Equal(0, await ToldAsync(submitted.Candidate, "remind.submit"));
        _site.Clock.Advance(TimeSpan.FromDays(30));
        await RemindAsync();
        Assert.Equal(1, await ToldAsync(submitted.Assessor, "remind.decide"));
        Assert.Equal(0, await RemindAsync());
        Assert.Contains("作成結論的期限", (await (await _site.SignInAsync(submitted.Assessor)).OpenAsync("/notifications")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reminders_OnceADateIsOver_AreToldToWhoWaitsAndWhoIsLate()
    {
        var office = await _site.Data.AdministratorAsync();
        var (gathering, assessing) = (await _site.Data.GatheringAsync(), await _site.Data.AssessingAsync());
        async Task<IReadOnlyList<string>> ToldAsync(TestUser person, TestAssessment assessment)
        {
            await _site.UseAsync(s => s.GetRequiredService<RemindDeadlines>().RunAsync(CancellationToken.None));
            return await _site.QueryAsync(db => db.Notifications.Where(n => n.PersonId == person.PersonId && n.AssessmentId == assessment.Id && n.Kind.StartsWith("overdue.")).OrderBy(n => n.Id).Select(n => n.Kind).ToListAsync());
        }

        Assert.Empty(await ToldAsync(gathering.Candidate, gathering));
        var due = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == gathering.Id).Select(a => a.SubmitBy).SingleAsync());
        _site.Clock.Advance(due.AddHours(1) - _site.Clock.GetUtcNow().UtcDateTime);

        Assert.Equal(["overdue.submit"], await ToldAsync(gathering.Candidate, gathering));
        Assert.Equal(["overdue.candidate"], await ToldAsync(gathering.Assessor, gathering));
        var decide = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessing.Id).Select(a => a.DecideBy).SingleAsync());
        _site.Clock.Advance(decide.AddHours(1) - _site.Clock.GetUtcNow().UtcDateTime);

        Assert.Equal(["overdue.decide"], await ToldAsync(assessing.Assessor, assessing));
        Assert.Equal(["overdue.undecided"], await ToldAsync(office, assessing));
        Assert.Empty(await ToldAsync(assessing.Candidate, assessing));
    }

    [Fact]
    public async Task Reminders_OfAMisconductCase_AreToldToTheCandidateThenToTheQualityLead()
    {
        var silent = await _site.Data.AssessingAsync();
        var answered = await _site.Data.AssessingAsync();
        var lead = await _site.Data.QualityLeadAsync();
        var administrator = await _site.Data.AdministratorAsync();
        var replyBy = TestSite.Start.UtcDateTime.AddDays(7);
        foreach (var assessment in new[] { silent, answered })
        {
            await _site.UseAsync(async s =>
            {
                var verbs = s.GetRequiredService<MisconductVerbs>();
                var id = await verbs.ReportAsync(assessment.Id, administrator.PersonId, "由他人代寫", [], CancellationToken.None);
                await verbs.OpenAsync(id, lead.PersonId, "請說明", replyBy, DateOnly.FromDateTime(replyBy), CancellationToken.None);
                return true;
            });
        }

        await RemindAsync();
        Assert.Equal(0, await ToldAsync(silent.Candidate, "remind.misconduct"));
        await ReplyByAsync(2);
        for (var i = 0; i < 2; i++)
        {
            await RemindAsync();
            Assert.Equal((1, 0), (await ToldAsync(silent.Candidate, "remind.misconduct"), await ToldAsync(lead, "misconduct.unanswered")));
        }

        Assert.Contains("陳述意見的期限為 2026/03/04", (await (await _site.SignInAsync(silent.Candidate)).OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        await _site.UseAsync(async s =>
        {
            var id = await s.GetRequiredService<AppDbContext>().MisconductCases.Where(c => c.AssessmentId == answered.Id).Select(c => c.Id).SingleAsync();
            await s.GetRequiredService<MisconductVerbs>().AnswerAsync(id, answered.Candidate.PersonId, "本人所寫", CancellationToken.None);
            return true;
        });
        await ReplyByAsync(-1);
        for (var i = 0; i < 2; i++)
        {
            await RemindAsync();
        }

        var told = await _site.QueryAsync(db => db.Notifications.SingleAsync(n => n.Kind == "misconduct.unanswered"));
        Assert.Equal((lead.PersonId, silent.Id), (told.PersonId, told.AssessmentId));
        Assert.StartsWith("/quality/misconduct/", told.Href, StringComparison.Ordinal);
    }

    /// <summary>As if so many days were left to answer: the clock would wake the hourly work, which would be first.</summary>
    private Task<int> ReplyByAsync(int daysLeft)
    {
        var replyBy = TestSite.Start.UtcDateTime.AddDays(daysLeft);
        return _site.QueryAsync(db => db.MisconductCases.ExecuteUpdateAsync(u => u.SetProperty(c => c.ReplyBy, replyBy)));
    }

    private Task<int> RemindAsync() => _site.UseAsync(s => s.GetRequiredService<RemindDeadlines>().RunAsync(CancellationToken.None));

    private Task<int> ToldAsync(TestUser user, string kind) => _site.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == user.PersonId && n.Kind == kind));
}
