using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class CompetencyUnitConfiguration : IEntityTypeConfiguration<CompetencyUnit>
{
    public void Configure(EntityTypeBuilder<CompetencyUnit> builder)
    {
        builder.Property(u => u.Code).HasMaxLength(32).IsCode();
        builder.HasIndex(u => u.Code).IsUnique();
    }
}

internal sealed class UnitVersionConfiguration : IEntityTypeConfiguration<UnitVersion>
{
    public void Configure(EntityTypeBuilder<UnitVersion> builder)
    {
        builder.Property(v => v.Code).HasMaxLength(32).IsCode();
        builder.Property(v => v.Content).HasMaxLength(-1);
        builder.Property(v => v.ContentHash).HasMaxLength(32);
        builder.HasIndex(v => v.Code).IsUnique();
        builder.HasOne<CompetencyUnit>().WithMany().HasForeignKey(v => v.UnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(v => v.Criteria).WithOne().HasForeignKey(c => c.UnitVersionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(v => v.Requirements).WithOne().HasForeignKey(c => c.UnitVersionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CriterionConfiguration : IEntityTypeConfiguration<Criterion>
{
    public void Configure(EntityTypeBuilder<Criterion> builder)
    {
        builder.Property(c => c.Code).HasMaxLength(16).IsCode();
        builder.HasIndex(c => new { c.UnitVersionId, c.Code }).IsUnique();
        builder.HasOne<Criterion>().WithMany().HasForeignKey(c => c.ReplacesId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EvidenceRequirementConfiguration : IEntityTypeConfiguration<EvidenceRequirement>
{
    public void Configure(EntityTypeBuilder<EvidenceRequirement> builder)
    {
        builder.Property(c => c.Code).HasMaxLength(16).IsCode();
        builder.HasIndex(c => new { c.UnitVersionId, c.Code }).IsUnique();
    }
}

internal sealed class UnitRevisionConfiguration : IEntityTypeConfiguration<UnitRevision>
{
    public void Configure(EntityTypeBuilder<UnitRevision> builder)
    {
        builder.Property(r => r.Culture).HasMaxLength(16);
        builder.Property(r => r.Content).HasMaxLength(-1);
        builder.HasIndex(r => new { r.UnitVersionId, r.Kind, r.Culture, r.Revision }).IsUnique();
        builder.HasOne<UnitVersion>().WithMany().HasForeignKey(r => r.UnitVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentSchemeConfiguration : IEntityTypeConfiguration<AssessmentScheme>
{
    public void Configure(EntityTypeBuilder<AssessmentScheme> builder)
    {
        builder.Property(s => s.Code).HasMaxLength(64).IsCode();
        builder.Property(s => s.Content).HasMaxLength(-1);
        builder.Property(s => s.ContentHash).HasMaxLength(32);
        builder.HasIndex(s => new { s.Code, s.Number }).IsUnique();
        builder.HasOne<UnitVersion>().WithMany().HasForeignKey(s => s.UnitVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(s => s.Levels).WithOne().HasForeignKey(l => l.SchemeId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SchemeLevelConfiguration : IEntityTypeConfiguration<SchemeLevel>
{
    public void Configure(EntityTypeBuilder<SchemeLevel> builder) => builder.HasKey(l => new { l.SchemeId, l.Value });
}

internal sealed class SchemeDraftConfiguration : IEntityTypeConfiguration<SchemeDraft>
{
    public void Configure(EntityTypeBuilder<SchemeDraft> builder)
    {
        builder.Property(d => d.Code).HasMaxLength(64).IsCode();
        builder.Property(d => d.Content).HasMaxLength(-1);
        builder.HasIndex(d => d.Code).IsUnique().HasFilter("[ClosedAt] IS NULL").HasDatabaseName("IX_SchemeDrafts_OneOpen");
        builder.HasOne<Centre>().WithMany().HasForeignKey(d => d.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<UnitVersion>().WithMany().HasForeignKey(d => d.UnitVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessmentScheme>().WithMany().HasForeignKey(d => d.BasedOnId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessmentScheme>().WithMany().HasForeignKey(d => d.PublishedAsId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(d => d.CreatedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(d => d.ChangedBy).OnDelete(DeleteBehavior.Restrict);
    }
}
