using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Infrastructure;

/// <summary>An installed Chromium where there is one, else the one that Playwright's installer brings.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    public static async Task<Chromium> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var installed = Installed();
        if (installed is null)
        {
            var exit = Microsoft.Playwright.Program.Main(["install", "chromium"]);
            Assert.True(exit == 0, "No Chromium: install one (Debian, Ubuntu: apt-get install chromium), name it in the variable CHROMIUM, or let 'playwright install chromium' reach its download.");
        }

        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = installed, Args = Arguments }));
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? Installed() => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
        ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(f => Names.Select(n => Path.Combine(f, n))).FirstOrDefault(File.Exists);
}

/// <summary>One person's window. What axe finds on a page is kept until the end; trace and picture stay where the journey fails.</summary>
internal sealed class Window(IBrowserContext context, IPage page, Uri address, List<string> violations, string name)
{
    public IPage Page => page;

    public static async Task<Window> SignInAsync(Chromium chromium, Uri address, string userName, List<string> violations)
    {
        var context = await chromium.Browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = 1280, Height = 900 } });
        await context.Tracing.StartAsync(new() { Screenshots = true, Snapshots = true });
        context.SetDefaultTimeout(15_000);
        var window = new Window(context, await context.NewPageAsync(), address, violations, userName);
        await window.Page.GotoAsync("/account/sign-in");
        await window.Page.FillAsync("#Form_UserName", userName);
        await window.Page.FillAsync("#Form_Password", Seed.Password);
        await window.Page.ClickAsync("main form[method=post] button:not([type=button])");
        await window.Page.WaitForURLAsync(url => !url.Contains("/account/sign-in", StringComparison.Ordinal));
        return window;
    }

    /// <summary>Opens a page and looks at it with axe in both colour schemes.</summary>
    public async Task OpenAsync(string path)
    {
        var answer = await page.GotoAsync(path);
        Assert.True(answer!.Ok, $"{path} answered {answer.Status}.");
        await LookAsync(path);
    }

    /// <summary>Looks at what is shown now with axe in both colour schemes, every rule on.</summary>
    public async Task LookAsync(string what)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            var found = await page.RunAxe();
            Assert.NotEmpty(found.Passes);
            violations.AddRange(found.Violations.Select(v => $"{name} {what} ({scheme}): {v.Id}, {v.Help}\n    {string.Join("\n    ", v.Nodes.Take(3).Select(n => n.Html))}"));
        }
    }

    /// <summary>Presses a button whose form asks back, and confirms.</summary>
    public async Task ConfirmAsync(string selector)
    {
        await page.ClickAsync(selector);
        await page.WaitForSelectorAsync("#confirm-dialog[open]");
        await LookAsync("confirmation of " + selector);
        await LeaveAsync(() => page.ClickAsync("[data-confirm-ok]"));
    }

    /// <summary>Does what leads to another page, and waits until that one is there.</summary>
    public async Task LeaveAsync(Func<Task> act)
    {
        await page.EvaluateAsync("() => document.documentElement.setAttribute('data-left', '')");
        await act();
        await page.WaitForSelectorAsync("html:not([data-left]) main", new() { State = WaitForSelectorState.Attached });
        await page.WaitForLoadStateAsync();
    }

    public async Task<byte[]> DownloadAsync(string path)
    {
        var answer = await context.APIRequest.GetAsync(new Uri(address, path).ToString());
        Assert.True(answer.Ok, $"{path} answered {answer.Status}.");
        return await answer.BodyAsync();
    }

    /// <summary>Leaves trace and picture of a failed journey in <c>artifacts/end-to-end</c>.</summary>
    public async Task KeepAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Published.Root, "artifacts", "end-to-end")).FullName;
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        await context.Tracing.StopAsync(new() { Path = Path.Combine(folder, name + ".zip") });
    }
}
