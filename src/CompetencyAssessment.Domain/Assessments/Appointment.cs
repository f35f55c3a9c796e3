using System.Globalization;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>What candidate and assessor meet for.</summary>
public enum AppointmentKind
{
    /// <summary>觀察, such as the presentation of the plan (T4).</summary>
    Observation,

    /// <summary>詢問.</summary>
    Questioning,
}

public enum AppointmentState
{
    Agreed,

    /// <summary>取消.</summary>
    Cancelled,

    /// <summary>未到場.</summary>
    NoShow,
}

/// <summary>When, where and what an appointment is for. Times are UTC.</summary>
public sealed record AppointmentTerms
{
    public const int PlaceLimit = 200;

    public const int LinkLimit = 500;

    public const int RemarkLimit = 2000;

    public required AppointmentKind Kind { get; init; }

    public required DateTime StartAt { get; init; }

    public required DateTime EndAt { get; init; }

    public string? Place { get; init; }

    /// <summary>Address of a video meeting, https only.</summary>
    public string? Link { get; init; }

    /// <summary>Codes of the criteria that it is to cover.</summary>
    public IReadOnlyList<string> Criteria { get; init; } = [];

    public string? Remark { get; init; }
}

/// <summary>約定時間: candidate and assessor meet for an observation or for questioning.</summary>
public sealed class Appointment : Entity
{
    private Appointment()
    {
    }

    /// <summary>Makes an appointment.</summary>
    /// <exception cref="DomainException">
    /// <c>appointment.state</c> (nobody works on the assessment now), <c>appointment.times</c>, <c>appointment.past</c>, <c>appointment.place</c>, <c>appointment.link</c>
    /// </exception>
    public Appointment(Guid id, Assessment assessment, AppointmentTerms terms, Guid byPerson, DateTime now)
    {
        DemandOpen(assessment);
        (Id, AssessmentId, MadeById, MadeAt) = (id, assessment.Id, byPerson, now);
        Set(terms, now);
        Tell("appointment.made");
    }

    public Guid AssessmentId { get; private set; }

    public AppointmentKind Kind { get; private set; }

    public AppointmentState State { get; private set; }

    public DateTime StartAt { get; private set; }

    public DateTime EndAt { get; private set; }

    public string? Place { get; private set; }

    public string? Link { get; private set; }

    /// <summary>Codes of criteria, with a space between.</summary>
    public string Criteria { get; private set; } = "";

    public string? Remark { get; private set; }

    /// <summary>How often it was changed; calendars tell a newer copy by it.</summary>
    public int Sequence { get; private set; }

    public Guid MadeById { get; private set; }

    public DateTime MadeAt { get; private set; }

    /// <summary>Last change, UTC.</summary>
    public DateTime ChangedAt { get; private set; }

    /// <summary>Why it was moved last, or cancelled.</summary>
    public string? Reason { get; private set; }

    public byte[] Salt { get; private set; } = [];

    public AppointmentTerms Terms => new() { Kind = Kind, StartAt = StartAt, EndAt = EndAt, Place = Place, Link = Link, Criteria = Criteria.Split(' ', StringSplitOptions.RemoveEmptyEntries), Remark = Remark };

    /// <summary>As the plan holds it; null once it is cancelled.</summary>
    public PlannedAppointment? InPlan => State == AppointmentState.Cancelled ? null : new(Id, Kind, StartAt, EndAt, Place, Link, Criteria, Remark);

    /// <summary>Moves or describes it anew, with the reason; also while the assessment is suspended.</summary>
    /// <exception cref="DomainException"><c>appointment.closed</c>, <c>appointment.held</c>, <c>reason.missing</c>, and those of making one</exception>
    public void Reschedule(Assessment assessment, AppointmentTerms terms, string reason, bool wasHeld, DateTime now)
    {
        if (!CanMove(assessment.State))
        {
            throw new DomainException("appointment.state");
        }

        DemandAgreed();
        DemandNotHeld(wasHeld);
        DomainException.DemandReason(reason);
        Set(terms, now);
        (Sequence, Reason) = (Sequence + 1, reason);
        Tell("appointment.rescheduled");
    }

