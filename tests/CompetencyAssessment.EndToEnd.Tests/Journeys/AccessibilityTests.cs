using System.Text;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>
/// axe with every rule on finds nothing on any page or state, in both colour schemes, wide in light and narrow in dark; nothing reaches over the edge at
/// 360 px; the browser notes no error and no refusal by the content security policy.
/// </summary>
[Trait("Kind", "Pages")]
public sealed class AccessibilityTests(DemonstrationSite site) : IClassFixture<DemonstrationSite>
{
    internal const string Chinese = "zh-TW";
    internal const string English = "en";

    [Theory]
    [InlineData(Chinese)]
    [InlineData(English)]
    public Task Pages_SignedOut_HaveNoFaults(string culture) => site.VisitAsync(null, culture, async visitor =>
    {
        var brief = culture == English;
        await visitor.LookAsync("sign-in", brief);
        await visitor.PressAsync("form[action='/account/sign-in'] .btn-primary");
        await visitor.LookAsync("sign-in with errors", brief);
        await visitor.EachAsync(brief, "/", "/privacy", "/verify", "/verify?code=ABCD-EFGH-JKLM-NPQR", "/account/set-password?user=00000000-0000-0000-0000-000000000001&token=x");
        await visitor.OpenAsync("/nowhere");
        await visitor.LookAsync("a page that is not there", brief);
        await visitor.OpenAsync("/verify");
        await visitor.PressAsync("form[action='/verify'][method=post] .btn-primary");
        await visitor.LookAsync("document check without a file", brief);
        await visitor.Page.SetInputFilesAsync("#Form_File", Text("statement.pdf", "%PDF-1.7 no document of ours"));
        await visitor.PressAsync("form[action='/verify'][method=post] .btn-primary");
        await visitor.LookAsync("unknown document", brief);
    });

    [Fact]
    public Task Pages_OfTheCandidates_HaveNoFaults() => EachCandidateAsync(async (visitor, number) =>
    {
        var page = visitor.Page;
        if (number == 6)
        {
            await page.ClickAsync("form[action$='/take-back'] button");
            await page.WaitForSelectorAsync("#confirm-dialog[open]");
            await visitor.LookAsync("taking back");
        }

        if (number == 3)
        {
            await visitor.EachAsync(briefly: true, $"{visitor.Path}/review");
            await visitor.ConfirmAsync("main form .btn-primary");
            await visitor.LookAsync("asking for a review, with errors", briefly: true);
        }

        if (number == 1)
        {
            var address = visitor.Path;
            await visitor.OpenAsync($"{address}/rounds");
            await visitor.LookAsync("two submissions compared");
            await visitor.LeaveAsync(() => page.ClickAsync(".compared a.btn"));
            await visitor.LookAsync("two submissions compared with their text");
        }

        if (number == 9)
        {
            var address = visitor.Path;
            await visitor.OpenAsync($"{address}/self-assessment");
            await page.WaitForSelectorAsync("[data-self][data-ready]");
            await visitor.LookAsync("self-assessment");
            await visitor.OpenAsync(address);
            await LookAtEvidenceAsync(visitor);
        }
    });

    [Theory]
    [InlineData(Chinese)]
    [InlineData(English)]
    public Task Pages_OfTheVerifier_HaveNoFaults(string culture) => site.VisitAsync("demo-verifier", culture, async visitor =>
    {
        var (page, brief) = (visitor.Page, culture == English);
        await visitor.EachAsync(brief, "/dashboard", "/notifications", "/help/verifier", "/verification?all=true", "/verification");
        await visitor.LeaveAsync(() => page.ClickAsync("main tbody a >> nth=0"));
        await visitor.LookAsync("verification", brief);
        await page.Locator("[data-verify]").Last.Locator("[data-agrees][value=false]").CheckAsync();
        await page.WaitForSelectorAsync("[data-verify] [data-reason-row]:not([hidden])");
        await page.Locator("[data-verify]").Last.Locator("[data-reason]").FillAsync("");
        await page.WaitForFunctionAsync("() => !document.querySelector('#end-form button').disabled");
        await visitor.LookAsync("a criterion that the verifier does not agree with", brief);
        await page.ClickAsync("button[formaction$='/disagree']");
        await page.WaitForSelectorAsync("[data-verify] [data-state]:not(:empty)");
        await visitor.LookAsync("sending a decision back without a reason", brief);
        await page.Locator("[data-verify]").Last.Locator("[data-reason]").FillAsync("佐證不足。");
        await page.WaitForFunctionAsync("() => !document.querySelector('#end-form button').disabled");
        await page.ClickAsync("button[formaction$='/disagree']");
        await page.WaitForSelectorAsync("#confirm-dialog[open]");
        await visitor.LookAsync("sending a decision back", brief);
    });

