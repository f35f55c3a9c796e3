using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class AssessmentConfiguration : IEntityTypeConfiguration<Assessment>
{
    public void Configure(EntityTypeBuilder<Assessment> builder)
    {
        builder.Property(a => a.Code).HasMaxLength(32).IsCode();
        builder.Property(a => a.EndReason).HasMaxLength(2000);
        builder.Property(a => a.GivenBackReason).HasMaxLength(2000);

        // With Version it keeps a signature and a rating from slipping past each other.
        builder.Property(a => a.ContentVersion).IsConcurrencyToken();
        builder.HasIndex(a => new { a.CentreId, a.Code }).IsUnique();
        builder.HasIndex(a => new { a.CandidateId, a.UnitId }).IsUnique().HasFilter("[IsOpen] = 1").HasDatabaseName("IX_Assessments_OneOpen");
        builder.HasIndex(a => new { a.CandidateId, a.UnitId, a.AttemptNo }).IsUnique().HasFilter("[AttemptNo] IS NOT NULL");
        builder.HasIndex(a => new { a.CentreId, a.State, a.DecideBy });

        // Those above are filtered: a candidate's own are found by neither.
        builder.HasIndex(a => a.CandidateId);
        builder.HasOne<Centre>().WithMany().HasForeignKey(a => a.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.CandidateId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CompetencyUnit>().WithMany().HasForeignKey(a => a.UnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<UnitVersion>().WithMany().HasForeignKey(a => a.UnitVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessmentScheme>().WithMany().HasForeignKey(a => a.SchemeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(a => a.PredecessorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(a => a.Assignments).WithOne().HasForeignKey(x => x.AssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(a => a.Methods).WithOne().HasForeignKey(x => x.AssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(a => a.Rounds).WithOne().HasForeignKey(x => x.AssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(a => a.Suspensions).WithOne().HasForeignKey(x => x.AssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(a => a.Plans).WithOne().HasForeignKey(x => x.AssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(a => a.Extensions).WithOne().HasForeignKey(x => x.AssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(a => a.PendingPlan);
        builder.Ignore(a => a.PlanDates);
        builder.Ignore(a => a.OpenExtension);
        builder.Ignore(a => a.OpenSuspension);
        builder.Ignore(a => a.CurrentAssessor);
        builder.Ignore(a => a.Signer);
        builder.Ignore(a => a.CurrentRound);
    }
}

internal sealed class AssessorAssignmentConfiguration : IEntityTypeConfiguration<AssessorAssignment>
{
    public void Configure(EntityTypeBuilder<AssessorAssignment> builder)
    {
        builder.Property(a => a.EndReason).HasMaxLength(2000);
        builder.HasIndex(a => new { a.PersonId, a.EndedAt });
        builder.HasIndex(a => new { a.AssessmentId, a.Part }).IsUnique().HasFilter("[EndedAt] IS NULL").HasDatabaseName("IX_AssessorAssignment_OneCurrent");
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SuspensionConfiguration : IEntityTypeConfiguration<Suspension>
{
    public void Configure(EntityTypeBuilder<Suspension> builder)
    {
        builder.Property(s => s.Reason).HasMaxLength(2000);
        builder.HasIndex(s => s.AssessmentId).IsUnique().HasFilter("[ResumedAt] IS NULL").HasDatabaseName("IX_Suspension_OneCurrent");
    }
}

internal sealed class PlannedMethodConfiguration : IEntityTypeConfiguration<PlannedMethod>
{
    public void Configure(EntityTypeBuilder<PlannedMethod> builder)
    {
        builder.HasKey(m => new { m.AssessmentId, m.Code });
        builder.Property(m => m.Code).HasMaxLength(16).IsCode();
    }
}

internal sealed class RoundConfiguration : IEntityTypeConfiguration<Round>
{
    public void Configure(EntityTypeBuilder<Round> builder)
    {
        builder.Property(r => r.ReturnMessage).HasMaxLength(RatingFields.TextLimit);
        builder.HasIndex(r => new { r.AssessmentId, r.Number }).IsUnique();
        builder.HasMany(r => r.Evidence).WithOne().HasForeignKey(e => e.RoundId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(r => r.ReturnItems).WithOne().HasForeignKey(e => e.RoundId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(r => r.SelfRatings).WithOne().HasForeignKey(e => e.RoundId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RoundEvidenceConfiguration : IEntityTypeConfiguration<RoundEvidence>
{
    public void Configure(EntityTypeBuilder<RoundEvidence> builder)
    {
        builder.HasKey(e => new { e.RoundId, e.EvidenceVersionId });
        builder.Property(e => e.Stated).HasMaxLength(-1);
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(e => e.EvidenceVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReturnItemConfiguration : IEntityTypeConfiguration<ReturnItem>
{
    public void Configure(EntityTypeBuilder<ReturnItem> builder)
    {
        builder.Property(r => r.Missing).HasMaxLength(RatingFields.TextLimit);
        builder.Ignore(r => r.Answer);
        builder.HasOne<Criterion>().WithMany().HasForeignKey(r => r.CriterionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EvidenceItemConfiguration : IEntityTypeConfiguration<EvidenceItem>
{
    public void Configure(EntityTypeBuilder<EvidenceItem> builder)
    {
        builder.Property(i => i.Title).HasMaxLength(200);
        builder.Property(i => i.OwnShare).HasMaxLength(2000);
        builder.Property(i => i.Help).HasMaxLength(2000);
        builder.Property(i => i.AiUse).HasMaxLength(2000);
        builder.HasIndex(i => i.PersonId);
        builder.HasOne<Person>().WithMany().HasForeignKey(i => i.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(i => i.Versions).WithOne().HasForeignKey(v => v.EvidenceItemId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(i => i.Current);
        builder.Ignore(i => i.Description);
    }
}

internal sealed class EvidenceVersionConfiguration : IEntityTypeConfiguration<EvidenceVersion>
{
    public void Configure(EntityTypeBuilder<EvidenceVersion> builder)
    {
        builder.Property(v => v.FileName).HasMaxLength(255);
        builder.HasIndex(v => new { v.EvidenceItemId, v.Number }).IsUnique();
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(v => v.FileId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StoredFileConfiguration : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.Property(f => f.Key).HasMaxLength(100).IsCode();
        builder.Property(f => f.MediaType).HasMaxLength(100);
        builder.Property(f => f.Sha256).HasMaxLength(32);
        builder.HasIndex(f => f.Sha256);
        builder.HasIndex(f => f.Key).IsUnique();
    }
}

internal sealed class EvidenceTextConfiguration : IEntityTypeConfiguration<EvidenceText>
{
    public void Configure(EntityTypeBuilder<EvidenceText> builder)
    {
        builder.HasKey(t => t.FileId);
        builder.HasIndex(t => new { t.Status, t.DueAt });

        // Two servers may look for work at once; one of them gets it.
        builder.Property(t => t.Attempts).IsConcurrencyToken();
        builder.HasOne<StoredFile>().WithOne().HasForeignKey<EvidenceText>(t => t.FileId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentEvidenceConfiguration : IEntityTypeConfiguration<AssessmentEvidence>
{
    public void Configure(EntityTypeBuilder<AssessmentEvidence> builder)
    {
        builder.HasIndex(e => new { e.AssessmentId, e.Number }).IsUnique();
        builder.HasIndex(e => new { e.AssessmentId, e.EvidenceItemId }).IsUnique();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(e => e.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceItem>().WithMany().HasForeignKey(e => e.EvidenceItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(e => e.Criteria).WithOne().HasForeignKey(m => m.AssessmentEvidenceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(e => e.Requirements).WithOne().HasForeignKey(m => m.AssessmentEvidenceId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(e => e.Label);
    }
}

internal sealed class EvidenceMappingConfiguration : IEntityTypeConfiguration<EvidenceMapping>
{
    public void Configure(EntityTypeBuilder<EvidenceMapping> builder)
    {
        builder.HasKey(m => new { m.AssessmentEvidenceId, m.CriterionId });
        builder.HasOne<Criterion>().WithMany().HasForeignKey(m => m.CriterionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RequirementMappingConfiguration : IEntityTypeConfiguration<RequirementMapping>
{
    public void Configure(EntityTypeBuilder<RequirementMapping> builder)
    {
        builder.HasKey(m => new { m.AssessmentEvidenceId, m.RequirementId });
        builder.HasOne<EvidenceRequirement>().WithMany().HasForeignKey(m => m.RequirementId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class UploadSessionConfiguration : IEntityTypeConfiguration<UploadSession>
{
    public void Configure(EntityTypeBuilder<UploadSession> builder)
    {
        builder.Property(s => s.FileName).HasMaxLength(255);
        builder.HasIndex(s => s.ExpiresAt);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(s => s.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceItem>().WithMany().HasForeignKey(s => s.EvidenceItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(s => s.EvidenceVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
