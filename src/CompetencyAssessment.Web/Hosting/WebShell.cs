using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CompetencyAssessment.Web.Features.Preferences;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.Shared.Navigation;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using FluentValidation.AspNetCore;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>All that pages share: logging, errors, security headers, localisation, views, assets. Features add their own beside it.</summary>
internal static class WebShell
{
    /// <summary>Tag of the health checks that <c>/health/ready</c> asks.</summary>
    public const string ReadyTag = "ready";

    public static WebApplicationOptions Options(string[] args) => new()
    {
        // A command's own words are no settings: --Name=value is, in any place.
        Args = args is [['-', ..] _, ..] or [] ? args : [.. args.Where(a => a.StartsWith("--", StringComparison.Ordinal) && a.Contains('=', StringComparison.Ordinal))],
        // A published application finds its settings from whatever folder it is started in.
        ContentRootPath = File.Exists("appsettings.json") || args.Any(a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase))
            ? null
            : AppContext.BaseDirectory,
    };

    public static WebApplicationBuilder AddWebShell(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;

        UseDefaultUrl(builder);
        builder.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();

        services.Configure<ForwardedHeadersOptions>(configuration.GetSection("Proxy").Get<ProxySettings>() is { Enabled: true } proxy
            ? proxy.Apply
            : options => options.ForwardedHeaders = ForwardedHeaders.None);
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        services.AddResponseCompression(options => options.EnableForHttps = true);

        // The workspace is 600 KB of repeated markup: the fastest level leaves 140 KB of it, this one 40.
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.AddExceptionHandler<ErrorHandler>();
        services.AddRateLimits(configuration);
        services.AddHealthChecks();
        services.AddWebLocalization(configuration);

        // Chinese stays readable in the page source, and takes three bytes instead of eight.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));

        services.Configure<CookiePolicyOptions>(options =>
        {
            options.Secure = CookieSecurePolicy.SameAsRequest;
            options.HttpOnly = Microsoft.AspNetCore.CookiePolicy.HttpOnlyPolicy.Always;
            options.MinimumSameSitePolicy = SameSiteMode.Lax;
        });
        services.Configure<CookieTempDataProviderOptions>(options => options.Cookie.Name = Flash.Cookie);
        services.AddAntiforgery(options =>
        {
            options.HeaderName = "RequestVerificationToken";
            options.Cookie.Name = "antiforgery";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Lax;
            // Our own header says frame-ancestors 'self'; files are shown in frames of our own pages.
            options.SuppressXFrameOptionsHeader = true;
        });

        services.AddControllersWithViews(options =>
            {
                options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
                // What is required is said by validators, not by nullability.
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            })
            .ConfigureApplicationPartManager(parts => parts.FeatureProviders.Add(new InternalControllers()))
            .AddJsonOptions(options => options.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)))
            .AddViewOptions(options => options.HtmlHelperOptions.ClientValidationEnabled = false)
            .AddWebLocalization();
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        services.Configure<RazorViewEngineOptions>(options =>
        {
            options.ViewLocationFormats.Clear();
            options.ViewLocationFormats.Add("/Features/{1}/{0}.cshtml");
            options.ViewLocationFormats.Add("/Features/Shared/{0}.cshtml");
            options.ViewLocationExpanders.Add(new FeatureViewLocations());
        });
        services.AddFluentValidationAutoValidation();
        services.AddValidatorsFromAssemblyContaining<Program>(includeInternalTypes: true);
        services.AddScoped<NavigationBuilder>();
        services.AddSingleton<WayBack>();
        return builder;
    }

    public static WebApplication UseWebShell(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseCorrelationId();
        app.UseSecurityHeaders();
        app.UseWebRequestLogging();
        if (!app.Environment.IsDevelopment())
            app.UseHsts();
        app.UseResponseCompression();
        // The exception handler gives only the status; the outer one shows the page for it, in the language of the request.
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            AllowStatusCode404Response = true,
            ExceptionHandler = ErrorHandler.Unhandled,
            SuppressDiagnosticsCallback = ErrorHandler.IsExpected,
        });
        app.UseCookiePolicy();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseRateLimiter();
        app.UseAuthorization();
        return app;
    }

    public static WebApplication MapWebShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag) }).AllowAnonymous();
        app.MapControllers().WithStaticAssets();
        return app;
    }

    /// <summary>Only where nothing else names an address, so that --urls, ASPNETCORE_URLS, ports and Kestrel endpoints all win.</summary>
    private static void UseDefaultUrl(WebApplicationBuilder builder)
    {
        string[] keys = ["urls", "http_ports", "https_ports"];
        if (keys.All(key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls("http://localhost:5080");
    }
}
