using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>
/// The typefaces that ship with the application, in the order in which they are asked for a character:
/// Noto Sans TC, then the SC and JP families of the same publisher, then Source Sans (whose Latin letters Noto Sans TC has),
/// then a centre's own folder.
/// Never the system's, so that a document looks the same wherever it is drawn. Loaded once, safe for many threads.
/// </summary>
public sealed class FontLibrary : IDisposable
{
    /// <summary>Stands for a character that no typeface has (geta mark); a footnote tells the code point.</summary>
    internal const int Geta = 0x3013;

    private readonly FontFace[] _regular;
    private readonly FontFace[] _bold;
    private readonly ConcurrentDictionary<int, FontFace?> _regularByCodePoint = new();
    private readonly ConcurrentDictionary<int, FontFace?> _boldByCodePoint = new();

    private readonly FontFace _latinRegular;
    private readonly FontFace _latinBold;

    private FontLibrary(FontFace[] regular, FontFace[] bold, FontFace latinRegular, FontFace latinBold)
    {
        _latinRegular = latinRegular;
        _latinBold = latinBold;
        _regular = regular;
        _bold = bold;
    }

    /// <summary>Loads the typefaces from the <c>Fonts</c> folder beside the application.</summary>
    /// <param name="extraFolder">A centre's own folder of .ttf files, asked last, by file name; or <see langword="null"/>.</param>
    /// <exception cref="FileNotFoundException">A typeface that belongs to the application is missing.</exception>
    public static FontLibrary Load(string? extraFolder = null)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Fonts");
        var traditional = FontFace.Load(Path.Combine(folder, "NotoSansTC-Regular.ttf"));
        var bold = FontFace.Load(Path.Combine(folder, "NotoSansTC-Bold.ttf"));
        var latin = FontFace.Load(Path.Combine(folder, "SourceSans3-Regular.ttf"));
        var latinBold = FontFace.Load(Path.Combine(folder, "SourceSans3-Bold.ttf"));
        List<FontFace> fallbacks =
        [
            FontFace.Load(Path.Combine(folder, "NotoSansSC-Regular.ttf")),
            FontFace.Load(Path.Combine(folder, "NotoSansJP-Regular.ttf")),
            latin,
        ];
        if (extraFolder is not null && Directory.Exists(extraFolder))
        {
            fallbacks.AddRange(Directory.EnumerateFiles(extraFolder, "*.ttf")
                .OrderBy(static path => path, StringComparer.Ordinal)
                .Select(FontFace.Load));
        }

        return new FontLibrary([traditional, .. fallbacks], [bold, latinBold, traditional, .. fallbacks], latin, latinBold);
    }

    /// <summary>Whether every character of the text can be drawn.</summary>
    public bool Covers(string text) => MissingCharacters(text).Count == 0;

    /// <summary>The characters (user-perceived, each once, in order) that would be printed as 〓.</summary>
    public IReadOnlyList<string> MissingCharacters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var missing = new List<string>();
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (!Resolve(element, bold: false).Covered && !missing.Contains(element, StringComparer.Ordinal))
                missing.Add(element);
        }

        return missing;
    }

    /// <summary>Frees the native memory of the typefaces.</summary>
    public void Dispose()
    {
        foreach (var face in _regular.Concat(_bold).Distinct())
            face.Dispose();
    }

    /// <summary>
    /// The typeface of a character. Quotation marks, dashes and dots that Chinese and Latin text share
    /// are as wide as a Han character in the first and narrow in the second.
    /// </summary>
    internal FontFace? Find(int codePoint, bool bold, bool latin = false) =>
        latin ? (bold ? _latinBold : _latinRegular) :
        (bold ? _boldByCodePoint : _regularByCodePoint).GetOrAdd(
            codePoint,
            static (value, faces) => Array.Find(faces, face => face.Has(value)),
            bold ? _bold : _regular);

    /// <summary>What to draw for one user-perceived character, and whether that is all of it.</summary>
    internal ResolvedCharacter Resolve(string element, bool bold)
    {
        if (element.Length == 1 && element[0] is >= ' ' and < '\u007f')
            return new ResolvedCharacter([element[0]], Covered: true);

        // A base with a combining mark is looked for in its composed form first. A single character stays
        // as typed: composing would turn a compatibility ideograph in a name into another one.
        var source = element.EnumerateRunes().Count() > 1 && IsWellFormed(element) ? element.Normalize(NormalizationForm.FormC) : element;
        var codePoints = new List<int>(2);
        var covered = true;
        var lacksVariant = false;
        foreach (var rune in source.EnumerateRunes())
        {
            // Ideographic variation selectors change the shape of a name's character, and these fonts have none of the shapes.
            if (rune.Value is >= 0xE0100 and <= 0xE01EF)
            {
                lacksVariant = true;
                continue;
            }

            if (IsInvisible(rune))
                continue;
            codePoints.Add(rune.Value);
            covered &= Find(rune.Value, bold) is not null;
        }

        return codePoints.Count == 0 ? new ResolvedCharacter([], Covered: true)
            : covered ? new ResolvedCharacter([.. codePoints], !lacksVariant)
            : new ResolvedCharacter([Geta], Covered: false);
    }

    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
                return false;
        }

        return true;
    }

    // Controls, joiners, direction marks and presentation selectors have no picture of their own.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0xFE00 and <= 0xFE0F or >= 0xE0000 and <= 0xE007F;
}

