namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>The assessor's pages, with the demands of <see cref="AccessibilityTests"/>; a class of its own, so that both run at once.</summary>
[Trait("Kind", "Pages")]
public sealed class ScoringAccessibilityTests(DemonstrationSite site) : IClassFixture<DemonstrationSite>
{
    [Fact]
    public Task Pages_OfTheAssessor_HaveNoFaults() => site.VisitAsync("demo-assessor-1", "zh-TW", visitor => LookAtScoringAsync(visitor, brief: false));

    [Fact]
    public Task Pages_OfTheAssessorInEnglish_HaveNoFaults() => site.VisitAsync("demo-assessor-1", "en", visitor => LookAtScoringAsync(visitor, brief: true));

    private static async Task LookAtScoringAsync(Visitor visitor, bool brief)
    {
        var page = visitor.Page;
        await visitor.EachAsync(brief, "/help/assessor", "/dashboard", "/scoring", "/scoring?all=true");
        var cases = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('main tbody a')].map(a => a.getAttribute('href'))");
        Assert.True(cases.Length > 3);
        var looked = false;
        foreach (var address in cases.Distinct(StringComparer.Ordinal))
        {
            await visitor.OpenAsync(address);
            if (await page.Locator("[data-scoring]").CountAsync() == 0)
            {
                await visitor.LookAsync(address, brief);
                await LookAtChartsAsync(visitor, address, brief);
            }
            else if (!looked && await page.Locator($"a[href='{address}/return']").CountAsync() > 0)
            {
                // One workspace stands for all.
                looked = true;
                await LookAtWorkspaceAsync(visitor, address, brief);
                await LookAtDecisionsAsync(visitor, address, brief);
                await LookAtChartsAsync(visitor, address, brief);
            }
        }

        Assert.True(looked);
    }

    private static async Task LookAtChartsAsync(Visitor visitor, string address, bool brief)
    {
        // Leads to the decision where there is one.
        await visitor.OpenAsync($"{address}/charts");
        await visitor.UnfoldAsync();
        await visitor.LookAsync($"{address}/charts", brief);
    }

    /// <summary>The workspace with all that can be folded open, evidence shown, and with a rating that somebody else has changed.</summary>
    private static async Task LookAtWorkspaceAsync(Visitor visitor, string address, bool brief)
    {
        var page = visitor.Page;
        await page.WaitForSelectorAsync("[data-scoring][data-ready]");
        await page.ClickAsync("[data-view] >> nth=0");
        await page.WaitForSelectorAsync(".pdfViewer .page, .reader-part, .reader-note");
        await page.EvaluateAsync("() => { for (const part of document.querySelectorAll('[data-scoring] details')) part.open = true; }");
        var card = page.Locator("[data-criterion]:not([hidden])");
        await card.Locator("[data-level][value='1']").CheckAsync();
        await card.Locator("[data-method='M1.Q']").CheckAsync();
        await card.Locator("[data-c-add]").ClickAsync();
        await page.WaitForSelectorAsync("[data-saved][data-state=saved]");
        await visitor.LookAsync($"{address} unfolded", brief);

        // The states of the workspace are the same in the other language.
        if (brief)
        {
            return;
        }

        foreach (var (name, open) in new[] { ("requirements", "[data-tab=requirements]"), ("matrix", "[data-tab=matrix]") })
        {
            await page.ClickAsync(open);
            await visitor.LookAsync($"{address} {name}", briefly: true);
        }

        await page.ClickAsync("[data-tab=pieces]");
        foreach (var (key, dialog) in new[] { ("?", "#keys-dialog"), ("b", "#bulk-dialog"), ("s", "#snippets-dialog") })
        {
            await card.FocusAsync();
            await page.Keyboard.PressAsync(key);
            await page.WaitForSelectorAsync($"{dialog}[open]");
            await visitor.LookAsync($"{address} {dialog}");
            await page.Keyboard.PressAsync("Escape");
        }

        // Another tab changes what this one could not send yet.
        visitor.IsCut = true;
        await page.RouteAsync("**/ratings/**", route => route.AbortAsync());
        await card.Locator("[data-level][value='3']").CheckAsync();
        await page.WaitForSelectorAsync("[data-saved][data-state=waiting]");
        await visitor.LookAsync($"{address} unsent", briefly: true);
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(address);
        await other.WaitForSelectorAsync("[data-scoring][data-ready]");
        await other.Locator("[data-criterion]:not([hidden]) [data-level][value='2']").CheckAsync();
        await other.WaitForSelectorAsync("[data-saved][data-state=saved]");
        await other.CloseAsync();
        await page.UnrouteAllAsync();
        await page.EvaluateAsync("() => dispatchEvent(new Event('focus'))");
        await page.WaitForSelectorAsync("[data-conflict]:not([hidden])");
        visitor.IsCut = false;
        await visitor.LookAsync($"{address} in conflict");
        await page.ClickAsync("[data-conflict]:not([hidden]) button >> nth=0");
        await page.WaitForSelectorAsync("[data-saved][data-state=saved]");
    }

    private static async Task LookAtDecisionsAsync(Visitor visitor, string address, bool brief)
    {
        var page = visitor.Page;
        await visitor.EachAsync(brief, $"{address}/return");
        await page.FillAsync("#ResubmitBy", "2020-01-01");
        await page.ClickAsync("form[data-confirm] .btn-primary");
        await page.WaitForSelectorAsync("#confirm-dialog[open]");
        await visitor.LookAsync("confirming a return", brief);
        await visitor.LeaveAsync(() => page.ClickAsync("[data-confirm-ok]"));
        await visitor.LookAsync("return with errors", brief);
        await visitor.EachAsync(brief, $"{address}/sign");
        if (await page.Locator("#Form_Password").CountAsync() > 0)
        {
            await page.EvaluateAsync("() => { for (const part of document.querySelectorAll('main details')) part.open = true; }");
            await visitor.ConfirmAsync("form[action$='/sign'] .btn-primary");
            await visitor.LookAsync("signature with errors", brief);
        }
    }
}
