using System.Globalization;
using System.Text;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.People;

/// <summary>What somebody does in an assessment of others, as far as it takes a qualification.</summary>
public enum JudgingKind
{
    /// <summary>評量: rates, or signs the decision.</summary>
    Assessing,

    /// <summary>覆核.</summary>
    Verifying,
}

/// <summary>What keeps somebody from a part in an assessment, unless the quality lead allows it with a reason.</summary>
[Flags]
public enum Obstacles
{
    None = 0,

    /// <summary>無有效資格: no qualification for the unit and the part is in force today.</summary>
    NotQualified = 1,

    /// <summary>利益衝突: declared between this person and the candidate.</summary>
    DeclaredConflict = 2,

    /// <summary>任職同一機構: both are, or were within <see cref="Affiliation.YearsThatCount"/>, with one employer.</summary>
    SameEmployer = 4,

    /// <summary>曾任教該梯次: this person taught the cohort that the candidate attended.</summary>
    TaughtCohort = 8,
}

/// <summary>How a person belongs to an organisation or a training cohort.</summary>
public enum AffiliationKind
{
    /// <summary>任職機構.</summary>
    Employer,

    /// <summary>參訓梯次: as a participant.</summary>
    AttendedCohort,

    /// <summary>任教梯次: as a teacher.</summary>
    TaughtCohort,
}

/// <summary>任職與梯次: where a person works or worked, and which training cohorts they attended or taught. Evident conflicts follow from it.</summary>
public sealed class Affiliation : Entity
{
    /// <summary>A common employer counts for so many years after either has left.</summary>
    public const int YearsThatCount = 2;

    private Affiliation()
    {
    }

    /// <exception cref="DomainException"><c>affiliation.dates</c></exception>
    public Affiliation(Guid id, Person person, AffiliationKind kind, string name, DateOnly? from, DateOnly? until)
    {
        DemandOrder(from, until);
        (Id, CentreId, PersonId, Kind, Name, NameKey, From, Until) = (id, person.CentreId, person.Id, kind, name, KeyOf(name), from, until);
        Tell("affiliation.recorded");
    }

    public Guid CentreId { get; private set; }

    public Guid PersonId { get; private set; }

    public AffiliationKind Kind { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The name as two are compared: without blanks, full-width and case made one, 臺 as 台.</summary>
    public string NameKey { get; private set; } = "";

    public DateOnly? From { get; private set; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Until { get; private set; }

    /// <summary>Why it was ended or removed.</summary>
    public string? EndReason { get; private set; }

    /// <summary>When it was removed as entered in error, UTC; from then on nothing follows from it.</summary>
    public DateTime? RemovedAt { get; private set; }

    /// <summary>Of the reason; null before there is one.</summary>
    public byte[]? Salt { get; private set; }

    public static string KeyOf(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant().Replace('臺', '台');

    /// <summary>Says when it ended, and why that is said.</summary>
    /// <exception cref="DomainException"><c>affiliation.own</c>, <c>affiliation.removed</c>, <c>affiliation.dates</c>, <c>reason.missing</c>, <c>rating.too-long</c></exception>
    public void End(Guid byPerson, DateOnly until, string reason)
    {
        DemandOrder(From, until);
        Close("affiliation.ended", byPerson, until, null, reason);
    }

    /// <summary>It was entered in error: nothing follows from it any more, and the row keeps why.</summary>
    /// <exception cref="DomainException"><c>affiliation.own</c>, <c>affiliation.removed</c>, <c>reason.missing</c>, <c>rating.too-long</c></exception>
    public void Remove(Guid byPerson, string reason, DateTime now) => Close("affiliation.removed", byPerson, Until, now, reason);

    /// <summary>What the audit trail's digest is made of, once it was ended or removed.</summary>
    public string DigestText() => string.Create(CultureInfo.InvariantCulture, $"{Until:yyyy-MM-dd}\n{RemovedAt?.Ticks}\n{EndReason}");

    private static void DemandOrder(DateOnly? from, DateOnly? until)
    {
        if (until < from)
        {
            throw new DomainException("affiliation.dates");
        }
    }

    /// <summary>Conflicts of interest follow from it: nobody closes their own.</summary>
    private void Close(string action, Guid byPerson, DateOnly? until, DateTime? removedAt, string reason)
    {
        if (byPerson == PersonId)
        {
            throw new DomainException("affiliation.own");
        }

        if (RemovedAt is not null)
        {
            throw new DomainException("affiliation.removed");
        }

        // What was removed after it had ended keeps both reasons.
        var reasons = EndReason is null ? reason : $"{EndReason}\n{reason}";
        DomainException.DemandReason(reason);
        DomainException.DemandReason(reasons, RatingFields.TextLimit);
        (Until, RemovedAt, EndReason, Salt) = (until, removedAt, reasons, SaltedDigest.NewSalt());
        Tell(action, ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText()))));
    }

    private void Tell(string action, params ReadOnlySpan<(string Name, string Value)> more) =>
        Note(AuditFact.Of(CentreId, action, Id, [("person", PersonId.ToString()), ("kind", Kind.ToString()), .. more]));
}

/// <summary>利益衝突: declared between somebody who judges and somebody who is judged, by the former or by an administrator.</summary>
public sealed class ConflictOfInterest : Entity
{
    private ConflictOfInterest()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="person">Who must not judge.</param>
    /// <param name="otherId">Whom.</param>
    /// <param name="declaredById">Who says so.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>conflict.self</c>, <c>reason.missing</c></exception>
    public ConflictOfInterest(Guid id, Person person, Guid otherId, Guid declaredById, string reason, DateTime now)
    {
        if (person.Id == otherId)
        {
            throw new DomainException("conflict.self");
        }

        DomainException.DemandReason(reason);
        (Id, CentreId, PersonId, OtherId, DeclaredById, Reason, DeclaredAt) = (id, person.CentreId, person.Id, otherId, declaredById, reason, now);
        Note(AuditFact.Of(CentreId, "conflict.declared", id, ("person", PersonId.ToString()), ("other", OtherId.ToString())));
    }

