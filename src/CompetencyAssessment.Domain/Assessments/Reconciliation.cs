using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>What two assessors see differently.</summary>
public enum DifferenceKind
{
    /// <summary>評量項目: the level or, under the pass mark, its cause.</summary>
    Criterion,

    /// <summary>佐證資料: whether a version is valid, authentic and current.</summary>
    Evidence,

    /// <summary>評量證據: whether it is sufficient.</summary>
    Requirement,
}

/// <summary>What one assessor says of a thing, and what the other says of it; each in the canonical form of its kind.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="SubjectId">Criterion, evidence version, or evidence requirement.</param>
/// <param name="Lead">Of the lead assessor.</param>
/// <param name="Second">Of the second assessor.</param>
public sealed record Disagreement(DifferenceKind Kind, Guid SubjectId, string Lead, string Second);

/// <summary>
/// 評定差異處理: what two assessors rated differently when both had finished, and what they agree on. The lead records it, the second confirms
/// it. What either had rated alone stays here as it was.
/// </summary>
public sealed class Reconciliation : Entity
{
    private readonly List<Difference> _differences = [];

    private Reconciliation()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="assessment">Both its assessors have finished.</param>
    /// <param name="disagreements">What differs; may be nothing.</param>
    /// <param name="newKey">Makes keys.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>reconciliation.not-finished</c></exception>
    public Reconciliation(Guid id, Assessment assessment, IEnumerable<Disagreement> disagreements, NewKey newKey, DateTime now)
    {
        if (!assessment.BothFinished)
        {
            throw new DomainException("reconciliation.not-finished");
        }

        (Id, AssessmentId, ContentVersion, OpenedAt) = (id, assessment.Id, assessment.ContentVersion, now);
        Note(AuditFact.Of(AssessmentId, "reconciliation.opened", id));
        foreach (var disagreement in disagreements)
        {
            var difference = new Difference(newKey(), id, disagreement);
            _differences.Add(difference);
            Tell("difference.found", difference);
        }
    }

    public Guid AssessmentId { get; private set; }

    /// <summary>The assessment's content version when both had finished: the latest of an assessment has the highest.</summary>
    public int ContentVersion { get; private set; }

    public DateTime OpenedAt { get; private set; }

    /// <summary>When the second assessor confirmed what the lead recorded, UTC.</summary>
    public DateTime? ConfirmedAt { get; private set; }

    /// <summary>When the second assessor did not agree to what the lead recorded, UTC; null again once that changes or is confirmed after all.</summary>
    public DateTime? DeclinedAt { get; private set; }

    /// <summary>What the second assessor does not agree to, and why.</summary>
    public string? DeclineReason { get; private set; }

    public IReadOnlyList<Difference> Differences => _differences;

    /// <summary>Whether the lead has recorded an agreement on each difference.</summary>
    public bool IsSettled => _differences.TrueForAll(d => d.SettledAt is not null);

    /// <summary>Whether both agree on one sheet: nothing differed, or all of it is settled and confirmed.</summary>
    public bool IsAgreed => _differences.Count == 0 || (IsSettled && ConfirmedAt is not null);

    /// <summary>Whether two ratings differ in what a decision rests on. Words, methods and places may differ: of equal ratings, the lead's stand.</summary>
    public static bool Differ(RatingFields lead, RatingFields second, int passMark) =>
        lead.Level != second.Level || (lead.Level < passMark && lead.Cause != second.Cause);

    /// <summary>Whether two judgements of an evidence version differ.</summary>
    public static bool Differ(JudgementFields lead, JudgementFields second) =>
        (lead.Valid, lead.Authentic, lead.Current) != (second.Valid, second.Authentic, second.Current);

    /// <summary>The lead assessor records what both agree on, with the reason. Whatever was confirmed has to be confirmed again.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <param name="byPerson">The lead assessor.</param>
    /// <param name="differenceId">Which difference.</param>
    /// <param name="agreed">The agreed value, in the canonical form of its kind.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">
    /// <c>assessment.not-assessor</c>, <c>assessment.not-assessing</c>, <c>assessment.handed-over</c>, <c>reconciliation.not-finished</c>,
    /// <c>reconciliation.difference</c> (no such difference), <c>reason.missing</c>, <c>rating.too-long</c>
    /// </exception>
    public void Settle(Assessment assessment, Guid byPerson, Guid differenceId, string agreed, string reason, DateTime now)
    {
        if (!assessment.IsAssessor(byPerson))
        {
            throw new DomainException("assessment.not-assessor");
        }

        var difference = _differences.Find(d => d.Id == differenceId) ?? throw new DomainException("reconciliation.difference");
        DemandReason(reason);
        assessment.ChangeAgreed(now);
        difference.Settle(agreed, reason, now);
        (ConfirmedAt, DeclinedAt, DeclineReason) = (null, null, null);
        Tell("difference.settled", difference);
    }

