using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace CompetencyAssessment.Web.Tests.Data;

/// <summary>A migrated SQLite file of a test's own, deleted afterwards.</summary>
internal sealed class Database : IAsyncDisposable
{
    private static readonly Lazy<Task<byte[]>> Migrated = new(MigrateAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("competency-").FullName;

    private Database()
    {
    }

    public AuditKey Key { get; } = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    private string File => Path.Combine(_folder, "test.db");

    public static async Task<Database> CreateAsync()
    {
        var database = new Database();
        await System.IO.File.WriteAllBytesAsync(database.File, await Migrated.Value);
        return database;
    }

    /// <summary>A fresh context, as each request has one.</summary>
    public AppDbContext Open(AuditKey? key = null, params IInterceptor[] interceptors) => Context(File, key ?? Key, Clock, interceptors);

    public Task<IReadOnlyList<AuditFault>> CheckAsync() => UseAsync(db => new AuditCheck(db, Key).CheckAllAsync(CancellationToken.None));

    public async Task<T> UseAsync<T>(Func<AppDbContext, Task<T>> work)
    {
        await using var db = Open();
        return await work(db);
    }

    public async Task UseAsync(Func<AppDbContext, Task> work)
    {
        await using var db = Open();
        await work(db);
    }

    /// <summary>Plain SQL behind the application's back, with foreign keys off.</summary>
    /// <returns>Rows changed.</returns>
    public async Task<int> TamperAsync(string sql, params (string Name, object Value)[] values)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, ForeignKeys = false, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Digest of every row of every table but the migrations', to see whether anything changed.</summary>
    public Task<string> DumpAsync() => DumpAsync(File);

    /// <summary>The same of any SQLite file.</summary>
    public static async Task<string> DumpAsync(string file)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
            await using var names = await list.ExecuteReaderAsync();
            while (await names.ReadAsync())
            {
                tables.Add(names.GetString(0));
            }
        }

        var dump = new System.Text.StringBuilder();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names come from the database itself
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            await using var rows = await command.ExecuteReaderAsync();
            dump.AppendLine(table);
            while (await rows.ReadAsync())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    dump.Append(rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : rows.GetValue(i)).Append('|');
                }

                dump.AppendLine();
            }
        }

        return dump.ToString();
    }

    public ValueTask DisposeAsync()
    {
        Forget(File);
        Directory.Delete(_folder, true);
        return ValueTask.CompletedTask;
    }

    private static AppDbContext Context(string file, AuditKey key, TimeProvider clock, params IInterceptor[] interceptors)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        options.UseEmbedded(file).AddInterceptors(interceptors);
        return new AppDbContext(options.Options, SqliteProvider.Model, key, clock);
    }

    /// <summary>Migrated once; every test starts from a copy.</summary>
    private static async Task<byte[]> MigrateAsync()
    {
        await using var template = new Database();
        await using (var db = template.Open())
        {
            await db.Database.MigrateAsync();
            await db.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(TRUNCATE)");
        }

        Forget(template.File);
        return await System.IO.File.ReadAllBytesAsync(template.File);
    }

    private static void Forget(string file)
    {
        using var db = Context(file, new AuditKey(new byte[32]), TimeProvider.System);
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
    }
}
