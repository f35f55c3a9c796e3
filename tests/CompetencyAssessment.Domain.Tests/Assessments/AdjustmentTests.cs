using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class AdjustmentTests
{
    private static readonly Guid Approver = Guid.NewGuid();
    private static readonly Assessment Running = In(AssessmentState.Gathering);

    [Fact]
    public void Agree_IsForWhoeverTookItOn()
    {
        var adjustment = Ask(In(AssessmentState.Gathering));
        Refused("adjustment.taken", () => adjustment.Agree(Approver, "延長閱讀時間", Now));
        adjustment.TakeOn(Running, Approver);
        adjustment.TakeOn(Running, Approver);
        Refused("adjustment.taken", () => adjustment.TakeOn(Running, Stranger));
        Refused("adjustment.taken", () => adjustment.Refuse(Stranger, "無此設備", Now.AddDays(21), Now));
        Refused("adjustment.what", () => adjustment.Agree(Approver, " ", Now));
        adjustment.Agree(Approver, "閱讀時間加倍", Now);
        Assert.Equal((AdjustmentState.Agreed, "閱讀時間加倍"), (adjustment.State, adjustment.What));
        Refused("adjustment.decided", () => adjustment.Refuse(Approver, "無此設備", Now.AddDays(21), Now));
    }

    [Fact]
    public void Refuse_WantsAReason()
    {
        var adjustment = Ask(In(AssessmentState.Gathering));
        adjustment.TakeOn(Running, Approver);
        Refused("reason.missing", () => adjustment.Refuse(Approver, "", Now.AddDays(21), Now));
        adjustment.Refuse(Approver, "無此設備", Now.AddDays(21), Now);
        Assert.Equal((AdjustmentState.Refused, "無此設備", null), (adjustment.State, adjustment.Refusal, adjustment.What));
    }

    [Fact]
    public void Ask_ThatCannotBe_Throws()
    {
        var assessment = In(AssessmentState.Gathering);
        Refused("assessment.not-candidate", () => _ = new Adjustment(Guid.NewGuid(), assessment, Assessor, "延長閱讀時間", Now));
        Refused("adjustment.what", () => _ = new Adjustment(Guid.NewGuid(), assessment, Candidate, " ", Now));
        Refused("adjustment.state", () => _ = Ask(In(AssessmentState.Finalised)));

        // A refusal would tell the candidate that a decision is signed.
        Assert.Equal(AdjustmentState.Asked, Ask(In(AssessmentState.Decided)).State);
    }

    [Fact]
    public void TakeOn_ByWhoAssesses_Throws()
    {
        var assessment = In(AssessmentState.Assessing);
        Refused("adjustment.part", () => Ask(assessment).TakeOn(assessment, Assessor));
    }

    [Fact]
    public void Grounds_AreKeptWithConsentOnlyAndToldToNoTrail()
    {
        var adjustment = Ask(In(AssessmentState.Gathering));
        Refused("adjustment.consent", () => _ = new AdjustmentGrounds(adjustment, "視力不良", consents: false, Now));
        var grounds = new AdjustmentGrounds(adjustment, "視力不良", consents: true, Now);
        Assert.DoesNotContain("視力不良", adjustment.DigestText(), StringComparison.Ordinal);
        Assert.Empty(Assert.Single(grounds.TakeFacts()).Data);
    }

    [Fact]
    public void SetAside_IsAskedForAgain_AndTakenOnByAnother()
    {
        var assessment = In(AssessmentState.Gathering);
        var adjustment = Ask(assessment);
        var before = adjustment.DigestText();
        Refused("appeal.outcome", () => adjustment.SetAside(Stranger));
        adjustment.TakeOn(assessment, Approver);
        adjustment.Refuse(Approver, "無此設備", Now.AddDays(21), Now);
        Refused("appeal.hearer", () => adjustment.SetAside(Approver));
        adjustment.SetAside(Stranger);
        Assert.Equal((AdjustmentState.Asked, null, Approver, null, "無此設備"), (adjustment.State, adjustment.ApproverId, adjustment.RefusedById, adjustment.AppealBy, adjustment.Refusal));
        Assert.NotEqual(before, adjustment.DigestText());
        Refused("adjustment.part", () => adjustment.TakeOn(assessment, Approver));
        assessment.Assign(AssessmentPart.Hearer, Stranger, Keys, Now);
        Refused("adjustment.part", () => adjustment.TakeOn(assessment, Stranger));
        adjustment.TakeOn(assessment, Guid.NewGuid());
    }

    private static Adjustment Ask(Assessment assessment) => new(Guid.NewGuid(), assessment, Candidate, "延長閱讀時間", Now);
}
