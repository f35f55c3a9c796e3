namespace CompetencyAssessment.Reports.Records;

/// <summary>The conclusion of an assessment.</summary>
public enum ResultDecision
{
    /// <summary>合格.</summary>
    Competent,

    /// <summary>尚未合格.</summary>
    NotYetCompetent,
}

/// <summary>Where evidence came from.</summary>
public enum EvidenceContext
{
    /// <summary>職場實作.</summary>
    Workplace,

    /// <summary>模擬.</summary>
    Simulation,

    /// <summary>訓練作業.</summary>
    Coursework,
}

/// <summary>Why a criterion stays under the pass mark.</summary>
public enum ShortfallCause
{
    /// <summary>無佐證資料.</summary>
    NoEvidence,

    /// <summary>佐證資料不足.</summary>
    NotEnoughEvidence,

    /// <summary>表現未達標準.</summary>
    PerformanceShort,
}

/// <summary>What the assessor held of an evidence version.</summary>
public enum EvidenceJudgement
{
    /// <summary>尚未判定.</summary>
    NotJudged,

    /// <summary>採認.</summary>
    Accepted,

    /// <summary>存疑.</summary>
    Doubted,
}

/// <summary>A person's part in the assessment.</summary>
public enum SignerRole
{
    /// <summary>評量人員.</summary>
    Assessor,

    /// <summary>主責評量人員.</summary>
    LeadAssessor,

    /// <summary>評量覆核人員.</summary>
    Verifier,

    /// <summary>結論簽署人員, where the scheme separates rating and signing.</summary>
    DecisionMaker,
}

/// <param name="Name">Name of the centre.</param>
/// <param name="Address">Postal address.</param>
/// <param name="Contact">Telephone, mail, web: one line.</param>
/// <param name="Seal">Picture of the seal (PNG, JPEG, WebP).</param>
public sealed record CentreBlock(string Name, string? Address = null, string? Contact = null, byte[]? Seal = null);

/// <param name="Code">Code as published.</param>
/// <param name="Name">Name in the document's language.</param>
/// <param name="Level">職能單元級別.</param>
/// <param name="Version">Version, such as v2.</param>
/// <param name="RevisionYear">Year of the published revision.</param>
/// <param name="OriginalName">The published name, where <paramref name="Name"/> is a translation; else <see langword="null"/>.</param>
public sealed record UnitBlock(string Code, string Name, int Level, string Version, int? RevisionYear = null, string? OriginalName = null);

/// <param name="Name">Name in Chinese, or the only one.</param>
/// <param name="LatinName">Name in Latin letters.</param>
public sealed record PersonBlock(string Name, string? LatinName = null);

/// <param name="Role">Part in the assessment.</param>
/// <param name="Name">Name as signed.</param>
/// <param name="SignedAt">Time of the electronic signature, in the centre's time zone; <see langword="null"/> for parts that do not sign.</param>
public sealed record SignerBlock(SignerRole Role, string Name, DateTimeOffset? SignedAt);

/// <summary>A code and what it stands for: a task, a method.</summary>
public sealed record CodedText(string Code, string Text);

/// <param name="Number">Number of the documents, such as CR-2026-000123.</param>
/// <param name="CheckCode">Random check code (查驗碼).</param>
/// <param name="CheckUrl">Public page that checks number and code; printed and in the QR code.</param>
/// <param name="IssuedOn">Date of issue.</param>
/// <param name="ReplacesNumber">Number of the document that this one replaces.</param>
/// <param name="ReplacementReason">Why it was issued again.</param>
public sealed record IssueBlock(string Number, string CheckCode, string CheckUrl, DateOnly IssuedOn, string? ReplacesNumber = null, string? ReplacementReason = null);

/// <summary>What every document of a decision says.</summary>
public sealed record ResultHead
{
    /// <summary>Who assessed.</summary>
    public required CentreBlock Centre { get; init; }

    /// <summary>Who was assessed.</summary>
    public required PersonBlock Candidate { get; init; }

    /// <summary>Against what.</summary>
    public required UnitBlock Unit { get; init; }

    /// <summary>The conclusion.</summary>
    public required ResultDecision Decision { get; init; }

    /// <summary>Day of the conclusion in the centre's time zone.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>Which attempt this was, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The unit's tasks in words.</summary>
    public required IReadOnlyList<CodedText> Tasks { get; init; }

    /// <summary>Contexts of the evidence that the conclusion rests on.</summary>
    public required IReadOnlyList<EvidenceContext> Contexts { get; init; }

    /// <summary>Methods that were used.</summary>
    public required IReadOnlyList<CodedText> Methods { get; init; }

