using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>評量結論.</summary>
public enum Outcome
{
    /// <summary>合格.</summary>
    Competent,

    /// <summary>尚未合格.</summary>
    NotYetCompetent,
}

/// <summary>
/// Something that stands in the way: a code such as <c>level</c>, and the criterion, evidence version or requirement that it belongs to.
/// </summary>
public sealed record Gap(string Code, string? Criterion = null, Guid? Version = null, string? Requirement = null);

/// <summary>One assessor's whole view of an assessment: ratings, judged evidence, sufficiency; and what it still lacks.</summary>
public sealed class ScoreSheet(
    SchemeDocument scheme,
    IReadOnlyList<ScoreSheet.Line> lines,
    IReadOnlyList<ScoreSheet.Evidence> evidence,
    IReadOnlyList<ScoreSheet.Requirement> requirements)
{
    private readonly Dictionary<Guid, Evidence> _evidence = evidence.ToDictionary(e => e.VersionId);
    private readonly Dictionary<string, MethodBasis> _bases = scheme.MethodVariants.ToDictionary(m => m.Code, m => m.Requires);

    /// <summary>A criterion and what is entered for it.</summary>
    public sealed record Line(string Code, CriterionKind Kind, string? Task, RatingFields Fields, bool NeedsConfirmation, bool CarriedOver = false);

    /// <summary>An evidence version of this assessment and its judgement.</summary>
    /// <param name="VersionId">The version.</param>
    /// <param name="Context">Where the work was done.</param>
    /// <param name="Judgement">Null while nothing is judged.</param>
    /// <param name="IsQuarantined">An incident keeps it from being read.</param>
    /// <param name="DeclaresHelp">Help, AI tools or team work are declared.</param>
    public sealed record Evidence(Guid VersionId, EvidenceContext? Context, JudgementFields? Judgement, bool IsQuarantined = false, bool DeclaresHelp = false);

    public sealed record Requirement(string Code, bool? Sufficient, string? Reason);

    public IReadOnlyList<Line> Lines => lines;

    /// <summary>A misconduct case about the assessment is open.</summary>
    public bool CaseIsOpen { get; init; }

    /// <summary>What charts of this sheet show.</summary>
    public ResultFigures Figures() => ResultFigures.Of(scheme.Scale.Select(l => l.Value), scheme.PassMark, lines.Select(l => (l.Code, l.Kind, l.Task, l.Fields.Level)));

    /// <summary>Whether a level passes by the scheme's pass mark.</summary>
    public bool Passes(int? level) => level >= scheme.PassMark;

    /// <summary>What keeps one rating from being complete; empty when it is.</summary>
    public IReadOnlyList<Gap> Incomplete(Line line)
    {
        var gaps = new List<Gap>();
        var fields = line.Fields;
        void Add(string code) => gaps.Add(new Gap(code, line.Code));

        if (fields.Level is not { } level)
        {
            Add("level");
            return gaps;
        }

        if (line.NeedsConfirmation)
        {
            Add("confirm");
        }

        var under = !Passes(level);
        if (fields.Methods.Count == 0 && !(under && fields.Cause == ShortfallCause.NoEvidence))
        {
            Add("method");
        }

        if (under)
        {
            if (fields.Cause is null)
            {
                Add("cause");
            }

            if (string.IsNullOrWhiteSpace(fields.Comment))
            {
                Add("comment");
            }
        }
        else
        {
            var cited = fields.Citations.Count > 0;
            if (fields.Methods.Any(m => Basis(m) == MethodBasis.File || (Basis(m) == MethodBasis.FileOrNote && !HasNote(m))) && !cited)
            {
                Add("evidence");
            }

            if (fields.Methods.Any(m => Basis(m) == MethodBasis.Note && !HasNote(m)))
            {
                Add("note");
            }

            if ((line.Kind != CriterionKind.Performance || level > scheme.PassMark) && string.IsNullOrWhiteSpace(fields.Comment))
            {
                Add("reason");
            }
        }

        if (fields.Citations.Any(c => !c.HasPlace))
        {
            Add("place");
        }

        return gaps;
    }

    /// <summary>What stands in the way of a decision; empty when it may be signed.</summary>
    public IReadOnlyList<Gap> MissingFor(Outcome outcome) => outcome == Outcome.Competent ? MissingForCompetent() : MissingForNotYetCompetent();

    /// <summary>
    /// Whether the sheet speaks for the other outcome: <see cref="Outcome.NotYetCompetent"/> where nothing stands in the way of
    /// <see cref="Outcome.Competent"/>. It may be signed all the same; the signer is told, and explains it in the overall feedback.
    /// </summary>
    public bool SpeaksAgainst(Outcome outcome) => outcome == Outcome.NotYetCompetent && MissingForCompetent().Count == 0;

    /// <summary>Ratings that rest on a doubted version.</summary>
    public IEnumerable<string> RestingOn(Guid versionId) => lines.Where(l => l.Fields.Citations.Any(c => c.VersionId == versionId)).Select(l => l.Code);

    private List<Gap> MissingForCompetent()
    {
        var gaps = new List<Gap>();
        if (CaseIsOpen)
        {
            gaps.Add(new Gap("misconduct"));
        }

        foreach (var line in lines)
        {
            gaps.AddRange(Incomplete(line));
            if (line.Fields.Level is { } level)
            {
                if (line.Fields.Citations.Any(c => _evidence.GetValueOrDefault(c.VersionId) is { IsQuarantined: true }))
                {
                    gaps.Add(new Gap("quarantined", line.Code));
                }

                if (!Passes(level))
                {
                    gaps.Add(new Gap("below", line.Code));
                }
                else if (RestsOn(line) is { } weakness)
                {
                    gaps.Add(new Gap(weakness, line.Code));
                }
            }
        }

        gaps.AddRange(requirements.Where(r => r.Sufficient != true).Select(r => new Gap(r.Sufficient is null ? "sufficiency" : "insufficient", Requirement: r.Code)));
        gaps.AddRange(DoubtsWithoutReason());
        gaps.AddRange(scheme.Rules.QuestionDeclaredHelp ? Unquestioned() : []);
        return gaps;
    }

    /// <summary>
    /// Evidence with declared help, AI tools or team work on which a passing rating rests, while the candidate was not asked about it, or seen at it, in
    /// any criterion that rests on it. One such note for each version is enough. Where the scheme asks for it, it is missing for competent; else the
    /// signer is told.
    /// </summary>
    public IReadOnlyList<Gap> Unquestioned() =>
    [
        .. from e in evidence
           where e.DeclaresHelp && !e.IsQuarantined
           let resting = lines.Where(l => Passes(l.Fields.Level) && l.Fields.Citations.Any(c => c.VersionId == e.VersionId)).ToList()
           where resting.Count > 0 && !resting.Exists(IsQuestioned)
           select new Gap("declared", Version: e.VersionId),
    ];

    /// <summary>Whether a method with a note of what was asked or seen bears the rating.</summary>
    private bool IsQuestioned(Line line) => line.Fields.Methods.Any(m => Basis(m) != MethodBasis.File && HasNote(m));

    private List<Gap> MissingForNotYetCompetent()
    {
        var gaps = new List<Gap>();
        foreach (var line in lines)
        {
            if (line.Fields.Level is null)
            {
                if (string.IsNullOrWhiteSpace(line.Fields.NotAssessedReason))
                {
                    gaps.Add(new Gap("not-assessed", line.Code));
                }
            }
            else
            {
                gaps.AddRange(Incomplete(line));
            }
        }

        gaps.AddRange(DoubtsWithoutReason());
        return gaps;
    }

    private IEnumerable<Gap> DoubtsWithoutReason() =>
        evidence.Where(e => e.Judgement is { IsDoubted: true } j && string.IsNullOrWhiteSpace(j.Reason)).Select(e => new Gap("doubt-reason", Version: e.VersionId));

    /// <summary>Why a passing rating is not carried: all that it rests on is doubted, not judged yet, or simulated where the scheme does not allow it.</summary>
    private string? RestsOn(Line line)
    {
        if (line.Fields.Citations.Count == 0 || IsQuestioned(line))
        {
            return null;
        }

        var cited = line.Fields.Citations.Select(c => _evidence.GetValueOrDefault(c.VersionId)).ToList();
        var accepted = cited.FindAll(e => e?.Judgement?.IsAccepted == true);
        if (accepted.Count == 0)
        {
            return cited.Exists(e => e?.Judgement?.IsDoubted == true) ? "doubted" : "not-judged";
        }

        return line.Task is { } task && !scheme.Rules.SimulationMayCarry.Contains(task) && accepted.TrueForAll(e => e!.Context != EvidenceContext.Workplace)
            ? "simulated"
            : null;
    }

    private MethodBasis Basis(MethodUse use) => _bases.GetValueOrDefault(use.Code, MethodBasis.File);

    private static bool HasNote(MethodUse use) => !string.IsNullOrWhiteSpace(use.Note);
}
