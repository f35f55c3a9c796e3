using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class SelfRatingTests
{
    [Fact]
    public void Rate_KeepsLevelAndRemarkAndTellsADigestOnly()
    {
        var rating = Made();
        rating.Rate(new SelfRatingFields(2, "由我主導"), Levels, Now);
        Assert.Equal((2, "由我主導", Now), (rating.Level, rating.Remark, rating.ChangedAt));
        var fact = Assert.Single(rating.TakeFacts());
        Assert.Equal(("self-rating.changed", rating.CriterionId.ToString()), (fact.Action, fact.Data["criterion"]));
        Assert.Equal(Convert.ToHexStringLower(SaltedDigest.Of(rating.Salt, rating.Fields.DigestText())), fact.Data["digest"]);
        Assert.DoesNotContain(fact.Data.Values, v => v.Contains("主導", StringComparison.Ordinal));
    }

    [Fact]
    public void Rate_TheSameAgain_TellsNothing()
    {
        var rating = Made();
        rating.Rate(new SelfRatingFields(2, null), Levels, Now);
        rating.TakeFacts();
        rating.Rate(new SelfRatingFields(2, null), Levels, Now.AddDays(1));
        Assert.Empty(rating.TakeFacts());
        Assert.Equal(Now, rating.ChangedAt);
    }

    [Fact]
    public void Rate_OffTheScaleOrTooLong_Throws()
    {
        var rating = Made();
        Refused("rating.level", () => rating.Rate(new SelfRatingFields(4, null), Levels, Now));
        Refused("rating.too-long", () => rating.Rate(new SelfRatingFields(1, new string('長', SelfRatingFields.RemarkLimit + 1)), Levels, Now));
        Assert.True(rating.Fields.IsEmpty);
    }

    [Fact]
    public void Submit_KeepsThemAsTheyStood()
    {
        var assessment = In(AssessmentState.Gathering);
        var (said, empty) = (Made(), Made());
        said.Rate(new SelfRatingFields(1, "尚在學習"), Levels, Now);
        var round = assessment.Submit(Candidate, new Submission([Piece()], selfRatings: [said, empty]), true, Keys, Now);
        said.Rate(new SelfRatingFields(3, null), Levels, Now);
        var kept = Assert.Single(round.SelfRatings);
        Assert.Equal((said.Id, new SelfRatingFields(1, "尚在學習")), (kept.SelfRatingId, kept.Fields));
    }

    private static SelfRating Made() => new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
}
