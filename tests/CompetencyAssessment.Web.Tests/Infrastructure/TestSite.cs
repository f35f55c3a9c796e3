using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
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
        ["Serilog:MinimumLevel:Default"] = "Fatal",
        ["Serilog:MinimumLevel:Override:Microsoft"] = "Fatal",
    };

    private TestData? _data;

    /// <summary>A Monday morning in Taipei.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Start);

    public string Folder => _folder;

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

    /// <summary>
    /// A browser with a session as the sign-in page gives it, without the time that checking a password takes. The page itself has its
    /// own tests.
    /// </summary>
    internal async Task<Browser> SignInAsync(TestUser user)
    {
        await using var scope = Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>().FindByIdAsync(user.UserId.ToString())
            ?? throw new InvalidOperationException($"No account {user.UserName}.");
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<AppUser>>().CreateAsync(account);
        var options = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var properties = new AuthenticationProperties { IssuedUtc = Clock.GetUtcNow(), ExpiresUtc = Clock.GetUtcNow() + options.ExpireTimeSpan };
        var browser = Browser();
        browser.Cookies[options.Cookie.Name!] = options.TicketDataFormat.Protect(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme));
        return browser;
    }

    /// <summary>Runs something with the services of one request.</summary>
    internal async Task<T> UseAsync<T>(Func<IServiceProvider, Task<T>> use)
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider);
    }

    internal Task<T> QueryAsync<T>(Func<AppDbContext, Task<T>> query) => UseAsync(services => query(services.GetRequiredService<AppDbContext>()));

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
            services.AddSingleton<RequestLog>();
            services.AddSingleton<IStartupFilter>(p => p.GetRequiredService<RequestLog>());
            services.ConfigureDbContext<AppDbContext>((p, options) => options.AddInterceptors(p.GetRequiredService<RequestLog>()));
            services.AddSingleton<ResourceManagerStringLocalizerFactory>();
            services.AddSingleton<IStringLocalizerFactory, MissingTexts>();
        });
    }
}
