using System.Text.Json.Serialization;

namespace CompetencyAssessment.Domain.Competencies;

/// <summary>
/// An assessment scheme (評量方案) as one file (<c>scheme.schema.json</c>): how a centre assesses with one version of a unit.
/// It is the centre's own, never part of the unit.
/// </summary>
public sealed record SchemeDocument
{
    /// <summary>Version of the file format; 1.</summary>
    public required int Format { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Stable over its versions, e.g. <c>BGM6R0925v2-default</c>.</summary>
    public required string Code { get; init; }

    public required int Version { get; init; }

    /// <summary>Code of the unit version that it is for.</summary>
    public required string Unit { get; init; }

    public required LocalText Name { get; init; }

    public LocalText? Description { get; init; }

    /// <summary>Levels from the lowest, e.g. 0 to 3.</summary>
    public required IReadOnlyList<ScaleLevel> Scale { get; init; }

    /// <summary>The centre's pass mark (合格標準): the lowest level that passes.</summary>
    public required int PassMark { get; init; }

    /// <summary>Level descriptors: for each criterion code one text for each level, in the order of <see cref="Scale"/>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<LocalText>> Descriptors { get; init; }

    /// <summary>How this centre reads a criterion that can be read in more than one way, by criterion code.</summary>
    public IReadOnlyDictionary<string, LocalText> Interpretations { get; init; } = new Dictionary<string, LocalText>();

    /// <summary>Coverage guide: which criteria and methods usually belong to each evidence requirement.</summary>
    public required IReadOnlyList<CoverageEntry> Coverage { get; init; }

    /// <summary>The variants of each method, and what a rating that uses one must rest on.</summary>
    public required IReadOnlyList<MethodVariant> MethodVariants { get; init; }

    public required SchemeRules Rules { get; init; }
}

public sealed record ScaleLevel
{
    public required int Value { get; init; }

    public required LocalText Name { get; init; }

    public LocalText? Meaning { get; init; }
}

public sealed record CoverageEntry
{
    /// <summary>Code of the evidence requirement, e.g. <c>E1</c>.</summary>
    public required string Evidence { get; init; }

    public required IReadOnlyList<string> Criteria { get; init; }

    /// <summary>Codes of method variants.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    public LocalText? Guidance { get; init; }
}

public sealed record MethodVariant
{
    /// <summary>Code of the method in the unit, e.g. <c>M1</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Code of the variant, e.g. <c>M1.Q</c>; the method's own code where it has one variant only.</summary>
    public required string Code { get; init; }

    public required LocalText Name { get; init; }

    /// <summary>What a rating at or over the pass mark rests on when it uses this variant.</summary>
    public required MethodBasis Requires { get; init; }

    /// <summary>
    /// What it is held as, where an assessor observes or asks; null where nothing is held for it. Left out of the file then, so that schemes from before
    /// it stay as they were.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MethodEvent? HeldAs { get; init; }
}

/// <summary>What an assessor holds for a method variant.</summary>
public enum MethodEvent
{
    /// <summary>現場觀察.</summary>
    LiveObservation,

    /// <summary>觀看錄影: a recording among the evidence is watched.</summary>
    RecordedObservation,

    /// <summary>口頭詢問.</summary>
    OralQuestioning,

    /// <summary>書面詢問.</summary>
    WrittenQuestioning,
}

public enum MethodBasis
{
    /// <summary>At least one evidence version with its place.</summary>
    File,

    /// <summary>A note of what was asked or seen.</summary>
    Note,

    /// <summary>Either of the two.</summary>
    FileOrNote,
}

/// <summary>The rules in which centres differ.</summary>
public sealed record SchemeRules
{
    /// <summary>1 or 2; two rate alone and then resolve their differences.</summary>
    public required int Assessors { get; init; }

    /// <summary>Whether a decision is verified before it is released.</summary>
    public required bool Verification { get; init; }

    /// <summary>Whether somebody other than the assessor signs the decision.</summary>
    public required bool SeparateDecisionMaker { get; init; }

    /// <summary>Working days a candidate has after evidence was sent back.</summary>
    public required int ReturnWorkingDays { get; init; }

    /// <summary>Working days to file an appeal, from the first after notification.</summary>
    public required int AppealWorkingDays { get; init; }

    /// <summary>Days proposed for gathering evidence when an assessment is planned.</summary>
    public required int SubmitDays { get; init; }

    /// <summary>Days proposed from submission to decision.</summary>
    public required int DecideDays { get; init; }

    /// <summary>Age in months up to which a passed rating may be carried over.</summary>
    public required int CarryOverMonths { get; init; }

    /// <summary>Tasks that simulated evidence may carry.</summary>
    public required IReadOnlyList<string> SimulationMayCarry { get; init; }

    /// <summary>
    /// Whether <em>competent</em> needs a note of questioning or observation about each piece with declared help, AI tools or team work. Left out of the
    /// file where it is not asked for, so that schemes from before it stay as they were.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool QuestionDeclaredHelp { get; init; }

    /// <summary>Months a competent result is valid; null: 未訂效期, no end is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? ValidityMonths { get; init; }
}
