using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.SqlServer;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CompetencyAssessment.Web.Tests.Data;

/// <summary>The model and both migration assemblies; nothing here connects to a SQL Server.</summary>
public sealed class ModelTests
{
    [Fact]
    public async Task Sqlite_HasNoPendingModelChange()
    {
        await using var database = await Database.CreateAsync();
        await using var db = database.Open();
        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task SqlServer_HasNoPendingModelChange()
    {
        await using var db = Server();
        Assert.False(db.Database.HasPendingModelChanges());
    }

    /// <summary>SQL Server refuses a table that deletes can reach by two ways (error 1785).</summary>
    [Fact]
    public async Task SqlServer_NoTableIsReachedByTwoCascades()
    {
        await using var db = Server();
        var edges = db.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys())
            .Where(f => f.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull)
            .Select(f => (From: f.PrincipalEntityType.GetTableName()!, To: f.DeclaringEntityType.GetTableName()!)).ToList();
        Assert.NotEmpty(edges);
        foreach (var start in edges.Select(e => e.From).Distinct())
        {
            var reached = new HashSet<string> { start };
            var next = new Queue<string>([start]);
            while (next.TryDequeue(out var table))
            {
                foreach (var (_, to) in edges.Where(e => e.From == table))
                {
                    Assert.True(reached.Add(to), $"deletes reach {to} from {start} by two ways");
                    next.Enqueue(to);
                }
            }
        }
    }

    [Fact]
    public async Task Model_CascadesInsideAggregatesOnly()
    {
        Type[] roots = [typeof(Assessment), typeof(Round), typeof(CriterionRating), typeof(ReturnReply), typeof(Decision), typeof(Reconciliation), typeof(Verification), typeof(MisconductCase), typeof(AssessmentEvidence), typeof(UnitVersion), typeof(AssessmentScheme), typeof(CompetencyAssessment.Domain.People.CalendarYear)];
        await using var db = Server();
        var own = db.Model.GetEntityTypes().Where(e => e.ClrType.Namespace!.StartsWith("CompetencyAssessment.", StringComparison.Ordinal)).SelectMany(e => e.GetForeignKeys()).ToList();
        Assert.All(own.Where(f => f.DeleteBehavior != DeleteBehavior.Restrict), f =>
        {
            Assert.Equal(DeleteBehavior.Cascade, f.DeleteBehavior);
            Assert.Contains(f.PrincipalEntityType.ClrType, roots);
        });
    }

