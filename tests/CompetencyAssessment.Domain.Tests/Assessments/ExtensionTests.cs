using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class ExtensionTests
{
    [Fact]
    public void Grant_WhileGathering_MovesTheDayToSubmitAndTheDecisionWithIt()
    {
        var assessment = In(AssessmentState.Gathering);
        var (submitBy, decideBy) = (assessment.SubmitBy, assessment.DecideBy);
        assessment.AskExtension(Candidate, submitBy.AddDays(14), "季報延後", Keys, Now);

        assessment.GrantExtension(Stranger, submitBy.AddDays(7), "先展延一週", Now);

        Assert.Equal((submitBy.AddDays(7), decideBy.AddDays(7)), (assessment.SubmitBy, assessment.DecideBy));
        var answered = Assert.Single(assessment.Extensions);
        Assert.Equal((ExtensionOutcome.Granted, submitBy.AddDays(7), Stranger), (answered.Outcome, answered.GrantedUntil, answered.AnsweredById));
    }

    [Fact]
    public void Grant_WhileReturned_MovesTheDayToAnswer()
    {
        var assessment = In(AssessmentState.Returned);
        var (due, submitBy) = (assessment.EvidenceDueBy, assessment.SubmitBy);
        assessment.AskExtension(Candidate, due.AddDays(3), "等候主管簽核", Keys, Now);
        assessment.GrantExtension(Stranger, due.AddDays(3), null, Now);
        Assert.Equal((due.AddDays(3), submitBy), (assessment.EvidenceDueBy, assessment.SubmitBy));
    }

    [Fact]
    public void Grant_WithAPlanThatWaits_MovesThatToo()
    {
        var assessment = In(AssessmentState.Gathering);
        var content = new PlanContent { Methods = new Dictionary<string, IReadOnlyList<string>> { ["P1.1"] = ["M6"] } };
        assessment.RevisePlan(PlanTests.Change(assessment, content, submitBy: Now.AddDays(35)), Keys, Now);
        assessment.AskExtension(Candidate, assessment.SubmitBy.AddDays(10), "季報延後", Keys, Now);
        assessment.GrantExtension(Stranger, assessment.SubmitBy.AddDays(10), null, Now);
        assessment.Acknowledge(Candidate, Now);
        Assert.Equal((Now.AddDays(45), Now.AddDays(70)), (assessment.SubmitBy, assessment.DecideBy));
    }

    [Fact]
    public void Refuse_LeavesTheDatesAndLetsAskAgain()
    {
        var assessment = In(AssessmentState.Gathering);
        var due = assessment.EvidenceDueBy;
        assessment.AskExtension(Candidate, due.AddDays(3), "季報延後", Keys, Now);
        Refused("extension.open", () => assessment.AskExtension(Candidate, due.AddDays(3), "季報延後", Keys, Now));
        Refused("reason.missing", () => assessment.RefuseExtension(Stranger, "", Now));
        assessment.RefuseExtension(Stranger, "已展延過一次", Now);
        Assert.Equal(due, assessment.EvidenceDueBy);
        Refused("extension.none", () => assessment.GrantExtension(Stranger, due.AddDays(3), null, Now));
        assessment.AskExtension(Candidate, due.AddDays(1), "颱風停班", Keys, Now);
    }

    [Fact]
    public void Submit_WithARequestOpen_LetsItLapse()
    {
        var assessment = In(AssessmentState.Gathering);
        assessment.AskExtension(Candidate, assessment.SubmitBy.AddDays(3), "季報延後", Keys, Now);
        assessment.Submit(Candidate, Complete(), true, Keys, Now);
        Assert.Equal(ExtensionOutcome.Lapsed, Assert.Single(assessment.Extensions).Outcome);
        Assert.Null(assessment.OpenExtension);
    }

    [Fact]
    public void Ask_ThatCannotBe_Throws()
    {
        var assessment = In(AssessmentState.Gathering);
        Refused("extension.date", () => assessment.AskExtension(Candidate, assessment.SubmitBy, "季報延後", Keys, Now));
        Refused("extension.date", () => assessment.AskExtension(Candidate, assessment.SubmitBy.AddDays(1), "季報延後", Keys, assessment.SubmitBy.AddDays(2)));
        Refused("reason.missing", () => assessment.AskExtension(Candidate, assessment.SubmitBy.AddDays(1), " ", Keys, Now));
        Refused("assessment.not-candidate", () => assessment.AskExtension(Assessor, assessment.SubmitBy.AddDays(1), "季報延後", Keys, Now));
        Refused("extension.state", () => In(AssessmentState.Assessing).AskExtension(Candidate, Now.AddDays(90), "季報延後", Keys, Now));
        Refused("extension.state", () => In(AssessmentState.Planned).AskExtension(Candidate, Now.AddDays(90), "季報延後", Keys, Now));
    }
}
