using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

/// <summary>One part per person in an assessment.</summary>
public sealed class PartsTests
{
    [Fact]
    public void Assign_WhoHasAnotherPart_Throws()
    {
        var assessment = In(AssessmentState.Planned);
        Refused("assignment.is-candidate", () => assessment.Assign(AssessmentPart.SecondAssessor, Candidate, Keys, Now));
        Refused("assignment.one-part", () => assessment.Assign(AssessmentPart.SecondAssessor, Assessor, Keys, Now));
        Refused("assignment.held", () => assessment.Assign(AssessmentPart.Verifier, Stranger, Keys, Now));
        assessment.Assign(AssessmentPart.SecondAssessor, Stranger, Keys, Now);
        Refused("assignment.one-part", () => assessment.ReplaceAssessor(Stranger, "請假", Keys, Now));
    }

    [Fact]
    public void Assign_WhoHadAnotherPartBefore_Throws()
    {
        var assessment = In(AssessmentState.Planned);
        assessment.Release(AssessmentPart.Verifier, "利益衝突", Now);
        Refused("assignment.one-part", () => assessment.Assign(AssessmentPart.DecisionMaker, Verifier, Keys, Now));
        Assert.Equal(Stranger, assessment.Assign(AssessmentPart.Verifier, Stranger, Keys, Now).PersonId);
        Assert.Equal(Stranger, assessment.Holder(AssessmentPart.Verifier)!.PersonId);
    }

    [Fact]
    public void Release_OfNobody_Throws() => Refused("assignment.nobody", () => In(AssessmentState.Planned).Release(AssessmentPart.DecisionMaker, "改派", Now));

    [Fact]
    public void SendBack_VoidsTheDecisionAndAsksToLookAnew()
    {
        var assessment = In(AssessmentState.Assessing);
        var decision = assessment.Sign(Assessor, FullSheet(), Signature(Outcome.Competent), assessment.ContentVersion, Guid.NewGuid(), Now);
        var seen = assessment.ContentVersion;

        assessment.SendBack(decision, Verifier, Now.AddDays(1));

        Assert.Equal((AssessmentState.Assessing, Now.AddDays(1)), (assessment.State, decision.VoidedAt));
        Assert.Contains(decision.TakeFacts(), f => f.Action == "decision.voided");
        Refused("sign.changed", () => assessment.Sign(Assessor, FullSheet(), Signature(Outcome.Competent), seen, Guid.NewGuid(), Now.AddDays(2)));
    }
}