    public Guid CentreId { get; private set; }

    public Guid PersonId { get; private set; }

    public Guid OtherId { get; private set; }

    public Guid DeclaredById { get; private set; }

    public string Reason { get; private set; } = "";

    public DateTime DeclaredAt { get; private set; }

    public DateTime? EndedAt { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>Of the reasons; null before it is ended.</summary>
    public byte[]? Salt { get; private set; }

    /// <summary>Declared by the person whom it keeps from judging.</summary>
    public bool IsOwn => DeclaredById == PersonId;

    /// <summary>
    /// It is no longer so, or was declared in error. A quality lead says so whom it does not concern, or, of what they declared of themselves, the person;
    /// nobody else, whoever declared it.
    /// </summary>
    /// <param name="byPerson">Who ends it.</param>
    /// <param name="oversees">Whether they are a quality lead.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>conflict.not-yours</c>, <c>conflict.ended</c>, <c>reason.missing</c></exception>
    public void End(Guid byPerson, bool oversees, string reason, DateTime now)
    {
        var concerns = byPerson == PersonId || byPerson == OtherId;
        if (concerns ? !(IsOwn && byPerson == PersonId) : !oversees)
        {
            throw new DomainException("conflict.not-yours");
        }

        if (EndedAt is not null)
        {
            throw new DomainException("conflict.ended");
        }

        DomainException.DemandReason(reason, RatingFields.TextLimit);
        (EndedAt, EndReason, Salt) = (now, reason, SaltedDigest.NewSalt());
        Note(AuditFact.Of(
            CentreId, "conflict.ended", Id, ("person", PersonId.ToString()), ("other", OtherId.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }

    /// <summary>What the audit trail's digest is made of, once it was ended.</summary>
    public string DigestText() => string.Join('\n', Reason, EndReason);
}

/// <summary>How a request for an override stands.</summary>
public enum OverrideState
{
    Asked,
    Granted,
    Refused,
}

/// <summary>Whom an override is asked for.</summary>
/// <param name="PersonId">Who is to judge.</param>
/// <param name="CandidateId">Whom.</param>
/// <param name="UnitId">Against which unit.</param>
/// <param name="Kind">In which part.</param>
public sealed record OverrideSubject(Guid PersonId, Guid CandidateId, Guid UnitId, JudgingKind Kind);

/// <summary>例外核准: the quality lead lets somebody judge a candidate in spite of named obstacles. It holds for these obstacles and no others.</summary>
public sealed class IndependenceOverride : Entity
{
    private IndependenceOverride()
    {
    }

    /// <exception cref="DomainException"><c>override.not-needed</c>, <c>reason.missing</c></exception>
    public IndependenceOverride(Guid id, Guid centreId, OverrideSubject subject, Obstacles obstacles, Guid? assessmentId, Guid askedById, string reason, DateTime now)
    {
        if (obstacles == Obstacles.None)
        {
            throw new DomainException("override.not-needed");
        }

        DomainException.DemandReason(reason);
        (Id, CentreId, PersonId, CandidateId, UnitId, Kind) = (id, centreId, subject.PersonId, subject.CandidateId, subject.UnitId, subject.Kind);
        (ObstacleBits, AssessmentId, AskedById, Reason, AskedAt) = ((int)obstacles, assessmentId, askedById, reason, now);
        Tell("override.asked");
    }

    public Guid CentreId { get; private set; }

    public Guid PersonId { get; private set; }

    public Guid CandidateId { get; private set; }

    public Guid UnitId { get; private set; }

    public JudgingKind Kind { get; private set; }

    /// <summary><see cref="Obstacles"/> as a number, which both databases can compare bit by bit.</summary>
    public int ObstacleBits { get; private set; }

    /// <summary>What it gets past.</summary>
    public Obstacles Obstacles => (Obstacles)ObstacleBits;

    /// <summary>The assessment that was at hand when it was asked for; null where one was being planned.</summary>
    public Guid? AssessmentId { get; private set; }

    public Guid AskedById { get; private set; }

    public string Reason { get; private set; } = "";

    public DateTime AskedAt { get; private set; }

    public OverrideState State { get; private set; }

    public Guid? DecidedById { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    /// <summary>Why it was granted or refused.</summary>
    public string? Answer { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>Grants or refuses it. Whoever asked for it may still refuse it, never grant it.</summary>
    /// <exception cref="DomainException"><c>override.decided</c>, <c>override.own</c>, <c>override.asked-self</c>, <c>reason.missing</c></exception>
    public void Decide(Guid byPerson, bool granted, string reason, DateTime now)
    {
        if (State != OverrideState.Asked)
        {
            throw new DomainException("override.decided");
        }

        if (byPerson == PersonId || byPerson == CandidateId)
        {
            throw new DomainException("override.own");
        }

        if (granted && byPerson == AskedById)
        {
            throw new DomainException("override.asked-self");
        }

        DomainException.DemandReason(reason);
        (State, DecidedById, DecidedAt, Answer) = (granted ? OverrideState.Granted : OverrideState.Refused, byPerson, now, reason);
        Tell("override.decided");
    }

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Join('\n', Reason, Answer);

    private void Tell(string action)
    {
        Salt = SaltedDigest.NewSalt();
        Note(AuditFact.Of(
            CentreId, action, Id, ("person", PersonId.ToString()), ("candidate", CandidateId.ToString()), ("obstacles", Obstacles.ToString()), ("state", State.ToString()),
            ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText())))));
    }
}
