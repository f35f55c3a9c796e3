using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>Gives the verifier's part to somebody who has no other part in the assessment.</summary>
internal sealed class AssignVerifier(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <summary>
    /// Verifiers who may take it: the role, and neither candidate nor another part, now or before; after an appeal, nor any part in what was
    /// disputed.
    /// </summary>
    public static IQueryable<Person> Eligible(AppDbContext db, Guid assessmentId, Guid candidateId) =>
        db.InRole(Roles.Verifier).Where(p => p.Id != candidateId
            && !db.Assessments.Any(a => a.Id == assessmentId && a.Assignments.Any(x => x.PersonId == p.Id && x.Part != AssessmentPart.Verifier))
            && !db.Appeals.Any(x => x.NewAssessmentId == assessmentId && db.Set<AssessorAssignment>().Any(y => y.AssessmentId == x.AssessmentId && y.PersonId == p.Id)));

    /// <summary>Chooses who has the fewest open verifications, by name where that is the same; nobody where there is none.</summary>
    public async Task ChooseAsync(Assessment assessment, DateTime now, CancellationToken cancel)
    {
        var open = db.Verifications.Where(v => v.ClosedAt == null).Select(v => v.AssessmentId);
        var chosen = await Eligible(db, assessment.Id, assessment.CandidateId)
            .OrderBy(p => db.Assessments.Count(a => open.Contains(a.Id) && a.Assignments.Any(x => x.PersonId == p.Id && x.Part == AssessmentPart.Verifier && x.EndedAt == null)))
            .ThenBy(p => p.NameZh).ThenBy(p => p.Id)
            .Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancel);
        if (chosen is { } person)
        {
            assessment.Assign(AssessmentPart.Verifier, person, db.NextKey, now);
        }
    }

    /// <summary>An administrator gives the part to somebody, instead of who holds it where somebody does.</summary>
    /// <exception cref="DomainException"><c>verifier.role</c>, <c>verifier.same</c>, <c>verifier.nothing-open</c>, <c>assignment.one-part</c>, <c>assignment.is-candidate</c>, <c>reason.missing</c></exception>
    public Task RunAsync(Guid assessmentId, Guid personId, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var assessment = await db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.Id == assessmentId, cancel);
            if (!await db.IsInRoleAsync(personId, Roles.Verifier, cancel))
            {
                throw new DomainException("verifier.role");
            }

            if (!await db.Verifications.AnyAsync(v => v.AssessmentId == assessmentId && v.ClosedAt == null, cancel))
            {
                throw new DomainException("verifier.nothing-open");
            }

            if (assessment.Holder(AssessmentPart.Verifier) is { } holder)
            {
                if (holder.PersonId == personId)
                {
                    throw new DomainException("verifier.same");
                }

                assessment.Release(AssessmentPart.Verifier, reason, now);
                notifier.Tell(holder.PersonId, assessment, "assignment.ended", "/verification");
            }

            // The index on who holds a part now sees the one end before the other begins.
            await db.SaveChangesAsync(cancel);
            assessment.Assign(AssessmentPart.Verifier, personId, db.NextKey, now);
            notifier.TellHolder(assessment, AssessmentPart.Verifier, "verification.opened");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);
}
