using System.Net;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Features.Holidays;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>The working-day calendar: what comes with the project, what administrators change, and what counts by it.</summary>
public sealed class HolidayTests : IAsyncLifetime
{
    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Calendar_OfTheProject_KnowsTheHolidaysOfTaiwan()
    {
        var days = await _site.UseAsync(s => s.GetRequiredService<CentreCalendar>().WorkingDaysAsync(CancellationToken.None));

        // 春節九天、清明四天、教師節、行憲紀念日。
        Assert.Equal(new DateOnly(2026, 2, 23), days.After(new DateOnly(2026, 2, 13), 1));
        Assert.Equal(new DateOnly(2026, 4, 7), days.After(new DateOnly(2026, 4, 2), 1));
        Assert.Equal(new DateOnly(2026, 9, 29), days.After(new DateOnly(2026, 9, 24), 1));
        Assert.Equal(new DateOnly(2026, 12, 28), days.After(new DateOnly(2026, 12, 24), 1));
        Assert.Equal(new DateOnly(2027, 6, 10), days.After(new DateOnly(2027, 6, 8), 1));
        Assert.Equal("calendar.ends", Assert.Throws<DomainException>(() => days.After(new DateOnly(2027, 12, 31), 1)).Code);
    }

    [Fact]
    public async Task Result_IsDisputableUntilTheEndOfTheFifteenthWorkingDay()
    {
        // Monday 2 March 2026; no holiday lies within the fifteen working days that end on Monday 23 March, 23:59:59 in Taipei.
        var assessment = await _site.Data.FinalisedAsync();

        Assert.Equal(new DateTime(2026, 3, 23, 15, 59, 59, DateTimeKind.Utc), await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.DisputeBy).SingleAsync()));
    }

    [Fact]
    public async Task Day_AddedByAnAdministrator_PutsDeadlinesOff()
    {
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.Contains("/holidays", (await office.OpenAsync("/centre")).Text, StringComparison.Ordinal);
        var page = await office.OpenAsync("/holidays?year=2026");
        Assert.Contains("端午節", page.Main, StringComparison.Ordinal);
        Assert.Contains("院授人培字第 11430248312 號", page.Text, StringComparison.Ordinal);

        var wrong = (await page.Form("form[action='/holidays/2026/days']").Fill("Day.Date", "2027-03-06").Fill("Day.Name", "颱風假").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("日期不在 2026 年內", wrong.Main, StringComparison.Ordinal);
        await (await page.Form("form[action='/holidays/2026/days']").Fill("Day.Date", "2026-03-06").Fill("Day.Kind", "Holiday").Fill("Day.Name", "颱風假").PostAsync()).FollowAsync();

        var assessment = await _site.Data.FinalisedAsync();
        Assert.Equal(new DateTime(2026, 3, 24, 15, 59, 59, DateTimeKind.Utc), await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.DisputeBy).SingleAsync()));

        await (await office.PostFieldsAsync("/holidays/2026/days/remove", ("date", "2026-03-06"))).FollowAsync();
        Assert.DoesNotContain("颱風假", (await office.OpenAsync("/holidays?year=2026")).Main, StringComparison.Ordinal);
        (await office.PostFieldsAsync("/holidays/2026/days/remove", ("date", "2026-03-06"))).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Year_ThatIsMissing_IsBegunWithItsSource()
    {
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        var page = await office.OpenAsync("/holidays?year=2028");
        Assert.Contains("尚無 2028 年的辦公日曆", page.Main, StringComparison.Ordinal);

        await (await page.Form("form[action='/holidays/source']").Fill("Source.Text", "行政院人事行政總處").Fill("Source.Date", "2027-06-15").PostAsync()).FollowAsync();

        var days = await _site.UseAsync(s => s.GetRequiredService<CentreCalendar>().WorkingDaysAsync(CancellationToken.None));
        Assert.Equal(new DateOnly(2028, 1, 3), days.After(new DateOnly(2027, 12, 31), 1));
    }

    [Fact]
    public async Task Sign_WhereTheCalendarEnds_SaysSoAndReleasesNothing()
    {
        var assessment = await _site.Data.AssessingAsync();
        await _site.Data.RateAllAsync(assessment);
        await _site.QueryAsync(db => db.CalendarYears.Where(y => y.Year >= 2026).ExecuteDeleteAsync());

        Assert.Equal("calendar.ends", (await Assert.ThrowsAsync<DomainException>(() => _site.Data.SignAsync(assessment))).Code);
        Assert.Equal(0, await _site.QueryAsync(db => db.Decisions.CountAsync()));
    }

    [Fact]
    public async Task Calendar_IsForAdministratorsAlone()
    {
        var assessor = await _site.SignInAsync(await _site.Data.AssessorAsync());
        (await assessor.GetAsync("/holidays")).Is(HttpStatusCode.NotFound);
        (await assessor.PostFieldsAsync("/holidays/2026/days/remove", ("date", "2026-06-19"))).Is(HttpStatusCode.NotFound);
        Assert.Contains(new DateOnly(2026, 6, 19), await _site.QueryAsync(db => db.CalendarYears.SelectMany(y => y.Days).Select(d => d.Date).ToListAsync()));
    }
}
