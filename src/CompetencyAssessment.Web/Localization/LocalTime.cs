using System.Globalization;
using Microsoft.Extensions.Options;

namespace CompetencyAssessment.Web.Localization;

public sealed class LocalTimeOptions
{
    /// <summary>IANA name of the centre's time zone.</summary>
    public string TimeZone { get; set; } = "Asia/Taipei";
}

/// <summary>UTC, as stored, to what people of the centre read, and back.</summary>
public sealed class LocalTime(IOptions<LocalTimeOptions> options, TimeProvider time)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    private static bool IsChinese => CultureInfo.CurrentCulture.Name.StartsWith("zh", StringComparison.Ordinal);

    /// <summary>Today at the centre.</summary>
    public DateOnly Today => DateOnly.FromDateTime(ToLocal(time.GetUtcNow().UtcDateTime));

    public DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);

    public DateTime ToUtc(DateTime local) => TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone);

    /// <summary>The last moment of a day at the centre, in UTC: what "by 30 November" means.</summary>
    public DateTime EndOfDay(DateOnly day) => ToUtc(day.ToDateTime(new TimeOnly(23, 59, 59)));

    /// <summary><c>2026/11/23 14:05</c> or <c>23 Nov 2026, 14:05</c>.</summary>
    public string Format(DateTime utc) =>
        ToLocal(utc).ToString(IsChinese ? "yyyy'/'MM'/'dd HH':'mm" : "d MMM yyyy, HH':'mm", CultureInfo.CurrentCulture);

    /// <summary>The time of the day at the centre: <c>14:05</c>.</summary>
    public string FormatTime(DateTime utc) => ToLocal(utc).ToString("HH':'mm", CultureInfo.InvariantCulture);

    /// <summary>From one time to another; the day of the second only where it is another day.</summary>
    public string FormatSpan(DateTime from, DateTime to) => $"{Format(from)} – {(ToLocal(from).Date == ToLocal(to).Date ? FormatTime(to) : Format(to))}";

    /// <summary>The day at the centre: <c>2026/11/23</c> or <c>23 Nov 2026</c>.</summary>
    public string FormatDate(DateTime utc) => FormatDate(DateOnly.FromDateTime(ToLocal(utc)));

    /// <inheritdoc cref="FormatDate(DateTime)"/>
    public string FormatDate(DateOnly day) => day.ToString(IsChinese ? "yyyy'/'MM'/'dd" : "d MMM yyyy", CultureInfo.CurrentCulture);
}
