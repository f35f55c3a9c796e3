namespace CompetencyAssessment.Domain.Assessments;

/// <summary>One submission, and what was sent back from it.</summary>
public sealed class Round
{
    private readonly List<RoundEvidence> _evidence = [];
    private readonly List<ReturnItem> _returnItems = [];
    private readonly List<RoundSelfRating> _selfRatings = [];

    private Round()
    {
    }

    internal Round(Guid id, Guid assessmentId, int number, DateTime now, Submission submission)
    {
        (Id, AssessmentId, Number, SubmittedAt) = (id, assessmentId, number, now);
        _evidence.AddRange(submission.Evidence.Select(e => new RoundEvidence(id, e.VersionId, e.Statement)));
        _selfRatings.AddRange(submission.SelfRatings.Where(s => !s.Fields.IsEmpty).Select(s => new RoundSelfRating(id, s)));
    }

    /// <summary>What an earlier attempt's round handed in, as it was stated then.</summary>
    internal Round(Guid id, Guid assessmentId, int number, DateTime now, Round earlier)
    {
        (Id, AssessmentId, Number, SubmittedAt) = (id, assessmentId, number, now);
        _evidence.AddRange(earlier.Evidence.Select(e => new RoundEvidence(id, e)));
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

    /// <summary>How the candidate rated themselves when this was handed in.</summary>
    public IReadOnlyList<RoundSelfRating> SelfRatings => _selfRatings;

    internal void SendBack(string message, IEnumerable<(Guid CriterionId, string Missing)> items, DateTime resubmitBy, NewKey newKey, DateTime now)
    {
        (ReturnedAt, ReturnMessage, ResubmitBy) = (now, message, resubmitBy);
        _returnItems.AddRange(items.Select(i => new ReturnItem(newKey(), Id, i.CriterionId, i.Missing)));
    }

    /// <summary>Takes in a redacted version beside the one that it replaces, as that was stated.</summary>
    internal void TakeIn(Guid replacement, Guid version)
    {
        if (_evidence.Find(e => e.EvidenceVersionId == version) is { } earlier && !_evidence.Exists(e => e.EvidenceVersionId == replacement))
        {
            _evidence.Add(new RoundEvidence(Id, replacement, earlier));
        }
    }

    internal void PutOff(DateTime resubmitBy) => ResubmitBy = resubmitBy;
}

public sealed class RoundEvidence
{
    private RoundEvidence()
    {
    }

    internal RoundEvidence(Guid roundId, Guid versionId, EvidenceStatement? statement) => (RoundId, EvidenceVersionId, Stated) = (roundId, versionId, statement?.ToJson());

    internal RoundEvidence(Guid roundId, RoundEvidence earlier)
        : this(roundId, earlier.EvidenceVersionId, earlier)
    {
    }

    internal RoundEvidence(Guid roundId, Guid versionId, RoundEvidence stated) => (RoundId, EvidenceVersionId, Stated) = (roundId, versionId, stated.Stated);

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

    /// <summary>The candidate's answer, a draft too; for everybody else it is <see cref="Answer"/>.</summary>
    public ReturnReply? Reply { get; private set; }

    /// <summary>The answer, once it was handed in.</summary>
    public ReturnReply? Answer => Reply?.RoundId is null ? null : Reply;
}

/// <summary>What a candidate is about to submit, and what it still lacks.</summary>
/// <param name="pieces">The evidence.</param>
/// <param name="points">What was sent back last, with the answers so far.</param>
/// <param name="selfRatings">How the candidate rates themselves; nobody has to.</param>
public sealed class Submission(IReadOnlyList<Submission.Piece> pieces, IReadOnlyList<Submission.Point>? points = null, IReadOnlyList<SelfRating>? selfRatings = null)
{
    public sealed record Piece(Guid ItemId, Guid? CurrentVersionId, string Title, EvidenceContext? Context, DateOnly? PeriodFrom, string? OwnShare, string? Help, string? AiUse, Confidentiality? Confidentiality, int Criteria, EvidenceStatement? Statement = null, bool IsQuarantined = false);

    /// <summary>A point that was sent back, and the answer to it where there is one.</summary>
    public sealed record Point(Guid ReturnItemId, ReturnReply? Reply);

    public sealed record Lack(string Code, Guid? ItemId, Guid? ReturnItemId = null);

    public IReadOnlyList<Guid> Versions => [.. pieces.Where(p => p.CurrentVersionId is not null).Select(p => p.CurrentVersionId!.Value)];

    internal IEnumerable<(Guid VersionId, EvidenceStatement? Statement)> Evidence => pieces.Where(p => p.CurrentVersionId is not null).Select(p => (p.CurrentVersionId!.Value, p.Statement));

    internal IReadOnlyList<SelfRating> SelfRatings => selfRatings ?? [];

    /// <summary>What is missing: codes such as <c>context</c>, with the evidence item they belong to, and <c>reply</c> for each point without an answer.</summary>
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
            Want(!piece.IsQuarantined, "redacted");
            Want(!string.IsNullOrWhiteSpace(piece.Title), "title");
            Want(piece.Context is not null, "context");
            Want(piece.PeriodFrom is not null, "period");
            Want(!string.IsNullOrWhiteSpace(piece.OwnShare), "own-share");
            Want(!string.IsNullOrWhiteSpace(piece.Help), "help");
            Want(!string.IsNullOrWhiteSpace(piece.AiUse), "ai-use");
            Want(piece.Confidentiality is not null, "confidentiality");
            Want(piece.Criteria > 0, "criteria");
        }

        lacks.AddRange((points ?? []).Where(p => p.Reply?.IsWritten != true).Select(p => new Lack("reply", null, p.ReturnItemId)));
        return lacks;
    }

    /// <summary>Fixes the answers with the round that they are handed in with.</summary>
    internal void HandIn(Guid roundId)
    {
        var versions = pieces.Where(p => p.CurrentVersionId is not null).ToDictionary(p => p.ItemId, p => p.CurrentVersionId!.Value);
        foreach (var point in points ?? [])
        {
            point.Reply?.HandIn(roundId, versions);
        }
    }
}
