namespace CompetencyAssessment.Domain.Assessments;

/// <summary>One submission, and what was sent back from it.</summary>
public sealed class Round
{
    private readonly List<RoundEvidence> _evidence = [];
    private readonly List<ReturnItem> _returnItems = [];

    private Round()
    {
    }

    internal Round(Guid id, Guid assessmentId, int number, DateTime now, IEnumerable<(Guid VersionId, EvidenceStatement? Statement)> evidence)
    {
        (Id, AssessmentId, Number, SubmittedAt) = (id, assessmentId, number, now);
        _evidence.AddRange(evidence.Select(e => new RoundEvidence(id, e.VersionId, e.Statement)));
    }

    public Guid Id { get; private set; }

    public Guid AssessmentId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public DateTime SubmittedAt { get; private set; }

    public DateTime? ReturnedAt { get; private set; }

    public string? ReturnMessage { get; private set; }

    /// <summary>End of the last day to answer, UTC.</summary>
    public DateTime? ResubmitBy { get; private set; }

    /// <summary>The versions that were handed in; an earlier round stays readable as it was.</summary>
    public IReadOnlyList<RoundEvidence> Evidence => _evidence;

    public IReadOnlyList<ReturnItem> ReturnItems => _returnItems;

    internal void SendBack(string message, IEnumerable<(Guid CriterionId, string Missing)> items, DateTime resubmitBy, NewKey newKey, DateTime now)
    {
        (ReturnedAt, ReturnMessage, ResubmitBy) = (now, message, resubmitBy);
        _returnItems.AddRange(items.Select(i => new ReturnItem(newKey(), Id, i.CriterionId, i.Missing)));
    }

    internal void PutOff(DateTime resubmitBy) => ResubmitBy = resubmitBy;
}

public sealed class RoundEvidence
{
    private RoundEvidence()
    {
    }

    internal RoundEvidence(Guid roundId, Guid versionId, EvidenceStatement? statement) => (RoundId, EvidenceVersionId, Stated) = (roundId, versionId, statement?.ToJson());

    public Guid RoundId { get; private set; }

    public Guid EvidenceVersionId { get; private set; }

    /// <summary>An <see cref="EvidenceStatement"/> as JSON; null in rounds from before statements were kept.</summary>
    public string? Stated { get; private set; }
}

/// <summary>What is missing for one criterion, as it was sent back.</summary>
public sealed class ReturnItem
{
    private ReturnItem()
    {
    }

    internal ReturnItem(Guid id, Guid roundId, Guid criterionId, string missing) => (Id, RoundId, CriterionId, Missing) = (id, roundId, criterionId, missing);

    public Guid Id { get; private set; }

    public Guid RoundId { get; private set; }

    public Guid CriterionId { get; private set; }

    public string Missing { get; private set; } = "";
}

/// <summary>What a candidate is about to submit, and what it still lacks.</summary>
public sealed class Submission(IReadOnlyList<Submission.Piece> pieces)
{
    public sealed record Piece(Guid ItemId, Guid? CurrentVersionId, string Title, EvidenceContext? Context, DateOnly? PeriodFrom, string? OwnShare, string? Help, string? AiUse, Confidentiality? Confidentiality, int Criteria, EvidenceStatement? Statement = null);

    public sealed record Lack(string Code, Guid? ItemId);

    public IReadOnlyList<Guid> Versions => [.. pieces.Where(p => p.CurrentVersionId is not null).Select(p => p.CurrentVersionId!.Value)];

    internal IEnumerable<(Guid VersionId, EvidenceStatement? Statement)> Evidence => pieces.Where(p => p.CurrentVersionId is not null).Select(p => (p.CurrentVersionId!.Value, p.Statement));

    /// <summary>What is missing: codes such as <c>context</c>, with the evidence item they belong to.</summary>
    public IReadOnlyList<Lack> Missing()
    {
        if (pieces.Count == 0)
        {
            return [new Lack("none", null)];
        }

        var lacks = new List<Lack>();
        foreach (var piece in pieces)
        {
            void Want(bool there, string code)
            {
                if (!there)
                {
                    lacks.Add(new Lack(code, piece.ItemId));
                }
            }

            Want(piece.CurrentVersionId is not null, "file");
            Want(!string.IsNullOrWhiteSpace(piece.Title), "title");
            Want(piece.Context is not null, "context");
            Want(piece.PeriodFrom is not null, "period");
            Want(!string.IsNullOrWhiteSpace(piece.OwnShare), "own-share");
            Want(!string.IsNullOrWhiteSpace(piece.Help), "help");
            Want(!string.IsNullOrWhiteSpace(piece.AiUse), "ai-use");
            Want(piece.Confidentiality is not null, "confidentiality");
            Want(piece.Criteria > 0, "criteria");
        }

        return lacks;
    }
}
