using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Shared;

namespace CompetencyAssessment.Web.Features.Rounds;

/// <summary>What became of a piece of evidence between two submissions.</summary>
internal enum PieceChange
{
    Added,
    Replaced,

    /// <summary>In the earlier one only.</summary>
    Left,

    /// <summary>The same version; what is stated about it differs.</summary>
    Restated,
    Same,
}

/// <summary>A version as it was handed in with a round.</summary>
internal sealed record HandedInVersion(Guid VersionId, Guid FileId, int Number, string FileName, long Size, string Sha256, DateTime UploadedAt, EvidenceStatement? Stated);

/// <summary>A statement then and now; equal where nothing differs.</summary>
/// <param name="Label">English, the key of its translation.</param>
/// <param name="Then">Empty where nothing was said.</param>
/// <param name="Now">The same of the later submission.</param>
/// <param name="IsCodes">A list of codes, compared one by one.</param>
internal sealed record StatedField(string Label, string Then, string Now, bool IsCodes = false)
{
    public bool Differs => Then != Now;

    public IReadOnlyList<Run> Runs => IsCodes
        ? [.. TextDiff.Of(Then.Split(' ', StringSplitOptions.RemoveEmptyEntries), Now.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal).Select(c => new Run(c.Change, c.Item))]
        : TextDiff.OfWords(Then, Now);
}

/// <summary>A piece of evidence in both submissions.</summary>
/// <param name="ItemId">The piece.</param>
/// <param name="Label">E.g. <c>EV-01</c>.</param>
/// <param name="Title">As last stated.</param>
/// <param name="IsWithdrawn">The candidate has taken it out of the assessment.</param>
/// <param name="Then">Null where the earlier submission did not hold it.</param>
/// <param name="Now">Null where the later one does not.</param>
/// <param name="Fields">What is stated; empty unless both submissions kept it.</param>
internal sealed record ComparedPiece(Guid ItemId, string Label, string Title, bool IsWithdrawn, HandedInVersion? Then, HandedInVersion? Now, IReadOnlyList<StatedField> Fields)
{
    public PieceChange Change =>
        Then is null ? PieceChange.Added
        : Now is null ? PieceChange.Left
        : Then.VersionId != Now.VersionId ? PieceChange.Replaced
        : Fields.Any(f => f.Differs) ? PieceChange.Restated
        : PieceChange.Same;
}

/// <summary>A line of the text of a file, as it differs.</summary>
/// <param name="Change">Same: context.</param>
/// <param name="Place">Page, slide or sheet; null where it is that of the line before.</param>
/// <param name="Runs">The line, with the words that differ marked.</param>
internal sealed record TextLine(Change Change, string? Place, IReadOnlyList<Run> Runs);

internal enum TextComparison
{
    Ready,

    /// <summary>A file without text, or one that is not read yet.</summary>
    NoText,
    Equal,
}

/// <param name="Label">Of the piece.</param>
/// <param name="Status">Whether there is anything to show.</param>
/// <param name="Hunks">Groups of lines around differences.</param>
/// <param name="IsCut">There is more than is shown.</param>
internal sealed record ComparedText(string Label, TextComparison Status, IReadOnlyList<IReadOnlyList<TextLine>> Hunks, bool IsCut);

internal sealed record ComparedRound(int Number, DateTime SubmittedAt);

/// <summary>A point that was sent back between the two submissions.</summary>
internal sealed record ComparedPoint(string Code, string Text, ThreadTurn Turn);

/// <summary>What was sent back from one submission as a whole: the message and the date to answer by.</summary>
/// <param name="Round">Number of the round that was sent back.</param>
/// <param name="ReturnedAt">UTC.</param>
/// <param name="ResubmitBy">End of the last day to answer, UTC.</param>
/// <param name="Message">Empty where nothing was said beside the points.</param>
/// <param name="Points">What was missing, by criterion, and what was answered.</param>
internal sealed record ComparedReturn(int Round, DateTime ReturnedAt, DateTime? ResubmitBy, string Message, IReadOnlyList<ComparedPoint> Points);

