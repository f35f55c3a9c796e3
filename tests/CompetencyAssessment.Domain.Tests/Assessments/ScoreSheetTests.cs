using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class ScoreSheetTests
{
    private static readonly Guid Second = Guid.NewGuid();

    [Fact]
    public void MissingFor_FullSheet_IsEmpty()
    {
        Assert.Empty(FullSheet().MissingFor(Outcome.Competent));
        Assert.Empty(FullSheet().MissingFor(Outcome.NotYetCompetent));
        Assert.Equal(Unit.Criteria().Count(), FullSheet().Lines.Count);
    }

    [Fact]
    public void SpeaksAgainst_NotYetCompetentWhereNothingBlocksCompetent()
    {
        Assert.True(FullSheet().SpeaksAgainst(Outcome.NotYetCompetent));
        Assert.False(FullSheet().SpeaksAgainst(Outcome.Competent));
        Assert.False(Sheet(Lines(c => c == "P2.1" ? Rated(1) : Rated())).SpeaksAgainst(Outcome.NotYetCompetent));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Passes_FromThePassMarkOn(int? level, bool passes) => Assert.Equal(passes, FullSheet().Passes(level));

    [Fact]
    public void Passes_ByTheSchemesOwnPassMark()
    {
        var strict = Sheet(scheme: Scheme with { PassMark = 3 });
        Assert.False(strict.Passes(2));
        Assert.Equal(Unit.Criteria().Count(), strict.MissingFor(Outcome.Competent).Count(g => g.Code == "below"));
    }

    public static TheoryData<string, RatingFields, string> SingleRatings() => new()
    {
        { "P1.1", new RatingFields(), "level" },
        { "P1.1", new RatingFields { Comment = "有話", Methods = [new("M2", null)] }, "level" },
        { "P1.1", Rated() with { Methods = [] }, "method" },
        { "P1.1", Rated() with { Comment = null }, "" },
        { "K01", Rated() with { Comment = null }, "reason" },
        { "S01", Rated() with { Comment = "  " }, "reason" },
        { "P1.1", Rated(3) with { Comment = null }, "reason" },
        { "P1.1", Rated(3), "" },

        // A file method wants a place in evidence, a note method its note, the third either.
        { "P1.1", Rated() with { Citations = [] }, "evidence" },
        { "P1.1", Rated() with { Citations = [], Methods = [new("M2", "看過")] }, "evidence" },
        { "P1.1", Rated() with { Citations = [], Methods = [new("M1.Q", "問人力")] }, "" },
        { "P1.1", Rated() with { Methods = [new("M1.Q", null)] }, "note" },
        { "P1.1", Rated() with { Citations = [], Methods = [new("M1.Q", " ")] }, "note" },
        { "P1.1", Rated() with { Citations = [], Methods = [new("M6", "所見")] }, "" },
        { "P1.1", Rated() with { Methods = [new("M6", null)] }, "" },
        { "P1.1", Rated() with { Citations = [], Methods = [new("M6", null)] }, "evidence" },
        { "P1.1", Rated() with { Citations = [], Methods = [new("M2", null), new("M1.Q", null)] }, "evidence note" },
        { "P1.1", Rated() with { Citations = [], Methods = [new("M2", null), new("M1.Q", "問")] }, "evidence" },

        { "P1.1", Rated() with { Citations = [new(CitedVersion, PlaceKind.Page, " ")] }, "place" },
        { "P1.1", Rated() with { Citations = [new(CitedVersion, PlaceKind.Whole, null)] }, "" },
        { "P1.1", Rated() with { Citations = [new(CitedVersion, PlaceKind.Whole, null), new(CitedVersion, PlaceKind.Cell, null)] }, "place" },

        // Under the pass mark: a cause and a comment; a method unless there is no evidence at all.
        { "P1.1", Rated(1), "" },
        { "P1.1", Rated(1) with { Cause = null }, "cause" },
        { "P1.1", Rated(0) with { Comment = null }, "comment" },
        { "P1.1", Rated(1) with { Citations = [] }, "" },
        { "P1.1", Rated(0) with { Methods = [], Citations = [] }, "method" },
        { "P1.1", Rated(0) with { Methods = [], Citations = [], Cause = ShortfallCause.NoEvidence }, "" },
        { "P1.1", Rated(0) with { Methods = [], Citations = [], Cause = ShortfallCause.PerformanceShort }, "method" },
        { "P1.1", Rated(0) with { Methods = [], Citations = [], Cause = null, Comment = null }, "method cause comment" },

        // The cause of a shortfall left over from a lower level does not excuse the method of a passing one.
        { "P1.1", Rated() with { Methods = [], Cause = ShortfallCause.NoEvidence }, "method" },
    };

    [Theory]
    [MemberData(nameof(SingleRatings))]
    public void Incomplete_NamesWhatIsMissing(string code, RatingFields fields, string gaps)
    {
        var sheet = Sheet(Lines(c => c == code ? fields : Rated()));
        var line = sheet.Lines.Single(l => l.Code == code);
        var found = sheet.Incomplete(line);
        Assert.Equal(gaps, string.Join(' ', found.Select(g => g.Code)));
        Assert.All(found, g => Assert.Equal(code, g.Criterion));
    }

    [Fact]
    public void Incomplete_TakenOver_UntilConfirmed()
    {
        var sheet = Sheet([.. Lines().Select(l => l.Code == "P1.2" ? l with { NeedsConfirmation = true } : l)]);
        Assert.Equal([new Gap("confirm", "P1.2")], sheet.MissingFor(Outcome.Competent));
        Assert.Equal([new Gap("confirm", "P1.2")], sheet.MissingFor(Outcome.NotYetCompetent));
    }

    [Fact]
    public void MissingForCompetent_OneBelow_NamesItWhateverTheOthersReach()
    {
        var sheet = Sheet(Lines(c => c == "P2.1" ? Rated(1) : Rated(3)));
        Assert.Equal([new Gap("below", "P2.1")], sheet.MissingFor(Outcome.Competent));
        Assert.Empty(sheet.MissingFor(Outcome.NotYetCompetent));
    }

    [Fact]
    public void MissingForNotYetCompetent_Open_WantsAReason()
    {
        var open = Sheet(Lines(c => c == "K01" ? new RatingFields() : Rated(0)));
        Assert.Equal([new Gap("not-assessed", "K01")], open.MissingFor(Outcome.NotYetCompetent));
        var told = Sheet(Lines(c => c == "K01" ? new RatingFields { NotAssessedReason = "未補件" } : Rated(0)));
        Assert.Empty(told.MissingFor(Outcome.NotYetCompetent));
        Assert.Contains(new Gap("level", "K01"), told.MissingFor(Outcome.Competent));
    }

    [Fact]
    public void MissingForNotYetCompetent_HalfRated_IsIncomplete()
    {
        var sheet = Sheet(Lines(c => c == "K01" ? Rated(1) with { Cause = null, NotAssessedReason = "未補件" } : Rated()));
        Assert.Equal([new Gap("cause", "K01")], sheet.MissingFor(Outcome.NotYetCompetent));
    }

    [Fact]
    public void MissingForCompetent_Sufficiency()
    {
        var sheet = Sheet(requirements: [new("E1", null, null), new("E2", false, "太少"), new("E3", true, null)]);
        Assert.Equal([new Gap("sufficiency", Requirement: "E1"), new Gap("insufficient", Requirement: "E2")], sheet.MissingFor(Outcome.Competent));
        Assert.Empty(sheet.MissingFor(Outcome.NotYetCompetent));
    }

    [Fact]
    public void MissingForCompetent_RestingOnlyOnDoubtedEvidence()
    {
        var gaps = Sheet(evidence: [new(CitedVersion, EvidenceContext.Workplace, Doubted)]).MissingFor(Outcome.Competent);
        Assert.All(gaps, g => Assert.Equal("doubted", g.Code));
        Assert.Equal(Unit.Criteria().Select(c => c.Item.Code), gaps.Select(g => g.Criterion));
    }

    public static TheoryData<JudgementFields?> Unjudged() =>
        [null, new(null, null, null, null), Accepted with { Current = null }, Accepted with { Valid = null }, Accepted with { Authentic = null }];

    [Theory]
    [MemberData(nameof(Unjudged))]
    public void MissingForCompetent_RestingOnlyOnUnjudgedEvidence(JudgementFields? judgement) =>
        Assert.All(Sheet(evidence: [new(CitedVersion, EvidenceContext.Workplace, judgement)]).MissingFor(Outcome.Competent), g => Assert.Equal("not-judged", g.Code));

    [Fact]
    public void MissingForCompetent_CitingWhatIsNotInTheAssessment_IsNotJudged() =>
        Assert.Equal(Unit.Criteria().Count(), Sheet(evidence: []).MissingFor(Outcome.Competent).Count(g => g.Code == "not-judged"));

    [Fact]
    public void MissingForCompetent_OneAcceptedBesideADoubted_Carries()
    {
        var both = Rated() with { Citations = [new(CitedVersion, PlaceKind.Page, "1"), new(Second, PlaceKind.Page, "2")] };
        Assert.Empty(Sheet(Lines(_ => both), [new(CitedVersion, EvidenceContext.Workplace, Doubted), new(Second, EvidenceContext.Workplace, Accepted)]).MissingFor(Outcome.Competent));
    }

    [Fact]
    public void MissingForCompetent_ANoteOfQuestioningCarriesBesideDoubtedEvidence()
    {
        var asked = Rated() with { Methods = [new("M2", null), new("M1.Q", "問人力，答與計畫一致")] };
        Assert.Empty(Sheet(Lines(_ => asked), [new(CitedVersion, EvidenceContext.Workplace, Doubted)]).MissingFor(Outcome.Competent));
    }

    [Fact]
    public void MissingFor_ADoubtWithoutReason()
    {
        ScoreSheet.Evidence[] evidence = [new(CitedVersion, EvidenceContext.Workplace, Accepted), new(Second, null, Doubted with { Reason = " " })];
        Assert.Equal([new Gap("doubt-reason", Version: Second)], Sheet(evidence: evidence).MissingFor(Outcome.Competent));
        Assert.Equal([new Gap("doubt-reason", Version: Second)], Sheet(evidence: evidence).MissingFor(Outcome.NotYetCompetent));
    }

    [Theory]
    [InlineData(EvidenceContext.Simulation)]
    [InlineData(EvidenceContext.Coursework)]
    [InlineData(null)]
    public void MissingForCompetent_SimulatedCarriesOnlyWhereTheSchemeAllows(EvidenceContext? context)
    {
        var gaps = Sheet(evidence: [new(CitedVersion, context, Accepted)]).MissingFor(Outcome.Competent);
        Assert.Equal([new Gap("simulated", "P2.1")], gaps);
        var allowing = Scheme with { Rules = Scheme.Rules with { SimulationMayCarry = ["T1", "T2"] } };
        Assert.Empty(Sheet(evidence: [new(CitedVersion, context, Accepted)], scheme: allowing).MissingFor(Outcome.Competent));
    }

    [Fact]
    public void MissingForCompetent_RealWorkBesideSimulated_Carries()
    {
        var both = Rated() with { Citations = [new(CitedVersion, PlaceKind.Page, "1"), new(Second, PlaceKind.Page, "2")] };
        Assert.Empty(Sheet(Lines(_ => both), [new(CitedVersion, EvidenceContext.Simulation, Accepted), new(Second, EvidenceContext.Workplace, Accepted)]).MissingFor(Outcome.Competent));
        Assert.Equal(
            [new Gap("simulated", "P2.1")],
            Sheet(Lines(_ => both), [new(CitedVersion, EvidenceContext.Simulation, Accepted), new(Second, EvidenceContext.Workplace, Doubted)]).MissingFor(Outcome.Competent));
    }

    [Fact]
    public void RestingOn_NamesTheRatings()
    {
        var sheet = Sheet(Lines(c => c is "P1.1" or "K02" ? Rated() with { Citations = [new(Second, PlaceKind.Whole, null)] } : Rated()));
        Assert.Equal(["P1.1", "K02"], sheet.RestingOn(Second));
    }
}
