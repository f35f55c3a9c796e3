using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Infrastructure;

/// <summary>
/// axe with every rule on, run in the page itself: the library's own way opens a second page for each look, which takes longer than the look.
/// </summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Looks at what the page shows now.</summary>
    /// <param name="page">The page.</param>
    /// <param name="withColours">Whether at contrast, too; it takes as long as all else.</param>
    /// <returns>What is against a rule.</returns>
    public static async Task<IReadOnlyList<Violation>> FindAsync(IPage page, bool withColours = true)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        var found = await page.EvaluateAsync<JsonElement>(
            """
            async (colours) => {
              const found = await axe.run(document, { resultTypes: ['violations'], selectors: false, rules: { 'color-contrast': { enabled: colours } } });
              return {
                passed: found.passes.length,
                violations: found.violations.map(v => ({ rule: v.id, help: v.help, places: v.nodes.slice(0, 3).map(n => n.html) })),
              };
            }
            """,
            withColours);
        Assert.True(found.GetProperty("passed").GetInt32() > 5, "axe did not look at the page.");
        return found.GetProperty("violations").Deserialize<Violation[]>(JsonSerializerOptions.Web)!;
    }

    /// <param name="Places">The first three, with their markup.</param>
    internal sealed record Violation(string Rule, string Help, IReadOnlyList<string> Places);
}
