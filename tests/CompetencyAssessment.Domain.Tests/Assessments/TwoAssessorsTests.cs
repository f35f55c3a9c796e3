using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

/// <summary>Two assessors: each rates alone and finishes, then both agree on one sheet; a decision maker may sign it.</summary>
public sealed class TwoAssessorsTests
{
    private static readonly Guid Second = Guid.NewGuid();
    private static readonly Guid DecisionMaker = Guid.NewGuid();
    private static readonly Disagreement Found = new(DifferenceKind.Criterion, Guid.NewGuid(), Rated().ToJson(), Rated(1).ToJson());

    [Fact]
    public void Plan_WithFurtherParts_GivesThemToDifferentPeople()
    {
        var assessment = new Assessment(Guid.NewGuid(), Plan with { SecondAssessorId = Second, DecisionMakerId = DecisionMaker }, Keys, Now);

        Assert.Equal((Second, DecisionMaker, DecisionMaker), (assessment.Holder(AssessmentPart.SecondAssessor)!.PersonId, assessment.Holder(AssessmentPart.DecisionMaker)!.PersonId, assessment.Signer!.PersonId));
        Refused("assignment.one-part", () => _ = new Assessment(Guid.NewGuid(), Plan with { SecondAssessorId = Assessor }, Keys, Now));
        Refused("assignment.one-part", () => _ = new Assessment(Guid.NewGuid(), Plan with { SecondAssessorId = Second, DecisionMakerId = Second }, Keys, Now));
        Refused("assignment.is-candidate", () => _ = new Assessment(Guid.NewGuid(), Plan with { DecisionMakerId = Candidate }, Keys, Now));
    }

    [Fact]
    public void Finish_WithAnIncompleteSheet_Throws()
    {
        var assessment = ByTwo();
        var open = Sheet(Lines(code => code == "K01" ? new RatingFields() : Rated()));
        Refused("finish.incomplete", () => assessment.Finish(Second, open, Now));

        // Left open with a reason is finished too.
        assessment.Finish(Second, Sheet(Lines(code => code == "K01" ? new RatingFields { NotAssessedReason = "未安排詢問" } : Rated())), Now);
        Assert.Equal((Now, false), (assessment.Holder(AssessmentPart.SecondAssessor)!.FinishedAt, assessment.BothFinished));
    }

    [Fact]
    public void Finish_OfWhoDoesNotRate_Throws()
    {
        Refused("assessment.not-assessor", () => ByTwo().Finish(Verifier, FullSheet(), Now));
        Refused("assessment.not-assessor", () => ByTwo(decisionMaker: true).Finish(DecisionMaker, FullSheet(), Now));
        Refused("finish.alone", () => In(AssessmentState.Assessing).Finish(Assessor, FullSheet(), Now));
    }

    [Fact]
    public void TakeBackFinish_UntilTheOtherHasFinished()
    {
        var assessment = ByTwo();
        assessment.Finish(Assessor, FullSheet(), Now);
        assessment.TakeBackFinish(Assessor, compared: false, Now);
        Assert.Null(assessment.CurrentAssessor!.FinishedAt);

        assessment.Finish(Assessor, FullSheet(), Now);
        assessment.Finish(Second, FullSheet(), Now);

        Assert.True(assessment.BothFinished);
        Refused("finish.both", () => assessment.TakeBackFinish(Assessor, compared: false, Now));
        Refused("finish.both", () => assessment.TakeBackFinish(Second, compared: false, Now));
    }

    [Fact]
    public void TakeBackFinish_OfWhoSawTheOthersRatings_Throws()
    {
        var assessment = ByTwo();
        assessment.Finish(Assessor, FullSheet(), Now);
        assessment.Finish(Second, FullSheet(), Now);
        assessment.ReplaceAssessor(Stranger, "請假", Keys, Now, AssessmentPart.SecondAssessor);

        Assert.False(assessment.BothFinished);
        Refused("finish.both", () => assessment.TakeBackFinish(Assessor, compared: true, Now));
    }

    [Fact]
    public void ReopenSheets_OnceBothAgree_LetsBothGoOn()
    {
        var assessment = ByTwo();
        assessment.Finish(Assessor, FullSheet(), Now);
        Refused("sign.not-agreed", () => assessment.ReopenSheets(Assessor, null, Now));
        assessment.Finish(Second, FullSheet(), Now);
        var open = new Reconciliation(Guid.NewGuid(), assessment, [Found], Keys, Now);
        Refused("sign.not-agreed", () => assessment.ReopenSheets(Assessor, open, Now));
        var agreed = new Reconciliation(Guid.NewGuid(), assessment, [], Keys, Now);
        Refused("assessment.not-assessor", () => assessment.ReopenSheets(Second, agreed, Now));

        assessment.ReopenSheets(Assessor, agreed, Now);

        Assert.All(assessment.Assignments, a => Assert.Null(a.FinishedAt));
        assessment.Finish(Second, FullSheet(), Now);
    }

