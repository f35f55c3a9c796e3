using System.Security.Cryptography;
using System.Text;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>查驗碼: sixteen characters, 80 random bits, in groups of four. No 0, O, 1 or I, which are misread for one another.</summary>
internal static class CheckCode
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int Length = 16;
    private const int Group = 4;

    /// <summary>A new code as it is printed and stored, e.g. <c>7KQ4-M9TX-3HRP-V2NC</c>.</summary>
    public static string Create() => Grouped(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>
    /// What somebody typed, as it is stored: with or without dashes and spaces, in either case, in half or full width.
    /// Null where it cannot be a code.
    /// </summary>
    public static string? Normalize(string? typed)
    {
        if (typed is not { Length: > 0 and <= 200 })
        {
            return null;
        }

        var plain = new StringBuilder();
        foreach (var c in IsWellFormed(typed) ? typed.Normalize(NormalizationForm.FormKC).ToUpperInvariant() : "?")
        {
            if (Alphabet.Contains(c, StringComparison.Ordinal))
            {
                plain.Append(c);
            }
            else if (!char.IsWhiteSpace(c) && !"-‐‑‒–—−ー".Contains(c, StringComparison.Ordinal))
            {
                return null;
            }
        }

        return plain.Length == Length ? Grouped(plain.ToString()) : null;
    }

    /// <summary>A lone surrogate cannot be normalised.</summary>
    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Any(r => r == Rune.ReplacementChar);

    private static string Grouped(string plain) => string.Join('-', plain.Chunk(Group).Select(g => new string(g)));
}
