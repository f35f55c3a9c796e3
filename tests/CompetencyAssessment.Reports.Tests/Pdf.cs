using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace CompetencyAssessment.Reports.Tests;

/// <summary>Reads a document back.</summary>
internal static class Pdf
{
    internal static List<string> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(static page => Squeeze(page.Text))];
    }

    internal static string Text(byte[] pdf) => string.Concat(Pages(pdf));

    /// <summary>Without white space, which a line break puts anywhere, and in one normal form.</summary>
    internal static string Squeeze(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(static character => !char.IsWhiteSpace(character)));

    /// <summary>Letters of a page by line, from the top, each line from the left.</summary>
    internal static List<string> Lines(Page page) =>
    [
        .. page.Letters
            .GroupBy(static letter => Math.Round(letter.StartBaseLine.Y, 0))
            .OrderByDescending(static line => line.Key)
            .Select(static line => string.Concat(line.OrderBy(static letter => letter.StartBaseLine.X).Select(static letter => letter.Value)).Trim()),
    ];
}
