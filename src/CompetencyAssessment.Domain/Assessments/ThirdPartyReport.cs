using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>How far a third-party report has come.</summary>
public enum ReportState
{
    /// <summary>The link is handed out; nobody has acknowledged the notice yet.</summary>
    Sent,
    Opened,
    Answered,

    /// <summary>Confirmed by an assessor: evidence from then on.</summary>
    Confirmed,
    Expired,
    Revoked,
}

/// <summary>What a referee says of a criterion.</summary>
public enum Observed
{
    Seen,
    Partly,
    NotSeen,
    CannotSay,
}

/// <summary>How it was confirmed that a report comes from who it names.</summary>
public enum ConfirmationWay
{
    Telephone,
    Video,
    BusinessMail,
    InPerson,
}

/// <summary>Whom an assessor asks, about what, until when.</summary>
public sealed record ReportInvitation
{
    public required Guid RefereeId { get; init; }

    public required string Organisation { get; init; }

    /// <summary>To the candidate, as whoever invites knows it.</summary>
    public required string Relation { get; init; }

    /// <summary>Kept only to hand out the link; gone once it is answered or revoked.</summary>
    public string? Mail { get; init; }

    /// <summary>Codes of the criteria asked about.</summary>
    public required IReadOnlyList<string> Criteria { get; init; }

    /// <summary>Days that the link works.</summary>
    public required int Days { get; init; }
}

/// <summary>What a referee says of one criterion: whether it was seen, what exactly, and since or in what time.</summary>
public sealed record ReportLine(string Criterion, Observed Observed, string? Text, string? Period);

/// <summary>What a referee hands in.</summary>
public sealed record ReportAnswer
{
    /// <summary>Longest of each text, in characters.</summary>
    public const int TextLimit = 2000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>To the candidate, in the referee's words.</summary>
    public required string Relation { get; init; }

    /// <summary>Since when, or in what time, they have worked together.</summary>
    public required string Together { get; init; }

    public string? Remark { get; init; }

    public required IReadOnlyList<ReportLine> Lines { get; init; }

    public static ReportAnswer Parse(string json) => JsonSerializer.Deserialize<ReportAnswer>(json, Json)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>
/// 第三方報告: what somebody without an account, who has seen the candidate work, reports by an invitation link. The link is single-use, expires and can be
/// revoked; only its hash is kept. It counts as evidence once an assessor has confirmed where it comes from.
/// </summary>
public sealed class ThirdPartyReport : Entity
{
    /// <summary>Longest validity of a link, in days.</summary>
    public const int MostDays = 60;

    private ThirdPartyReport()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="assessment">The assessment that it is for.</param>
    /// <param name="invitation">Whom, about what.</param>
    /// <param name="byPerson">Who invites.</param>
    /// <param name="tokenHash">SHA-256 of the link's secret.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>report.assessment-closed</c>, <c>report.self</c>, <c>report.criteria</c>, <c>report.days</c></exception>
    public ThirdPartyReport(Guid id, Assessment assessment, ReportInvitation invitation, Guid byPerson, byte[] tokenHash, DateTime now)
    {
        if (!TakesReports(assessment.State))
        {
            throw new DomainException("report.assessment-closed");
        }

        if (invitation.RefereeId == assessment.CandidateId)
        {
            throw new DomainException("report.self");
        }

        if (invitation.Criteria.Count == 0)
        {
            throw new DomainException("report.criteria");
        }

        DemandDays(invitation.Days);
        (Id, AssessmentId, InvitedById, InvitedAt, TokenHash) = (id, assessment.Id, byPerson, now, tokenHash);
        (RefereeId, Organisation, Relation, Mail) = (invitation.RefereeId, invitation.Organisation, invitation.Relation, invitation.Mail);
        (Asked, ExpiresAt, Salt) = (string.Join(' ', invitation.Criteria.Distinct(StringComparer.Ordinal)), now.AddDays(invitation.Days), SaltedDigest.NewSalt());
        Tell("report.invited");
    }

    public Guid AssessmentId { get; private set; }

    /// <summary>A person without an account.</summary>
    public Guid RefereeId { get; private set; }

    public string Organisation { get; private set; } = "";

    public string Relation { get; private set; } = "";

    public string? Mail { get; private set; }

    /// <summary>Codes of the criteria, with a space between.</summary>
    public string Asked { get; private set; } = "";

    public Guid InvitedById { get; private set; }

    public DateTime InvitedAt { get; private set; }

    /// <summary>SHA-256 of the link's secret; the secret itself is kept nowhere.</summary>
    public byte[] TokenHash { get; private set; } = [];

    public DateTime ExpiresAt { get; private set; }

