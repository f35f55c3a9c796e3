using System.Globalization;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

public enum MeetingState
{
    /// <summary>已準備: laid out; it begins once the candidate's identity is checked.</summary>
    Prepared,

    /// <summary>進行中.</summary>
    Running,

    /// <summary>已結束: nothing of it changes any more.</summary>
    Finished,

    /// <summary>已取消: it never began.</summary>
    Discarded,

    /// <summary>已中止: it began and was not brought to its end; what was noted stays, and nothing of it changes any more.</summary>
    BrokenOff,
}

public enum MeetingMove
{
    CheckIdentity,
    Begin,
    Finish,
    Discard,
    TakeOver,
    BreakOff,
}

/// <summary>The moves of a meeting, in one place.</summary>
public static class MeetingMoves
{
    private static readonly Dictionary<(MeetingState From, MeetingMove Move), MeetingState> Moves = new()
    {
        [(MeetingState.Prepared, MeetingMove.CheckIdentity)] = MeetingState.Prepared,
        [(MeetingState.Prepared, MeetingMove.Begin)] = MeetingState.Running,
        [(MeetingState.Running, MeetingMove.Finish)] = MeetingState.Finished,
        [(MeetingState.Prepared, MeetingMove.Discard)] = MeetingState.Discarded,
        [(MeetingState.Prepared, MeetingMove.TakeOver)] = MeetingState.Prepared,
        [(MeetingState.Running, MeetingMove.TakeOver)] = MeetingState.Running,
        [(MeetingState.Running, MeetingMove.BreakOff)] = MeetingState.BrokenOff,
    };

    public static bool Allows(this MeetingState state, MeetingMove move) => Moves.ContainsKey((state, move));

    public static MeetingState After(this MeetingState state, MeetingMove move) => Moves[(state, move)];
}

/// <summary>The document by which a candidate's identity was checked; neither its number nor a picture of it is kept.</summary>
public enum IdentityDocument
{
    /// <summary>國民身分證.</summary>
    NationalIdentityCard,

    /// <summary>居留證.</summary>
    ResidencePermit,

    /// <summary>護照.</summary>
    Passport,

    /// <summary>駕駛執照.</summary>
    DrivingLicence,

    /// <summary>員工識別證.</summary>
    EmployeeCard,
}

/// <summary>Where the document was looked at.</summary>
public enum IdentityPlace
{
    OnSite,
    Video,
}

/// <summary>What an observation or a questioning is held for.</summary>
public sealed record MeetingTerms
{
    public required AppointmentKind Kind { get; init; }

    /// <summary>The appointment that it was arranged by, if any.</summary>
    public Guid? AppointmentId { get; init; }

    /// <summary>Code of the scheme's method variant that it is held by.</summary>
    public required string Method { get; init; }

    /// <summary>Of an observation: whether a recording is watched, instead of the candidate live; the scheme says so of the variant.</summary>
    public bool Recorded { get; init; }

    /// <summary>The evidence version that is watched; of a recorded observation only.</summary>
    public Guid? RecordingId { get; init; }

    /// <summary>How that piece is called, e.g. <c>EV-03</c>.</summary>
    public string? RecordingLabel { get; init; }
}

/// <summary>What is noted of a meeting as a whole.</summary>
/// <param name="Present">Who is there besides candidate and assessor, or who is seen in the recording.</param>
/// <param name="Remark">On its course, such as an interruption.</param>
public sealed record MeetingFields(string? Present, string? Remark)
{
    /// <summary>Longest text, in UTF-16 code units.</summary>
    public const int TextLimit = 2000;
}

/// <summary>
/// 評量場次: an observation or a questioning as one assessor holds it. It belongs to the assignment that holds it, as a score sheet does: of two
/// assessors neither sees the other's before both have finished. It changes no rating; what was seen or asked is offered beside each criterion.
/// </summary>
public sealed class Meeting : Entity
{
    /// <summary>Hours for which a check of the identity holds before it begins.</summary>
    public const int IdentityHours = 12;

    private Meeting()
    {
    }

