using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class MeetingConfiguration : IEntityTypeConfiguration<Meeting>
{
    public void Configure(EntityTypeBuilder<Meeting> builder)
    {
        builder.Property(m => m.Method).HasMaxLength(16).IsCode();
        builder.Property(m => m.Present).HasMaxLength(MeetingFields.TextLimit);
        builder.Property(m => m.Remark).HasMaxLength(MeetingFields.TextLimit);
        builder.Property(m => m.RecordingLabel).HasMaxLength(16).IsCode();
        builder.Property(m => m.EndReason).HasMaxLength(MeetingFields.TextLimit);
        builder.Property(m => m.Salt).HasMaxLength(16);
        builder.Ignore(m => m.Fields);
        builder.HasIndex(m => new { m.AssessmentId, m.PreparedAt });
        builder.HasOne<Assessment>().WithMany().HasForeignKey(m => m.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessorAssignment>().WithMany().HasForeignKey(m => m.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Appointment>().WithMany().HasForeignKey(m => m.AppointmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EvidenceVersion>().WithMany().HasForeignKey(m => m.RecordingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(m => m.IdentityCheckedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MeetingTakeoverConfiguration : IEntityTypeConfiguration<MeetingTakeover>
{
    public void Configure(EntityTypeBuilder<MeetingTakeover> builder)
    {
        builder.Property(t => t.Noted).HasMaxLength(-1);
        builder.Property(t => t.Salt).HasMaxLength(16);
        builder.Ignore(t => t.Before);
        builder.HasIndex(t => new { t.MeetingId, t.At });
        builder.HasOne<Meeting>().WithMany().HasForeignKey(t => t.MeetingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessorAssignment>().WithMany().HasForeignKey(t => t.FromAssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AssessorAssignment>().WithMany().HasForeignKey(t => t.ToAssignmentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ObservedItemConfiguration : IEntityTypeConfiguration<ObservedItem>
{
    public void Configure(EntityTypeBuilder<ObservedItem> builder)
    {
        builder.Property(i => i.Remark).HasMaxLength(RatingFields.TextLimit);
        builder.Ignore(i => i.Fields);
        builder.HasIndex(i => new { i.MeetingId, i.CriterionId }).IsUnique();
        builder.HasOne<Meeting>().WithMany().HasForeignKey(i => i.MeetingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Criterion>().WithMany().HasForeignKey(i => i.CriterionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AskedQuestionConfiguration : IEntityTypeConfiguration<AskedQuestion>
{
    public void Configure(EntityTypeBuilder<AskedQuestion> builder)
    {
        builder.Property(q => q.Text).HasMaxLength(BankQuestion.TextLimit);
        builder.Property(q => q.Answer).HasMaxLength(RatingFields.TextLimit);
        builder.Property(q => q.Prompts).HasMaxLength(-1);
        builder.Ignore(q => q.Fields);
        builder.HasIndex(q => new { q.MeetingId, q.Position });
        builder.HasOne<Meeting>().WithMany().HasForeignKey(q => q.MeetingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Criterion>().WithMany().HasForeignKey(q => q.CriterionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<BankQuestion>().WithMany().HasForeignKey(q => q.BankQuestionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BankQuestionConfiguration : IEntityTypeConfiguration<BankQuestion>
{
    public void Configure(EntityTypeBuilder<BankQuestion> builder)
    {
        builder.Property(q => q.TextZh).HasMaxLength(BankQuestion.TextLimit);
        builder.Property(q => q.TextEn).HasMaxLength(BankQuestion.TextLimit);
        builder.Property(q => q.LookForZh).HasMaxLength(BankQuestion.TextLimit);
        builder.Property(q => q.LookForEn).HasMaxLength(BankQuestion.TextLimit);
        builder.Ignore(q => q.Text);
        builder.Ignore(q => q.LookFor);
        builder.HasIndex(q => new { q.UnitVersionId, q.CriterionId });
        builder.HasOne<UnitVersion>().WithMany().HasForeignKey(q => q.UnitVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Criterion>().WithMany().HasForeignKey(q => q.CriterionId).OnDelete(DeleteBehavior.Restrict);
    }
}
