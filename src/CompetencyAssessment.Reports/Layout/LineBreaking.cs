using System.Text;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>Where a line may end: the kinsoku rules of Chinese and Japanese setting, and whole words of Latin text.</summary>
internal static class LineBreaking
{
    // Closing marks, pauses and stops, iteration and length marks, and what belongs to a figure before it.
    private const string NeverFirst =
        "!%),.:;?]}¢°’”…‰′″℃、。〃〉》」』】〕〗〞〟ゝゞヽヾーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ々〻‥・·•﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞！％），．：；？］｝｣､｡～〜";

    private const string NeverLast = "#$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＃＄（［｛￡￥｢@＠№";

    // Two of them are one sign, as in —— and ……
    private const string Inseparable = "—…‥─⋯";

    internal static bool IsNeverFirst(int codePoint) => codePoint <= 0xFFFF && NeverFirst.Contains((char)codePoint, StringComparison.Ordinal);

    internal static bool IsNeverLast(int codePoint) => codePoint <= 0xFFFF && NeverLast.Contains((char)codePoint, StringComparison.Ordinal);

    internal static bool IsSpace(int codePoint) => codePoint is ' ' or 0x3000 or 0x2002 or 0x2003 or 0x2009;

    /// <summary>Letters and digits that are set in words, as against characters that stand for themselves.</summary>
    internal static bool IsWord(int codePoint) =>
        codePoint is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or '-' or '_' or '/' or '&' or '+' or '=' or '\'' or '"' or '*' or '~' or '\\' or '|' or '<' or '>' or '^' or '`' or 0x00A0 or 0x2011 or 0x2013 or (>= 0x2018 and <= 0x201D)
        || (codePoint is >= 0x00A1 and <= 0x1FFF && Rune.IsLetterOrDigit(new Rune(codePoint)))
        || IsNeverFirst(codePoint) && codePoint < 0x100
        || IsNeverLast(codePoint) && codePoint < 0x100;

    /// <summary>Signs that Chinese sets in a full square and Latin text does not.</summary>
    internal static bool IsShared(int codePoint) => codePoint is 0x2018 or 0x2019 or 0x201C or 0x201D or 0x00B7 or 0x2013 or 0x2014 or 0x2026;

    internal static bool IsWide(int codePoint) => IsCjk(codePoint) || codePoint is >= 0xFF00 and <= 0xFFEF;

    internal static bool IsCjk(int codePoint) => codePoint is >= 0x2E80 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;

    /// <summary>Whether a line may end after <paramref name="left"/>, given what follows.</summary>
    internal static bool MayBreak(int left, int right)
    {
        if (IsSpace(right))
            return false;
        if (IsSpace(left))
            return true;
        if (IsNeverFirst(right) || IsNeverLast(left))
            return false;
        if (left == right && left <= 0xFFFF && Inseparable.Contains((char)left, StringComparison.Ordinal))
            return false;
        if (IsWord(left) && IsWord(right))
        {
            // An address or a compound may end a line after its stroke or hyphen; a number such as CR-2026-000123 may not.
            return left is ('/' or '-' or '_') && (right is >= 'A' and <= 'Z' || right is >= 'a' and <= 'z');
        }

        return true;
    }
}
