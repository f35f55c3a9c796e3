using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Units;

namespace CompetencyAssessment.Web.Tests.Units;

public sealed class ItemSegmentsTests
{
    [Fact]
    public void Of_TermWithMark_LeadsFromTheMark()
    {
        var segments = ItemSegments.Of("找出最佳實務【註1】的標準", [new TermAnchor("最佳實務", "N1")]);

        Assert.Equal([new Segment("找出"), new Segment("最佳實務", IsTerm: true), new Segment("【註1】", Note: "N1"), new Segment("的標準")], segments);
    }

    [Fact]
    public void Of_TermWithoutMark_LeadsFromTheTerm() =>
        Assert.Equal([new Segment("風險", IsTerm: true, "N3"), new Segment("管理")], ItemSegments.Of("風險管理", [new TermAnchor("風險", "N3")]));

    [Fact]
    public void Of_EveryItemOfTheUnit_KeepsItsText()
    {
        var unit = DocumentFile.Parse<UnitDocument>(DocumentFile.Embedded("Units/BGM6R0925v2.json"));

        Assert.All(unit.Published.Items(), i => Assert.Equal(i.Text, string.Concat(ItemSegments.Of(i.Text, i.Terms).Select(s => s.Text))));
    }
}
