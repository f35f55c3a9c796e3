using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>How a verification ended.</summary>
public enum VerificationOutcome
{
    /// <summary>同意.</summary>
    Agreed,

    /// <summary>退回重評: the decision is voided, and the assessors go on.</summary>
    SentBack,

    /// <summary>不同意 after release: the result stands, and the quality lead hears of it.</summary>
    Disagreed,
}

/// <summary>評量覆核: a verifier looks at a decision criterion by criterion, and agrees or says why not.</summary>
public sealed class Verification : Entity
{
    private readonly List<VerificationItem> _items = [];

    private Verification()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="decision">What is verified.</param>
    /// <param name="criteria">Every criterion of the unit.</param>
    /// <param name="afterRelease">Whether the result is released already and stands.</param>
    /// <param name="now">UTC.</param>
    public Verification(Guid id, Decision decision, IEnumerable<Guid> criteria, bool afterRelease, DateTime now)
    {
        (Id, AssessmentId, DecisionId, AfterRelease, OpenedAt) = (id, decision.AssessmentId, decision.Id, afterRelease, now);
        _items.AddRange(criteria.Select(c => new VerificationItem(id, c)));
        Note(AuditFact.Of(AssessmentId, "verification.opened", id, ("decision", DecisionId.ToString()), ("afterRelease", afterRelease.ToString())));
    }

    public Guid AssessmentId { get; private set; }

    public Guid DecisionId { get; private set; }

    public bool AfterRelease { get; private set; }

    public DateTime OpenedAt { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    public VerificationOutcome? Outcome { get; private set; }

    /// <summary>Who ended it.</summary>
    public Guid? VerifierId { get; private set; }

    /// <summary>The verifier's words to the assessors, or to the quality lead after release.</summary>
    public string? Remark { get; private set; }

    /// <summary>What the quality lead makes of a disagreement after release; null while that is open.</summary>
    public string? Answer { get; private set; }

    public Guid? AnsweredById { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>Whether a disagreement after release waits for the quality lead.</summary>
    public bool WaitsForAnswer => Outcome == VerificationOutcome.Disagreed && AnsweredAt is null;

    /// <summary>One for each criterion.</summary>
    public IReadOnlyList<VerificationItem> Items => _items;

    public bool IsOpen => ClosedAt is null;

    /// <summary>Criteria that the verifier has not judged.</summary>
    public IReadOnlyList<Guid> Unjudged() => [.. _items.Where(i => i.Agrees is null).Select(i => i.CriterionId)];

    /// <summary>Criteria that the verifier does not agree with.</summary>
    public IReadOnlyList<Guid> Disagreed() => [.. _items.Where(i => i.Agrees == false).Select(i => i.CriterionId)];

    /// <summary>Criteria that the verifier does not agree with and has not said why.</summary>
    public IReadOnlyList<Guid> WithoutReason() => [.. _items.Where(i => i.Agrees == false && string.IsNullOrWhiteSpace(i.Reason)).Select(i => i.CriterionId)];

    /// <summary>Notes whether the verifier agrees with one criterion, as a draft; whatever is entered is kept.</summary>
    /// <exception cref="DomainException"><c>verification.closed</c>, <c>rating.criterion</c>, <c>rating.too-long</c></exception>
    public void Judge(Guid criterionId, bool? agrees, string? reason)
    {
        DemandOpen();
        if (reason?.Length > RatingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", RatingFields.TextLimit);
        }

        var item = _items.Find(i => i.CriterionId == criterionId) ?? throw new DomainException("rating.criterion");
        item.Judge(agrees, string.IsNullOrWhiteSpace(reason) ? null : reason);
    }

    /// <summary>The verifier agrees with every criterion; the decision may be released.</summary>
    /// <exception cref="DomainException"><c>verification.closed</c>, <c>verification.unjudged</c>, <c>verification.disagreed</c></exception>
    public void Agree(Guid byPerson, string? remark, DateTime now)
    {
        DemandOpen();
        if (Unjudged().Count > 0)
        {
            throw new DomainException("verification.unjudged");
        }

        if (Disagreed().Count > 0)
        {
            throw new DomainException("verification.disagreed");
        }

        Close(VerificationOutcome.Agreed, byPerson, remark, now);
    }

    /// <summary>
    /// The verifier does not agree with at least one criterion, and says why: the decision is sent back or, after release, the quality lead
    /// hears of it.
    /// </summary>
    /// <param name="byPerson">The verifier.</param>
    /// <param name="remark">To the assessors, or to the quality lead.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cameUp">Whether something came up since it was signed that keeps it from being released: then no criterion need be disagreed with.</param>
    /// <exception cref="DomainException"><c>verification.closed</c>, <c>verification.no-disagreement</c>, <c>verification.reasons</c></exception>
    public void Disagree(Guid byPerson, string? remark, DateTime now, bool cameUp = false)
    {
        DemandOpen();
        if (!cameUp && Disagreed().Count == 0)
        {
            throw new DomainException("verification.no-disagreement");
        }

        if (WithoutReason().Count > 0)
        {
            throw new DomainException("verification.reasons");
        }

        Close(AfterRelease ? VerificationOutcome.Disagreed : VerificationOutcome.SentBack, byPerson, remark, now);
    }

    /// <summary>
    /// A quality lead without a part in the assessment has reviewed the disagreement. The result stands whatever the answer; what follows from it, such
    /// as revoking the documents, is done by its own verb.
    /// </summary>
    /// <exception cref="DomainException"><c>verification.answered</c>, <c>dispute.own-part</c>, <c>reason.missing</c></exception>
    public void Review(Assessment assessment, Guid byPerson, string answer, DateTime now)
    {
        if (!WaitsForAnswer)
        {
            throw new DomainException("verification.answered");
        }

        if (assessment.Id != AssessmentId || assessment.Concerns(byPerson))
        {
            throw new DomainException("dispute.own-part");
        }

        DomainException.DemandReason(answer);
        (Answer, AnsweredById, AnsweredAt) = (answer, byPerson, now);
        Note(AuditFact.Of(AssessmentId, "verification.answered", Id, ("person", byPerson.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, answer)))));
    }

    private void Close(VerificationOutcome outcome, Guid byPerson, string? remark, DateTime now)
    {
        (Outcome, VerifierId, Remark, ClosedAt) = (outcome, byPerson, string.IsNullOrWhiteSpace(remark) ? null : remark, now);
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, "verification.closed", Id, ("outcome", outcome.ToString()), ("person", byPerson.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Join('\n', _items.OrderBy(i => i.CriterionId.ToString(), StringComparer.Ordinal).Select(i => $"{i.CriterionId}|{i.Agrees}|{i.Reason}").Append(Remark));

    private void DemandOpen()
    {
        if (!IsOpen)
        {
            throw new DomainException("verification.closed");
        }
    }
}

/// <summary>What a verifier says of one criterion.</summary>
public sealed class VerificationItem
{
    private VerificationItem()
    {
    }

    internal VerificationItem(Guid verificationId, Guid criterionId) => (VerificationId, CriterionId) = (verificationId, criterionId);

    public Guid VerificationId { get; private set; }

    public Guid CriterionId { get; private set; }

    /// <summary>Null while it was not judged.</summary>
    public bool? Agrees { get; private set; }

    public string? Reason { get; private set; }

    internal void Judge(bool? agrees, string? reason) => (Agrees, Reason) = (agrees, reason);
}