/// <param name="CodePoints">What to draw, in order.</param>
/// <param name="Covered">Whether that is exactly what was written; if not, a footnote names the code points.</param>
internal readonly record struct ResolvedCharacter(int[] CodePoints, bool Covered);

/// <summary>One font file: its characters, widths and subsets. Widths are in thousandths of the size.</summary>
internal sealed class FontFace : IDisposable
{
    private static readonly Feature[] KerningOnly = [Feature.Parse("kern"), Feature.Parse("-liga"), Feature.Parse("-clig"), Feature.Parse("-calt"), Feature.Parse("-locl"), Feature.Parse("-ccmp")];

    private readonly Blob _blob;
    private readonly Face _face;
    private readonly Font _font;
    private readonly Lazy<nint> _preprocessed;
    private readonly ConcurrentDictionary<int, float> _advances = new();

    private FontFace(Blob blob)
    {
        _blob = blob;
        _face = new Face(blob, 0);
        _font = new Font(_face);
        _font.SetScale(1000, 1000);
        _font.SetFunctionsOpenType();
        _preprocessed = new Lazy<nint>(() => HarfBuzzSubset.Preprocess(_face.Handle));
    }

    internal static FontFace Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException("A typeface of the documents is missing; it is copied there by the build.", path);
        return new FontFace(Blob.FromFile(path));
    }

    internal bool Has(int codePoint) => _font.TryGetNominalGlyph((uint)codePoint, out var glyph) && glyph != 0;

    internal float Advance(int codePoint) => _advances.GetOrAdd(codePoint, static (value, font) =>
        font.TryGetNominalGlyph((uint)value, out var glyph) ? font.GetHorizontalGlyphAdvance(glyph) : 0, _font);

    /// <summary>Kerned widths of a run of Latin letters, or <see langword="null"/> where glyphs and letters do not go one to one.</summary>
    internal float[]? Kerned(ReadOnlySpan<int> codePoints)
    {
        using var buffer = new HarfBuzzSharp.Buffer { ContentType = ContentType.Unicode };
        for (var i = 0; i < codePoints.Length; i++)
            buffer.Add((uint)codePoints[i], (uint)i);
        buffer.Direction = Direction.LeftToRight;
        buffer.Script = Script.Latin;
        _font.Shape(buffer, KerningOnly);
        var positions = buffer.GlyphPositions;
        return positions.Length == codePoints.Length ? Array.ConvertAll(positions, static position => (float)position.XAdvance) : null;
    }

    /// <summary>A typeface with these characters only, for one document.</summary>
    internal SKTypeface Subset(IEnumerable<int> codePoints)
    {
        using var data = SKData.CreateCopy(HarfBuzzSubset.Create(_preprocessed.Value, codePoints));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("The reduced font cannot be read.");
    }

    public void Dispose()
    {
        if (_preprocessed.IsValueCreated)
            HarfBuzzSubset.Release(_preprocessed.Value);
        _font.Dispose();
        _face.Dispose();
        _blob.Dispose();
    }
}
