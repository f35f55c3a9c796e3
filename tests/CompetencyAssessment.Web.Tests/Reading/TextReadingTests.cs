using System.IO.Compression;
using System.Text;
using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Web.Demo;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Storage;

namespace CompetencyAssessment.Web.Tests.Reading;

/// <summary>Every kind of file, as the demonstration makes them and as somebody who means harm would.</summary>
public sealed class TextReadingTests
{
    private static readonly DateOnly Today = new(2026, 5, 20);
    private static readonly FontLibrary Fonts = FontLibrary.Load();

    [Fact]
    public void Pdf_GivesPagesWithHeadingsAndWholeParagraphs()
    {
        var plan = DemoPlan.Story();
        var text = Read(PlanPdf.Draw(plan, new DateTimeOffset(2026, 5, 20, 0, 0, 0, TimeSpan.Zero), Fonts), "application/pdf");

        Assert.Equal(plan.Sections.Count(s => s.NewPage) + 3, text.Parts.Count);
        var page = text.Parts[DemoPlan.StoryResourcePage - 1];
        var section = plan.Sections[DemoPlan.StoryResourcePage - 3];
        Assert.Equal((PartKind.Page, DemoPlan.StoryResourcePage), (page.Kind, page.Number));
        Assert.Contains(page.Blocks, b => b.Type == BlockType.Heading && b.Text == section.Title);
        Assert.Contains(page.Blocks, b => b.Type == BlockType.Paragraph && b.Text == section.Paragraphs[0]);
    }

    [Fact]
    public void Word_GivesHeadingsParagraphsAndTablesInOrder()
    {
        var text = Read(DemoFiles.ThirdPartyReport(DemoCompany.Story, "周雅婷", "營運處經理", Today), ZipDocuments.Word);

        var part = Assert.Single(text.Parts);
        Assert.Equal((PartKind.Text, 1), (part.Kind, part.Number));
        Assert.Equal(new TextBlock(BlockType.Heading) { Level = 1, Text = "第三方工作績效報告" }, part.Blocks[0]);
        Assert.Equal(["一、與受評者之工作關係", "二、觀察到的表現", "三、本人貢獻範圍", "四、可再加強之處"], part.Blocks.Where(b => b.Type == BlockType.Heading).Skip(1).Select(b => b.Text));
        var table = Assert.Single(part.Blocks, b => b.Type == BlockType.Table);
        Assert.Equal(["工作事項", "觀察內容", "可查證之紀錄"], table.Rows![0]);
        Assert.Equal(6, table.Rows.Count);
    }

    [Fact]
    public void Word_ListsBreaksAndDeletedText()
    {
        var text = Read(Zip(
            ("_rels/.rels", Relations("officeDocument", "word/document.xml")),
            ("word/document.xml", """
                <w:document xmlns:w="urn:w"><w:body>
                <w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>第一項</w:t></w:r></w:p>
                <w:p><w:r><w:t xml:space="preserve">留 </w:t><w:tab/><w:t>下</w:t></w:r><w:del><w:r><w:delText>刪</w:delText></w:r></w:del><w:r><w:br/><w:t>次行</w:t></w:r></w:p>
                <w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>內</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>
                </w:body></w:document>
                """)), ZipDocuments.Word);

        Assert.Equal(
            [(BlockType.Item, "第一項"), (BlockType.Paragraph, "留 \t下\n次行"), (BlockType.Table, null)],
            text.Parts[0].Blocks.Select(b => (b.Type, b.Text)));
        Assert.Equal(["甲\n內", ""], Assert.Single(text.Parts[0].Blocks[2].Rows!));
    }

