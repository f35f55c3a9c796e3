using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class CalendarYearConfiguration : IEntityTypeConfiguration<CalendarYear>
{
    public void Configure(EntityTypeBuilder<CalendarYear> builder)
    {
        builder.Property(y => y.Source).HasMaxLength(CalendarYear.TextLimit);
        builder.Property(y => y.Remark).HasMaxLength(CalendarYear.TextLimit);
        builder.HasIndex(y => new { y.CentreId, y.Year }).IsUnique();
        builder.HasOne<Centre>().WithMany().HasForeignKey(y => y.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(y => y.Days).WithOne().HasForeignKey(d => d.CalendarYearId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CalendarDayConfiguration : IEntityTypeConfiguration<CalendarDay>
{
    public void Configure(EntityTypeBuilder<CalendarDay> builder)
    {
        builder.HasKey(d => new { d.CalendarYearId, d.Date });
        builder.Property(d => d.Name).HasMaxLength(100);
    }
}

internal sealed class ReviewRequestConfiguration : IEntityTypeConfiguration<ReviewRequest>
{
    public void Configure(EntityTypeBuilder<ReviewRequest> builder)
    {
        builder.Property(r => r.Request).HasMaxLength(RatingFields.TextLimit);
        builder.Property(r => r.Answer).HasMaxLength(RatingFields.TextLimit);
        builder.Property(r => r.Salt).HasMaxLength(16);
        builder.HasIndex(r => r.AssessmentId).IsUnique().HasFilter("[ClosedAt] IS NULL").HasDatabaseName("IX_ReviewRequests_OneOpen");
        builder.HasIndex(r => new { r.ClosedAt, r.RequestedAt });
        builder.HasOne<Assessment>().WithMany().HasForeignKey(r => r.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.ClosedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RecordIssue>().WithMany().HasForeignKey(r => r.NewIssueId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(r => r.IsOpen);
    }
}

internal sealed class AppealConfiguration : IEntityTypeConfiguration<Appeal>
{
    public void Configure(EntityTypeBuilder<Appeal> builder)
    {
        builder.Property(a => a.Grounds).HasMaxLength(RatingFields.TextLimit);
        builder.Property(a => a.Answer).HasMaxLength(RatingFields.TextLimit);
        builder.Property(a => a.Salt).HasMaxLength(16);

        // One appeal against a result: who is not content with what came of it has the new result to dispute.
        builder.HasIndex(a => a.AssessmentId).IsUnique().HasFilter("[SubjectId] IS NULL").HasDatabaseName("IX_Appeals_OneOfResult");

        // A refusal that was set aside may be followed by another, so that only one may be open.
        builder.HasIndex(a => a.SubjectId).IsUnique().HasFilter("[SubjectId] IS NOT NULL AND [ClosedAt] IS NULL").HasDatabaseName("IX_Appeals_OneOpen");
        builder.HasIndex(a => new { a.AssessmentId, a.SubjectId });
        builder.HasIndex(a => a.NewAssessmentId).IsUnique().HasFilter("[NewAssessmentId] IS NOT NULL");
        builder.HasIndex(a => new { a.ClosedAt, a.FiledAt });
        builder.HasOne<Assessment>().WithMany().HasForeignKey(a => a.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(a => a.NewAssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.ClosedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RecordIssue>().WithMany().HasForeignKey(a => a.NewIssueId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(a => a.IsOpen);
        builder.Ignore(a => a.WaitsForPlan);
        builder.Ignore(a => a.StandsAgainstCarryOver);
    }
}

internal sealed class CarryOverRequestConfiguration : IEntityTypeConfiguration<CarryOverRequest>
{
    public void Configure(EntityTypeBuilder<CarryOverRequest> builder)
    {
        builder.HasIndex(r => new { r.AssessmentId, r.CriterionId }).IsUnique();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(r => r.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Criterion>().WithMany().HasForeignKey(r => r.CriterionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CriterionRating>().WithMany().HasForeignKey(r => r.RatingId).OnDelete(DeleteBehavior.Restrict);
    }
}
