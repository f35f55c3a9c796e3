using CompetencyAssessment.Domain.Assessments;
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

/// <summary>Two submissions side by side, without levels.</summary>
internal sealed record RoundComparison
{
    public required Guid AssessmentId { get; init; }

    public required string Code { get; init; }

    public required string Candidate { get; init; }

    /// <summary>The page of the assessment for this reader; the comparison is at <c>/rounds</c> under it.</summary>
    public required string Home { get; init; }

    /// <summary>Of all submissions, the first one first.</summary>
    public required IReadOnlyList<ComparedRound> Rounds { get; init; }

    /// <summary>The earlier of the two; null where there is nothing to compare.</summary>
    public required ComparedRound? Then { get; init; }

    public required ComparedRound? Now { get; init; }

    public required IReadOnlyList<ComparedPiece> Pieces { get; init; }

    public required IReadOnlyList<ComparedPoint> Points { get; init; }

    public required Guid? TextOf { get; init; }

    public required ComparedText? Text { get; init; }

    public IEnumerable<ComparedPiece> Changed => Pieces.Where(p => p.Change != PieceChange.Same);

    public IEnumerable<ComparedPiece> Unchanged => Pieces.Where(p => p.Change == PieceChange.Same);
}
