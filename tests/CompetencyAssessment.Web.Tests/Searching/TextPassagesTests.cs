using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Search;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Searching;

namespace CompetencyAssessment.Web.Tests.Searching;

/// <summary>How the text of a file is cut, and what is shown of a hit.</summary>
public sealed class TextPassagesTests
{
    [Fact]
    public void Passages_OfASheet_KnowTheirCells()
    {
        var sheet = new TextPart(PartKind.Sheet, 1, "人力", [])
        {
            Rows = [new TextRow(1, [new TextCell("A1", "時段"), new TextCell("B1", "話務量")]), new TextRow(12, [new TextCell("B12", "64.0")])],
        };
        var passage = Assert.Single(TextPassages.Of(new DocumentText(false, [sheet])));
        Assert.Equal((PlaceKind.Cell, "人力", "時段\t話務量\n64.0"), (passage.Kind, passage.Place, passage.Text));
        Assert.Equal("A1", TextPassages.CellAt(passage.Cells, 1));
        Assert.Equal("B1", TextPassages.CellAt(passage.Cells, passage.Text.IndexOf("話務", StringComparison.Ordinal)));
        Assert.Equal("B12", TextPassages.CellAt(passage.Cells, passage.Text.IndexOf("64", StringComparison.Ordinal)));
    }

    [Fact]
    public void Passages_OfRunningText_AreItsSections()
    {
        var text = new TextPart(PartKind.Text, 1, null,
        [
            new TextBlock(BlockType.Paragraph) { Text = "前言" },
            new TextBlock(BlockType.Heading) { Text = "風險評估", Level = 1 },
            new TextBlock(BlockType.Paragraph) { Text = "離職率偏高。" },
        ]);
        Assert.Equal([(PlaceKind.Whole, null, "前言"), (PlaceKind.Section, "風險評估", "風險評估\n離職率偏高。")],
            TextPassages.Of(new DocumentText(false, [text])).Select(p => (p.Kind, p.Place, p.Text)));
    }

    [Fact]
    public void Passages_OfALongParagraph_OverlapAndPartNoCharacter()
    {
        var long_ = string.Concat(Enumerable.Repeat("𠮷風險管理計畫", 700));
        var page = new TextPart(PartKind.Page, 18, null, [new TextBlock(BlockType.Paragraph) { Text = long_ }]);
        var passages = TextPassages.Of(new DocumentText(false, [page])).ToList();
        Assert.InRange(passages.Count, 4, 6);
        Assert.All(passages, p => Assert.Equal((PlaceKind.Page, "18"), (p.Kind, p.Place)));
        Assert.All(passages, p => Assert.DoesNotContain('\ufffd', FoldedText.Of(p.Text).Text));
        Assert.All(passages.Zip(passages.Skip(1)), p => Assert.Contains(p.Second.Text[..30], p.First.Text[^60..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("提出三項<b>風險</b>與因應", "風險", "提出三項&lt;b&gt;<mark>風險</mark>&lt;/b&gt;與因應")]
    [InlineData("ＳＬＡ 80%", "sla", "<mark>ＳＬＡ</mark> 80%")]
    [InlineData("unplanned plan", "plan", "unplanned <mark>plan</mark>")]
    [InlineData("風險計畫", "計畫 風險", "<mark>風險計畫</mark>")]
    public void Marked_ShowsHitsAndWritesTheRestAsText(string text, string typed, string html)
    {
        using var writer = new StringWriter();
        Marked.Whole(text, SearchQuery.Of(typed)!).WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        Assert.Equal(html, writer.ToString());
    }

    [Fact]
    public void Marked_AroundAHit_ShowsAPart()
    {
        var text = new string('甲', 500) + "風險" + new string('乙', 500);
        var shown = Marked.Around(text, SearchQuery.Of("風險")!);
        Assert.True(shown.HasHit);
        Assert.Equal(500, shown.At);
        Assert.StartsWith("…甲", shown.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("乙…", shown.ToString(), StringComparison.Ordinal);
        Assert.InRange(shown.ToString().Length, 100, 150);
    }
}
