using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>
/// One person at one browser. Every fault that the browser tells (script errors, refusals by the content security policy, faults of the
/// server) is kept, and so is what axe finds.
/// </summary>
internal sealed class Visitor
{
    private readonly IBrowserContext _context;
    private readonly string _name;
    private readonly List<string> _faults;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private string _where = "";

    private static bool Traced => Environment.GetEnvironmentVariable("TEST_TRACE") is { Length: > 0 };

    private Visitor(IBrowserContext context, IPage page, string name, List<string> faults)
    {
        (_context, Page, _name, _faults) = (context, page, name, faults);
        page.Console += (_, message) =>
        {
            // The browser also notes each answer of 4xx, which is what a wrong form or an unknown address is meant to get.
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal)
                && !(IsCut && message.Text.Contains("net::ERR_", StringComparison.Ordinal)))
            {
                Note($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => Note($"script error: {error}");
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 500)
            {
                Note($"{answer.Url} answered {answer.Status}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>While the test keeps requests from arriving, the browser's word on it is no fault.</summary>
    public bool IsCut { get; set; }

    /// <summary>Path of the page that is shown.</summary>
    public string Path => new Uri(Page.Url).AbsolutePath;

    /// <param name="scale">Pixels of a picture for each of the page.</param>
    public static async Task<Visitor> ArriveAsync(Chromium chromium, Uri address, string name, string culture, List<string> faults, float scale = 1)
    {
        var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = 1280, Height = 900 },
            DeviceScaleFactor = scale,
            ReducedMotion = ReducedMotion.Reduce,
            ColorScheme = ColorScheme.Light,
            AcceptDownloads = true,
        });
        if (Traced)
        {
            await context.Tracing.StartAsync(new() { Screenshots = true, Snapshots = true });
        }

        context.SetDefaultTimeout(20_000);
        await context.AddInitScriptAsync(Comfort.CountShifts);
        var visitor = new Visitor(context, await context.NewPageAsync(), name, faults);
        await visitor.OpenAsync("/account/sign-in");
        await visitor.SpeakAsync(culture);
        return visitor;
    }

    /// <returns>The status of the answer.</returns>
    public async Task<int> OpenAsync(string path)
    {
        _where = path;
        var status = (await Page.GotoAsync(path))?.Status ?? 0;
        foreach (var fault in await Comfort.ShiftsAsync(Page))
        {
            Note(fault);
        }

        return status;
    }

    /// <summary>Chooses the language by the button of the page's head.</summary>
    public async Task SpeakAsync(string culture)
    {
        if (await Page.GetAttributeAsync("html", "lang") != culture)
        {
            await LeaveAsync(() => Page.ClickAsync($"button[name=culture][value='{culture}']"));
        }

        Assert.Equal(culture, await Page.GetAttributeAsync("html", "lang"));
    }