    [Fact]
    public void Workbook_GivesSheetsWithAddressesAndValuesAsShown()
    {
        var text = Read(DemoFiles.StaffingWorkbook(DemoCompany.Story), ZipDocuments.Excel);

        Assert.Equal([(PartKind.Sheet, 1, "人力推估"), (PartKind.Sheet, 2, "時段配置"), (PartKind.Sheet, 3, "敏感度")], text.Parts.Select(p => (p.Kind, p.Number, p.Name!)));
        var cells = text.Parts[0].Rows!.SelectMany(r => r.Cells).ToDictionary(c => c.Address, c => c.Text);
        Assert.Equal("需求人力", cells["A12"]);
        Assert.Equal("64.0", cells[DemoFiles.StaffingCell]);
        Assert.Equal("295", cells["B7"]);
        Assert.EndsWith("%", cells["B10"], StringComparison.Ordinal);
        Assert.Contains(',', cells["B4"]);
        Assert.Equal(["A", "B", "C", "D"], text.Parts[0].Columns!);
    }

    [Theory]
    [InlineData(0.714, "0.0%", "71.4%")]
    [InlineData(1234567.891, "#,##0.00", "1,234,567.89")]
    [InlineData(-5, "#,##0;(#,##0)", "(5)")]
    [InlineData(0, "0.0;-0.0;\"–\"", "–")]
    [InlineData(45292, "yyyy/mm/dd", "2024/01/01")]
    [InlineData(45292.75, "yyyy\"年\"m\"月\"d\"日\" hh:mm", "2024年1月1日 18:00")]
    [InlineData(45292.5625, "h:mm AM/PM", "1:30 PM")]
    [InlineData(1.5, "[h]:mm", "36:00")]
    [InlineData(0.0034722222, "mm:ss", "05:00")]
    [InlineData(1500, "\"NT$\"#,##0", "NT$1,500")]
    [InlineData(1500, "[$NT$-404]#,##0", "NT$1,500")]
    [InlineData(12, "0 \"人\"", "12 人")]
    [InlineData(0.1, null, "0.1")]
    [InlineData(64, null, "64")]
    public void Number_IsShownByItsFormat(double value, string? pattern, string shown) =>
        Assert.Equal(shown, NumberFormat.Show(value, pattern, from1904: false));

    [Fact]
    public void Slides_GiveTitlesItemsTablesAndNotes()
    {
        var text = Read(DemoFiles.PlanSlides(DemoCompany.Story), ZipDocuments.PowerPoint);

        Assert.Equal(8, text.Parts.Count);
        Assert.Equal((PartKind.Slide, 3, "我們的目標"), (text.Parts[2].Kind, text.Parts[2].Number, text.Parts[2].Name!));
        Assert.Equal([BlockType.Heading, BlockType.Item, BlockType.Table], text.Parts[2].Blocks.Select(b => b.Type));
        Assert.Equal(["指標", "現況", "目標"], text.Parts[2].Blocks[2].Rows![0]);
        Assert.Equal(5, text.Parts[1].Blocks.Count);
    }

    [Fact]
    public void Slides_NotesFollowTheSlide()
    {
        const string Names = "xmlns:p=\"urn:p\" xmlns:a=\"urn:a\"";
        static string Shape(string type, string text) => $"<p:sp><p:nvSpPr><p:nvPr><p:ph type=\"{type}\"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>";
        var text = Read(Zip(
            ("_rels/.rels", Relations("officeDocument", "ppt/presentation.xml")),
            ("ppt/presentation.xml", "<p:presentation xmlns:p=\"urn:p\" xmlns:r=\"urn:r\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"r1\"/></p:sldIdLst></p:presentation>"),
            ("ppt/_rels/presentation.xml.rels", Relations("slide", "slides/slide1.xml")),
            ("ppt/slides/slide1.xml", $"<p:sld {Names}>{Shape("sldNum", "7")}{Shape("body", "重點")}{Shape("title", "標題")}</p:sld>"),
            ("ppt/slides/_rels/slide1.xml.rels", Relations("notesSlide", "../notesSlides/n.xml")),
            ("ppt/notesSlides/n.xml", $"<p:notes {Names}>{Shape("body", "講者的話")}{Shape("sldNum", "1")}</p:notes>")), ZipDocuments.PowerPoint);

        Assert.Equal([(BlockType.Heading, "標題"), (BlockType.Item, "重點"), (BlockType.Notes, "講者的話")], text.Parts[0].Blocks.Select(b => (b.Type, b.Text!)));
    }

