using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

/// <summary>Reviews and appeals: who, when, and what may come of them.</summary>
public sealed class DisputeTests
{
    private static readonly Guid Hearer = Guid.NewGuid();

    private static ReviewRequest Review(Assessment? of = null, Guid? by = null, string text = "姓名有誤", DateTime? at = null) =>
        new(Guid.NewGuid(), of ?? In(AssessmentState.Finalised), by ?? Candidate, text, at ?? Now);

    private static (Appeal Appeal, Assessment Assessment) Heard(AssessmentState state = AssessmentState.Finalised)
    {
        var assessment = In(state);
        var appeal = new Appeal(Guid.NewGuid(), assessment, Candidate, "評定有異議", Now);
        assessment.Assign(AssessmentPart.Hearer, Hearer, Keys, Now);
        return (appeal, assessment);
    }

    [Fact]
    public void Review_WithinTheDays_IsOpenUntilAnswered()
    {
        var review = Review(at: Now.AddDays(21));

        Assert.True(review.IsOpen);
        review.Dismiss(Stranger, "文件無誤", Now.AddDays(22));
        Assert.Equal((ReviewOutcome.Dismissed, "文件無誤"), (review.Outcome, review.Answer));
        Refused("dispute.closed", () => review.Correct(Stranger, "再改", Guid.NewGuid(), Now));
    }

    [Fact]
    public void Review_TooLateOrByAnotherOrWithoutAResult_IsRefused()
    {
        Refused("dispute.over", () => Review(at: Now.AddDays(21).AddSeconds(1)));
        Refused("assessment.not-candidate", () => Review(by: Assessor));
        Refused("reason.missing", () => Review(text: " "));
        Refused("dispute.no-result", () => Review(In(AssessmentState.Assessing)));
        Refused("dispute.no-result", () => Review(In(AssessmentState.Terminated)));
        Refused("reason.missing", () => Review().Dismiss(Stranger, "", Now));
    }

    [Fact]
    public void Appeal_AgainstATermination_MayOnlyLeadToANewAssessment()
    {
        var (appeal, assessment) = Heard(AssessmentState.Terminated);

        Assert.Equal(AppealSubject.Termination, appeal.Against);
        Refused("appeal.outcome", () => appeal.Decide(assessment, Hearer, AppealOutcome.RatedAgain, "理由", null, Now));
        Refused("appeal.outcome", () => appeal.Decide(assessment, Hearer, AppealOutcome.RecordCorrected, "理由", Guid.NewGuid(), Now));
        appeal.Decide(assessment, Hearer, AppealOutcome.NewAssessment, "理由", null, Now);
        Assert.True(appeal.WaitsForPlan);
        appeal.Planned(Guid.NewGuid());
        Assert.False(appeal.WaitsForPlan);
        Refused("appeal.no-plan", () => appeal.Planned(Guid.NewGuid()));
    }

    [Fact]
    public void Appeal_AgainstARefusal_WithinItsDays_MaySetItAsideAndNothingElse()
    {
        var assessment = In(AssessmentState.Gathering);
        var adjustment = new Adjustment(Guid.NewGuid(), assessment, Candidate, "延長閱讀時間", Now);
        Appeal File(Guid by, DateTime at) => new(Guid.NewGuid(), assessment, adjustment, by, "主管未看計畫", at);
        Refused("appeal.nothing", () => File(Candidate, Now));
        adjustment.TakeOn(assessment, Stranger);
        adjustment.Refuse(Stranger, "無此設備", Now.AddDays(21), Now);
        Refused("assessment.not-candidate", () => File(Assessor, Now));
        Refused("dispute.over", () => File(Candidate, Now.AddDays(21).AddSeconds(1)));
        Refused("appeal.nothing", () => _ = new Appeal(Guid.NewGuid(), In(AssessmentState.Gathering), adjustment, Candidate, "別案", Now));

        var appeal = File(Candidate, Now.AddDays(21));
        assessment.Assign(AssessmentPart.Hearer, Hearer, Keys, Now);
        Assert.Equal((AppealSubject.Adjustment, adjustment.Id), (appeal.Against, appeal.SubjectId));
        Assert.False(appeal.StandsAgainstCarryOver);
        Refused("appeal.outcome", () => appeal.Decide(assessment, Hearer, AppealOutcome.NewAssessment, "理由", null, Now));
        Refused("appeal.outcome", () => appeal.Decide(assessment, Hearer, AppealOutcome.RecordCorrected, "理由", Guid.NewGuid(), Now));
        appeal.Decide(assessment, Hearer, AppealOutcome.SetAside, "理由", null, Now);
        Assert.False(appeal.WaitsForPlan);
    }

