using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>
/// What the engine leaves out or leaves to chance. It takes no language, and it makes up the document's id from the clock:
/// the language is written into the catalog, and the id is made from the content, so that equal documents are equal byte for byte.
/// </summary>
internal static partial class PdfFinishing
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

    // The metadata names the id as a UUID; the trailer repeats its bytes, in hexadecimal or, where that is shorter, as they are.
    private static string ReplaceIds(string text)
    {
        const string Start = "/ID [";
        const string End = "]>>\nstartxref\n";
        var start = text.LastIndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var end = text.LastIndexOf(End, StringComparison.Ordinal);
        if (start < Start.Length || end < start)
            throw new InvalidOperationException("The drawn PDF has no id where it is expected.");
        var body = DocumentId().Replace(text[..start], new string('0', 36));
        var id = Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(body)))[..32];
        var uuid = $"{id[..8]}-{id[8..12]}-{id[12..16]}-{id[16..20]}-{id[20..]}".ToLowerInvariant();
        return $"{DocumentId().Replace(body, uuid)}<{id}> <{id}>{text[end..]}";
    }

    [GeneratedRegex("(?<=(Document|Instance)ID>uuid:)[0-9A-Fa-f-]{36}(?=</)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex DocumentId();
}
