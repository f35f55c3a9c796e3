using System.Globalization;
using System.Text;
using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Reading;

namespace CompetencyAssessment.Web.Searching;

/// <summary>A stretch of text with its place, as the reader in the page names places.</summary>
/// <param name="Kind">Kind of the place.</param>
/// <param name="Place">Page, slide, sheet or heading.</param>
/// <param name="Text">As it is shown.</param>
/// <param name="Cells">In a sheet, where in the text which cell begins.</param>
internal sealed record PassageText(PlaceKind Kind, string? Place, string Text, string? Cells = null);

/// <summary>Cuts the text of a file into passages: a page or slide, the text under a heading, some rows of a sheet.</summary>
internal static class TextPassages
{
    /// <summary>A passage is about so long, in UTF-16 code units.</summary>
    public const int Length = 1200;

    /// <summary>Where a long paragraph is cut, the next passage repeats so much, so that a word over the cut is found.</summary>
    private const int Overlap = 40;

    /// <summary>The reader cuts the heading that it names as a place after so many.</summary>
    private const int HeadingLength = 80;

    private const int SheetNameLength = 200;

    public static IEnumerable<PassageText> Of(DocumentText document) => document.Parts.SelectMany(Of).Take(SearchPassage.Most - 1);

    /// <summary>The address of the cell in which a position of a passage's text lies.</summary>
    public static string? CellAt(string? cells, int position) => cells?.Split(',')
        .Select(c => c.Split(' '))
        .LastOrDefault(c => int.Parse(c[0], CultureInfo.InvariantCulture) <= position)?[1];

    private static IEnumerable<PassageText> Of(TextPart part) => part.Kind switch
    {
        PartKind.Sheet => Sheet(part).Concat(Blocks(part.Blocks, PlaceKind.Whole, null)),
        PartKind.Page => Blocks(part.Blocks, PlaceKind.Page, part.Number.ToString(CultureInfo.InvariantCulture)),
        PartKind.Slide => Blocks(part.Blocks, PlaceKind.Slide, part.Number.ToString(CultureInfo.InvariantCulture)),
        _ => Sections(part.Blocks),
    };

    private static IEnumerable<PassageText> Sections(IReadOnlyList<TextBlock> blocks)
    {
        var start = 0;
        for (var i = 1; i <= blocks.Count; i++)
        {
            if (i < blocks.Count && blocks[i].Type != BlockType.Heading)
            {
                continue;
            }

            var heading = blocks[start].Type == BlockType.Heading ? blocks[start].Text : null;
            var section = Blocks([.. blocks.Skip(start).Take(i - start)], heading is null ? PlaceKind.Whole : PlaceKind.Section, heading is null ? null : Shorten(heading));
            foreach (var passage in section)
            {
                yield return passage;
            }

            start = i;
        }
    }

    private static IEnumerable<PassageText> Blocks(IReadOnlyList<TextBlock> blocks, PlaceKind kind, string? place)
    {
        var text = new StringBuilder();
        foreach (var piece in blocks.SelectMany(b => Pieces(b.Rows is null ? b.Text ?? "" : string.Join('\n', b.Rows.Select(r => string.Join('\t', r))))))
        {
            if (text.Length > 0 && text.Length + piece.Length > Length)
            {
                yield return new PassageText(kind, place, text.ToString());
                text.Clear();
            }

            text.Append(text.Length > 0 ? "\n" : "").Append(piece);
        }

        if (text.Length > 0)
        {
            yield return new PassageText(kind, place, text.ToString());
        }
    }

    private static IEnumerable<PassageText> Sheet(TextPart part)
    {
        var place = part.Name is { Length: > SheetNameLength } long_ ? long_[..SheetNameLength] : part.Name;
        var text = new StringBuilder();
        var cells = new StringBuilder();
        foreach (var row in part.Rows ?? [])
        {
            var separator = "\n";
            foreach (var (address, content) in row.Cells.SelectMany(c => Pieces(c.Text).Select(p => (c.Address, p))))
            {
                if (text.Length > 0 && text.Length + content.Length > Length)
                {
                    yield return new PassageText(PlaceKind.Cell, place, text.ToString(), cells.ToString());
                    text.Clear();
                    cells.Clear();
                }

                text.Append(text.Length > 0 ? separator : "");
                cells.Append(cells.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{text.Length} {address}");
                text.Append(content);
                separator = "\t";
            }
        }

        if (text.Length > 0)
        {
            yield return new PassageText(PlaceKind.Cell, place, text.ToString(), cells.ToString());
        }
    }

    /// <summary>A text of any length in pieces of at most a passage's.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        for (var start = 0; ;)
        {
            if (text.Length - start <= Length)
            {
                yield return text[start..];
                yield break;
            }

            yield return text[start..Whole(text, start + Length)];
            start = Whole(text, start + Length - Overlap);
        }
    }

    /// <summary>An index that does not part a surrogate pair.</summary>
    private static int Whole(string text, int index) => char.IsLowSurrogate(text[index]) ? index - 1 : index;

    private static string Shorten(string heading) => heading.Length > HeadingLength ? heading[..Whole(heading, HeadingLength)] + "…" : heading;
}
