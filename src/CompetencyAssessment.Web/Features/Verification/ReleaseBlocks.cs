using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Independence;

namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>What came up since a decision was signed and keeps it from being released: the verifier sends it back, without a word on any criterion if need be.</summary>
/// <param name="Case">A misconduct case is open.</param>
/// <param name="Quarantine">A file that ratings of a competent decision rest on is in quarantine.</param>
/// <param name="Objection">An objection was upheld against somebody who still holds the part.</param>
internal sealed record ReleaseBlocks(bool Case, bool Quarantine, bool Objection)
{
    /// <summary>
    /// The broken rule: <c>verification.case</c>, <c>verification.quarantine</c>, <c>verification.objection</c>; null where none is.
    /// </summary>
    public DomainException? Refusal =>
        Case ? new DomainException("verification.case")
        : Quarantine ? new DomainException("verification.quarantine")
        : Objection ? new DomainException("verification.objection")
        : null;

    /// <summary>What a query of the decision asks by <c>Any</c>: open cases, files in quarantine that the lead's ratings cite, objections that were upheld.</summary>
    public static (IQueryable<MisconductCase> Cases, IQueryable<Incident> Quarantined, IQueryable<AssessorObjection> Upheld) Of(AppDbContext db, Guid assessmentId) => (
        db.MisconductCases.Where(c => c.AssessmentId == assessmentId && c.ClosedAt == null),
        db.Incidents.Where(i => i.LiftedAt == null && db.Ratings.Any(r => r.AssessmentId == assessmentId && r.Citations.Any(c => c.EvidenceVersionId == i.EvidenceVersionId)
            && db.Set<AssessorAssignment>().Any(x => x.Id == r.AssignmentId && x.Part == AssessmentPart.Assessor && x.EndedAt == null))),
        db.UpheldAgainstHolder(assessmentId));
}
