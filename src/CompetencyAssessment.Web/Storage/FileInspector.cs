namespace CompetencyAssessment.Web.Storage;

/// <summary>How a screen shows a file.</summary>
internal enum FileKind
{
    Pdf,
    Document,
    Spreadsheet,
    Presentation,
    Image,
    Video,
    Audio,
    Text,
}

/// <summary>Why a file was refused.</summary>
internal enum RefusalCode
{
    Empty,
    TooLarge,
    TypeNotAllowed,
    Executable,
    MacroEnabled,
    ContentMismatch,
    PasswordProtected,
    Damaged,
    TooComplex,
    UnreadableText,
}

/// <summary>What an inspection found.</summary>
internal abstract record InspectionResult;

/// <summary>The content is what the name says.</summary>
/// <param name="MediaType">Media type to serve it with; comes from the content, never from the browser.</param>
/// <param name="Kind">How to show it.</param>
/// <param name="Extension">Extension in lower case with its dot.</param>
/// <param name="Charset">Encoding of a text file by its web name, otherwise null.</param>
internal sealed record Accepted(string MediaType, FileKind Kind, string Extension, string? Charset = null) : InspectionResult;

/// <summary>The file is not taken.</summary>
/// <param name="Code">Why.</param>
/// <param name="Arguments">Arguments of the message: {0} is the file's name made safe, {1} where used explained at <see cref="MessageKey"/>.</param>
internal sealed record Refused(RefusalCode Code, IReadOnlyList<object> Arguments) : InspectionResult
{
    /// <summary>
    /// English text and key of the localised one. {1} is the limit in MB for <see cref="RefusalCode.TooLarge"/> and the
    /// extension for <see cref="RefusalCode.TypeNotAllowed"/> and <see cref="RefusalCode.ContentMismatch"/>.
    /// </summary>
    public string MessageKey => Code switch
    {
        RefusalCode.Empty => "{0} is empty.",
        RefusalCode.TooLarge => "{0} is larger than {1} MB.",
        RefusalCode.TypeNotAllowed => "{0} was not accepted: files of type {1} cannot be uploaded here.",
        RefusalCode.Executable => "{0} was not accepted: it is a program or script.",
        RefusalCode.MacroEnabled => "{0} was not accepted: it contains macros. Save it without macros and upload it again.",
        RefusalCode.ContentMismatch => "{0} was not accepted: its content is not that of a {1} file.",
        RefusalCode.PasswordProtected => "{0} was not accepted: it is protected by a password. Remove the password and upload it again.",
        RefusalCode.Damaged => "{0} was not accepted: it is damaged or incomplete. Open it on your computer, save it again and upload that.",
        RefusalCode.TooComplex => "{0} was not accepted: unpacked it would be far too large.",
        RefusalCode.UnreadableText => "{0} was not accepted: it is not plain text in UTF-8, UTF-16 or Big5.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>
/// Tells from the content whether a file is what its name says and of a kind that is taken. Reads through a buffer and
/// by seeking, so that memory does not grow with the file.
/// </summary>
internal sealed class FileInspector(StorageOptions options)
{
    /// <summary>Extensions taken, for the <c>accept</c> attribute of a file input.</summary>
    public const string AcceptedExtensions =
        ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.jpg,.jpeg,.png,.webp,.mp4,.webm,.mp3,.m4a,.txt,.csv";

    private static readonly HashSet<string> MacroExtensions =
        [".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".pptm", ".potm", ".ppsm", ".ppam", ".sldm"];

    private static readonly HashSet<string> ProgramExtensions =
    [
        ".exe", ".dll", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".mjs", ".jse",
        ".wsf", ".wsh", ".hta", ".msi", ".msix", ".jar", ".app", ".apk", ".sh", ".command", ".lnk", ".reg", ".py", ".cpl",
    ];

    /// <summary>Refuses by name and announced size alone, before any byte is sent; null when the content may come.</summary>
    public Refused? InspectAnnouncement(string fileName, long length)
    {
        var extension = SafeFileName.ExtensionOf(fileName);
        if (length <= 0)
            return Refuse(RefusalCode.Empty, fileName);
        if (length > options.MaximumFileBytes)
            return Refuse(RefusalCode.TooLarge, fileName, Megabytes());
        if (MacroExtensions.Contains(extension))
            return Refuse(RefusalCode.MacroEnabled, fileName);
        if (ProgramExtensions.Contains(extension))
            return Refuse(RefusalCode.Executable, fileName);
        if (extension.Length == 0 || !AcceptedExtensions.Split(',').Contains(extension))
            return Refuse(RefusalCode.TypeNotAllowed, fileName, extension.Length == 0 ? "?" : extension.TrimStart('.').ToUpperInvariant());
        return null;
    }

    /// <summary>Looks into a whole file.</summary>
    /// <param name="content">A stream that can seek; it is left open, at any position.</param>
    /// <param name="fileName">The name the person's computer gave it.</param>
    public InspectionResult Inspect(Stream content, string fileName)
    {
        // A program under another name is told as one, whatever else is wrong with its name.
        if (content.Length > 0 && Signatures.IsProgram(content))
            return Refuse(RefusalCode.Executable, fileName);
        if (InspectAnnouncement(fileName, content.Length) is { } refused)
            return refused;

        var extension = SafeFileName.ExtensionOf(fileName);
        content.Position = 0;
        var (code, accepted) = extension switch
        {
            ".pdf" => Check(MediaChecks.Pdf(content), "application/pdf", FileKind.Pdf),
            ".docx" => Check(ZipDocuments.OfficeOpenXml(content, ZipDocuments.WordMain), ZipDocuments.Word, FileKind.Document),
            ".xlsx" => Check(ZipDocuments.OfficeOpenXml(content, ZipDocuments.ExcelMain), ZipDocuments.Excel, FileKind.Spreadsheet),
            ".pptx" => Check(ZipDocuments.OfficeOpenXml(content, ZipDocuments.PowerPointMain), ZipDocuments.PowerPoint, FileKind.Presentation),
            ".odt" => Check(ZipDocuments.OpenDocument(content, ZipDocuments.OdfText), ZipDocuments.OdfText, FileKind.Document),
            ".ods" => Check(ZipDocuments.OpenDocument(content, ZipDocuments.OdfSpreadsheet), ZipDocuments.OdfSpreadsheet, FileKind.Spreadsheet),
            ".odp" => Check(ZipDocuments.OpenDocument(content, ZipDocuments.OdfPresentation), ZipDocuments.OdfPresentation, FileKind.Presentation),
            ".jpg" or ".jpeg" => Check(MediaChecks.Jpeg(content), "image/jpeg", FileKind.Image),
            ".png" => Check(MediaChecks.Png(content), "image/png", FileKind.Image),
            ".webp" => Check(MediaChecks.WebP(content), "image/webp", FileKind.Image),
            ".mp4" => Check(MediaChecks.Mp4(content), "video/mp4", FileKind.Video),
            ".m4a" => Check(MediaChecks.M4A(content), "audio/mp4", FileKind.Audio),
            ".webm" => Check(MediaChecks.WebM(content), "video/webm", FileKind.Video),
            ".mp3" => Check(MediaChecks.Mp3(content), "audio/mpeg", FileKind.Audio),
            ".txt" => Text("text/plain"),
            ".csv" => Text("text/csv"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (accepted is not null)
            return accepted;
        return code == RefusalCode.ContentMismatch
            ? Refuse(RefusalCode.ContentMismatch, fileName, extension.TrimStart('.').ToUpperInvariant())
            : Refuse(code, fileName);

        (RefusalCode, Accepted?) Check(RefusalCode? fault, string mediaType, FileKind kind) =>
            fault is { } found ? (found, null) : (default, new Accepted(mediaType, kind, extension));

        (RefusalCode, Accepted?) Text(string mediaType)
        {
            var (fault, charset) = PlainText.Check(content);
            return fault is { } found ? (found, null) : (default, new Accepted(mediaType, FileKind.Text, extension, charset));
        }
    }

    private long Megabytes() => options.MaximumFileBytes / (1024 * 1024);

    private static Refused Refuse(RefusalCode code, string fileName, params object[] more) =>
        new(code, [SafeFileName.From(fileName), .. more]);
}
