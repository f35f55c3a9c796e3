using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>
/// All that the documents of a decision show, in both languages, as it stood when it was signed. Documents are drawn from it alone, with
/// the number and check code of their issue. It holds no private notes and no names of files.
/// </summary>
internal sealed record DecisionSnapshotDocument
{
    /// <summary>Raised with every change of shape; an old snapshot is read by the shape that it was written in.</summary>
    public const int CurrentSchema = 3;

    public required int Schema { get; init; }

    public required CentreSnapshot Centre { get; init; }

    public required NameSnapshot Candidate { get; init; }

    public required UnitSnapshot Unit { get; init; }

    public required SchemeSnapshot Scheme { get; init; }

    public required string AssessmentCode { get; init; }

    public required int AttemptNo { get; init; }

    public required SignatureSnapshot Decision { get; init; }

    /// <summary>Every criterion of the unit, in its order, as it was rated.</summary>
    public required IReadOnlyList<CriterionSnapshot> Criteria { get; init; }

    public required IReadOnlyList<EvidenceSnapshot> Evidence { get; init; }

    public required IReadOnlyList<RequirementSnapshot> Requirements { get; init; }

    /// <summary>Observations and questionings that were finished, in order; null where there was none, as in every snapshot before schema 3.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MeetingSnapshot>? Meetings { get; init; }

    /// <summary>Last day of validity at the centre; null: 未訂效期.</summary>
    public required DateOnly? ValidUntil { get; init; }

    /// <summary>What charts of this decision show, on screens and in the record.</summary>
    public ResultFigures Figures() => ResultFigures.Of(Scheme.Scale.Select(l => l.Value), Scheme.PassMark, Criteria.Select(c => (c.Code, c.Kind, c.Task, c.Level)));

    /// <summary>Canonical JSON: the same snapshot always gives the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RatingFields.Json);

    public static DecisionSnapshotDocument Parse(string json) => JsonSerializer.Deserialize<DecisionSnapshotDocument>(json, RatingFields.Json)!;

    public static byte[] HashOf(string json) => SHA256.HashData(Encoding.UTF8.GetBytes(json));
}

/// <param name="Name">Name; English where the centre has one.</param>
/// <param name="Address">Postal address.</param>
/// <param name="Contact">As printed.</param>
/// <param name="TimeZone">IANA name; days and times of the documents follow it.</param>
/// <param name="Seal">The picture of the seal, or null.</param>
internal sealed record CentreSnapshot(LocalText Name, LocalText Address, string Contact, string TimeZone, FileSnapshot? Seal);

/// <summary>A file of the store, by key and SHA-256 in hex.</summary>
internal sealed record FileSnapshot(string Key, string Sha256);

/// <summary>Name in Chinese, and in Latin letters where there is one.</summary>
internal sealed record NameSnapshot(string Zh, string? Latin)
{
    public string In(string culture) => new LocalText(Zh, Latin).In(culture);
}

internal sealed record UnitSnapshot
{
    public required Guid VersionId { get; init; }

    public required string Code { get; init; }

    public required LocalText Name { get; init; }

    public required int Level { get; init; }

    /// <summary>E.g. v2.</summary>
    public required string Version { get; init; }

    /// <summary>Year of the published revision.</summary>
    public required string Revision { get; init; }

    /// <summary>Pinned revision of the English text; 0 where there is none.</summary>
    public required int TranslationRevision { get; init; }

    /// <summary>Pinned revision of the errata; 0 where there are none.</summary>
    public required int ErrataRevision { get; init; }

    public required IReadOnlyList<TextSnapshot> Tasks { get; init; }

    public required IReadOnlyList<TextSnapshot> Notes { get; init; }

    public required IReadOnlyList<Erratum> Errata { get; init; }
}

/// <summary>A code and its text.</summary>
internal sealed record TextSnapshot(string Code, LocalText Text);

internal sealed record SchemeSnapshot
{
    public required string Code { get; init; }

    public required int Version { get; init; }

    public required LocalText Name { get; init; }

    /// <summary>Levels from the lowest.</summary>
    public required IReadOnlyList<LevelSnapshot> Scale { get; init; }

    public required int PassMark { get; init; }

