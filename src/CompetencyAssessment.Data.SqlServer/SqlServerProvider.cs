using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Configurations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace CompetencyAssessment.Data.SqlServer;

public static class SqlServerProvider
{
    /// <summary>
    /// Only the Japanese families have a version 140, the first in which every supplementary character and emoji has a weight of its own;
    /// older Chinese collations take two rare characters for the same.
    /// </summary>
    private const string TextCollation = "Japanese_XJIS_140_CI_AS";

    private const string CodeCollation = "Latin1_General_100_BIN2";

    private const string InsertTerms = "INSERT INTO SearchPostings (Term, Kind, DocumentId, PassageId) SELECT [value], {0}, {1}, {2} FROM OPENJSON({3})";

    private static readonly SequentialGuidValueGenerator Sequential = new();

    /// <summary>SQL Server compares a uniqueidentifier from its last bytes; EF's generator counts there.</summary>
    public static readonly ProviderModel Model = new(() => Sequential.Next(null!), InsertTerms, Configure);

    public static DbContextOptionsBuilder UseServer(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlServer(connectionString, o => o
            .MigrationsAssembly(typeof(SqlServerProvider).Assembly.GetName().Name)
            .UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));

    private static void Configure(ModelBuilder builder)
    {
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ClrType == typeof(string)))
        {
            property.SetCollation(property.FindAnnotation(CodeColumns.Annotation) is null ? TextCollation : CodeCollation);
        }
    }
}

internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AppDbContext>
{
    public AppDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        options.UseServer("Server=design-time");
        return new AppDbContext(options.Options, SqlServerProvider.Model, new AuditKey(new byte[32]), TimeProvider.System);
    }
}