    [Fact]
    public void Appeal_AgainstAWarning_IsKeptWithTheCase()
    {
        var assessment = In(AssessmentState.Assessing);
        var found = new MisconductCase(Guid.NewGuid(), assessment, Assessor, "抄襲", [], Now);
        Appeal File(DateTime at) => new(Guid.NewGuid(), assessment, found, Candidate, "已註明出處", at);
        found.Open(assessment, Stranger, "與他人相同", Now.AddDays(14), Now);
        found.Answer(assessment, Candidate, "同一來源", Now);
        Refused("appeal.nothing", () => File(Now));
        Refused("appeal.outcome", () => found.SetAside(Hearer, Now));
        found.Close(assessment, Stranger, MisconductOutcome.Warned, "屬實", Now.AddDays(21), Now);
        Refused("dispute.over", () => File(Now.AddDays(22)));
        Assert.Equal(AppealSubject.Misconduct, File(Now).Against);

        Refused("appeal.hearer", () => found.SetAside(Stranger, Now));
        Refused("appeal.hearer", () => found.SetAside(Assessor, Now));
        var before = found.DigestText();
        found.SetAside(Hearer, Now);
        Assert.Equal((MisconductOutcome.Warned, false, Hearer, Now), (found.Outcome, found.IsWarning, found.SetAsideById, found.SetAsideAt));
        Assert.NotEqual(before, found.DigestText());
        Refused("appeal.nothing", () => File(Now));
    }

    [Fact]
    public void Digest_OfAnAppealAgainstTheResult_IsWhatItWasBeforeThereWereOthers()
    {
        var (result, assessment) = Heard();
        var (termination, _) = Heard(AssessmentState.Terminated);

        Assert.Equal("評定有異議\nFalse\n\n\n\n\n", result.DigestText());
        Assert.Equal("評定有異議\nTrue\n\n\n\n\n", termination.DigestText());
        Refused("appeal.outcome", () => result.Decide(assessment, Hearer, AppealOutcome.SetAside, "理由", null, Now));
    }

    [Fact]
    public void Decide_ByAnybodyButTheHearer_IsRefused()
    {
        var (appeal, assessment) = Heard();

        foreach (var who in new[] { Assessor, Verifier, Candidate, Stranger })
        {
            Refused("appeal.not-hearer", () => appeal.Decide(assessment, who, AppealOutcome.Dismissed, "理由", null, Now));
        }

        Refused("appeal.outcome", () => appeal.Decide(assessment, Hearer, AppealOutcome.RecordCorrected, "理由", null, Now));
        Refused("reason.missing", () => appeal.Decide(assessment, Hearer, AppealOutcome.Dismissed, " ", null, Now));
        appeal.Decide(assessment, Hearer, AppealOutcome.Dismissed, "理由", null, Now);
        Refused("dispute.closed", () => appeal.Decide(assessment, Hearer, AppealOutcome.Dismissed, "理由", null, Now));
        Assert.False(appeal.StandsAgainstCarryOver);
    }

    [Fact]
    public void Assign_Hearer_NobodyHearsAnAppealInTheirOwnCase()
    {
        var assessment = In(AssessmentState.Finalised);

        Refused("assignment.one-part", () => assessment.Assign(AssessmentPart.Hearer, Assessor, Keys, Now));
        Refused("assignment.one-part", () => assessment.Assign(AssessmentPart.Hearer, Verifier, Keys, Now));
        Refused("assignment.is-candidate", () => assessment.Assign(AssessmentPart.Hearer, Candidate, Keys, Now));
    }

