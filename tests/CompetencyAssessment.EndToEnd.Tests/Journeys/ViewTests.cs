using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>What a page keeps when its language changes, where its links lead, and how much it weighs.</summary>
public sealed class ViewTests(DemonstrationSite site) : IClassFixture<DemonstrationSite>
{
    [Fact]
    public Task Place_AttachedToARatingThatHasOne_StandsBesideIt() => site.VisitAsync("demo-assessor-1", "zh-TW", async visitor =>
    {
        var page = visitor.Page;
        var address = await OpenWorkspaceAsync(visitor);
        var code = await page.EvaluateAsync<string>("() => [...document.querySelectorAll('[data-criterion]')].find((c) => JSON.parse(c.dataset.fields).citations.length === 1).dataset.criterion");
        await page.ClickAsync($".score-nav [data-goto='{code}']");
        var rows = page.Locator("[data-criterion]:not([hidden]) [data-citation]:not([data-template=true])");
        Assert.Equal(1, await rows.CountAsync());
        await page.ClickAsync("[data-criterion]:not([hidden]) [data-c-add]");
        await rows.Nth(1).Locator("[data-c-kind]").SelectOptionAsync("whole");
        await page.WaitForSelectorAsync("[data-saved][data-state=saved]");
        await visitor.OpenAsync(address);
        await page.WaitForSelectorAsync("[data-scoring][data-ready]");
        Assert.Equal(code, await page.GetAttributeAsync("[data-criterion]:not([hidden])", "data-criterion"));
        Assert.Equal(2, await rows.CountAsync());

        // The one that was there before can be taken away as well.
        await rows.First.Locator("[data-c-remove]").ClickAsync();
        await page.WaitForSelectorAsync("[data-saved][data-state=saved]");
        await visitor.OpenAsync(address);
        await page.WaitForSelectorAsync("[data-scoring][data-ready]");
        Assert.Equal("whole", await rows.Locator("[data-c-kind]").InputValueAsync());
    });

    [Fact]
    public Task Evidence_ChangedToEnglishWhileTyping_KeepsWhatWasTyped() => site.VisitAsync("demo-candidate-09", "zh-TW", async visitor =>
    {
        var page = visitor.Page;
        await OpenEvidenceAsync(visitor);
        await page.FillAsync("#Form_OwnShare", "第二章與第三章由本人完成");
        await page.SelectOptionAsync("#Form_Context", "Workplace");
        await page.EvaluateAsync("() => { document.querySelector('#c-P3\\\\.4').closest('details').open = true; }");
        var box = page.Locator("#c-P3\\.4");
        var wasChecked = await box.IsCheckedAsync();
        await box.SetCheckedAsync(!wasChecked);
        await visitor.SpeakAsync("en");
        Assert.Equal("第二章與第三章由本人完成", await page.InputValueAsync("#Form_OwnShare"));
        Assert.Equal("Workplace", await page.InputValueAsync("#Form_Context"));
        Assert.Equal(!wasChecked, await box.IsCheckedAsync());

        // A form that came back with faults stands where it is, too.
        await page.FillAsync("#Form_Title", "");
        await visitor.PressAsync(".save-bar .btn-primary");
        await visitor.SpeakAsync("zh-TW");
        Assert.Equal("", await page.InputValueAsync("#Form_Title"));
        Assert.Equal("第二章與第三章由本人完成", await page.InputValueAsync("#Form_OwnShare"));

        // What is saved is not brought back later.
        await page.FillAsync("#Form_Title", "分時話務量");
        await visitor.PressAsync(".save-bar .btn-primary");
        await page.ReloadAsync();
        Assert.Equal("分時話務量", await page.InputValueAsync("#Form_Title"));
        Assert.Equal(!wasChecked, await box.IsCheckedAsync());
    });

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public Task Links_IntoThePage_ShowTheirTargetBelowTheHead(int width) => site.VisitAsync("demo-candidate-09", "zh-TW", async visitor =>
    {
        var page = visitor.Page;
        await page.SetViewportSizeAsync(width, 700);
        await OpenEvidenceAsync(visitor);
        var address = visitor.Path;
        foreach (var field in new[] { "Form_Title", "Form_Context", "Form_PeriodFrom", "Form_OwnShare", "Form_AiUse", "Form_Confidentiality", "supports", "versions" })
        {
            await visitor.OpenAsync("/my");
            await visitor.OpenAsync($"{address}#{field}");
            await SeenAsync(page, field);
        }

        await page.FillAsync("#Form_Title", "");
        await page.FillAsync("#Form_PeriodFrom", "2026-05-01");
        await page.FillAsync("#Form_PeriodTo", "2026-01-01");
        await visitor.PressAsync(".save-bar .btn-primary");
        foreach (var link in await page.Locator(".error-summary a").AllAsync())
        {
            var field = (await link.GetAttributeAsync("href"))![1..];
            await link.ClickAsync();
            await SeenAsync(page, field);
            Assert.Equal(field, await page.EvaluateAsync<string>("() => document.activeElement.id"));
        }

        foreach (var item in new[] { "P3.4", "K08", "E2", "scheme" })
        {
            await visitor.OpenAsync("/my");
            await visitor.OpenAsync($"/units/BGM6R0925v2#{item}");
            await SeenAsync(page, item);
        }
    }, test: $"links-{width}");

