using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class RecordIssueConfiguration : IEntityTypeConfiguration<RecordIssue>
{
    public void Configure(EntityTypeBuilder<RecordIssue> builder)
    {
        builder.Property(i => i.Number).HasMaxLength(32).IsCode();
        builder.Property(i => i.CheckCode).HasMaxLength(32).IsCode();
        builder.HasIndex(i => i.Number).IsUnique().HasFilter("[Number] IS NOT NULL");
        builder.HasIndex(i => i.CheckCode).IsUnique().HasFilter("[CheckCode] IS NOT NULL");
        builder.HasIndex(i => i.PublicId).IsUnique();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(i => i.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Decision>().WithMany().HasForeignKey(i => i.DecisionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(i => i.Documents).WithOne().HasForeignKey(d => d.IssueId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(i => i.Events).WithOne().HasForeignKey(d => d.IssueId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(i => i.Corrections).HasMaxLength(2000);
        builder.Ignore(i => i.Status);
    }
}

internal sealed class RecordStatusEventConfiguration : IEntityTypeConfiguration<RecordStatusEvent>
{
    public void Configure(EntityTypeBuilder<RecordStatusEvent> builder)
    {
        builder.Property(e => e.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.HasIndex(e => new { e.IssueId, e.At });
        builder.HasOne<RecordIssue>().WithMany().HasForeignKey(e => e.ReplacedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RecordDocumentConfiguration : IEntityTypeConfiguration<RecordDocument>
{
    public void Configure(EntityTypeBuilder<RecordDocument> builder)
    {
        builder.Property(d => d.Culture).HasMaxLength(16);
        builder.Property(d => d.RendererVersion).HasMaxLength(32);
        builder.Property(d => d.Sha256).HasMaxLength(32);
        builder.HasIndex(d => d.Sha256);
        builder.HasIndex(d => new { d.IssueId, d.Kind, d.Culture }).IsUnique();
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(d => d.FileId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NumberSequenceConfiguration : IEntityTypeConfiguration<NumberSequence>
{
    public void Configure(EntityTypeBuilder<NumberSequence> builder)
    {
        builder.HasKey(s => new { s.CentreId, s.Series, s.Year });
        builder.Property(s => s.Series).HasMaxLength(16).IsCode();
        builder.HasOne<Centre>().WithMany().HasForeignKey(s => s.CentreId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AuditChainConfiguration : IEntityTypeConfiguration<AuditChain>
{
    public void Configure(EntityTypeBuilder<AuditChain> builder)
    {
        builder.ToTable("AuditChains");
        builder.Property(c => c.LastHash).HasMaxLength(32);
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.HasKey(e => new { e.StreamId, e.Sequence });
        builder.Property(e => e.Sequence).ValueGeneratedNever();
        builder.Property(e => e.Action).HasMaxLength(64);
        builder.Property(e => e.KeyId).HasMaxLength(16);
        builder.Property(e => e.PreviousHash).HasMaxLength(32);
        builder.Property(e => e.Hash).HasMaxLength(32);
        builder.HasIndex(e => e.SubjectId);

        // The viewer of the trail lists all chains by time.
        builder.HasIndex(e => e.AtTicks);
    }
}
