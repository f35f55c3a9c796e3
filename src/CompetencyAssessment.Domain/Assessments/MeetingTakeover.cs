using System.Text.Json;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>What a predecessor had noted of an indicator.</summary>
public sealed record SeenBefore(Guid CriterionId, SeenVerdict? Seen, string? Note);

/// <summary>What a predecessor had noted of a question.</summary>
public sealed record AskedBefore(Guid CriterionId, QuestionMode Mode, string Text, AskedFields Fields);

/// <summary>All that a predecessor had noted.</summary>
public sealed record NotedBefore(MeetingFields Fields, IReadOnlyList<SeenBefore> Seen, IReadOnlyList<AskedBefore> Asked)
{
    public bool IsEmpty => Fields is { Present: null, Remark: null } && Seen.Count == 0 && Asked.Count == 0;
}

/// <summary>接手: a successor goes on with a meeting. What was noted until then stays here as it stood, whatever the successor changes.</summary>
public sealed class MeetingTakeover
{
    private MeetingTakeover()
    {
    }

    internal MeetingTakeover(Guid id, Meeting meeting, Guid toAssignment, IEnumerable<ObservedItem> items, IEnumerable<AskedQuestion> questions, DateTime now)
    {
        (Id, MeetingId, FromAssignmentId, ToAssignmentId, At) = (id, meeting.Id, meeting.AssignmentId, toAssignment, now);
        Noted = JsonSerializer.Serialize(
            new NotedBefore(
                meeting.Fields,
                [.. items.Where(i => i.NotedAt is not null).OrderBy(i => i.Position).Select(i => new SeenBefore(i.CriterionId, i.Seen, i.Remark))],
                [.. questions.Where(q => q.NotedAt is not null).OrderBy(q => q.Position).Select(q => new AskedBefore(q.CriterionId, q.Mode, q.Text, q.Fields))]),
            RatingFields.Json);
        Salt = SaltedDigest.NewSalt();
    }

    public Guid Id { get; private set; }

    public Guid MeetingId { get; private set; }

    public Guid FromAssignmentId { get; private set; }

    public Guid ToAssignmentId { get; private set; }

    /// <summary>UTC. What was noted before is the predecessor's.</summary>
    public DateTime At { get; private set; }

    /// <summary>JSON of <see cref="NotedBefore"/>.</summary>
    public string Noted { get; private set; } = "";

    public byte[] Salt { get; private set; } = [];

    public NotedBefore Before => JsonSerializer.Deserialize<NotedBefore>(Noted, RatingFields.Json)!;

    /// <summary>For the audit trail: whose it was, whose it became, and all that was noted.</summary>
    public string Digest() => Convert.ToHexStringLower(SaltedDigest.Of(Salt, $"{MeetingId}|{FromAssignmentId}|{ToAssignmentId}|{At:s}|{Noted}"));
}