    [Fact]
    public Task Workspace_AtFirstView_WeighsUnder300KB() => site.VisitAsync("demo-assessor-1", "zh-TW", async visitor =>
    {
        var address = await OpenWorkspaceAsync(visitor);
        var network = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        var bytes = 0d;
        network.Event("Network.loadingFinished").OnEvent += (_, done) => bytes += done!.Value.GetProperty("encodedDataLength").GetDouble();
        await visitor.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await visitor.Page.WaitForSelectorAsync("[data-scoring][data-ready]");

        Assert.InRange(bytes, 20_000, 300_000);
    });

    [Fact]
    public Task Workspace_ChangedToEnglishAndBack_KeepsWhatIsInView() => site.VisitAsync("demo-assessor-1", "zh-TW", async visitor =>
    {
        var page = visitor.Page;
        var address = await OpenWorkspaceAsync(visitor);
        await page.ClickAsync("[data-view] >> nth=0");
        await page.WaitForSelectorAsync(".pdfViewer .page[data-loaded]");
        await page.FillAsync(".reader-page", "2");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => /2/.test(document.querySelector('[data-v-place]').textContent)");
        await page.ClickAsync(".score-nav [data-goto='P3.4']");
        await page.ClickAsync("[data-filter=incomplete]");
        await page.FocusAsync("[data-split]");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.FillAsync("[data-criterion]:not([hidden]) textarea[data-field=comment]", "切換語言時仍在輸入的評語");
        const string View =
            """
            () => {
              const card = document.querySelector('[data-criterion]:not([hidden])');
              return JSON.stringify([
                card.dataset.criterion,
                card.querySelector('textarea[data-field="comment"]').value,
                document.querySelector('[data-filter][aria-pressed=true]').dataset.filter,
                document.querySelector('[data-split]').getAttribute('aria-valuenow'),
                document.querySelector('[data-v-version]')?.value,
                document.querySelector('[data-v-place]')?.textContent.match(/\d+/)?.[0],
              ]);
            }
            """;
        var before = await page.EvaluateAsync<string>(View);
        foreach (var culture in new[] { "en", "zh-TW" })
        {
            await visitor.SpeakAsync(culture);
            Assert.Equal(address, visitor.Path);
            await page.WaitForSelectorAsync("[data-scoring][data-ready]");
            await page.WaitForSelectorAsync(".pdfViewer .page[data-loaded]");
            await page.WaitForFunctionAsync("() => /2/.test(document.querySelector('[data-v-place]').textContent)");
            Assert.Equal(before, await page.EvaluateAsync<string>(View));
        }
    });

