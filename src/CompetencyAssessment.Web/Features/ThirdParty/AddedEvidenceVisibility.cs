using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;

namespace CompetencyAssessment.Web.Features.ThirdParty;

/// <summary>
/// Who sees what assessors added. On a sheet: one's own, a predecessor's, third-party reports, and of the other assessor only what was there when both
/// had finished. Elsewhere: whoever examines or administers the assessment; the candidate once the result is released.
/// </summary>
internal static class AddedEvidenceVisibility
{
    /// <summary>What stands on the sheet of an assignment.</summary>
    public static IQueryable<AssessorEvidence> AddedOn(this AppDbContext db, Guid assessmentId, Guid assignmentId) =>
        db.AssessorEvidence.Where(x => x.AssessmentId == assessmentId && x.WithdrawnAt == null
            && (x.Origin == EvidenceOrigin.ThirdParty
                || x.AssignmentId == assignmentId
                || db.Set<AssessorAssignment>().Any(o => o.Id == x.AssignmentId && o.EndedAt != null && db.Set<AssessorAssignment>().Any(m => m.Id == assignmentId && m.Part == o.Part))
                || db.Reconciliations.Any(r => r.AssessmentId == x.AssessmentId && r.OpenedAt >= x.AddedAt)));

    /// <summary>Versions of it.</summary>
    public static IQueryable<EvidenceVersion> VersionsOn(this AppDbContext db, Guid assessmentId, Guid assignmentId)
    {
        var added = db.AddedOn(assessmentId, assignmentId);
        return db.EvidenceVersions.Where(v => added.Any(x => x.EvidenceItemId == v.EvidenceItemId));
    }

    /// <summary>What somebody may open, in whichever role.</summary>
    public static IQueryable<AssessorEvidence> AddedFor(this AppDbContext db, Viewer viewer)
    {
        var examined = db.AsExaminer(viewer);
        var administered = db.Assessments.AsAdministrator(viewer);
        var blind = db.Assessments.BlindTo(viewer);
        var released = db.Assessments.AsCandidate(viewer).Where(a => a.State == AssessmentState.Finalised);
        return db.AssessorEvidence.Where(x => x.WithdrawnAt == null
            && (released.Any(a => a.Id == x.AssessmentId)
                || ((examined.Any(a => a.Id == x.AssessmentId) || administered.Any(a => a.Id == x.AssessmentId))
                    && (x.Origin == EvidenceOrigin.ThirdParty
                        || !blind.Any(a => a.Id == x.AssessmentId)
                        || db.Set<AssessorAssignment>().Any(o => o.Id == x.AssignmentId && o.PersonId == viewer.PersonId)
                        || db.Reconciliations.Any(r => r.AssessmentId == x.AssessmentId && r.OpenedAt >= x.AddedAt)))));
    }
}
