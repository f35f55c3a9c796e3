using System.Text.Json;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class CriterionRatingTests
{
    private readonly Guid _assessment = Guid.NewGuid();

    [Fact]
    public void Change_Incomplete_IsKept()
    {
        var rating = New();
        var revision = Change(rating, new RatingFields { Comment = "先記下。" })!;
        Assert.Equal((1, 1, "先記下。", null), (rating.RevisionNo, revision.Number, rating.Comment, rating.Level));
    }

    [Fact]
    public void Change_ToTheSame_DoesNothing()
    {
        var rating = New();
        Assert.Null(Change(rating, new RatingFields()));
        Change(rating, Rated());
        rating.TakeFacts();
        Assert.Null(Change(rating, Rated(), Now.AddDays(1)));
        Assert.Empty(rating.TakeFacts());
        Assert.Equal((1, Now), (rating.RevisionNo, rating.ChangedAt));
    }

    [Fact]
    public void Change_KeepsHistoryWithWhoAndWhenAndItsDigest()
    {
        var rating = New();
        var first = Change(rating, Rated(1))!;
        var second = rating.Change(Rated(3), Levels, Methods, Stranger, Keys, Now.AddHours(1))!;
        Assert.Equal((1, Assessor, Now), (first.Number, first.ByPersonId, first.At));
        Assert.Equal((2, Stranger, Now.AddHours(1)), (second.Number, second.ByPersonId, second.At));
        Assert.Equal(1, Read(first).Level);
        Assert.Equal(3, Read(second).Level);
        Assert.Equal(second.Content, rating.Fields.ToJson());
        Assert.NotEqual(first.Salt, second.Salt);
        Assert.Equal(SaltedDigest.Of(second.Salt, second.Content), second.Digest);
        var facts = rating.TakeFacts();
        Assert.Equal(["rating.changed", "rating.changed"], facts.Select(f => f.Action));
        Assert.All(facts, f => Assert.Equal((_assessment, rating.Id), (f.Stream, f.Subject)));
        Assert.Equal((second.Id.ToString(), "2", Convert.ToHexStringLower(second.Digest)), (facts[1].Data["revision"], facts[1].Data["number"], facts[1].Data["digest"]));
        Assert.DoesNotContain(facts.SelectMany(f => f.Data.Values), v => v.Contains("人力", StringComparison.Ordinal));
    }

    [Fact]
    public void Change_KeepsOrderOfMethodsAndCitations()
    {
        var rating = New();
        var other = Guid.NewGuid();
        Change(rating, Rated() with { Methods = [new("M2", null), new("M1.Q", "問人力")], Citations = [new(CitedVersion, PlaceKind.Page, "18"), new(other, PlaceKind.Cell, "B12")] });
        var next = Rated() with { Methods = [new("M1.Q", "問人力與預算"), new("M6", null), new("M2", null)], Citations = [new(other, PlaceKind.Cell, "B12")] };
        Change(rating, next);
        Assert.Equal(next.ToJson(), rating.Fields.ToJson());
        Assert.Equal(["M1.Q", "M6", "M2"], rating.Fields.Methods.Select(m => m.Code));
    }

    [Fact]
    public void Change_ToWhatTheSchemeDoesNotHave_ThrowsAndChangesNothing()
    {
        var rating = New();
        Refused("rating.level", () => Change(rating, Rated(4)));
        Refused("rating.method", () => Change(rating, Rated() with { Methods = [new("M9", null)] }));
        Refused("rating.method", () => Change(rating, Rated() with { Methods = [new("M2", null), new("M2", "再")] }));
        Assert.Equal((0, null), (rating.RevisionNo, rating.Level));
        Assert.Empty(rating.TakeFacts());
    }

    [Fact]
    public void Change_TooLong_Throws()
    {
        var atLimit = new string('長', RatingFields.TextLimit);
        var over = atLimit + "長";
        var rating = New();
        Assert.NotNull(Change(rating, Rated() with { Comment = atLimit }));
        Refused("rating.too-long", () => Change(rating, Rated() with { Comment = over }));
        Refused("rating.too-long", () => Change(rating, Rated() with { PrivateNote = over }));
        Refused("rating.too-long", () => Change(rating, Rated() with { NotAssessedReason = over }));
        Refused("rating.too-long", () => Change(rating, Rated() with { Methods = [new("M2", over)] }));
        Refused("rating.too-long", () => Change(rating, Rated() with { Citations = [new(CitedVersion, PlaceKind.Page, over)] }));
    }

    [Fact]
    public void TakeOver_KeepsAuthorshipAndWaitsForConfirmation()
    {
        var from = New();
        Change(from, Rated());
        var before = from.Fields.ToJson();
        var mine = New();
        var revision = mine.TakeOver(from, Stranger, Keys, Now.AddDays(1))!;
        Assert.Equal((from.Id, true, before), (mine.CarriedFromId, mine.NeedsConfirmation, mine.Fields.ToJson()));
        Assert.Equal((1, Stranger), (revision.Number, revision.ByPersonId));
        Assert.Equal("rating.taken-over", Assert.Single(mine.TakeFacts()).Action);
        Assert.Equal((1, before, Now), (from.RevisionNo, from.Fields.ToJson(), from.ChangedAt));
    }

    [Fact]
    public void TakeOver_OfNothing_DoesNothing()
    {
        var mine = New();
        Assert.Null(mine.TakeOver(New(), Stranger, Keys, Now));
        Assert.Equal((null, false, 0), (mine.CarriedFromId, mine.NeedsConfirmation, mine.RevisionNo));
    }

    [Fact]
    public void Confirm_MakesItOnesOwn_Once()
    {
        var mine = TakenOver();
        mine.TakeFacts();
        Assert.Equal(2, mine.Confirm(Stranger, Keys, Now)!.Number);
        Assert.False(mine.NeedsConfirmation);
        Assert.Equal("rating.confirmed", Assert.Single(mine.TakeFacts()).Action);
        Assert.Null(mine.Confirm(Stranger, Keys, Now));
    }

    [Fact]
    public void Change_OfTakenOver_ConfirmsByLevelOnly()
    {
        var mine = TakenOver();
        Change(mine, Rated() with { Comment = "另記。" });
        Assert.True(mine.NeedsConfirmation);
        Change(mine, Rated(3));
        Assert.False(mine.NeedsConfirmation);
    }

    private static RatingFields Read(RatingRevision revision) => JsonSerializer.Deserialize<RatingFields>(revision.Content, RatingFields.Json)!;

    private static RatingRevision? Change(CriterionRating rating, RatingFields fields, DateTime? now = null) => rating.Change(fields, Levels, Methods, Assessor, Keys, now ?? Now);

    private CriterionRating New() => new(Guid.NewGuid(), _assessment, Guid.NewGuid(), Guid.NewGuid());

    private CriterionRating TakenOver()
    {
        var from = New();
        Change(from, Rated());
        var mine = New();
        mine.TakeOver(from, Stranger, Keys, Now);
        return mine;
    }
}