    /// <summary>The method variants that ratings use, in the scheme's order.</summary>
    public required IReadOnlyList<TextSnapshot> Methods { get; init; }
}

internal sealed record LevelSnapshot(int Value, LocalText Name);

internal sealed record SignatureSnapshot
{
    public required Outcome Outcome { get; init; }

    public required string Strengths { get; init; }

    public required string NextSteps { get; init; }

    public required string? Feedback { get; init; }

    public required NameSnapshot Signer { get; init; }

    /// <summary>Who rated, where that is not the signer alone; else null, as in every snapshot of schema 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RaterSnapshot>? Raters { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime SignedAt { get; init; }

    public required string AuthenticationMethod { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime AuthenticatedAt { get; init; }

    public required int ContentVersion { get; init; }
}

/// <summary>Somebody who rated: the lead or the second assessor, and whether it is they who signed.</summary>
internal sealed record RaterSnapshot(AssessmentPart Part, NameSnapshot Name, bool Signed);

internal sealed record CriterionSnapshot
{
    public required string Code { get; init; }

    public required CriterionKind Kind { get; init; }

    /// <summary>Code of its task; null for knowledge and skills.</summary>
    public required string? Task { get; init; }

    public required LocalText Text { get; init; }

    public required int? Level { get; init; }

    public required ShortfallCause? Cause { get; init; }

    public required string? Comment { get; init; }

    public required string? NotAssessedReason { get; init; }

    public required IReadOnlyList<MethodUse> Methods { get; init; }

    public required IReadOnlyList<PlaceSnapshot> Places { get; init; }

    /// <summary>Code of the earlier assessment that the rating was carried over from; null where it was not.</summary>
    public string? CarriedFrom { get; init; }
}

/// <param name="Evidence">E.g. EV-01.</param>
/// <param name="Version">Version of the evidence, from 1.</param>
/// <param name="Kind">How the place is told.</param>
/// <param name="Place">Page, slide, cell or time; null for the whole.</param>
internal sealed record PlaceSnapshot(string Evidence, int Version, PlaceKind Kind, string? Place);

internal sealed record EvidenceSnapshot
{
    /// <summary>E.g. EV-01; never the name of the file.</summary>
    public required string Label { get; init; }

    public required int Version { get; init; }

    public required string Title { get; init; }

    public required EvidenceKind Kind { get; init; }

    public required EvidenceContext? Context { get; init; }

    public required DateOnly? PeriodFrom { get; init; }

    public required DateOnly? PeriodTo { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UploadedAt { get; init; }

    /// <summary>Hex.</summary>
    public required string Sha256 { get; init; }

    public required JudgementFields? Judgement { get; init; }

    /// <summary>Whether a rating cites it.</summary>
    public required bool Cited { get; init; }

    /// <summary>Of what an assessor added; not written of what the candidate handed in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvidenceOrigin? Origin { get; init; }
}

/// <summary>A finished observation or questioning: that it was held, by whom, and how the candidate's identity was checked; nothing of what was noted.</summary>
internal sealed record MeetingSnapshot
{
    public required AppointmentKind Kind { get; init; }

    /// <summary>The scheme's method variant that it was held by.</summary>
    public required TextSnapshot Method { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime BegunAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime EndedAt { get; init; }

    /// <summary>Of an observation: whether a recording was watched.</summary>
    public required bool Recorded { get; init; }

    /// <summary>Label of the piece that was watched; left out where there is none, and in snapshots from before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Recording { get; init; }

    /// <summary>Who held it: the last who did, after those whom they took it over from.</summary>
    public required IReadOnlyList<NameSnapshot> Assessors { get; init; }

    public required IdentityDocument IdentityDocument { get; init; }

    /// <summary>On site or by video.</summary>
    public required IdentityPlace IdentityPlace { get; init; }

    public required NameSnapshot IdentityCheckedBy { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime IdentityCheckedAt { get; init; }

    /// <summary>Indicators of which it was noted how much was seen, or questions asked.</summary>
    public required int Entries { get; init; }

    /// <summary>Hints given with the questions.</summary>
    public required int Prompts { get; init; }
}

internal sealed record RequirementSnapshot(string Code, LocalText Text, bool? Sufficient, string? Reason);
