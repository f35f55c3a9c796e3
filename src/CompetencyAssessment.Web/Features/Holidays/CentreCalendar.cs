using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Holidays;

/// <summary>The calendar as it was read last; signing, which reads much, need not read it too.</summary>
internal sealed class CalendarCache
{
    /// <summary>Null until it is read, and after a change.</summary>
    public KnownCalendar? Known { get; set; }
}

/// <summary>Working days, and the zone that days of the centre follow.</summary>
internal sealed record KnownCalendar(WorkingDays Days, TimeZoneInfo Zone);

/// <summary>Counts working days by the centre's calendar.</summary>
internal sealed class CentreCalendar(AppDbContext db, CentreProfile centre, CalendarCache cache)
{
    /// <summary>Working days of the centre.</summary>
    public async Task<WorkingDays> WorkingDaysAsync(CancellationToken cancel) => (await ReadAsync(cancel)).Days;

    /// <summary>The last second of a day at the centre, UTC.</summary>
    public async Task<DateTime> EndOfAsync(DateOnly day, CancellationToken cancel) => PlanAssessment.EndOfDay(day, await centre.TimeZoneAsync(cancel));

    /// <summary>End of the n-th working day after a moment, UTC; days are the centre's.</summary>
    /// <exception cref="DomainException"><c>calendar.ends</c></exception>
    public async Task<DateTime> EndAfterAsync(DateTime now, int workingDays, CancellationToken cancel)
    {
        var (days, zone) = await ReadAsync(cancel);
        return PlanAssessment.EndOfDay(days.After(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, zone)), workingDays), zone);
    }

    /// <summary>In one command with the centre's zone. Without any year nothing can be counted, in whatever zone.</summary>
    private async Task<KnownCalendar> ReadAsync(CancellationToken cancel)
    {
        if (cache.Known is { } known)
        {
            return known;
        }

        var rows = await (
            from year in db.CalendarYears.Include(y => y.Days)
            join of in db.Centres on year.CentreId equals of.Id
            select new { Year = year, of.TimeZone }).AsNoTracking().AsSingleQuery().ToListAsync(cancel);
        return cache.Known = new KnownCalendar(new WorkingDays(rows.Select(r => r.Year)), rows.Count == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(rows[0].TimeZone));
    }
}
