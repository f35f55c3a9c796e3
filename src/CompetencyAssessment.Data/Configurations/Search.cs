using CompetencyAssessment.Data.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class SearchDocumentConfiguration : IEntityTypeConfiguration<SearchDocument>
{
    public void Configure(EntityTypeBuilder<SearchDocument> builder)
    {
        builder.Property(d => d.Kind).HasConversion<byte>();
        builder.Property(d => d.Part).HasMaxLength(64).IsCode();
        builder.HasIndex(d => new { d.Kind, d.SubjectId, d.Part }).IsUnique();
    }
}

internal sealed class SearchPassageConfiguration : IEntityTypeConfiguration<SearchPassage>
{
    public void Configure(EntityTypeBuilder<SearchPassage> builder)
    {
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Place).HasMaxLength(200);
        builder.Property(p => p.Cells).HasMaxLength(-1);
        builder.Property(p => p.Text).HasMaxLength(-1);

        // Compared character by character: a collation would take some for the same that the terms keep apart.
        builder.Property(p => p.Folded).HasMaxLength(-1).IsCode();
        builder.HasOne<SearchDocument>().WithMany().HasForeignKey(p => p.DocumentId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>
/// No foreign keys: each would bring an index of its own to the largest table. On SQLite the migration makes it without a row id, so that the
/// key is the table, as it is on SQL Server.
/// </summary>
internal sealed class SearchPostingConfiguration : IEntityTypeConfiguration<SearchPosting>
{
    public void Configure(EntityTypeBuilder<SearchPosting> builder)
    {
        builder.HasKey(p => new { p.Term, p.Kind, p.DocumentId, p.PassageId });
        builder.Property(p => p.Term).HasMaxLength(2 * SearchTerms.Longest).IsCode();
        builder.Property(p => p.Kind).HasConversion<byte>();
        builder.Property(p => p.DocumentId).ValueGeneratedNever();
        builder.Property(p => p.PassageId).ValueGeneratedNever();
    }
}

internal sealed class SearchChangeConfiguration : IEntityTypeConfiguration<SearchChange>
{
    public void Configure(EntityTypeBuilder<SearchChange> builder) => builder.Property(c => c.Kind).HasConversion<byte>();
}
