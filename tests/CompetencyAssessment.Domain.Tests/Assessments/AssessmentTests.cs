using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class AssessmentTests
{
    [Fact]
    public void Plan_KeepsVersionsMethodsAndAssessor()
    {
        var assessment = new Assessment(Guid.NewGuid(), Plan with { Methods = ["M2", "M2", "M6"] }, Keys, Now);
        Assert.Equal((AssessmentState.Planned, 1, Now, Now), (assessment.State, assessment.AttemptNo, assessment.CreatedAt, assessment.ChangedAt));
        Assert.Equal(["M2", "M6"], assessment.Methods.Select(m => m.Code));
        Assert.True(assessment.IsAssessor(Assessor));
        Assert.Equal(["assessment.planned", "assignment.made", "plan.made"], assessment.TakeFacts().Select(f => f.Action));
        Assert.Empty(assessment.TakeFacts());
    }

    [Fact]
    public void Plan_CandidateAsAssessor_Throws() =>
        Refused("assessor.is-candidate", () => _ = new Assessment(Guid.NewGuid(), Plan with { AssessorId = Candidate }, Keys, Now));

    [Theory]
    [InlineData(-1, 60)]
    [InlineData(0, 60)]
    [InlineData(30, 30)]
    [InlineData(30, 29)]
    public void Plan_DatesOutOfOrder_Throws(int submit, int decide) =>
        Refused("plan.dates", () => _ = new Assessment(Guid.NewGuid(), Plan with { SubmitBy = Now.AddDays(submit), DecideBy = Now.AddDays(decide) }, Keys, Now));

    [Fact]
    public void Plan_WithoutMethods_Throws() =>
        Refused("plan.methods", () => _ = new Assessment(Guid.NewGuid(), Plan with { Methods = [] }, Keys, Now));

    [Fact]
    public void Submit_WithoutDeclaration_Throws() =>
        Refused("submission.declaration", () => In(AssessmentState.Gathering).Submit(Candidate, Complete(), false, Keys, Now));

    [Fact]
    public void Submit_Incomplete_Throws()
    {
        var assessment = In(AssessmentState.Gathering);
        Refused("submission.incomplete", () => assessment.Submit(Candidate, new Submission([Piece() with { Context = null }]), true, Keys, Now));
        Assert.Empty(assessment.Rounds);
    }

    [Fact]
    public void Submit_Again_OpensAnotherRoundAndLeavesTheFirst()
    {
        var assessment = In(AssessmentState.Returned);
        var first = assessment.CurrentRound!;
        var evidence = new Submission([Piece(), Piece()]);
        var second = assessment.Submit(Candidate, evidence, true, Keys, Now.AddDays(3));
        Assert.Equal(2, second.Number);
        Assert.Equal(evidence.Versions, second.Evidence.Select(e => e.EvidenceVersionId));
        Assert.Equal((1, "請補件", 1), (first.Number, first.ReturnMessage, first.ReturnItems.Count));
        Assert.Same(second, assessment.CurrentRound);
    }

    [Fact]
    public void TakeBack_OfFirstRound_ReturnsToGathering()
    {
        var assessment = In(AssessmentState.Submitted);
        assessment.TakeBack(Candidate, Now);
        Assert.Equal((AssessmentState.Gathering, 0), (assessment.State, assessment.Rounds.Count));
        Assert.Equal(1, assessment.Submit(Candidate, Complete(), true, Keys, Now).Number);
    }

    [Fact]
    public void TakeBack_OfLaterRound_StandsReturnedWithTheDateOfTheReturn()
    {
        var assessment = In(AssessmentState.Returned);
        var due = assessment.EvidenceDueBy;
        assessment.Submit(Candidate, Complete(), true, Keys, Now.AddDays(1));
        assessment.TakeBack(Candidate, Now.AddDays(2));
        Assert.Equal((AssessmentState.Returned, 1, due), (assessment.State, assessment.Rounds.Count, assessment.EvidenceDueBy));
    }

    [Fact]
    public void Return_KeepsWhatWasSentBack()
    {
        var assessment = In(AssessmentState.Assessing);
        var criterion = Guid.NewGuid();
        assessment.Return(Assessor, "兩處不一致", [(criterion, "人力試算")], Now.AddDays(14), Keys, Now.AddDays(1));
        var round = assessment.CurrentRound!;
        Assert.Equal((Now.AddDays(1), "兩處不一致", Now.AddDays(14)), (round.ReturnedAt, round.ReturnMessage, round.ResubmitBy));
        Assert.Equal((criterion, "人力試算"), (round.ReturnItems[0].CriterionId, round.ReturnItems[0].Missing));
        Assert.Equal(Now.AddDays(14), assessment.EvidenceDueBy);
    }

    [Fact]
    public void Return_WithoutItemsOrWords_Throws()
    {
        var assessment = In(AssessmentState.Assessing);
        Refused("return.items", () => assessment.Return(Assessor, "x", [], Now.AddDays(1), Keys, Now));
        Refused("return.items", () => assessment.Return(Assessor, "x", [(Guid.NewGuid(), "有"), (Guid.NewGuid(), " ")], Now.AddDays(1), Keys, Now));
        Refused("return.date", () => assessment.Return(Assessor, "x", [(Guid.NewGuid(), "有")], Now, Keys, Now));
        Assert.Null(assessment.CurrentRound!.ReturnedAt);
    }

    [Theory]
    [InlineData(AssessmentState.Planned, null)]
    [InlineData(AssessmentState.Gathering, null)]
    [InlineData(AssessmentState.Submitted, 1)]
    [InlineData(AssessmentState.Assessing, 1)]
    [InlineData(AssessmentState.Returned, 1)]
    public void Withdraw_CountsAsAttemptOnlyAfterSubmission(AssessmentState from, int? attempt)
    {
        var assessment = In(from);
        assessment.Withdraw("改期", Now);
        Assert.Equal((attempt, "改期"), (assessment.AttemptNo, assessment.EndReason));
    }

    [Fact]
    public void Terminate_KeepsTheAttempt()
    {
        var assessment = In(AssessmentState.Gathering);
        assessment.Terminate("逾期", Now.AddDays(21), Now);
        Assert.Equal(1, assessment.AttemptNo);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void End_WithoutReason_ThrowsAndChangesNothing(string reason)
    {
        var assessment = In(AssessmentState.Planned);
        Refused("reason.missing", () => assessment.Withdraw(reason, Now));
        Refused("reason.missing", () => assessment.Terminate(reason, Now.AddDays(21), Now));
        Assert.Equal((AssessmentState.Planned, 1, null), (assessment.State, assessment.AttemptNo, assessment.EndReason));
    }

    [Fact]
    public void ReplaceAssessor_EndsOnePartAndBeginsAnother()
    {
        var assessment = In(AssessmentState.Assessing);
        assessment.TakeFacts();
        var content = assessment.ContentVersion;
        var (ended, begun) = assessment.ReplaceAssessor(Stranger, "請假", Keys, Now.AddDays(1));
        Assert.Equal((Assessor, (DateTime?)Now.AddDays(1), "請假"), (ended.PersonId, ended.EndedAt, ended.EndReason));
        Assert.Equal((Stranger, null), (begun.PersonId, begun.EndedAt));
        Assert.True(assessment.IsAssessor(Stranger));
        Assert.False(assessment.IsAssessor(Assessor));
        Assert.Equal(content + 1, assessment.ContentVersion);
        Assert.Equal(["assignment.ended", "assignment.made"], assessment.TakeFacts().Select(f => f.Action));
        Refused("assessment.not-assessor", () => assessment.Return(Assessor, "x", [(Guid.NewGuid(), "有")], Now.AddDays(9), Keys, Now));
    }

    [Fact]
    public void ReplaceAssessor_ByTheSameTheCandidateOrWithoutReason_Throws()
    {
        var assessment = In(AssessmentState.Assessing);
        Refused("assessor.same", () => assessment.ReplaceAssessor(Assessor, "x", Keys, Now));
        Refused("assessor.is-candidate", () => assessment.ReplaceAssessor(Candidate, "x", Keys, Now));
        Refused("reason.missing", () => assessment.ReplaceAssessor(Stranger, " ", Keys, Now));
        Assert.Single(assessment.Assignments, a => a.Part == AssessmentPart.Assessor);
    }

    [Theory]
    [InlineData(AssessmentState.Decided)]
    [InlineData(AssessmentState.Finalised)]
    [InlineData(AssessmentState.Withdrawn)]
    [InlineData(AssessmentState.Terminated)]
    public void ReplaceAssessor_AfterTheDecision_Throws(AssessmentState state) =>
        Refused("assessor.closed", () => In(state).ReplaceAssessor(Stranger, "x", Keys, Now));

    [Theory]
    [InlineData(AssessmentState.Planned, 30)]
    [InlineData(AssessmentState.Gathering, 30)]
    [InlineData(AssessmentState.Submitted, 60)]
    [InlineData(AssessmentState.Assessing, 60)]
    [InlineData(AssessmentState.Returned, 14)]
    [InlineData(AssessmentState.Decided, 60)]
    public void IsLate_OnlyAfterTheEndOfTheLastDay(AssessmentState state, int days)
    {
        var assessment = In(state);
        Assert.False(assessment.IsLate(Now.AddDays(days)));
        Assert.True(assessment.IsLate(Now.AddDays(days).AddTicks(1)));
    }

    [Theory]
    [InlineData(AssessmentState.Finalised)]
    [InlineData(AssessmentState.Withdrawn)]
    [InlineData(AssessmentState.Terminated)]
    public void IsLate_WhenClosed_Never(AssessmentState state) => Assert.False(In(state).IsLate(DateTime.MaxValue));
}
