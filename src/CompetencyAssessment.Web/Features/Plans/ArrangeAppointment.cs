using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>
/// Appointments for observation and questioning: made, moved, cancelled, and noted where the candidate did not come. Candidate and
/// assessor are told, and what stands is part of the plan.
/// </summary>
internal sealed class ArrangeAppointment(AppDbContext db, UnitCatalogue catalogue, PlanArrangements plan, Notifier notifier, LocalTime local, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <exception cref="DomainException">
    /// <c>appointment.state</c>, <c>appointment.times</c>, <c>appointment.past</c>, <c>appointment.place</c>, <c>appointment.link</c>, <c>appointment.criteria</c>
    /// </exception>
    public Task MakeAsync(Guid assessmentId, Guid byPerson, AppointmentTerms terms, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await LoadAsync(assessmentId, terms, cancel);
                var appointment = new Appointment(db.NextKey(), assessment, terms, byPerson, Now);
                db.Appointments.Add(appointment);
                await plan.TakeInAsync(assessment, byPerson, null, cancel);
                var (day, time) = When(appointment);
                notifier.TellCandidate(assessment, "appointment.made", day, time);
                notifier.TellOtherAssessors(assessment, byPerson, "appointment.made", day, time);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <exception cref="DomainException"><c>appointment.closed</c>, <c>reason.missing</c>, and those of making one</exception>
    public Task RescheduleAsync(Guid assessmentId, Guid appointmentId, Guid byPerson, AppointmentTerms terms, string reason, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await LoadAsync(assessmentId, terms, cancel);
                var appointment = await db.Appointments.SingleAsync(a => a.Id == appointmentId && a.AssessmentId == assessmentId, cancel);
                appointment.Reschedule(assessment, terms, reason, await WasHeldAsync(appointmentId, cancel), Now);
                await plan.TakeInAsync(assessment, byPerson, reason, cancel);
                var (day, time) = When(appointment);
                notifier.TellCandidate(assessment, "appointment.rescheduled", day, time);
                notifier.TellOtherAssessors(assessment, byPerson, "appointment.rescheduled", day, time);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <exception cref="DomainException"><c>appointment.closed</c>, <c>reason.missing</c></exception>
    public Task CancelAsync(Guid assessmentId, Guid appointmentId, Guid byPerson, string reason, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await LoadAsync(assessmentId, null, cancel);
                var appointment = await db.Appointments.SingleAsync(a => a.Id == appointmentId && a.AssessmentId == assessmentId, cancel);
                appointment.Cancel(reason, await WasHeldAsync(appointmentId, cancel), Now);
                await plan.TakeInAsync(assessment, byPerson, reason, cancel);
                var (day, time) = When(appointment);
                notifier.TellCandidate(assessment, "appointment.cancelled", day, time);
                notifier.TellOtherAssessors(assessment, byPerson, "appointment.cancelled", day, time);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <exception cref="DomainException">Those of <see cref="Appointment.NoteNoShow"/></exception>
    public Task NoteNoShowAsync(Guid assessmentId, Guid appointmentId, Guid byPerson, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await LoadAsync(assessmentId, null, cancel);
                var appointment = await db.Appointments.SingleAsync(a => a.Id == appointmentId && a.AssessmentId == assessmentId, cancel);
                appointment.NoteNoShow(assessment, byPerson, await WasHeldAsync(appointmentId, cancel), Now);
                var (day, time) = When(appointment);
                notifier.TellCandidate(assessment, "appointment.no-show", day, time);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    private Task<bool> WasHeldAsync(Guid appointmentId, CancellationToken cancel) => db.Meetings.AnyAsync(m => m.AppointmentId == appointmentId && m.BegunAt != null, cancel);

    private async Task<Assessment> LoadAsync(Guid assessmentId, AppointmentTerms? terms, CancellationToken cancel)
    {
        var assessment = await plan.LoadAsync(assessmentId, cancel);
        var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
        return terms is null || terms.Criteria.All(c => unit.Criterion(c) is not null) ? assessment : throw new DomainException("appointment.criteria");
    }

    private (string Day, string Time) When(Appointment appointment)
    {
        var start = local.ToLocal(appointment.StartAt);
        return (Notifier.Day(DateOnly.FromDateTime(start)), start.ToString("HH:mm", CultureInfo.InvariantCulture));
    }
}
