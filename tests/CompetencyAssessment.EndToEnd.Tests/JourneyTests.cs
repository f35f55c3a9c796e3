using System.Text;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using UglyToad.PdfPig;

namespace CompetencyAssessment.EndToEnd.Tests;

/// <summary>The whole job in browsers, upload to PDF, in both languages; axe looks at every page on the way.</summary>
public sealed class JourneyTests
{
    [Theory]
    [InlineData("zh-TW", "合格")]
    [InlineData("en", "Competent")]
    public async Task Job_FromPlanToPdf_Works(string culture, string competent)
    {
        await using var app = await PublishedApp.InstallAsync();
        await using var seed = new Seed(app.Data);
        var office = await seed.MemberAsync("ho", "何佩君", "Ho Pei-Chun", culture, Roles.Administrator);
        var assessor = await seed.MemberAsync("chang", "張書豪", "Chang Shu-Hao", culture, Roles.Assessor);
        var candidate = await seed.MemberAsync("lin", "林雅筑", "Lin Ya-Chu", culture, Roles.Candidate);
        await app.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var violations = new List<string>();
        var windows = new List<Window>();
        try
        {
            foreach (var member in new[] { office, candidate, assessor })
            {
                windows.Add(await Window.SignInAsync(chromium, app.Address, member.UserName, violations));
            }

            var (plans, brings, rates) = (windows[0], windows[1], windows[2]);
            var id = await PlanAsync(plans, candidate, assessor);
            await BringAsync(brings, id);
            await RateAsync(rates, seed, id, assessor);
            await plans.OpenAsync($"/assessments/{id}");
            await plans.OpenAsync("/people");
            await plans.OpenAsync($"/people/{candidate.PersonId}");
            await plans.OpenAsync("/centre");
            await plans.OpenAsync("/units");

            Assert.Equal(Outcome.Competent, await seed.QueryAsync(db => db.Decisions.Where(d => d.AssessmentId == id).Select(d => d.Outcome).SingleAsync()));

            // The candidate finds the result and takes the record.
            await brings.OpenAsync($"/my/{id}");
            Assert.Contains(competent, await brings.Page.InnerTextAsync("main"), StringComparison.Ordinal);
            var links = await brings.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href^=\"/documents/\"]')].map(a => a.getAttribute('href'))");
            var codes = await seed.CodesAsync(id);
            var complete = 0;
            foreach (var link in links.Select(l => l.Split('?')[0]).Distinct(StringComparer.Ordinal))
            {
                using var pdf = PdfDocument.Open(await brings.DownloadAsync(link));
                var text = string.Concat(pdf.GetPages().Select(p => p.Text)).Normalize(NormalizationForm.FormKC);
                complete += codes.All(c => text.Contains(c, StringComparison.Ordinal)) ? 1 : 0;
            }

            Assert.Equal(2, complete);
            Assert.True(violations.Count == 0, string.Join('\n', violations.Distinct(StringComparer.Ordinal)));
        }
        catch
        {
            foreach (var window in windows)
            {
                await window.KeepAsync();
            }

            throw;
        }
    }

    private static async Task<Guid> PlanAsync(Window window, Member candidate, Member assessor)
    {
        await window.OpenAsync("/assessments");
        await window.OpenAsync("/assessments/new");
        var page = window.Page;
        await page.FillAsync("#Form_Candidate", candidate.Name);
        await page.SelectOptionAsync("#Form_AssessorId", assessor.PersonId.ToString());
        await page.FillAsync("#Form_SubmitBy", DateTime.Today.AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.FillAsync("#Form_DecideBy", DateTime.Today.AddDays(60).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.ClickAsync("form[action='/assessments/new'][method=post] .btn-primary");
        await page.WaitForURLAsync(url => Guid.TryParse(url.Split('/')[^1], out _));
        await window.LookAsync("planned assessment");
        return Guid.Parse(page.Url.Split('/')[^1]);
    }

    private static async Task BringAsync(Window window, Guid id)
    {
        var page = window.Page;
        await window.OpenAsync("/my");
        await window.OpenAsync($"/my/{id}");
        await page.ClickAsync($"form[action='/my/{id}/acknowledge'] button");
        await page.WaitForSelectorAsync("#upload-files", new() { State = WaitForSelectorState.Attached });
        await page.SetInputFilesAsync("#upload-files",
        new FilePayload[]
        {
            new() { Name = "營運計畫.txt", MimeType = "text/plain", Buffer = "營運計畫：服務水準目標 80 %。"u8.ToArray() },
            new() { Name = "壞檔.pdf", MimeType = "application/pdf", Buffer = "這不是 PDF"u8.ToArray() },
        });
        await page.WaitForSelectorAsync($"a[href^='/my/{id}/evidence/']");
        await window.LookAsync("uploaded");
        await page.ClickAsync($"a[href^='/my/{id}/evidence/']");
        await page.WaitForSelectorAsync("#Form_Title");
        await window.LookAsync("piece of evidence");
        await page.FillAsync("#Form_Title", "營運計畫");
        await page.EvaluateAsync(
            """
            () => {
              for (const select of document.querySelectorAll('select[name="Form.Context"], select[name="Form.Confidentiality"]')) select.value = select.name.endsWith('Context') ? 'Workplace' : 'General';
              for (const radio of document.querySelectorAll('input[name="Form.Context"][value="Workplace"], input[name="Form.Confidentiality"][value="General"]')) radio.checked = true;
              for (const box of document.querySelectorAll('input[name="Form.Criteria"], input[name="Form.Requirements"]')) box.checked = true;
            }
            """);
        await page.FillAsync("#Form_PeriodFrom", "2025-07-01");
        await page.FillAsync("#Form_OwnShare", "全文撰寫");
        await page.FillAsync("#Form_Help", "無");
        await page.FillAsync("#Form_AiUse", "無");
        await window.LeaveAsync(() => page.PressAsync("#Form_Title", "Enter"));
        await window.OpenAsync($"/my/{id}");
        await page.CheckAsync("#declared");
        await window.ConfirmAsync($"form[action='/my/{id}/submit'] button");
        await window.LookAsync("submitted");
    }

    private static async Task RateAsync(Window window, Seed seed, Guid id, Member assessor)
    {
        var page = window.Page;
        await window.OpenAsync("/scoring");
        await window.OpenAsync($"/scoring/{id}");
        await window.LeaveAsync(() => page.ClickAsync($"form[action='/scoring/{id}/start'] button"));
        await page.WaitForSelectorAsync("[data-scoring] [data-criterion]:not([hidden])");
        await window.LookAsync("workspace");

        // A level by the mouse is saved by itself and still there after a reload.
        var first = await page.GetAttributeAsync("[data-criterion]:not([hidden])", "data-criterion");
        await page.RunAndWaitForResponseAsync(() => page.CheckAsync($"#{CssId(first!)} input[data-level][value='2']"), r => r.Url.EndsWith($"/ratings/{first}", StringComparison.Ordinal) && r.Ok);
        await page.ReloadAsync();
        Assert.True(await page.Locator($"#{CssId(first!)} input[data-level][value='2']").IsCheckedAsync());
        await seed.RateAllAsync(id, assessor);
        await window.OpenAsync($"/scoring/{id}/return");
        await window.OpenAsync($"/scoring/{id}/sign");
        await page.CheckAsync("#outcome-Competent");
        await page.FillAsync("#Form_Strengths", "推估與現場數據一致。");
        await page.FillAsync("#Form_NextSteps", "持續追蹤放棄率。");
        await page.FillAsync("#Form_Password", Seed.Password);
        await window.ConfirmAsync($"form[action='/scoring/{id}/sign'] .btn-primary");
        await window.LookAsync("signed");
    }

    private static string CssId(string code) => code.Replace(".", "\\.", StringComparison.Ordinal);
}
