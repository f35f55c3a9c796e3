using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class AppointmentTests
{
    private static readonly AppointmentTerms Terms = new()
    {
        Kind = AppointmentKind.Observation,
        StartAt = Now.AddDays(3),
        EndAt = Now.AddDays(3).AddHours(1),
        Place = "會議室 301",
        Criteria = ["P1.1"],
    };

    [Fact]
    public void Reschedule_RaisesTheSequenceAndCancelOnceMore()
    {
        var assessment = In(AssessmentState.Assessing);
        var appointment = Make(assessment, Terms);
        appointment.Reschedule(assessment, Terms with { StartAt = Now.AddDays(4), EndAt = Now.AddDays(4).AddHours(1) }, "評量人員出差", wasHeld: false, Now);
        Assert.Equal((1, Now.AddDays(4)), (appointment.Sequence, appointment.StartAt));
        appointment.Cancel("改以書面", wasHeld: false, Now);
        Assert.Equal((2, AppointmentState.Cancelled), (appointment.Sequence, appointment.State));
        Refused("appointment.closed", () => appointment.Reschedule(assessment, Terms, "再約", wasHeld: false, Now));
        Refused("appointment.closed", () => appointment.Cancel("再取消", wasHeld: false, Now));
    }

    [Fact]
    public void Make_ThatCannotBe_Throws()
    {
        var assessment = In(AssessmentState.Gathering);
        Refused("appointment.times", () => Make(assessment, Terms with { EndAt = Terms.StartAt }));
        Refused("appointment.past", () => Make(assessment, Terms with { StartAt = Now, EndAt = Now.AddHours(1) }));
        Refused("appointment.place", () => Make(assessment, Terms with { Place = " " }));
        foreach (var link in new[] { "http://meet.example/1", "javascript:alert(1)", "meet.example/1" })
        {
            Refused("appointment.link", () => Make(assessment, Terms with { Link = link }));
        }

        Make(assessment, Terms with { Place = null, Link = "https://meet.example/1" });
        Refused("appointment.state", () => Make(In(AssessmentState.Decided), Terms));
        Refused("appointment.state", () => Make(In(AssessmentState.Suspended), Terms));
    }

    [Fact]
    public void NoShow_IsTheAssessorsToNoteOnceItHasBegun()
    {
        var assessment = In(AssessmentState.Assessing);
        var appointment = Make(assessment, Terms);
        Refused("appointment.not-begun", () => appointment.NoteNoShow(assessment, Assessor, wasHeld: false, Now));
        Refused("assessment.not-assessor", () => appointment.NoteNoShow(assessment, Stranger, wasHeld: false, Terms.StartAt));
        Refused("appointment.held", () => appointment.NoteNoShow(assessment, Assessor, wasHeld: true, Terms.StartAt));
        appointment.NoteNoShow(assessment, Assessor, wasHeld: false, Terms.StartAt);
        Assert.Equal(AppointmentState.NoShow, appointment.State);
        Refused("reason.missing", () => Make(assessment, Terms).Cancel(" ", wasHeld: false, Now));
    }

    [Fact]
    public void NoShow_AtATimeInWhichItWasSuspended_IsNone()
    {
        var assessment = In(AssessmentState.Assessing);
        var (within, after) = (Make(assessment, Terms), Make(assessment, Terms with { StartAt = Now.AddDays(6), EndAt = Now.AddDays(6).AddHours(1) }));
        assessment.Suspend("住院", Keys, Now.AddDays(1));
        assessment.Resume(Now.AddDays(5));
        Refused("appointment.suspended", () => within.NoteNoShow(assessment, Assessor, wasHeld: false, Now.AddDays(6)));
        after.NoteNoShow(assessment, Assessor, wasHeld: false, Now.AddDays(6));
        Assert.Equal(AppointmentState.NoShow, after.State);
    }

    private static Appointment Make(Assessment assessment, AppointmentTerms terms) => new(Guid.NewGuid(), assessment, terms, Assessor, Now);
}