    public async Task SignInAsync(string userName, string password)
    {
        if (Path != "/account/sign-in")
        {
            await OpenAsync("/account/sign-in");
        }

        await Page.FillAsync("#Form_UserName", userName);
        await Page.FillAsync("#Form_Password", password);
        await Page.PressAsync("#Form_Password", "Enter");
        await Page.WaitForURLAsync(url => !url.Contains("/account/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Follows a link of the page's head.</summary>
    public Task GoAsync(string href) => LeaveAsync(() => Page.ClickAsync($".bar-nav a[href='{href}']"));

    /// <summary>Presses a button whose form asks back, and confirms.</summary>
    public async Task ConfirmAsync(string selector)
    {
        await Page.ClickAsync(selector);
        await Page.WaitForSelectorAsync("#confirm-dialog[open]");
        await LeaveAsync(() => Page.ClickAsync("[data-confirm-ok]"));
    }

    /// <summary>Does what leads to another page, and waits until that one is there.</summary>
    public async Task LeaveAsync(Func<Task> act)
    {
        await Page.EvaluateAsync("() => document.documentElement.setAttribute('data-left', '')");
        await act();
        await Page.WaitForSelectorAsync("html:not([data-left]) main", new() { State = WaitForSelectorState.Attached });

        // Asked of the page itself: the event may have come before anybody listened.
        await Page.WaitForFunctionAsync("() => document.readyState === 'complete'");
        _where = Path;
    }

    public async Task<byte[]> DownloadAsync(string selector)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.ClickAsync(selector));
        await using var content = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>
    /// Looks at what is shown with axe, every rule on: in light colours at 1280 px, in dark ones at 360 px; and asks that nothing reaches over
    /// the edge there. Then at 1280 px at twice the size, with less motion and by keyboard.
    /// </summary>
    /// <param name="what">Names the page or state in the faults.</param>
    /// <param name="briefly">
    /// For a page that was looked at in another language: with axe in one colour scheme and width only, and without contrast, motion and keyboard.
    /// </param>
    public async Task LookAsync(string what, bool briefly = false)
    {
        _where = what;
        await ScanAsync(what, ColorScheme.Light, 1280, withColours: !briefly);
        if (!briefly)
        {
            await ScanAsync(what, ColorScheme.Dark, 360, withColours: true);
        }

        await Page.SetViewportSizeAsync(360, 900);
        var wide = await Page.EvaluateAsync<string>(
            """
            () => document.documentElement.scrollWidth <= innerWidth ? '' : `${document.documentElement.scrollWidth} px: `
              + [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')
            """);
        if (wide.Length > 0)
        {
            Note($"wider than 360 px, {wide}");
        }

        await Page.SetViewportSizeAsync(1280, 900);
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        foreach (var fault in await Comfort.FindAsync(Page, briefly))
        {
            Note(fault);
        }
    }

    /// <summary>Looks in English at what is shown, briefly, and then in Chinese.</summary>
    public async Task LookInBothAsync(string what, bool briefly = false)
    {
        await SpeakAsync(AccessibilityTests.English);
        await LookAsync(what, briefly: true);
        await SpeakAsync(AccessibilityTests.Chinese);
        await LookAsync(what, briefly);
    }

    /// <summary>Opens page after page, each of which is there, and looks at it.</summary>
    public async Task EachAsync(bool briefly, params string[] paths)
    {
        foreach (var path in paths)
        {
            var status = await OpenAsync(path);
            Assert.True(status != 404, $"{path} is not there for {_name}.");
            await LookAsync(path, briefly);
        }
    }

    /// <summary>Opens all that is folded on the page.</summary>
    public Task UnfoldAsync() => Page.EvaluateAsync("() => { for (const part of document.querySelectorAll('main details')) part.open = true; }");

    /// <summary>Presses a button that leads to another page.</summary>
    public Task PressAsync(string button) => LeaveAsync(() => Page.ClickAsync(button));

    /// <summary>Opens a page, sends its form as it is, and looks at the faults that it names.</summary>
    public async Task FailAsync(bool briefly, string path, string button)
    {
        await EachAsync(briefly, path);
        await PressAsync(button);
        await LookAsync($"{path} with errors", briefly);
    }

    /// <summary>Leaves a picture of a failed journey in <c>artifacts/end-to-end</c>, and a trace where <c>TEST_TRACE</c> asks for it: keeping one makes every step slower.</summary>
    public async Task KeepAsync(string test)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Published.Root, "artifacts", "end-to-end")).FullName;
        var page = _context.Pages.LastOrDefault(p => !p.IsClosed);
        if (page is not null)
        {
            await page.ScreenshotAsync(new() { Path = System.IO.Path.Combine(folder, $"{test}-{_name}.png"), FullPage = true });
        }

        if (Traced)
        {
            await _context.Tracing.StopAsync(new() { Path = System.IO.Path.Combine(folder, $"{test}-{_name}.zip") });
        }
    }

    /// <summary>Closes the browser's window with all that it keeps.</summary>
    public Task LeaveForGoodAsync() => _context.CloseAsync();

    private async Task ScanAsync(string what, ColorScheme scheme, int width, bool withColours)
    {
        await Page.SetViewportSizeAsync(width, 900);
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });

        // The page follows the scheme by script, and colours reach their end a frame later.
        await Page.WaitForFunctionAsync(
            "scheme => document.documentElement.dataset.bsTheme === scheme && document.getAnimations().every(a => a.playState !== 'running')", scheme == ColorScheme.Dark ? "dark" : "light");
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        foreach (var violation in await Axe.FindAsync(Page, withColours))
        {
            Note($"{violation.Rule} ({scheme}, {width} px), {violation.Help}\n    {string.Join("\n    ", violation.Places)}");
        }
    }

    private void Note(string fault)
    {
        if (_known.Add(fault))
        {
            lock (_faults)
            {
                _faults.Add($"{_name} at {_where}: {fault}");
            }
        }
    }
}
