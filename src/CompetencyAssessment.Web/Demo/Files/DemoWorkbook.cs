using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CompetencyAssessment.Web.Demo.Files;

/// <summary>How a cell looks; the value is its index in the workbook's formats.</summary>
internal enum CellLook : uint
{
    Plain = 0,
    Title = 1,
    Head = 2,
    Text = 3,
    Whole = 4,
    OneDecimal = 5,
    Percent = 6,
    Key = 7,
    Note = 8,
}

/// <summary>One cell: a text or a number, and where it is computed its formula (the number is then the result shown before recalculation).</summary>
internal sealed record DemoCell(string? Text, double? Number, CellLook Look, string? Formula = null)
{
    public static DemoCell Of(string text, CellLook look = CellLook.Text) => new(text, null, look);

    public static DemoCell Of(double number, CellLook look, string? formula = null) => new(null, number, look, formula);
}

/// <summary>One sheet: column widths in characters, rows from the top, rows that stay when scrolling.</summary>
internal sealed record DemoSheet(string Name, IReadOnlyList<double> Widths, IReadOnlyList<IReadOnlyList<DemoCell>> Rows, int FrozenRows = 0);

/// <summary>Writes sheets as an Excel workbook.</summary>
internal static class DemoWorkbook
{
    public static byte[] Draw(IReadOnlyList<DemoSheet> sheets)
    {
        var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            document.ChangeIdOfPart(workbook, "rId1");
            var list = new Sheets();
            workbook.Workbook = new Workbook(list);
            workbook.AddNewPart<WorkbookStylesPart>("rId100").Stylesheet = Formats();
            for (var i = 0; i < sheets.Count; i++)
            {
                var id = $"rId{i + 1}";
                workbook.AddNewPart<WorksheetPart>(id).Worksheet = Sheet(sheets[i], first: i == 0);
                list.Append(new Sheet { Name = sheets[i].Name, SheetId = (uint)(i + 1), Id = id });
            }
        }

        return DemoPackage.Settle(stream);
    }

    private static Worksheet Sheet(DemoSheet sheet, bool first)
    {
        var view = new SheetView { WorkbookViewId = 0, ShowGridLines = false, TabSelected = first };
        if (sheet.FrozenRows > 0)
        {
            view.Append(new Pane
            {
                VerticalSplit = sheet.FrozenRows,
                TopLeftCell = $"A{sheet.FrozenRows + 1}",
                ActivePane = PaneValues.BottomLeft,
                State = PaneStateValues.Frozen,
            });
        }

        var data = new SheetData();
        for (var r = 0; r < sheet.Rows.Count; r++)
        {
            var row = new Row { RowIndex = (uint)(r + 1) };
            for (var c = 0; c < sheet.Rows[r].Count; c++)
                row.Append(Cell(sheet.Rows[r][c], $"{(char)('A' + c)}{r + 1}"));
            data.Append(row);
        }

        return new Worksheet(
            new SheetViews(view),
            new SheetFormatProperties { DefaultRowHeight = 18, CustomHeight = true },
            new Columns(sheet.Widths.Select((width, i) => new Column { Min = (uint)(i + 1), Max = (uint)(i + 1), Width = width, CustomWidth = true })),
            data,
            new PageMargins { Left = 0.5, Right = 0.5, Top = 0.75, Bottom = 0.75, Header = 0.3, Footer = 0.3 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToHeight = 0 });
    }

    private static Cell Cell(DemoCell cell, string reference)
    {
        var drawn = new Cell { CellReference = reference, StyleIndex = (uint)cell.Look };
        if (cell.Number is { } number)
        {
            if (cell.Formula is not null)
                drawn.Append(new CellFormula(cell.Formula));
            drawn.Append(new CellValue(number));
        }
        else if (!string.IsNullOrEmpty(cell.Text))
        {
            drawn.DataType = CellValues.InlineString;
            drawn.Append(new InlineString(new Text(cell.Text)));
        }

        return drawn;
    }

    private static Stylesheet Formats()
    {
        static Font Font(double size, bool bold, string colour)
        {
            var font = new Font();
            if (bold)
                font.Append(new Bold());
            font.Append(new FontSize { Val = size }, new Color { Rgb = colour }, new FontName { Val = "Microsoft JhengHei" });
            return font;
        }

        static Fill Solid(string colour) => new(new PatternFill(new ForegroundColor { Rgb = colour }) { PatternType = PatternValues.Solid });

        static CellFormat Format(uint number, uint font, uint fill, uint border, HorizontalAlignmentValues? align = null, bool wrap = false) =>
            new(new Alignment { Vertical = VerticalAlignmentValues.Center, Horizontal = align, WrapText = wrap ? true : null })
            {
                NumberFormatId = number,
                FontId = font,
                FillId = fill,
                BorderId = border,
                FormatId = 0,
                ApplyNumberFormat = true,
                ApplyFont = true,
                ApplyFill = true,
                ApplyBorder = true,
                ApplyAlignment = true,
            };

        return new Stylesheet(
            new NumberingFormats(
                new NumberingFormat { NumberFormatId = 164, FormatCode = "#,##0.0" },
                new NumberingFormat { NumberFormatId = 165, FormatCode = "0.0%" }),
            new Fonts(Font(11, false, "FF202020"), Font(16, true, "FF1F4E79"), Font(11, true, "FFFFFFFF"), Font(12, true, "FFC00000"), Font(10, false, "FF595959")),
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
                Solid("FF1F4E79"), Solid("FFFFF2CC")),
            new Borders(
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(new Color { Rgb = "FFBFBFBF" }) { Style = BorderStyleValues.Thin }, new DiagonalBorder())),
            new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }),
            new CellFormats(
                Format(0, 0, 0, 0),
                Format(0, 1, 0, 0),
                Format(0, 2, 2, 0, HorizontalAlignmentValues.Center),
                Format(0, 0, 0, 1, wrap: true),
                Format(3, 0, 0, 1, HorizontalAlignmentValues.Right),
                Format(164, 0, 0, 1, HorizontalAlignmentValues.Right),
                Format(165, 0, 0, 1, HorizontalAlignmentValues.Right),
                Format(164, 3, 3, 1, HorizontalAlignmentValues.Right),
                Format(0, 4, 0, 0)),
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }));
    }
}
