using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticAssets;
using Serilog;
using Serilog.Context;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Structured logs with a correlation id; identifiers only, no names, addresses or query strings.</summary>
internal static class RequestLogging
{
    public const string CorrelationHeader = "X-Correlation-Id";

    public static void AddLogging(this WebApplicationBuilder builder) =>
        builder.Services.AddSerilog((_, log) =>
        {
            log.ReadFrom.Configuration(builder.Configuration).Enrich.FromLogContext();
            if (builder.Environment.IsDevelopment())
                log.WriteTo.Console(
                    outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj} {CorrelationId}{NewLine}{Exception}",
                    formatProvider: CultureInfo.InvariantCulture);
            else
                log.WriteTo.Console(new RenderedCompactJsonFormatter());

            if (builder.Configuration["Log:File"] is { Length: > 0 } path)
                log.WriteTo.File(new RenderedCompactJsonFormatter(), path, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 31);
        }, preserveStaticLogger: true);

    /// <summary>Gives each request an id that is short enough to be read out over the telephone.</summary>
    public static void UseCorrelationId(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var hex = Convert.ToHexString(RandomNumberGenerator.GetBytes(6));
        var id = $"{hex[..4]}-{hex[4..8]}-{hex[8..]}";
        context.TraceIdentifier = id;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[CorrelationHeader] = id;
            return Task.CompletedTask;
        });
        using (LogContext.PushProperty("CorrelationId", id))
            await next(context);
    });

    public static void UseWebRequestLogging(this IApplicationBuilder app) => app.UseSerilogRequestLogging(options =>
    {
        options.Logger = app.ApplicationServices.GetRequiredService<Serilog.ILogger>();
        options.IncludeQueryInRequestPath = false;
        options.GetLevel = (context, _, exception) =>
            exception is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
            : context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
              || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null ? LogEventLevel.Debug
            : LogEventLevel.Information;
        options.EnrichDiagnosticContext = (diagnostics, context) =>
        {
            if (context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } user)
                diagnostics.Set("UserId", user);
        };
    });
}
