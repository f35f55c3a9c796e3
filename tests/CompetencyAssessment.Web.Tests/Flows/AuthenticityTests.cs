using System.Net;
using System.Text;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Overlaps;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Authenticity over HTTP: doubts, quarantine with a redacted version, misconduct cases, text that overlaps, declared help.</summary>
public sealed class AuthenticityTests : IAsyncLifetime
{
    private const string Passage = "尖峰前三十分鐘由現場督導檢視即時看板，等候中的來電超過二十通時，依序啟動三個步驟：先將文字客服的專員轉回電話，再請資深專員暫停行政工作。";

    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Doubt_ShowsAtOnceWhichRatingsRestOnIt()
    {
        var assessment = await _site.Data.AssessingAsync();
        await _site.Data.RateAsync(assessment, "P1.1", 2);
        await _site.Data.RateAsync(assessment, "K01", 2);
        var version = await VersionAsync(assessment);
        var assessor = await _site.SignInAsync(assessment.Assessor);

        // Before the doubt too: the page knows, and marks them as soon as a doubt is chosen.
        var line = (await assessor.OpenAsync($"/scoring/{assessment.Id}")).Document.QuerySelector($"[data-judgement='{version}'] [data-flagged]")!;
        Assert.Equal(["#P1.1", "#K01"], line.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.DoesNotContain("is-doubted", line.ClassName, StringComparison.Ordinal);

        await assessor.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/evidence/{version}", new { requestId = Guid.NewGuid(), changes = new { authentic = new { to = "doubted" } } });
        line = (await assessor.OpenAsync($"/scoring/{assessment.Id}")).Document.QuerySelector($"[data-judgement='{version}'] [data-flagged]")!;
        Assert.Contains("存疑", line.TextContent, StringComparison.Ordinal);
        Assert.Contains("is-doubted", line.ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quarantine_NobodyButTheQualityLeadReadsIt_AndARedactedVersionTakesItsPlace()
    {
        var assessment = await _site.Data.GatheringAsync();
        var piece = await _site.Data.AddEvidenceAsync(assessment, "客戶電話：零九一二三四五六七八，姓名王小明。");
        await _site.Data.SubmitAsync(assessment);
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<ScoringCommands>().StartAsync(assessment.Id, assessment.Assessor.PersonId, CancellationToken.None);
            return true;
        });
        await _site.Data.RateAllAsync(assessment);
        await ReadAsync();
        var version = piece.VersionId;
        var (assessor, candidate) = (await _site.SignInAsync(assessment.Assessor), await _site.SignInAsync(assessment.Candidate));
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        (await lead.GetAsync($"/files/{version}")).Is(HttpStatusCode.NotFound);
        (await candidate.GetAsync($"/files/{version}/quarantine")).Is(HttpStatusCode.NotFound);
        (await (await _site.SignInAsync(await _site.Data.AssessorAsync())).GetAsync($"/files/{version}/quarantine")).Is(HttpStatusCode.NotFound);
        Assert.Contains("零九一二", (await assessor.OpenAsync($"/search?q={Uri.EscapeDataString("零九一二")}")).Main, StringComparison.Ordinal);
        var page = await assessor.OpenAsync($"/files/{version}/quarantine");
        Assert.Contains($"/scoring/{assessment.Id}#P1.1", page.Text, StringComparison.Ordinal);
        (await assessor.PostFieldsAsync($"/files/{version}/quarantine", ("Form.Found", ""))).Is(HttpStatusCode.OK);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal($"/scoring/{assessment.Id}", (await assessor.PostFieldsAsync($"/files/{version}/quarantine", ("Form.Kind", "PersonalData"), ("Form.Found", "第一段有姓名與電話"))).Location);
        }

        var incident = await _site.QueryAsync(db => db.Incidents.SingleAsync());
        foreach (var browser in new[] { assessor, candidate, office })
        {
            foreach (var path in new[] { "", "/download", "/text" })
            {
                (await browser.GetAsync($"/files/{version}{path}")).Is(HttpStatusCode.Conflict);
            }
        }

        Assert.Empty((await assessor.OpenAsync($"/search?q={Uri.EscapeDataString("零九一二")}")).Document.QuerySelectorAll(".search-result"));
        await _site.IndexAsync();
        Assert.False(await _site.QueryAsync(db => db.SearchPassages.AnyAsync(p => p.Text.Contains("零九一二"))));
        (await lead.GetAsync($"/files/{version}/download")).Is(HttpStatusCode.OK);
        Assert.Contains($"/quality/incidents/{incident.Id}", (await lead.OpenAsync("/quality/incidents")).Text, StringComparison.Ordinal);
        var workspace = await assessor.OpenAsync($"/scoring/{assessment.Id}");
        Assert.Null(workspace.Document.QuerySelector($"[data-view][data-version='{version}']"));
        Assert.Contains("\"quarantined\"", await MissingAsync(assessor, assessment), StringComparison.Ordinal);
        await Assert.ThrowsAsync<DomainException>(() => _site.Data.SignAsync(assessment));

        // No other piece opens, and this one opens while the rest is with the assessors.
        Assert.Contains("上傳遮蔽後的版本", (await candidate.OpenAsync($"/my/{assessment.Id}/evidence/{piece.ItemId}")).Main, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DomainException>(() => UploadAsync(assessment, null));

        // Not the very file that is in quarantine.
        var hash = await _site.QueryAsync(db => db.EvidenceVersions.Where(v => v.Id == version).Join(db.StoredFiles, v => v.FileId, f => f.Id, (v, f) => f.Sha256).SingleAsync());
        await _site.QueryAsync(db => db.StoredFiles.Where(f => db.EvidenceVersions.Any(v => v.Id == version && v.FileId == f.Id)).ExecuteUpdateAsync(u => u.SetProperty(f => f.Sha256, System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("客戶電話：■■■■。")))));
        Assert.Equal("incident.same-file", (await Assert.ThrowsAsync<DomainException>(() => UploadAsync(assessment, piece.ItemId))).Code);
        await _site.QueryAsync(db => db.StoredFiles.Where(f => db.EvidenceVersions.Any(v => v.Id == version && v.FileId == f.Id)).ExecuteUpdateAsync(u => u.SetProperty(f => f.Sha256, hash)));
        var redacted = await UploadAsync(assessment, piece.ItemId);
        await Assert.ThrowsAsync<DomainException>(() => UploadAsync(assessment, piece.ItemId));
        (await assessor.GetAsync($"/files/{redacted}/download")).Is(HttpStatusCode.OK);

        var moved = await (await assessor.OpenAsync($"/scoring/{assessment.Id}")).Form($"/scoring/{assessment.Id}/evidence/{version}/move").PostAsync();
        Assert.StartsWith($"/scoring/{assessment.Id}", moved.Location, StringComparison.Ordinal);
        Assert.StartsWith($"/scoring/{assessment.Id}", (await assessor.PostFieldsAsync($"/scoring/{assessment.Id}/evidence/{version}/move")).Location, StringComparison.Ordinal);
        var ratings = await _site.QueryAsync(db => db.Ratings.Include(r => r.Citations).Where(r => r.AssessmentId == assessment.Id).ToListAsync());
        Assert.All(ratings, r => Assert.Equal((redacted, true), (r.Citations.Single().EvidenceVersionId, r.NeedsConfirmation)));
        var missing = await MissingAsync(assessor, assessment);
        Assert.DoesNotContain("\"quarantined\"", missing, StringComparison.Ordinal);
        Assert.Contains("\"confirm\"", missing, StringComparison.Ordinal);

        (await assessor.GetAsync($"/quality/incidents/{incident.Id}")).Is(HttpStatusCode.NotFound);
        await (await lead.PostFieldsAsync($"/quality/incidents/{incident.Id}/close", ("Form.Measures", "已通知受評者"))).FollowAsync();
        Assert.Contains("請", (await lead.PostFieldsAsync($"/quality/incidents/{incident.Id}/lift", ("Form.Reason", ""))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        await (await lead.PostFieldsAsync($"/quality/incidents/{incident.Id}/lift", ("Form.Reason", "為公開之客服電話"))).FollowAsync();
        (await assessor.GetAsync($"/files/{version}/download")).Is(HttpStatusCode.OK);
        await NoFaultAsync();
        await _site.QueryAsync(db => db.Incidents.ExecuteUpdateAsync(u => u.SetProperty(i => i.Found, "無")));
        Assert.Equal([AuditFaultCodes.RowChanged], (await FaultsAsync()).Select(f => f.Code));
    }

    [Fact]
    public async Task Quarantine_OfACopyOfTheirOwn_IsNotTheQualityLeadsToLift()
    {
        const string Text = "客戶名單：零九一二三四五六七八，姓名林大明。";
        var both = await _site.Data.UserAsync("兼任", Roles.Candidate, Roles.QualityLead);
        var (theirs, own) = (await _site.Data.GatheringAsync(), await _site.Data.GatheringAsync(both));
        var piece = await _site.Data.AddEvidenceAsync(theirs, Text);
        await _site.Data.AddEvidenceAsync(own, Text);
        await _site.Data.SubmitAsync(theirs);
        await (await (await _site.SignInAsync(theirs.Assessor)).PostFieldsAsync($"/files/{piece.VersionId}/quarantine", ("Form.Kind", "PersonalData"), ("Form.Found", "第一段有電話"))).FollowAsync();
        var incident = await _site.QueryAsync(db => db.Incidents.Where(i => i.EvidenceVersionId == piece.VersionId).Select(i => i.Id).SingleAsync());

        var refused = await (await _site.SignInAsync(both)).PostFieldsAsync($"/quality/incidents/{incident}/lift", ("Form.Reason", "為公開電話"));

        Assert.Contains("須由其他品質主管處理", (refused.Location is null ? refused : await refused.FollowAsync()).Main, StringComparison.Ordinal);
        Assert.Equal(2, await _site.QueryAsync(db => db.Incidents.CountAsync(i => i.LiftedAt == null)));
    }

    [Fact]
    public async Task Quarantine_ClosesTheVeryBytesEverywhere_AndLiftingOpensThemAgain()
    {
        const string Text = "客戶名單：零九八七六五四三二一，姓名陳小美。";
        var (one, other) = (await _site.Data.GatheringAsync(), await _site.Data.GatheringAsync());
        var (first, twin, theirs) = (await _site.Data.AddEvidenceAsync(one, Text), await _site.Data.AddEvidenceAsync(one, Text), await _site.Data.AddEvidenceAsync(other, Text));
        var unlike = await _site.Data.AddEvidenceAsync(other, "無客戶資料。");
        await _site.Data.SubmitAsync(one);
        await _site.Data.SubmitAsync(other);
        var assessor = await _site.SignInAsync(one.Assessor);
        var before = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == other.Id).Select(a => a.ContentVersion).SingleAsync());

        await (await assessor.PostFieldsAsync($"/files/{first.VersionId}/quarantine", ("Form.Kind", "PersonalData"), ("Form.Found", "第一段有陳女士的電話"))).FollowAsync();

        var (candidate, stranger) = (await _site.SignInAsync(one.Candidate), await _site.SignInAsync(other.Candidate));
        foreach (var (browser, version) in new[] { (assessor, first.VersionId), (assessor, twin.VersionId), (candidate, twin.VersionId), (stranger, theirs.VersionId), (await _site.SignInAsync(other.Assessor), theirs.VersionId) })
        {
            (await browser.GetAsync($"/files/{version}/download")).Is(HttpStatusCode.Conflict);
        }

        (await stranger.GetAsync($"/files/{unlike.VersionId}/download")).Is(HttpStatusCode.OK);
        Assert.True(await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == other.Id).Select(a => a.ContentVersion).SingleAsync()) > before);

        // The owner of another copy learns that it is closed, not what was found where.
        Assert.Contains("陳女士", (await candidate.OpenAsync($"/my/{one.Id}/evidence/{twin.ItemId}")).Main, StringComparison.Ordinal);
        var told = await stranger.OpenAsync($"/my/{other.Id}/evidence/{theirs.ItemId}");
        Assert.DoesNotContain("陳女士", told.Text, StringComparison.Ordinal);
        Assert.Contains("相同的檔案已在他處隔離", told.Main, StringComparison.Ordinal);
        Assert.Equal(1, await _site.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == other.Candidate.PersonId && n.Kind == "incident.redact")));

        // The same bytes do not come back, as another piece or with somebody else.
        var third = await _site.Data.GatheringAsync();
        Assert.Equal("incident.same-file", (await Assert.ThrowsAsync<DomainException>(() => _site.Data.AddEvidenceAsync(third, Text))).Code);
        await UploadAsync(one, first.ItemId);

        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        var incident = await _site.QueryAsync(db => db.Incidents.Where(i => i.EvidenceVersionId == first.VersionId).Select(i => i.Id).SingleAsync());
        await (await lead.PostFieldsAsync($"/quality/incidents/{incident}/lift", ("Form.Reason", "為公開之客服電話"))).FollowAsync();
        Assert.False(await _site.QueryAsync(db => db.Incidents.AnyAsync(i => i.LiftedAt == null)));
        (await stranger.GetAsync($"/files/{theirs.VersionId}/download")).Is(HttpStatusCode.OK);
        await NoFaultAsync();
    }

    [Fact]
    public async Task Quarantine_WhileSuspendedOrAfterTheEnd_AsksForNothingThatTheUploadRefuses()
    {
        var assessment = await _site.Data.AssessingAsync();
        var ended = await _site.Data.FinalisedAsync();
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        await (await office.PostFieldsAsync($"/assessments/{assessment.Id}/suspend", ("Form.Reason", "受評者住院"))).FollowAsync();
        foreach (var (of, said) in new[] { (assessment, "恢復後提供遮蔽後的版本"), (ended, "檔案維持隔離") })
        {
            var version = await VersionAsync(of);
            var item = await _site.QueryAsync(db => db.EvidenceVersions.Where(v => v.Id == version).Select(v => v.EvidenceItemId).SingleAsync());
            await (await office.PostFieldsAsync($"/files/{version}/quarantine", ("Form.Kind", "PersonalData"), ("Form.Found", "電話"))).FollowAsync();
            Assert.Equal(["incident.quarantined"], await _site.QueryAsync(db => db.Notifications.Where(n => n.PersonId == of.Candidate.PersonId && n.Kind.StartsWith("incident.")).Select(n => n.Kind).ToListAsync()));
            var candidate = await _site.SignInAsync(of.Candidate);
            var page = await candidate.OpenAsync($"/my/{of.Id}/evidence/{item}");
            Assert.Contains(said, page.Main, StringComparison.Ordinal);
            Assert.DoesNotContain("上傳遮蔽後的版本", (await candidate.OpenAsync($"/my/{of.Id}")).Main, StringComparison.Ordinal);
            await Assert.ThrowsAsync<DomainException>(() => UploadAsync(of, item));
        }

        // Once it goes on, the redacted version is taken.
        await (await office.PostFieldsAsync($"/assessments/{assessment.Id}/resume")).FollowAsync();
        var closed = await VersionAsync(assessment);
        await UploadAsync(assessment, await _site.QueryAsync(db => db.EvidenceVersions.Where(v => v.Id == closed).Select(v => v.EvidenceItemId).SingleAsync()));
    }

    [Fact]
    public async Task Quarantine_OfWhatAnAssessorAdded_IsNotTheCandidatesToReplace()
    {
        var assessment = await _site.Data.AssessingAsync();
        var note = await _site.Data.AddNoteAsync(assessment, "照片中有其他員工");
        var assessor = await _site.SignInAsync(assessment.Assessor);
        Assert.Contains("AE-01", (await assessor.OpenAsync($"/files/{note}/quarantine")).Main, StringComparison.Ordinal);

        await (await assessor.PostFieldsAsync($"/files/{note}/quarantine", ("Form.Kind", "PersonalData"), ("Form.Found", "第三人的臉"))).FollowAsync();

        Assert.Equal(0, await _site.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == assessment.Candidate.PersonId && n.Kind.StartsWith("incident."))));
        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        Assert.Contains("AE-01 v1", (await lead.OpenAsync("/quality/incidents")).Main, StringComparison.Ordinal);
        var incident = await _site.QueryAsync(db => db.Incidents.Select(i => i.Id).SingleAsync());
        Assert.Contains("第三人的臉", (await lead.OpenAsync($"/quality/incidents/{incident}")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quarantine_OfTheNewestVersion_KeepsItFromBeingSubmittedAgain()
    {
        var assessment = await _site.Data.AssessingAsync();
        await _site.Data.ReturnAsync(assessment);
        var version = await VersionAsync(assessment);
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.Equal($"/assessments/{assessment.Id}", (await office.PostFieldsAsync($"/files/{version}/quarantine", ("Form.Kind", "TradeSecret"), ("Form.Found", "成本"))).Location);

        Assert.Equal("submission.incomplete", (await Assert.ThrowsAsync<DomainException>(() => _site.Data.SubmitAsync(assessment))).Code);
        Assert.Contains("遮蔽後的版本", (await (await _site.SignInAsync(assessment.Candidate)).OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);
        await UploadAsync(assessment, await _site.QueryAsync(db => db.EvidenceVersions.Where(v => v.Id == version).Select(v => v.EvidenceItemId).SingleAsync()));
        await _site.Data.SubmitAsync(assessment);
        Assert.Equal(AssessmentState.Submitted, await _site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task Misconduct_Answered_NotFounded_LetsCompetentBeSignedAgain()
    {
        var assessment = await _site.Data.AssessingAsync();
        await _site.Data.RateAllAsync(assessment);
        var version = await VersionAsync(assessment);
        var (assessor, candidate) = (await _site.SignInAsync(assessment.Assessor), await _site.SignInAsync(assessment.Candidate));
        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        (await candidate.GetAsync($"/misconduct/{assessment.Id}/report")).Is(HttpStatusCode.NotFound);
        (await (await _site.SignInAsync(await _site.Data.VerifierAsync())).GetAsync($"/misconduct/{assessment.Id}/report")).Is(HttpStatusCode.NotFound);

        Assert.Equal($"/scoring/{assessment.Id}", (await assessor.PostFieldsAsync($"/misconduct/{assessment.Id}/report", ("Form.Suspicion", "第一節與他人相同"), ("Form.Versions", version.ToString()))).Location);
        Assert.Contains("已有通報尚未結案", (await assessor.PostFieldsAsync($"/misconduct/{assessment.Id}/report", ("Form.Suspicion", "再一次"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        var id = await _site.QueryAsync(db => db.MisconductCases.Select(c => c.Id).SingleAsync());

        // Competent waits; the candidate does not know yet; the quality lead reads what it is about.
        await Assert.ThrowsAsync<DomainException>(() => _site.Data.SignAsync(assessment));
        Assert.Contains("misconduct", await MissingAsync(assessor, assessment), StringComparison.Ordinal);
        Assert.Contains("不當行為案件審理中", (await assessor.OpenAsync($"/scoring/{assessment.Id}")).Main, StringComparison.Ordinal);
        Assert.Contains("不當行為案件", (await assessor.OpenAsync($"/scoring/{assessment.Id}/sign")).Main, StringComparison.Ordinal);
        (await candidate.GetAsync($"/my/{assessment.Id}/misconduct")).Is(HttpStatusCode.NotFound);
        Assert.DoesNotContain("不當行為", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);
        (await lead.GetAsync($"/files/{version}/download")).Is(HttpStatusCode.OK);
        (await assessor.GetAsync($"/quality/misconduct/{id}")).Is(HttpStatusCode.NotFound);

        var page = await lead.OpenAsync($"/quality/misconduct/{id}");
        Assert.Contains("第一節與他人相同", page.Main, StringComparison.Ordinal);
        await (await page.Form($"/quality/misconduct/{id}/open").Fill("Notice.Allegation", "第一節與他人資料相同，請說明。").Fill("Notice.ReplyDays", "10").PostAsync()).FollowAsync();
        Assert.Contains("仍可陳述意見", (await lead.PostFieldsAsync($"/quality/misconduct/{id}/close", ("End.Outcome", "Warned"), ("End.Reason", "屬實"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        Assert.Contains("不當行為案件審理中", (await candidate.OpenAsync($"/my/{assessment.Id}")).Main, StringComparison.Ordinal);
        var mine = await candidate.OpenAsync($"/my/{assessment.Id}/misconduct");
        Assert.Contains("第一節與他人資料相同，請說明。", mine.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("第一節與他人相同", mine.Main.Replace("第一節與他人資料相同", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await (await mine.Form($"/my/{assessment.Id}/misconduct/{id}").Fill("Form.Reply", "兩人引用同一講義。").PostAsync()).FollowAsync();
        (await candidate.PostFieldsAsync($"/my/{assessment.Id}/misconduct/{id}", ("Form.Reply", "再補充"))).Is(HttpStatusCode.OK);
        Assert.Equal("兩人引用同一講義。", await _site.QueryAsync(db => db.MisconductCases.Select(c => c.Reply).SingleAsync()));

        await (await lead.PostFieldsAsync($"/quality/misconduct/{id}/close", ("End.Outcome", "NotFounded"), ("End.Reason", "來源相同"))).FollowAsync();
        Assert.Contains("來源相同", (await candidate.OpenAsync($"/my/{assessment.Id}/misconduct")).Main, StringComparison.Ordinal);
        await _site.Data.SignAsync(assessment);
        Assert.Equal(AssessmentState.Finalised, await _site.Data.StateAsync(assessment));
        await NoFaultAsync();
    }

    [Fact]
    public async Task Misconduct_Founded_TerminatesTheAssessment_WhichMayBeAppealed()
    {
        var assessment = await _site.Data.AssessingAsync();
        var assessor = await _site.SignInAsync(assessment.Assessor);
        var (user, candidate) = (await _site.Data.QualityLeadAsync(), await _site.SignInAsync(assessment.Candidate));
        var lead = await _site.SignInAsync(user);
        await assessor.PostFieldsAsync($"/assessments/{assessment.Id}/appointments/new", ("Form.Kind", "Observation"), ("Form.Day", "2026-03-20"), ("Form.From", "09:00"), ("Form.Until", "10:00"), ("Form.Place", "會議室"));
        await assessor.PostFieldsAsync($"/misconduct/{assessment.Id}/report", ("Form.Suspicion", "由他人代寫"));
        var id = await _site.QueryAsync(db => db.MisconductCases.Select(c => c.Id).SingleAsync());
        await (await lead.PostFieldsAsync($"/quality/misconduct/{id}/open", ("Notice.Allegation", "由他人代寫"), ("Notice.ReplyDays", "5"))).FollowAsync();

        // Monday 2 March; five working days end on Monday 9 March.
        var replyBy = await _site.QueryAsync(db => db.MisconductCases.Select(c => c.ReplyBy).SingleAsync());
        Assert.Equal(new DateTime(2026, 3, 9, 15, 59, 59, DateTimeKind.Utc), replyBy!.Value, TimeSpan.FromSeconds(1));
        _site.Clock.Advance(TimeSpan.FromDays(8));
        (lead, candidate) = (await _site.SignInAsync(user), await _site.SignInAsync(assessment.Candidate));
        Assert.Contains("期限已過", (await candidate.PostFieldsAsync($"/my/{assessment.Id}/misconduct/{id}", ("Form.Reply", "太遲"))).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        await (await lead.PostFieldsAsync($"/quality/misconduct/{id}/close", ("End.Outcome", "Terminated"), ("End.Reason", "查證屬實"))).FollowAsync();

        Assert.Equal(AssessmentState.Terminated, await _site.Data.StateAsync(assessment));
        Assert.Equal(AppointmentState.Cancelled, await _site.QueryAsync(db => db.Appointments.Where(a => a.AssessmentId == assessment.Id).Select(a => a.State).SingleAsync()));
        Assert.Equal("查證屬實", await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.EndReason).SingleAsync()));
        Assert.Contains($"/my/{assessment.Id}/appeal", (await candidate.OpenAsync($"/my/{assessment.Id}/misconduct")).Text, StringComparison.Ordinal);
        await (await candidate.PostFieldsAsync($"/my/{assessment.Id}/appeal", ("Form.Text", "並未代寫"))).FollowAsync();
        Assert.Equal(AppealSubject.Termination, await _site.QueryAsync(db => db.Appeals.Select(a => a.Against).SingleAsync()));
        await NoFaultAsync();
    }

    [Fact]
    public async Task Overlap_IsShownWithItsPassages_AndTheOtherPlaceOnlyToWhoMaySeeIt()
    {
        var assessor = await _site.Data.AssessorAsync();
        var one = await WithTextAsync("本提案由第一位受評者整理。" + Passage + "以上自下季起實施，並列入班表。", assessor);
        var other = await WithTextAsync("改善提案（夜班試辦四週）。" + Passage + "成效另行檢討。", null);
        var alone = await WithTextAsync("人力試算以每小時來電量與平均處理時間推估，並加計休息、訓練與請假的折減，再與現有編制比較。", null);
        await ReadAsync();
        Assert.Equal(3, await PrintAsync());
        Assert.Equal(0, await PrintAsync());

        var browser = await _site.SignInAsync(assessor);
        var version = await VersionAsync(one);
        Assert.Contains($"/files/{version}/overlaps", (await browser.OpenAsync($"/scoring/{one.Id}")).Text, StringComparison.Ordinal);
        var page = await browser.OpenAsync($"/files/{version}/overlaps");
        Assert.Contains("先將文字客服的專員轉回電話", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("以上自下季起實施，並列入班表", page.Main, StringComparison.Ordinal);
        var code = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == other.Id).Select(a => a.Code).SingleAsync());
        Assert.DoesNotContain(code, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Candidate.Name, page.Text, StringComparison.Ordinal);
        Assert.Contains(code, (await (await _site.SignInAsync(await _site.Data.AdministratorAsync())).OpenAsync($"/files/{version}/overlaps")).Main, StringComparison.Ordinal);

        // The quality lead sees both, once it is reported.
        var lead = await _site.SignInAsync(await _site.Data.QualityLeadAsync());
        (await lead.GetAsync($"/files/{version}/overlaps")).Is(HttpStatusCode.NotFound);
        await browser.PostFieldsAsync($"/misconduct/{one.Id}/report", ("Form.Suspicion", "文字相同"), ("Form.Versions", version.ToString()));
        Assert.Contains(code, (await lead.OpenAsync($"/files/{version}/overlaps")).Main, StringComparison.Ordinal);
        (await (await _site.SignInAsync(one.Candidate)).GetAsync($"/files/{version}/overlaps")).Is(HttpStatusCode.NotFound);

        var unrelated = await _site.SignInAsync(alone.Assessor);
        Assert.DoesNotContain("/overlaps", (await unrelated.OpenAsync($"/scoring/{alone.Id}")).Text, StringComparison.Ordinal);
        (await unrelated.GetAsync($"/files/{version}/overlaps")).Is(HttpStatusCode.NotFound);

        // What is in quarantine takes its share with it.
        await browser.PostFieldsAsync($"/files/{version}/quarantine", ("Form.Kind", "PersonalData"), ("Form.Found", "姓名"));
        Assert.False(await _site.QueryAsync(db => db.TextOverlaps.AnyAsync()));
        Assert.DoesNotContain("/overlaps", (await (await _site.SignInAsync(other.Assessor)).OpenAsync($"/scoring/{other.Id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overlap_OfATemplateOrTheUnitsText_DoesNotCount()
    {
        var first = await WithTextAsync(Passage, null);
        await WithTextAsync(Passage, null);
        await ReadAsync();
        await PrintAsync();
        Assert.Equal(2, await _site.QueryAsync(db => db.TextOverlaps.CountAsync()));

        // From the fifth on it is a template. What two others hold of the unit's own text never counted.
        var unit = string.Concat((await _site.Data.UnitAsync(first.Id)).Criteria.Select(c => c.Item.Text));
        foreach (var text in new[] { Passage, Passage, Passage, unit, unit })
        {
            await WithTextAsync(text, null);
        }

        await ReadAsync();
        await PrintAsync();

        Assert.Equal(0, await _site.QueryAsync(db => db.TextOverlaps.CountAsync()));
        Assert.Equal(0, await _site.QueryAsync(db => db.TextPrints.SumAsync(p => p.Shared)));
    }

    [Fact]
    public async Task DeclaredHelp_WhereTheSchemeDoesNotAsk_IsToldToTheSigner()
    {
        var assessment = await _site.Data.AssessingAsync(scheme: await _site.Data.SchemeAsync(rules => rules["questionDeclaredHelp"] = false));
        await _site.Data.RateAllAsync(assessment);
        var assessor = await _site.SignInAsync(assessment.Assessor);
        Assert.DoesNotContain("尚未詢問受評者", (await assessor.OpenAsync($"/scoring/{assessment.Id}/sign")).Main, StringComparison.Ordinal);
        await _site.QueryAsync(db => db.EvidenceItems.ExecuteUpdateAsync(u => u.SetProperty(i => i.AiUse, "以 AI 工具草擬第二章")));
        await _site.QueryAsync(db => db.Set<RoundEvidence>().ExecuteUpdateAsync(u => u.SetProperty(e => e.Stated, (string?)null)));

        Assert.Contains("尚未詢問受評者", (await assessor.OpenAsync($"/scoring/{assessment.Id}/sign")).Main, StringComparison.Ordinal);

        await _site.Data.SignAsync(assessment);
        Assert.Equal(AssessmentState.Finalised, await _site.Data.StateAsync(assessment));
    }

    [Fact]
    public async Task DeclaredHelp_WhereTheSchemeAsks_AsTheDefaultDoes_WaitsForOneQuestion()
    {
        var assessment = await _site.Data.AssessingAsync();
        await _site.Data.RateAllAsync(assessment);
        var assessor = await _site.SignInAsync(assessment.Assessor);
        Assert.DoesNotContain("\"declared\"", await MissingAsync(assessor, assessment), StringComparison.Ordinal);
        await _site.QueryAsync(db => db.EvidenceItems.ExecuteUpdateAsync(u => u.SetProperty(i => i.Help, "主管審閱初稿")));
        await _site.QueryAsync(db => db.Set<RoundEvidence>().ExecuteUpdateAsync(u => u.SetProperty(e => e.Stated, (string?)null)));

        var version = await VersionAsync(assessment);
        var missing = await MissingAsync(assessor, assessment);
        Assert.Contains("\"declared\"", missing, StringComparison.Ordinal);
        Assert.Contains($"ev-{version}", missing, StringComparison.Ordinal);
        Assert.Contains($"#ev-{version}", (await assessor.OpenAsync($"/scoring/{assessment.Id}/sign")).Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DomainException>(() => _site.Data.SignAsync(assessment));

        var rating = await _site.QueryAsync(db => db.Ratings.Include(r => r.Methods).Where(r => r.AssessmentId == assessment.Id && r.CriterionId == db.Criteria.Where(c => c.Code == "P1.1").Select(c => c.Id).First()).SingleAsync());
        var file = rating.Fields.Methods[0];
        (await assessor.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", new
        {
            requestId = Guid.NewGuid(),
            changes = new { methods = new { from = new[] { new { code = file.Code, note = file.Note } }, to = new[] { new { code = file.Code, note = file.Note }, new { code = "M1.Q", note = (string?)"問主管改了哪些段落" } } } },
        })).Is(HttpStatusCode.OK);
        await _site.Data.SignAsync(assessment);
        Assert.Equal(AssessmentState.Finalised, await _site.Data.StateAsync(assessment));
    }

    private async Task<TestAssessment> WithTextAsync(string text, TestUser? assessor)
    {
        var assessment = await _site.Data.GatheringAsync(assessor: assessor);
        await _site.Data.AddEvidenceAsync(assessment, text);
        await _site.Data.SubmitAsync(assessment);
        return assessment;
    }

    private Task<Guid> UploadAsync(TestAssessment assessment, Guid? item) => _site.UseAsync(async s =>
        (await s.GetRequiredService<AddEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, new MemoryStream(Encoding.UTF8.GetBytes("客戶電話：■■■■。")), "遮蔽版.txt", item, CancellationToken.None)).VersionId);

    private async Task ReadAsync()
    {
        await _site.Services.GetRequiredService<EvidenceReading>().ReadDueAsync(CancellationToken.None);
        await _site.IndexAsync();
    }

    private Task<int> PrintAsync() => _site.Services.GetRequiredService<TextPrinting>().PrintDueAsync(CancellationToken.None);

    private Task<Guid> VersionAsync(TestAssessment assessment) => _site.QueryAsync(db => TestData.HandedIn(db, assessment.Id).SingleAsync());

    /// <summary>What blocks competent, as the workspace asks for it.</summary>
    private static async Task<string> MissingAsync(Browser assessor, TestAssessment assessment) =>
        (await assessor.SendAsync(HttpMethod.Get, $"/scoring/{assessment.Id}/missing")).Is(HttpStatusCode.OK).Text;

    private Task<IReadOnlyList<AuditFault>> FaultsAsync() => _site.UseAsync(s => new AuditCheck(s.GetRequiredService<AppDbContext>(), s.GetRequiredService<AuditKey>()).CheckAllAsync(CancellationToken.None));

    private async Task NoFaultAsync() => Assert.Equal([], await FaultsAsync());
}
