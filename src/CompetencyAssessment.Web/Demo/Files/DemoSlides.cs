using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using D = DocumentFormat.OpenXml.Drawing;

namespace CompetencyAssessment.Web.Demo.Files;

/// <summary>One slide: a title, points, and a table where figures tell it better.</summary>
internal sealed record DemoSlide(string Title, IReadOnlyList<string> Points, PlanTable? Table = null);

/// <summary>Draws slides as a PowerPoint presentation, 16:9.</summary>
internal static class DemoSlides
{
    private const long Width = 12_192_000;
    private const long Height = 6_858_000;
    private const long Margin = 720_000;
    private const string Accent = "1F4E79";

    public static byte[] Draw(IReadOnlyList<DemoSlide> slides)
    {
        var stream = new MemoryStream();
        using (var document = PresentationDocument.Create(stream, PresentationDocumentType.Presentation))
        {
            var presentation = document.AddPresentationPart();
            document.ChangeIdOfPart(presentation, "rId1");
            var master = presentation.AddNewPart<SlideMasterPart>("rId1");
            var layout = master.AddNewPart<SlideLayoutPart>("rId1");
            layout.AddPart(master, "rId1");
            var theme = master.AddNewPart<ThemePart>("rId2");
            theme.Theme = Theme();
            presentation.AddPart(theme, "rId2");
            layout.SlideLayout = new SlideLayout(
                new CommonSlideData(Tree(Placeholder(2, "標題", PlaceholderValues.Title), Placeholder(3, "內容", PlaceholderValues.Body))),
                new ColorMapOverride(new D.MasterColorMapping()))
            { Type = SlideLayoutValues.Object };
            master.SlideMaster = Master();

            var ids = new SlideIdList();
            for (var i = 0; i < slides.Count; i++)
            {
                var id = $"rId{i + 10}";
                var part = presentation.AddNewPart<SlidePart>(id);
                part.AddPart(layout, "rId1");
                part.Slide = Slide(slides[i], i == 0);
                ids.Append(new SlideId { Id = (uint)(256 + i), RelationshipId = id });
            }

            presentation.Presentation = new Presentation(
                new SlideMasterIdList(new SlideMasterId { Id = 2_147_483_648, RelationshipId = "rId1" }),
                ids,
                new SlideSize { Cx = (int)Width, Cy = (int)Height },
                new NotesSize { Cx = Height, Cy = Width });
        }

        return DemoPackage.Settle(stream);
    }

    private static Slide Slide(DemoSlide slide, bool cover)
    {
        var titleTop = cover ? 2_000_000 : 420_000;
        var tree = Tree(Box(2, "標題", PlaceholderValues.Title, Margin, titleTop, Width - 2 * Margin, 1_000_000, [slide.Title], cover ? 4400 : 3200, bold: true, bullets: false));
        var tableHeight = slide.Table is null ? 0 : (slide.Table.Rows.Count + 1) * 420_000L;
        if (slide.Points.Count > 0)
        {
            tree.Append(Box(
                3, "內容", PlaceholderValues.Body, Margin, cover ? 3_200_000 : 1_560_000, Width - 2 * Margin,
                slide.Table is null ? 4_500_000 : 4_700_000 - tableHeight, slide.Points, slide.Table is null ? 2400 : 1800, bold: false, bullets: !cover));
        }

        if (slide.Table is { } table)
            tree.Append(Grid(table, Height - 400_000 - tableHeight));
        return new Slide(new CommonSlideData(tree), new ColorMapOverride(new D.MasterColorMapping()));
    }

    private static ShapeTree Tree(params OpenXmlElement[] shapes) => new(
    [
        new NonVisualGroupShapeProperties(
            new NonVisualDrawingProperties { Id = 1, Name = "" }, new NonVisualGroupShapeDrawingProperties(), new ApplicationNonVisualDrawingProperties()),
        new GroupShapeProperties(new D.TransformGroup(
            new D.Offset { X = 0, Y = 0 }, new D.Extents { Cx = 0, Cy = 0 }, new D.ChildOffset { X = 0, Y = 0 }, new D.ChildExtents { Cx = 0, Cy = 0 })),
        .. shapes,
    ]);

    private static Shape Placeholder(uint id, string name, PlaceholderValues kind) =>
        Box(id, name, kind, Margin, kind == PlaceholderValues.Title ? 420_000 : 1_560_000, Width - 2 * Margin, kind == PlaceholderValues.Title ? 1_000_000 : 4_500_000, [name], 2400, false, false);

    private static Shape Box(
        uint id, string name, PlaceholderValues kind, long left, long top, long width, long height,
        IReadOnlyList<string> lines, int size, bool bold, bool bullets)
    {
        var text = new TextBody(new D.BodyProperties { Wrap = D.TextWrappingValues.Square, Anchor = D.TextAnchoringTypeValues.Top }, new D.ListStyle());
        foreach (var line in lines)
        {
            var properties = new D.ParagraphProperties { LeftMargin = bullets ? 342_900 : 0, Indent = bullets ? -342_900 : 0 };
            properties.Append(new D.SpaceAfter(new D.SpacingPoints { Val = 900 }));
            properties.Append(bullets ? new D.CharacterBullet { Char = "•" } : new D.NoBullet());
            text.Append(new D.Paragraph(properties, Words(line, size, bold, bold ? Accent : "262626")));
        }

        return new Shape(
            new NonVisualShapeProperties(
                new NonVisualDrawingProperties { Id = id, Name = name },
                new NonVisualShapeDrawingProperties(new D.ShapeLocks { NoGrouping = true }),
                new ApplicationNonVisualDrawingProperties(new PlaceholderShape { Type = kind, Index = kind == PlaceholderValues.Body ? 1u : null })),
            new ShapeProperties(
                new D.Transform2D(new D.Offset { X = left, Y = top }, new D.Extents { Cx = width, Cy = height }),
                new D.PresetGeometry(new D.AdjustValueList()) { Preset = D.ShapeTypeValues.Rectangle }),
            text);
    }