    [Fact]
    public void Return_BeforeBothHaveFinished_Throws()
    {
        var assessment = ByTwo();
        assessment.Finish(Assessor, FullSheet(), Now);
        void Return() => assessment.Return(Assessor, "請補件", [(Guid.NewGuid(), "人力試算")], Now.AddDays(14), Keys, Now);
        Refused("return.not-finished", Return);

        assessment.Finish(Second, FullSheet(), Now);
        Refused("assessment.not-assessor", () => assessment.Return(Second, "請補件", [(Guid.NewGuid(), "人力試算")], Now.AddDays(14), Keys, Now));
        Return();

        // Both go on with their sheets when it is handed in again, and see nothing of each other's.
        assessment.Submit(Candidate, Complete(), true, Keys, Now);
        assessment.Start(Assessor, Now);
        Assert.False(assessment.BothFinished);
        Assert.All(assessment.Assignments, a => Assert.Null(a.FinishedAt));
    }

    [Fact]
    public void Sign_BeforeBothAgree_Throws()
    {
        var assessment = ByTwo();
        Refused("sign.not-agreed", () => Sign(assessment, Assessor, null));
        Refused("reconciliation.not-finished", () => _ = new Reconciliation(Guid.NewGuid(), assessment, [Found], Keys, Now));
        var reconciliation = Finished(assessment, Found);
        Refused("sign.not-agreed", () => Sign(assessment, Assessor, reconciliation));

        var difference = reconciliation.Differences.Single();
        Refused("assessment.not-assessor", () => reconciliation.Settle(assessment, Second, difference.Id, Rated().ToJson(), "以計畫為準", Now));
        Refused("reason.missing", () => reconciliation.Settle(assessment, Assessor, difference.Id, Rated().ToJson(), " ", Now));
        Refused("reconciliation.open", () => reconciliation.Confirm(assessment, Second, assessment.ContentVersion, Now));
        reconciliation.Settle(assessment, Assessor, difference.Id, Rated().ToJson(), "以計畫為準", Now);
        Refused("sign.not-agreed", () => Sign(assessment, Assessor, reconciliation));
        Refused("assessment.not-second-assessor", () => reconciliation.Confirm(assessment, Assessor, assessment.ContentVersion, Now));
        Refused("reconciliation.changed", () => reconciliation.Confirm(assessment, Second, assessment.ContentVersion - 1, Now));
        reconciliation.Confirm(assessment, Second, assessment.ContentVersion, Now);

        Refused("assessment.not-assessor", () => Sign(assessment, Second, reconciliation));
        Sign(assessment, Assessor, reconciliation);
        Assert.Equal(AssessmentState.Decided, assessment.State);
        Refused("assessment.not-assessing", () => reconciliation.Settle(assessment, Assessor, difference.Id, Rated(3).ToJson(), "再議", Now));
    }

    [Fact]
    public void Settle_AfterItWasConfirmed_AsksForItAgain()
    {
        var assessment = ByTwo();
        var reconciliation = Finished(assessment, Found);
        var difference = reconciliation.Differences.Single();
        reconciliation.Settle(assessment, Assessor, difference.Id, Rated().ToJson(), "以計畫為準", Now);
        reconciliation.Confirm(assessment, Second, assessment.ContentVersion, Now);
        Assert.True(reconciliation.IsAgreed);

        reconciliation.Settle(assessment, Assessor, difference.Id, Rated(1).ToJson(), "試算不足", Now);

        Assert.False(reconciliation.IsAgreed);
        Assert.Equal((Found.Lead, Found.Second, Rated(1).ToJson()), (difference.Lead, difference.Second, difference.Agreed));
    }

    [Fact]
    public void Reconciliation_WhereNothingDiffers_IsAgreedAtOnce()
    {
        var assessment = ByTwo();
        Assert.True(Finished(assessment).IsAgreed);
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(2, 3, true)]
    [InlineData(1, null, true)]
    public void Differ_ByLevel(int lead, int? second, bool differ) =>
        Assert.Equal(differ, Reconciliation.Differ(Rated(lead), second is { } level ? Rated(level) with { Comment = "另一說明", Citations = [] } : new RatingFields(), passMark: 2));

    [Fact]
    public void Differ_ByCauseUnderThePassMarkOnly()
    {
        Assert.True(Reconciliation.Differ(Rated(1), Rated(1) with { Cause = ShortfallCause.PerformanceShort }, passMark: 2));
        Assert.False(Reconciliation.Differ(Rated(2), Rated(2) with { Cause = ShortfallCause.PerformanceShort }, passMark: 2));
    }

