using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class CriterionRatingConfiguration : IEntityTypeConfiguration<CriterionRating>
{
    public void Configure(EntityTypeBuilder<CriterionRating> builder)
    {
        builder.Property(r => r.Comment).HasMaxLength(RatingFields.TextLimit);
        builder.Property(r => r.PrivateNote).HasMaxLength(RatingFields.TextLimit);
        builder.Property(r => r.NotAssessedReason).HasMaxLength(RatingFields.TextLimit);
        builder.HasIndex(r => new { r.AssessmentId, r.AssignmentId, r.CriterionId }).IsUnique();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(r => r.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessorAssignment>().WithMany().HasForeignKey(r => r.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Criterion>().WithMany().HasForeignKey(r => r.CriterionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CriterionRating>().WithMany().HasForeignKey(r => r.CarriedFromId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Methods).WithOne().HasForeignKey(m => m.RatingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(r => r.Citations).WithOne().HasForeignKey(c => c.RatingId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(r => r.Fields);
    }
}

internal sealed class RatingMethodConfiguration : IEntityTypeConfiguration<RatingMethod>
{
    public void Configure(EntityTypeBuilder<RatingMethod> builder)
    {
        builder.HasKey(m => new { m.RatingId, m.Code });
        builder.Property(m => m.Code).HasMaxLength(16).IsCode();
        builder.Property(m => m.Note).HasMaxLength(RatingFields.TextLimit);
    }
}

internal sealed class RatingCitationConfiguration : IEntityTypeConfiguration<RatingCitation>
{
    public void Configure(EntityTypeBuilder<RatingCitation> builder)
    {
        builder.Property(c => c.Place).HasMaxLength(RatingFields.TextLimit);
        builder.HasIndex(c => c.EvidenceVersionId);
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(c => c.EvidenceVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RatingRevisionConfiguration : IEntityTypeConfiguration<RatingRevision>
{
    public void Configure(EntityTypeBuilder<RatingRevision> builder)
    {
        builder.Property(r => r.Content).HasMaxLength(-1);
        builder.Property(r => r.Salt).HasMaxLength(16);
        builder.Ignore(r => r.Digest);
        builder.HasIndex(r => new { r.RatingId, r.Number }).IsUnique();
        builder.HasIndex(r => r.AssessmentId);
        builder.HasOne<CriterionRating>().WithMany().HasForeignKey(r => r.RatingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.ByPersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EvidenceJudgementConfiguration : IEntityTypeConfiguration<EvidenceJudgement>
{
    public void Configure(EntityTypeBuilder<EvidenceJudgement> builder)
    {
        builder.Property(j => j.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(j => j.Salt).HasMaxLength(16);
        builder.Ignore(j => j.Fields);
        builder.HasIndex(j => new { j.AssessmentId, j.AssignmentId, j.EvidenceVersionId }).IsUnique();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(j => j.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessorAssignment>().WithMany().HasForeignKey(j => j.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(j => j.EvidenceVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SufficiencyJudgementConfiguration : IEntityTypeConfiguration<SufficiencyJudgement>
{
    public void Configure(EntityTypeBuilder<SufficiencyJudgement> builder)
    {
        builder.Property(j => j.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(j => j.Salt).HasMaxLength(16);
        builder.Ignore(j => j.Fields);
        builder.HasIndex(j => new { j.AssessmentId, j.AssignmentId, j.RequirementId }).IsUnique();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(j => j.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessorAssignment>().WithMany().HasForeignKey(j => j.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceRequirement>().WithMany().HasForeignKey(j => j.RequirementId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class JudgementRevisionConfiguration : IEntityTypeConfiguration<JudgementRevision>
{
    public void Configure(EntityTypeBuilder<JudgementRevision> builder)
    {
        builder.Property(r => r.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(r => r.Salt).HasMaxLength(16);
        builder.Ignore(r => r.JudgementId);
        builder.Ignore(r => r.JudgedAt);
        builder.Ignore(r => r.Evidence);
        builder.Ignore(r => r.Requirement);
        builder.HasIndex(r => new { r.EvidenceJudgementId, r.Number }).IsUnique();
        builder.HasIndex(r => new { r.SufficiencyJudgementId, r.Number }).IsUnique();
        builder.HasIndex(r => r.AssessmentId);
        builder.HasOne<EvidenceJudgement>().WithMany().HasForeignKey(r => r.EvidenceJudgementId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<SufficiencyJudgement>().WithMany().HasForeignKey(r => r.SufficiencyJudgementId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.ByPersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DecisionConfiguration : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.Property(d => d.Strengths).HasMaxLength(RatingFields.TextLimit);
        builder.Property(d => d.NextSteps).HasMaxLength(RatingFields.TextLimit);
        builder.Property(d => d.Feedback).HasMaxLength(RatingFields.TextLimit);
        builder.Property(d => d.AuthenticationMethod).HasMaxLength(32);
        builder.HasIndex(d => d.AssessmentId).IsUnique().HasFilter("[VoidedAt] IS NULL").HasDatabaseName("IX_Decisions_OneValid");
        builder.HasOne<Assessment>().WithMany().HasForeignKey(d => d.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(d => d.SignedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(d => d.Snapshot).WithOne().HasForeignKey<DecisionSnapshot>(s => s.DecisionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DecisionSnapshotConfiguration : IEntityTypeConfiguration<DecisionSnapshot>
{
    public void Configure(EntityTypeBuilder<DecisionSnapshot> builder)
    {
        builder.HasKey(s => s.DecisionId);
        builder.Property(s => s.DecisionId).ValueGeneratedNever();
        builder.Property(s => s.Content).HasMaxLength(-1);
        builder.Property(s => s.Sha256).HasMaxLength(32);
    }
}

internal sealed class CommentSnippetConfiguration : IEntityTypeConfiguration<CommentSnippet>
{
    public void Configure(EntityTypeBuilder<CommentSnippet> builder)
    {
        builder.Property(s => s.Text).HasMaxLength(CommentSnippet.TextLimit);
        builder.HasIndex(s => s.PersonId);
        builder.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