    /// <summary>Lays out a meeting.</summary>
    /// <exception cref="DomainException"><c>assessment.not-assessor</c>, <c>assessment.handed-over</c>, <c>meeting.closed</c>, <c>meeting.recording</c> (none is named)</exception>
    public Meeting(Guid id, Assessment assessment, MeetingTerms terms, Guid byPerson, DateTime now)
    {
        (Id, AssessmentId, AssignmentId, AppointmentId) = (id, assessment.Id, assessment.DemandMeetings(byPerson).Id, terms.AppointmentId);
        (Kind, Method, PreparedAt) = (terms.Kind, terms.Method, now);
        Recorded = terms is { Kind: AppointmentKind.Observation, Recorded: true };
        (RecordingId, RecordingLabel) = !Recorded ? (null, null) : terms.RecordingId is null ? throw new DomainException("meeting.recording") : (terms.RecordingId, terms.RecordingLabel);
        Tell("meeting.prepared");
    }

    public Guid AssessmentId { get; private set; }

    /// <summary>Whose it is: the lead's or the second assessor's part.</summary>
    public Guid AssignmentId { get; private set; }

    public Guid? AppointmentId { get; private set; }

    public AppointmentKind Kind { get; private set; }

    public MeetingState State { get; private set; }

    /// <summary>Code of a method variant of the scheme.</summary>
    public string Method { get; private set; } = "";

    public DateTime PreparedAt { get; private set; }

    public IdentityDocument? IdentityDocument { get; private set; }

    public IdentityPlace? IdentityPlace { get; private set; }

    public Guid? IdentityCheckedById { get; private set; }

    public DateTime? IdentityCheckedAt { get; private set; }

    public DateTime? BegunAt { get; private set; }

    public DateTime? EndedAt { get; private set; }

    public bool Recorded { get; private set; }

    /// <summary>The evidence version that is watched; null where the candidate is seen live, and of recordings from before they were named.</summary>
    public Guid? RecordingId { get; private set; }

    /// <summary>How that piece is called, e.g. <c>EV-03</c>.</summary>
    public string? RecordingLabel { get; private set; }

    public string? Present { get; private set; }

    public string? Remark { get; private set; }

    /// <summary>Why it was broken off.</summary>
    public string? EndReason { get; private set; }

    public byte[] Salt { get; private set; } = [];

    public MeetingFields Fields => new(Present, Remark);

    /// <summary>Whether the identity was checked for this event, not days before it.</summary>
    public bool IdentityIsChecked(DateTime now) => IdentityCheckedAt is { } at && now - at < TimeSpan.FromHours(IdentityHours);

    /// <summary>Notes that the candidate's identity was checked: by which document, where, by whom and when.</summary>
    /// <exception cref="DomainException"><c>meeting.move</c>, <c>meeting.not-yours</c>, and those of laying it out</exception>
    public void CheckIdentity(Assessment assessment, IdentityDocument document, IdentityPlace place, Guid byPerson, DateTime now)
    {
        DemandHolder(assessment, byPerson);
        Move(MeetingMove.CheckIdentity);
        (IdentityDocument, IdentityPlace, IdentityCheckedById, IdentityCheckedAt) = (document, place, byPerson, now);
        Tell("meeting.identity-checked");
    }

    /// <exception cref="DomainException"><c>meeting.identity</c> (it was not checked in the last <see cref="IdentityHours"/> hours), <c>meeting.move</c>, <c>meeting.not-yours</c>, and those of laying it out</exception>
    public void Begin(Assessment assessment, Guid byPerson, DateTime now)
    {
        DemandHolder(assessment, byPerson);
        if (State == MeetingState.Prepared && !IdentityIsChecked(now))
        {
            throw new DomainException("meeting.identity");
        }

        Move(MeetingMove.Begin);
        BegunAt = now;
        Tell("meeting.begun");
    }

    /// <summary>Whether it may be written in: it runs, and it is this assessor's, whose sheet is still open.</summary>
    /// <exception cref="DomainException"><c>meeting.not-running</c>, <c>meeting.not-yours</c>, and those of laying it out</exception>
    public void DemandRunning(Assessment assessment, Guid byPerson)
    {
        DemandHolder(assessment, byPerson);
        if (State != MeetingState.Running)
        {
            throw new DomainException("meeting.not-running");
        }
    }

