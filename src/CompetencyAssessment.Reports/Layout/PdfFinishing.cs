using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>
/// What the engine leaves out or leaves to chance. It takes no language, and it makes up the document's id from the clock:
/// the language is written into the catalog, and the id is made from the content, so that equal documents are equal byte for byte.
/// </summary>
internal static class PdfFinishing
{
    internal static byte[] Finish(byte[] pdf, string language)
    {
        var text = Encoding.Latin1.GetString(pdf);
        text = InsertIntoCatalog(text, string.Create(CultureInfo.InvariantCulture, $"/Lang ({language})"));
        return Encoding.Latin1.GetBytes(ReplaceIds(text));
    }

    private static string InsertIntoCatalog(string text, string entry)
    {
        var catalog = text.IndexOf("<</Type /Catalog", StringComparison.Ordinal);
        var start = text.LastIndexOf("startxref\n", StringComparison.Ordinal);
        if (catalog < 0 || start < 0)
            throw new InvalidOperationException("The drawn PDF has no catalog where it is expected.");
        var at = catalog + "<</Type /Catalog".Length;
        var xref = int.Parse(text.AsSpan(start + 10, text.IndexOf('\n', start + 10) - start - 10), NumberStyles.None, CultureInfo.InvariantCulture);
        var insertion = "\n" + entry;

        // The table of offsets follows: twenty characters an entry, everything behind the insertion moves.
        var original = text[xref..start];
        var table = new StringBuilder(original);
        var position = original.IndexOf('\n', "xref\n".Length) + 1;
        var trailer = original.IndexOf("trailer", StringComparison.Ordinal);
        for (; position + 20 <= trailer; position += 20)
        {
            var offset = int.Parse(table.ToString(position, 10), NumberStyles.None, CultureInfo.InvariantCulture);
            if (offset > at && table[position + 17] == 'n')
            {
                table.Remove(position, 10);
                table.Insert(position, (offset + insertion.Length).ToString("D10", CultureInfo.InvariantCulture));
            }
        }

        var moved = xref > at ? xref + insertion.Length : xref;
        return string.Create(CultureInfo.InvariantCulture, $"{text[..at]}{insertion}{text[at..xref]}{table}startxref\n{moved}\n%%EOF\n");
    }

    private static string ReplaceIds(string text)
    {
        const string Marker = "/ID [<";
        var id = text.LastIndexOf(Marker, StringComparison.Ordinal);
        if (id < 0)
            return text;
        var hex = text.Substring(id + Marker.Length, 32);
        var uuid = Dashed(hex);
        var lower = Dashed(hex.ToLowerInvariant());
        const string Zero = "00000000000000000000000000000000";
        text = Replace(text, hex, uuid, lower, Zero);
        var digest = Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(text)))[..32];
        return Replace(text, Zero, Dashed(Zero), Dashed(Zero), char.IsAsciiLetterLower(Array.Find(hex.ToCharArray(), char.IsAsciiLetter)) ? digest.ToLowerInvariant() : digest);
    }

    private static string Replace(string text, string hex, string uuid, string lowerUuid, string with) =>
        text.Replace(uuid, Dashed(with), StringComparison.Ordinal)
            .Replace(lowerUuid, Dashed(with).ToLowerInvariant(), StringComparison.Ordinal)
            .Replace("<" + hex + ">", "<" + with + ">", StringComparison.Ordinal);

    private static string Dashed(string hex) => $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
}
