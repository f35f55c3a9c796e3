using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>Gives the verifier's part to somebody who has no other part in the assessment.</summary>
internal sealed class AssignVerifier(AppDbContext db, IndependenceCheck check, GivePart give, Notifier notifier, TimeProvider clock)
{
    /// <summary>
    /// Verifiers who may take it: the role, and neither candidate nor another part, now or before; after an appeal, nor any part in what was
    /// disputed.
    /// </summary>
    public static IQueryable<Person> Eligible(AppDbContext db, Guid assessmentId, Guid candidateId) =>
        db.InRole(Roles.Verifier).Where(p => p.Id != candidateId
            && !db.Assessments.Any(a => a.Id == assessmentId && a.Assignments.Any(x => x.PersonId == p.Id && x.Part != AssessmentPart.Verifier))
            && !db.Appeals.Any(x => x.NewAssessmentId == assessmentId && db.Set<AssessorAssignment>().Any(y => y.AssessmentId == x.AssessmentId && y.PersonId == p.Id)));

    /// <summary>Chooses among those who are qualified and free of conflicts who has the fewest open verifications, by name where that is the same; nobody where there is none.</summary>
    public async Task ChooseAsync(Assessment assessment, DateTime now, CancellationToken cancel)
    {
        var open = db.Verifications.Where(v => v.ClosedAt == null).Select(v => v.AssessmentId);
        var eligible = Eligible(db, assessment.Id, assessment.CandidateId);
        var refused = check.Of(eligible, assessment.CandidateId, assessment.UnitId, JudgingKind.Verifying).Where(IndependenceCheck.IsRefused).Select(s => s.PersonId);
        var chosen = await eligible.Where(p => !refused.Contains(p.Id))
            .OrderBy(p => db.Assessments.Count(a => open.Contains(a.Id) && a.Assignments.Any(x => x.PersonId == p.Id && x.Part == AssessmentPart.Verifier && x.EndedAt == null)))
            .ThenBy(p => p.NameZh).ThenBy(p => p.Id)
            .Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancel);
        if (chosen is { } person)
        {
            assessment.Assign(AssessmentPart.Verifier, person, db.NextKey, now);
        }
    }

    /// <summary>An administrator gives the part to somebody, instead of who holds it where somebody does.</summary>
    /// <exception cref="DomainException"><c>verifier.role</c>, <c>verifier.nothing-open</c>, <c>independence.refused</c>, those of <see cref="GivePart.RunAsync"/></exception>
    public Task RunAsync(Guid assessmentId, Guid personId, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var assessment = await db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.Id == assessmentId, cancel);
            var found = await check.Of(db.People.Where(p => p.Id == personId), assessment.CandidateId, assessment.UnitId, JudgingKind.Verifying).Select(s => new
            {
                Standing = s,
                HasRole = db.InRole(Roles.Verifier).Any(p => p.Id == personId),
                IsOpen = db.Verifications.Any(v => v.AssessmentId == assessmentId && v.ClosedAt == null),
            }).SingleOrDefaultAsync(cancel);
            if (found is not { HasRole: true })
            {
                throw new DomainException("verifier.role");
            }

            if (!found.IsOpen)
            {
                throw new DomainException("verifier.nothing-open");
            }

            found.Standing.Demand();
            await give.RunAsync(assessment, AssessmentPart.Verifier, personId, reason, "/verification", now, cancel);
            notifier.TellHolder(assessment, AssessmentPart.Verifier, "verification.opened");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);
}
