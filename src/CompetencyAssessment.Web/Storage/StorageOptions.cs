namespace CompetencyAssessment.Web.Storage;

/// <summary>Where uploaded files live and how large they may be. Both folders are outside the web root.</summary>
internal sealed record StorageOptions
{
    /// <summary>Folder of finished files; temporary files stand in it too, so that a rename never crosses a volume.</summary>
    public required string FilesFolder { get; init; }

    /// <summary>Folder of uploads that have begun and not ended.</summary>
    public required string UploadsFolder { get; init; }

    /// <summary>Largest file accepted, in bytes. Default 100 MB.</summary>
    public long MaximumFileBytes { get; init; } = 100L * 1024 * 1024;

    /// <summary>How long an unfinished upload is kept; a session ends that long after it began. Default 24 hours.</summary>
    public TimeSpan UploadExpiry { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How many unfinished uploads one person may have. Default 20.</summary>
    public int OpenUploads { get; init; } = 20;
}
