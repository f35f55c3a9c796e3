using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Web.Features.Independence;

internal static class Objections
{
    /// <summary>Objections that were upheld against somebody who still holds the part: somebody else has to take it before anything is signed or released.</summary>
    public static IQueryable<AssessorObjection> UpheldAgainstHolder(this AppDbContext db, Guid assessmentId) =>
        db.AssessorObjections.Where(o => o.AssessmentId == assessmentId && o.Outcome == ObjectionOutcome.Upheld && db.Set<AssessorAssignment>().Any(x => x.Id == o.AssignmentId && x.EndedAt == null));
}
