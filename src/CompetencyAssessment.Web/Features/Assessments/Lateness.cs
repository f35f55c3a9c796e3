using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary><see cref="Assessment.IsLate"/> and <see cref="Assessment.EvidenceDueBy"/> as the database says them.</summary>
internal static class Lateness
{
    /// <summary>Those that are late at a moment, UTC.</summary>
    public static IQueryable<Assessment> LateAt(this IQueryable<Assessment> assessments, DateTime now) => assessments.Where(a =>
        ((a.State == AssessmentState.Planned || a.State == AssessmentState.Gathering) && a.SubmitBy < now)
        || (a.State == AssessmentState.Returned && (a.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).FirstOrDefault() ?? a.SubmitBy) < now)
        || ((a.State == AssessmentState.Submitted || a.State == AssessmentState.Assessing || a.State == AssessmentState.Decided) && a.DecideBy < now));
}