    /// <summary>The second assessor agrees to all that the lead recorded.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <param name="byPerson">The second assessor.</param>
    /// <param name="seenContentVersion">The content that they saw.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">
    /// <c>assessment.not-second-assessor</c>, <c>assessment.not-assessing</c>, <c>assessment.handed-over</c>, <c>reconciliation.not-finished</c>,
    /// <c>reconciliation.open</c> (a difference is not settled), <c>reconciliation.changed</c> (something changed since they looked)
    /// </exception>
    public void Confirm(Assessment assessment, Guid byPerson, int seenContentVersion, DateTime now)
    {
        DemandSecond(assessment, byPerson, seenContentVersion);
        assessment.ChangeAgreed(now);
        (ConfirmedAt, DeclinedAt, DeclineReason) = (now, null, null);
        TellAnswer("reconciliation.confirmed", assessment, byPerson);
    }

    /// <summary>The second assessor does not agree to something that the lead recorded. Nothing can be signed until one of them changes that.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <param name="byPerson">The second assessor.</param>
    /// <param name="reason">To what, and why.</param>
    /// <param name="seenContentVersion">The content that they saw.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">Those of <see cref="Confirm"/>, <c>reason.missing</c>, <c>rating.too-long</c></exception>
    public void Decline(Assessment assessment, Guid byPerson, string? reason, int seenContentVersion, DateTime now)
    {
        DemandSecond(assessment, byPerson, seenContentVersion);
        DemandReason(reason);
        assessment.ChangeAgreed(now);
        (ConfirmedAt, DeclinedAt, DeclineReason) = (null, now, reason);
        TellAnswer("reconciliation.declined", assessment, byPerson);
    }

    private void DemandSecond(Assessment assessment, Guid byPerson, int seenContentVersion)
    {
        if (assessment.Holder(AssessmentPart.SecondAssessor)?.PersonId != byPerson)
        {
            throw new DomainException("assessment.not-second-assessor");
        }

        if (!IsSettled)
        {
            throw new DomainException("reconciliation.open");
        }

        if (assessment.ContentVersion != seenContentVersion)
        {
            throw new DomainException("reconciliation.changed");
        }
    }

    private static void DemandReason([NotNull] string? reason)
    {
        DomainException.DemandReason(reason);
        if (reason.Length > RatingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", RatingFields.TextLimit);
        }
    }

    private void TellAnswer(string action, Assessment assessment, Guid byPerson) =>
        Note(AuditFact.Of(AssessmentId, action, Id, ("person", byPerson.ToString()), ("contentVersion", assessment.ContentVersion.ToString(CultureInfo.InvariantCulture))));

    private void Tell(string action, Difference difference) => Note(AuditFact.Of(AssessmentId, action, difference.Id,
        ("kind", difference.Kind.ToString()), ("of", difference.SubjectId.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(difference.Salt, difference.DigestText())))));
}

/// <summary>A thing that two assessors rated or judged differently.</summary>
public sealed class Difference
{
    private Difference()
    {
    }

    internal Difference(Guid id, Guid reconciliationId, Disagreement found)
    {
        (Id, ReconciliationId, Kind, SubjectId, Lead, Second) = (id, reconciliationId, found.Kind, found.SubjectId, found.Lead, found.Second);
        Salt = SaltedDigest.NewSalt();
    }

    public Guid Id { get; private set; }

    public Guid ReconciliationId { get; private set; }

    public DifferenceKind Kind { get; private set; }

    /// <summary>Criterion, evidence version, or evidence requirement.</summary>
    public Guid SubjectId { get; private set; }

    /// <summary>What the lead had entered when both had finished, as JSON.</summary>
    public string Lead { get; private set; } = "";

    /// <summary>What the second had entered, as JSON.</summary>
    public string Second { get; private set; } = "";

    /// <summary>What both agree on, as JSON; null while it is open.</summary>
    public string? Agreed { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? SettledAt { get; private set; }

    /// <summary>Salt of the digest in the audit trail; renewed with each change.</summary>
    public byte[] Salt { get; private set; } = [];

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => $"{Lead}\n{Second}\n{Agreed}\n{Reason}";

    internal void Settle(string agreed, string reason, DateTime now)
    {
        (Agreed, Reason, SettledAt) = (agreed, reason, now);
        Salt = SaltedDigest.NewSalt();
    }
}
