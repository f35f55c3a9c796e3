using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Data.SqlServer;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Search;
using CompetencyAssessment.Web.Searching;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompetencyAssessment.Web.Tests.Data;

/// <summary>Runs where <c>TEST_SQLSERVER</c> holds a connection string to a server that may create databases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlServerFactAttribute : FactAttribute
{
    internal const string Variable = "TEST_SQLSERVER";

    public SqlServerFactAttribute()
    {
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable)))
        {
            Skip = $"NOT TESTED AGAINST A REAL SQL SERVER: {Variable} holds no connection string.";
        }
    }
}

public sealed class SqlServerTests
{
    [SqlServerFact]
    public async Task Server_MigratesImportsSavesAndChecks()
    {
        var connection = new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(SqlServerFactAttribute.Variable))
        {
            InitialCatalog = $"CompetencyAssessmentTest_{Guid.NewGuid():N}",
        }.ToString();
        var key = new AuditKey(new byte[32]);
        AppDbContext Open()
        {
            var options = new DbContextOptionsBuilder<AppDbContext>();
            options.UseServer(connection);
            return new AppDbContext(options.Options, SqlServerProvider.Model, key, TimeProvider.System);
        }

        try
        {
            await using (var db = Open())
            {
                await db.Database.MigrateAsync();
                Assert.Empty((await new UnitImporter(db, TimeProvider.System).ImportAsync(DocumentFile.Embedded("Units/BGM6R0925v2.json"), CancellationToken.None)).Faults);
                Assert.Empty((await new SchemeImporter(db, TimeProvider.System).ImportAsync(DocumentFile.Embedded("Schemes/BGM6R0925v2-default.json"), CancellationToken.None)).Faults);
            }

            var story = await Story.BeginAsync(Open, TimeProvider.System);
            await using (var db = Open())
            {
                var assessment = await Story.LoadAsync(db, story.Assessment);
                assessment.Acknowledge(story.Candidate, DateTime.UtcNow);
                assessment.ReplaceAssessor(story.Successor, "請假", db.NextKey, DateTime.UtcNow);
                await db.SaveChangesAsync();
                await using var transaction = await db.Database.BeginTransactionAsync();
                Assert.Equal(1, await db.TakeNumberAsync(story.Centre, "CR", 2026, CancellationToken.None));
                await transaction.CommitAsync();
            }

            await using (var db = Open())
            {
                Assert.Equal("林雅筑", await db.People.Where(p => p.Id == story.Candidate).Select(p => p.NameZh).SingleAsync());
                Assert.Equal([], await new AuditCheck(db, key).CheckAllAsync(CancellationToken.None));
            }

            var services = new ServiceCollection().AddScoped(_ => Open()).BuildServiceProvider();
            using var indexing = new SearchIndexing(services.GetRequiredService<IServiceScopeFactory>(), new ConfigurationBuilder().Build(), NullLogger<SearchIndexing>.Instance);
            Assert.True(await indexing.IndexDueAsync(CancellationToken.None) > 0);
            Assert.True(await indexing.RebuildAsync(CancellationToken.None) > 0);
            await using (var db = Open())
            {
                var found = await new SearchQueries(db).FindAsync(new SearchInput { Q = "林雅筑" }, new Viewer(Guid.NewGuid(), SeesAll: true, Assesses: true), people: true, CancellationToken.None);
                Assert.Equal([ResultKind.People, ResultKind.Assessments], found.Groups.Select(g => g.Kind));
                found = await new SearchQueries(db).FindAsync(new SearchInput { Q = "風險 p3.4", Kind = "evidence" }, new Viewer(Guid.NewGuid(), SeesAll: true, Assesses: true), people: true, CancellationToken.None);
                Assert.Empty(found.Groups);
            }
        }
        finally
        {
            await using var db = Open();
            await db.Database.EnsureDeletedAsync();
        }
    }
}
