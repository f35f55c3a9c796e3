using System.Text.RegularExpressions;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Tests.Infrastructure;

namespace CompetencyAssessment.Web.Tests.Localization;

/// <summary>Both languages are complete, and use the words of the glossary.</summary>
public sealed partial class TextTests
{
    /// <summary>Enums of the domain that no screen names.</summary>
    private static readonly HashSet<string> Unnamed = new(StringComparer.Ordinal) { "JudgementVerdict", "TextStatus" };

    [Fact]
    public void Keys_InSource_HaveAChineseText() =>
        Faults.None(SourceTexts.Used().Where(u => !SourceTexts.Chinese.ContainsKey(u.Key) && !IsNoText(u.Key)).Select(u => $"{u.File}: {u.Key}").Distinct(StringComparer.Ordinal));

    [Fact]
    public void Keys_Symbolic_HaveBothLanguages()
    {
        var symbolic = SourceTexts.Chinese.Keys.Concat(SourceTexts.Used().Select(u => u.Key)).Where(k => Symbolic().IsMatch(k)).Distinct(StringComparer.Ordinal);
        Faults.None(symbolic.Where(k => !SourceTexts.English.ContainsKey(k) || !SourceTexts.Chinese.ContainsKey(k)));
        Faults.None(SourceTexts.English.Keys.Where(k => !SourceTexts.Chinese.ContainsKey(k)));
    }

    [Fact]
    public void Rules_Everywhere_HaveATextInBothLanguages() =>
        Faults.None(SourceTexts.RuleCodes().Select(c => "error." + c).Where(k => !SourceTexts.English.ContainsKey(k) || !SourceTexts.Chinese.ContainsKey(k)));

    [Fact]
    public void Notifications_Everywhere_HaveATextInBothLanguages()
    {
        var kinds = SourceTexts.Files.Values.SelectMany(f => Told().Matches(f).Select(m => "notification." + m.Groups[1].Value)).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(kinds);
        Faults.None(kinds.Where(k => !SourceTexts.English.ContainsKey(k) || !SourceTexts.Chinese.ContainsKey(k)));
    }

    [Fact]
    public void Enums_OfTheDomain_AreNamedInBothLanguages()
    {
        var enums = typeof(AssessmentState).Assembly.GetTypes()
            .Where(t => t.IsEnum && t.Namespace == typeof(AssessmentState).Namespace && !Unnamed.Contains(t.Name));
        var keys = enums.SelectMany(e => Enum.GetNames(e).Select(n => $"{e.Name}.{n}"));
        Faults.None(keys.Where(k => !SourceTexts.English.ContainsKey(k) || !SourceTexts.Chinese.ContainsKey(k)));
    }

    [Fact]
    public void Keys_InTheFiles_AreUsedAndStandOnce()
    {
        var enums = AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name?.StartsWith("CompetencyAssessment.", StringComparison.Ordinal) == true)
            .SelectMany(a => a.GetTypes()).Where(t => t.IsEnum).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var rules = SourceTexts.RuleCodes().Select(c => "error." + c).ToHashSet(StringComparer.Ordinal);
        var prefixes = SourceTexts.Files.Values.SelectMany(f => Interpolated().Matches(f).Select(m => m.Groups[1].Value)).Where(p => p != "error.").ToHashSet(StringComparer.Ordinal);
        var used = SourceTexts.Used().Select(u => u.Key).Concat(SourceTexts.Literals).ToHashSet(StringComparer.Ordinal);
        bool IsUsed(string key) => used.Contains(key)
            || rules.Contains(key)
            || key == "error.example"
            || Roles.All.Contains(key)
            || enums.Contains(key.Split('.')[0])
            || prefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal));
        Faults.None(SourceTexts.Twice);
        Faults.None(SourceTexts.Chinese.Keys.Where(k => !IsUsed(k)));
    }

    [Fact]
    public void Places_InTexts_AreTheSameInBothLanguages() =>
        Faults.None(SourceTexts.Chinese.Where(c => !Places(c.Value).SetEquals(Places(SourceTexts.English.GetValueOrDefault(c.Key, c.Key)))).Select(c => c.Key));

    [Fact]
    public void Words_OfTexts_AreTheGlossarys()
    {
        // 「並非證照」 is what the statement has to say of itself.
        static bool Forbidden(string text) => Regex.IsMatch(text.Replace("並非證照", "", StringComparison.Ordinal), "認證|證照|證書|監評|不合格");
        var files = SourceTexts.Files.Where(f => !f.Key.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(f => f.Value.Split('\n').Where(Forbidden).Select(l => $"{f.Key}: {l.Trim()}"));
        Faults.None(SourceTexts.Chinese.Where(t => Forbidden(t.Value)).Select(t => $"{t.Key}: {t.Value}").Concat(files));
    }

    [Fact]
    public void Punctuation_OfChinese_IsFullWidth()
    {
        var views = SourceTexts.Files.Where(f => f.Key.EndsWith("Chinese.cshtml", StringComparison.Ordinal)).Select(f => (f.Key, Markup().Replace(f.Value, " ")));
        var documents = Repository.Files(Path.Combine(Repository.Root, "src", "CompetencyAssessment.Reports"), ".cs").SelectMany(f => ChineseOfDocuments().Matches(File.ReadAllText(f)).Select(m => (Path.GetFileName(f), m.Groups[1].Value))).ToList();
        Assert.True(documents.Count > 50);
        var texts = SourceTexts.Chinese.Select(t => (t.Key, t.Value)).Concat(views).Concat(documents);
        Faults.None(texts.SelectMany(t => Punctuation.HalfWidthIn(t.Item2).Select(found => $"{t.Item1}: {found}")));
    }

    /// <summary>Keys put together at run time (<c>t[$"error.{code}"]</c>) are tested by what they are made of.</summary>
    private static bool IsNoText(string key) => key.Length == 0;

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"^([A-Z]\w+\.[A-Z]\w+|[a-z]+(-[a-z]+)*\.[a-z0-9.-]+)$")]
    private static partial Regex Symbolic();

    [GeneratedRegex("""\$"([a-z][a-z-]*\.)\{""")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"notifier\.(?:Tell\w*|Add)\([^;]*?""([a-z-]+(?:\.[a-z-]+)+)""")]
    private static partial Regex Told();

    [GeneratedRegex(@"<[^>]*>|@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Markup();

    [GeneratedRegex("""
        \bT\(\$?"((?:[^"\\\n]|\\.)*)",
        """)]
    private static partial Regex ChineseOfDocuments();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();
}
