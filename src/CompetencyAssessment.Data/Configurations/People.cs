using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class CentreConfiguration : IEntityTypeConfiguration<Centre>
{
    public void Configure(EntityTypeBuilder<Centre> builder)
    {
        builder.Property(c => c.Address).HasMaxLength(500);
        builder.Property(c => c.AddressEn).HasMaxLength(500);
        builder.Property(c => c.Contact).HasMaxLength(500);
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.QualificationsReason).HasMaxLength(RatingFields.TextLimit);
        builder.Property(c => c.QualificationsSalt).HasMaxLength(16);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(c => c.SealFileId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.Property(p => p.NameZh).HasMaxLength(100);
        builder.Property(p => p.NameLatin).HasMaxLength(200);
        builder.Property(p => p.CandidateNumber).HasMaxLength(40);
        builder.HasIndex(p => new { p.CentreId, p.CandidateNumber }).IsUnique().HasFilter("[CandidateNumber] IS NOT NULL");
        builder.HasIndex(p => new { p.CentreId, p.NameZh });
        builder.HasOne<Centre>().WithMany().HasForeignKey(p => p.CentreId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.Property(n => n.Kind).HasMaxLength(64).IsCode();
        builder.Property(n => n.Href).HasMaxLength(200);
        builder.Property(n => n.Args).HasMaxLength(1000);
        builder.Property(n => n.OnceKey).HasMaxLength(100).IsCode();
        builder.HasIndex(n => new { n.PersonId, n.ReadAt, n.At });
        builder.HasIndex(n => new { n.PersonId, n.OnceKey }).IsUnique().HasFilter("[OnceKey] IS NOT NULL");
        builder.HasOne<Person>().WithMany().HasForeignKey(n => n.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(n => n.AssessmentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AppUserConfiguration : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> builder)
    {
        builder.Property(u => u.Culture).HasMaxLength(16);
        builder.Property(u => u.SecurityStamp).HasMaxLength(64);
        builder.Property(u => u.ConcurrencyStamp).HasMaxLength(64);
        builder.Property(u => u.PhoneNumber).HasMaxLength(32);
        builder.HasIndex(u => u.PersonId).IsUnique();
        builder.HasOne<Person>().WithOne().HasForeignKey<AppUser>(u => u.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NoticeAcknowledgementConfiguration : IEntityTypeConfiguration<NoticeAcknowledgement>
{
    public void Configure(EntityTypeBuilder<NoticeAcknowledgement> builder)
    {
        builder.HasKey(a => new { a.UserId, a.NoticeVersion });
        builder.HasOne<AppUser>().WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EvidenceViewConfiguration : IEntityTypeConfiguration<EvidenceView>
{
    public void Configure(EntityTypeBuilder<EvidenceView> builder)
    {
        builder.HasKey(v => new { v.PersonId, v.EvidenceVersionId, v.SessionId });
        builder.HasOne<Person>().WithMany().HasForeignKey(v => v.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(v => v.EvidenceVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EndedSessionConfiguration : IEntityTypeConfiguration<EndedSession>
{
    public void Configure(EntityTypeBuilder<EndedSession> builder)
    {
        builder.HasKey(s => s.SessionId);
        builder.Property(s => s.SessionId).ValueGeneratedNever();
        builder.HasIndex(s => s.At);
    }
}

internal sealed class CommandLogConfiguration : IEntityTypeConfiguration<CommandLog>
{
    public void Configure(EntityTypeBuilder<CommandLog> builder)
    {
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Name).HasMaxLength(64);
        builder.Property(c => c.Answer).HasMaxLength(-1);
        builder.HasIndex(c => c.At);
    }
}