    [Fact]
    public async Task Model_KeysAreClientMadeAndVersionsChecked()
    {
        await using var db = Server();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.ClrType.Namespace!.StartsWith("CompetencyAssessment.Domain", StringComparison.Ordinal)))
        {
            Assert.All(entity.FindPrimaryKey()!.Properties, p => Assert.True(p.ValueGenerated == ValueGenerated.Never, $"{entity.ClrType.Name}.{p.Name}"));
            if (entity.FindProperty("Version") is { } version)
            {
                Assert.True(version.IsConcurrencyToken);
            }

            Assert.All(entity.GetProperties(), p => Assert.False(p.ClrType == typeof(decimal) || p.ClrType == typeof(double) || p.ClrType == typeof(DateTimeOffset)));
        }
    }

    /// <summary>SQL Server takes 900 bytes in a clustered key and 1,700 in an index.</summary>
    [Fact]
    public async Task SqlServer_KeysOfOurOwnFit()
    {
        await using var db = Server();
        static int Bytes(IEnumerable<IReadOnlyProperty> properties) => properties.Sum(p => p.FindRelationalTypeMapping() is { } map && p.GetProviderClrType() is var type && (type ?? map.ClrType) == typeof(string)
            ? 2 * (p.GetMaxLength() ?? 4000)
            : p.ClrType == typeof(byte[]) ? p.GetMaxLength() ?? 8000 : 16);
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.ClrType.Namespace!.StartsWith("CompetencyAssessment.", StringComparison.Ordinal)))
        {
            Assert.True(Bytes(entity.FindPrimaryKey()!.Properties) <= 900, entity.ClrType.Name);
            Assert.All(entity.GetIndexes(), i => Assert.True(Bytes(i.Properties) <= 1700, $"{entity.ClrType.Name}: {i.GetDatabaseName()}"));
        }
    }

    /// <summary>The libraries do not know the server's list of collations; these two are there since SQL Server 2017 and 2008.</summary>
    [Fact]
    public async Task SqlServer_CodesCompareBinaryAndTextBySupplementaryCharacters()
    {
        await using var db = Server();
        var strings = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ClrType == typeof(string)).ToList();
        Assert.Equal(["Japanese_XJIS_140_CI_AS", "Latin1_General_100_BIN2"], strings.Select(p => p.GetCollation()).Distinct().Order(StringComparer.Ordinal));
        (Type Entity, string Property)[] codes =
            [(typeof(Criterion), "Code"), (typeof(UnitVersion), "Code"), (typeof(Assessment), "Code"), (typeof(StoredFile), "Key"), (typeof(RatingMethod), "Code")];
        Assert.All(codes, c => Assert.EndsWith("_BIN2", strings.Single(p => p.DeclaringType.ClrType == c.Entity && p.Name == c.Property).GetCollation(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task SqlServer_IdempotentScriptParses()
    {
        await using var db = Server();
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        Assert.Contains("__EFMigrationsHistory", script, StringComparison.Ordinal);
        Assert.Empty(Parse(script).Errors);
    }

    /// <summary>The idempotent script creates inside IF blocks, which the model does not look into; the plain one creates the same.</summary>
    [Fact]
    public async Task SqlServer_ScriptIsAConsistentModel()
    {
        await using var db = Server();
        var (tree, errors) = Parse(db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Default));
        Assert.Empty(errors);
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        var generator = new Sql160ScriptGenerator();
        var statements = ((TSqlScript)tree).Batches.SelectMany(b => b.Statements).ToList();

        // The model takes whole tables only: a column added later goes where its table is made.
        foreach (var added in statements.OfType<AlterTableAddTableElementStatement>().Where(a => a.Definition.ColumnDefinitions.Count > 0).ToList())
        {
            var table = statements.OfType<CreateTableStatement>().Single(c => c.SchemaObjectName.BaseIdentifier.Value == added.SchemaObjectName.BaseIdentifier.Value);
            foreach (var column in added.Definition.ColumnDefinitions)
            {
                table.Definition.ColumnDefinitions.Add(column);
            }

            statements.Remove(added);
        }

        // Nor does it drop anything: what goes later is never made.
        foreach (var dropped in statements.OfType<DropIndexStatement>().ToList())
        {
            foreach (var clause in dropped.DropIndexClauses.OfType<DropIndexClause>())
            {
                statements.RemoveAt(statements.FindIndex(s => s is CreateIndexStatement index && index.Name.Value == clause.Index.Value));
            }

            statements.Remove(dropped);
        }

        foreach (var dropped in statements.OfType<AlterTableDropTableElementStatement>().ToList())
        {
            var columns = statements.OfType<CreateTableStatement>().Single(c => c.SchemaObjectName.BaseIdentifier.Value == dropped.SchemaObjectName.BaseIdentifier.Value).Definition.ColumnDefinitions;
            foreach (var element in dropped.AlterTableDropTableElements)
            {
                columns.Remove(columns.Single(c => c.ColumnIdentifier.Value == element.Name.Value));
            }

            statements.Remove(dropped);
        }

        foreach (var statement in statements)
        {
            if (statement is CreateTableStatement or CreateIndexStatement or AlterTableAddTableElementStatement)
            {
                generator.GenerateScript(statement, out var sql);
                model.AddObjects(sql);
            }
            else
            {
                // The history table, its rows, the transaction, what fills a new column, and how the default of a dropped one is found.
                Assert.True(statement is IfStatement or DeclareVariableStatement or SelectStatement or InsertStatement or UpdateStatement or BeginTransactionStatement or CommitTransactionStatement, statement.GetType().Name);
            }
        }

        Assert.Equal([], model.Validate().Select(m => m.Message));
        var tables = model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Select(t => t.Name.Parts[^1]).ToHashSet();
        Assert.Equal([], db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Except(tables));
        var indexes = model.GetObjects(DacQueryScopes.UserDefined, Microsoft.SqlServer.Dac.Model.Index.TypeClass).Select(t => t.Name.Parts[^1]).ToHashSet();
        Assert.Equal([], db.Model.GetEntityTypes().SelectMany(e => e.GetIndexes()).Select(i => i.GetDatabaseName()!).Except(indexes));
    }

    private static (TSqlFragment Tree, IList<ParseError> Errors) Parse(string script)
    {
        using var reader = new StringReader(script);
        var tree = new TSql160Parser(true).Parse(reader, out var errors);
        return (tree, errors);
    }

    private static AppDbContext Server()
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        options.UseServer("Server=nowhere.invalid");
        return new AppDbContext(options.Options, SqlServerProvider.Model, new AuditKey(new byte[32]), TimeProvider.System);
    }
}
