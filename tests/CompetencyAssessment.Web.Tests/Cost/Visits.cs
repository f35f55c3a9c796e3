using System.Net;
using CompetencyAssessment.Web.Tests.Infrastructure;

namespace CompetencyAssessment.Web.Tests.Cost;

/// <summary>Every page of a centre with one row of everything, and of one with many.</summary>
public sealed class Visits : IAsyncLifetime
{
    internal const int ManyRows = 60;

    internal IReadOnlyList<(string Pattern, string Name, Page Page)> OfOneRow { get; private set; } = [];

    internal IReadOnlyList<(string Pattern, string Name, Page Page)> OfManyRows { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var few = Task.Run(() => VisitAsync(1));
        OfManyRows = await Task.Run(() => VisitAsync(ManyRows));
        OfOneRow = await few;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<List<(string Pattern, string Name, Page Page)>> VisitAsync(int rows)
    {
        await using var site = new TestSite();
        var world = await World.MakeAsync(site, rows);
        var visits = new List<(string, string, Page)>();
        foreach (var (pattern, name, address, browser) in world.Pages())
        {
            // The first visit fills caches and may leave an entry in the audit trail.
            await browser.SendAsync(HttpMethod.Get, address);
            var page = await browser.SendAsync(HttpMethod.Get, address);
            Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.Found, $"GET {pattern} ({name}) answered {(int)page.Status}.");
            visits.Add((pattern, name, page));
        }

        return visits;
    }
}
