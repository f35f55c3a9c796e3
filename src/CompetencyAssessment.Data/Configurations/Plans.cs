using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class PlanVersionConfiguration : IEntityTypeConfiguration<PlanVersion>
{
    public void Configure(EntityTypeBuilder<PlanVersion> builder)
    {
        builder.Property(p => p.Content).HasMaxLength(-1);
        builder.Property(p => p.Reason).HasMaxLength(2000);
        builder.Property(p => p.Salt).HasMaxLength(16);
        builder.HasIndex(p => new { p.AssessmentId, p.Number }).IsUnique();
        builder.HasOne<Person>().WithMany().HasForeignKey(p => p.MadeById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DeadlineExtensionConfiguration : IEntityTypeConfiguration<DeadlineExtension>
{
    public void Configure(EntityTypeBuilder<DeadlineExtension> builder)
    {
        builder.Property(e => e.Reason).HasMaxLength(2000);
        builder.Property(e => e.Answer).HasMaxLength(2000);
        builder.Property(e => e.Salt).HasMaxLength(16);
        builder.HasIndex(e => e.AssessmentId).IsUnique().HasFilter("[AnsweredAt] IS NULL").HasDatabaseName("IX_DeadlineExtension_OneOpen");
        builder.HasOne<Person>().WithMany().HasForeignKey(e => e.AnsweredById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AppointmentConfiguration : IEntityTypeConfiguration<Appointment>
{
    public void Configure(EntityTypeBuilder<Appointment> builder)
    {
        builder.Property(a => a.Place).HasMaxLength(AppointmentTerms.PlaceLimit);
        builder.Property(a => a.Link).HasMaxLength(AppointmentTerms.LinkLimit);
        builder.Property(a => a.Criteria).HasMaxLength(2000);
        builder.Property(a => a.Remark).HasMaxLength(AppointmentTerms.RemarkLimit);
        builder.Property(a => a.Reason).HasMaxLength(2000);
        builder.Property(a => a.Salt).HasMaxLength(16);
        builder.Ignore(a => a.Terms);
        builder.HasIndex(a => new { a.AssessmentId, a.StartAt });
        builder.HasIndex(a => new { a.State, a.EndAt });
        builder.HasOne<Assessment>().WithMany().HasForeignKey(a => a.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.MadeById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AdjustmentConfiguration : IEntityTypeConfiguration<Adjustment>
{
    public void Configure(EntityTypeBuilder<Adjustment> builder)
    {
        builder.Property(a => a.AskedFor).HasMaxLength(Adjustment.TextLimit);
        builder.Property(a => a.What).HasMaxLength(Adjustment.TextLimit);
        builder.Property(a => a.Refusal).HasMaxLength(Adjustment.TextLimit);
        builder.Property(a => a.Salt).HasMaxLength(16);
        builder.HasIndex(a => new { a.AssessmentId, a.State });
        builder.HasIndex(a => new { a.State, a.AskedAt });
        builder.HasOne<Assessment>().WithMany().HasForeignKey(a => a.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.ApproverId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.RefusedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AdjustmentGroundsConfiguration : IEntityTypeConfiguration<AdjustmentGrounds>
{
    public void Configure(EntityTypeBuilder<AdjustmentGrounds> builder)
    {
        builder.Property(g => g.Text).HasMaxLength(Adjustment.TextLimit);
        builder.HasOne<Adjustment>().WithOne().HasForeignKey<AdjustmentGrounds>(g => g.Id).OnDelete(DeleteBehavior.Restrict);
    }
}
