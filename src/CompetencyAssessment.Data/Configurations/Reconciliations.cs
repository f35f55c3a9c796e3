using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class ReconciliationConfiguration : IEntityTypeConfiguration<Reconciliation>
{
    public void Configure(EntityTypeBuilder<Reconciliation> builder)
    {
        builder.Property(r => r.DeclineReason).HasMaxLength(RatingFields.TextLimit);
        builder.HasIndex(r => new { r.AssessmentId, r.ContentVersion }).IsUnique();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(r => r.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Differences).WithOne().HasForeignKey(d => d.ReconciliationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DifferenceConfiguration : IEntityTypeConfiguration<Difference>
{
    public void Configure(EntityTypeBuilder<Difference> builder)
    {
        builder.Property(d => d.Lead).HasMaxLength(-1);
        builder.Property(d => d.Second).HasMaxLength(-1);
        builder.Property(d => d.Agreed).HasMaxLength(-1);
        builder.Property(d => d.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(d => d.Salt).HasMaxLength(16);
        builder.HasIndex(d => new { d.ReconciliationId, d.Kind, d.SubjectId }).IsUnique();
    }
}
