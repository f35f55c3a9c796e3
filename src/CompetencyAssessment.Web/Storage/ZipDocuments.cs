using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace CompetencyAssessment.Web.Storage;

/// <summary>
/// Office Open XML and OpenDocument files. Only the small parts that tell what the package is are unpacked, each up to a
/// limit; the rest is judged by its directory. Null means sound.
/// </summary>
internal static class ZipDocuments
{
    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public const string PowerPoint = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    public const string WordMain = Word + ".main+xml";
    public const string ExcelMain = Excel + ".main+xml";
    public const string PowerPointMain = PowerPoint + ".main+xml";
    public const string OdfText = "application/vnd.oasis.opendocument.text";
    public const string OdfSpreadsheet = "application/vnd.oasis.opendocument.spreadsheet";
    public const string OdfPresentation = "application/vnd.oasis.opendocument.presentation";

    private const int MaximumEntries = 20_000;
    private const long MaximumDirectoryBytes = 8 * 1024 * 1024;
    private const long MaximumUnpackedBytes = 2L * 1024 * 1024 * 1024;
    private const long SuspiciousEntryBytes = 64 * 1024 * 1024;
    private const int MaximumRatio = 200;
    private const int MaximumPartBytes = 4 * 1024 * 1024;

    private static readonly string[] MacroMarks = ["macroEnabled", "vbaProject", "macrosheet", "vbaData"];

    public static RefusalCode? OfficeOpenXml(Stream content, string mainContentType) =>
        Inspect(content, archive =>
        {
            var types = ReadPart(archive, "[Content_Types].xml");
            if (types is null)
                return RefusalCode.ContentMismatch;
            var declared = ReadContentTypes(types);
            if (declared.Any(type => MacroMarks.Any(mark => type.Value.Contains(mark, StringComparison.OrdinalIgnoreCase)))
                || archive.Entries.Any(entry => NameOf(entry).EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
                    || NameOf(entry).Contains("/macrosheets/", StringComparison.OrdinalIgnoreCase)))
                return RefusalCode.MacroEnabled;
            if (ReadPart(archive, "_rels/.rels") is not { } relations || MainPart(relations) is not { } main)
                return RefusalCode.ContentMismatch;
            if (!archive.Entries.Any(entry => NameOf(entry).Equals(main, StringComparison.OrdinalIgnoreCase)))
                return RefusalCode.Damaged;

            // A part's own type goes before that of its extension, which some writers use even for the main part.
            var type = declared.FirstOrDefault(t => t.Part.Equals("/" + main, StringComparison.OrdinalIgnoreCase))
                ?? declared.FirstOrDefault(t => t.Extension.Equals(Path.GetExtension(main).TrimStart('.'), StringComparison.OrdinalIgnoreCase));
            return type is not null && type.Value.Equals(mainContentType, StringComparison.OrdinalIgnoreCase)
                ? null
                : RefusalCode.ContentMismatch;
        });

    public static RefusalCode? OpenDocument(Stream content, string mediaType) =>
        Inspect(content, archive =>
        {
            if (ReadPart(archive, "mimetype") is not { } declared || !Encoding.ASCII.GetString(declared).Trim().Equals(mediaType, StringComparison.Ordinal))
                return RefusalCode.ContentMismatch;
            if (archive.Entries.Any(entry => IsWithin(entry, "Basic/") || IsWithin(entry, "Scripts/")))
                return RefusalCode.MacroEnabled;
            if (ReadPart(archive, "META-INF/manifest.xml") is { } manifest && manifest.AsSpan().IndexOf("encryption-data"u8) >= 0)
                return RefusalCode.PasswordProtected;
            return archive.GetEntry("content.xml") is null ? RefusalCode.Damaged : null;
        });

