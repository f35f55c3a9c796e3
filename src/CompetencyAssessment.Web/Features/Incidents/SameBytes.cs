using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Incidents;

/// <summary>Every upload is stored as a file of its own, so that the same bytes may stand in many; quarantine is for the bytes.</summary>
internal static class SameBytes
{
    /// <summary>A version, and all that hold the very same bytes.</summary>
    public static IQueryable<EvidenceVersion> SameBytesAs(this AppDbContext db, Guid versionId) =>
        from one in db.EvidenceVersions
        where one.Id == versionId
        join file in db.StoredFiles on one.FileId equals file.Id
        join same in db.StoredFiles on file.Sha256 equals same.Sha256
        join version in db.EvidenceVersions on same.Id equals version.FileId
        select version;

    /// <summary>What is in quarantine does not come in again, by whatever door.</summary>
    /// <exception cref="DomainException"><c>incident.same-file</c></exception>
    public static async Task DemandNotQuarantinedAsync(this AppDbContext db, byte[] sha256, CancellationToken cancel)
    {
        if (await db.InQuarantine(sha256).AnyAsync(cancel))
        {
            throw new DomainException("incident.same-file");
        }
    }

    /// <summary>Stored files with these bytes that are in quarantine.</summary>
    public static IQueryable<StoredFile> InQuarantine(this AppDbContext db, byte[] sha256) =>
        db.StoredFiles.Where(f => f.Sha256 == sha256 && db.EvidenceVersions.Any(v => v.FileId == f.Id && db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null)));
}
