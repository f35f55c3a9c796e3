using System.Security.Cryptography;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>Sets the next version of the centre's rule of verification, with a new seed.</summary>
internal sealed class SetVerificationRule(AppDbContext db, TimeProvider clock)
{
    /// <param name="terms">What is set.</param>
    /// <param name="seen">Number of the version that the quality lead saw; 0 for none.</param>
    /// <param name="byPerson">The quality lead.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException"><c>verification.rule</c>, <c>verification.rule-changed</c> (somebody set another meanwhile)</exception>
    public Task RunAsync(VerificationTerms terms, int seen, Guid byPerson, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var centre = await db.Centres.AsNoTracking().Select(c => c.Id).SingleAsync(cancel);
            var number = (await DrawVerification.RuleAsync(db, centre, cancel))?.Number ?? 0;
            if (number != seen)
            {
                throw new DomainException("verification.rule-changed");
            }

            db.VerificationRules.Add(new VerificationRule(db.NextKey(), centre, number + 1, terms, RandomNumberGenerator.GetBytes(16), byPerson, clock.GetUtcNow().UtcDateTime));
            return await db.SaveChangesAsync(cancel);
        },
        cancel);
}
