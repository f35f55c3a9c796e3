using CompetencyAssessment.Data;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Searching;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Time.Testing;

namespace CompetencyAssessment.Web.Tests.Infrastructure;

/// <summary>
/// The whole application on its own migrated SQLite database in a temporary data folder, with a clock that the test moves. Nothing is
/// replaced but the clock; sign-in, antiforgery, policies and files are real.
/// </summary>
public class TestSite : WebApplicationFactory<Program>
{
    private readonly string _folder = TemplateFolder.Copy();
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal)
    {
        ["RateLimits:SignIn:Permits"] = "100000",
        ["RateLimits:Upload:Permits"] = "100000",
        ["RateLimits:Verify:Permits"] = "100000",
        ["Reading:Enabled"] = "false",
        ["Search:Indexing"] = "false",
        ["Overlaps:Enabled"] = "false",
        ["Serilog:MinimumLevel:Default"] = "Fatal",
        ["Serilog:MinimumLevel:Override:Microsoft"] = "Fatal",
    };

    private TestData? _data;

    /// <summary>Passwords of tests are no secret; as many rounds as Production takes cost more than the rest of a sign-in.</summary>
    internal const int HashRounds = 100;

    /// <summary>A Monday morning in Taipei.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Start);

    public string Folder => _folder;

    /// <summary>The file of the database.</summary>
    public string Database => Path.Combine(_folder, "competency.db");

    internal RequestLog Requests => Services.GetRequiredService<RequestLog>();

    /// <summary>People, assessments and evidence, made by the verbs that the screens call.</summary>
    internal TestData Data => _data ??= new TestData(this);

    /// <summary>Changes a setting before the first use.</summary>
    internal TestSite With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>A browser in which nobody is signed in.</summary>
    internal Browser Browser(bool https = false) => new(this, https);

    /// <summary>A browser in which somebody has signed in by the page.</summary>
    internal async Task<Browser> SignInAsync(TestUser user)
    {
        var browser = Browser();
        var page = await browser.OpenAsync("/account/sign-in");
        var answer = await page.Form("main form[method=post]").Fill("Form.UserName", user.UserName).Fill("Form.Password", TestData.Password).PostAsync();
        Assert.True(answer.Location is not null, $"{user.UserName} cannot sign in. {answer.Main}");
        return browser;
    }

    /// <summary>Runs something with the services of one request.</summary>
    internal async Task<T> UseAsync<T>(Func<IServiceProvider, Task<T>> use)
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider);
    }

    internal Task<T> QueryAsync<T>(Func<AppDbContext, Task<T>> query) => UseAsync(services => query(services.GetRequiredService<AppDbContext>()));

    /// <summary>Brings the search index up to what was saved; with the text of files where they were read.</summary>
    internal Task<int> IndexAsync() => Services.GetRequiredService<SearchIndexing>().IndexDueAsync(CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        TemplateFolder.Delete(_folder);
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("Data:Folder", _folder);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(Clock);

            // It would wake at every hour that a test puts the clock on; tests run what it runs.
            services.Remove(services.Single(s => s.ImplementationType == typeof(HourlyWork)));
            services.Configure<PasswordHasherOptions>(o => o.IterationCount = HashRounds);
            services.AddSingleton<RequestLog>();
            services.AddSingleton<IStartupFilter>(p => p.GetRequiredService<RequestLog>());
            services.ConfigureDbContext<AppDbContext>((p, options) => options.AddInterceptors(p.GetRequiredService<RequestLog>()));
            services.AddSingleton<ResourceManagerStringLocalizerFactory>();
            services.AddSingleton<IStringLocalizerFactory, MissingTexts>();
        });
    }
}
