using System.Text.Json;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>How much of an indicator was seen.</summary>
public enum SeenVerdict
{
    /// <summary>已見.</summary>
    Seen,

    /// <summary>部分可見.</summary>
    Partly,

    /// <summary>未見.</summary>
    NotSeen,
}

/// <summary>What is noted of one indicator.</summary>
public sealed record ObservedFields(SeenVerdict? Seen, string? Note);

/// <summary>One line of an observation's checklist.</summary>
public sealed class ObservedItem : Entity
{
    private ObservedItem()
    {
    }

    public ObservedItem(Guid id, Meeting meeting, Guid criterionId, int position) =>
        (Id, MeetingId, CriterionId, Position) = (id, meeting.Id, criterionId, position);

    public Guid MeetingId { get; private set; }

    public Guid CriterionId { get; private set; }

    public int Position { get; private set; }

    public SeenVerdict? Seen { get; private set; }

    public string? Remark { get; private set; }

    /// <summary>When it was noted last, UTC.</summary>
    public DateTime? NotedAt { get; private set; }

    public ObservedFields Fields => new(Seen, Remark);

    /// <summary>Notes what was seen. That the meeting runs is <see cref="Meeting.DemandRunning"/>'s to say.</summary>
    /// <exception cref="DomainException"><c>rating.too-long</c></exception>
    public void Change(ObservedFields next, DateTime now)
    {
        if (next.Note?.Length > RatingFields.TextLimit)
        {
            throw new DomainException("rating.too-long", RatingFields.TextLimit);
        }

        if (next != Fields)
        {
            (Seen, Remark, NotedAt) = (next.Seen, next.Note, now);
        }
    }

    public string DigestText() => $"{CriterionId}|{Seen}|{Remark}";
}

/// <summary>What came of a question.</summary>
/// <param name="Answer">In the assessor's words.</param>
/// <param name="Prompts">Every hint that was given, in order; empty where it was not put in words.</param>
/// <param name="Sufficient">How the answer is judged.</param>
public sealed record AskedFields(string? Answer, IReadOnlyList<string> Prompts, bool? Sufficient)
{
    /// <summary>Longest hint, in UTF-16 code units.</summary>
    public const int PromptLimit = 500;

    public const int PromptCount = 20;
}

/// <summary>A question of a meeting, from the bank or of the assessor's own, with what came of it.</summary>
public sealed class AskedQuestion : Entity
{
    private AskedQuestion()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="meeting">Where it is asked.</param>
    /// <param name="criterionId">What it is about.</param>
    /// <param name="position">Its place in the meeting, from 1.</param>
    /// <param name="mode">Oral or written.</param>
    /// <param name="text">As it is asked.</param>
    /// <param name="bankQuestionId">The question of the bank that it was taken from; null for the assessor's own.</param>
    /// <exception cref="DomainException"><c>question.empty</c>, <c>question.too-long</c></exception>
    public AskedQuestion(Guid id, Meeting meeting, Guid criterionId, int position, QuestionMode mode, string? text, Guid? bankQuestionId) =>
        (Id, MeetingId, CriterionId, Position, Mode, Text, BankQuestionId) = (id, meeting.Id, criterionId, position, mode, BankQuestion.Checked(text), bankQuestionId);

    public Guid MeetingId { get; private set; }

    public Guid CriterionId { get; private set; }

    public int Position { get; private set; }

    public QuestionMode Mode { get; private set; }

    public string Text { get; private set; } = "";

    public Guid? BankQuestionId { get; private set; }

    public string? Answer { get; private set; }

    /// <summary>JSON list of texts.</summary>
    public string Prompts { get; private set; } = "[]";

    public bool? Sufficient { get; private set; }

    /// <summary>When it was noted last, UTC.</summary>
    public DateTime? NotedAt { get; private set; }

    public AskedFields Fields => new(Answer, JsonSerializer.Deserialize<string[]>(Prompts)!, Sufficient);

    /// <summary>Whether nothing came of it yet, so that it may be taken out again.</summary>
    public bool IsUnanswered => string.IsNullOrWhiteSpace(Answer) && Sufficient is null && Fields.Prompts.Count == 0;

    /// <summary>Notes what came of it. That the meeting runs is <see cref="Meeting.DemandRunning"/>'s to say.</summary>
    /// <exception cref="DomainException"><c>rating.too-long</c>, <c>question.prompts</c></exception>
    public void Change(AskedFields next, DateTime now)
    {
        if (next.Answer?.Length > RatingFields.TextLimit || next.Prompts.Any(p => p.Length > AskedFields.PromptLimit))
        {
            throw new DomainException("rating.too-long", next.Answer?.Length > RatingFields.TextLimit ? RatingFields.TextLimit : AskedFields.PromptLimit);
        }

        if (next.Prompts.Count > AskedFields.PromptCount)
        {
            throw new DomainException("question.prompts", AskedFields.PromptCount);
        }

        var prompts = JsonSerializer.Serialize(next.Prompts, RatingFields.Json);
        if ((next.Answer, prompts, next.Sufficient) != (Answer, Prompts, Sufficient))
        {
            (Answer, Prompts, Sufficient, NotedAt) = (next.Answer, prompts, next.Sufficient, now);
        }
    }

    public string DigestText() => $"{CriterionId}|{Mode}|{Text}|{Answer}|{Prompts}|{Sufficient}";
}
