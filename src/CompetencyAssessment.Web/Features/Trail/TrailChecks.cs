using System.Threading.Channels;

namespace CompetencyAssessment.Web.Features.Trail;

/// <summary>Runs the checks that a quality lead asks for, outside the request: a page shows how far it has come.</summary>
internal sealed class TrailChecks(IServiceScopeFactory scopes, ILogger<TrailChecks> log) : BackgroundService
{
    private readonly Channel<Guid> _asked = Channel.CreateBounded<Guid>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for a check; where one waits already, nothing more is asked.</summary>
    public void Ask(Guid personId) => _asked.Writer.TryWrite(personId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var person in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<CheckTrail>().RunAsync(person, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The check of the audit trail failed");
            }
        }
    }
}

internal static class TrailServices
{
    public static void AddTrail(this IServiceCollection services)
    {
        services.AddScoped<TrailWords>();
        services.AddScoped<HistoryQueries>();
        services.AddScoped<TrailQueries>();
        services.AddSingleton<TrailProgress>();
        services.AddScoped<CheckTrail>();
        services.AddSingleton<TrailChecks>();
        services.AddHostedService(p => p.GetRequiredService<TrailChecks>());
    }
}
