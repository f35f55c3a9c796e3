using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>Gives a part that goes with no score sheet, such as the verifier's, to somebody, instead of who holds it where somebody does.</summary>
internal sealed class GivePart(AppDbContext db, Notifier notifier)
{
    /// <param name="assessment">With its assignments, tracked; in the caller's transaction.</param>
    /// <param name="part">Which part.</param>
    /// <param name="person">Who takes it.</param>
    /// <param name="reason">Why who held it does not any more.</param>
    /// <param name="list">Path of the list in which that person no longer finds it.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException"><c>assignment.same</c>, <c>reason.missing</c>, those of <see cref="Assessment.Assign"/></exception>
    public async Task RunAsync(Assessment assessment, AssessmentPart part, Guid person, string reason, string list, DateTime now, CancellationToken cancel)
    {
        if (assessment.Holder(part) is { } holder)
        {
            if (holder.PersonId == person)
            {
                throw new DomainException("assignment.same");
            }

            assessment.Release(part, reason, now);
            notifier.Tell(holder.PersonId, assessment, "assignment.ended", list);

            // The index on who holds a part now sees the one end before the other begins.
            await db.SaveChangesAsync(cancel);
        }

        assessment.Assign(part, person, db.NextKey, now);
    }
}