    /// <summary>When the referee acknowledged the notice, UTC.</summary>
    public DateTime? OpenedAt { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public DateTime? RevokedAt { get; private set; }

    /// <summary>A <see cref="ReportAnswer"/> as JSON.</summary>
    public string? Answer { get; private set; }

    public DateTime? ConfirmedAt { get; private set; }

    public Guid? ConfirmedById { get; private set; }

    public ConfirmationWay? ConfirmedBy { get; private set; }

    /// <summary>The day on which the referee was reached.</summary>
    public DateOnly? ConfirmedOn { get; private set; }

    /// <summary>By which independent contact, and what was said.</summary>
    public string? Confirmation { get; private set; }

    /// <summary>The evidence that came of it.</summary>
    public Guid? AssessorEvidenceId { get; private set; }

    /// <summary>Salt of the digest in the audit trail.</summary>
    public byte[] Salt { get; private set; } = [];

    public IReadOnlyList<string> Criteria => Asked.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reports may come until the decision is taken.</summary>
    public static bool TakesReports(AssessmentState state) => state.IsOpen() && state is not (AssessmentState.Decided or AssessmentState.Suspended);

    public ReportState StateAt(DateTime now) =>
        ConfirmedAt is not null ? ReportState.Confirmed
        : AnsweredAt is not null ? ReportState.Answered
        : RevokedAt is not null ? ReportState.Revoked
        : now >= ExpiresAt ? ReportState.Expired
        : OpenedAt is not null ? ReportState.Opened
        : ReportState.Sent;

    /// <summary>The link can be used now.</summary>
    public bool IsOpenAt(DateTime now) => StateAt(now) is ReportState.Sent or ReportState.Opened;

    /// <summary>It is not answered yet, and nobody made it void.</summary>
    public bool CanBeRenewed(DateTime now) => StateAt(now) is ReportState.Sent or ReportState.Opened or ReportState.Expired;

    /// <summary>The referee has read what happens with the data. A repetition does nothing.</summary>
    /// <exception cref="DomainException"><c>report.closed</c></exception>
    public void Open(DateTime now)
    {
        DemandOpen(now);
        if (OpenedAt is null)
        {
            OpenedAt = now;
            Tell("report.opened");
        }
    }

    /// <summary>The referee hands the report in, once.</summary>
    /// <exception cref="DomainException"><c>report.closed</c>, <c>report.notice</c>, <c>report.declaration</c>, <c>report.lines</c>, <c>report.too-long</c></exception>
    public void Receive(ReportAnswer answer, bool declared, DateTime now)
    {
        DemandOpen(now);
        if (OpenedAt is null)
        {
            throw new DomainException("report.notice");
        }

        if (!declared)
        {
            throw new DomainException("report.declaration");
        }

        if (!answer.Lines.Select(l => l.Criterion).SequenceEqual(Criteria) || answer.Lines.Any(l => l.Observed is Observed.Seen or Observed.Partly && string.IsNullOrWhiteSpace(l.Text)))
        {
            throw new DomainException("report.lines");
        }

        if (answer.Lines.SelectMany(l => new[] { l.Text, l.Period }).Append(answer.Relation).Append(answer.Together).Append(answer.Remark).Any(t => t?.Length > ReportAnswer.TextLimit))
        {
            throw new DomainException("report.too-long", ReportAnswer.TextLimit);
        }

        (Answer, AnsweredAt, Mail) = (answer.ToJson(), now, null);
        Tell("report.answered");
    }

    /// <summary>Makes another link in place of one that was lost or has expired; the old one is dead, and whoever opens the new one reads the notice first.</summary>
    /// <param name="assessment">The assessment that it is for.</param>
    /// <param name="tokenHash">SHA-256 of the new link's secret.</param>
    /// <param name="days">Days that it works.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>report.not-renewable</c>, <c>report.assessment-closed</c>, <c>report.days</c></exception>
    public void Renew(Assessment assessment, byte[] tokenHash, int days, DateTime now)
    {
        if (!CanBeRenewed(now))
        {
            throw new DomainException("report.not-renewable");
        }

        if (assessment.Id != AssessmentId || !TakesReports(assessment.State))
        {
            throw new DomainException("report.assessment-closed");
        }

        DemandDays(days);
        (TokenHash, ExpiresAt, OpenedAt) = (tokenHash, now.AddDays(days), null);
        Tell("report.renewed");
    }

    /// <summary>Makes the link void.</summary>
    /// <exception cref="DomainException"><c>report.answered</c></exception>
    public void Revoke(DateTime now)
    {
        if (AnsweredAt is not null)
        {
            throw new DomainException("report.answered");
        }

        if (RevokedAt is null)
        {
            (RevokedAt, Mail) = (now, null);
            Tell("report.revoked");
        }
    }

    /// <summary>An assessor has made sure that the report comes from who it names; it is evidence from now on.</summary>
    /// <param name="byPerson">The assessor.</param>
    /// <param name="way">How the referee was reached.</param>
    /// <param name="on">When, at the centre.</param>
    /// <param name="words">By which contact, and what was said.</param>
    /// <param name="evidenceId">The evidence made of it.</param>
    /// <param name="today">At the centre.</param>
    /// <param name="answeredOn">The day of the report, at the centre.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>report.unanswered</c>, <c>report.confirmed</c>, <c>report.day</c></exception>
    public void Confirm(Guid byPerson, ConfirmationWay way, DateOnly on, string words, Guid evidenceId, DateOnly today, DateOnly answeredOn, DateTime now)
    {
        if (AnsweredAt is null)
        {
            throw new DomainException("report.unanswered");
        }

        if (ConfirmedAt is not null)
        {
            throw new DomainException("report.confirmed");
        }

        if (on > today || on < answeredOn)
        {
            throw new DomainException("report.day");
        }

        (ConfirmedAt, ConfirmedById, ConfirmedBy, ConfirmedOn, Confirmation, AssessorEvidenceId) = (now, byPerson, way, on, words, evidenceId);
        Tell("report.confirmed");
    }

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RefereeId}|{Organisation}|{Relation}|{Asked}|{ExpiresAt:s}|{OpenedAt:s}|{AnsweredAt:s}|{RevokedAt:s}|{Answer}|{ConfirmedById}|{ConfirmedBy}|{ConfirmedOn:yyyy-MM-dd}|{Confirmation}|{AssessorEvidenceId}");

    private static void DemandDays(int days)
    {
        if (days is < 1 or > MostDays)
        {
            throw new DomainException("report.days", MostDays);
        }
    }

    private void DemandOpen(DateTime now)
    {
        if (!IsOpenAt(now))
        {
            throw new DomainException("report.closed");
        }
    }

    private void Tell(string action) => Note(AuditFact.Of(AssessmentId, action, Id, ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
}
