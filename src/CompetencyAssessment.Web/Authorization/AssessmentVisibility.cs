using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Web.Authorization;

/// <summary>
/// Who sees which assessment: by one's part in it, else by one's role (DESIGN §4). One of these stands before every list, detail and file; whatever it
/// leaves out is answered with 404.
/// </summary>
internal static class AssessmentVisibility
{
    /// <summary>Those of which the viewer is the candidate.</summary>
    public static IQueryable<Assessment> AsCandidate(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => a.CandidateId == viewer.PersonId);

    /// <summary>Those in which the viewer holds the assessor's part now. Whoever lost the role sees none until somebody else takes the part.</summary>
    public static IQueryable<Assessment> AsAssessor(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => viewer.Assesses && a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null));

    /// <summary>Those that the viewer administers: all by role, but never one's own assessment.</summary>
    public static IQueryable<Assessment> AsAdministrator(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => viewer.SeesAll && a.CandidateId != viewer.PersonId);
}