    /// <summary>Who took part, in the order in which they are shown.</summary>
    public required IReadOnlyList<SignerBlock> People { get; init; }

    /// <summary>When the document was drawn; goes into its metadata.</summary>
    public required DateTimeOffset DrawnAt { get; init; }
}

/// <summary>評量結果書: one page, what an employer needs.</summary>
public sealed record StatementModel
{
    /// <summary>What every document says.</summary>
    public required ResultHead Head { get; init; }

    /// <summary>Number and check code.</summary>
    public required IssueBlock Issue { get; init; }

    /// <summary>Last day of validity, or <see langword="null"/> for 未訂效期.</summary>
    public DateOnly? ValidUntil { get; init; }
}

/// <param name="Code">Code of the criterion.</param>
/// <param name="Text">Its text.</param>
/// <param name="Cause">Why it is not met; <see langword="null"/> where it was not assessed.</param>
/// <param name="Missing">What is missing, or the reason why it was not assessed.</param>
public sealed record UnmetCriterion(string Code, string Text, ShortfallCause? Cause, string? Missing);

/// <summary>結果通知書: private, to a candidate who is not yet competent.</summary>
public sealed record NoticeModel
{
    /// <summary>What every document says.</summary>
    public required ResultHead Head { get; init; }

    /// <summary>Code of the assessment; a notice has no number.</summary>
    public required string AssessmentCode { get; init; }

    /// <summary>Criteria not met.</summary>
    public required IReadOnlyList<UnmetCriterion> Unmet { get; init; }

    /// <summary>Overall feedback.</summary>
    public string? Feedback { get; init; }

    /// <summary>Strengths seen.</summary>
    public string? Strengths { get; init; }

    /// <summary>What to do next.</summary>
    public string? NextSteps { get; init; }

    /// <summary>Until when a review (複查) may be asked for, in the centre's time zone.</summary>
    public DateTimeOffset? ReviewUntil { get; init; }

    /// <summary>Until when an appeal (申訴) may be filed, in the centre's time zone.</summary>
    public DateTimeOffset? AppealUntil { get; init; }
}

/// <param name="Value">Value of the level, from 0.</param>
/// <param name="Name">Its name in the scheme.</param>
public sealed record ScaleLevel(int Value, string Name);

/// <param name="Evidence">EV-02.</param>
/// <param name="Locator">Page, slide, cell or time as it is shown (p. 18), or <see langword="null"/> for the whole.</param>
public sealed record EvidencePlace(string Evidence, string? Locator);

/// <summary>A criterion as it was rated.</summary>
public sealed record CriterionLine
{
    /// <summary>P1.1, K01, S01.</summary>
    public required string Code { get; init; }

    /// <summary>Text; anchors such as 【註1】 in it become marks of footnotes.</summary>
    public required string Text { get; init; }

    /// <summary>Level, or <see langword="null"/> where it was not assessed.</summary>
    public int? Level { get; init; }

    /// <summary>Why it was not assessed.</summary>
    public string? NotAssessedReason { get; init; }

    /// <summary>Why it stays under the pass mark.</summary>
    public ShortfallCause? Cause { get; init; }

    /// <summary>Methods used for it.</summary>
    public IReadOnlyList<CodedText> Methods { get; init; } = [];

    /// <summary>What the rating rests on.</summary>
    public IReadOnlyList<EvidencePlace> Places { get; init; } = [];

    /// <summary>Reason, or comment on what is missing, as signed.</summary>
    public string? Comment { get; init; }

    /// <summary>Code or number of the earlier assessment from which the rating was carried over.</summary>
    public string? CarriedFrom { get; init; }
}

/// <param name="Code">T1; empty for knowledge and skills.</param>
/// <param name="Title">Task in words, or 知識, 技能.</param>
/// <param name="Criteria">Its criteria in order.</param>
public sealed record CriterionGroup(string Code, string Title, IReadOnlyList<CriterionLine> Criteria);

/// <summary>An axis of the chart that shows all parts of the unit at a glance.</summary>
/// <param name="Code">T1, K, S.</param>
/// <param name="Title">Task in words, or 知識, 技能.</param>
/// <param name="Mean">Mean level of what was assessed; <see langword="null"/> where nothing was.</param>
/// <param name="Assessed">How many criteria were assessed.</param>
/// <param name="Passed">How many are at or over the pass mark.</param>
/// <param name="Criteria">How many there are.</param>
public sealed record AxisFigure(string Code, string Title, decimal? Mean, int Assessed, int Passed, int Criteria);

/// <summary>A piece of evidence as it was judged.</summary>
public sealed record EvidenceLine
{
    /// <summary>EV-01. Never the file's original name.</summary>
    public required string Code { get; init; }