    [Theory]
    [InlineData(Chinese)]
    [InlineData(English)]
    public Task Pages_OfTheQualityLead_HaveNoFaults(string culture) => site.VisitAsync("demo-quality-lead", culture, async visitor =>
    {
        var (page, brief) = (visitor.Page, culture == English);
        await visitor.EachAsync(brief, "/dashboard", "/notifications", "/help/qualitylead", "/disputes", "/quality/adjustments");
        await visitor.OpenAsync("/disputes");
        await visitor.LeaveAsync(() => page.ClickAsync("main tbody a >> nth=0"));
        await visitor.LookAsync("appeal", brief);
        await visitor.EachAsync(brief, "/quality/verification");
        await page.FillAsync("#Form_Percentage", "200");
        await page.ClickAsync("form[action='/quality/verification'] .btn-primary");
        await page.WaitForSelectorAsync("#confirm-dialog[open]");
        await visitor.LookAsync("setting the rule", brief);
        await visitor.LeaveAsync(() => page.ClickAsync("[data-confirm-ok]"));
        await visitor.LookAsync("rule with errors", brief);
    });

    private static async Task LookAtEvidenceAsync(Visitor visitor)
    {
        var page = visitor.Page;
        await page.SetInputFilesAsync("#upload-files", new[] { Text("setup.exe", "MZ"), Text("計畫.pdf", "不是 PDF"), Text("空白.txt", ""), Text("訪談紀錄.txt", "服務水準目標 80 %") });
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.upload-row')].filter(row => ['done', 'refused'].includes(row.dataset.state)).length === 4");
        await page.WaitForSelectorAsync(".evidence-title:has-text('訪談紀錄')");
        await visitor.LookAsync("refused files");
        await page.ClickAsync(".evidence-list a[data-map-piece] >> nth=0");
        await page.Keyboard.PressAsync("Space");
        await page.WaitForSelectorAsync("[data-map-undo]:enabled");
        await visitor.LookAsync("marking what a piece supports");
        await page.ClickAsync("[data-map-undo]");
        await page.ClickAsync("[data-map-filter]");
        foreach (var note in await page.Locator(".unit-map details").AllAsync())
        {
            await note.EvaluateAsync("note => { note.open = true; }");
        }

        await visitor.LookAsync("only what is missing");
        await page.ClickAsync(".evidence-list [data-preview] >> nth=0");
        await page.WaitForSelectorAsync("[data-preview-dialog][open] .reader-body > *");
        await visitor.LookAsync("evidence shown over the page");
        await page.Keyboard.PressAsync("Escape");
        await visitor.LeaveAsync(() => page.ClickAsync(".evidence-title:has-text('訪談紀錄')"));
        foreach (var group in await page.Locator("details[data-choices]").AllAsync())
        {
            await group.EvaluateAsync("group => { group.open = true; }");
        }

        await visitor.LookAsync("piece of evidence");
        await page.FillAsync("#Form_Title", "");
        await page.FillAsync("#Form_PeriodFrom", "2026-05-01");
        await page.FillAsync("#Form_PeriodTo", "2026-01-01");
        await visitor.PressAsync(".save-bar .btn-primary");
        await visitor.LookAsync("piece of evidence with errors");
        await page.FillAsync("#Form_Title", "訪談紀錄");
        await page.FillAsync("#Form_PeriodTo", "");
        await visitor.PressAsync(".save-bar .btn-primary");
        await page.ClickAsync("form[action$='/withdraw'] button");
        await page.WaitForSelectorAsync("#confirm-dialog[open]");
        await visitor.LookAsync("withdrawing a piece of evidence");
    }

    private async Task EachCandidateAsync(Func<Visitor, int, Task> further)
    {
        // Planned to finalised, withdrawn, late and sent back: the stages that the demonstration shows, each in one of the languages.
        foreach (var (number, culture) in new[] { (1, Chinese), (3, English), (4, Chinese), (6, Chinese), (7, English), (8, Chinese), (9, Chinese), (10, English), (11, Chinese), (12, English) })
        {
            await site.VisitAsync($"demo-candidate-{number:D2}", culture, async visitor =>
            {
                var page = visitor.Page;
                if (number is 1 or 3)
                {
                    await visitor.EachAsync(culture == English, "/help/candidate");
                }

                await visitor.EachAsync(culture == English, "/dashboard");
                await visitor.OpenAsync("/my");
                if (number is 1 or 12)
                {
                    await visitor.LookAsync("/my");
                }

                await visitor.LeaveAsync(() => page.ClickAsync("main tbody a >> nth=0"));
                if (number is 1 or 3)
                {
                    await visitor.UnfoldAsync();
                }

                await visitor.LookAsync($"assessment of candidate {number}", culture == English);
                if (number is 9 or 10)
                {
                    var address = visitor.Path;
                    await visitor.EachAsync(culture == English, $"{address}/extension", $"{address}/adjustments");
                    await visitor.OpenAsync(address);
                }

                await further(visitor, number);
            });
        }
    }

    internal static FilePayload Text(string name, string content) => new() { Name = name, MimeType = "application/octet-stream", Buffer = Encoding.UTF8.GetBytes(content) };
}