    private static RefusalCode? Inspect(Stream content, Func<ZipArchive, RefusalCode?> look)
    {
        var head = Signatures.ReadAt(content, 0, 8).AsSpan();
        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            return HoldsEncryptedPackage(content) ? RefusalCode.PasswordProtected : RefusalCode.ContentMismatch;
        if (!head.StartsWith("PK"u8))
            return RefusalCode.ContentMismatch;
        if (CheckDirectory(content) is { } fault)
            return fault;
        try
        {
            content.Position = 0;
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            long unpacked = 0;
            foreach (var entry in archive.Entries)
            {
                if (entry.IsEncrypted)
                    return RefusalCode.PasswordProtected;
                unpacked += entry.Length;
                if (unpacked > MaximumUnpackedBytes
                    || (entry.Length > SuspiciousEntryBytes && entry.Length / MaximumRatio > entry.CompressedLength))
                    return RefusalCode.TooComplex;
            }

            return look(archive);
        }
        catch (PartTooLargeException)
        {
            return RefusalCode.TooComplex;
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException)
        {
            return RefusalCode.Damaged;
        }
    }

    // ZipArchive reads the whole directory into memory, so its size is judged first, from the record at the file's end.
    private static RefusalCode? CheckDirectory(Stream content)
    {
        var start = Math.Max(0, content.Length - 65_557);
        var tail = Signatures.ReadAt(content, start, 65_557).AsSpan();
        var at = tail.LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + 22 > tail.Length)
            return RefusalCode.Damaged;
        var record = tail[at..];
        if (BinaryPrimitives.ReadUInt16LittleEndian(record[10..]) > MaximumEntries)
            return RefusalCode.TooComplex;
        var directory = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        var end = start + at;
        if (directory > end)
            return RefusalCode.Damaged;
        return end - directory > MaximumDirectoryBytes ? RefusalCode.TooComplex : null;
    }

    // Office keeps a file with a password as an OLE container, whose directory names this stream in UTF-16.
    private static bool HoldsEncryptedPackage(Stream content)
    {
        var mark = Encoding.Unicode.GetBytes("EncryptedPackage");
        var header = Signatures.ReadAt(content, 0, 512);
        if (header.Length < 512)
            return false;
        var sectorBytes = 1L << Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30)), (ushort)9, (ushort)12);
        var directory = (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(48)) + 1) * sectorBytes;
        return Signatures.ReadAt(content, directory, 4096).AsSpan().IndexOf(mark) >= 0;
    }

    private static byte[]? ReadPart(ZipArchive archive, string name)
    {
        var entry = archive.Entries.FirstOrDefault(candidate => NameOf(candidate).Equals(name, StringComparison.OrdinalIgnoreCase));
        if (entry is null)
            return null;
        using var part = entry.Open();
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = part.Read(buffer)) > 0)
        {
            // What the directory says of a part's length may be a lie; what comes out of it is counted.
            if (bytes.Length + read > MaximumPartBytes)
                throw new PartTooLargeException();
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private static List<ContentType> ReadContentTypes(byte[] part) =>
        [.. ReadElements(part, reader => reader.GetAttribute("ContentType") is { } type
            ? new ContentType(reader.GetAttribute("PartName") ?? "", reader.GetAttribute("Extension") ?? "", type)
            : null)];

    private static string? MainPart(byte[] relations) =>
        ReadElements(relations, reader => reader.GetAttribute("Type") is { } type && type.EndsWith("/relationships/officeDocument", StringComparison.Ordinal)
            ? reader.GetAttribute("Target")?.TrimStart('/')
            : null).FirstOrDefault();

    private static IEnumerable<T> ReadElements<T>(byte[] part, Func<XmlReader, T?> select)
        where T : class
    {
        using var reader = XmlReader.Create(new MemoryStream(part), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && select(reader) is { } found)
                yield return found;
        }
    }

    private static bool IsWithin(ZipArchiveEntry entry, string folder) =>
        NameOf(entry).StartsWith(folder, StringComparison.OrdinalIgnoreCase) && NameOf(entry).Length > folder.Length;

    private static string NameOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/');

    private sealed record ContentType(string Part, string Extension, string Value);

    private sealed class PartTooLargeException : Exception;
}