    [Fact]
    public void OpenDocument_TextSheetsAndSlides()
    {
        const string Names = "xmlns:office=\"urn:o\" xmlns:text=\"urn:t\" xmlns:table=\"urn:b\" xmlns:draw=\"urn:d\" xmlns:presentation=\"urn:p\"";
        var document = Read(Zip(("content.xml", $"<office:document-content {Names}><text:h text:outline-level=\"2\">標題</text:h><text:p>一<text:s text:c=\"2\"/>二</text:p><text:list><text:list-item><text:p>項</text:p></text:list-item></text:list></office:document-content>")), ZipDocuments.OdfText);
        Assert.Equal([(BlockType.Heading, "標題", 2), (BlockType.Paragraph, "一  二", null), (BlockType.Item, "項", default(int?))], document.Parts[0].Blocks.Select(b => (b.Type, b.Text!, b.Level)));

        var sheets = Read(Zip(("content.xml", $"<office:document-content {Names}><table:table table:name=\"人力\"><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell><text:p>64.0</text:p></table:table-cell></table:table-row></table:table></office:document-content>")), ZipDocuments.OdfSpreadsheet);
        Assert.Equal("人力", sheets.Parts[0].Name);
        Assert.Equal(new TextCell("C1000001", "64.0"), Assert.Single(Assert.Single(sheets.Parts[0].Rows!).Cells));

        var slides = Read(Zip(("content.xml", $"<office:document-content {Names}><draw:page draw:name=\"p1\"><draw:frame presentation:class=\"title\"><text:p>風險</text:p></draw:frame><draw:frame><text:p>因應</text:p></draw:frame><presentation:notes><draw:frame><text:p>備忘</text:p></draw:frame></presentation:notes></draw:page></office:document-content>")), ZipDocuments.OdfPresentation);
        Assert.Equal([(BlockType.Heading, "風險"), (BlockType.Paragraph, "因應"), (BlockType.Notes, "備忘")], slides.Parts[0].Blocks.Select(b => (b.Type, b.Text!)));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("big5")]
    public void Text_IsReadInItsEncoding(string charset)
    {
        var encoding = charset == "big5" ? CodePagesEncodingProvider.Instance.GetEncoding(950)! : Encoding.GetEncoding(charset);
        byte[] bytes = [.. charset == "utf-16" ? encoding.GetPreamble() : [], .. encoding.GetBytes("第一行\r\n\r\n話務量分析")];
        var text = Read(bytes, $"text/plain; charset={charset}");
        Assert.Equal(["第一行", "話務量分析"], text.Parts[0].Blocks.Select(b => b.Text));
    }

    [Fact]
    public void Csv_IsASheet_WithQuotesAndSemicolons()
    {
        var text = Read(Encoding.UTF8.GetBytes("項目;數值\r\n\"含;分號\n與\"\"引號\"\"\";295\r\n"), "text/csv; charset=utf-8");
        Assert.Equal(PartKind.Sheet, text.Parts[0].Kind);
        Assert.Equal([("A1", "項目"), ("B1", "數值"), ("A2", "含;分號\n與\"引號\""), ("B2", "295")], text.Parts[0].Rows!.SelectMany(r => r.Cells).Select(c => (c.Address, c.Text)));
        Assert.Equal(8, Read(DemoFiles.IntervalCsv(DemoCompany.Story, Today), "text/csv; charset=utf-8").Parts[0].Columns!.Count);
    }

