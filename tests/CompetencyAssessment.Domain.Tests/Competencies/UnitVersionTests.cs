using CompetencyAssessment.Domain.Competencies;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Competencies;

public sealed class UnitVersionTests
{
    [Fact]
    public void AddItems_KeepsTheUnitsOrder()
    {
        var version = new UnitVersion(Unit.VersionId, Unit.UnitId, Unit, "{}", [1], Now);
        version.AddItems(Unit, Keys);
        Assert.Equal(["P1.1", "P1.2", "P2.1", "K01", "K02", "S01"], version.Criteria.Select(c => c.Code));
        Assert.Equal(Enumerable.Range(1, 6), version.Criteria.Select(c => c.Position));
        Assert.Equal([CriterionKind.Performance, CriterionKind.Knowledge, CriterionKind.Skill], version.Criteria.Select(c => c.Kind).Distinct());
        Assert.Equal(["E1", "E2"], version.Requirements.Select(r => r.Code));
        Assert.Equal(Unit.Knowledge[0].Id, version.Criteria[3].Uid);
        Assert.Equal(["T1", "T1", "T2", null, null, null], Unit.Criteria().Select(c => c.Task));
    }

    [Theory]
    [InlineData("zh-TW", "中")]
    [InlineData("en", "English")]
    [InlineData("en-GB", "English")]
    [InlineData("fr", "中")]
    public void LocalText_FallsBackToChinese(string culture, string expected)
    {
        Assert.Equal(expected, new LocalText("中", "English").In(culture));
        Assert.Equal("中", new LocalText("中").In(culture));
    }
}
