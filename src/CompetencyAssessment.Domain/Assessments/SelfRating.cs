using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>What a candidate says of themselves for one criterion.</summary>
/// <param name="Level">Value on the scheme's scale; null: not said.</param>
/// <param name="Remark">In the candidate's words.</param>
public sealed record SelfRatingFields(int? Level, string? Remark)
{
    /// <summary>Longest remark, in UTF-16 code units.</summary>
    public const int RemarkLimit = 2000;

    public bool IsEmpty => Level is null && string.IsNullOrWhiteSpace(Remark);

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => $"{Level}|{Remark}";
}

/// <summary>
/// 自我評量: how a candidate rates themselves on one criterion, while the evidence is open. It weighs nothing in a decision; the assessor sees
/// what was handed in with a round, beside a rating of their own.
/// </summary>
public sealed class SelfRating : Entity
{
    private SelfRating()
    {
    }

    public SelfRating(Guid id, Guid assessmentId, Guid criterionId) => (Id, AssessmentId, CriterionId) = (id, assessmentId, criterionId);

    public Guid AssessmentId { get; private set; }

    public Guid CriterionId { get; private set; }

    public int? Level { get; private set; }

    public string? Remark { get; private set; }

    /// <summary>Last change, UTC.</summary>
    public DateTime ChangedAt { get; private set; }

    /// <summary>Salt of the digest in the audit trail; renewed with each change.</summary>
    public byte[] Salt { get; private set; } = [];

    public SelfRatingFields Fields => new(Level, Remark);

    /// <param name="next">Level and remark, each as it should be now.</param>
    /// <param name="levels">Values of the scheme's scale.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>rating.level</c>, <c>rating.too-long</c></exception>
    public void Rate(SelfRatingFields next, IReadOnlySet<int> levels, DateTime now)
    {
        if (next.Level is { } level && !levels.Contains(level))
        {
            throw new DomainException("rating.level");
        }

        if (next.Remark?.Length > SelfRatingFields.RemarkLimit)
        {
            throw new DomainException("rating.too-long", SelfRatingFields.RemarkLimit);
        }

        if (next == Fields)
        {
            return;
        }

        (Level, Remark, ChangedAt) = (next.Level, next.Remark, now);
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, "self-rating.changed", Id, ("criterion", CriterionId.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, next.DigestText())))));
    }
}

/// <summary>A self-rating as it was handed in with a round. The audit trail told its digest when it was made.</summary>
public sealed class RoundSelfRating
{
    private RoundSelfRating()
    {
    }

    internal RoundSelfRating(Guid roundId, SelfRating rating) => (RoundId, SelfRatingId, Level, Remark, Salt) = (roundId, rating.Id, rating.Level, rating.Remark, rating.Salt);

    public Guid RoundId { get; private set; }

    public Guid SelfRatingId { get; private set; }

    public int? Level { get; private set; }

    public string? Remark { get; private set; }

    public byte[] Salt { get; private set; } = [];

    public SelfRatingFields Fields => new(Level, Remark);
}
