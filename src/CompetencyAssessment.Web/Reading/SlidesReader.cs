using System.Text;
using System.Xml;

namespace CompetencyAssessment.Web.Reading;

/// <summary>A PowerPoint presentation: slides in their order, each with its title first, then texts and tables, then the speaker's notes.</summary>
internal sealed class SlidesReader(Package package, TextCollector into)
{
    public static void Read(Package package, TextCollector into) => new SlidesReader(package, into).Read();

    private void Read()
    {
        var main = package.MainPart();
        var relations = package.Relations(main);
        var order = new List<string>();
        using (var reader = package.Open(main) ?? throw new UnreadableException("no presentation"))
        {
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "sldId" })
                {
                    for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
                    {
                        // The other id of a slide has no prefix.
                        if (reader.LocalName == "id" && reader.Prefix.Length > 0 && relations.TryGetValue(reader.Value, out var target))
                        {
                            order.Add(target.Path);
                        }
                    }
                }
            }
        }

        for (var i = 0; i < order.Count; i++)
        {
            into.Begin(PartKind.Slide, i + 1);
            var (title, blocks) = ReadShapes(order[i], notes: false);
            into.Rename(title);
            if (title is not null)
            {
                into.Add(BlockType.Heading, title, 1);
            }

            Add(blocks);
            if (Package.Find(package.Relations(order[i]), "notesSlide") is { } notes)
            {
                into.Add(BlockType.Notes, string.Join('\n', ReadShapes(notes, notes: true).Blocks.Select(b => b.Text)));
            }
        }
    }

    private void Add(List<Block> blocks)
    {
        foreach (var block in blocks)
        {
            if (block.Rows is { } rows)
            {
                into.AddTable(rows);
            }
            else
            {
                into.Add(block.IsItem ? BlockType.Item : BlockType.Paragraph, block.Text);
            }
        }
    }

    /// <summary>Texts of a slide, or of its notes page without the slide's picture, number and date.</summary>
    private (string? Title, List<Block> Blocks) ReadShapes(string path, bool notes)
    {
        var blocks = new List<Block>();
        var title = new StringBuilder();
        string? placeholder = null;
        var plain = false;
        StringBuilder? paragraph = null;
        List<IReadOnlyList<string>>? rows = null;
        List<string> row = [];
        var cell = new StringBuilder();
        using var reader = package.Open(path);
        while (reader?.Read() == true)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                switch (reader.LocalName)
                {
                    case "Fallback":
                        reader.Skip();
                        break;
                    case "sp" or "graphicFrame" or "cxnSp" or "pic":
                        placeholder = null;
                        break;
                    case "ph":
                        placeholder = reader.GetAttribute("type") ?? "body";
                        break;
                    case "p" when reader.Prefix != "p" && !reader.IsEmptyElement:
                        (paragraph, plain) = (new StringBuilder(), false);
                        break;
                    case "buNone":
                        plain = true;
                        break;
                    case "br":
                        paragraph?.Append('\n');
                        break;
                    case "t" when paragraph is not null && !reader.IsEmptyElement:
                        reader.Read();
                        paragraph.Append(reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA ? reader.Value : "");
                        break;
                    case "tbl":
                        rows = [];
                        break;
                    case "tr":
                        row = [];
                        break;
                    case "tc":
                        cell.Clear();
                        break;
                }
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                switch (reader.LocalName)
                {
                    case "p" when paragraph is not null:
                        if (rows is not null)
                        {
                            cell.Append(cell.Length > 0 ? "\n" : "").Append(paragraph);
                        }
                        else if (placeholder is "title" or "ctrTitle" && !notes)
                        {
                            title.Append(title.Length > 0 ? " " : "").Append(paragraph);
                        }
                        else if (placeholder is not ("dt" or "ftr" or "sldNum" or "hdr") && (!notes || placeholder == "body"))
                        {
                            blocks.Add(new Block(paragraph.ToString(), IsItem: placeholder is "body" or "obj" && !plain, null));
                        }

                        paragraph = null;
                        break;
                    case "tc":
                        row.Add(cell.ToString());
                        break;
                    case "tr":
                        rows?.Add(row);
                        break;
                    case "tbl" when rows is not null:
                        blocks.Add(new Block("", false, rows));
                        rows = null;
                        break;
                }
            }
        }

        return (string.IsNullOrWhiteSpace(title.ToString()) ? null : title.ToString(), blocks);
    }

    private sealed record Block(string Text, bool IsItem, List<IReadOnlyList<string>>? Rows);
}
