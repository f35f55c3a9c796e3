using System.Net;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Cost;

/// <summary>No page costs more than eight SQL commands, and none costs more with two hundred rows than with one.</summary>
public sealed class CommandCountTests
{
    private const int Limit = 8;

    [Fact]
    public async Task Get_OfEveryEndpoint_RunsFewCommandsWhateverTheRows()
    {
        await using var one = new TestSite();
        await using var many = new TestSite();
        var small = await MeasureAsync(one, 1);
        var large = await MeasureAsync(many, 200);

        var faults = new List<string>();
        foreach (var (page, commands) in large)
        {
            if (commands.Count > Limit)
            {
                faults.Add($"{page} runs {commands.Count} commands:\n    {string.Join("\n    ", commands.Select(Short))}");
            }

            if (small.TryGetValue(page, out var few) && few.Count != commands.Count)
            {
                faults.Add($"{page} runs {few.Count} commands for one row and {commands.Count} for two hundred.");
            }
        }

        Faults.None(faults);
    }

    private static async Task<Dictionary<string, IReadOnlyCollection<string>>> MeasureAsync(TestSite site, int rows)
    {
        var world = await World.MakeAsync(site, rows);
        var counts = new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);
        var faults = new List<string>();
        var endpoints = site.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET", StringComparer.Ordinal) != false)
            .DistinctBy(e => e.RoutePattern.RawText);
        foreach (var endpoint in endpoints)
        {
            var pattern = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
            if (pattern is "/error/{status:int:range(400,599)}" or "/{**path:file}" || pattern.StartsWith("/design", StringComparison.Ordinal))
            {
                continue;
            }

            if (!world.TryAddresses(pattern, out var addresses))
            {
                faults.Add($"{pattern} has no address in {nameof(World)}: add one, so that its commands are counted.");
                continue;
            }

            var browser = world.BrowserFor(endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).FirstOrDefault(p => p is not null), pattern);
            foreach (var (name, address) in addresses)
            {
                // The first visit fills caches and may leave an entry in the audit trail.
                await browser.SendAsync(HttpMethod.Get, address);
                var page = await browser.SendAsync(HttpMethod.Get, address);
                if (page.Status is not (HttpStatusCode.OK or HttpStatusCode.Found))
                {
                    faults.Add($"GET {pattern} ({name}) answered {(int)page.Status}.");
                }

                counts[$"GET {pattern} ({name})"] = page.Trace.Commands;
            }
        }

        Faults.None(faults);
        return counts;
    }

    private static string Short(string command) => command.ReplaceLineEndings(" ") is { Length: > 160 } text ? text[..160] + "…" : command.ReplaceLineEndings(" ");
}