    /// <summary>Cancels it, with the reason.</summary>
    /// <exception cref="DomainException"><c>appointment.closed</c>, <c>appointment.held</c>, <c>reason.missing</c></exception>
    public void Cancel(string reason, bool wasHeld, DateTime now)
    {
        DemandAgreed();
        DemandNotHeld(wasHeld);
        DomainException.DemandReason(reason);
        (State, Sequence, Reason, ChangedAt) = (AppointmentState.Cancelled, Sequence + 1, reason, now);
        Tell("appointment.cancelled");
    }

    /// <summary>An assessor notes that the candidate did not come.</summary>
    /// <param name="assessment">The assessment, with its suspensions.</param>
    /// <param name="byPerson">The lead or the second assessor.</param>
    /// <param name="wasHeld">Whether an observation or questioning was begun from it.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">
    /// <c>assessment.not-assessor</c>, <c>appointment.state</c>, <c>appointment.closed</c>, <c>appointment.not-begun</c>, <c>appointment.suspended</c> (it fell
    /// into a suspension), <c>appointment.held</c>
    /// </exception>
    public void NoteNoShow(Assessment assessment, Guid byPerson, bool wasHeld, DateTime now)
    {
        if (!assessment.IsRater(byPerson))
        {
            throw new DomainException("assessment.not-assessor");
        }

        DemandOpen(assessment);
        DemandAgreed();
        if (now < StartAt)
        {
            throw new DomainException("appointment.not-begun");
        }

        // Told to the candidate: nothing takes place while it is suspended.
        if (assessment.Suspensions.Any(s => s.At <= StartAt && StartAt < (s.ResumedAt ?? DateTime.MaxValue)))
        {
            throw new DomainException("appointment.suspended");
        }

        DemandNotHeld(wasHeld);

        (State, ChangedAt) = (AppointmentState.NoShow, now);
        Tell("appointment.no-show");
    }

    /// <summary>States of an assessment in which what was agreed may be moved: while somebody works on it, or will again.</summary>
    public static bool CanMove(AssessmentState state) => state.Allows(AssessmentMove.Suspend) || state == AssessmentState.Suspended;

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Create(CultureInfo.InvariantCulture, $"{Kind}|{State}|{StartAt:s}|{EndAt:s}|{Place}|{Link}|{Criteria}|{Remark}|{Sequence}|{Reason}");

    private static void DemandOpen(Assessment assessment)
    {
        if (!assessment.State.Allows(AssessmentMove.Suspend))
        {
            throw new DomainException("appointment.state");
        }
    }

    private static void DemandNotHeld(bool wasHeld)
    {
        if (wasHeld)
        {
            throw new DomainException("appointment.held");
        }
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private void DemandAgreed()
    {
        if (State != AppointmentState.Agreed)
        {
            throw new DomainException("appointment.closed");
        }
    }

    private void Set(AppointmentTerms terms, DateTime now)
    {
        if (terms.EndAt <= terms.StartAt || terms.EndAt - terms.StartAt > TimeSpan.FromHours(24))
        {
            throw new DomainException("appointment.times");
        }

        if (terms.StartAt <= now)
        {
            throw new DomainException("appointment.past");
        }

        var (place, link) = (Trimmed(terms.Place), Trimmed(terms.Link));
        if (place is null && link is null)
        {
            throw new DomainException("appointment.place");
        }

        if (link is not null && !(Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps))
        {
            throw new DomainException("appointment.link");
        }

        (Kind, StartAt, EndAt, Place, Link, Remark, ChangedAt) = (terms.Kind, terms.StartAt, terms.EndAt, place, link, Trimmed(terms.Remark), now);
        Criteria = string.Join(' ', terms.Criteria.Distinct());
    }

    private void Tell(string action)
    {
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(AssessmentId, action, Id, ("state", State.ToString()), ("sequence", Sequence.ToString(CultureInfo.InvariantCulture)), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }
}
