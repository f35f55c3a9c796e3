using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class VerificationRuleConfiguration : IEntityTypeConfiguration<VerificationRule>
{
    public void Configure(EntityTypeBuilder<VerificationRule> builder)
    {
        builder.Property(r => r.Seed).HasMaxLength(16);
        builder.HasIndex(r => new { r.CentreId, r.Number }).IsUnique();
        builder.HasOne<Centre>().WithMany().HasForeignKey(r => r.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.SetById).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(r => r.Terms);
    }
}

internal sealed class VerificationDrawConfiguration : IEntityTypeConfiguration<VerificationDraw>
{
    public void Configure(EntityTypeBuilder<VerificationDraw> builder)
    {
        builder.HasIndex(d => d.DecisionId).IsUnique();
        builder.HasIndex(d => new { d.AssessorId, d.At });
        builder.HasIndex(d => d.At);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(d => d.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Decision>().WithMany().HasForeignKey(d => d.DecisionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<VerificationRule>().WithMany().HasForeignKey(d => d.RuleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(d => d.AssessorId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VerificationPeriodConfiguration : IEntityTypeConfiguration<VerificationPeriod>
{
    public void Configure(EntityTypeBuilder<VerificationPeriod> builder)
    {
        builder.HasKey(p => new { p.CentreId, p.Until });
        builder.HasOne<Centre>().WithMany().HasForeignKey(p => p.CentreId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VerificationConfiguration : IEntityTypeConfiguration<Verification>
{
    public void Configure(EntityTypeBuilder<Verification> builder)
    {
        builder.Property(v => v.Remark).HasMaxLength(RatingFields.TextLimit);
        builder.Property(v => v.Answer).HasMaxLength(RatingFields.TextLimit);
        builder.Property(v => v.Salt).HasMaxLength(16);
        builder.HasOne<Person>().WithMany().HasForeignKey(v => v.AnsweredById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(v => v.DecisionId).IsUnique();
        builder.HasIndex(v => new { v.AssessmentId, v.ClosedAt });
        builder.HasOne<Assessment>().WithMany().HasForeignKey(v => v.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Decision>().WithMany().HasForeignKey(v => v.DecisionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(v => v.VerifierId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(v => v.Items).WithOne().HasForeignKey(i => i.VerificationId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(v => v.IsOpen);
        builder.Ignore(v => v.WaitsForAnswer);
    }
}

internal sealed class VerificationItemConfiguration : IEntityTypeConfiguration<VerificationItem>
{
    public void Configure(EntityTypeBuilder<VerificationItem> builder)
    {
        builder.HasKey(i => new { i.VerificationId, i.CriterionId });
        builder.Property(i => i.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.HasOne<Criterion>().WithMany().HasForeignKey(i => i.CriterionId).OnDelete(DeleteBehavior.Restrict);
    }
}
