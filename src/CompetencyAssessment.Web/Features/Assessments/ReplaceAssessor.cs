using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>
/// Gives the part of the lead or second assessor or of the decision maker to another person with the role, in one transaction; also one that
/// nobody holds yet.
/// </summary>
internal sealed class ReplaceAssessor(AppDbContext db, IndependenceCheck check, ScoringCommands scoring)
{
    /// <exception cref="DomainException">
    /// <c>assessor.role</c>, <c>assessor.judged-before</c>, <c>assessor.objected</c>, <c>assessor.is-candidate</c>, <c>assessor.same</c>, <c>assignment.is-candidate</c>, <c>assignment.one-part</c>,
    /// <c>assessor.closed</c>, <c>reason.missing</c>, <c>independence.refused</c>
    /// </exception>
    public Task RunAsync(Guid assessmentId, AssessmentPart part, Guid successor, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var sought = db.Assessments.Where(a => a.Id == assessmentId).Select(a => new Sought
            {
                PersonId = successor,
                CandidateId = a.CandidateId,
                UnitId = a.UnitId,
                Verifies = false,
                Hears = false,
                AssessmentId = a.Id,
                Part = part,
            });
            var found = await check.Of(sought).Select(s => new
            {
                Standing = s,
                HasRole = db.InRole(Roles.Assessor).Any(p => p.Id == successor),
                Leaves = db.Meetings.Any(m => m.AssessmentId == assessmentId && (m.State == MeetingState.Prepared || m.State == MeetingState.Running)
                    && db.Set<AssessorAssignment>().Any(x => x.Id == m.AssignmentId && x.Part == part)),
                ObjectedTo = db.AssessorObjections.Any(o => o.AssessmentId == assessmentId && o.Outcome == ObjectionOutcome.Upheld && db.Set<AssessorAssignment>().Any(x => x.Id == o.AssignmentId && x.PersonId == successor)),
                JudgedBefore = db.Appeals.Any(a => a.NewAssessmentId == assessmentId && db.Set<AssessorAssignment>().Any(x => x.AssessmentId == a.AssessmentId && x.PersonId == successor)),
            }).SingleAsync(cancel);
            if (!found.HasRole)
            {
                throw new DomainException("assessor.role");
            }

            // Rated again by others: nobody who had a part in what was disputed.
            if (found.JudgedBefore)
            {
                throw new DomainException("assessor.judged-before");
            }

            if (found.ObjectedTo)
            {
                throw new DomainException("assessor.objected");
            }

            found.Standing.Demand();
            await scoring.ReplaceAssessorAsync(assessmentId, part, successor, reason, found.Leaves, cancel);
            return true;
        },
        cancel);
}
