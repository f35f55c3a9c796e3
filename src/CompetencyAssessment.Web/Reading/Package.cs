using System.IO.Compression;
using System.Xml;

namespace CompetencyAssessment.Web.Reading;

/// <summary>
/// An archive of XML parts, as Office and OpenDocument write it. What comes out of it is counted, whatever its directory says; parts are
/// read as a stream, without document types and entities.
/// </summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationToken _cancel;
    private long _left;

    /// <exception cref="UnreadableException">It is no archive, or has too many entries.</exception>
    public Package(Stream content, TextLimits limits, CancellationToken cancel)
    {
        (_left, _cancel) = (limits.ExpandedBytes, cancel);
        _archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        if (_archive.Entries.Count > limits.Entries)
        {
            throw new UnreadableException("too many entries");
        }

        foreach (var entry in _archive.Entries)
        {
            _entries.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        }
    }

    public void Dispose() => _archive.Dispose();

    /// <summary>Opens a part; null where there is none.</summary>
    public XmlReader? Open(string path) =>
        _entries.TryGetValue(path, out var entry)
            ? XmlReader.Create(new Counted(entry.Open(), this), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                CloseInput = true,
            })
            : null;

    /// <summary>Where a part's relationships lead, by id; targets outside the package are left out.</summary>
    public Dictionary<string, (string Type, string Path)> Relations(string path)
    {
        var slash = path.LastIndexOf('/') + 1;
        var relations = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        using var reader = Open($"{path[..slash]}_rels/{path[slash..]}.rels");
        while (reader?.Read() == true)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && reader.GetAttribute("Id") is { } id && reader.GetAttribute("Target") is { } target
                && reader.GetAttribute("TargetMode") != "External")
            {
                relations[id] = (reader.GetAttribute("Type") ?? "", Resolve(path[..slash], target));
            }
        }

        return relations;
    }

    /// <summary>The part that the package is about.</summary>
    /// <exception cref="UnreadableException">There is none.</exception>
    public string MainPart() =>
        Relations("").Values.FirstOrDefault(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Path ?? throw new UnreadableException("no main part");

    /// <summary>The path of the first relation of a type, by the type's last word.</summary>
    public static string? Find(Dictionary<string, (string Type, string Path)> relations, string type) =>
        relations.Values.FirstOrDefault(r => r.Type.EndsWith("/" + type, StringComparison.Ordinal)).Path;

    private static string Resolve(string folder, string target)
    {
        var steps = new List<string>();
        foreach (var step in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == ".." && steps.Count > 0)
            {
                steps.RemoveAt(steps.Count - 1);
            }
            else if (step is not "." and not "..")
            {
                steps.Add(step);
            }
        }

        return string.Join('/', steps);
    }

    /// <summary>Takes what is read from the package's allowance.</summary>
    private sealed class Counted(Stream inner, Package package) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            package._cancel.ThrowIfCancellationRequested();
            var read = inner.Read(buffer);
            package._left -= read;
            return package._left >= 0 ? read : throw new UnreadableException("unpacked it is too large");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
