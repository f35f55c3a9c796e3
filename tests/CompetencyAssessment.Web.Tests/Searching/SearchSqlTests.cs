using System.Data.Common;
using System.Text.RegularExpressions;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Data.SqlServer;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Search;
using CompetencyAssessment.Web.Tests.Data;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CompetencyAssessment.Web.Tests.Searching;

/// <summary>The command that finds, on both databases.</summary>
public sealed partial class SearchSqlTests
{
    private static readonly Viewer[] Viewers = [new(Guid.NewGuid(), SeesAll: false, Assesses: false), new(Guid.NewGuid(), SeesAll: false, Assesses: true), new(Guid.NewGuid(), SeesAll: true, Assesses: false)];

    private static readonly string[] Queries = ["計畫", "營運計畫書 risk", "P3.4"];

    /// <summary>A search that reads a table from end to end is as slow as there are rows.</summary>
    [Fact]
    public async Task Sqlite_ReadsNoTableFromEndToEnd()
    {
        await using var database = await Database.CreateAsync();
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync();
        var faults = new List<string>();
        foreach (var viewer in Viewers)
        {
            foreach (var typed in Queries)
            {
                await using var command = Hits(db, viewer, typed).CreateDbCommand();
                var tables = Aliases().Matches(command.CommandText).ToDictionary(m => m.Groups["alias"].Value, m => m.Groups["table"].Value, StringComparer.Ordinal);
                var plan = await PlanAsync(command);
                Assert.Contains(plan, p => p.Contains("PRIMARY KEY (Term=? AND Kind=?", StringComparison.Ordinal));
                faults.AddRange(plan.Where(p => p.StartsWith("SCAN ", StringComparison.Ordinal) && tables.ContainsKey(p.Split(' ')[1])).Select(p => $"{typed} for {viewer}: {p} = {tables[p.Split(' ')[1]]}\n{string.Join("\n    ", plan)}"));
            }
        }

        Faults.None(faults);
    }

    [Fact]
    public async Task SqlServer_CommandParses()
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        options.UseServer("Server=nowhere");
        await using var db = new AppDbContext(options.Options, SqlServerProvider.Model, new AuditKey(new byte[32]), TimeProvider.System);
        foreach (var viewer in Viewers)
        {
            foreach (var typed in Queries)
            {
                await using var command = Hits(db, viewer, typed).CreateDbCommand();
                new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(command.CommandText), out var errors);
                Assert.Empty(errors);
            }
        }
    }

    private static IQueryable<SearchHit> Hits(AppDbContext db, Viewer viewer, string typed)
    {
        var query = SearchQuery.Of(typed)!;
        return new SearchHits(db, viewer, query, query.Terms[0]).All(people: viewer.SeesAll);
    }

    private static async Task<List<string>> PlanAsync(DbCommand command)
    {
#pragma warning disable CA2100 // the text is that of a query
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
#pragma warning restore CA2100
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(3));
        }

        return plan;
    }

    [GeneratedRegex("(FROM|JOIN) \"(?<table>\\w+)\" AS \"(?<alias>\\w+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Aliases();
}
