using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class SignTests
{
    [Theory]
    [InlineData(Outcome.Competent)]
    [InlineData(Outcome.NotYetCompetent)]
    public void Sign_KeepsWhoHowWhenAndWhat(Outcome outcome)
    {
        var assessment = In(AssessmentState.Assessing);
        assessment.TakeFacts();
        var id = Guid.NewGuid();
        var signature = Signature(outcome);
        var decision = assessment.Sign(Assessor, FullSheet(), signature, assessment.ContentVersion, id, Now.AddDays(1));
        Assert.Equal((id, assessment.Id, outcome, Assessor, Now.AddDays(1)), (decision.Id, decision.AssessmentId, decision.Outcome, decision.SignedById, decision.SignedAt));
        Assert.Equal(("password", Now, assessment.ContentVersion, null), (decision.AuthenticationMethod, decision.AuthenticatedAt, decision.ContentVersion, decision.VoidedAt));
        Assert.Equal((signature.Strengths, signature.NextSteps, signature.Feedback), (decision.Strengths, decision.NextSteps, decision.Feedback));
        var fact = Assert.Single(assessment.TakeFacts(), f => f.Action == "decision.signed");
        Assert.Equal(outcome.ToString(), fact.Data["outcome"]);
        Assert.DoesNotContain(fact.Data.Values, v => v.Contains("目標", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Sign_OverChangedContent_Throws(int off)
    {
        var assessment = In(AssessmentState.Assessing);
        Refused("sign.changed", () => assessment.Sign(Assessor, FullSheet(), Signature(Outcome.Competent), assessment.ContentVersion + off, Guid.NewGuid(), Now));
        Assert.Equal(AssessmentState.Assessing, assessment.State);
    }

    [Fact]
    public void Sign_AfterReplacement_DemandsAnotherLook()
    {
        var assessment = In(AssessmentState.Assessing);
        var seen = assessment.ContentVersion;
        assessment.ReplaceAssessor(Stranger, "請假", Keys, Now);
        Refused("sign.changed", () => assessment.Sign(Stranger, FullSheet(), Signature(Outcome.Competent), seen, Guid.NewGuid(), Now));
    }

    [Fact]
    public void Sign_WithUnratedCriterion_Throws()
    {
        var assessment = In(AssessmentState.Assessing);
        var sheet = Sheet(Lines(c => c == "K02" ? new RatingFields() : Rated()));
        Refused("sign.incomplete", () => assessment.Sign(Assessor, sheet, Signature(Outcome.Competent), assessment.ContentVersion, Guid.NewGuid(), Now));
        Refused("sign.incomplete", () => assessment.Sign(Assessor, sheet, Signature(Outcome.NotYetCompetent), assessment.ContentVersion, Guid.NewGuid(), Now));
    }

    [Fact]
    public void Sign_WithoutWords_Throws()
    {
        void Try(Signature signature)
        {
            var assessment = In(AssessmentState.Assessing);
            Refused("sign.feedback", () => assessment.Sign(Assessor, FullSheet(), signature, assessment.ContentVersion, Guid.NewGuid(), Now));
        }

        Try(Signature(Outcome.Competent) with { Strengths = " " });
        Try(Signature(Outcome.Competent) with { NextSteps = "" });
        Try(Signature(Outcome.NotYetCompetent) with { Feedback = null });
        Try(Signature(Outcome.NotYetCompetent) with { Strengths = "" });
    }

    [Fact]
    public void Sign_WhenReturned_OnlyOverdueAndNotYetCompetent()
    {
        var assessment = In(AssessmentState.Returned);
        var due = assessment.EvidenceDueBy;
        void Sign(Outcome outcome, DateTime now) => assessment.Sign(Assessor, FullSheet(), Signature(outcome), assessment.ContentVersion, Guid.NewGuid(), now);
        Refused("sign.not-overdue", () => Sign(Outcome.NotYetCompetent, due));
        Refused("sign.not-overdue", () => Sign(Outcome.Competent, due.AddTicks(1)));
        Sign(Outcome.NotYetCompetent, due.AddTicks(1));
        Assert.Equal(AssessmentState.Decided, assessment.State);
    }

    [Fact]
    public void Keep_LeavesTheSnapshotsDigestInTheTrail()
    {
        var assessment = In(AssessmentState.Assessing);
        var decision = assessment.Sign(Assessor, FullSheet(), Signature(Outcome.Competent), assessment.ContentVersion, Guid.NewGuid(), Now);
        decision.Keep("{}", [1, 2, 3]);
        Assert.Equal(("{}", decision.Id), (decision.Snapshot!.Content, decision.Snapshot.DecisionId));
        var fact = Assert.Single(decision.TakeFacts());
        Assert.Equal((assessment.Id, "decision.kept", decision.Id, "010203"), (fact.Stream, fact.Action, fact.Subject, fact.Data["sha256"]));
    }
}
