using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>Why a decision is verified, or that it is not.</summary>
public enum DrawReason
{
    /// <summary>The lot did not fall on it.</summary>
    NotDrawn,

    /// <summary>No rule has been set: every decision is verified.</summary>
    NoRule,

    /// <summary>Every decision of not yet competent is verified.</summary>
    NotYetCompetent,

    /// <summary>The first decisions of an assessor are verified.</summary>
    NewAssessor,

    /// <summary>The lot fell on it.</summary>
    Sample,

    /// <summary>It was sent back before.</summary>
    SentBackBefore,

    /// <summary>Drawn at the close of a period, because the assessor's sample was too small; the result stands.</summary>
    PeriodClose,
}

/// <summary>What a quality lead sets for the verification of decisions.</summary>
/// <param name="Percentage">Of all decisions, 0 to 100.</param>
/// <param name="AtLeast">Of each assessor's decisions in a period; 0 where nothing is asked.</param>
/// <param name="PeriodMonths">Length of a period: 1, 3, 6 or 12 months, from January on.</param>
/// <param name="AllNotYetCompetent">Whether every decision of not yet competent is verified.</param>
/// <param name="FirstOfAssessor">The first so many decisions of an assessor; 0 where nothing is asked.</param>
public sealed record VerificationTerms(int Percentage, int AtLeast, int PeriodMonths, bool AllNotYetCompetent, int FirstOfAssessor)
{
    public static readonly IReadOnlyList<int> Periods = [1, 3, 6, 12];
}

/// <summary>
/// 覆核規則: which decisions are verified. A change is a new version. Its seed is kept, so that anybody can compute a draw again.
/// </summary>
public sealed class VerificationRule : Entity
{
    /// <summary>A draw is a number under this; the percentage counts hundreds of it.</summary>
    public const int Lots = 10_000;

    private VerificationRule()
    {
    }

    /// <exception cref="DomainException"><c>verification.rule</c></exception>
    public VerificationRule(Guid id, Guid centreId, int number, VerificationTerms terms, byte[] seed, Guid setById, DateTime now)
    {
        if (terms.Percentage is < 0 or > 100 || terms.AtLeast is < 0 or > 100 || terms.FirstOfAssessor is < 0 or > 100 || !VerificationTerms.Periods.Contains(terms.PeriodMonths))
        {
            throw new DomainException("verification.rule");
        }

        (Id, CentreId, Number, Seed, SetById, SetAt) = (id, centreId, number, seed, setById, now);
        (Percentage, AtLeast, PeriodMonths, AllNotYetCompetent, FirstOfAssessor) = terms;
        Note(AuditFact.Of(centreId, "verification.rule-set", id,
            ("number", Text(number)), ("percentage", Text(Percentage)), ("atLeast", Text(AtLeast)), ("periodMonths", Text(PeriodMonths)),
            ("allNotYetCompetent", AllNotYetCompetent.ToString()), ("firstOfAssessor", Text(FirstOfAssessor)), ("seed", Convert.ToHexStringLower(seed))));
    }

    public Guid CentreId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public int Percentage { get; private set; }

    public int AtLeast { get; private set; }

    public int PeriodMonths { get; private set; }

    public bool AllNotYetCompetent { get; private set; }

    public int FirstOfAssessor { get; private set; }

    /// <summary>Random bytes from which, with the decision's id, its lot follows.</summary>
    public byte[] Seed { get; private set; } = [];

    public Guid SetById { get; private set; }

    public DateTime SetAt { get; private set; }

    public VerificationTerms Terms => new(Percentage, AtLeast, PeriodMonths, AllNotYetCompetent, FirstOfAssessor);

    /// <summary>The lot of a decision, 0 to 9999: the first four bytes of SHA-256 over seed and id (as text), modulo 10,000.</summary>
    public int LotOf(Guid decisionId)
    {
        var hash = SHA256.HashData([.. Seed, .. System.Text.Encoding.ASCII.GetBytes(decisionId.ToString("D"))]);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % Lots);
    }

    /// <summary>Whether a decision is verified, and why.</summary>
    /// <param name="decision">As it is signed.</param>
    /// <param name="earlierOfAssessor">How many decisions rest on this assessor's ratings already.</param>
    /// <param name="sentBackBefore">Whether an earlier decision of the same assessment was sent back.</param>
    public DrawReason Draw(Decision decision, int earlierOfAssessor, bool sentBackBefore) =>
        sentBackBefore ? DrawReason.SentBackBefore
        : AllNotYetCompetent && decision.Outcome == Outcome.NotYetCompetent ? DrawReason.NotYetCompetent
        : earlierOfAssessor < FirstOfAssessor ? DrawReason.NewAssessor
        : LotOf(decision.Id) < Percentage * (Lots / 100) ? DrawReason.Sample
        : DrawReason.NotDrawn;

    /// <summary>The period that a day lies in: its first day, and the first day after it.</summary>
    public static (DateOnly From, DateOnly Until) PeriodOf(DateOnly day, int months)
    {
        var from = new DateOnly(day.Year, ((day.Month - 1) / months * months) + 1, 1);
        return (from, from.AddMonths(months));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>抽樣紀錄: what was drawn for a decision, kept so that it can be explained.</summary>
public sealed class VerificationDraw : Entity
{
    private VerificationDraw()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="assessorId">Whose ratings it rests on.</param>
    /// <param name="rule">The rule; null where none was set.</param>
    /// <param name="reason">What came of it.</param>
    /// <param name="now">UTC.</param>
    public VerificationDraw(Guid id, Decision decision, Guid assessorId, VerificationRule? rule, DrawReason reason, DateTime now)
    {
        (Id, AssessmentId, DecisionId, AssessorId, RuleId, Reason, At) = (id, decision.AssessmentId, decision.Id, assessorId, rule?.Id, reason, now);
        Lot = rule?.LotOf(decision.Id);
        Tell("verification.drawn");
    }

    public Guid AssessmentId { get; private set; }

    public Guid DecisionId { get; private set; }

    public Guid AssessorId { get; private set; }

    public Guid? RuleId { get; private set; }

    /// <summary>0 to 9999; null where no rule was set.</summary>
    public int? Lot { get; private set; }

    public DrawReason Reason { get; private set; }

    public DateTime At { get; private set; }

    /// <summary>Draws it at the close of its period, because the assessor's sample was too small.</summary>
    /// <exception cref="DomainException"><c>verification.drawn-already</c></exception>
    public void DrawAtClose()
    {
        if (Reason != DrawReason.NotDrawn)
        {
            throw new DomainException("verification.drawn-already");
        }

        Reason = DrawReason.PeriodClose;
        Tell("verification.drawn-at-close");
    }

    private void Tell(string action) =>
        Note(AuditFact.Of(AssessmentId, action, Id, ("decision", DecisionId.ToString()), ("rule", RuleId?.ToString() ?? ""), ("lot", Lot?.ToString(CultureInfo.InvariantCulture) ?? ""), ("reason", Reason.ToString())));
}

/// <summary>A period whose samples were counted and filled up; each is closed once.</summary>
public sealed class VerificationPeriod
{
    private VerificationPeriod()
    {
    }

    public VerificationPeriod(Guid centreId, DateOnly from, DateOnly until, DateTime closedAt) => (CentreId, From, Until, ClosedAt) = (centreId, from, until, closedAt);

    public Guid CentreId { get; private set; }

    public DateOnly From { get; private set; }

    /// <summary>First day after it.</summary>
    public DateOnly Until { get; private set; }

    public DateTime ClosedAt { get; private set; }
}
