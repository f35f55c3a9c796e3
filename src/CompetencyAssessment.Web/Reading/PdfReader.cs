using System.Text;
using UglyToad.PdfPig;

namespace CompetencyAssessment.Web.Reading;

/// <summary>
/// A PDF page by page. Letters come in the order in which they were drawn, which is that of reading in what office programs write; they are
/// put together to lines and paragraphs, and large short lines become headings.
/// </summary>
internal static class PdfReader
{
    /// <summary>A heading is so much larger than most of the text.</summary>
    private const double HeadingSize = 1.15;

    private const int HeadingCharacters = 80;

    public static void Read(Stream content, TextCollector into)
    {
        using var document = PdfDocument.Open(content, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
        for (var number = 1; number <= document.NumberOfPages; number++)
        {
            into.Begin(PartKind.Page, number);
            var lines = Lines(document.GetPage(number), into.Cancel);
            if (lines.Count == 0)
            {
                continue;
            }

            var common = lines.GroupBy(l => Math.Round(l.Size, 1)).MaxBy(g => g.Sum(l => l.Text.Length))!.Key;
            var right = lines.Max(l => l.Right);
            for (var i = 0; i < lines.Count;)
            {
                var text = new StringBuilder().Append(lines[i].Text);
                var first = lines[i++];
                while (i < lines.Count && Continues(lines[i - 1], lines[i], right))
                {
                    Join(text, lines[i++].Text);
                }

                var isHeading = first.Size > common * HeadingSize && text.Length <= HeadingCharacters;
                into.Add(isHeading ? BlockType.Heading : BlockType.Paragraph, text.ToString(), isHeading ? first.Size > common * 1.4 ? 1 : 2 : null);
            }
        }
    }

    private static List<Line> Lines(UglyToad.PdfPig.Content.Page page, CancellationToken cancel)
    {
        var lines = new List<Line>();
        Line? line = null;
        foreach (var letter in page.Letters)
        {
            cancel.ThrowIfCancellationRequested();
            if (string.IsNullOrEmpty(letter.Value))
            {
                continue;
            }

            var size = letter.PointSize > 0 ? letter.PointSize : Math.Max(letter.BoundingBox.Height, 1);
            var (x, y) = (letter.StartBaseLine.X, letter.StartBaseLine.Y);
            if (line is null || Math.Abs(y - line.Baseline) > size * 0.5 || x < line.Right - size)
            {
                line = new Line(y, x);
                lines.Add(line);
            }
            else if (x - line.Right > size * 0.25 && !string.IsNullOrWhiteSpace(letter.Value) && line.Text.Length > 0 && !char.IsWhiteSpace(line.Text[^1])
                && (x - line.Right > size * 0.9 || !(IsWide(line.Text[^1]) && IsWide(letter.Value[0]))))
            {
                // Justified Chinese is spread by less than the width of a character.
                line.Text.Append(' ');
            }

            line.Add(letter.Value, letter.EndBaseLine.X, size);
        }

        lines.RemoveAll(l => string.IsNullOrWhiteSpace(l.Text.ToString()));
        return lines;
    }

    /// <summary>Whether a line goes on with the paragraph of the line above.</summary>
    private static bool Continues(Line above, Line line, double right)
    {
        var pitch = above.Baseline - line.Baseline;
        return Math.Abs(above.Size - line.Size) < above.Size * 0.1
            && pitch > 0 && pitch < above.Size * 2
            && Math.Abs(above.Left - line.Left) < above.Size * 3
            && above.Right > right - (right - above.Left) * 0.2
            && !EndsSentenceShort(above, right);
    }

    private static bool EndsSentenceShort(Line above, double right) => above.Text[^1] is '。' or '：' or '！' or '？' && above.Right < right - above.Size * 2;

    private static void Join(StringBuilder text, StringBuilder more)
    {
        if (!(IsWide(text[^1]) && IsWide(more[0])))
        {
            text.Append(' ');
        }

        text.Append(more);
    }

    /// <summary>Chinese characters and their punctuation, which are written without blanks.</summary>
    private static bool IsWide(char c) => c is >= '\u2e80' and <= '\ud7ff' or >= '\ud800' and <= '\udfff' or >= '\uf900' and <= '\ufaff' or >= '\uff00' and <= '\uffef';

    private sealed class Line(double baseline, double left)
    {
        public StringBuilder Text { get; } = new();

        public double Baseline => baseline;

        public double Left { get; } = left;

        public double Right { get; private set; } = left;

        public double Size { get; private set; }

        public void Add(string text, double right, double size)
        {
            Text.Append(text);
            Right = Math.Max(Right, right);
            Size = Math.Max(Size, size);
        }
    }
}