    /// <summary>Whether questions may be chosen: before it begins, and while it runs.</summary>
    /// <exception cref="DomainException"><c>meeting.not-running</c>, <c>meeting.not-yours</c>, and those of laying it out</exception>
    public void DemandOpen(Assessment assessment, Guid byPerson)
    {
        DemandHolder(assessment, byPerson);
        if (State is not (MeetingState.Prepared or MeetingState.Running))
        {
            throw new DomainException("meeting.not-running");
        }
    }

    /// <exception cref="DomainException"><c>rating.too-long</c>, and those of <see cref="DemandRunning"/></exception>
    public void Change(Assessment assessment, MeetingFields next, Guid byPerson)
    {
        DemandRunning(assessment, byPerson);
        if (next.Present?.Length > MeetingFields.TextLimit || next.Remark?.Length > MeetingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", MeetingFields.TextLimit);
        }

        (Present, Remark) = (next.Present, next.Remark);
    }

    /// <summary>What it still lacks to be finished, by code (<c>error.meeting.CODE</c>); the screen asks, <see cref="Finish"/> enforces.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyCollection<ObservedItem> items, IReadOnlyCollection<AskedQuestion> questions) =>
    [
        .. Kind == AppointmentKind.Observation && string.IsNullOrWhiteSpace(Present) ? ["present"] : Array.Empty<string>(),
        .. Kind == AppointmentKind.Observation && items.All(i => i.Seen is null) ? ["nothing-seen"] : Array.Empty<string>(),
        .. Kind == AppointmentKind.Questioning && questions.Count == 0 ? ["nothing-asked"] : Array.Empty<string>(),
        .. questions.Any(q => string.IsNullOrWhiteSpace(q.Answer) || q.Sufficient is null) ? ["unjudged"] : Array.Empty<string>(),
    ];

    /// <summary>Ends it; from now on nothing of it changes.</summary>
    /// <param name="assessment">Its assessment.</param>
    /// <param name="items">All that was looked for.</param>
    /// <param name="questions">All that was asked.</param>
    /// <param name="byPerson">The assessor who holds it.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">
    /// <c>meeting.move</c>, <c>meeting.present</c>, <c>meeting.nothing-seen</c>, <c>meeting.nothing-asked</c>, <c>meeting.unjudged</c>, <c>meeting.not-yours</c>, and those of laying it out
    /// </exception>
    public void Finish(Assessment assessment, IReadOnlyCollection<ObservedItem> items, IReadOnlyCollection<AskedQuestion> questions, Guid byPerson, DateTime now)
    {
        DemandHolder(assessment, byPerson);
        Move(MeetingMove.Finish);
        if (Missing(items, questions) is { Count: > 0 } missing)
        {
            throw missing[0] switch
            {
                "present" => new DomainException("meeting.present"),
                "nothing-seen" => new DomainException("meeting.nothing-seen"),
                "nothing-asked" => new DomainException("meeting.nothing-asked"),
                _ => new DomainException("meeting.unjudged"),
            };
        }

        EndedAt = now;
        TellContent("meeting.finished", items, questions);
    }

    /// <summary>Gives up what never began.</summary>
    /// <exception cref="DomainException"><c>meeting.move</c>, <c>meeting.not-yours</c>, and those of laying it out</exception>
    public void Discard(Assessment assessment, Guid byPerson)
    {
        DemandHolder(assessment, byPerson);
        Move(MeetingMove.Discard);
        Tell("meeting.discarded");
    }

    /// <summary>
    /// Takes over what a predecessor in the same part left unfinished. It is the successor's from now on; what was noted stands unchanged in the
    /// takeover, with whose it was. The identity check of one that has not begun is the successor's to make anew.
    /// </summary>
    /// <param name="takeoverId">Key of the takeover.</param>
    /// <param name="assessment">Its assessment.</param>
    /// <param name="items">All that was looked for.</param>
    /// <param name="questions">All that was asked.</param>
    /// <param name="byPerson">The successor.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>meeting.move</c>, <c>meeting.not-left</c> (nobody left it to this person), and those of laying it out</exception>
    public MeetingTakeover TakeOver(Guid takeoverId, Assessment assessment, IReadOnlyCollection<ObservedItem> items, IReadOnlyCollection<AskedQuestion> questions, Guid byPerson, DateTime now)
    {
        var mine = assessment.DemandMeetings(byPerson);
        if (mine.Id == AssignmentId)
        {
            throw new DomainException("meeting.move", State, MeetingMove.TakeOver);
        }

        DemandLeft(assessment, mine);
        Move(MeetingMove.TakeOver);
        var takeover = new MeetingTakeover(takeoverId, this, mine.Id, items, questions, now);
        AssignmentId = mine.Id;
        if (State == MeetingState.Prepared)
        {
            (IdentityDocument, IdentityPlace, IdentityCheckedById, IdentityCheckedAt) = (null, null, null, null);
        }

        Tell("meeting.taken-over", ("takeover", takeover.Id.ToString()), ("noted", takeover.Digest()));
        return takeover;
    }

