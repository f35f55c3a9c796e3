namespace CompetencyAssessment.Domain.People;

/// <summary>通知: tells a person in the application that something happened or is due. Written in the transaction that causes it.</summary>
public sealed class Notification
{
    private Notification()
    {
    }

    /// <param name="id">Key.</param>
    /// <param name="personId">Who is told.</param>
    /// <param name="kind">Code of its text, e.g. <c>assessment.returned</c>.</param>
    /// <param name="assessmentId">The assessment that it is about, if any.</param>
    /// <param name="href">Path of the page where the person goes on.</param>
    /// <param name="args">Values of its text (codes, days), as JSON; no personal data.</param>
    /// <param name="onceKey">Where set, the person is told once under this key.</param>
    /// <param name="now">UTC.</param>
    public Notification(Guid id, Guid personId, string kind, Guid? assessmentId, string href, string args, string? onceKey, DateTime now) =>
        (Id, PersonId, Kind, AssessmentId, Href, Args, OnceKey, At) = (id, personId, kind, assessmentId, href, args, onceKey, now);

    public Guid Id { get; private set; }

    public Guid PersonId { get; private set; }

    public string Kind { get; private set; } = "";

    public Guid? AssessmentId { get; private set; }

    public string Href { get; private set; } = "";

    public string Args { get; private set; } = "";

    public string? OnceKey { get; private set; }

    public DateTime At { get; private set; }

    public DateTime? ReadAt { get; private set; }

    public void Read(DateTime now) => ReadAt ??= now;
}
