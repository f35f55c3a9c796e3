using System.Text.RegularExpressions;

namespace CompetencyAssessment.Web.Tests.Localization;

/// <summary>Chinese sentences have full-width commas, stops, colons, semicolons and brackets.</summary>
internal static partial class Punctuation
{
    /// <summary>Each half-width mark after or before a Chinese character, with what stands around it.</summary>
    public static IEnumerable<string> HalfWidthIn(string text) =>
        HalfWidth().Matches(text).Select(m => text[Math.Max(0, m.Index - 12)..Math.Min(text.Length, m.Index + m.Length + 12)].ReplaceLineEndings(" "));

    // A dot or colon inside a word (.pdf, 23:59) is none of a sentence.
    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}」】）][ ]?(?:[,;!?(]|[.:](?![0-9A-Za-z]))|[,;:!?)][ ]?[\p{IsCJKUnifiedIdeographs}「【（]")]
    private static partial Regex HalfWidth();
}
