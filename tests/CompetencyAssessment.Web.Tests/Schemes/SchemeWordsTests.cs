using CompetencyAssessment.Web.Features.Schemes;

namespace CompetencyAssessment.Web.Tests.Schemes;

public sealed class SchemeWordsTests
{
    [Theory]
    [InlineData("採用至少兩類可查證來源", "採用至少三類可查證來源", "兩", "三")]
    [InlineData("At least two kinds of source", "At least three kinds of source", "two", "three")]
    [InlineData("見 P1.1 與 80 %", "見 P1.10 與 85 %", "P1.1|80", "P1.10|85")]
    [InlineData("甲乙丙", "甲丙", "乙", "")]
    [InlineData("", "新寫的", "", "新寫的")]
    [InlineData("相同", "相同", "", "")]
    [InlineData("罕字𡍼在此", "罕字𠮷在此", "𡍼", "𠮷")]
    public void Words_MarksWhatDiffersAndKeepsTheTexts(string before, string after, string gone, string added)
    {
        var (left, right) = SchemeComparison.Words(before, after);

        Assert.Equal(before, string.Concat(left.Select(p => p.Text)));
        Assert.Equal(after, string.Concat(right.Select(p => p.Text)));
        Assert.Equal(gone, string.Join('|', left.Where(p => p.Changed).Select(p => p.Text)));
        Assert.Equal(added, string.Join('|', right.Where(p => p.Changed).Select(p => p.Text)));
        Assert.Equal(string.Concat(left.Where(p => !p.Changed).Select(p => p.Text)), string.Concat(right.Where(p => !p.Changed).Select(p => p.Text)));
    }

    [Fact]
    public void Words_LongTextsWithoutAWordInCommon_AreMarkedWhole()
    {
        var (left, right) = SchemeComparison.Words(new string('甲', 4000), new string('乙', 4000));

        Assert.True(Assert.Single(left).Changed);
        Assert.True(Assert.Single(right).Changed);
    }
}
