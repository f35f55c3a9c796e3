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
    public void Suspend_WithoutReason_Throws() => Refused("reason.missing", () => In(AssessmentState.Gathering).Suspend(" ", Keys, Now));
}
