using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CompetencyAssessment.Web.Demo.Files;

/// <summary>Draws sections as a Word document: headings as real headings, tables with a repeated head row, page numbers.</summary>
internal static class DemoDocument
{
    private const string Accent = "1F4E79";
    private const int TextWidth = 9_070;

    public static byte[] Draw(string title, string subtitle, IReadOnlyList<PlanSection> sections)
    {
        var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            document.ChangeIdOfPart(main, "rId1");
            var body = new Body();
            main.Document = new Document(body);
            main.AddNewPart<StyleDefinitionsPart>("rId1").Styles = Styles();
            main.AddNewPart<FooterPart>("rId2").Footer = new Footer(new Paragraph(
                new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
                new SimpleField(new Run(new Text("1"))) { Instruction = " PAGE " }));

            body.Append(Styled(title, "Title"), Styled(subtitle, "Subtitle"));
            foreach (var section in sections)
            {
                body.Append(Styled(section.Title, section.Level == 1 ? "Heading1" : "Heading2"));
                foreach (var paragraph in section.Paragraphs)
                    body.Append(Styled(paragraph, "Normal"));
                if (section.Table is { } table)
                    body.Append(Styled(table.Caption, "Caption"), TableOf(table), Styled("", "Normal"));
            }

            body.Append(new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = "rId2" },
                new PageSize { Width = 11_906, Height = 16_838 },
                new PageMargin { Top = 1_418, Right = 1_418, Bottom = 1_418, Left = 1_418, Header = 709, Footer = 709, Gutter = 0 }));
        }

        return DemoPackage.Settle(stream);
    }

    private static Paragraph Styled(string text, string style) => new(
        new ParagraphProperties(new ParagraphStyleId { Val = style }),
        new Run(new Text(text) { Space = SpaceProcessingModeValues.Preserve }));

    private static Table TableOf(PlanTable table)
    {
        var width = TextWidth / table.Columns.Count;
        var drawn = new Table(
            new TableProperties(
                new TableWidth { Width = TextWidth.ToString(), Type = TableWidthUnitValues.Dxa },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 8, Color = Accent },
                    new BottomBorder { Val = BorderValues.Single, Size = 8, Color = Accent },
                    new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4, Color = "BFBFBF" }),
                new TableCellMarginDefault(
                    new TopMargin { Width = "40", Type = TableWidthUnitValues.Dxa },
                    new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa },
                    new BottomMargin { Width = "40", Type = TableWidthUnitValues.Dxa },
                    new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa })),
            new TableGrid(table.Columns.Select(_ => new GridColumn { Width = width.ToString() })));
        drawn.Append(new TableRow([new TableRowProperties(new TableHeader()), .. table.Columns.Select(text => Cell(text, width, head: true))]));
        foreach (var row in table.Rows)
            drawn.Append(new TableRow(row.Select(text => Cell(text, width, head: false))));
        return drawn;
    }

    private static TableCell Cell(string text, int width, bool head)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = width.ToString(), Type = TableWidthUnitValues.Dxa });
        if (head)
            properties.Append(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = "DCE6F1" });
        return new TableCell(properties, Styled(text, head ? "TableHead" : "TableText"));
    }

    private static Styles Styles() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = "Calibri", HighAnsi = "Calibri", EastAsia = "Microsoft JhengHei" },
                new FontSize { Val = "22" },
                new Languages { Val = "en-US", EastAsia = "zh-TW" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "120", Line = "340", LineRule = LineSpacingRuleValues.Auto }))),
        Style("Normal", "Normal", null, null, isDefault: true),
        Style("Title", "Title", Spacing("0", "120"), Look("40", bold: true)),
        Style("Subtitle", "Subtitle", Spacing("0", "480"), Look("24", bold: false, "595959")),
        Style("Heading1", "heading 1", Heading(0, "360", "160"), Look("30", bold: true)),
        Style("Heading2", "heading 2", Heading(1, "240", "120"), Look("26", bold: true)),
        Style("Caption", "caption", new StyleParagraphProperties(new KeepNext(), new SpacingBetweenLines { Before = "160", After = "60" }), Look("20", bold: true, "404040")),
        Style("TableText", "Table Text", Spacing("0", "0"), new StyleRunProperties(new FontSize { Val = "19" })),
        Style("TableHead", "Table Head", Spacing("0", "0"), Look("19", bold: true)));

    private static StyleParagraphProperties Spacing(string before, string after) =>
        new(new SpacingBetweenLines { Before = before, After = after, Line = "260", LineRule = LineSpacingRuleValues.Auto });

    private static StyleParagraphProperties Heading(int level, string before, string after) =>
        new(new KeepNext(), new KeepLines(), new SpacingBetweenLines { Before = before, After = after }, new OutlineLevel { Val = level });

    private static StyleRunProperties Look(string halfPoints, bool bold, string colour = Accent)
    {
        var look = new StyleRunProperties();
        if (bold)
            look.Append(new Bold());
        look.Append(new Color { Val = colour }, new FontSize { Val = halfPoints });
        return look;
    }

    private static Style Style(string id, string name, StyleParagraphProperties? paragraph, StyleRunProperties? run, bool isDefault = false)
    {
        var style = new Style(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id, Default = isDefault ? true : null };
        if (!isDefault)
            style.Append(new BasedOn { Val = "Normal" });
        style.Append(new PrimaryStyle());
        if (paragraph is not null)
            style.Append(paragraph);
        if (run is not null)
            style.Append(run);
        return style;
    }
}
