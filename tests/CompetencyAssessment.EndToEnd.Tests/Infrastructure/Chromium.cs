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
