using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

internal sealed class AuditCheckRunConfiguration : IEntityTypeConfiguration<AuditCheckRun>
{
    public void Configure(EntityTypeBuilder<AuditCheckRun> builder)
    {
        builder.ToTable("AuditCheckRuns");
        builder.Property(r => r.Faults).HasMaxLength(-1);
        builder.HasIndex(r => r.StartedAt);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.ByPersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
