namespace CompetencyAssessment.Domain.Competencies;

/// <summary>How a question is put and answered.</summary>
public enum QuestionMode
{
    /// <summary>口頭.</summary>
    Oral,

    /// <summary>書面.</summary>
    Written,
}

/// <summary>
/// 題庫題目: a question on a criterion of a unit, for assessors to choose from. What was asked is copied into the meeting, so that it may be bettered
/// here at any time.
/// </summary>
public sealed class BankQuestion : Entity
{
    /// <summary>Longest text, in UTF-16 code units.</summary>
    public const int TextLimit = 1000;

    private BankQuestion()
    {
    }

    /// <exception cref="DomainException"><c>question.empty</c>, <c>question.too-long</c></exception>
    public BankQuestion(Guid id, Guid unitVersionId, Guid criterionId, QuestionMode mode, LocalText text, LocalText? lookFor)
    {
        (Id, UnitVersionId, CriterionId) = (id, unitVersionId, criterionId);
        Change(criterionId, mode, text, lookFor);
    }

    public Guid UnitVersionId { get; private set; }

    public Guid CriterionId { get; private set; }

    public QuestionMode Mode { get; private set; }

    public string TextZh { get; private set; } = "";

    public string? TextEn { get; private set; }

    /// <summary>What a sufficient answer holds; for the assessor alone.</summary>
    public string? LookForZh { get; private set; }

    public string? LookForEn { get; private set; }

    /// <summary>Since when it is not offered any more, UTC; what was asked stays.</summary>
    public DateTime? RetiredAt { get; private set; }

    public LocalText Text => new(TextZh, TextEn);

    public LocalText LookFor => new(LookForZh ?? "", LookForEn);

    /// <exception cref="DomainException"><c>question.empty</c>, <c>question.too-long</c></exception>
    public void Change(Guid criterionId, QuestionMode mode, LocalText text, LocalText? lookFor)
    {
        (CriterionId, Mode, TextZh) = (criterionId, mode, Checked(text.Zh));
        (TextEn, LookForZh, LookForEn) = (Optional(text.En), Optional(lookFor?.Zh), Optional(lookFor?.En));
    }

    public void Retire(DateTime now) => RetiredAt ??= now;

    public void Restore() => RetiredAt = null;

    /// <summary>A question's text, trimmed.</summary>
    /// <exception cref="DomainException"><c>question.empty</c>, <c>question.too-long</c></exception>
    public static string Checked(string? text) => Optional(text) ?? throw new DomainException("question.empty");

    private static string? Optional(string? text) =>
        text?.Trim() is not { Length: > 0 } trimmed ? null
        : trimmed.Length <= TextLimit ? trimmed
        : throw new DomainException("question.too-long", TextLimit);
}
