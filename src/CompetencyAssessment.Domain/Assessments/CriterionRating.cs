using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>Why a rating is under the pass mark.</summary>
public enum ShortfallCause
{
    /// <summary>無佐證資料.</summary>
    NoEvidence,

    /// <summary>佐證資料不足.</summary>
    NotEnoughEvidence,

    /// <summary>表現未達標準.</summary>
    PerformanceShort,
}

/// <summary>How the place of a citation is told.</summary>
public enum PlaceKind
{
    /// <summary>The evidence as a whole.</summary>
    Whole,
    Page,
    Slide,
    Cell,
    Time,
    Section,
}

/// <summary>A method variant used for a rating and, for questioning and observation, what was asked or seen.</summary>
public sealed record MethodUse(string Code, string? Note);

/// <summary>The place in an evidence version that a rating rests on.</summary>
public sealed record Citation(Guid VersionId, PlaceKind Kind, string? Place)
{
    /// <summary>Whether it says where: the whole, or a place in words.</summary>
    public bool HasPlace => Kind == PlaceKind.Whole || !string.IsNullOrWhiteSpace(Place);
}

/// <summary>All that an assessor enters for one criterion. Whatever is entered is saved; <see cref="ScoreSheet"/> says what is still missing.</summary>
public sealed record RatingFields
{
    /// <summary>Longest text that a field takes, in UTF-16 code units.</summary>
    public const int TextLimit = 4000;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // By name only: a number that is none of the values would pass as one.
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Value on the scheme's scale; null: 未評定.</summary>
    public int? Level { get; init; }

    public ShortfallCause? Cause { get; init; }

    /// <summary>Reason at or over the pass mark; under it, what is missing, told to the candidate.</summary>
    public string? Comment { get; init; }

    /// <summary>Seen by assessors only.</summary>
    public string? PrivateNote { get; init; }

    /// <summary>Why it was not assessed; only in a decision of not yet competent.</summary>
    public string? NotAssessedReason { get; init; }

    public IReadOnlyList<MethodUse> Methods { get; init; } = [];

    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>Canonical form: the same fields always give the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>評定: what one assessor says about one criterion.</summary>
public sealed class CriterionRating : Entity
{
    private readonly List<RatingMethod> _methods = [];
    private readonly List<RatingCitation> _citations = [];

    private CriterionRating()
    {
    }

    public CriterionRating(Guid id, Guid assessmentId, Guid assignmentId, Guid criterionId) =>
        (Id, AssessmentId, AssignmentId, CriterionId) = (id, assessmentId, assignmentId, criterionId);

    public Guid AssessmentId { get; private set; }

    public Guid AssignmentId { get; private set; }

    public Guid CriterionId { get; private set; }

    public int? Level { get; private set; }

    public ShortfallCause? Cause { get; private set; }

    public string? Comment { get; private set; }

    public string? PrivateNote { get; private set; }

    public string? NotAssessedReason { get; private set; }

    /// <summary>The rating that this one was taken over from: a predecessor's, or that of an earlier attempt.</summary>
    public Guid? CarriedFromId { get; private set; }

    /// <summary>沿用: carried over from an earlier attempt and since then not given another level; marked on the record.</summary>
    public bool CarriedOver { get; private set; }

    /// <summary>Taken over and not yet confirmed by its new author; incomplete until then.</summary>
    public bool NeedsConfirmation { get; private set; }

    /// <summary>Number of the latest revision; 0 while nothing was entered.</summary>
    public int RevisionNo { get; private set; }

    public DateTime? ChangedAt { get; private set; }

    public IReadOnlyList<RatingMethod> Methods => _methods;

    public IReadOnlyList<RatingCitation> Citations => _citations;

    /// <summary>What is entered now.</summary>
    public RatingFields Fields => new()
    {
        Level = Level,
        Cause = Cause,
        Comment = Comment,
        PrivateNote = PrivateNote,
        NotAssessedReason = NotAssessedReason,
        Methods = [.. _methods.OrderBy(m => m.Position).Select(m => new MethodUse(m.Code, m.Note))],
        Citations = [.. _citations.OrderBy(c => c.Position).Select(c => new Citation(c.EvidenceVersionId, c.Kind, c.Place))],
    };

