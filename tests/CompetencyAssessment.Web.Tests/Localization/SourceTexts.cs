using System.Text.RegularExpressions;
using System.Xml.Linq;
using CompetencyAssessment.Web.Tests.Infrastructure;

namespace CompetencyAssessment.Web.Tests.Localization;

/// <summary>The texts as the source names them, and as the resource files hold them.</summary>
internal static partial class SourceTexts
{
    public static IReadOnlyDictionary<string, string> Chinese { get; } = Read("SharedResource.zh-TW.resx");

    public static IReadOnlyDictionary<string, string> English { get; } = Read("SharedResource.resx");

    /// <summary>Keys in the files more than once.</summary>
    public static IReadOnlyList<string> Twice { get; } = [.. new[] { "SharedResource.zh-TW.resx", "SharedResource.resx" }
        .SelectMany(f => Names(f).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{f}: {g.Key}"))];

    /// <summary>C# and Razor files of the web application.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } =
        Repository.Files(Repository.Web, ".cs", ".cshtml").ToDictionary(f => Path.GetRelativePath(Repository.Root, f), File.ReadAllText);

    /// <summary>Keys that the source names where a text is asked for, with the file.</summary>
    public static IEnumerable<(string Key, string File)> Used() =>
        from file in Files
        from key in Keys(file.Value)
        select (key, file.Key);

    /// <summary>Every string literal of the source, whatever it is for.</summary>
    public static IReadOnlySet<string> Literals { get; } =
        Files.Values.SelectMany(f => Literal().Matches(f).Select(m => Regex.Unescape(m.Groups[1].Value))).ToHashSet(StringComparer.Ordinal);

    /// <summary>Codes of broken rules that the domain and the application can raise.</summary>
    public static IEnumerable<string> RuleCodes() =>
        new[] { "CompetencyAssessment.Domain", "CompetencyAssessment.Data", "CompetencyAssessment.Web" }
            .SelectMany(p => Repository.Files(Path.Combine(Repository.Root, "src", p), ".cs"))
            .SelectMany(f => RuleCode().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Where(c => c != "example")
            .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Keys(string source)
    {
        foreach (Match start in Asked().Matches(source))
        {
            foreach (var key in FirstArgument(source, start.Index + start.Length))
            {
                yield return key;
            }
        }

        foreach (Match match in Named().Matches(source))
        {
            yield return Regex.Unescape(match.Groups[1].Value);
        }
    }

    /// <summary>The literals up to the first comma or the end of the argument list: one, or the branches of a choice.</summary>
    private static List<string> FirstArgument(string source, int at)
    {
        var keys = new List<string>();
        for (var depth = 0; at < source.Length; at++)
        {
            if (source[at] == '"')
            {
                var literal = Literal().Match(source, at);
                var interpolated = at > 0 && source[at - 1] == '$';
                // What a choice compares with is no text.
                var compared = source[..at].TrimEnd() is var before && (before.EndsWith("==", StringComparison.Ordinal) || before.EndsWith("!=", StringComparison.Ordinal) || before.EndsWith("is", StringComparison.Ordinal));
                if (!interpolated && !compared && depth == 0)
                {
                    keys.Add(Regex.Unescape(literal.Groups[1].Value));
                }

                at = literal.Index + literal.Length - 1;
            }
            else if (source[at] is '(' or '[' or '{')
            {
                depth++;
            }
            else if (source[at] is ')' or ']' or '}' && depth-- == 0)
            {
                break;
            }
            else if (source[at] == ',' && depth == 0)
            {
                break;
            }
        }

        return keys;
    }

    private static Dictionary<string, string> Read(string file) =>
        Document(file).Elements("data").GroupBy(d => d.Attribute("name")!.Value, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Element("value")!.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Names(string file) => Document(file).Elements("data").Select(d => d.Attribute("name")!.Value);

    private static XElement Document(string file) => XDocument.Load(Path.Combine(Repository.Web, "Localization", file)).Root!;

    [GeneratedRegex("""(?<![\w.])(?:[tT]|Localizer|localizer)\[|(?:WithText|SharedResource\.Text)\(""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"(?:Display\(Name = |new NavigationItem\()""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Named();

    [GeneratedRegex("""
        "((?:[^"\\\n]|\\.)*)"
        """)]
    private static partial Regex Literal();

    [GeneratedRegex(@"DomainException\(\s*""([^""]+)""")]
    private static partial Regex RuleCode();
}
