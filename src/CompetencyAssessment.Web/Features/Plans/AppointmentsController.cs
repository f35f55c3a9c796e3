using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>Appointments of an assessment, as whoever administers or leads it makes them, and as the other assessors see them.</summary>
[Authorize(Policy = Permissions.PlanAssessments)]
[Route("assessments/{id:guid}/appointments")]
internal sealed class AppointmentsController(AppointmentQueries queries, ArrangeAppointment arrange, CalendarFile calendar, CurrentUser user, LocalTime local, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await queries.HeadAsync(id, user.Viewer, cancel) is { } head ? View("Appointments", await queries.ListAsync(head, user.Viewer, cancel)) : NotFound();

    [HttpGet("new")]
    public async Task<IActionResult> Make(Guid id, CancellationToken cancel) =>
        await queries.HeadAsync(id, user.Viewer, cancel) is { Plans: true } head ? View("Appointment", new AppointmentPage(head, null, new AppointmentForm())) : NotFound();

    [HttpPost("new")]
    public async Task<IActionResult> Make(Guid id, [Bind(Prefix = "Form")] AppointmentForm form, CancellationToken cancel) =>
        await queries.HeadAsync(id, user.Viewer, cancel) is { Plans: true } head
            ? await SaveAsync(head, null, form, () => arrange.MakeAsync(id, user.PersonId, form.ToTerms(local), cancel), "The appointment is made. Candidate and assessor are told.")
            : NotFound();

    [HttpGet("{appointmentId:guid}")]
    public async Task<IActionResult> Change(Guid id, Guid appointmentId, CancellationToken cancel) =>
        await FindAsync(id, appointmentId, cancel) is { Head.Plans: true } found ? View("Appointment", new AppointmentPage(found.Head, appointmentId, AppointmentForm.Of(found.Terms, local))) : NotFound();

    [HttpPost("{appointmentId:guid}")]
    public async Task<IActionResult> Change(Guid id, Guid appointmentId, [Bind(Prefix = "Form")] AppointmentForm form, CancellationToken cancel)
    {
        if (await FindAsync(id, appointmentId, cancel) is not { Head.Plans: true } found)
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(form.Reason))
        {
            ModelState.AddModelError("Form.Reason", t["Enter the reason."]);
        }

        return await SaveAsync(found.Head, appointmentId, form, () => arrange.RescheduleAsync(id, appointmentId, user.PersonId, form.ToTerms(local), form.Reason!.Trim(), cancel), "The appointment is changed. Candidate and assessor are told.");
    }

    [HttpPost("{appointmentId:guid}/cancel")]
    public async Task<IActionResult> Cancel(Guid id, Guid appointmentId, string? reason, CancellationToken cancel) =>
        await FindAsync(id, appointmentId, cancel) is not { Head.Plans: true } ? NotFound()
        : await RunAsync(id, () => arrange.CancelAsync(id, appointmentId, user.PersonId, reason?.Trim() ?? "", cancel), "The appointment is cancelled. Candidate and assessor are told.");

    [HttpPost("{appointmentId:guid}/no-show")]
    public async Task<IActionResult> NoShow(Guid id, Guid appointmentId, CancellationToken cancel) =>
        await FindAsync(id, appointmentId, cancel) is not { Head.IsAssessor: true } ? NotFound()
        : await RunAsync(id, () => arrange.NoteNoShowAsync(id, appointmentId, user.PersonId, cancel), "It is noted that the candidate did not come.");

    /// <summary>For one's own calendar.</summary>
    [HttpGet("{appointmentId:guid}/calendar")]
    public async Task<IActionResult> Calendar(Guid id, Guid appointmentId, CancellationToken cancel) =>
        await FindAsync(id, appointmentId, cancel) is not null && await calendar.FindAsync(id, appointmentId, cancel) is { } file ? file : NotFound();

    private async Task<(AppointmentHead Head, AppointmentTerms Terms)?> FindAsync(Guid id, Guid appointmentId, CancellationToken cancel) =>
        await queries.HeadAsync(id, user.Viewer, cancel) is { } head && await queries.TermsAsync(id, appointmentId, cancel) is { } terms ? (head, terms) : null;

    private async Task<IActionResult> SaveAsync(AppointmentHead head, Guid? appointment, AppointmentForm form, Func<Task> save, string done)
    {
        if (ModelState.IsValid)
        {
            try
            {
                await save();
                this.AddFlash(Tone.Success, t[done]);
                return RedirectToAction(nameof(Index), new { id = head.Id });
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError(
                    broken.Code switch { "appointment.past" => "Form.Day", "appointment.times" => "Form.Until", "appointment.place" => "Form.Place", "appointment.link" => "Form.Link", _ => "" },
                    t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return View("Appointment", new AppointmentPage(head, appointment, form));
    }

    private async Task<IActionResult> RunAsync(Guid id, Func<Task> run, string done)
    {
        try
        {
            await run();
            this.AddFlash(Tone.Success, t[done]);
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return RedirectToAction(nameof(Index), new { id });
    }
}

/// <summary>The candidate's copy of an appointment for their own calendar.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/appointments/{appointmentId:guid}/calendar")]
internal sealed class MyCalendarController(AppointmentQueries queries, CalendarFile calendar, CurrentUser user) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Calendar(Guid id, Guid appointmentId, CancellationToken cancel) =>
        await queries.IsCandidateAsync(id, user.Viewer, cancel) && await calendar.FindAsync(id, appointmentId, cancel) is { } file ? file : NotFound();
}
