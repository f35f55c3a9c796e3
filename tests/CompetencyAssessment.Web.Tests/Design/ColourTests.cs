using System.Globalization;
using System.Text.RegularExpressions;
using CompetencyAssessment.Web.Tests.Infrastructure;

namespace CompetencyAssessment.Web.Tests.Design;

/// <summary>The colour tokens of the style sheet: contrast by WCAG 2.2 (1.4.3: 4.5 to 1 for text, 1.4.11: 3 to 1 for edges of controls), in both schemes.</summary>
public sealed partial class ColourTests
{
    private static readonly string[] Grounds = ["page", "surface", "raised", "sunken"];

    private static readonly (string Ink, string[] On)[] Text =
    [
        ("text", [.. Grounds, "brand-tint", "info-tint", "success-tint", "warning-tint", "danger-tint", "neutral-tint"]),
        ("soft", Grounds),
        ("link", [.. Grounds, "brand-tint"]),
        ("link-hover", Grounds),
        ("on-brand", ["brand", "brand-strong", "danger-strong"]),
        ("info", ["info-tint", "surface"]),
        ("success", ["success-tint", "surface"]),
        ("warning", ["warning-tint", "surface"]),
        ("danger", ["danger-tint", "surface", "page"]),
        ("neutral", ["neutral-tint"]),
    ];

    private static readonly (string Ink, string[] On)[] Edges = [("edge", Grounds), ("focus", Grounds)];

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Tokens_InEachScheme_HaveTheContrastOfTheirUse(string scheme)
    {
        var tokens = Tokens(scheme);
        var faults = new List<string>();
        foreach (var (pairs, least) in new[] { (Text, 4.5), (Edges, 3.0) })
        {
            foreach (var (ink, on) in pairs)
            {
                faults.AddRange(on.Select(ground => (ground, Contrast(tokens[ink], tokens[ground]))).Where(c => c.Item2 < least)
                    .Select(c => string.Create(CultureInfo.InvariantCulture, $"{scheme}: {ink} on {c.ground} has {c.Item2:0.00}, not {least}")));
            }
        }

        Faults.None(faults);
    }

    [Fact]
    public void Tokens_OfBothSchemes_AreTheSame() => Assert.Equal(Tokens("light").Keys.Order(StringComparer.Ordinal), Tokens("dark").Keys.Order(StringComparer.Ordinal));

    private static Dictionary<string, (double R, double G, double B)> Tokens(string scheme)
    {
        var css = File.ReadAllText(Path.Combine(Repository.Web, "wwwroot", "css", "site.css"));
        var block = Regex.Match(css, $$"""\[data-bs-theme="{{scheme}}"\]\s*\{(?<body>[^}]*)\}""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["body"].Value;
        return Token().Matches(block).ToDictionary(
            m => m.Groups["name"].Value,
            m => (Part(m.Groups["hex"].Value, 0), Part(m.Groups["hex"].Value, 2), Part(m.Groups["hex"].Value, 4)),
            StringComparer.Ordinal);
    }

    private static double Part(string hex, int at) => int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;

    /// <summary>Contrast ratio by WCAG 2.2.</summary>
    private static double Contrast((double R, double G, double B) a, (double R, double G, double B) b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance((double R, double G, double B) c) => (0.2126 * Linear(c.R)) + (0.7152 * Linear(c.G)) + (0.0722 * Linear(c.B));

    private static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

    [GeneratedRegex(@"--c-(?<name>[a-z-]+): #(?<hex>[0-9a-f]{6});", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
