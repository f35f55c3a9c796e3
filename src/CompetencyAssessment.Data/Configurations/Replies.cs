using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class SelfRatingConfiguration : IEntityTypeConfiguration<SelfRating>
{
    public void Configure(EntityTypeBuilder<SelfRating> builder)
    {
        builder.Property(s => s.Remark).HasMaxLength(SelfRatingFields.RemarkLimit);
        builder.Property(s => s.Salt).HasMaxLength(16);
        builder.Ignore(s => s.Fields);
        builder.HasIndex(s => new { s.AssessmentId, s.CriterionId }).IsUnique();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(s => s.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Criterion>().WithMany().HasForeignKey(s => s.CriterionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RoundSelfRatingConfiguration : IEntityTypeConfiguration<RoundSelfRating>
{
    public void Configure(EntityTypeBuilder<RoundSelfRating> builder)
    {
        builder.HasKey(s => new { s.RoundId, s.SelfRatingId });
        builder.Property(s => s.Remark).HasMaxLength(SelfRatingFields.RemarkLimit);
        builder.Property(s => s.Salt).HasMaxLength(16);
        builder.Ignore(s => s.Fields);
        builder.HasOne<SelfRating>().WithMany().HasForeignKey(s => s.SelfRatingId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReturnReplyConfiguration : IEntityTypeConfiguration<ReturnReply>
{
    public void Configure(EntityTypeBuilder<ReturnReply> builder)
    {
        builder.Property(r => r.Text).HasMaxLength(RatingFields.TextLimit);
        builder.Property(r => r.Salt).HasMaxLength(16);
        builder.Ignore(r => r.Fields);
        builder.HasIndex(r => r.AssessmentId);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(r => r.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ReturnItem>().WithOne(i => i.Reply).HasForeignKey<ReturnReply>(r => r.ReturnItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.ByPersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Round>().WithMany().HasForeignKey(r => r.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Evidence).WithOne().HasForeignKey(e => e.ReplyId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReplyEvidenceConfiguration : IEntityTypeConfiguration<ReplyEvidence>
{
    public void Configure(EntityTypeBuilder<ReplyEvidence> builder)
    {
        builder.HasKey(e => new { e.ReplyId, e.EvidenceItemId });
        builder.HasOne<EvidenceItem>().WithMany().HasForeignKey(e => e.EvidenceItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(e => e.EvidenceVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
