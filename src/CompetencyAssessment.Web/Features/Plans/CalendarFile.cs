using System.Text;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Localization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>An appointment as a calendar file (RFC 5545). A later copy of the same one replaces the former in a calendar: same id, higher sequence.</summary>
internal sealed class CalendarFile(AppDbContext db, IStringLocalizer<SharedResource> t)
{
    /// <summary>Null where the assessment has no such appointment. Whoever calls makes sure that the viewer may see the assessment.</summary>
    public async Task<FileContentResult?> FindAsync(Guid assessmentId, Guid appointmentId, CancellationToken cancel)
    {
        var found = await (
            from appointment in db.Appointments.AsNoTracking()
            where appointment.Id == appointmentId && appointment.AssessmentId == assessmentId
            join assessment in db.Assessments on appointment.AssessmentId equals assessment.Id
            select new { Appointment = appointment, assessment.Code }).SingleOrDefaultAsync(cancel);
        return found is null ? null : new FileContentResult(Encoding.UTF8.GetBytes(TextOf(found.Appointment, found.Code)), "text/calendar; charset=utf-8") { FileDownloadName = $"{found.Code}-{found.Appointment.StartAt:yyyyMMdd}.ics" };
    }

    private string TextOf(Appointment appointment, string code)
    {
        var calendar = new Calendar { Method = appointment.State == AppointmentState.Cancelled ? "CANCEL" : "PUBLISH", ProductId = "-//CompetencyAssessment//Appointments//EN" };
        var lines = new[] { appointment.Criteria.Length == 0 ? null : $"{t["Criteria"]}{t[": "]}{appointment.Criteria}", appointment.Remark, appointment.Link };
        calendar.Events.Add(new CalendarEvent
        {
            Uid = $"{appointment.Id:N}@competency-assessment",
            Sequence = appointment.Sequence,
            DtStamp = new CalDateTime(appointment.ChangedAt),
            DtStart = new CalDateTime(appointment.StartAt),
            DtEnd = new CalDateTime(appointment.EndAt),
            Summary = $"{t.Enum(appointment.Kind)} {code}",
            Location = appointment.Place ?? appointment.Link,
            Url = appointment.Link is { } link ? new Uri(link) : null,
            Description = string.Join('\n', lines.Where(l => !string.IsNullOrEmpty(l))),
            Status = appointment.State == AppointmentState.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
        });
        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }
}