    /// <summary>Takes over a predecessor's rating; it counts only when the successor confirms it.</summary>
    public RatingRevision? TakeOver(CriterionRating from, Guid byPerson, NewKey newKey, DateTime now)
    {
        if (from.RevisionNo == 0)
        {
            return null;
        }

        CarriedOver = from.CarriedOver;
        return TakeOver(from, from.Fields, byPerson, newKey, now);
    }

    /// <summary>Carries over a passed rating of an earlier attempt; it counts only when this attempt's assessor confirms it.</summary>
    /// <param name="from">The rating of the earlier attempt.</param>
    /// <param name="handedIn">Versions that were handed in now; places in others are left out.</param>
    /// <param name="methodCodes">Method variants of this attempt's scheme; others are left out.</param>
    /// <param name="byPerson">This attempt's assessor.</param>
    /// <param name="newKey">Makes keys.</param>
    /// <param name="now">UTC.</param>
    public RatingRevision CarryOver(CriterionRating from, IReadOnlySet<Guid> handedIn, IReadOnlySet<string> methodCodes, Guid byPerson, NewKey newKey, DateTime now)
    {
        CarriedOver = true;

        // A private note was for that attempt's assessors.
        var fields = from.Fields with
        {
            PrivateNote = null,
            Methods = [.. from.Fields.Methods.Where(m => methodCodes.Contains(m.Code))],
            Citations = [.. from.Fields.Citations.Where(c => handedIn.Contains(c.VersionId))],
        };
        return TakeOver(from, fields, byPerson, newKey, now);
    }

    /// <summary>Enters fields as they are, complete or not, and keeps the history.</summary>
    /// <returns>The revision, to be added to the context; null where nothing differs.</returns>
    /// <exception cref="DomainException"><c>rating.level</c>, <c>rating.method</c>, <c>rating.too-long</c></exception>
    public RatingRevision? Change(RatingFields next, IReadOnlySet<int> levels, IReadOnlySet<string> methodCodes, Guid byPerson, NewKey newKey, DateTime now)
    {
        if (next.Level is { } level && !levels.Contains(level))
        {
            throw new DomainException("rating.level");
        }

        if (next.Methods.Any(m => !methodCodes.Contains(m.Code)) || next.Methods.DistinctBy(m => m.Code).Count() != next.Methods.Count)
        {
            throw new DomainException("rating.method");
        }

        string?[] texts = [next.Comment, next.PrivateNote, next.NotAssessedReason, .. next.Methods.Select(m => m.Note), .. next.Citations.Select(c => c.Place)];
        if (texts.Any(t => t?.Length > RatingFields.TextLimit))
        {
            throw new DomainException("rating.too-long", RatingFields.TextLimit);
        }

        if (next.ToJson() == Fields.ToJson())
        {
            return null;
        }

        if (next.Level != Level)
        {
            NeedsConfirmation = CarriedOver = false;
        }

        return Write(next, byPerson, newKey, now, "changed");
    }

    /// <summary>The successor makes a rating taken over their own.</summary>
    public RatingRevision? Confirm(Guid byPerson, NewKey newKey, DateTime now)
    {
        if (!NeedsConfirmation)
        {
            return null;
        }

        NeedsConfirmation = false;
        return Write(Fields, byPerson, newKey, now, "confirmed");
    }

    /// <summary>
    /// Lets what rests on one version rest on another, which took its place; it counts only when it is confirmed there.
    /// </summary>
    /// <returns>Null where it does not rest on the first.</returns>
    public RatingRevision? MoveTo(Guid replacement, Guid version, Guid byPerson, NewKey newKey, DateTime now)
    {
        if (!_citations.Exists(c => c.EvidenceVersionId == version))
        {
            return null;
        }

        NeedsConfirmation = true;
        return Write(Fields with { Citations = [.. Fields.Citations.Select(c => c.VersionId == version ? c with { VersionId = replacement } : c).Distinct()] }, byPerson, newKey, now, "moved");
    }

