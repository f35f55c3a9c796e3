using System.Globalization;
using System.Text;
using System.Xml;

namespace CompetencyAssessment.Web.Reading;

/// <summary>An Excel workbook: each sheet as a grid with the values that Excel last calculated, as it shows them. Sheets hidden for good are left out.</summary>
internal sealed class WorkbookReader(Package package, TextCollector into)
{
    private readonly List<string> _strings = [];
    private readonly List<string?> _formats = [];
    private bool _from1904;

    public static void Read(Package package, TextCollector into) => new WorkbookReader(package, into).Read();

    private void Read()
    {
        var main = package.MainPart();
        var relations = package.Relations(main);
        if (Package.Find(relations, "sharedStrings") is { } strings)
        {
            ReadStrings(strings);
        }

        if (Package.Find(relations, "styles") is { } styles)
        {
            ReadFormats(styles);
        }

        var sheets = new List<(string Name, string Path)>();
        using (var reader = package.Open(main) ?? throw new UnreadableException("no workbook"))
        {
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
                {
                    _from1904 = reader.GetAttribute("date1904") is "1" or "true";
                }
                else if (reader is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && reader.GetAttribute("state") != "veryHidden"
                    && RelationId(reader) is { } id && relations.TryGetValue(id, out var target) && target.Type.EndsWith("/worksheet", StringComparison.Ordinal))
                {
                    sheets.Add((reader.GetAttribute("name") ?? "", target.Path));
                }
            }
        }

        for (var i = 0; i < sheets.Count; i++)
        {
            into.Begin(PartKind.Sheet, i + 1, sheets[i].Name);
            ReadSheet(sheets[i].Path);
        }
    }

    private void ReadSheet(string path)
    {
        using var reader = package.Open(path);
        var cells = new List<(int Column, string Text)>();
        var row = 0;
        while (reader?.Read() == true)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                row = int.TryParse(reader.GetAttribute("r"), CultureInfo.InvariantCulture, out var given) && given > 0 ? given : row + 1;
                cells.Clear();
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "c", IsEmptyElement: false })
            {
                var column = reader.GetAttribute("r") is { } address ? CellAddress.ColumnOf(address) : cells.Count == 0 ? 1 : cells[^1].Column + 1;
                var text = ReadCell(reader);
                if (column > 0 && text.Length > 0)
                {
                    cells.Add((column, text));
                }
            }
            else if (reader is { NodeType: XmlNodeType.EndElement, LocalName: "row" })
            {
                into.AddRow(row, cells);
            }
            else if (reader is { NodeType: XmlNodeType.EndElement, LocalName: "sheetData" })
            {
                break;
            }
        }
    }

    /// <summary>From the cell's start to its end.</summary>
    private string ReadCell(XmlReader reader)
    {
        var (type, style) = (reader.GetAttribute("t"), reader.GetAttribute("s"));
        string value = "", inline = "";
        var depth = reader.Depth;
        reader.Read();
        while (reader.Depth > depth && !reader.EOF)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "v" })
            {
                value = reader.ReadElementContentAsString();
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "is" })
            {
                inline = ReadRich(reader, "is");
                reader.Read();
            }
            else
            {
                reader.Read();
            }
        }

        switch (type)
        {
            case "s":
                return int.TryParse(value, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < _strings.Count ? _strings[index] : "";
            case "inlineStr":
                return inline;
            case "b":
                return value == "1" ? "TRUE" : "FALSE";
            case "str" or "e" or "d":
                return value;
            default:
                if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                {
                    return value;
                }

                var format = int.TryParse(style, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < _formats.Count ? _formats[at] : null;
                return NumberFormat.Show(number, format, _from1904);
        }
    }

    private void ReadStrings(string path)
    {
        using var reader = package.Open(path);
        var characters = 0L;
        while (reader?.Read() == true)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                var text = reader.IsEmptyElement ? "" : ReadRich(reader, "si");
                _strings.Add(text);

                // Several times what is kept: strings may stand in any order.
                if (_strings.Count > into.Limits.SharedStrings || (characters += text.Length) > 8L * into.Limits.Characters)
                {
                    throw new UnreadableException("too many strings");
                }
            }
        }
    }

    /// <summary>Runs of text up to the end of an element, without the reading aids of East Asian texts.</summary>
    private static string ReadRich(XmlReader reader, string end)
    {
        var text = new StringBuilder();
        reader.Read();
        while (!reader.EOF && !(reader.NodeType == XmlNodeType.EndElement && reader.LocalName == end))
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
            {
                reader.Skip();
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "t" })
            {
                text.Append(reader.ReadElementContentAsString());
            }
            else
            {
                reader.Read();
            }
        }

        return text.ToString();
    }

    private void ReadFormats(string path)
    {
        using var reader = package.Open(path);
        var custom = new Dictionary<int, string>();
        var inCells = false;
        while (reader?.Read() == true)
        {
            if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "cellXfs")
            {
                return;
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "numFmt" && Number(reader.GetAttribute("numFmtId")) is { } id && reader.GetAttribute("formatCode") is { Length: < 256 } code)
            {
                custom[id] = code;
            }
            else if (reader.LocalName == "cellXfs")
            {
                inCells = true;
            }
            else if (inCells && reader.LocalName == "xf" && _formats.Count < 100_000)
            {
                var format = Number(reader.GetAttribute("numFmtId")) ?? 0;
                _formats.Add(custom.GetValueOrDefault(format) ?? NumberFormat.OfId(format));
            }
        }

        static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string? RelationId(XmlReader reader)
    {
        string? id = null;
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (reader.LocalName == "id" && reader.Prefix.Length > 0)
            {
                id = reader.Value;
            }
        }

        reader.MoveToElement();
        return id;
    }
}