    /// <summary>Ends what cannot be brought to its end: by who holds it, or by the successor of who left it. What was noted stays as it is.</summary>
    /// <exception cref="DomainException">
    /// <c>meeting.move</c>, <c>meeting.not-left</c>, <c>reason.missing</c>, <c>rating.too-long</c>, and those of laying it out
    /// </exception>
    public void BreakOff(Assessment assessment, IReadOnlyCollection<ObservedItem> items, IReadOnlyCollection<AskedQuestion> questions, string? reason, Guid byPerson, DateTime now)
    {
        var mine = assessment.DemandMeetings(byPerson);
        if (mine.Id != AssignmentId)
        {
            DemandLeft(assessment, mine);
        }

        DomainException.DemandReason(reason);
        if (reason.Length > MeetingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", MeetingFields.TextLimit);
        }

        Move(MeetingMove.BreakOff);
        (EndedAt, EndReason) = (now, reason);
        TellContent("meeting.broken-off", items, questions);
    }

    /// <summary>What the audit trail's digest is made of: all but what was entered, of which <see cref="ContentText"/> is made at the end.</summary>
    public string DigestText() => string.Create(CultureInfo.InvariantCulture, $"{AssignmentId}|{AppointmentId}|{Kind}|{Method}|{State}|{IdentityDocument}|{IdentityPlace}|{IdentityCheckedById}|{IdentityCheckedAt:s}|{BegunAt:s}|{EndedAt:s}")
        + (EndReason is null ? "" : $"|{EndReason}")
        + (RecordingId is null ? "" : $"|{RecordingId}");

    /// <summary>All that was entered, for the digest of a meeting that has ended.</summary>
    public string ContentText(IEnumerable<ObservedItem> items, IEnumerable<AskedQuestion> questions) =>
        string.Join('\n', [$"{Recorded}|{Present}|{Remark}", .. items.OrderBy(i => i.Position).Select(i => i.DigestText()), .. questions.OrderBy(q => q.Position).Select(q => q.DigestText())]);

    private void DemandHolder(Assessment assessment, Guid byPerson)
    {
        if (assessment.DemandMeetings(byPerson).Id != AssignmentId)
        {
            throw new DomainException("meeting.not-yours");
        }
    }

    private void DemandLeft(Assessment assessment, AssessorAssignment mine)
    {
        if (!assessment.Assignments.Any(a => a.Id == AssignmentId && a.EndedAt is not null && a.Part == mine.Part))
        {
            throw new DomainException("meeting.not-left");
        }
    }

    private void Move(MeetingMove move)
    {
        if (!State.Allows(move))
        {
            throw new DomainException("meeting.move", State, move);
        }

        State = State.After(move);
    }

    /// <summary>Tells of an end, with a digest of all that was entered.</summary>
    private void TellContent(string action, IReadOnlyCollection<ObservedItem> items, IReadOnlyCollection<AskedQuestion> questions)
    {
        Salt = SaltedDigest.NewSalt();
        NoteFact(action, ("content", Digest(ContentText(items, questions))));
    }

    private void Tell(string action, params (string Key, string Value)[] more)
    {
        Salt = SaltedDigest.NewSalt();
        NoteFact(action, more);
    }

    private void NoteFact(string action, params (string Key, string Value)[] more) =>
        Note(AuditFact.Of(AssessmentId, action, Id, [("kind", Kind.ToString()), ("state", State.ToString()), ("digest", Digest(DigestText())), .. more]));

    private string Digest(string text) => Convert.ToHexStringLower(SaltedDigest.Of(Salt, text));
}