    private RatingRevision TakeOver(CriterionRating from, RatingFields fields, Guid byPerson, NewKey newKey, DateTime now)
    {
        CarriedFromId = from.Id;
        NeedsConfirmation = true;
        return Write(fields, byPerson, newKey, now, "taken-over");
    }

    private RatingRevision Write(RatingFields next, Guid byPerson, NewKey newKey, DateTime now, string what)
    {
        (Level, Cause, Comment, PrivateNote, NotAssessedReason) = (next.Level, next.Cause, next.Comment, next.PrivateNote, next.NotAssessedReason);
        Replace(next.Methods, next.Citations, newKey);
        ChangedAt = now;
        RevisionNo++;
        var revision = new RatingRevision(newKey(), this, next.ToJson(), byPerson, now);
        Note(AuditFact.Of(AssessmentId, $"rating.{what}", Id,
            ("criterion", CriterionId.ToString()),
            ("revision", revision.Id.ToString()),
            ("number", RevisionNo.ToString(CultureInfo.InvariantCulture)),
            ("digest", Convert.ToHexStringLower(revision.Digest))));
        return revision;
    }

    private void Replace(IReadOnlyList<MethodUse> methods, IReadOnlyList<Citation> citations, NewKey newKey)
    {
        _methods.RemoveAll(m => methods.All(n => n.Code != m.Code));
        for (var i = 0; i < methods.Count; i++)
        {
            var method = _methods.Find(m => m.Code == methods[i].Code);
            if (method is null)
            {
                _methods.Add(method = new RatingMethod(Id, methods[i].Code));
            }

            method.Set(i, methods[i].Note);
        }

        var same = _citations.OrderBy(c => c.Position).Select(c => new Citation(c.EvidenceVersionId, c.Kind, c.Place)).SequenceEqual(citations);
        if (!same)
        {
            _citations.Clear();
            _citations.AddRange(citations.Select((c, i) => new RatingCitation(newKey(), Id, i, c)));
        }
    }
}

public sealed class RatingMethod
{
    private RatingMethod()
    {
    }

    internal RatingMethod(Guid ratingId, string code) => (RatingId, Code) = (ratingId, code);

    public Guid RatingId { get; private set; }

    public string Code { get; private set; } = "";

    public int Position { get; private set; }

    public string? Note { get; private set; }

    internal void Set(int position, string? note) => (Position, Note) = (position, note);
}

public sealed class RatingCitation
{
    private RatingCitation()
    {
    }

    internal RatingCitation(Guid id, Guid ratingId, int position, Citation c) =>
        (Id, RatingId, Position, EvidenceVersionId, Kind, Place) = (id, ratingId, position, c.VersionId, c.Kind, c.Place);

    public Guid Id { get; private set; }

    public Guid RatingId { get; private set; }

    public int Position { get; private set; }

    public Guid EvidenceVersionId { get; private set; }

    public PlaceKind Kind { get; private set; }

    public string? Place { get; private set; }
}

/// <summary>One entry of a rating's history; append-only. The audit trail holds its salted digest.</summary>
public sealed class RatingRevision
{
    private RatingRevision()
    {
    }

    internal RatingRevision(Guid id, CriterionRating rating, string content, Guid byPerson, DateTime now)
    {
        (Id, AssessmentId, RatingId, Number, Content, ByPersonId, At) = (id, rating.AssessmentId, rating.Id, rating.RevisionNo, content, byPerson, now);
        Salt = SaltedDigest.NewSalt();
        Digest = SaltedDigest.Of(Salt, content);
    }

    public Guid Id { get; private set; }

    public Guid AssessmentId { get; private set; }

    public Guid RatingId { get; private set; }

    public int Number { get; private set; }

    /// <summary><see cref="RatingFields"/> as JSON.</summary>
    public string Content { get; private set; } = "";

    public byte[] Salt { get; private set; } = [];

    /// <summary>Derived from salt and content; not stored.</summary>
    public byte[] Digest { get; private set; } = [];

    public Guid ByPersonId { get; private set; }

    public DateTime At { get; private set; }
}
