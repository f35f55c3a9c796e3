using System.Globalization;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>How a request for more time ended.</summary>
public enum ExtensionOutcome
{
    /// <summary>同意展延, until the day asked for or another one.</summary>
    Granted,

    /// <summary>不同意展延.</summary>
    Refused,

    /// <summary>The evidence was submitted before anybody answered.</summary>
    Lapsed,
}

/// <summary>展延申請: the candidate asks for a later date to hand in evidence.</summary>
public sealed class DeadlineExtension
{
    private DeadlineExtension()
    {
    }

    internal DeadlineExtension(Guid id, Guid assessmentId, DateTime dueBy, DateTime askedUntil, string reason, DateTime now) =>
        (Id, AssessmentId, DueBy, AskedUntil, Reason, AskedAt, Salt) = (id, assessmentId, dueBy, askedUntil, reason, now, Audit.SaltedDigest.NewSalt());

    public Guid Id { get; private set; }

    public Guid AssessmentId { get; private set; }

    /// <summary>The date that counted when it was asked, UTC.</summary>
    public DateTime DueBy { get; private set; }

    /// <summary>End of the day asked for, UTC.</summary>
    public DateTime AskedUntil { get; private set; }

    public string Reason { get; private set; } = "";

    public DateTime AskedAt { get; private set; }

    public ExtensionOutcome? Outcome { get; private set; }

    /// <summary>End of the day granted, UTC.</summary>
    public DateTime? GrantedUntil { get; private set; }

    /// <summary>Words to the candidate: why it is refused, or another day.</summary>
    public string? Answer { get; private set; }

    public Guid? AnsweredById { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    /// <summary>Salt of the digest in the audit trail.</summary>
    public byte[] Salt { get; private set; } = [];

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Create(CultureInfo.InvariantCulture, $"{DueBy:s}|{AskedUntil:s}|{Reason}|{Outcome}|{GrantedUntil:s}|{Answer}|{AnsweredById}");

    internal void Close(ExtensionOutcome outcome, DateTime? until, string? answer, Guid? byPerson, DateTime now) =>
        (Outcome, GrantedUntil, Answer, AnsweredById, AnsweredAt) = (outcome, until, string.IsNullOrWhiteSpace(answer) ? null : answer, byPerson, now);
}
