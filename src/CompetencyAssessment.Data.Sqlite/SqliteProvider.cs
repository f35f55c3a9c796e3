using System.Data.Common;
using CompetencyAssessment.Data.Auditing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CompetencyAssessment.Data.Sqlite;

/// <summary>The embedded default.</summary>
public static class SqliteProvider
{
    /// <summary>Version 7 GUIDs: SQLite compares their text from the front, where the time stands.</summary>
    public static readonly ProviderModel Model = new(Guid.CreateVersion7, InsertTerms, _ => { });

    private const string InsertTerms = "INSERT INTO SearchPostings (Term, Kind, DocumentId, PassageId) SELECT value, {0}, {1}, {2} FROM json_each({3})";

    public static DbContextOptionsBuilder UseEmbedded(this DbContextOptionsBuilder options, string file)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30, Pooling = true }.ToString();
        return options
            .UseSqlite(connection, o => o.MigrationsAssembly(typeof(SqliteProvider).Assembly.GetName().Name).UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .AddInterceptors(new Pragmas());
    }

    /// <summary>What is acknowledged is on the disk: write-ahead log, flushed at every commit.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        private const string Sql = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = Sql;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }
}

internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AppDbContext>
{
    public AppDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        options.UseEmbedded("design-time.db");
        return new AppDbContext(options.Options, SqliteProvider.Model, new AuditKey(new byte[32]), TimeProvider.System);
    }
}
