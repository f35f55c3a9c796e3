using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class AssessorEvidenceConfiguration : IEntityTypeConfiguration<AssessorEvidence>
{
    public void Configure(EntityTypeBuilder<AssessorEvidence> builder)
    {
        builder.ToTable("AssessorEvidence");
        builder.Ignore(e => e.Label);
        builder.HasIndex(e => new { e.AssessmentId, e.Number }).IsUnique();
        builder.HasIndex(e => e.EvidenceItemId).IsUnique();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(e => e.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessorAssignment>().WithMany().HasForeignKey(e => e.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceItem>().WithMany().HasForeignKey(e => e.EvidenceItemId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ThirdPartyReportConfiguration : IEntityTypeConfiguration<ThirdPartyReport>
{
    public void Configure(EntityTypeBuilder<ThirdPartyReport> builder)
    {
        builder.ToTable("ThirdPartyReports");
        builder.Ignore(r => r.Criteria);
        builder.Property(r => r.Asked).HasMaxLength(2000);
        builder.Property(r => r.Answer).HasMaxLength(-1);
        builder.Property(r => r.Confirmation).HasMaxLength(ReportAnswer.TextLimit);
        builder.Property(r => r.TokenHash).HasMaxLength(32);
        builder.Property(r => r.Salt).HasMaxLength(16);
        builder.HasIndex(r => r.TokenHash).IsUnique();
        builder.HasIndex(r => r.AssessmentId);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(r => r.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.RefereeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.InvitedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.ConfirmedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessorEvidence>().WithMany().HasForeignKey(r => r.AssessorEvidenceId).OnDelete(DeleteBehavior.Restrict);
    }
}