    /// <summary>The page that follows was read before the save, and is shown after it.</summary>
    [Fact]
    public Task Workspace_LoadedAgainWhileASaveArrives_ShowsWhatWasTyped() => site.VisitAsync("demo-assessor-1", "zh-TW", async visitor =>
    {
        const string Typed = "重新整理時才送達的評語";
        var page = visitor.Page;
        var address = await OpenWorkspaceAsync(visitor);
        var (read, saved) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/ratings/**", async route =>
        {
            await read.Task.WaitAsync(TimeSpan.FromSeconds(20));
            await route.ContinueAsync();
        });
        page.Response += (_, answer) =>
        {
            if (answer.Url.Contains("/ratings/", StringComparison.Ordinal))
            {
                saved.TrySetResult();
            }
        };
        await page.RouteAsync($"**{address}", async route =>
        {
            var next = await route.FetchAsync();
            read.TrySetResult();
            await saved.Task.WaitAsync(TimeSpan.FromSeconds(20));

            // The page that is on its way out takes the answer in.
            await Task.Delay(500);
            await route.FulfillAsync(new() { Response = next });
        });
        await page.FillAsync("[data-criterion]:not([hidden]) textarea[data-field=comment]", Typed);
        await page.WaitForSelectorAsync("[data-saved][data-state=saving]");
        await page.ReloadAsync();
        await page.UnrouteAllAsync();
        await page.WaitForSelectorAsync("[data-scoring][data-ready]");
        Assert.Equal(Typed, await page.InputValueAsync("[data-criterion]:not([hidden]) textarea[data-field=comment]"));
        await page.WaitForSelectorAsync("[data-saved][data-state=saved]");
    });

    /// <summary>As fingers do it: character by character into an empty field, with a pause in which it is sent, and on.</summary>
    [Fact]
    public Task Comment_TypedKeyByKey_IsSavedWithoutAsking_AndTheAddressLeads() => site.VisitAsync("demo-assessor-1", "zh-TW", async visitor =>
    {
        const string Empty = "[data-criterion]:not([hidden]) textarea[data-field=comment]";
        var page = visitor.Page;
        await OpenWorkspaceAsync(visitor);
        var codes = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-criterion]')].filter(c => c.querySelector('textarea[data-field=comment]').value === '').map(c => c.dataset.criterion)");
        await page.ClickAsync($".score-nav [data-goto='{codes[0]}']");
        await page.ClickAsync(Empty);
        await page.Keyboard.TypeAsync("Sources named", new() { Delay = 60 });
        await Task.Delay(900);
        await page.Keyboard.TypeAsync(", two.", new() { Delay = 60 });
        await page.WaitForSelectorAsync("[data-saved][data-state=saved]");
        Assert.Equal(0, await page.Locator("[data-conflict]:not([hidden])").CountAsync());

        // An address typed over, and back.
        await page.EvaluateAsync("code => { location.hash = code; }", codes[1]);
        await page.WaitForSelectorAsync($"[data-criterion='{codes[1]}']:not([hidden])");
        await page.GoBackAsync();
        await page.WaitForSelectorAsync($"[data-criterion='{codes[0]}']:not([hidden])");
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("[data-scoring][data-ready]");
        Assert.Equal("Sources named, two.", await page.InputValueAsync(Empty));
    });

    /// <summary>Opens the workspace of an assessment that is being assessed.</summary>
    internal static async Task<string> OpenWorkspaceAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/scoring");
        foreach (var address in await visitor.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('main tbody a')].map(a => a.getAttribute('href'))"))
        {
            await visitor.OpenAsync(address);
            if (await visitor.Page.Locator($"a[href='{address}/return']").CountAsync() > 0)
            {
                await visitor.Page.WaitForSelectorAsync("[data-scoring][data-ready]");
                return address;
            }
        }

        throw new InvalidOperationException("The demonstration has nothing that is being assessed.");
    }

    /// <summary>Opens the piece that lacks its description.</summary>
    private static async Task OpenEvidenceAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/my");
        await visitor.LeaveAsync(() => visitor.Page.ClickAsync("main tbody a >> nth=0"));
        await visitor.LeaveAsync(() => visitor.Page.ClickAsync(".evidence-title >> nth=-1"));
    }

    /// <summary>The target, and the label of a field, stand below what sticks to the top, and the target above what sticks to the bottom.</summary>
    private static async Task SeenAsync(IPage page, string id)
    {
        var fault = await page.EvaluateAsync<string>(
            """
            (id) => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
              const target = document.getElementById(id);
              const label = document.querySelector(`label[for="${id}"]`);
              const head = document.querySelector('.bar').getBoundingClientRect().bottom;
              const bar = document.querySelector('.save-bar')?.getBoundingClientRect();
              const top = (label ?? target).getBoundingClientRect().top;
              const end = target.getBoundingClientRect();
              done(top < head ? `${id} begins at ${top}, under the head, which ends at ${head}` : end.top > innerHeight - 20 || (bar && bar.top < Math.min(end.bottom, end.top + 40) && bar.bottom > end.top) ? `${id} stands at ${end.top}, out of sight` : '');
            })))
            """,
            id);
        Assert.Equal("", fault);
    }
}