/// <summary>Something that stood one way then and stands another way now; a row of view <c>_ThenAndNow</c>.</summary>
/// <param name="Code">Of the criterion or requirement, or the label of a piece.</param>
/// <param name="Text">What that is.</param>
/// <param name="History">Address of what it was at every time; null where there is none.</param>
/// <param name="Then">At the earlier submission.</param>
/// <param name="Now">At the later one.</param>
internal sealed record ThenAndNow(string Code, string Text, string? History, Said Then, Said Now);

/// <param name="What">A level or a judgement, in words.</param>
/// <param name="Words">A remark or a reason beside it.</param>
internal sealed record Said(string What, string? Words);

/// <summary>Rows of <see cref="ThenAndNow"/> under the headings of their two columns.</summary>
internal sealed record ThenAndNowTable(string What, string Then, string Now, IReadOnlyList<ThenAndNow> Rows);

/// <summary>How the candidate rated themselves with both submissions; those of criteria that the assessor has given no level yet are held back.</summary>
/// <param name="Differing">Criteria with another level or remark.</param>
/// <param name="Same">How many criteria have the same in both.</param>
/// <param name="HeldBack">How many criteria are not shown, whether they differ or not.</param>
internal sealed record ComparedSelfRatings(IReadOnlyList<ThenAndNow> Differing, int Same, int HeldBack);

/// <summary>What the viewer's sheet held when the earlier submission was sent back, and what it holds, or held when the later one was sent back.</summary>
/// <param name="Then">When the earlier one was sent back, UTC.</param>
/// <param name="Now">When the later one was sent back, UTC; null where the sheet is shown as it stands.</param>
/// <param name="Levels">Criteria with another level.</param>
/// <param name="Judgements">Evidence and requirements that are judged otherwise.</param>
internal sealed record ComparedSheet(DateTime Then, DateTime? Now, IReadOnlyList<ThenAndNow> Levels, IReadOnlyList<ThenAndNow> Judgements);

/// <summary>The assessment whose submissions are compared, and for whom.</summary>
/// <param name="Id">The assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="UnitVersionId">Of the assessment.</param>
/// <param name="SchemeId">Of the assessment.</param>
/// <param name="TranslationRevision">Of the unit.</param>
/// <param name="Candidate">The name.</param>
/// <param name="Home">The page of the assessment for this reader; the comparison is at <c>/rounds</c> under it.</param>
internal sealed record ComparedAssessment(Guid Id, string Code, Guid UnitVersionId, Guid SchemeId, int TranslationRevision, PersonName Candidate, string Home)
{
    /// <summary>The reader is the candidate, whose own looks leave no trace.</summary>
    public bool IsOwn { get; init; }

    /// <summary>For an assessor or decision maker: the sheet that they see in the workspace. Nobody else is shown anything of a sheet.</summary>
    public ScoringHead? Sheet { get; init; }
}

/// <summary>Two submissions side by side.</summary>
internal sealed record RoundComparison
{
    public required ComparedAssessment Of { get; init; }

    /// <summary>Of all submissions, the first one first.</summary>
    public required IReadOnlyList<ComparedRound> Rounds { get; init; }

    /// <summary>The earlier of the two; null where there is nothing to compare.</summary>
    public ComparedRound? Then { get; init; }

    public ComparedRound? Now { get; init; }

    public IReadOnlyList<ComparedPiece> Pieces { get; init; } = [];

    /// <summary>What was sent back between the two.</summary>
    public IReadOnlyList<ComparedReturn> Returns { get; init; } = [];

    /// <summary>Null for administrators, and where the candidate gave none.</summary>
    public ComparedSelfRatings? SelfRatings { get; init; }

    /// <summary>Null for all but assessors and decision makers.</summary>
    public ComparedSheet? Sheet { get; init; }

    public Guid? TextOf { get; init; }

    public ComparedText? Text { get; init; }

    public IEnumerable<ComparedPiece> Changed => Pieces.Where(p => p.Change != PieceChange.Same);

    public IEnumerable<ComparedPiece> Unchanged => Pieces.Where(p => p.Change == PieceChange.Same);
}
