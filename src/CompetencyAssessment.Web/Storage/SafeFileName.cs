using System.Globalization;
using System.Text;

namespace CompetencyAssessment.Web.Storage;

/// <summary>Makes a name that a person gave a file safe to show and to offer in a download. It never becomes a path of ours.</summary>
internal static class SafeFileName
{
    // A name of 255 bytes is the most that common file systems take; the rest is room for "(1)" and the like.
    private const int MaximumBytes = 240;

    private static readonly HashSet<string> DeviceNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    /// <summary>
    /// Strips path parts, control, invisible and direction-changing characters, replaces what Windows refuses, keeps
    /// Chinese, and caps the length without cutting the extension or a character in two.
    /// </summary>
    public static string From(string? fileName)
    {
        var clean = new StringBuilder();
        foreach (var rune in LastPart(fileName ?? "").EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                // Format covers the bidi overrides that make "gpj.exe" read as "exe.jpg".
                case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned:
                case UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    break;
                case UnicodeCategory.SpaceSeparator:
                    if (clean.Length > 0 && clean[^1] != ' ')
                        clean.Append(' ');
                    break;
                default:
                    if (rune == Rune.ReplacementChar)
                        break;
                    clean.Append(rune.Value < 128 && "<>:\"|?*".Contains((char)rune.Value, StringComparison.Ordinal) ? "_" : rune.ToString());
                    break;
            }
        }

        var name = clean.ToString().Trim(' ', '.');
        if (name.Length == 0)
            return "file";
        if (DeviceNames.Contains(name.Split('.')[0]))
            name = "_" + name;
        return Cap(name);
    }

    /// <summary>Extension in lower case with its dot, or an empty text.</summary>
    public static string ExtensionOf(string? fileName) => Path.GetExtension(From(fileName)).ToLowerInvariant();

    private static string LastPart(string fileName) => fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string Cap(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaximumBytes)
            return name;
        var extension = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(extension) > 20)
            extension = "";
        var room = MaximumBytes - Encoding.UTF8.GetByteCount(extension);
        var kept = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(name[..^extension.Length]);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            room -= Encoding.UTF8.GetByteCount(element);
            if (room < 0)
                break;
            kept.Append(element);
        }

        return kept.ToString().TrimEnd(' ', '.') + extension;
    }
}
