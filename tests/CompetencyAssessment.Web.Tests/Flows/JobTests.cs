using System.Net;
using System.Text;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>The whole job by HTTP, each step on the page of the person who does it.</summary>
public sealed class JobTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Job_FromPlanToDocuments_Works()
    {
        var candidate = await site.Data.CandidateAsync("林雅筑");
        var assessor = await site.Data.AssessorAsync("張書豪");
        var office = await site.SignInAsync(await site.Data.AdministratorAsync("何佩君"));
        var candidates = await site.SignInAsync(candidate);
        var assessors = await site.SignInAsync(assessor);

        // The administrator plans.
        var form = (await office.OpenAsync("/assessments/new")).Form("/assessments/new")
            .Fill("Form.Candidate", candidate.Name).Fill("Form.AssessorId", assessor.PersonId.ToString())
            .Fill("Form.SubmitBy", "2026-04-30").Fill("Form.DecideBy", "2026-05-29");
        var planned = await (await form.PostAsync()).FollowAsync();
        var id = Guid.Parse(planned.Path.Split('/')[2]);
        var assessment = new TestAssessment(id, candidate, assessor);

        // The candidate acknowledges, uploads in two pieces, describes, maps and submits.
        await (await (await candidates.OpenAsync($"/my/{id}")).Form($"/my/{id}/acknowledge").PostAsync()).FollowAsync();
        var item = await UploadAsync(candidates, id, "營運計畫.txt", "服務水準目標 80 %，放棄率 5 %。");
        var saved = await (await (await candidates.OpenAsync($"/my/{id}/evidence/{item}")).Form($"/my/{id}/evidence/{item}")
            .Fill("Form.Title", "115 年營運計畫").Fill("Form.Context", "Workplace").Fill("Form.PeriodFrom", "2025-07-01").Fill("Form.PeriodTo", "2025-12-31")
            .Fill("Form.OwnShare", "全文撰寫").Fill("Form.Help", "無").Fill("Form.AiUse", "無").Fill("Form.Confidentiality", "General")
            .Fill("Form.Criteria", "P1.1", "P3.4", "K01").Fill("Form.Requirements", "E1").PostAsync()).FollowAsync();
        Assert.Contains("115 年營運計畫", saved.Text, StringComparison.Ordinal);
        await SubmitAsync(candidates, id);
        Assert.Equal(AssessmentState.Submitted, await site.Data.StateAsync(assessment));

        // Taken back, and submitted again.
        await (await (await candidates.OpenAsync($"/my/{id}")).Form($"/my/{id}/take-back").PostAsync()).FollowAsync();
        Assert.Equal(AssessmentState.Gathering, await site.Data.StateAsync(assessment));
        await SubmitAsync(candidates, id);

        // The assessor starts, rates one short and sends back; the candidate sees what is missing, and no level.
        await (await (await assessors.OpenAsync($"/scoring/{id}")).Form($"/scoring/{id}/start").PostAsync()).FollowAsync();
        await site.Data.RateAsync(assessment, "P3.4", 1);
        await (await (await assessors.OpenAsync($"/scoring/{id}/return")).Form($"/scoring/{id}/return").Fill("Message", "請補上第三季數據").PostAsync()).FollowAsync();
        var returned = await candidates.OpenAsync($"/my/{id}");
        Assert.Contains("請補上第三季數據", returned.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("部分達成", returned.Main, StringComparison.Ordinal);

        // A second version, submitted again.
        await UploadAsync(candidates, id, "營運計畫 第二版.txt", "第三季服務水準 76 %。", item);
        var point = (await candidates.OpenAsync($"/my/{id}")).Document.QuerySelector("[data-reply]")!.GetAttribute("data-reply");
        (await candidates.SendJsonAsync(HttpMethod.Patch, $"/my/{id}/replies/{point}", new { requestId = Guid.NewGuid(), changes = new { text = new { to = "第二版補上第三季數據。" }, evidence = new { from = Array.Empty<Guid>(), to = new[] { item } } } })).Is(HttpStatusCode.OK);
        await SubmitAsync(candidates, id);
        await (await (await assessors.OpenAsync($"/scoring/{id}")).Form($"/scoring/{id}/start").PostAsync()).FollowAsync();
        await assessors.SendJsonAsync(HttpMethod.Patch, $"/scoring/{id}/ratings/P3.4", new
        {
            requestId = Guid.NewGuid(),
            changes = new { level = new { from = 1, to = 2 }, cause = new { from = "notEnoughEvidence", to = (string?)null } },
        });
        foreach (var code in (await site.Data.UnitAsync(id)).Criteria.Select(c => c.Code).Where(c => c != "P3.4"))
        {
            await site.Data.RateAsync(assessment, code, 2);
        }

        await site.Data.JudgeAllAsync(assessment);

        // Nothing shows before the release; a wrong password signs nothing and keeps what was typed.
        var signing = (await assessors.OpenAsync($"/scoring/{id}/sign")).Form($"/scoring/{id}/sign")
            .Fill("Form.Outcome", "Competent").Fill("Form.Strengths", "推估與現場數據一致。").Fill("Form.NextSteps", "持續追蹤放棄率。").Fill("Form.Password", "not the password");
        var refused = (await signing.PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("推估與現場數據一致。", refused.Main, StringComparison.Ordinal);
        Assert.Equal(AssessmentState.Assessing, await site.Data.StateAsync(assessment));
        await (await refused.Form($"/scoring/{id}/sign").Fill("Form.Outcome", "Competent").Fill("Form.Password", TestData.Password).PostAsync()).FollowAsync();
        Assert.Equal(AssessmentState.Finalised, await site.Data.StateAsync(assessment));

        // All three take the documents; a stranger does not.
        var documents = await site.QueryAsync(db => (from d in db.RecordDocuments
                                                     join i in db.RecordIssues on d.IssueId equals i.Id
                                                     join x in db.Decisions on i.DecisionId equals x.Id
                                                     where x.AssessmentId == id
                                                     select d.Id).ToListAsync());
        Assert.Equal(4, documents.Count);
        var stranger = await site.SignInAsync(await site.Data.CandidateAsync());
        foreach (var document in documents)
        {
            foreach (var browser in new[] { candidates, assessors, office })
            {
                var pdf = (await browser.SendAsync(HttpMethod.Get, $"/documents/{document}")).Is(HttpStatusCode.OK);
                Assert.Equal("application/pdf", pdf.MediaType);
                Assert.Equal("%PDF"u8.ToArray(), pdf.Bytes[..4]);
            }

            (await stranger.GetAsync($"/documents/{document}")).Is(HttpStatusCode.NotFound);
        }

        // The result page links them all.
        var result = await candidates.OpenAsync($"/my/{id}");
        Assert.All(documents, d => Assert.Contains($"/documents/{d}", result.Text, StringComparison.Ordinal));
        Faults.None(MissingTexts.Found.Keys.Where(k => k.Contains(' ', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Pages_OfAnotherCandidate_AreNotThere()
    {
        var assessment = await site.Data.GatheringAsync();
        var evidence = await site.Data.AddEvidenceAsync(assessment);
        var id = assessment.Id;
        foreach (var browser in new[] { await site.SignInAsync(await site.Data.CandidateAsync()), await site.SignInAsync(assessment.Assessor), await site.SignInAsync(await site.Data.AdministratorAsync()) })
        {
            (await browser.GetAsync($"/my/{id}")).Is(HttpStatusCode.NotFound);
            (await browser.GetAsync($"/my/{id}/evidence/{evidence.ItemId}")).Is(HttpStatusCode.NotFound);
            foreach (var action in new[] { "acknowledge", "submit", "take-back", $"evidence/{evidence.ItemId}", $"evidence/{evidence.ItemId}/withdraw" })
            {
                (await browser.PostFieldsAsync($"/my/{id}/{action}")).Is(HttpStatusCode.NotFound);
            }

            (await browser.PostJsonAsync($"/my/{id}/uploads", new { fileName = "a.txt", size = 3, requestId = Guid.NewGuid() })).Is(HttpStatusCode.NotFound);
        }

        // Not handed in yet: neither the assessor nor another candidate sees the file.
        (await (await site.SignInAsync(assessment.Assessor)).GetAsync($"/files/{evidence.VersionId}")).Is(HttpStatusCode.NotFound);
        (await (await site.SignInAsync(await site.Data.CandidateAsync())).GetAsync($"/files/{evidence.VersionId}")).Is(HttpStatusCode.NotFound);
        (await (await site.SignInAsync(assessment.Candidate)).SendAsync(HttpMethod.Get, $"/files/{evidence.VersionId}")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Administration_ForOthers_IsNotThere()
    {
        var assessment = await site.Data.GatheringAsync();
        foreach (var browser in new[] { await site.SignInAsync(assessment.Candidate), await site.SignInAsync(assessment.Assessor) })
        {
            foreach (var path in new[] { "/assessments", "/assessments/new", $"/assessments/{assessment.Id}", $"/assessments/{assessment.Id}/assessor", $"/assessments/{assessment.Id}/withdraw" })
            {
                (await browser.GetAsync(path)).Is(HttpStatusCode.NotFound);
            }

            (await browser.PostFieldsAsync($"/assessments/{assessment.Id}/terminate", ("Form.Reason", "無"))).Is(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task SignAndRate_AtTheSameMoment_NeverBothHappen()
    {
        var both = new List<string>();
        for (var round = 0; round < 8; round++)
        {
            var assessment = await site.Data.AssessingAsync();
            await site.Data.RateAllAsync(assessment);
            var signing = await site.SignInAsync(assessment.Assessor);
            var rating = await site.SignInAsync(assessment.Assessor);
            var form = (await signing.OpenAsync($"/scoring/{assessment.Id}/sign")).Form($"/scoring/{assessment.Id}/sign")
                .Fill("Form.Outcome", "Competent").Fill("Form.Strengths", "無").Fill("Form.NextSteps", "無").Fill("Form.Password", TestData.Password);
            await rating.OpenAsync("/scoring");
            var sign = form.PostAsync();

            // Checking the password takes a while; the saves are spread over the time around the transaction that signs.
            await Task.Delay(round * 25);
            var saves = new List<Page>();
            for (var level = 2; !sign.IsCompleted && saves.Count < 200; level = 5 - level)
            {
                saves.Add(await rating.SendJsonAsync(HttpMethod.Patch, $"/scoring/{assessment.Id}/ratings/P1.1", new { requestId = Guid.NewGuid(), changes = new { level = new { from = level, to = 5 - level } } }));
            }

            var signed = (await sign).Status == HttpStatusCode.Found;
            var (state, version, decided) = await site.QueryAsync(async db => (
                await db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.State).SingleAsync(),
                await db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.ContentVersion).SingleAsync(),
                await db.Decisions.Where(d => d.AssessmentId == assessment.Id).Select(d => (int?)d.ContentVersion).SingleOrDefaultAsync()));
            Assert.Equal(signed, state == AssessmentState.Finalised);
            if (signed && (decided != version || saves.Exists(s => s.Status == HttpStatusCode.OK)))
            {
                both.Add($"Round {round}: signed {decided}, stands at {version}, {saves.Count(s => s.Status == HttpStatusCode.OK)} saves.");
            }

            Assert.All(saves, s => Assert.True(s.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, $"A save answered {(int)s.Status}."));
        }

        Faults.None(both);
    }

    private static async Task SubmitAsync(Browser browser, Guid id) =>
        await (await (await browser.OpenAsync($"/my/{id}")).Form($"/my/{id}/submit").Fill("declared", "true").PostAsync()).FollowAsync();

    private static async Task<Guid> UploadAsync(Browser browser, Guid id, string name, string text, Guid? item = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var begun = (await browser.PostJsonAsync($"/my/{id}/uploads", new { fileName = name, size = bytes.Length, requestId = Guid.NewGuid(), itemId = item })).Is(HttpStatusCode.Created);
        var url = begun.Json.GetProperty("url").GetString()!;
        (await browser.SendBytesAsync(HttpMethod.Patch, url, bytes[..10], ("Upload-Offset", "0"))).Is(HttpStatusCode.NoContent);
        (await browser.SendBytesAsync(HttpMethod.Patch, url, bytes[10..], ("Upload-Offset", "10"))).Is(HttpStatusCode.NoContent);
        return (await browser.PostJsonAsync($"{url}/complete", null)).Is(HttpStatusCode.OK).Json.GetProperty("itemId").GetGuid();
    }
}
