namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>The same as <see cref="AccessibilityTests"/>, on the administrator's pages, which are the most.</summary>
[Trait("Kind", "Pages")]
public sealed class AdministratorAccessibilityTests(DemonstrationSite site) : IClassFixture<DemonstrationSite>
{
    [Theory]
    [InlineData(AccessibilityTests.Chinese)]
    [InlineData(AccessibilityTests.English)]
    public Task Pages_OfTheAdministrator_HaveNoFaults(string culture) => site.VisitAsync("demo-admin", culture, async visitor =>
    {
        var brief = culture == AccessibilityTests.English;
        await LookAtListsAsync(visitor, brief);
        await LookAtAssessmentsAsync(visitor, brief);
        await LookAtPeopleAsync(visitor, brief);
        await LookAtSchemesAsync(visitor, brief);
    });

    private static async Task LookAtListsAsync(Visitor visitor, bool brief)
    {
        await visitor.EachAsync(brief, "/", "/dashboard", "/assessments/cohort", "/assessments/cohort?by=criteria&state=Finalised", "/assessments", "/assessments?q=nobody", "/search", "/search?q=計畫", "/search?q=nothing-of-the-kind", "/people", "/centre", "/holidays", "/disputes", "/units", "/units/BGM6R0925v2",
            "/units/import", "/help/administrator", "/account/profile", "/account/change-password", "/design");
        if (!brief)
        {
            // The same pages with other rows.
            await visitor.EachAsync(brief, "/assessments/cohort?state=Decided", "/assessments?state=Finalised", "/search?q=計畫&kind=evidence", "/people?q=nobody", "/disputes?all=true", "/design/conflict");
        }

        await visitor.FailAsync(brief, "/account/change-password", "form[action='/account/change-password'] .btn-primary");
        await visitor.FailAsync(brief, "/assessments/new", "form[action='/assessments/new'][method=post] .btn-primary");
        await visitor.FailAsync(brief, "/people/new", "form[action='/people/new'] .btn-primary");
        await visitor.FailAsync(brief, "/units/import", "form[action='/units/import'] .btn-primary");
        await visitor.Page.SetInputFilesAsync("#Form_File", AccessibilityTests.Text("unit.json", """{ "code": "x", "tasks": [] }"""));
        await visitor.PressAsync("form[action='/units/import'] .btn-primary");
        await visitor.LookAsync("faults of an import", brief);
    }

    private static async Task LookAtAssessmentsAsync(Visitor visitor, bool brief)
    {
        var page = visitor.Page;
        foreach (var state in brief ? ["Planned", "Returned", "Decided", "Finalised"] : new[] { "Planned", "Assessing", "Returned", "Decided", "Finalised", "Withdrawn", "Suspended" })
        {
            await visitor.OpenAsync($"/assessments?state={state}");
            await visitor.LeaveAsync(() => page.ClickAsync("main tbody a >> nth=0"));
            await visitor.UnfoldAsync();
            await visitor.LookAsync($"assessment, {state}", brief);
        }

        await visitor.OpenAsync("/assessments?state=Assessing");
        await visitor.LeaveAsync(() => page.ClickAsync("main tbody a >> nth=0"));
        var address = visitor.Path;
        foreach (var act in new[] { "assessor", "withdraw", "terminate", "suspend" })
        {
            await visitor.OpenAsync($"{address}/{act}");
            if (!visitor.Path.EndsWith(act, StringComparison.Ordinal) || await page.Locator("main form[method=post]").CountAsync() == 0)
            {
                continue;
            }

            await visitor.LookAsync($"{act}", brief);
            await page.ClickAsync("main form[method=post] .btn:not(a) >> nth=0");
            if (await page.Locator("#confirm-dialog[open]").CountAsync() > 0)
            {
                await visitor.LookAsync($"{act}, confirming", brief);
                await visitor.LeaveAsync(() => page.ClickAsync("[data-confirm-ok]"));
            }

            await page.WaitForSelectorAsync(".error-summary");
            await visitor.LookAsync($"{act} with errors", brief);
        }

        await visitor.OpenAsync($"{address}/plan");
        await visitor.UnfoldAsync();
        await visitor.LookAsync("plan", brief);
        await visitor.EachAsync(brief, $"{address}/appointments", $"{address}/extension");
        await visitor.FailAsync(brief, $"{address}/appointments/new", $"form[action='{address}/appointments/new'] .btn-primary");
    }

    private static async Task LookAtSchemesAsync(Visitor visitor, bool brief)
    {
        var page = visitor.Page;
        await visitor.EachAsync(brief, "/schemes", "/schemes/new");
        await visitor.OpenAsync("/schemes");
        await visitor.LeaveAsync(() => page.ClickAsync("main a[href^='/schemes/drafts/']"));
        var draft = visitor.Path;
        await visitor.EachAsync(brief, draft, $"{draft}/changes", $"{draft}/scale", $"{draft}/methods", $"{draft}/coverage", $"{draft}/coverage/E1", $"{draft}/criteria", $"{draft}/criteria/P3.4");
        await page.FillAsync("#Form_Interpretation_Zh", brief ? "另一個未儲存的說明" : "未儲存的說明");
        await page.WaitForSelectorAsync(".save-state:not(:empty)");
        await visitor.LookAsync("a draft's part that is not saved", brief);
        await page.Keyboard.PressAsync("Control+s");
        await page.WaitForSelectorAsync(".flash .notice");
        await visitor.OpenAsync($"{draft}/rules");
        await page.FillAsync("#Form_SubmitDays", "0");
        await visitor.PressAsync("[data-save]");
        await visitor.LookAsync("rules with errors", brief);
        await visitor.OpenAsync(draft);
        await page.ClickAsync("form[action$='/publish'] button");
        await page.WaitForSelectorAsync("#confirm-dialog[open]");
        await visitor.LookAsync("publishing a draft", brief);
        await page.ClickAsync("#confirm-dialog [value=cancel]");
    }

    private static async Task LookAtPeopleAsync(Visitor visitor, bool brief)
    {
        var page = visitor.Page;
        await visitor.OpenAsync("/people?q=C0012");
        await visitor.LeaveAsync(() => page.ClickAsync("main tbody a >> nth=0"));
        await visitor.LookAsync("person", brief);
        await page.ClickAsync("form[action$='/bar'] button");
        await page.WaitForSelectorAsync("#confirm-dialog[open]");
        await visitor.LookAsync("barring an account", brief);
        await page.ClickAsync("#confirm-dialog [value=cancel]");
        await visitor.ConfirmAsync("form[action$='/link'] button");
        await page.WaitForSelectorAsync("#one-time-link");
        await visitor.LookAsync("one-time link", brief);
        await visitor.LeaveAsync(() => page.ClickAsync("a[href$='/edit']"));
        await page.FillAsync("main input[type=text] >> nth=0", "");
        await visitor.PressAsync("main form .btn-primary >> nth=0");
        await visitor.LookAsync("names with errors", brief);
        await visitor.OpenAsync("/centre");
        await page.FillAsync("main input[type=text] >> nth=0", "");
        await visitor.PressAsync("main form .btn-primary >> nth=0");
        await visitor.LookAsync("centre with errors", brief);
    }
}
