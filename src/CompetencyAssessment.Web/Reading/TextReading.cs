using System.Xml;
using CompetencyAssessment.Web.Storage;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;

namespace CompetencyAssessment.Web.Reading;

/// <summary>Reads the text of a file with its structure. Whatever it is given, it ends: with text, or with <see cref="UnreadableException"/>.</summary>
internal static class TextReading
{
    /// <summary>Raised when a reader gets better, so that files are read again.</summary>
    public const int Version = 1;

    private static readonly Dictionary<string, Action<Stream, string?, TextCollector>> Readers = new(StringComparer.Ordinal)
    {
        ["application/pdf"] = (content, _, into) => PdfReader.Read(content, into),
        [ZipDocuments.Word] = (content, _, into) => Unpack(content, into, WordReader.Read),
        [ZipDocuments.Excel] = (content, _, into) => Unpack(content, into, WorkbookReader.Read),
        [ZipDocuments.PowerPoint] = (content, _, into) => Unpack(content, into, SlidesReader.Read),
        [ZipDocuments.OdfText] = (content, _, into) => Unpack(content, into, (p, i) => OpenDocumentReader.Read(p, i, PartKind.Text)),
        [ZipDocuments.OdfSpreadsheet] = (content, _, into) => Unpack(content, into, (p, i) => OpenDocumentReader.Read(p, i, PartKind.Sheet)),
        [ZipDocuments.OdfPresentation] = (content, _, into) => Unpack(content, into, (p, i) => OpenDocumentReader.Read(p, i, PartKind.Slide)),
        ["text/plain"] = PlainTextReader.ReadText,
        ["text/csv"] = PlainTextReader.ReadTable,
    };

    /// <summary>Whether files of this type have text; pictures and recordings have none.</summary>
    public static bool CanRead(string mediaType) => Readers.ContainsKey(Bare(mediaType));

    /// <param name="content">A stream that can seek, at its start.</param>
    /// <param name="mediaType">As the inspection found it, with the charset of a text.</param>
    /// <param name="limits">How much is kept.</param>
    /// <param name="cancel">Asked between pages, rows and paragraphs.</param>
    /// <exception cref="UnreadableException">The file is damaged, protected, or made to do harm.</exception>
    public static DocumentText Read(Stream content, string mediaType, TextLimits limits, CancellationToken cancel)
    {
        var charset = mediaType.Split("charset=") is [_, var name] ? name.Trim() : null;
        try
        {
            return new TextCollector(limits, cancel).Collect(into => Readers[Bare(mediaType)](content, charset, into));
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or IOException or NotSupportedException or PdfDocumentFormatException or PdfDocumentEncryptedException
            or ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException or KeyNotFoundException
            or NullReferenceException or InvalidCastException or OverflowException or NotImplementedException)
        {
            // Libraries meet a damaged file in many ways; each means the same to us.
            throw new UnreadableException(e.GetType().Name, e);
        }
    }

    private static string Bare(string mediaType) => mediaType.Split(';')[0].Trim();

    private static void Unpack(Stream content, TextCollector into, Action<Package, TextCollector> read)
    {
        using var package = new Package(content, into.Limits, into.Cancel);
        read(package, into);
    }
}
