using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class VerificationTests
{
    private static readonly Guid[] Criteria = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

    [Fact]
    public void Draw_SameSeedAndDecision_GivesTheSameLotAlways()
    {
        var decision = new Guid("0198c0de-0000-7000-8000-000000000001");
        var rule = Rule(50);
        var again = new VerificationRule(Guid.NewGuid(), Guid.NewGuid(), 2, rule.Terms, rule.Seed, Assessor, Now);

        Assert.InRange(rule.LotOf(decision), 0, VerificationRule.Lots - 1);
        Assert.Equal(rule.LotOf(decision), again.LotOf(decision));
    }

    [Fact]
    public void Draw_OfMany_ComesNearTheShare()
    {
        var rule = Rule(20);
        var drawn = Enumerable.Range(0, 4000).Count(_ => rule.LotOf(Guid.NewGuid()) < 2000);
        Assert.InRange(drawn, 650, 950);
    }

    [Theory]
    [InlineData(Outcome.NotYetCompetent, 9, false, DrawReason.NotYetCompetent)]
    [InlineData(Outcome.Competent, 1, false, DrawReason.NewAssessor)]
    [InlineData(Outcome.Competent, 2, false, DrawReason.NotDrawn)]
    [InlineData(Outcome.Competent, 9, true, DrawReason.SentBackBefore)]
    public void Draw_WithNoShare_FollowsTheOtherTerms(Outcome outcome, int earlier, bool sentBack, DrawReason expected) =>
        Assert.Equal(expected, Rule(0, first: 2).Draw(Signed(outcome), earlier, sentBack));

    [Fact]
    public void Draw_WithTheWholeShare_DrawsEach() => Assert.Equal(DrawReason.Sample, Rule(100).Draw(Signed(Outcome.Competent), 9, false));

    [Theory]
    [InlineData(101, 0, 3)]
    [InlineData(-1, 0, 3)]
    [InlineData(10, 101, 3)]
    [InlineData(10, 0, 5)]
    public void Rule_OutOfBounds_Throws(int percentage, int atLeast, int months) =>
        Refused("verification.rule", () => _ = new VerificationRule(Guid.NewGuid(), Guid.NewGuid(), 1, new VerificationTerms(percentage, atLeast, months, true, 0), new byte[16], Assessor, Now));

    [Theory]
    [InlineData(1, "2026-11-01", "2026-12-01")]
    [InlineData(3, "2026-10-01", "2027-01-01")]
    [InlineData(6, "2026-07-01", "2027-01-01")]
    [InlineData(12, "2026-01-01", "2027-01-01")]
    public void Period_OfADay_IsPartOfTheYear(int months, string from, string until) =>
        Assert.Equal((DateOnly.Parse(from, null), DateOnly.Parse(until, null)), VerificationRule.PeriodOf(new DateOnly(2026, 11, 25), months));

    [Fact]
    public void DrawAtClose_OfWhatWasDrawn_Throws()
    {
        var draw = new VerificationDraw(Guid.NewGuid(), Signed(Outcome.Competent), Assessor, Rule(0), DrawReason.NotDrawn, Now);
        draw.DrawAtClose();
        Assert.Equal((DrawReason.PeriodClose, Now), (draw.Reason, draw.At));
        Refused("verification.drawn-already", draw.DrawAtClose);
    }

    [Fact]
    public void Agree_NeedsEveryCriterion()
    {
        var verification = Open();
        verification.Judge(Criteria[0], true, null);
        Refused("verification.unjudged", () => verification.Agree(Verifier, null, Now));
        verification.Judge(Criteria[1], true, null);
        verification.Judge(Criteria[2], false, "第 18 頁未列假設。");
        Refused("verification.disagreed", () => verification.Agree(Verifier, null, Now));
        verification.Judge(Criteria[2], true, null);

        verification.Agree(Verifier, "  ", Now);

        Assert.Equal((VerificationOutcome.Agreed, Verifier, null), (verification.Outcome, verification.VerifierId, verification.Remark));
        Refused("verification.closed", () => verification.Judge(Criteria[0], false, "x"));
        Refused("verification.closed", () => verification.Agree(Verifier, null, Now));
    }

    [Theory]
    [InlineData(false, VerificationOutcome.SentBack)]
    [InlineData(true, VerificationOutcome.Disagreed)]
    public void Disagree_NeedsAReasonForEach(bool afterRelease, VerificationOutcome expected)
    {
        var verification = Open(afterRelease);
        Refused("verification.no-disagreement", () => verification.Disagree(Verifier, null, Now));
        verification.Judge(Criteria[0], false, " ");
        Refused("verification.reasons", () => verification.Disagree(Verifier, null, Now));
        verification.Judge(Criteria[0], false, "出處不符");

        verification.Disagree(Verifier, "請再看。", Now);

        Assert.Equal(expected, verification.Outcome);
    }

    [Fact]
    public void Review_OfADisagreementAfterRelease_ClosesIt()
    {
        var assessment = In(AssessmentState.Assessing);
        var decision = assessment.Sign(Assessor, FullSheet(), Signature(Outcome.Competent), assessment.ContentVersion, Guid.NewGuid(), Now);
        var verification = new Verification(Guid.NewGuid(), decision, Criteria, afterRelease: true, Now);
        Refused("verification.answered", () => verification.Review(assessment, Stranger, "無需處理", Now));
        verification.Judge(Criteria[0], false, "出處不符");
        verification.Disagree(Verifier, null, Now);
        Assert.True(verification.WaitsForAnswer);
        Refused("dispute.own-part", () => verification.Review(assessment, Assessor, "無需處理", Now));
        Refused("reason.missing", () => verification.Review(assessment, Stranger, " ", Now));

        verification.Review(assessment, Stranger, "已與評量人員面談", Now);

        Assert.Equal((false, "已與評量人員面談", Stranger), (verification.WaitsForAnswer, verification.Answer, verification.AnsweredById));
        Refused("verification.answered", () => verification.Review(assessment, Stranger, "再議", Now));
    }

    [Fact]
    public void Judge_UnknownOrTooLong_Throws()
    {
        Refused("rating.criterion", () => Open().Judge(Guid.NewGuid(), true, null));
        Refused("rating.too-long", () => Open().Judge(Criteria[0], false, new string('長', RatingFields.TextLimit + 1)));
    }

    private static Verification Open(bool afterRelease = false) => new(Guid.NewGuid(), Signed(Outcome.Competent), Criteria, afterRelease, Now);

    private static VerificationRule Rule(int percentage, int first = 0) =>
        new(Guid.NewGuid(), Guid.NewGuid(), 1, new VerificationTerms(percentage, 2, 3, true, first), [.. Enumerable.Range(0, 16).Select(i => (byte)i)], Assessor, Now);

    private static Decision Signed(Outcome outcome)
    {
        var assessment = In(AssessmentState.Assessing);
        return assessment.Sign(Assessor, FullSheet(), Signature(outcome), assessment.ContentVersion, Guid.NewGuid(), Now);
    }
}
