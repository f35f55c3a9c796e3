using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class IncidentConfiguration : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> builder)
    {
        builder.Property(i => i.Found).HasMaxLength(RatingFields.TextLimit);
        builder.Property(i => i.Measures).HasMaxLength(-1);
        builder.Property(i => i.Salt).HasMaxLength(16);
        builder.HasIndex(i => i.EvidenceVersionId).IsUnique().HasFilter("[LiftedAt] IS NULL").HasDatabaseName("IX_Incidents_OneQuarantine");
        builder.HasIndex(i => new { i.AssessmentId, i.EvidenceItemId });
        builder.HasIndex(i => new { i.ClosedAt, i.ReportedAt });
        builder.HasOne<Assessment>().WithMany().HasForeignKey(i => i.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceItem>().WithMany().HasForeignKey(i => i.EvidenceItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(i => i.EvidenceVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(i => i.ReplacementId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(i => i.ReportedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(i => i.ClosedById).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(i => i.IsOpen);
        builder.Ignore(i => i.IsQuarantined);
    }
}

internal sealed class MisconductCaseConfiguration : IEntityTypeConfiguration<MisconductCase>
{
    public void Configure(EntityTypeBuilder<MisconductCase> builder)
    {
        builder.Property(c => c.Suspicion).HasMaxLength(RatingFields.TextLimit);
        builder.Property(c => c.Allegation).HasMaxLength(RatingFields.TextLimit);
        builder.Property(c => c.Reply).HasMaxLength(RatingFields.TextLimit);
        builder.Property(c => c.Reason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(c => c.Salt).HasMaxLength(16);
        builder.HasIndex(c => c.AssessmentId).IsUnique().HasFilter("[ClosedAt] IS NULL").HasDatabaseName("IX_MisconductCases_OneOpen");
        builder.HasIndex(c => new { c.ClosedAt, c.ReportedAt });
        builder.HasOne<Assessment>().WithMany().HasForeignKey(c => c.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.ReportedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.OpenedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.ClosedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.SetAsideById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(c => c.Versions).WithOne().HasForeignKey(v => v.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(c => c.IsOpen);
        builder.Ignore(c => c.IsWarning);
    }
}

internal sealed class MisconductVersionConfiguration : IEntityTypeConfiguration<MisconductVersion>
{
    public void Configure(EntityTypeBuilder<MisconductVersion> builder)
    {
        builder.HasKey(v => new { v.CaseId, v.EvidenceVersionId });
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(v => v.EvidenceVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TextPrintConfiguration : IEntityTypeConfiguration<TextPrint>
{
    public void Configure(EntityTypeBuilder<TextPrint> builder)
    {
        builder.HasKey(p => p.FileId);
        builder.Property(p => p.FileId).ValueGeneratedNever();
        builder.HasOne<StoredFile>().WithOne().HasForeignKey<TextPrint>(p => p.FileId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FilePrintConfiguration : IEntityTypeConfiguration<FilePrint>
{
    public void Configure(EntityTypeBuilder<FilePrint> builder)
    {
        builder.HasKey(p => new { p.FileId, p.Start });

        // A comparison begins with the hashes of one file and looks for the same in others.
        builder.HasIndex(p => new { p.Hash, p.PersonId, p.FileId, p.Start });
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(p => p.FileId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CommonPrintConfiguration : IEntityTypeConfiguration<CommonPrint>
{
    public void Configure(EntityTypeBuilder<CommonPrint> builder)
    {
        builder.HasKey(p => p.Hash);
        builder.Property(p => p.Hash).ValueGeneratedNever();
    }
}

internal sealed class TextOverlapConfiguration : IEntityTypeConfiguration<TextOverlap>
{
    public void Configure(EntityTypeBuilder<TextOverlap> builder)
    {
        builder.HasKey(o => new { o.FileId, o.OtherFileId });
        builder.Property(o => o.Stretches).HasMaxLength(-1);
        builder.Ignore(o => o.Spans);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(o => o.FileId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(o => o.OtherFileId).OnDelete(DeleteBehavior.Restrict);
    }
}
