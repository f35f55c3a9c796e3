using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Holidays;

/// <summary>Counts working days by the centre's calendar.</summary>
internal sealed class CentreCalendar(AppDbContext db, CentreProfile centre)
{
    private WorkingDays? _days;

    /// <summary>Working days, read once per request in one command.</summary>
    public async Task<WorkingDays> WorkingDaysAsync(CancellationToken cancel) =>
        _days ??= new WorkingDays(await db.CalendarYears.AsNoTracking().AsSingleQuery().Include(y => y.Days).ToListAsync(cancel));

    /// <summary>The last second of a day at the centre, UTC.</summary>
    public async Task<DateTime> EndOfAsync(DateOnly day, CancellationToken cancel) => PlanAssessment.EndOfDay(day, await centre.TimeZoneAsync(cancel));

    /// <summary>End of the n-th working day after a moment, UTC; days are the centre's.</summary>
    /// <exception cref="DomainException"><c>calendar.ends</c></exception>
    public async Task<DateTime> EndAfterAsync(DateTime now, int workingDays, CancellationToken cancel)
    {
        var zone = await centre.TimeZoneAsync(cancel);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, zone));
        return PlanAssessment.EndOfDay((await WorkingDaysAsync(cancel)).After(today, workingDays), zone);
    }
}
