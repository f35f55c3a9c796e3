using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Trail;
using CompetencyAssessment.Web.Features.Verification;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Looks every hour whether a period of verification is over, whether the nightly check of the audit trail is due, and of which dates and qualifications people are to be reminded.</summary>
internal sealed class HourlyWork(IServiceScopeFactory scopes, TimeProvider clock, ILogger<HourlyWork> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await DoAsync<ClosePeriods>("Decisions drawn at the close of a period", close => close.RunAsync(stoppingToken));
            await DoAsync<CheckTrail>("Faults of the audit trail", check => check.RunNightlyAsync(stoppingToken));
            await DoAsync<RemindDeadlines>("Reminders of deadlines", remind => remind.RunAsync(stoppingToken));
            await DoAsync<RemindQualifications>("Reminders of qualifications that end", remind => remind.RunAsync(stoppingToken));
        }
    }

    /// <summary>Each with a context of its own, so that what one could not save does not hinder the other.</summary>
    private async Task DoAsync<T>(string what, Func<T, Task<int>> run)
        where T : notnull
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await run(scope.ServiceProvider.GetRequiredService<T>()) is > 0 and var count)
            {
                log.LogInformation("{What}: {Count}", what, count);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "{What} failed; it is tried again in an hour", what);
        }
    }
}
