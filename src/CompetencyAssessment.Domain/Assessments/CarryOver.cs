using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>A rating of an earlier attempt, as a candidate may ask to have it carried over.</summary>
/// <param name="AssessmentId">The earlier attempt.</param>
/// <param name="RatingId">The rating that was signed.</param>
/// <param name="CriterionId">What it rates.</param>
/// <param name="Level">Its level.</param>
/// <param name="DecidedAt">When it was signed, UTC.</param>
/// <param name="Disputed">Whether an appeal against that result is open or was upheld.</param>
public sealed record EarlierRating(Guid AssessmentId, Guid RatingId, Guid CriterionId, int? Level, DateTime DecidedAt, bool Disputed);

/// <summary>沿用: the candidate asks that a passed rating of the earlier attempt be carried over; its assessor confirms each singly.</summary>
public sealed class CarryOverRequest : Entity
{
    private CarryOverRequest()
    {
    }

    /// <exception cref="DomainException">
    /// <c>assessment.not-candidate</c>, <c>carry-over.closed</c> (submitted already), and the codes of <see cref="Refusal"/>
    /// </exception>
    public CarryOverRequest(Guid id, Assessment assessment, Guid byPerson, EarlierRating rating, SchemeDocument scheme, DateTime now)
    {
        DemandOpen(assessment, byPerson);
        if (Refusal(assessment.PredecessorId, rating, scheme, now) is { } refusal)
        {
            throw refusal;
        }

        (Id, AssessmentId, CriterionId, RatingId, RequestedAt) = (id, assessment.Id, rating.CriterionId, rating.RatingId, now);
        Note(AuditFact.Of(AssessmentId, "carry-over.requested", id, ("criterion", CriterionId.ToString()), ("rating", RatingId.ToString())));
    }

    public Guid AssessmentId { get; private set; }

    public Guid CriterionId { get; private set; }

    /// <summary>The rating of the earlier attempt.</summary>
    public Guid RatingId { get; private set; }

    public DateTime RequestedAt { get; private set; }

    /// <summary>
    /// The broken rule why a rating may not be carried over: <c>carry-over.other</c>, <c>carry-over.disputed</c>, <c>carry-over.not-passed</c>
    /// (by the scale of the new attempt's scheme), <c>carry-over.too-old</c>; null where it may.
    /// </summary>
    public static DomainException? Refusal(Guid? predecessor, EarlierRating rating, SchemeDocument scheme, DateTime now) =>
        predecessor is null || rating.AssessmentId != predecessor ? new DomainException("carry-over.other")
        : rating.Disputed ? new DomainException("carry-over.disputed")
        : rating.Level is not { } level || level < scheme.PassMark || scheme.Scale.All(l => l.Value != level) ? new DomainException("carry-over.not-passed")
        : rating.DecidedAt.AddMonths(scheme.Rules.CarryOverMonths) < now ? new DomainException("carry-over.too-old")
        : null;

    /// <summary>The candidate no longer asks for it.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>carry-over.closed</c></exception>
    public void TakeBack(Assessment assessment, Guid byPerson)
    {
        DemandOpen(assessment, byPerson);
        Note(AuditFact.Of(AssessmentId, "carry-over.taken-back", Id, ("criterion", CriterionId.ToString())));
    }

    private static void DemandOpen(Assessment assessment, Guid byPerson)
    {
        if (byPerson != assessment.CandidateId)
        {
            throw new DomainException("assessment.not-candidate");
        }

        if (assessment.State is not (AssessmentState.Planned or AssessmentState.Gathering))
        {
            throw new DomainException("carry-over.closed");
        }
    }
}