    private static D.Run Words(string text, int size, bool bold, string colour) => new(
        new D.RunProperties(
            new D.SolidFill(new D.RgbColorModelHex { Val = colour }),
            new D.LatinFont { Typeface = "Calibri" },
            new D.EastAsianFont { Typeface = "Microsoft JhengHei" })
        { Language = "zh-TW", FontSize = size, Bold = bold },
        new D.Text(text));

    private static GraphicFrame Grid(PlanTable table, long top)
    {
        var column = (Width - 2 * Margin) / table.Columns.Count;
        var grid = new D.Table(
            new D.TableProperties { FirstRow = true },
            new D.TableGrid(table.Columns.Select(_ => new D.GridColumn { Width = column })));
        grid.Append(Row(table.Columns, head: true));
        foreach (var row in table.Rows)
            grid.Append(Row(row, head: false));
        return new GraphicFrame(
            new NonVisualGraphicFrameProperties(
                new NonVisualDrawingProperties { Id = 4, Name = table.Caption, Description = table.Caption },
                new NonVisualGraphicFrameDrawingProperties(), new ApplicationNonVisualDrawingProperties()),
            new Transform(new D.Offset { X = Margin, Y = top }, new D.Extents { Cx = Width - 2 * Margin, Cy = (table.Rows.Count + 1) * 420_000L }),
            new D.Graphic(new D.GraphicData(grid) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/table" }));

        static D.TableRow Row(IEnumerable<string> cells, bool head) => new(cells.Select(cell => new D.TableCell(
            new D.TextBody(new D.BodyProperties(), new D.ListStyle(), new D.Paragraph(Words(cell, 1600, head, head ? "FFFFFF" : "262626"))),
            new D.TableCellProperties(new D.SolidFill(new D.RgbColorModelHex { Val = head ? Accent : "EEF3F8" })))))
        { Height = 420_000 };
    }

    private static SlideMaster Master() => new(
        new CommonSlideData(
            new Background(new BackgroundProperties(new D.SolidFill(new D.SchemeColor { Val = D.SchemeColorValues.Background1 }), new D.EffectList())),
            Tree(Placeholder(2, "標題", PlaceholderValues.Title), Placeholder(3, "內容", PlaceholderValues.Body))),
        new ColorMap
        {
            Background1 = D.ColorSchemeIndexValues.Light1,
            Text1 = D.ColorSchemeIndexValues.Dark1,
            Background2 = D.ColorSchemeIndexValues.Light2,
            Text2 = D.ColorSchemeIndexValues.Dark2,
            Accent1 = D.ColorSchemeIndexValues.Accent1,
            Accent2 = D.ColorSchemeIndexValues.Accent2,
            Accent3 = D.ColorSchemeIndexValues.Accent3,
            Accent4 = D.ColorSchemeIndexValues.Accent4,
            Accent5 = D.ColorSchemeIndexValues.Accent5,
            Accent6 = D.ColorSchemeIndexValues.Accent6,
            Hyperlink = D.ColorSchemeIndexValues.Hyperlink,
            FollowedHyperlink = D.ColorSchemeIndexValues.FollowedHyperlink,
        },
        new SlideLayoutIdList(new SlideLayoutId { Id = 2_147_483_649, RelationshipId = "rId1" }),
        new TextStyles(new TitleStyle(), new BodyStyle(), new OtherStyle()));

    private static D.Theme Theme()
    {
        static D.RgbColorModelHex Hex(string value) => new() { Val = value };
        static D.SolidFill Plain() => new(new D.SchemeColor { Val = D.SchemeColorValues.PhColor });
        static D.Outline Line(int width) => new(Plain(), new D.PresetDash { Val = D.PresetLineDashValues.Solid }) { Width = width };

        return new D.Theme(
            new D.ThemeElements(
                new D.ColorScheme(
                    new D.Dark1Color(Hex("262626")), new D.Light1Color(Hex("FFFFFF")), new D.Dark2Color(Hex(Accent)), new D.Light2Color(Hex("EEF3F8")),
                    new D.Accent1Color(Hex("1F4E79")), new D.Accent2Color(Hex("C55A11")), new D.Accent3Color(Hex("548235")),
                    new D.Accent4Color(Hex("7F6000")), new D.Accent5Color(Hex("7030A0")), new D.Accent6Color(Hex("404040")),
                    new D.Hyperlink(Hex("0563C1")), new D.FollowedHyperlinkColor(Hex("954F72")))
                { Name = "Office" },
                new D.FontScheme(
                    new D.MajorFont(new D.LatinFont { Typeface = "Calibri" }, new D.EastAsianFont { Typeface = "Microsoft JhengHei" }, new D.ComplexScriptFont { Typeface = "" }),
                    new D.MinorFont(new D.LatinFont { Typeface = "Calibri" }, new D.EastAsianFont { Typeface = "Microsoft JhengHei" }, new D.ComplexScriptFont { Typeface = "" }))
                { Name = "Office" },
                new D.FormatScheme(
                    new D.FillStyleList(Plain(), Plain(), Plain()),
                    new D.LineStyleList(Line(6350), Line(12_700), Line(19_050)),
                    new D.EffectStyleList(new D.EffectStyle(new D.EffectList()), new D.EffectStyle(new D.EffectList()), new D.EffectStyle(new D.EffectList())),
                    new D.BackgroundFillStyleList(Plain(), Plain(), Plain()))
                { Name = "Office" }))
        { Name = "Office" };
    }
}
