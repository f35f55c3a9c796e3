using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>What a candidate answers to one point: a text, and the pieces of evidence that it points to.</summary>
public sealed record ReplyFields(string? Text, IReadOnlyList<Guid> Evidence);

/// <summary>
/// 回覆: the candidate's answer to one point that was sent back. It is a draft while the assessment is Returned, and stands for good once it is
/// handed in with the next round.
/// </summary>
public sealed class ReturnReply : Entity
{
    private readonly List<ReplyEvidence> _evidence = [];

    private ReturnReply()
    {
    }

    public ReturnReply(Guid id, Guid assessmentId, Guid returnItemId, Guid byPerson) => (Id, AssessmentId, ReturnItemId, ByPersonId) = (id, assessmentId, returnItemId, byPerson);

    public Guid AssessmentId { get; private set; }

    public Guid ReturnItemId { get; private set; }

    public Guid ByPersonId { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Last change, UTC.</summary>
    public DateTime WrittenAt { get; private set; }

    /// <summary>The round that it was handed in with; null for a draft, which is nobody's to see but the candidate's.</summary>
    public Guid? RoundId { get; private set; }

    /// <summary>Salt of the digest in the audit trail; renewed with each change.</summary>
    public byte[] Salt { get; private set; } = [];

    public IReadOnlyList<ReplyEvidence> Evidence => _evidence;

    /// <summary>Whether it says anything.</summary>
    public bool IsWritten => !string.IsNullOrWhiteSpace(Text);

    public ReplyFields Fields => new(Text.Length == 0 ? null : Text, [.. _evidence.OrderBy(e => e.Position).Select(e => e.EvidenceItemId)]);

    /// <summary>Writes the draft.</summary>
    /// <exception cref="DomainException"><c>reply.handed-in</c>, <c>rating.too-long</c></exception>
    public void Write(ReplyFields next, DateTime now)
    {
        if (RoundId is not null)
        {
            throw new DomainException("reply.handed-in");
        }

        if (next.Text?.Length > RatingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", RatingFields.TextLimit);
        }

        var items = next.Evidence.Distinct().ToList();
        if ((next.Text ?? "") == Text && items.SequenceEqual(Fields.Evidence))
        {
            return;
        }

        (Text, WrittenAt) = (next.Text ?? "", now);
        _evidence.RemoveAll(e => !items.Contains(e.EvidenceItemId));
        for (var i = 0; i < items.Count; i++)
        {
            var evidence = _evidence.Find(e => e.EvidenceItemId == items[i]);
            if (evidence is null)
            {
                _evidence.Add(evidence = new ReplyEvidence(Id, items[i]));
            }

            evidence.Stand(i);
        }

        Salt = SaltedDigest.NewSalt();
        Tell("reply.written");
    }

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => $"{Text}|{string.Join(' ', _evidence.OrderBy(e => e.Position).Select(e => $"{e.EvidenceItemId}:{e.EvidenceVersionId}"))}";

    /// <summary>Fixes it with a round: each piece that it points to at the version that was handed in. Pieces that were not are left out.</summary>
    internal void HandIn(Guid roundId, IReadOnlyDictionary<Guid, Guid> versions)
    {
        RoundId = roundId;
        _evidence.RemoveAll(e => !versions.ContainsKey(e.EvidenceItemId));
        _evidence.ForEach(e => e.Fix(versions[e.EvidenceItemId]));
        Tell("reply.handed-in", ("round", roundId.ToString()));
    }

    /// <summary>The round was taken back: it is a draft again.</summary>
    internal void TakeBack()
    {
        RoundId = null;
        _evidence.ForEach(e => e.Fix(null));
        Tell("reply.taken-back");
    }

    private void Tell(string action, params (string Key, string Value)[] more) =>
        Note(AuditFact.Of(AssessmentId, action, Id, [("item", ReturnItemId.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(Salt, DigestText()))), .. more]));
}

/// <summary>A piece of evidence that an answer points to, and once it is handed in the version of it.</summary>
public sealed class ReplyEvidence
{
    private ReplyEvidence()
    {
    }

    internal ReplyEvidence(Guid replyId, Guid itemId) => (ReplyId, EvidenceItemId) = (replyId, itemId);

    public Guid ReplyId { get; private set; }

    public Guid EvidenceItemId { get; private set; }

    public int Position { get; private set; }

    public Guid? EvidenceVersionId { get; private set; }

    internal void Stand(int position) => Position = position;

    internal void Fix(Guid? versionId) => EvidenceVersionId = versionId;
}
