using CompetencyAssessment.Web.Features.Rounds;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Reading;

namespace CompetencyAssessment.Web.Tests.Rounds;

public sealed class TextDiffTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("", "abc")]
    [InlineData("abc", "")]
    [InlineData("abc", "abc")]
    [InlineData("abcabba", "cbabac")]
    [InlineData("xaxcxabc", "abcy")]
    [InlineData("aaaa", "bbbbb")]
    [InlineData("abcdefg", "bcdxefgh")]
    public void Of_TwoSequences_GivesBothBackInFewestEdits(string then, string now)
    {
        var edits = TextDiff.Of(then.ToList(), now.ToList(), EqualityComparer<char>.Default);
        Assert.Equal(then, string.Concat(edits.Where(e => e.Change != Change.Added).Select(e => e.Item)));
        Assert.Equal(now, string.Concat(edits.Where(e => e.Change != Change.Removed).Select(e => e.Item)));
        Assert.Equal(then.Length + now.Length - 2 * Longest(then, now), edits.Count(e => e.Change != Change.Same));
    }

    [Fact]
    public void Of_ManySequences_GivesBothBackInFewestEdits()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            string Any() => string.Concat(Enumerable.Range(0, random.Next(0, 30)).Select(_ => (char)('a' + random.Next(3))));
            Of_TwoSequences_GivesBothBackInFewestEdits(Any(), Any());
        }
    }

    [Fact]
    public void Of_NothingInCommonAtGreatLength_CountsAsReplaced()
    {
        var edits = TextDiff.Of(Enumerable.Range(0, 3000).ToList(), Enumerable.Range(5000, 3000).ToList(), EqualityComparer<int>.Default);
        Assert.Equal((3000, 3000), (edits.Count(e => e.Change == Change.Removed), edits.Count(e => e.Change == Change.Added)));
    }

    [Fact]
    public void OfWords_MarksWholeNumbersAndSingleCharacters() =>
        Assert.Equal(
            [new Run(Change.Same, "平均處理時間 "), new Run(Change.Removed, "320"), new Run(Change.Added, "295"), new Run(Change.Same, " 秒，需 "), new Run(Change.Removed, "69.4"), new Run(Change.Added, "64.0"), new Run(Change.Same, " 人𠮷")],
            TextDiff.OfWords("平均處理時間 320 秒，需 69.4 人𠮷", "平均處理時間 295 秒，需 64.0 人𠮷"));

    [Fact]
    public void OfTexts_ShowsTheLineWithItsPlaceAndSurroundings()
    {
        var then = Text(["第一行", "採用 320 秒估計人力。", "第三行", "第四行"]);
        var now = Text(["第一行", "採用 295 秒估計人力。", "第三行", "第四行", "新增的結論"]);
        var compared = ComparedTexts.Of("EV-01", then, now, p => $"第 {p.Number} 頁");

        Assert.Equal((TextComparison.Ready, false), (compared.Status, compared.IsCut));
        var lines = compared.Hunks.SelectMany(h => h).ToList();
        Assert.Equal([Change.Same, Change.Removed, Change.Added, Change.Same, Change.Same, Change.Added], lines.Select(l => l.Change));
        Assert.Equal("第 3 頁", lines[0].Place);
        Assert.Contains(new Run(Change.Removed, "320"), lines[1].Runs);
        Assert.Contains(new Run(Change.Added, "295"), lines[2].Runs);
        Assert.Equal("新增的結論", Assert.Single(lines[5].Runs).Text);
    }

    [Fact]
    public void OfTexts_EqualOrWithoutText_SaysSo()
    {
        Assert.Equal(TextComparison.Equal, ComparedTexts.Of("EV-01", Text(["甲"]), Text(["甲"]), _ => "").Status);
        Assert.Equal(TextComparison.NoText, ComparedTexts.Of("EV-01", null, Text(["甲"]), _ => "").Status);
    }

    private static byte[] Text(IEnumerable<string> lines) =>
        EvidenceReading.Compress(new DocumentText(false, [new TextPart(PartKind.Page, 3, null, [.. lines.Select(l => new TextBlock(BlockType.Paragraph) { Text = l })])]).ToJson());

    private static int Longest(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                table[i, j] = a[i - 1] == b[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }

        return table[a.Length, b.Length];
    }
}
