using System.Globalization;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.People;

/// <summary>What a day of the calendar is, where it is not what its weekday says.</summary>
public enum CalendarDayKind
{
    /// <summary>放假日: a public holiday, or the day off in its place.</summary>
    Holiday,

    /// <summary>補行上班日: a Saturday or Sunday on which people work.</summary>
    WorkingDay,
}

/// <summary>辦公日曆: the days of one year on which the centre does not work as the weekday says, and where that is from.</summary>
public sealed class CalendarYear : Entity
{
    /// <summary>Longest source or remark, in UTF-16 code units.</summary>
    public const int TextLimit = 500;

    private readonly List<CalendarDay> _days = [];

    private CalendarYear()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="centreId">Whose calendar.</param>
    /// <param name="year">Calendar year.</param>
    /// <param name="source">Who published it.</param>
    /// <param name="sourceDate">When it was published.</param>
    /// <param name="remark">What a reader should know of it, such as that it is not complete.</param>
    /// <exception cref="DomainException"><c>calendar.year</c></exception>
    public CalendarYear(Guid id, Guid centreId, int year, string source, DateOnly sourceDate, string? remark)
    {
        if (year is < 2000 or > 2200)
        {
            throw new DomainException("calendar.year");
        }

        (Id, CentreId, Year) = (id, centreId, year);
        Describe(source, sourceDate, remark);
    }

    public Guid CentreId { get; private set; }

    public int Year { get; private set; }

    public string Source { get; private set; } = "";

    public DateOnly SourceDate { get; private set; }

    public string? Remark { get; private set; }

    public IReadOnlyList<CalendarDay> Days => _days;

    /// <summary>Says where the days are from.</summary>
    public void Describe(string source, DateOnly sourceDate, string? remark)
    {
        (Source, SourceDate, Remark) = (source, sourceDate, remark);
        Note(AuditFact.Of(CentreId, "calendar.described", Id, ("year", Year.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Says what a day is; what was said of it before goes.</summary>
    /// <exception cref="DomainException"><c>calendar.other-year</c></exception>
    public void Set(DateOnly date, CalendarDayKind kind, string name)
    {
        if (date.Year != Year)
        {
            throw new DomainException("calendar.other-year", Year);
        }

        var day = _days.Find(d => d.Date == date);
        if (day is null)
        {
            _days.Add(day = new CalendarDay(Id, date));
        }

        day.Set(kind, name);
        Tell("calendar.day-set", date, ("kind", kind.ToString()));
    }

    /// <summary>Lets a day be what its weekday says.</summary>
    public void Remove(DateOnly date)
    {
        if (_days.RemoveAll(d => d.Date == date) > 0)
        {
            Tell("calendar.day-removed", date);
        }
    }

    private void Tell(string action, DateOnly date, params (string, string)[] more) =>
        Note(AuditFact.Of(CentreId, action, Id, [("date", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), .. more]));
}

/// <summary>A day that is not what its weekday says.</summary>
public sealed class CalendarDay
{
    private CalendarDay()
    {
    }

    internal CalendarDay(Guid yearId, DateOnly date) => (CalendarYearId, Date) = (yearId, date);

    public Guid CalendarYearId { get; private set; }

    public DateOnly Date { get; private set; }

    public CalendarDayKind Kind { get; private set; }

    /// <summary>E.g. 端午節.</summary>
    public string Name { get; private set; } = "";

    internal void Set(CalendarDayKind kind, string name) => (Kind, Name) = (kind, name);
}

/// <summary>
/// Working days (工作日) of a centre: Monday to Friday, but for the days that its calendar names. Years before the calendar's first are
/// counted by weekdays alone; none is counted beyond its end, where a holiday that nobody entered would shorten somebody's time.
/// </summary>
public sealed class WorkingDays(IEnumerable<CalendarYear> years)
{
    private readonly Dictionary<int, Dictionary<DateOnly, CalendarDayKind>> _years = years.ToDictionary(y => y.Year, y => y.Days.ToDictionary(d => d.Date, d => d.Kind));

    /// <summary>Whether the centre works on a day.</summary>
    /// <exception cref="DomainException"><c>calendar.ends</c>: the calendar has no such year.</exception>
    public bool Includes(DateOnly day)
    {
        if (!_years.TryGetValue(day.Year, out var year) && !(_years.Count > 0 && day.Year < _years.Keys.Min()))
        {
            throw new DomainException("calendar.ends", day.Year.ToString(CultureInfo.InvariantCulture));
        }

        return year?.TryGetValue(day, out var kind) == true ? kind == CalendarDayKind.WorkingDay : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    /// <summary>The n-th working day after a day.</summary>
    /// <exception cref="DomainException"><c>calendar.ends</c>: it lies beyond the calendar's end.</exception>
    public DateOnly After(DateOnly day, int count)
    {
        while (count > 0)
        {
            day = day.AddDays(1);
            count -= Includes(day) ? 1 : 0;
        }

        return day;
    }
}
