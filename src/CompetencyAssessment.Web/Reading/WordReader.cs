using System.Globalization;
using System.Text;
using System.Xml;

namespace CompetencyAssessment.Web.Reading;

/// <summary>A Word document as one part: headings, paragraphs, list items and tables in order. Deleted text, field codes, headers and footers are left out.</summary>
internal sealed class WordReader(Package package, TextCollector into)
{
    private const int Levels = 9;

    /// <summary>Of styles by id: the level of a heading, and whether it makes a list.</summary>
    private readonly Dictionary<string, (int? Level, bool IsList)> _styles = new(StringComparer.Ordinal);
    private readonly Stack<Paragraph> _paragraphs = new();
    private readonly StringBuilder _cell = new();
    private List<IReadOnlyList<string>> _rows = [];
    private List<string> _row = [];
    private int _tables;

    public static void Read(Package package, TextCollector into) => new WordReader(package, into).Read();

    private void Read()
    {
        var main = package.MainPart();
        if (Package.Find(package.Relations(main), "styles") is { } styles)
        {
            ReadStyles(styles);
        }

        using var reader = package.Open(main) ?? throw new UnreadableException("no document");
        into.Begin(PartKind.Text, 1);
        reader.MoveToContent();
        var skip = false;
        while (skip ? !reader.EOF : reader.Read())
        {
            skip = false;
            if (reader.NodeType == XmlNodeType.Element)
            {
                // Text that was deleted or moved away, and the second copy of a drawing for old readers.
                if (reader.LocalName is "del" or "moveFrom" or "Fallback" or "instrText" or "delText")
                {
                    reader.Skip();
                    skip = true;
                    continue;
                }

                if (reader.LocalName == "t" && _paragraphs.Count > 0)
                {
                    _paragraphs.Peek().Text.Append(reader.ReadElementContentAsString());
                    skip = true;
                    continue;
                }

                Start(reader);
                if (reader.IsEmptyElement)
                {
                    End(reader.LocalName);
                }
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                End(reader.LocalName);
            }
        }
    }

    private void Start(XmlReader reader)
    {
        var paragraph = _paragraphs.Count > 0 ? _paragraphs.Peek() : null;
        switch (reader.LocalName)
        {
            case "p":
                _paragraphs.Push(new Paragraph());
                break;
            case "pStyle" when paragraph is not null && Value(reader) is { } style && _styles.TryGetValue(style, out var known):
                (paragraph.Level, paragraph.IsList) = (paragraph.Level ?? known.Level, paragraph.IsList || known.IsList);
                break;
            case "outlineLvl" when paragraph is not null && int.TryParse(Value(reader), CultureInfo.InvariantCulture, out var level) && level is >= 0 and < Levels:
                paragraph.Level = level + 1;
                break;
            case "numId" when paragraph is not null:
                // 0 takes a paragraph out of its style's list.
                paragraph.IsList = Value(reader) != "0";
                break;
            case "tab" when paragraph is not null && reader.AttributeCount == 0:
            case "ptab" when paragraph is not null:
                paragraph.Text.Append('\t');
                break;
            case "br" or "cr" when paragraph is not null:
                paragraph.Text.Append('\n');
                break;
            case "noBreakHyphen":
                paragraph?.Text.Append('-');
                break;
            case "tbl" when _tables++ == 0:
                _rows = [];
                break;
            case "tr" when _tables == 1:
                _row = [];
                break;
            case "tc" when _tables == 1:
                _cell.Clear();
                break;
        }
    }

    private void End(string name)
    {
        switch (name)
        {
            case "p" when _paragraphs.TryPop(out var paragraph):
                if (_tables > 0)
                {
                    _cell.Append(_cell.Length > 0 ? "\n" : "").Append(paragraph.Text);
                }
                else if (paragraph.Level is { } level)
                {
                    into.Add(BlockType.Heading, paragraph.Text.ToString(), level);
                }
                else
                {
                    into.Add(paragraph.IsList ? BlockType.Item : BlockType.Paragraph, paragraph.Text.ToString());
                }

                break;
            case "tc" when _tables == 1:
                _row.Add(_cell.ToString());
                break;
            case "tr" when _tables == 1:
                _rows.Add(_row);
                break;
            case "tbl" when _tables > 0 && --_tables == 0:
                into.AddTable(_rows);
                break;
        }
    }

    private void ReadStyles(string path)
    {
        using var reader = package.Open(path);
        var basedOn = new Dictionary<string, string>(StringComparer.Ordinal);
        string? id = null;
        while (reader?.Read() == true)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "style":
                    id = Attribute(reader, "styleId");
                    if (id is not null)
                    {
                        _styles.TryAdd(id, default);
                    }

                    break;
                case "basedOn" when id is not null && Value(reader) is { } parent:
                    basedOn[id] = parent;
                    break;
                case "name" when id is not null && Value(reader) is { } name && name.Equals("title", StringComparison.OrdinalIgnoreCase):
                    _styles[id] = _styles[id] with { Level = 1 };
                    break;
                case "name" when id is not null && Value(reader) is { } name && name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase)
                    && int.TryParse(name.AsSpan(8), CultureInfo.InvariantCulture, out var level) && level is > 0 and <= Levels:
                case "outlineLvl" when id is not null && int.TryParse(Value(reader), CultureInfo.InvariantCulture, out level) && ++level is > 0 and <= Levels:
                    _styles[id] = _styles[id] with { Level = level };
                    break;
                case "numId" when id is not null:
                    _styles[id] = _styles[id] with { IsList = Value(reader) != "0" };
                    break;
            }
        }

        foreach (var style in _styles.Keys.ToList())
        {
            var parent = style;
            for (var step = 0; step < 10 && basedOn.TryGetValue(parent, out var next) && _styles.TryGetValue(next, out var inherited); step++)
            {
                var own = _styles[style];
                _styles[style] = (own.Level ?? inherited.Level, own.IsList || inherited.IsList);
                parent = next;
            }
        }
    }

    private static string? Value(XmlReader reader) => Attribute(reader, "val");

    /// <summary>Whatever its namespace: strict documents have another.</summary>
    private static string? Attribute(XmlReader reader, string name)
    {
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (reader.LocalName == name)
            {
                var value = reader.Value;
                reader.MoveToElement();
                return value;
            }
        }

        reader.MoveToElement();
        return null;
    }

    private sealed class Paragraph
    {
        public StringBuilder Text { get; } = new();

        public int? Level { get; set; }

        public bool IsList { get; set; }
    }
}