    [Fact]
    public void Json_IsReadBackAsItWasWritten()
    {
        var text = Read(DemoFiles.PlanSlides(DemoCompany.Story), ZipDocuments.PowerPoint);
        var again = DocumentText.FromJson(text.ToJson());
        Assert.Equal(text.ToJson(), again.ToJson());
        Assert.StartsWith("{\"cut\":false,\"parts\":[{\"kind\":\"slide\",\"number\":1,\"name\":\"客戶", Encoding.UTF8.GetString(text.ToJson()), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_CutAndSaySo()
    {
        var many = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(1, 500).Select(i => $"第 {i} 行")));
        var text = Read(many, "text/plain; charset=utf-8", new TextLimits { Blocks = 100 });
        Assert.True(text.Cut);
        Assert.Equal(100, text.Parts[0].Blocks.Count);

        var slides = Read(DemoFiles.PlanSlides(DemoCompany.Story), ZipDocuments.PowerPoint, new TextLimits { Parts = 3 });
        Assert.True(slides.Cut);
        Assert.Equal(3, slides.Parts.Count);

        var sheet = Read(DemoFiles.StaffingWorkbook(DemoCompany.Story), ZipDocuments.Excel, new TextLimits { Cells = 20 });
        Assert.True(sheet.Cut);
        Assert.InRange(sheet.Parts.Sum(p => p.Rows!.Sum(r => r.Cells.Count)), 1, 20);
    }

    [Fact]
    public void ArchiveThatUnpacksToFarTooMuch_IsUnreadable()
    {
        var bomb = Zip(
            ("_rels/.rels", Relations("officeDocument", "word/document.xml")),
            ("word/document.xml", "<w:document xmlns:w=\"urn:w\"><w:p><w:r><w:t>" + new string(' ', 20_000_000) + "</w:t></w:r></w:p></w:document>"));
        Assert.True(bomb.Length < 100_000);
        Assert.Throws<UnreadableException>(() => Read(bomb, ZipDocuments.Word, new TextLimits { ExpandedBytes = 1_000_000 }));
        Assert.Throws<UnreadableException>(() => Read(Zip([.. Enumerable.Range(0, 50).Select(i => ($"{i}.xml", "<a/>"))]), ZipDocuments.OdfText, new TextLimits { Entries = 10 }));
    }

    [Fact]
    public void Entities_AreNotExpanded()
    {
        const string Laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><office:document-content xmlns:office=\"urn:o\" xmlns:text=\"urn:t\"><text:p>&b;</text:p></office:document-content>";
        Assert.Throws<UnreadableException>(() => Read(Zip(("content.xml", Laughs)), ZipDocuments.OdfText));
    }

    [Theory]
    [InlineData("application/pdf", "%PDF-1.7\nnothing of the kind")]
    [InlineData(ZipDocuments.Word, "PK\u0003\u0004 broken")]
    [InlineData(ZipDocuments.Excel, "")]
    public void DamagedFile_IsUnreadable(string mediaType, string content) =>
        Assert.Throws<UnreadableException>(() => Read(Encoding.UTF8.GetBytes(content), mediaType));

    [Fact]
    public void CutPdf_EndsWithTextOrUnreadable()
    {
        var whole = PlanPdf.Draw(DemoPlan.Short(DemoCompany.Story), new DateTimeOffset(2026, 5, 20, 0, 0, 0, TimeSpan.Zero), Fonts);
        var random = new Random(7);
        for (var i = 0; i < 5; i++)
        {
            var hurt = whole.ToArray();
            for (var hit = 0; hit < 200; hit++)
            {
                hurt[random.Next(hurt.Length)] = (byte)random.Next(256);
            }

            try
            {
                Read(hurt, "application/pdf");
            }
            catch (UnreadableException)
            {
                // As good as text.
            }
        }
    }

    [Fact]
    public void Cancel_EndsTheReading() =>
        Assert.Throws<OperationCanceledException>(() => TextReading.Read(new MemoryStream(DemoFiles.PlanSlides(DemoCompany.Story)), ZipDocuments.PowerPoint, new TextLimits(), new CancellationToken(canceled: true)));

    private static DocumentText Read(byte[] bytes, string mediaType, TextLimits? limits = null) =>
        TextReading.Read(new MemoryStream(bytes), mediaType, limits ?? new TextLimits(), CancellationToken.None);

    private static string Relations(string type, string target) => $"<Relationships><Relationship Id=\"r1\" Type=\"urn:x/{type}\" Target=\"{target}\"/></Relationships>";

    private static byte[] Zip(params (string Name, string Content)[] parts)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return stream.ToArray();
    }
}
