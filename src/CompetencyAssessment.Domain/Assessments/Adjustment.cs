using System.Globalization;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

public enum AdjustmentState
{
    /// <summary>Asked for by the candidate.</summary>
    Asked,

    /// <summary>Agreed; whoever assesses sees what.</summary>
    Agreed,

    /// <summary>Refused, with the reason to the candidate.</summary>
    Refused,
}

/// <summary>
/// 合理調整: what is done differently for a candidate. Why is health data, and stands apart in <see cref="AdjustmentGrounds"/>, which nothing of the
/// assessment leads to.
/// </summary>
public sealed class Adjustment : Entity
{
    /// <summary>Longest text, in characters.</summary>
    public const int TextLimit = 1000;

    private Adjustment()
    {
    }

    /// <summary>The candidate asks for an adjustment.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>adjustment.state</c>, <c>adjustment.what</c></exception>
    public Adjustment(Guid id, Assessment assessment, Guid byPerson, string what, DateTime now)
    {
        if (byPerson != assessment.CandidateId)
        {
            throw new DomainException("assessment.not-candidate");
        }

        // Also while a decision is signed and hidden: a refusal would tell of it.
        if (!assessment.IsOpen)
        {
            throw new DomainException("adjustment.state");
        }

        if (string.IsNullOrWhiteSpace(what))
        {
            throw new DomainException("adjustment.what");
        }

        (Id, AssessmentId, AskedFor, AskedAt) = (id, assessment.Id, what, now);
        Tell("adjustment.asked");
    }

    public Guid AssessmentId { get; private set; }

    /// <summary>What the candidate asks for.</summary>
    public string AskedFor { get; private set; } = "";

    public DateTime AskedAt { get; private set; }

    public AdjustmentState State { get; private set; }

    /// <summary>Who has taken it on: nobody else reads the grounds, nor decides.</summary>
    public Guid? ApproverId { get; private set; }

    /// <summary>What is agreed.</summary>
    public string? What { get; private set; }

    /// <summary>Why it is refused.</summary>
    public string? Refusal { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    /// <summary>End of the last day to appeal against the refusal, UTC; null where it is not refused.</summary>
    public DateTime? AppealBy { get; private set; }

    /// <summary>Whose refusal an appeal set aside: somebody else decides anew. <see cref="Refusal"/> keeps what they wrote until it is refused again.</summary>
    public Guid? RefusedById { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>Takes it on: from now on this person alone reads the grounds and decides.</summary>
    /// <exception cref="DomainException">
    /// <c>adjustment.taken</c>, <c>adjustment.part</c> (whoever refused it before, or has or had a part in the assessment: who assesses never reads why)
    /// </exception>
    public void TakeOn(Assessment assessment, Guid byPerson)
    {
        if (byPerson == RefusedById || assessment.Concerns(byPerson))
        {
            throw new DomainException("adjustment.part");
        }

        if (ApproverId is { } other && other != byPerson)
        {
            throw new DomainException("adjustment.taken");
        }

        if (ApproverId is null)
        {
            ApproverId = byPerson;
            Tell("adjustment.taken-on");
        }
    }

    /// <summary>Agrees, as asked or otherwise.</summary>
    /// <param name="byPerson">Who took it on.</param>
    /// <param name="what">What is agreed; assessors read it, so it names no grounds.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>adjustment.taken</c>, <c>adjustment.decided</c>, <c>adjustment.what</c></exception>
    public void Agree(Guid byPerson, string what, DateTime now)
    {
        DemandApprover(byPerson);
        if (string.IsNullOrWhiteSpace(what))
        {
            throw new DomainException("adjustment.what");
        }

        (State, What, DecidedAt) = (AdjustmentState.Agreed, what, now);
        Tell("adjustment.agreed");
    }

    /// <summary>Refuses, with the reason.</summary>
    /// <param name="byPerson">Who took it on.</param>
    /// <param name="reason">Told to the candidate.</param>
    /// <param name="appealBy">End of the last day to appeal, UTC.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>adjustment.taken</c>, <c>adjustment.decided</c>, <c>reason.missing</c></exception>
    public void Refuse(Guid byPerson, string reason, DateTime appealBy, DateTime now)
    {
        DemandApprover(byPerson);
        DomainException.DemandReason(reason);

        (State, Refusal, DecidedAt, AppealBy) = (AdjustmentState.Refused, reason, now, appealBy);
        Tell("adjustment.refused");
    }

    /// <summary>The clock of the assessment goes on: the days to appeal against the refusal are put off by the time that it stood.</summary>
    public void PutOff(Suspension suspension)
    {
        if (State == AdjustmentState.Refused && AppealBy is { } appealBy && suspension.PutOff(appealBy, DecidedAt) is var until && until != appealBy)
        {
            AppealBy = until;
            Tell("adjustment.put-off");
        }
    }

    /// <summary>After an appeal the refusal no longer stands: the request waits for somebody else to take it on.</summary>
    /// <param name="byPerson">Who heard the appeal.</param>
    /// <exception cref="DomainException"><c>appeal.outcome</c>, <c>appeal.hearer</c></exception>
    public void SetAside(Guid byPerson)
    {
        if (State != AdjustmentState.Refused)
        {
            throw new DomainException("appeal.outcome");
        }

        if (byPerson == ApproverId)
        {
            throw new DomainException("appeal.hearer");
        }

        (State, RefusedById, ApproverId, DecidedAt, AppealBy) = (AdjustmentState.Asked, ApproverId, null, null, null);
        Tell("adjustment.set-aside");
    }

    /// <summary>What the audit trail's digest is made of; never the grounds. The last two stand in it since refusals can be appealed.</summary>
    public string DigestText() =>
        string.Create(CultureInfo.InvariantCulture, $"{AskedFor}|{State}|{ApproverId}|{What}|{Refusal}")
        + (AppealBy is null && RefusedById is null ? "" : string.Create(CultureInfo.InvariantCulture, $"|{AppealBy?.Ticks}|{RefusedById}"));

    private void DemandApprover(Guid byPerson)
    {
        if (ApproverId != byPerson)
        {
            throw new DomainException("adjustment.taken");
        }

        if (State != AdjustmentState.Asked)
        {
            throw new DomainException("adjustment.decided");
        }
    }

    private void Tell(string action)
    {
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, action, Id, ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }
}

/// <summary>
/// Why a candidate needs an adjustment: health data, given with a consent of its own, read by the candidate and whoever took the request on. It goes
/// when the consent is withdrawn; what was agreed stays.
/// </summary>
public sealed class AdjustmentGrounds : Entity
{
    private AdjustmentGrounds()
    {
    }

    /// <exception cref="DomainException"><c>adjustment.consent</c></exception>
    public AdjustmentGrounds(Adjustment adjustment, string text, bool consents, DateTime now)
    {
        if (!consents)
        {
            throw new DomainException("adjustment.consent");
        }

        (Id, Text, ConsentedAt) = (adjustment.Id, text, now);
        Note(AuditFact.Of(adjustment.AssessmentId, "adjustment.consented", Id));
    }

    public string Text { get; private set; } = "";

    /// <summary>When the candidate agreed that it is kept for this purpose, UTC.</summary>
    public DateTime ConsentedAt { get; private set; }

    /// <summary>Leaves the trace of the consent's end; whoever calls removes the row.</summary>
    public void WithdrawConsent(Guid assessmentId) => Note(AuditFact.Of(assessmentId, "adjustment.consent-withdrawn", Id));
}
