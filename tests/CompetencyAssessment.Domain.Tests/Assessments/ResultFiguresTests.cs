using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class ResultFiguresTests
{
    [Fact]
    public void Of_GroupsByTaskThenKnowledgeAndSkills()
    {
        var figures = Of([0, 1, 2, 3], 2, ("P1.1", CriterionKind.Performance, "T1", 3), ("P1.2", CriterionKind.Performance, "T1", 2), ("P2.1", CriterionKind.Performance, "T2", 1), ("K01", CriterionKind.Knowledge, null, 2), ("S01", CriterionKind.Skill, null, null));
        Assert.Equal(["T1", "T2", "K", "S"], figures.Groups.Select(g => g.Code));
        Assert.Equal([2.5m, 1m, 2m, null], figures.Groups.Select(g => g.Mean));
        Assert.Equal([2, 0, 1, 0], figures.Groups.Select(figures.Passed));
    }

    [Fact]
    public void Mean_LeavesOutWhatWasNotAssessed_AndRoundsToTwoPlaces()
    {
        var group = Of([0, 1, 2, 3], 2, ("P1.1", CriterionKind.Performance, "T1", 2), ("P1.2", CriterionKind.Performance, "T1", 2), ("P1.3", CriterionKind.Performance, "T1", 1), ("P1.4", CriterionKind.Performance, "T1", null)).Groups[0];
        Assert.Equal(1.67m, group.Mean);
        Assert.Equal(3, group.Assessed);
    }

    [Fact]
    public void AllPass_WithAMeanOverThePassMark_IsFalseForOneBelow()
    {
        var figures = Of([0, 1, 2, 3], 2, ("P1.1", CriterionKind.Performance, "T1", 3), ("P1.2", CriterionKind.Performance, "T1", 1));
        Assert.Equal(2m, figures.Groups[0].Mean);
        Assert.False(figures.AllPass(figures.Groups[0]));
    }

    [Fact]
    public void Of_AnotherScale_TakesItsEnds()
    {
        var figures = Of([10, 5, 1], 5, ("P1.1", CriterionKind.Performance, "T1", 10));
        Assert.Equal((1, 10, 5), (figures.Lowest, figures.Highest, figures.PassMark));
        Assert.True(figures.AllPass(figures.Groups[0]));
    }

    private static ResultFigures Of(int[] scale, int passMark, params (string, CriterionKind, string?, int?)[] criteria) => ResultFigures.Of(scale, passMark, criteria);
}
