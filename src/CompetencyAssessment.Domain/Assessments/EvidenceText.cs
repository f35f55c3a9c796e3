namespace CompetencyAssessment.Domain.Assessments;

public enum TextStatus
{
    /// <summary>To be read, for the first time or again.</summary>
    Waiting,

    Ready,

    /// <summary>Read, and there is no text in it: a scan, a picture, a recording.</summary>
    Empty,

    /// <summary>It cannot be read.</summary>
    Failed,
}

/// <summary>The text of a stored file, read once for everybody in the background.</summary>
public sealed class EvidenceText
{
    /// <summary>So often is a file tried whose reading breaks down; what is damaged for certain is not tried again.</summary>
    public const int MaximumAttempts = 3;

    /// <summary>Longer than any reading lasts: after it a file is taken up again that a stopped server had begun.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private EvidenceText()
    {
    }

    public EvidenceText(Guid fileId, DateTime now) => (FileId, DueAt) = (fileId, now);

    public Guid FileId { get; private set; }

    public TextStatus Status { get; private set; }

    /// <summary>Counted before the work, so that a file that takes the process down is not tried for ever.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is to be read, while waiting; UTC.</summary>
    public DateTime DueAt { get; private set; }

    /// <summary>Version of the reader; 0 before it was read.</summary>
    public int ReaderVersion { get; private set; }

    /// <summary>The file holds more than was kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The text with its structure as compressed JSON; null where there is none.</summary>
    public byte[]? Content { get; private set; }

    public DateTime? ReadAt { get; private set; }

    /// <summary>Takes it up.</summary>
    public void Begin(DateTime now)
    {
        Attempts++;
        DueAt = now + Lease;
    }

    /// <summary>Keeps what was read.</summary>
    /// <param name="content">Compressed JSON; null for a file without text.</param>
    /// <param name="isCut">A limit was reached.</param>
    /// <param name="readerVersion">Version of the reader.</param>
    /// <param name="now">UTC.</param>
    public void Keep(byte[]? content, bool isCut, int readerVersion, DateTime now)
    {
        Status = content is null ? TextStatus.Empty : TextStatus.Ready;
        (Content, IsCut, ReaderVersion, ReadAt) = (content, isCut, readerVersion, now);
    }

    /// <summary>It could not be read: for good, or until another attempt.</summary>
    public void Fail(bool forGood, int readerVersion, DateTime now)
    {
        (ReaderVersion, ReadAt) = (readerVersion, now);
        if (forGood || Attempts >= MaximumAttempts)
        {
            Status = TextStatus.Failed;
        }
        else
        {
            DueAt = now + TimeSpan.FromMinutes(Attempts);
        }
    }
}
