using CompetencyAssessment.Data;
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

    /// <summary>
    /// Those that the viewer rates now, as the lead or the second assessor, and those that were handed over to the viewer to be decided. Whoever
    /// lost the role sees none until somebody else takes the part.
    /// </summary>
    public static IQueryable<Assessment> AsAssessor(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => viewer.Assesses
            && a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null
                && (x.Part == AssessmentPart.Assessor || x.Part == AssessmentPart.SecondAssessor || (x.Part == AssessmentPart.DecisionMaker && a.HandedOverAt != null))));

    /// <summary>
    /// Those in which the viewer is one of two assessors who have not both finished: of the other's ratings nothing may show, not even a count,
    /// whatever other role the viewer has.
    /// </summary>
    public static IQueryable<Assessment> BlindTo(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null && (x.Part == AssessmentPart.Assessor || x.Part == AssessmentPart.SecondAssessor))
            && a.Assignments.Any(x => x.EndedAt == null && x.Part == AssessmentPart.SecondAssessor)
            && a.Assignments.Any(x => x.EndedAt == null && x.FinishedAt == null && (x.Part == AssessmentPart.Assessor || x.Part == AssessmentPart.SecondAssessor)));

    /// <summary>Those whose plan the viewer makes: as administrator, or as the lead assessor.</summary>
    public static IQueryable<Assessment> AsPlanner(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => (viewer.SeesAll && a.CandidateId != viewer.PersonId)
            || (viewer.Assesses && a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null && x.Part == AssessmentPart.Assessor)));

    /// <summary>Those whose decision the viewer verifies.</summary>
    public static IQueryable<Assessment> AsVerifier(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => viewer.Verifies && a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null && x.Part == AssessmentPart.Verifier));

    /// <summary>Those whose reviews and appeals the viewer looks after: all by role, but never one's own assessment.</summary>
    public static IQueryable<Assessment> AsDisputeHandler(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => (viewer.SeesAll || viewer.Oversees) && a.CandidateId != viewer.PersonId);

    /// <summary>Those in which the viewer hears an appeal. The part is given to somebody of any role that judges, and is enough by itself.</summary>
    public static IQueryable<Assessment> AsHearer(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null && x.Part == AssessmentPart.Hearer));

    /// <summary>Those in which the viewer holds a part now.</summary>
    public static IQueryable<Assessment> AsPartHolder(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null
            && (x.Part == AssessmentPart.Hearer
                || (x.Part == AssessmentPart.Verifier ? viewer.Verifies : viewer.Assesses && (x.Part != AssessmentPart.DecisionMaker || a.HandedOverAt != null)))));

    /// <summary>
    /// Those whose handed-in evidence and documents the viewer reads for a part that they hold now. Where every appeal is against a refused adjustment, the
    /// hearer needs none of it.
    /// </summary>
    public static IQueryable<Assessment> AsExaminer(this AppDbContext db, Viewer viewer) =>
        db.Assessments.AsPartHolder(viewer).Where(a => !a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null && x.Part == AssessmentPart.Hearer)
            || db.Appeals.Any(p => p.AssessmentId == a.Id && p.Against != AppealSubject.Adjustment));

    /// <summary>Those that the viewer oversees as quality lead: all, but never one's own assessment.</summary>
    public static IQueryable<Assessment> AsQualityLead(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => viewer.Oversees && a.CandidateId != viewer.PersonId);

    /// <summary>Those that the viewer administers: all by role, but never one's own assessment.</summary>
    public static IQueryable<Assessment> AsAdministrator(this IQueryable<Assessment> assessments, Viewer viewer) =>
        assessments.Where(a => viewer.SeesAll && a.CandidateId != viewer.PersonId);
}
