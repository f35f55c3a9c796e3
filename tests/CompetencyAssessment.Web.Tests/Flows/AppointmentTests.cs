using System.Net;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Appointments for observation and questioning, with a file for calendars.</summary>
public sealed class AppointmentTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Appointment_MadeMovedAndCancelled_IsToldAndKeepsItsIdInCalendars()
    {
        var assessment = await site.Data.AssessingAsync();
        var assessor = await site.SignInAsync(assessment.Assessor);
        var candidate = await site.SignInAsync(assessment.Candidate);
        var path = $"/assessments/{assessment.Id}/appointments";
        var form = (await assessor.OpenAsync($"{path}/new")).Form($"{path}/new");
        await (await form.Fill("Form.Day", "2026-03-10").Fill("Form.From", "14:00").Fill("Form.Until", "15:30").Fill("Form.Place", "會議室 301").Fill("Form.Link", "https://meet.example/abc").Fill("Form.Criteria", "P4.1", "P4.2").PostAsync()).FollowAsync();
        var id = await site.QueryAsync(db => db.Appointments.Where(a => a.AssessmentId == assessment.Id).Select(a => a.Id).SingleAsync());

        // Times are the centre's: 14:00 in Taipei is 06:00 UTC.
        var mine = $"/my/{assessment.Id}/appointments/{id}/calendar";
        Assert.NotNull((await candidate.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector($"a[href='{mine}']"));
        var file = await candidate.OpenAsync(mine);
        Assert.Equal("text/calendar", file.MediaType);
        var first = Lines(file);
        Assert.Contains("DTSTART:20260310T060000Z", first);
        Assert.Contains("DTEND:20260310T073000Z", first);
        Assert.Contains("SEQUENCE:0", first);
        Assert.Contains("LOCATION:會議室 301", first);
        Assert.Equal([$"/my/{assessment.Id}"], Coming(await candidate.OpenAsync("/dashboard"), "candidate"));

        // It is part of the plan, which the candidate acknowledges anew.
        var changed = (await candidate.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector("#changed-plan")!;
        Assert.Contains("2026/03/10 14:00 – 15:30 · 會議室 301 · 視訊 · P4.1 P4.2", changed.QuerySelector("ins")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty((await candidate.OpenAsync("/dashboard")).Document.QuerySelectorAll($"section[aria-labelledby='candidate-Waiting'] a[href='/my/{assessment.Id}']"));
        await (await (await candidate.OpenAsync($"/my/{assessment.Id}")).Form($"/my/{assessment.Id}/acknowledge").PostAsync()).FollowAsync();
        Assert.Equal([path], Coming(await assessor.OpenAsync("/dashboard"), "assessor"));

        var change = (await assessor.OpenAsync($"{path}/{id}")).Form($"{path}/{id}");
        Assert.Equal("14:00", change.Fields.Single(f => f.Name == "Form.From").Value);
        var refused = (await change.Fill("Form.Day", "2026-03-11").PostAsync()).Is(HttpStatusCode.OK);
        Assert.NotNull(refused.Document.QuerySelector("#Form_Reason-error"));
        await (await refused.Form($"{path}/{id}").Fill("Form.Reason", "評量人員出差").PostAsync()).FollowAsync();
        var second = Lines(await assessor.OpenAsync($"{path}/{id}/calendar"));
        Assert.Contains("DTSTART:20260311T060000Z", second);
        Assert.Contains("SEQUENCE:1", second);
        var moved = (await candidate.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector("#changed-plan")!;
        Assert.Contains("2026/03/10 14:00", moved.QuerySelector("del")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("2026/03/11 14:00", moved.QuerySelector("ins")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("評量人員出差", moved.TextContent, StringComparison.Ordinal);
        Assert.Equal(first.Single(l => l.StartsWith("UID:", StringComparison.Ordinal)), second.Single(l => l.StartsWith("UID:", StringComparison.Ordinal)));

        await (await (await assessor.OpenAsync(path)).Form($"{path}/{id}/cancel").Fill("reason", "改以書面").PostAsync()).FollowAsync();
        var third = Lines(await candidate.OpenAsync(mine));
        Assert.Contains("STATUS:CANCELLED", third);
        Assert.Contains("SEQUENCE:2", third);
        Assert.Empty(Coming(await candidate.OpenAsync("/dashboard"), "candidate"));
        Assert.Equal(["appointment.made", "appointment.rescheduled", "appointment.cancelled"], await site.QueryAsync(db => db.Notifications.Where(n => n.PersonId == assessment.Candidate.PersonId && n.Kind.StartsWith("appointment.")).OrderBy(n => n.Id).Select(n => n.Kind).ToListAsync()));
        Assert.Equal([], await site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task Appointment_OfAnAssessmentThatIsWithdrawn_IsCancelled()
    {
        var assessment = await site.Data.AssessingAsync();
        var assessor = await site.SignInAsync(assessment.Assessor);
        var path = $"/assessments/{assessment.Id}/appointments";
        await (await (await assessor.OpenAsync($"{path}/new")).Form($"{path}/new").Fill("Form.Day", "2026-03-10").Fill("Form.From", "14:00").Fill("Form.Until", "15:30").Fill("Form.Place", "會議室 301").PostAsync()).FollowAsync();
        var office = await site.SignInAsync(await site.Data.AdministratorAsync());

        await (await (await office.OpenAsync($"/assessments/{assessment.Id}/withdraw")).Form($"/assessments/{assessment.Id}/withdraw").Fill("Form.Reason", "受評者離職").PostAsync()).FollowAsync();

        Assert.Equal((AppointmentState.Cancelled, "受評者離職"), await site.QueryAsync(db => db.Appointments.Where(a => a.AssessmentId == assessment.Id).Select(a => ValueTuple.Create(a.State, a.Reason)).SingleAsync()));
        Assert.Equal([], await site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(assessment.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task NoShow_IsNotedByTheAssessorAfterTheBeginning()
    {
        await using var later = new TestSite();
        var assessment = await later.Data.AssessingAsync();
        var office = await later.SignInAsync(await later.Data.AdministratorAsync());
        var path = $"/assessments/{assessment.Id}/appointments";
        await (await (await office.OpenAsync($"{path}/new")).Form($"{path}/new").Fill("Form.Day", "2026-03-03").Fill("Form.From", "09:00").Fill("Form.Until", "10:00").Fill("Form.Place", "會議室").PostAsync()).FollowAsync();
        var id = await later.QueryAsync(db => db.Appointments.Select(a => a.Id).SingleAsync());
        var assessor = await later.SignInAsync(assessment.Assessor);
        Assert.DoesNotContain("no-show", (await assessor.OpenAsync(path)).Text, StringComparison.Ordinal);
        later.Clock.Advance(TimeSpan.FromHours(30));
        office = await later.SignInAsync(await later.Data.AdministratorAsync());
        assessor = await later.SignInAsync(assessment.Assessor);

        // An administrator was not there.
        (await office.PostFieldsAsync($"{path}/{id}/no-show")).Is(HttpStatusCode.NotFound);
        Assert.Equal(AppointmentState.Agreed, await later.QueryAsync(db => db.Appointments.AsNoTracking().Select(a => a.State).SingleAsync()));
        await (await (await assessor.OpenAsync(path)).Form($"{path}/{id}/no-show").PostAsync()).FollowAsync();
        Assert.Equal(AppointmentState.NoShow, await later.QueryAsync(db => db.Appointments.AsNoTracking().Select(a => a.State).SingleAsync()));
    }

    [Fact]
    public async Task NoShow_OfWhatWasHeld_IsRefused()
    {
        await using var later = new TestSite();
        var assessment = await later.Data.AssessingAsync();
        var assessor = await later.SignInAsync(assessment.Assessor);
        var path = $"/assessments/{assessment.Id}/appointments";
        await (await (await assessor.OpenAsync($"{path}/new")).Form($"{path}/new").Fill("Form.Day", "2026-03-03").Fill("Form.From", "09:00").Fill("Form.Until", "10:00").Fill("Form.Place", "會議室").PostAsync()).FollowAsync();
        var id = await later.QueryAsync(db => db.Appointments.Select(a => a.Id).SingleAsync());
        var meeting = await later.Data.BeginMeetingAsync(assessment, AppointmentKind.Questioning);
        await later.QueryAsync(db => db.Meetings.Where(m => m.Id == meeting).ExecuteUpdateAsync(u => u.SetProperty(m => m.AppointmentId, id)));
        later.Clock.Advance(TimeSpan.FromHours(30));
        assessor = await later.SignInAsync(assessment.Assessor);

        Assert.DoesNotContain("no-show", (await assessor.OpenAsync(path)).Text, StringComparison.Ordinal);
        Assert.Contains("受評者已到場", (await (await assessor.PostFieldsAsync($"{path}/{id}/no-show")).FollowAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(AppointmentState.Agreed, await later.QueryAsync(db => db.Appointments.AsNoTracking().Select(a => a.State).SingleAsync()));
    }

    [Fact]
    public async Task Appointment_OfTwoAssessors_IsTheSecondsToSeeAndTheLeadsToMake()
    {
        await using var own = new TestSite();
        var assessment = await own.Data.ByTwoAsync();
        var (lead, second) = (await own.SignInAsync(assessment.Assessor), await own.SignInAsync(assessment.Second));
        var path = $"/assessments/{assessment.Id}/appointments";
        await (await (await lead.OpenAsync($"{path}/new")).Form($"{path}/new").Fill("Form.Day", "2026-03-10").Fill("Form.From", "14:00").Fill("Form.Until", "15:30").Fill("Form.Place", "會議室 301").PostAsync()).FollowAsync();
        var id = await own.QueryAsync(db => db.Appointments.Where(a => a.AssessmentId == assessment.Id).Select(a => a.Id).SingleAsync());

        Assert.Equal(1, await own.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == assessment.Second.PersonId && n.Kind == "appointment.made")));
        Assert.Equal(0, await own.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == assessment.Assessor.PersonId && n.Kind == "appointment.made")));
        var page = await second.OpenAsync(path);
        Assert.Contains("會議室 301", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain($"{path}/new", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{path}/{id}/cancel", page.Text, StringComparison.Ordinal);
        Assert.Equal("text/calendar", (await second.OpenAsync($"{path}/{id}/calendar")).MediaType);
        (await second.GetAsync($"{path}/new")).Is(HttpStatusCode.NotFound);
        (await second.GetAsync($"{path}/{id}")).Is(HttpStatusCode.NotFound);
        (await second.PostFieldsAsync($"{path}/{id}/cancel", ("reason", "改期"))).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Appointment_OfOthersOrWithABadLink_IsRefused()
    {
        var assessment = await site.Data.AssessingAsync();
        var other = await site.Data.AssessingAsync();
        var assessor = await site.SignInAsync(assessment.Assessor);
        var path = $"/assessments/{assessment.Id}/appointments/new";
        var page = (await (await assessor.OpenAsync(path)).Form(path).Fill("Form.Day", "2026-03-10").Fill("Form.From", "14:00").Fill("Form.Until", "15:00").Fill("Form.Link", "http://meet.example/abc").PostAsync()).Is(HttpStatusCode.OK);
        Assert.NotNull(page.Document.QuerySelector("#Form_Link-error"));
        await (await page.Form(path).Fill("Form.Link", "https://meet.example/abc").PostAsync()).FollowAsync();
        var id = await site.QueryAsync(db => db.Appointments.Where(a => a.AssessmentId == assessment.Id).Select(a => a.Id).SingleAsync());

        var theirs = await site.SignInAsync(other.Assessor);
        var stranger = await site.SignInAsync(other.Candidate);
        foreach (var (browser, address) in new[]
        {
            (theirs, $"/assessments/{assessment.Id}/appointments"), (theirs, $"/assessments/{other.Id}/appointments/{id}"), (theirs, $"/assessments/{other.Id}/appointments/{id}/calendar"),
            (stranger, $"/my/{assessment.Id}/appointments/{id}/calendar"), (stranger, $"/my/{other.Id}/appointments/{id}/calendar"),
        })
        {
            (await browser.GetAsync(address)).Is(HttpStatusCode.NotFound);
        }

        (await theirs.PostFieldsAsync($"/assessments/{other.Id}/appointments/{id}/cancel", ("reason", "別人的"))).Is(HttpStatusCode.NotFound);
    }

    private static string[] Lines(Page file) => file.Text.Split("\r\n");

    private static IReadOnlyList<string> Coming(Page page, string role) => [.. page.Document.QuerySelectorAll($"section[aria-labelledby='{role}-Appointments'] .work-list a").Select(a => a.GetAttribute("href")!)];
}
