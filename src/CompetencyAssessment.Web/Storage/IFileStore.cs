namespace CompetencyAssessment.Web.Storage;

/// <summary>What a write left behind: the key to read it by, its length in bytes and its SHA-256 in lower-case hex.</summary>
internal sealed record StoredContent(string Key, long Length, string Sha256);

/// <summary>Keeps finished files under names of its own. A process boundary: a centre may keep its files elsewhere than on a disk.</summary>
internal interface IFileStore
{
    /// <summary>Copies <paramref name="content"/> to its end. When this returns, the bytes and the name survive a loss of power.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written; nothing is left behind.</exception>
    Task<StoredContent> WriteAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>Opens a file to read from any place in it.</summary>
    /// <exception cref="FileNotFoundException">No file has this key.</exception>
    /// <exception cref="ArgumentException">The text is not a key of this store.</exception>
    Stream OpenRead(string key);

    /// <summary>Whether a file has this key; false also for a text that is not a key.</summary>
    bool Exists(string key);

    /// <summary>Destroys the bytes. A key that is gone already is no error.</summary>
    void Delete(string key);

    /// <summary>Removes what interrupted writes left behind.</summary>
    /// <returns>How many temporary files were removed.</returns>
    int SweepTemporary(TimeSpan olderThan);

    /// <summary>Keys of all files written before a moment, for comparing with the rows that name them.</summary>
    IEnumerable<string> KeysWrittenBefore(DateTimeOffset moment);
}
