using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Trail;

/// <summary>How far the check under way has come; one at a time.</summary>
internal sealed class TrailProgress
{
    private State? _now;

    /// <param name="StartedAt">UTC.</param>
    /// <param name="Done">Chains looked at.</param>
    /// <param name="Total">Chains in all; 0 while they are counted.</param>
    internal sealed record State(DateTime StartedAt, int Done, int Total);

    /// <summary>Null where none runs.</summary>
    public State? Now => Volatile.Read(ref _now);

    /// <returns>Whether it may begin: another may be under way.</returns>
    public bool TryBegin(DateTime now) => Interlocked.CompareExchange(ref _now, new State(now, 0, 0), null) is null;

    public void Report(int done, int total) => Volatile.Write(ref _now, Now! with { Done = done, Total = total });

    public void End() => Volatile.Write(ref _now, null);
}

/// <summary>
/// Checks all chains while the application runs, keeps what it found, and tells of faults. It reads one chain after another, without a transaction, so
/// that nobody waits for it; a chain that is written to while it is read may look broken, and counts only where it still does on a second and a third look.
/// </summary>
internal sealed class CheckTrail(AppDbContext db, AuditCheck check, TrailProgress progress, Notifier notifier, CentreProfile centre, LocalTime local, TimeProvider clock, ILogger<CheckTrail> log)
{
    /// <summary>So many faults are kept with the run; all are counted.</summary>
    public const int KeptFaults = 50;

    /// <summary>How often a chain is looked at before its faults count.</summary>
    private const int Looks = 3;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Runs where no check was begun since yesterday, in the hours after one in the night; or at any hour where a night was missed.</summary>
    /// <returns>How many faults were found.</returns>
    public async Task<int> RunNightlyAsync(CancellationToken cancel) => await RunAsync(null, IsDueAsync, cancel) ?? 0;

    /// <param name="byPerson">Who asked for it; null at night.</param>
    /// <param name="cancel">Ends it without a result.</param>
    /// <returns>How many faults were found; null where another check is under way.</returns>
    public Task<int?> RunAsync(Guid? byPerson, CancellationToken cancel) => RunAsync(byPerson, (_, _) => Task.FromResult(true), cancel);

    private async Task<bool> IsDueAsync(DateTime now, CancellationToken cancel)
    {
        var last = await db.AuditCheckRuns.OrderByDescending(r => r.StartedAt).Select(r => (DateTime?)r.StartedAt).FirstOrDefaultAsync(cancel);
        var isNight = local.ToLocal(now).Hour is >= 1 and < 5;
        return last is not { } at || (isNight && local.ToLocal(at).Date < local.ToLocal(now).Date) || now - at > TimeSpan.FromHours(36);
    }

    private async Task<int?> RunAsync(Guid? byPerson, Func<DateTime, CancellationToken, Task<bool>> isDue, CancellationToken cancel)
    {
        var startedAt = Now;
        if (!progress.TryBegin(startedAt))
        {
            return null;
        }

        try
        {
            if (!await isDue(startedAt, cancel))
            {
                return null;
            }

            var streams = await check.StreamsAsync(cancel);
            var faults = new List<AuditFault>();
            for (var i = 0; i < streams.Count; i++)
            {
                progress.Report(i, streams.Count);
                faults.AddRange(await LookAsync(streams[i], cancel));
            }

            await KeepAsync(byPerson, startedAt, streams.Count, faults, cancel);
            return faults.Count;
        }
        finally
        {
            progress.End();
        }
    }

    private async Task<IReadOnlyList<AuditFault>> LookAsync(Guid stream, CancellationToken cancel)
    {
        var found = await check.CheckAsync(stream, cancel);
        for (var look = 1; look < Looks && found.Count > 0; look++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancel);
            found = await check.CheckAsync(stream, cancel);
        }

        return found;
    }

    private async Task KeepAsync(Guid? byPerson, DateTime startedAt, int chains, List<AuditFault> faults, CancellationToken cancel)
    {
        var entries = await db.AuditEntries.LongCountAsync(cancel);
        var kept = JsonSerializer.Serialize(faults.Take(KeptFaults));
        var run = new AuditCheckRun(db.NextKey(), byPerson, startedAt, Now, chains, entries, faults.Count, kept);
        db.AuditCheckRuns.Add(run);
        db.Note(AuditFact.Of(
            (await centre.GetAsync(cancel)).Id, "audit.checked", run.Id,
            ("entries", entries.ToString(CultureInfo.InvariantCulture)), ("faults", faults.Count.ToString(CultureInfo.InvariantCulture))));
        if (faults.Count > 0)
        {
            log.LogError("The audit trail has {Count} faults; the first: {Code} in chain {Stream}, entry {Sequence}", faults.Count, faults[0].Code, faults[0].Stream, faults[0].Sequence);
            await TellAsync(faults.Count, kept, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Once for the same faults: the notice on the dashboard stays until a check finds none.</summary>
    private async Task TellAsync(int count, string kept, CancellationToken cancel)
    {
        var key = "audit.fault:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kept)))[..32];
        var told = await db.Notifications.Where(n => n.OnceKey == key).Select(n => n.PersonId).ToListAsync(cancel);
        var leads = await db.InRole(Roles.QualityLead).Select(p => p.Id).ToListAsync(cancel);
        var administrators = await db.InRole(Roles.Administrator).Select(p => p.Id).ToListAsync(cancel);
        foreach (var person in leads.Union(administrators).Except(told))
        {
            notifier.Add(person, null, "audit.fault", leads.Contains(person) ? "/quality/audit/checks" : "/dashboard", key, [count.ToString(CultureInfo.InvariantCulture)]);
        }
    }
}
