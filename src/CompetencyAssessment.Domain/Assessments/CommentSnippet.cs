namespace CompetencyAssessment.Domain.Assessments;

/// <summary>A comment that an assessor keeps to use again (評語片語). One's own; it says nothing of any candidate until it is used.</summary>
public sealed class CommentSnippet : Entity
{
    /// <summary>UTF-16 code units.</summary>
    public const int TextLimit = 1000;

    /// <summary>How many one person keeps.</summary>
    public const int CountLimit = 50;

    private CommentSnippet() => Text = "";

    /// <exception cref="DomainException"><c>snippet.empty</c>, <c>snippet.too-long</c></exception>
    public CommentSnippet(Guid id, Guid personId, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new DomainException("snippet.empty");
        }

        if (text.Length > TextLimit)
        {
            throw new DomainException("snippet.too-long", TextLimit);
        }

        (Id, PersonId, Text) = (id, personId, text.Trim());
    }

    public Guid PersonId { get; private set; }

    public string Text { get; private set; }
}
