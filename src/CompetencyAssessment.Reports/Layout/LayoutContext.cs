using System.Globalization;
using System.Text;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>What the layout of one document shares: typefaces, the page in hand, and what the typefaces lacked.</summary>
internal sealed class LayoutContext(FontLibrary fonts, DocumentSettings settings)
{
    internal const float Unbounded = 1_000_000;

    private readonly Dictionary<string, Footnote> _missing = new(StringComparer.Ordinal);
    private readonly Dictionary<(FontFace Face, string Word), float[]?> _kerned = [];

    internal FontLibrary Fonts { get; } = fonts;
    internal int Page { get; set; } = 1;
    internal int TotalPages { get; set; } = 1;

    /// <summary>Height of the content of a page, to tell what would fit on a fresh one.</summary>
    internal float FullHeight { get; set; }

    internal float[]? Kerned(FontFace face, int[] word)
    {
        var key = (face, string.Concat(word.Select(static codePoint => new Rune(codePoint).ToString())));
        if (!_kerned.TryGetValue(key, out var advances))
            _kerned[key] = advances = face.Kerned(word);
        return advances;
    }

    internal Footnote MissingNote(string element, bool replaced)
    {
        if (_missing.TryGetValue(element, out var note))
            return note;
        var codePoints = string.Join(' ', element.EnumerateRunes().Select(static rune => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}")));
        var mark = (_missing.Count + 1).ToString(CultureInfo.InvariantCulture);
        return _missing[element] = new Footnote(mark, string.Format(
            CultureInfo.InvariantCulture,
            replaced ? settings.MissingCharacterNote : settings.MissingVariantNote,
            codePoints));
    }
}
