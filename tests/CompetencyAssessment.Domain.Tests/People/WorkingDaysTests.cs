using CompetencyAssessment.Domain.People;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.People;

public sealed class WorkingDaysTests
{
    private static CalendarYear Year(int year, params (int Month, int Day, CalendarDayKind Kind)[] days)
    {
        var calendar = new CalendarYear(Guid.NewGuid(), Guid.NewGuid(), year, "人事行政總處", new DateOnly(2025, 6, 13), null);
        foreach (var (month, day, kind) in days)
        {
            calendar.Set(new DateOnly(year, month, day), kind, "某日");
        }

        return calendar;
    }

    [Fact]
    public void After_SkipsWeekendsAndHolidays_AndCountsDaysWorkedInTheirPlace()
    {
        // 2026: 14 to 22 February off; here with a Saturday worked in the place of the Friday before.
        var days = new WorkingDays([Year(2026, (2, 16, CalendarDayKind.Holiday), (2, 17, CalendarDayKind.Holiday), (2, 18, CalendarDayKind.Holiday), (2, 19, CalendarDayKind.Holiday), (2, 20, CalendarDayKind.Holiday), (2, 28, CalendarDayKind.WorkingDay))]);

        Assert.Equal(new DateOnly(2026, 2, 23), days.After(new DateOnly(2026, 2, 13), 1));
        Assert.Equal(new DateOnly(2026, 2, 28), days.After(new DateOnly(2026, 2, 13), 6));
        Assert.Equal(new DateOnly(2026, 3, 2), days.After(new DateOnly(2026, 2, 13), 7));
    }

    [Fact]
    public void After_BeyondTheEndOfTheCalendar_Throws()
    {
        var days = new WorkingDays([Year(2026)]);

        Assert.Equal(new DateOnly(2026, 12, 31), days.After(new DateOnly(2026, 12, 30), 1));
        var refused = Assert.Throws<DomainException>(() => days.After(new DateOnly(2026, 12, 30), 2));
        Assert.Equal("calendar.ends", refused.Code);
        Assert.Equal(["2027"], refused.Args);
        Assert.Equal("calendar.ends", Assert.Throws<DomainException>(() => new WorkingDays([]).After(new DateOnly(2026, 1, 5), 1)).Code);
    }

    [Fact]
    public void Set_OutsideTheYear_Throws_AndADaySetTwiceStandsOnce()
    {
        var year = Year(2026, (5, 1, CalendarDayKind.Holiday), (5, 1, CalendarDayKind.WorkingDay));

        Assert.Equal(CalendarDayKind.WorkingDay, Assert.Single(year.Days).Kind);
        Refused("calendar.other-year", () => year.Set(new DateOnly(2027, 1, 1), CalendarDayKind.Holiday, "元旦"));
        year.Remove(new DateOnly(2026, 5, 1));
        Assert.Empty(year.Days);
    }
}