    [Fact]
    public void Plan_WithSomebodyRefusedInAnyPart_Throws()
    {
        foreach (var plan in new[] { Plan with { AssessorId = Stranger }, Plan with { SecondAssessorId = Stranger }, Plan with { DecisionMakerId = Stranger } })
        {
            Refused("assessor.judged-before", () => _ = new Assessment(Guid.NewGuid(), plan with { Refused = [Stranger] }, Keys, Now));
        }
    }

    [Fact]
    public void HandOver_TakesTheSameVersions_AndIsNeitherTakenBackNorSentBack()
    {
        var round = In(AssessmentState.Submitted).CurrentRound!;
        var next = Planned();

        next.HandOver(round, Keys, Now);

        Assert.Equal(AssessmentState.Submitted, next.State);
        Assert.Equal(round.Evidence.Select(e => e.EvidenceVersionId), next.CurrentRound!.Evidence.Select(e => e.EvidenceVersionId));
        Refused("submission.handed-over", () => next.TakeBack(Candidate, Now));
        next.Start(Assessor, Now);
        Refused("submission.handed-over", () => next.Return(Assessor, "請補件", [(Guid.NewGuid(), "人力試算")], Now.AddDays(14), Keys, Now));
    }

    [Fact]
    public void CarryOver_OfWhatPassed_IsAskedForBySubmission()
    {
        var before = Guid.NewGuid();
        var next = new Assessment(Guid.NewGuid(), Plan with { PredecessorId = before }, Keys, Now);
        EarlierRating Rating(int? level = 2, int monthsAgo = 1, bool disputed = false, Guid? of = null) =>
            new(of ?? before, Guid.NewGuid(), Guid.NewGuid(), level, Now.AddMonths(-monthsAgo), disputed);
        CarryOverRequest Ask(EarlierRating rating, Guid? by = null) => new(Guid.NewGuid(), next, by ?? Candidate, rating, Scheme, Now);

        Ask(Rating());
        Ask(Rating(monthsAgo: 24));
        Refused("carry-over.too-old", () => Ask(Rating(monthsAgo: 25)));
        Refused("carry-over.not-passed", () => Ask(Rating(level: 1)));
        Refused("carry-over.not-passed", () => Ask(Rating(level: null)));
        Refused("carry-over.disputed", () => Ask(Rating(disputed: true)));
        Refused("carry-over.other", () => Ask(Rating(of: Guid.NewGuid())));
        Refused("assessment.not-candidate", () => Ask(Rating(), Assessor));
        next.Acknowledge(Candidate, Now);
        next.Submit(Candidate, Complete(), true, Keys, Now);
        Refused("carry-over.closed", () => Ask(Rating()));
    }

    [Fact]
    public void CarryOver_OfARating_CountsWhenConfirmed_AndIsMarkedUntilItsLevelChanges()
    {
        var earlier = new CriterionRating(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var here = new Citation(Guid.NewGuid(), PlaceKind.Page, "18");
        earlier.Change(new RatingFields { Level = 2, PrivateNote = "自己看", Methods = [new MethodUse("M2", null), new MethodUse("M6", null)], Citations = [here, new Citation(Guid.NewGuid(), PlaceKind.Whole, null)] }, Levels, Methods, Assessor, Keys, Now);
        var mine = new CriterionRating(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), earlier.CriterionId);

        mine.CarryOver(earlier, new HashSet<Guid> { here.VersionId }, new HashSet<string> { "M2" }, Stranger, Keys, Now);

        Assert.Equal(["M2"], mine.Fields.Methods.Select(m => m.Code));
        Assert.True(mine.NeedsConfirmation && mine.CarriedOver);
        Assert.Equal(earlier.Id, mine.CarriedFromId);
        Assert.Null(mine.PrivateNote);
        Assert.Equal([here], mine.Fields.Citations);
        mine.Confirm(Stranger, Keys, Now);
        Assert.True(!mine.NeedsConfirmation && mine.CarriedOver);
        mine.Change(mine.Fields with { Level = 3 }, Levels, Methods, Stranger, Keys, Now);
        Assert.False(mine.CarriedOver);
    }
}