    [Fact]
    public void Sign_WithADecisionMaker_NeedsTheSheetHandedOver()
    {
        var assessment = ByTwo(decisionMaker: true);
        var reconciliation = Finished(assessment);
        Refused("assessment.not-assessor", () => Sign(assessment, Assessor, reconciliation));
        Refused("sign.not-handed-over", () => Sign(assessment, DecisionMaker, reconciliation));
        Refused("assessment.not-assessor", () => assessment.HandOver(Second, FullSheet(), reconciliation, Now));
        Refused("sign.not-agreed", () => assessment.HandOver(Assessor, FullSheet(), null, Now));
        Refused("handover.incomplete", () => assessment.HandOver(Assessor, Sheet(Lines(_ => new RatingFields())), reconciliation, Now));

        assessment.HandOver(Assessor, FullSheet(), reconciliation, Now);

        Refused("assessment.handed-over", () => assessment.HandOver(Assessor, FullSheet(), reconciliation, Now));
        Refused("assessment.handed-over", () => assessment.Return(Assessor, "請補件", [(Guid.NewGuid(), "x")], Now.AddDays(14), Keys, Now));
        Sign(assessment, DecisionMaker, reconciliation);
        Assert.Equal(AssessmentState.Decided, assessment.State);
    }

    [Fact]
    public void GiveBack_LetsTheAssessorsGoOn()
    {
        var assessment = ByTwo(decisionMaker: true);
        var reconciliation = Finished(assessment);
        Refused("handover.none", () => assessment.GiveBack(DecisionMaker, "請說明"));
        assessment.HandOver(Assessor, FullSheet(), reconciliation, Now);
        Refused("assessment.not-decision-maker", () => assessment.GiveBack(Assessor, "請說明"));
        Refused("reason.missing", () => assessment.GiveBack(DecisionMaker, " "));

        assessment.GiveBack(DecisionMaker, "請說明");

        Assert.Equal((null, "請說明", false), (assessment.HandedOverAt, assessment.GivenBackReason, assessment.BothFinished));
        Refused("sign.not-handed-over", () => Sign(assessment, DecisionMaker, reconciliation));
    }

    [Fact]
    public void ReplaceAssessor_OfTheSecond_LeavesTheLeadAndOpensTheSheet()
    {
        var assessment = ByTwo(decisionMaker: true);
        assessment.HandOver(Assessor, FullSheet(), Finished(assessment), Now);

        assessment.ReplaceAssessor(Stranger, "請假", Keys, Now, AssessmentPart.SecondAssessor);

        Assert.Equal((Assessor, Stranger, false, null), (assessment.CurrentAssessor!.PersonId, assessment.Holder(AssessmentPart.SecondAssessor)!.PersonId, assessment.BothFinished, assessment.HandedOverAt));
        Refused("assignment.one-part", () => assessment.ReplaceAssessor(Second, "請假", Keys, Now));
        Refused("assignment.nobody", () => In(AssessmentState.Assessing).ReplaceAssessor(Stranger, "請假", Keys, Now, AssessmentPart.SecondAssessor));
    }

    [Fact]
    public void SendBack_LetsBothGoOn()
    {
        var assessment = ByTwo(decisionMaker: true);
        var reconciliation = Finished(assessment);
        assessment.HandOver(Assessor, FullSheet(), reconciliation, Now);
        var decision = Sign(assessment, DecisionMaker, reconciliation);

        assessment.SendBack(decision, Verifier, Now);

        Assert.Equal((false, null), (assessment.BothFinished, assessment.HandedOverAt));
    }

    private static Decision Sign(Assessment assessment, Guid by, Reconciliation? reconciliation) =>
        assessment.Sign(by, FullSheet(), Signature(Outcome.Competent), assessment.ContentVersion, Guid.NewGuid(), Now, reconciliation);

    private static Reconciliation Finished(Assessment assessment, params Disagreement[] found)
    {
        assessment.Finish(Assessor, FullSheet(), Now);
        assessment.Finish(Second, FullSheet(), Now);
        return new Reconciliation(Guid.NewGuid(), assessment, found, Keys, Now);
    }

    private static Assessment ByTwo(bool decisionMaker = false)
    {
        var assessment = new Assessment(Guid.NewGuid(), Plan with { SecondAssessorId = Second, DecisionMakerId = decisionMaker ? DecisionMaker : null }, Keys, Now);
        assessment.Assign(AssessmentPart.Verifier, Verifier, Keys, Now);
        assessment.Acknowledge(Candidate, Now);
        assessment.Submit(Candidate, Complete(), true, Keys, Now);
        assessment.Start(Assessor, Now);
        return assessment;
    }
}
