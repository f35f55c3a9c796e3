using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Scoring;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>
/// Gives the part of the lead or second assessor or of the decision maker to another person with the role, in one transaction; also one that
/// nobody holds yet.
/// </summary>
internal sealed class ReplaceAssessor(AppDbContext db, ScoringCommands scoring)
{
    /// <exception cref="DomainException">
    /// <c>assessor.role</c>, <c>assessor.is-candidate</c>, <c>assessor.same</c>, <c>assignment.is-candidate</c>, <c>assignment.one-part</c>,
    /// <c>assessor.closed</c>, <c>reason.missing</c>
    /// </exception>
    public async Task RunAsync(Guid assessmentId, AssessmentPart part, Guid successor, string reason, CancellationToken cancel)
    {
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using var transaction = own;
        if (!await db.IsInRoleAsync(successor, Roles.Assessor, cancel))
        {
            throw new DomainException("assessor.role");
        }

        await scoring.ReplaceAssessorAsync(assessmentId, part, successor, reason, cancel);
        if (own is not null)
        {
            await own.CommitAsync(cancel);
        }
    }
}
