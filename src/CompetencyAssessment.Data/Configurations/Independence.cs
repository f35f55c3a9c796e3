using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class QualificationConfiguration : IEntityTypeConfiguration<Qualification>
{
    public void Configure(EntityTypeBuilder<Qualification> builder)
    {
        builder.Property(q => q.WithdrawalReason).HasMaxLength(RatingFields.TextLimit);
        builder.HasIndex(q => new { q.PersonId, q.UnitId, q.Kind });
        builder.HasOne<Centre>().WithMany().HasForeignKey(q => q.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(q => q.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CompetencyUnit>().WithMany().HasForeignKey(q => q.UnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(q => q.Proofs).WithOne().HasForeignKey(p => p.QualificationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(q => q.ValidUntil);
        builder.Ignore(q => q.CurrentProof);
    }
}

internal sealed class QualificationProofConfiguration : IEntityTypeConfiguration<QualificationProof>
{
    public void Configure(EntityTypeBuilder<QualificationProof> builder)
    {
        builder.Property(p => p.FileName).HasMaxLength(255);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(p => p.FileId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(p => p.AddedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AffiliationConfiguration : IEntityTypeConfiguration<Affiliation>
{
    public void Configure(EntityTypeBuilder<Affiliation> builder)
    {
        builder.Property(a => a.NameKey).IsCode();
        builder.Property(a => a.EndReason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(a => a.Salt).HasMaxLength(16);
        builder.HasIndex(a => new { a.PersonId, a.Kind, a.NameKey });
        builder.HasOne<Centre>().WithMany().HasForeignKey(a => a.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ConflictOfInterestConfiguration : IEntityTypeConfiguration<ConflictOfInterest>
{
    public void Configure(EntityTypeBuilder<ConflictOfInterest> builder)
    {
        builder.Property(c => c.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(c => c.EndReason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(c => c.Salt).HasMaxLength(16);
        builder.HasIndex(c => new { c.PersonId, c.OtherId }).IsUnique().HasFilter("[EndedAt] IS NULL").HasDatabaseName("IX_ConflictsOfInterest_OneOpen");
        builder.HasIndex(c => c.OtherId);
        builder.HasOne<Centre>().WithMany().HasForeignKey(c => c.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.OtherId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.DeclaredById).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(c => c.IsOwn);
    }
}

internal sealed class IndependenceOverrideConfiguration : IEntityTypeConfiguration<IndependenceOverride>
{
    public void Configure(EntityTypeBuilder<IndependenceOverride> builder)
    {
        builder.Property(o => o.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(o => o.Answer).HasMaxLength(RatingFields.TextLimit);
        builder.Property(o => o.Salt).HasMaxLength(16);
        builder.HasIndex(o => new { o.PersonId, o.CandidateId, o.UnitId, o.Kind }).IsUnique().HasFilter("[DecidedAt] IS NULL").HasDatabaseName("IX_IndependenceOverrides_OneOpen");
        builder.HasIndex(o => new { o.CandidateId, o.UnitId });
        builder.HasIndex(o => new { o.DecidedAt, o.AskedAt });
        builder.HasOne<Centre>().WithMany().HasForeignKey(o => o.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(o => o.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(o => o.CandidateId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(o => o.AskedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(o => o.DecidedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CompetencyUnit>().WithMany().HasForeignKey(o => o.UnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(o => o.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(o => o.Obstacles);
    }
}

internal sealed class AssessorObjectionConfiguration : IEntityTypeConfiguration<AssessorObjection>
{
    public void Configure(EntityTypeBuilder<AssessorObjection> builder)
    {
        builder.Property(o => o.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(o => o.Answer).HasMaxLength(RatingFields.TextLimit);
        builder.Property(o => o.Salt).HasMaxLength(16);
        builder.HasIndex(o => o.AssignmentId).IsUnique().HasFilter("[ClosedAt] IS NULL").HasDatabaseName("IX_AssessorObjections_OneOpen");
        builder.HasIndex(o => o.AssessmentId);
        builder.HasIndex(o => new { o.ClosedAt, o.FiledAt });
        builder.HasOne<Assessment>().WithMany().HasForeignKey(o => o.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessorAssignment>().WithMany().HasForeignKey(o => o.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(o => o.ClosedById).OnDelete(DeleteBehavior.Restrict);
    }
}
