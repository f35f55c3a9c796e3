using System.Globalization;
using System.Text.Json;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Notifications;

/// <summary>Words of notifications.</summary>
internal sealed class NotificationText(IStringLocalizer<SharedResource> t, LocalTime local)
{
    public string Of(Notification notification) =>
        t[$"notification.{notification.Kind}", [.. JsonSerializer.Deserialize<string[]>(notification.Args)!.Select(Shown)]];

    private object Shown(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? local.FormatDate(day) : value;
}
