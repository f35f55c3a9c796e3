using System.Globalization;
using System.Text;

namespace CompetencyAssessment.Web.Features.Verify;

/// <summary>A name as the public page shows it: enough to compare with a document in hand, too little to learn it (王○明, 王○, J*** S***).</summary>
internal static class MaskedName
{
    private const string Hidden = "○";

    // Hides how long each word is, too.
    private const string Stars = "***";

    /// <summary>Masks a name. Chinese, Japanese and Korean names keep the first and the last character, others the first letter of each word.</summary>
    public static string Of(string name)
    {
        var trimmed = name.Trim();
        if (trimmed.Length == 0)
        {
            return "";
        }

        return trimmed.EnumerateRunes().Any(IsEastAsian) ? Characters(trimmed) : Words(trimmed);
    }

    private static string Characters(string name)
    {
        // Text elements, since one character may be a surrogate pair or carry a variation selector.
        var elements = new List<string>();
        var all = StringInfo.GetTextElementEnumerator(name);
        while (all.MoveNext())
        {
            elements.Add(all.GetTextElement());
        }

        var letters = elements.Count(IsLetter);
        var masked = new StringBuilder();
        var place = 0;
        foreach (var element in elements)
        {
            if (!IsLetter(element))
            {
                // The dot in a name such as 巴奈‧庫穗.
                masked.Append(element);
                continue;
            }

            place++;
            var shown = letters > 1 && (place == 1 || (place == letters && letters > 2));
            masked.Append(shown ? element : Hidden);
        }

        return masked.ToString();
    }

    private static string Words(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(word => word.EnumerateRunes().Where(Rune.IsLetter).Select(r => r.ToString()).FirstOrDefault())
        .Where(first => first is not null)
        .Select(first => first + Stars)
        .DefaultIfEmpty(Stars));

    /// <summary>All but separators. A rare character may be one of private use, or 〓 in its stead, which is hidden as any other.</summary>
    private static bool IsLetter(string element) => !Rune.TryGetRuneAt(element, 0, out var rune) || !(Rune.IsWhiteSpace(rune) || Rune.IsPunctuation(rune));

    /// <summary>Han (with its extensions), kana and Hangul.</summary>
    private static bool IsEastAsian(Rune rune) => rune.Value is
        (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFD) or 0x3005 or 0x3007;
}
