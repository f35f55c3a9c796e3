using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class SuspensionTests
{
    [Fact]
    public void Resume_AfterDays_PutsOffWhatWasToComeByWholeDays()
    {
        var assessment = In(AssessmentState.Returned);
        var (submitBy, decideBy, resubmitBy) = (assessment.SubmitBy, assessment.DecideBy, assessment.CurrentRound!.ResubmitBy!.Value);
        assessment.Suspend("住院", Keys, Now.AddDays(1));
        Assert.False(assessment.IsLate(Now.AddDays(300)));

        assessment.Resume(Now.AddDays(10).AddHours(3));

        Assert.Equal(AssessmentState.Returned, assessment.State);
        Assert.Equal((submitBy.AddDays(10), decideBy.AddDays(10), resubmitBy.AddDays(10)), (assessment.SubmitBy, assessment.DecideBy, assessment.CurrentRound.ResubmitBy!.Value));
    }

    [Fact]
    public void Resume_DateThatHadPassed_StaysWhereItWas()
    {
        var assessment = In(AssessmentState.Assessing);
        var (submitBy, decideBy) = (assessment.SubmitBy, assessment.DecideBy);
        assessment.Suspend("住院", Keys, submitBy.AddDays(1));

        assessment.Resume(submitBy.AddDays(8));

        Assert.Equal((submitBy, decideBy.AddDays(7)), (assessment.SubmitBy, assessment.DecideBy));
    }

    [Fact]
    public void Suspend_ASecondTime_GoesOnWhereItWasThen()
    {
        var assessment = In(AssessmentState.Gathering);
        assessment.Suspend("住院", Keys, Now);
        assessment.Resume(Now.AddDays(1));
        assessment.Submit(Candidate, Complete(), true, Keys, Now.AddDays(2));
        assessment.Suspend("颱風停班", Keys, Now.AddDays(3));

        assessment.Resume(Now.AddDays(4));

        Assert.Equal(AssessmentState.Submitted, assessment.State);
        Assert.Equal([AssessmentState.Gathering, AssessmentState.Submitted], assessment.Suspensions.Select(s => s.From));
    }

    [Fact]
    public void Suspended_DaysToAnswerInACase_StandStillAndMove()
    {
        var assessment = In(AssessmentState.Assessing);
        var found = new MisconductCase(Guid.NewGuid(), assessment, Assessor, "抄襲", [], Now);
        found.Open(assessment, Stranger, "與他人相同", Now.AddDays(14), Now);
        assessment.Suspend("住院", Keys, Now.AddDays(2));
        var later = Now.AddDays(42);
        Assert.Equal(MisconductState.Notified, found.State(assessment, later));
        Refused("misconduct.reply-awaited", () => found.Close(assessment, Stranger, MisconductOutcome.Warned, "屬實", later.AddDays(21), later));

        var before = found.DigestText();
        assessment.Resume(later);
        found.PutOff(assessment.Suspensions[0]);

        Assert.Equal(Now.AddDays(54), found.ReplyBy);
        Assert.NotEqual(before, found.DigestText());
        Assert.Equal(MisconductState.Notified, found.State(assessment, Now.AddDays(54)));
        Assert.Equal(MisconductState.Answered, found.State(assessment, Now.AddDays(55)));

        // What was answered, or was over before, stays where it was.
        assessment.Suspend("再度住院", Keys, Now.AddDays(55));
        Assert.Equal(MisconductState.Answered, found.State(assessment, Now.AddDays(56)));
        assessment.Resume(Now.AddDays(60));
        found.PutOff(assessment.Suspensions[1]);
        Assert.Equal(Now.AddDays(54), found.ReplyBy);
    }

    [Fact]
    public void Suspended_CandidateAnswersAndAppealsAllTheSame()
    {
        var assessment = In(AssessmentState.Assessing);
        var found = new MisconductCase(Guid.NewGuid(), assessment, Assessor, "抄襲", [], Now);
        found.Open(assessment, Stranger, "與他人相同", Now.AddDays(14), Now);
        assessment.Suspend("住院", Keys, Now.AddDays(2));
        found.Answer(assessment, Candidate, "同一來源", Now.AddDays(20));

        // Warned while the clock stands: the days begin then, and stand still as well.
        found.Close(assessment, Stranger, MisconductOutcome.Warned, "屬實", Now.AddDays(42), Now.AddDays(21));
        _ = new Appeal(Guid.NewGuid(), assessment, found, Candidate, "同一來源", Now.AddDays(50));
        assessment.Resume(Now.AddDays(61));
        found.PutOff(assessment.Suspensions[0]);
        Assert.Equal((Now.AddDays(14), Now.AddDays(82)), (found.ReplyBy, found.AppealBy));
    }

    [Fact]
    public void Suspended_DaysToAppealAgainstARefusal_StandStillAndMove_AlsoWhereItEnds()
    {
        var assessment = In(AssessmentState.Gathering);
        var refused = new Adjustment(Guid.NewGuid(), assessment, Candidate, "延長閱讀時間", Now);
        refused.TakeOn(assessment, Stranger);
        refused.Refuse(Stranger, "無此設備", Now.AddDays(21), Now);
        Refused("dispute.over", () => _ = new Appeal(Guid.NewGuid(), assessment, refused, Candidate, "可租借", Now.AddDays(40)));
        assessment.Suspend("住院", Keys, Now.AddDays(1));
        _ = new Appeal(Guid.NewGuid(), assessment, refused, Candidate, "可租借", Now.AddDays(40));

        assessment.Withdraw("受評者離職", Now.AddDays(41));
        Assert.Equal(Now.AddDays(41), assessment.Suspensions[0].ResumedAt);
        refused.PutOff(assessment.Suspensions[0]);

        Assert.Equal(Now.AddDays(61), refused.AppealBy);
        _ = new Appeal(Guid.NewGuid(), assessment, refused, Candidate, "可租借", Now.AddDays(60));
    }

    [Fact]
    public void Suspended_AgreedAppointments_AreMovedNotMade()
    {
        var terms = new AppointmentTerms { Kind = AppointmentKind.Observation, StartAt = Now.AddDays(3), EndAt = Now.AddDays(3).AddHours(1), Place = "會議室 301" };
        var assessment = In(AssessmentState.Assessing);
        var appointment = new Appointment(Guid.NewGuid(), assessment, terms, Assessor, Now);
        assessment.Suspend("住院", Keys, Now.AddDays(1));
        Refused("appointment.state", () => appointment.NoteNoShow(assessment, Assessor, wasHeld: false, Now.AddDays(4)));
        appointment.Reschedule(assessment, terms with { StartAt = Now.AddDays(30), EndAt = Now.AddDays(30).AddHours(1) }, "住院", wasHeld: false, Now.AddDays(4));
        Assert.Equal((AppointmentState.Agreed, Now.AddDays(30)), (appointment.State, appointment.StartAt));
    }

    [Fact]
    public void Suspend_WithoutReason_Throws() => Refused("reason.missing", () => In(AssessmentState.Gathering).Suspend(" ", Keys, Now));
}
