using CompetencyAssessment.Web.Tests.Infrastructure;
using CompetencyAssessment.Web.Tests.Localization;

namespace CompetencyAssessment.Web.Tests.Cost;

/// <summary>
/// No page costs more than eight SQL commands, and none costs more with many rows than with one: more rows than a list shows on a page.
/// The same pages are looked at for what every page keeps to.
/// </summary>
public sealed class CommandCountTests(Visits visits) : IClassFixture<Visits>
{
    private const int Limit = 8;

    [Fact]
    public void Get_OfEveryEndpoint_RunsFewCommandsWhateverTheRows()
    {
        var small = visits.OfOneRow.ToDictionary(v => (v.Pattern, v.Name), v => v.Page.Trace.Commands);
        var faults = new List<string>();
        foreach (var (pattern, name, page) in visits.OfManyRows)
        {
            var commands = page.Trace.Commands;
            if (commands.Count > Limit)
            {
                faults.Add($"GET {pattern} ({name}) runs {commands.Count} commands:\n    {string.Join("\n    ", commands.Select(Short))}");
            }

            var few = small[(pattern, name)];
            if (few.Count != commands.Count)
            {
                faults.Add($"GET {pattern} ({name}) runs {few.Count} commands for one row and {commands.Count} for {Visits.ManyRows}.");
            }
        }

        Faults.None(faults);
    }

    [Fact]
    public void Get_OfEveryEndpoint_HoldsToItsPolicyAndHasItsTexts()
    {
        var faults = new List<string>();
        foreach (var (pattern, name, page) in visits.OfOneRow)
        {
            Assert.True(page.Headers.ContainsKey("Content-Security-Policy"), $"{pattern} has no policy.");
            if (page.IsHtml)
            {
                faults.AddRange(page.Document.QuerySelectorAll("script:not([src]), style, [style]").Select(e => $"{pattern} ({name}) has an inline {e.LocalName}"));
                faults.AddRange(page.Document.All.Where(e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))).Select(e => $"{pattern} ({name}) has an event handler on {e.LocalName}"));
                faults.AddRange(page.Document.QuerySelectorAll("form[method=post]").Where(f => f.QuerySelector("input[name=__RequestVerificationToken]") is null).Select(f => $"{pattern} ({name}) has a form without token: {f.GetAttribute("action")}"));
                faults.AddRange(HalfWidth(page).Select(found => $"{pattern} ({name}) has half-width punctuation in Chinese: {found}"));
                faults.AddRange(Repeated(page).Select(id => $"{pattern} ({name}) has two elements {id}"));
            }
        }

        faults.AddRange(MissingTexts.Found.Keys.Where(k => k.Contains(' ', StringComparison.Ordinal)).Select(k => $"No Chinese text: {k}"));
        Faults.None(faults);
    }

    /// <summary>What is read on a Chinese page, and what is said of it; what stands in another language is not looked at.</summary>
    private static IEnumerable<string> HalfWidth(Page page)
    {
        foreach (var other in page.Document.QuerySelectorAll("body [lang=en], kbd, script"))
        {
            other.Remove();
        }

        var said = page.Document.All.SelectMany(e => e.Attributes.Where(a => a.Name is "aria-label" or "title" or "alt" or "placeholder" || a.Name.StartsWith("data-text-", StringComparison.Ordinal)).Select(a => a.Value));
        return said.Append(page.Document.Body!.TextContent).SelectMany(Punctuation.HalfWidthIn);
    }

    private static IEnumerable<string> Repeated(Page page) =>
        page.Document.All.Select(e => e.Id).OfType<string>().Where(id => id.Length > 0).GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);

    private static string Short(string command) => command.ReplaceLineEndings(" ") is { Length: > 160 } text ? text[..160] + "…" : command.ReplaceLineEndings(" ");
}
