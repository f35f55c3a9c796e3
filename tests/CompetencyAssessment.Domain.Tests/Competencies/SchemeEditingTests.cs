using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Tests.Competencies;

public sealed class SchemeEditingTests
{
    private static readonly SchemeDocument Scheme = Sample.Scheme with
    {
        Coverage = [new CoverageEntry { Evidence = "E1", Criteria = ["P1.1"], Methods = ["M1.Q", "M2"] }],
        Interpretations = new Dictionary<string, LocalText> { ["P2.1"] = new("讀作甲") },
    };

    [Fact]
    public void WithScale_LevelAddedRemovedAndRenumbered_MovesTheDescriptorsAlong()
    {
        var changed = Scheme.WithScale([(3, Level(5)), (null, Level(3)), (0, Level(0)), (2, Level(2))], 3);

        Assert.Equal([0, 2, 3, 5], changed.Scale.Select(l => l.Value));
        Assert.Equal(3, changed.PassMark);
        Assert.All(changed.Descriptors.Values, texts => Assert.Equal(["甲", "丙", "", "丁"], texts.Select(t => t.Zh)));
        Assert.Equal(1, changed.CountUnwritten("P1.1"));
        Assert.Equal(0, Scheme.CountUnwritten("P1.1"));
    }

    [Theory]
    [InlineData("scheme.levels", 0, 0)]
    [InlineData("scheme.levels", 1, 1, 1)]
    [InlineData("scheme.pass-mark", 0, 0, 1)]
    [InlineData("scheme.pass-mark", 2, 0, 1)]
    public void WithScale_ThatIsNone_Throws(string code, int passMark, params int[] values) =>
        Assert.Equal(code, Assert.Throws<DomainException>(() => Scheme.WithScale([.. values.Select(v => ((int?)v, Level(v)))], passMark)).Code);

    [Fact]
    public void WithMethods_CodeChangedAndVariantGone_TheCoverageGuideFollows()
    {
        var changed = Scheme.WithMethods([("M1.Q", Variant("M1", "M1.A")), (null, Variant("M2", "M2.N")), ("M6", Variant("M6", "M6"))]);

        Assert.Equal(["M1.A", "M2.N", "M6"], changed.MethodVariants.Select(v => v.Code));
        Assert.Equal(["M1.A"], changed.Coverage[0].Methods);
    }

    [Fact]
    public void WithMethods_OneCodeTwice_Throws() =>
        Assert.Equal("scheme.variants", Assert.Throws<DomainException>(() => Scheme.WithMethods([("M2", Variant("M2", "M2")), (null, Variant("M2", "M2"))])).Code);

    [Fact]
    public void WithCoverage_ReplacesAddsAndTakesOut()
    {
        var added = Scheme.WithCoverage(new CoverageEntry { Evidence = "E2", Criteria = ["K01"], Methods = ["M6"] });
        var replaced = added.WithCoverage(new CoverageEntry { Evidence = "E1", Criteria = ["S01"], Methods = ["M2"] });
        var gone = replaced.WithCoverage(new CoverageEntry { Evidence = "E1", Criteria = [], Methods = [] });

        Assert.Equal(["E1", "E2"], added.Coverage.Select(c => c.Evidence));
        Assert.Equal([("E1", "S01"), ("E2", "K01")], replaced.Coverage.Select(c => (c.Evidence, c.Criteria[0])));
        Assert.Equal(["E2"], gone.Coverage.Select(c => c.Evidence));
    }

    [Fact]
    public void WithCriterion_NotesStandInTheOrderOfTheCriteria()
    {
        var texts = Scheme.Descriptors["P1.1"];
        var noted = Scheme.WithCriterion("P1.1", [.. texts.Select(t => t with { En = "A" })], new LocalText("讀作乙"));
        var cleared = noted.WithCriterion("P2.1", texts, null);

        Assert.Equal(["P1.1", "P2.1"], noted.Interpretations.Keys);
        Assert.All(noted.Descriptors["P1.1"], t => Assert.Equal("A", t.En));
        Assert.Equal(Scheme.Descriptors["K01"], noted.Descriptors["K01"]);
        Assert.Equal(["P1.1"], cleared.Interpretations.Keys);
        Assert.Equal("scheme.descriptors", Assert.Throws<DomainException>(() => Scheme.WithCriterion("P1.1", [new("甲")], null)).Code);
    }

    private static ScaleLevel Level(int value) => new() { Value = value, Name = new LocalText($"等級{value}") };

    private static MethodVariant Variant(string method, string code) => new() { Method = method, Code = code, Name = new LocalText(code), Requires = MethodBasis.File };
}
