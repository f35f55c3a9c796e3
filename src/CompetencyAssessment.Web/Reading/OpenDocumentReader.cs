using System.Globalization;
using System.Text;
using System.Xml;

namespace CompetencyAssessment.Web.Reading;

/// <summary>OpenDocument text, spreadsheets and presentations: all from <c>content.xml</c>, whose cells hold their text as shown.</summary>
internal sealed class OpenDocumentReader(Package package, TextCollector into, PartKind kind)
{
    /// <summary>A repeated row or cell with content stands for at most so many; empty ones cost nothing.</summary>
    private const int Repeats = 100;

    private readonly Stack<StringBuilder> _paragraphs = new();
    private readonly StringBuilder _cell = new();
    private readonly StringBuilder _notes = new();
    private readonly List<(int Column, string Text)> _cells = [];
    private List<IReadOnlyList<string>> _rows = [];
    private int _tables;
    private int _lists;
    private int _part;
    private int _row;
    private int _rowRepeat = 1;
    private int _column;
    private int _columnRepeat = 1;
    private int? _level;
    private bool _inNotes;
    private string? _class;

    public static void Read(Package package, TextCollector into, PartKind kind) => new OpenDocumentReader(package, into, kind).Read();

    private void Read()
    {
        using var reader = package.Open("content.xml") ?? throw new UnreadableException("no content");
        if (kind == PartKind.Text)
        {
            into.Begin(kind, 1);
        }

        reader.MoveToContent();
        var skip = false;
        while (skip ? !reader.EOF : reader.Read())
        {
            skip = false;
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.LocalName is "tracked-changes" or "annotation" or "forms" or "automatic-styles" or "desc":
                    reader.Skip();
                    skip = true;
                    break;
                case XmlNodeType.Element:
                    Start(reader);
                    if (reader.IsEmptyElement)
                    {
                        End(reader.LocalName);
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA when _paragraphs.Count > 0:
                    _paragraphs.Peek().Append(reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    End(reader.LocalName);
                    break;
            }
        }
    }

    private void Start(XmlReader reader)
    {
        switch (reader.LocalName)
        {
            case "p" or "h" when reader.Prefix != "draw":
                _paragraphs.Push(new StringBuilder());
                _level = reader.LocalName == "h" ? Number(reader, "outline-level", 1, 10) : null;
                break;
            case "s" when _paragraphs.Count > 0:
                _paragraphs.Peek().Append(' ', Number(reader, "c", 1, 100));
                break;
            case "tab" when _paragraphs.Count > 0:
                _paragraphs.Peek().Append('\t');
                break;
            case "line-break" when _paragraphs.Count > 0:
                _paragraphs.Peek().Append('\n');
                break;
            case "list":
                _lists++;
                break;
            case "page" when kind == PartKind.Slide:
                into.Begin(kind, ++_part);
                break;
            case "notes" when kind == PartKind.Slide:
                _inNotes = true;
                _notes.Clear();
                break;
            case "frame":
                _class = Attribute(reader, "class");
                break;
            case "table" when _tables++ == 0:
                (_rows, _row) = ([], 0);
                if (kind == PartKind.Sheet)
                {
                    into.Begin(kind, ++_part, Attribute(reader, "name"));
                }

                break;
            case "table-row" when _tables == 1:
                _rowRepeat = Number(reader, "number-rows-repeated", 1, int.MaxValue);
                _column = 0;
                _cells.Clear();
                break;
            case "table-cell" or "covered-table-cell" when _tables == 1:
                _columnRepeat = Number(reader, "number-columns-repeated", 1, int.MaxValue);
                _cell.Clear();
                break;
        }
    }

    private void End(string name)
    {
        switch (name)
        {
            case "p" or "h" when _paragraphs.TryPop(out var text):
                EndParagraph(text.ToString());
                break;
            case "list" when _lists > 0:
                _lists--;
                break;
            case "notes" when _inNotes:
                _inNotes = false;
                into.Add(BlockType.Notes, _notes.ToString());
                break;
            case "frame":
                _class = null;
                break;
            case "table-cell" or "covered-table-cell" when _tables == 1:
                EndCell();
                break;
            case "table-row" when _tables == 1:
                EndRow();
                break;
            case "table" when _tables > 0 && --_tables == 0 && kind != PartKind.Sheet:
                into.AddTable(_rows);
                break;
        }
    }

    private void EndParagraph(string text)
    {
        if (_tables > 0)
        {
            _cell.Append(_cell.Length > 0 ? "\n" : "").Append(text);
        }
        else if (_inNotes)
        {
            _notes.Append(_notes.Length > 0 ? "\n" : "").Append(text);
        }
        else if (_class == "title")
        {
            into.Rename(text);
            into.Add(BlockType.Heading, text, 1);
        }
        else if (_level is { } level)
        {
            into.Add(BlockType.Heading, text, level);
        }
        else
        {
            into.Add(_lists > 0 ? BlockType.Item : BlockType.Paragraph, text);
        }
    }

    private void EndCell()
    {
        var text = _cell.ToString();
        for (var i = 1; text.Length > 0 && i <= Math.Min(_columnRepeat, Repeats) && _column + i <= CellAddress.LastColumn; i++)
        {
            _cells.Add((_column + i, text));
        }

        _column = (int)Math.Min((long)_column + _columnRepeat, CellAddress.LastColumn);
    }

    private void EndRow()
    {
        for (var i = 1; _cells.Count > 0 && i <= Math.Min(_rowRepeat, Repeats); i++)
        {
            if (kind == PartKind.Sheet)
            {
                into.AddRow(_row + i, _cells);
            }
            else
            {
                var row = new string[_cells[^1].Column];
                Array.Fill(row, "");
                _cells.ForEach(c => row[c.Column - 1] = c.Text);
                _rows.Add(row);
            }
        }

        _row = (int)Math.Min((long)_row + _rowRepeat, int.MaxValue / 2);
    }

    private static int Number(XmlReader reader, string name, int least, int most) =>
        int.TryParse(Attribute(reader, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, least, most) : least;

    private static string? Attribute(XmlReader reader, string name)
    {
        string? value = null;
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (reader.LocalName == name && reader.Prefix.Length > 0)
            {
                value = reader.Value;
            }
        }

        reader.MoveToElement();
        return value;
    }
}
