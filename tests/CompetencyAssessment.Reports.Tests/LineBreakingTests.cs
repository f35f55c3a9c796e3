using System.Text;
using CompetencyAssessment.Reports.Layout;

namespace CompetencyAssessment.Reports.Tests;

public sealed class LineBreakingTests
{
    private const string Mixed =
        "受評者以「情境一」、「情境二」說明（詳 EV-02 之 B12 儲存格）；服務水準 80%／20 秒，放棄率由 8.4% 降至 5%，均「可回溯」。\n"
        + "預算共 NT$1,250,000 元（含稅）！是否足夠？請見《人力推估》……與 Erlang C model──以 contact-centre operating plan 為準，編號 CR-2026-000123。";

    [Fact]
    public void Break_AtEveryWidth_KeepsForbiddenMarksFromTheEdges()
    {
        for (var width = 45f; width < 400; width += 3.7f)
        {
            foreach (var line in Lines(Mixed, width).Where(static line => line.Length > 0))
            {
                Assert.DoesNotContain(line[0], "。，、）」；：？！》%…");
                Assert.DoesNotContain(line[^1], "（「《$");
            }
        }
    }

    [Fact]
    public void Break_AtReadableWidths_KeepsWordsAndNumbersWhole()
    {
        for (var width = 90f; width < 400; width += 3.7f)
        {
            var lines = Lines(Mixed, width);
            foreach (var word in new[] { "CR-2026-000123", "Erlang", "operating", "1,250,000", "EV-02", "8.4%" })
                Assert.Contains(lines, line => line.Contains(word, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Break_WordLongerThanTheLine_IsBrokenAndComplete()
    {
        var word = new string('x', 300);
        var lines = Lines(word, 100);
        Assert.True(lines.Count > 3);
        Assert.Equal(word, string.Concat(lines));
    }

    [Theory]
    [InlineData("centre’s plan “as agreed” — and so on…", "centre’s")]
    [InlineData("the “core” idea", "“core”")]
    public void Break_LatinQuotes_StayWithTheirWord(string text, string word)
    {
        for (var width = 50f; width < 200; width += 3.1f)
            Assert.Contains(Lines(text, width), line => line.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Break_EmptyLinesAndText_KeepTheirHeight()
    {
        Assert.Single(Lines("", 100));
        Assert.Equal(["一", "", "二"], Lines("一\n\n二", 100));
    }

    private static List<string> Lines(string text, float width)
    {
        var context = new LayoutContext(Samples.Fonts.Value, new DocumentSettings { Title = "", Created = default });
        var style = new TextStyle();
        var clusters = Paragraph.Measure([new TextSpan(text, style)], context);
        return
        [
            .. Paragraph.Break(clusters, 0, width, style, TextAlignment.Justify)
                .Select(static line => string.Concat(line.CodePoints.Select(static codePoint => new Rune(codePoint).ToString())).Trim()),
        ];
    }
}
