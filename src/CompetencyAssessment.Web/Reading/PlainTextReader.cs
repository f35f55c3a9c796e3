using System.Text;

namespace CompetencyAssessment.Web.Reading;

/// <summary>Plain text line by line, and comma-separated values as a sheet; in UTF-8, UTF-16 with its mark, or Big5.</summary>
internal static class PlainTextReader
{
    /// <summary>Enough to tell by what the values are separated.</summary>
    private const int SampleLines = 20;

    public static void ReadText(Stream content, string? charset, TextCollector into)
    {
        using var reader = Open(content, charset);
        into.Begin(PartKind.Text, 1);
        while (ReadLine(reader, into) is { } line)
        {
            into.Add(BlockType.Paragraph, line);
        }
    }

    public static void ReadTable(Stream content, string? charset, TextCollector into)
    {
        char separator;
        using (var sample = Open(content, charset))
        {
            separator = Separator(sample, into);
        }

        content.Position = 0;
        using var reader = Open(content, charset);
        into.Begin(PartKind.Sheet, 1);
        var row = 0;
        while (ReadRow(reader, separator, into) is { } cells)
        {
            into.AddRow(++row, cells.Select((text, i) => (i + 1, text)));
        }
    }

    private static StreamReader Open(Stream content, string? charset)
    {
        content.Position = 0;
        var encoding = charset is null || charset.StartsWith("utf", StringComparison.OrdinalIgnoreCase)
            ? charset?.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) == true ? Encoding.Unicode : Encoding.UTF8
            : CodePagesEncodingProvider.Instance.GetEncoding(950)!;
        return new StreamReader(content, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 16 * 1024, leaveOpen: true);
    }

    /// <summary>A line of any length up to what is kept at all.</summary>
    private static string? ReadLine(StreamReader reader, TextCollector into)
    {
        into.Cancel.ThrowIfCancellationRequested();
        var line = new StringBuilder();
        int c;
        while ((c = reader.Read()) >= 0 && c != '\n' && line.Length <= into.Limits.Characters)
        {
            line.Append((char)c);
        }

        return c < 0 && line.Length == 0 ? null : line.ToString();
    }

    private static char Separator(StreamReader reader, TextCollector into)
    {
        var lines = new List<string>();
        while (lines.Count < SampleLines && ReadLine(reader, into) is { } line)
        {
            lines.Add(line);
        }

        return new[] { ',', '\t', ';' }.MaxBy(s => lines.Sum(l => l.Count(c => c == s)));
    }

    private static List<string>? ReadRow(StreamReader reader, char separator, TextCollector into)
    {
        into.Cancel.ThrowIfCancellationRequested();
        if (reader.Peek() < 0)
        {
            return null;
        }

        var cells = new List<string>();
        var cell = new StringBuilder();
        var (quoted, length) = (false, 0);
        int c;
        while ((c = reader.Read()) >= 0 && length++ <= into.Limits.Characters)
        {
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append((char)c);
                }
                else if (reader.Peek() == '"')
                {
                    cell.Append((char)reader.Read());
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (c == '\n')
            {
                break;
            }
            else if (c != '\r')
            {
                cell.Append((char)c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