    /// <summary>Title given by the candidate.</summary>
    public required string Title { get; init; }

    /// <summary>Kind in words.</summary>
    public required string Kind { get; init; }

    /// <summary>In words where it came from, of what the candidate did not hand in.</summary>
    public string? Origin { get; init; }

    /// <summary>Where it came from, or <see langword="null"/> where that was not stated.</summary>
    public required EvidenceContext? Context { get; init; }

    /// <summary>Version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Day on which this version came in.</summary>
    public required DateOnly ReceivedOn { get; init; }

    /// <summary>What the assessor held of it.</summary>
    public required EvidenceJudgement Judgement { get; init; }

    /// <summary>Why it is doubted.</summary>
    public string? JudgementReason { get; init; }

    /// <summary>SHA-256 of the file, 64 hexadecimal digits; <see langword="null"/> for what has no file.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>An observation or a questioning that was held.</summary>
public sealed record MeetingLine
{
    /// <summary>Kind in words; of an observation with whether it was live or recorded.</summary>
    public required string Kind { get; init; }

    /// <summary>The method by which it was held.</summary>
    public required CodedText Method { get; init; }

    /// <summary>How much was seen or asked, in words.</summary>
    public required string Extent { get; init; }

    /// <summary>Start, in the centre's time zone.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>End, in the centre's time zone.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Who held it; several where one took it over from another.</summary>
    public required IReadOnlyList<string> Assessors { get; init; }

    /// <summary>Kind of the document by which the candidate's identity was checked, and whether on site or by video. Never a number.</summary>
    public required string Identity { get; init; }

    /// <summary>Who checked it.</summary>
    public required string CheckedBy { get; init; }

    /// <summary>When it was checked, in the centre's time zone.</summary>
    public required DateTimeOffset CheckedAt { get; init; }
}

/// <param name="Code">E1.</param>
/// <param name="Text">The requirement.</param>
/// <param name="Sufficient">Judgement, or <see langword="null"/> where there was none.</param>
/// <param name="Remark">Remark of the assessor.</param>
public sealed record RequirementLine(string Code, string Text, bool? Sufficient, string? Remark = null);

/// <param name="Anchor">Anchor in the texts: 【註1】.</param>
/// <param name="Text">The note, without its anchor.</param>
public sealed record UnitNote(string Anchor, string Text);

/// <param name="Place">Code or place in the published text.</param>
/// <param name="Text">What stands there and how it is read.</param>
public sealed record Erratum(string Place, string Text);

/// <summary>職能評量紀錄: every criterion with its level, method, place and reason.</summary>
public sealed record RecordModel
{
    /// <summary>What every document says.</summary>
    public required ResultHead Head { get; init; }

    /// <summary>Number and check code; <see langword="null"/> when not yet competent.</summary>
    public IssueBlock? Issue { get; init; }

    /// <summary>Code of the assessment; shown when there is no number.</summary>
    public required string AssessmentCode { get; init; }

    /// <summary>Last day of validity, or <see langword="null"/> for 未訂效期.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Name and version of the centre's scheme (評量方案).</summary>
    public required string Scheme { get; init; }

    /// <summary>The scheme's levels, ascending.</summary>
    public required IReadOnlyList<ScaleLevel> Scale { get; init; }

    /// <summary>The centre's pass mark (合格標準): a value of the scale.</summary>
    public required int PassMark { get; init; }

    /// <summary>Tasks with their indicators, then knowledge, then skills.</summary>
    public required IReadOnlyList<CriterionGroup> Groups { get; init; }

    /// <summary>Each part of the unit with its mean; empty for a record without that chart.</summary>
    public IReadOnlyList<AxisFigure> Axes { get; init; } = [];

    /// <summary>Evidence in the order of its codes.</summary>
    public required IReadOnlyList<EvidenceLine> Evidence { get; init; }

    /// <summary>Observations and questionings that were held, in order.</summary>
    public IReadOnlyList<MeetingLine> Meetings { get; init; } = [];

    /// <summary>Evidence requirements with their judgement.</summary>
    public required IReadOnlyList<RequirementLine> Requirements { get; init; }

    /// <summary>Notes of the unit.</summary>
    public IReadOnlyList<UnitNote> Notes { get; init; } = [];

    /// <summary>Errata of the unit's published text.</summary>
    public IReadOnlyList<Erratum> Errata { get; init; } = [];

    /// <summary>Strengths seen.</summary>
    public string? Strengths { get; init; }

    /// <summary>What to do next.</summary>
    public string? NextSteps { get; init; }

    /// <summary>Overall feedback.</summary>
    public string? Feedback { get; init; }
}
