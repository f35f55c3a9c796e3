using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.SelfAssessment;

/// <summary>What a save answers: the fields as they stand.</summary>
internal sealed record SelfRatingAnswer(SelfRatingFields Fields);

/// <summary>The candidate rates themselves on one criterion.</summary>
internal sealed class RateOneself(AppDbContext db, UnitCatalogue catalogue, TimeProvider clock)
{
    /// <summary>Changes fields; one that was changed elsewhere in the meantime is refused with both values.</summary>
    /// <exception cref="FieldConflictException">The value that the screen showed is no longer there.</exception>
    /// <exception cref="DomainException"><c>evidence.closed</c>, <c>rating.criterion</c>, <c>rating.field</c>, <c>rating.level</c>, <c>rating.too-long</c></exception>
    public Task<SelfRatingAnswer> ChangeAsync(Guid assessmentId, Guid personId, string code, IReadOnlyDictionary<string, FieldChange>? changes, CancellationToken cancel) =>
        SaveAsync(assessmentId, personId, code, now => FieldChanges.Apply(now, changes), cancel);

    /// <summary>The same, whatever was said before.</summary>
    public Task<SelfRatingAnswer> RunAsync(Guid assessmentId, Guid personId, string code, SelfRatingFields fields, CancellationToken cancel) =>
        SaveAsync(assessmentId, personId, code, _ => fields, cancel);

    private Task<SelfRatingAnswer> SaveAsync(Guid assessmentId, Guid personId, string code, Func<SelfRatingFields, SelfRatingFields> change, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                await db.DemandOpenDraftAsync(assessmentId, personId, cancel);
                var pinned = await db.Assessments.Where(a => a.Id == assessmentId).Select(a => new { a.UnitVersionId, a.SchemeId }).SingleAsync(cancel);
                var unit = await catalogue.UnitAsync(db, pinned.UnitVersionId, cancel);
                var scheme = await catalogue.SchemeAsync(db, pinned.SchemeId, cancel);
                var criterion = unit.Criterion(code) ?? throw new DomainException("rating.criterion");
                var known = await db.SelfRatings.SingleOrDefaultAsync(s => s.AssessmentId == assessmentId && s.CriterionId == criterion.Id, cancel);
                var rating = known ?? new SelfRating(db.NextKey(), assessmentId, criterion.Id);
                rating.Rate(change(rating.Fields), scheme.Document.Scale.Select(l => l.Value).ToHashSet(), clock.GetUtcNow().UtcDateTime);
                if (known is null && rating.Salt.Length > 0)
                {
                    db.SelfRatings.Add(rating);
                }

                await db.SaveChangesAsync(cancel);
                return new SelfRatingAnswer(rating.Fields);
            },
            cancel);
}
