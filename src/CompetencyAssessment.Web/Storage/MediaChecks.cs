using System.Buffers.Binary;

namespace CompetencyAssessment.Web.Storage;

/// <summary>PDF, images, sound and film: enough of each format's frame to tell it, and to see that its end is there. Null means sound.</summary>
internal static class MediaChecks
{
    private const int MaximumParts = 100_000;

    /// <summary>A handler lies three boxes deep. A file of boxes in boxes would otherwise use up the stack, which ends the process.</summary>
    private const int MaximumDepth = 8;

    public static RefusalCode? Pdf(Stream content)
    {
        // Readers take a header within the first kilobyte, and the pointer to the cross references near the end.
        if (Signatures.ReadAt(content, 0, 1024).AsSpan().IndexOf("%PDF-"u8) < 0)
            return RefusalCode.ContentMismatch;
        var tail = Signatures.ReadAt(content, Math.Max(0, content.Length - 8192), 8192).AsSpan();
        return tail.IndexOf("startxref"u8) < 0 || tail.IndexOf("%%EOF"u8) < 0 ? RefusalCode.Damaged : null;
    }

    public static RefusalCode? Png(Stream content)
    {
        if (!Signatures.ReadAt(content, 0, 8).AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return RefusalCode.ContentMismatch;
        long position = 8;
        for (var part = 0; part < MaximumParts; part++)
        {
            var header = Signatures.ReadAt(content, position, 8).AsSpan();
            if (header.Length < 8 || (part == 0 && !header[4..].SequenceEqual("IHDR"u8)))
                return RefusalCode.Damaged;
            position += 12 + BinaryPrimitives.ReadUInt32BigEndian(header);
            if (position > content.Length)
                return RefusalCode.Damaged;
            if (header[4..].SequenceEqual("IEND"u8))
                return null;
        }

        return RefusalCode.TooComplex;
    }

    public static RefusalCode? Jpeg(Stream content)
    {
        if (!Signatures.ReadAt(content, 0, 3).AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return RefusalCode.ContentMismatch;
        long position = 2;
        var hasFrame = false;
        for (var part = 0; part < MaximumParts; part++)
        {
            var segment = Signatures.ReadAt(content, position, 4);
            if (segment.Length < 4 || segment[0] != 0xFF)
                return RefusalCode.Damaged;
            var marker = segment[1];
            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            // C0 to CF are frames, but for the tables C4 and CC and the reserved C8.
            hasFrame |= marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (marker == 0xDA)
                return hasFrame ? null : RefusalCode.Damaged;
            position += 2 + BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(2));
        }

        return RefusalCode.TooComplex;
    }

    public static RefusalCode? WebP(Stream content)
    {
        var head = Signatures.ReadAt(content, 0, 16).AsSpan();
        if (head.Length < 12 || !head.StartsWith("RIFF"u8) || !head[8..12].SequenceEqual("WEBP"u8))
            return RefusalCode.ContentMismatch;
        return head.Length < 16 || BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L > content.Length
            ? RefusalCode.Damaged
            : null;
    }

    public static RefusalCode? Mp4(Stream content)
    {
        var film = ReadIsoMedia(content);
        if (film is null || !(film.HasBrand(Mp4Brands) || film.HasBrand(M4ABrands)) || film.MajorIs(M4ABrands))
            return RefusalCode.ContentMismatch;
        return film.Complete && (film.HasVideo || film.HasSound) ? null : RefusalCode.Damaged;
    }

    public static RefusalCode? M4A(Stream content)
    {
        var sound = ReadIsoMedia(content);
        if (sound is null || !(sound.HasBrand(M4ABrands) || sound.HasBrand(Mp4Brands)) || (sound.HasVideo && !sound.MajorIs(M4ABrands)))
            return RefusalCode.ContentMismatch;
        return sound.Complete && sound.HasSound ? null : RefusalCode.Damaged;
    }

    public static RefusalCode? WebM(Stream content)
    {
        var head = Signatures.ReadAt(content, 0, 4096).AsSpan();
        if (!head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return RefusalCode.ContentMismatch;
        var position = 4;
        if (ReadSize(head, ref position) is not { } headerLength || position + headerLength > head.Length)
            return RefusalCode.Damaged;
        var end = position + (int)headerLength;
        while (position + 2 < end)
        {
            // The only element of the EBML header that matters is DocType, 0x4282; Matroska's own is refused.
            var isDocType = head[position] == 0x42 && head[position + 1] == 0x82;
            position += LeadingLength(head[position]);
            if (position >= end || ReadSize(head[..end], ref position) is not { } length || position + length > end)
                return RefusalCode.Damaged;
            if (isDocType)
            {
                var docType = head.Slice(position, (int)length).TrimEnd((byte)0);
                if (!docType.SequenceEqual("webm"u8))
                    return RefusalCode.ContentMismatch;
                return content.Length > end + 4 && Signatures.ReadAt(content, end, 4).AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0x18, 0x53, 0x80, 0x67])
                    ? null
                    : RefusalCode.Damaged;
            }

            position += (int)length;
        }

        return RefusalCode.ContentMismatch;

        static int LeadingLength(byte first) => first == 0 ? 9 : System.Numerics.BitOperations.LeadingZeroCount((uint)first) - 24 + 1;

        static long? ReadSize(ReadOnlySpan<byte> bytes, ref int position)
        {
            if (position >= bytes.Length)
                return null;
            var length = LeadingLength(bytes[position]);
            if (length > 8 || position + length > bytes.Length)
                return null;
            long value = bytes[position] & (0xFF >> length);
            for (var i = 1; i < length; i++)
                value = (value << 8) | bytes[position + i];
            position += length;
            return value is >= 0 and < int.MaxValue ? value : null;
        }
    }

    public static RefusalCode? Mp3(Stream content)
    {
        var head = Signatures.ReadAt(content, 0, 10).AsSpan();
        long position = 0;
        if (head.Length == 10 && head.StartsWith("ID3"u8))
        {
            // The tag's length has seven bits to a byte.
            position = 10 + ((head[6] & 0x7F) << 21 | (head[7] & 0x7F) << 14 | (head[8] & 0x7F) << 7 | (head[9] & 0x7F));
            if (position >= content.Length)
                return RefusalCode.Damaged;
        }

        // Padding may stand before the first frame. Two frames in a row tell sound from chance.
        var search = Signatures.ReadAt(content, position, position == 0 ? 4 : 65_536);
        for (var i = 0; i + 4 <= search.Length; i++)
        {
            if (FrameLength(search.AsSpan(i)) is not { } length)
                continue;
            var next = Signatures.ReadAt(content, position + i + length, 4);
            if (next.Length == 4 && FrameLength(next) is not null)
                return null;
        }

        return position == 0 ? RefusalCode.ContentMismatch : RefusalCode.Damaged;
    }

    private static readonly int[] BitratesLayer3Version1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] BitratesLayer3Version2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] SampleRates = [44_100, 48_000, 32_000];

    private static int? FrameLength(ReadOnlySpan<byte> header)
    {
        if (header[0] != 0xFF || (header[1] & 0xE0) != 0xE0)
            return null;
        var version = (header[1] >> 3) & 3;
        var layer = (header[1] >> 1) & 3;
        var bitrate = header[2] >> 4;
        var rate = (header[2] >> 2) & 3;
        // Version 1 is reserved; layer 1 in these two bits means layer III.
        if (version == 1 || layer != 1 || bitrate is 0 or 15 || rate == 3)
            return null;
        var padding = (header[2] >> 1) & 1;
        return version == 3
            ? 144_000 * BitratesLayer3Version1[bitrate] / SampleRates[rate] + padding
            : 72_000 * BitratesLayer3Version2[bitrate] / (SampleRates[rate] / (version == 2 ? 2 : 4)) + padding;
    }

    private static readonly string[] Mp4Brands =
        ["isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso8", "iso9", "mp41", "mp42", "avc1", "hvc1", "dash", "M4V ", "M4VH", "MSNV", "3gp4", "3gp5", "3gp6"];

    private static readonly string[] M4ABrands = ["M4A ", "M4B "];

    private sealed record IsoMedia(string Major, IReadOnlyList<string> Compatible, bool Complete, bool HasVideo, bool HasSound)
    {
        public bool MajorIs(string[] brands) => brands.Contains(Major);

        public bool HasBrand(string[] brands) => brands.Contains(Major) || Compatible.Any(brands.Contains);
    }

    private static IsoMedia? ReadIsoMedia(Stream content)
    {
        var ftyp = Signatures.ReadAt(content, 0, 4096).AsSpan();
        if (ftyp.Length < 16 || !ftyp[4..8].SequenceEqual("ftyp"u8))
            return null;
        var ftypLength = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(ftyp), (uint)ftyp.Length);
        var compatible = new List<string>();
        for (var i = 16; i + 4 <= ftypLength; i += 4)
            compatible.Add(System.Text.Encoding.Latin1.GetString(ftyp.Slice(i, 4)));

        var handlers = new List<string>();
        var left = MaximumParts;
        var (whole, hasMovie) = WalkBoxes(content, 0, content.Length, handlers, 0, ref left);
        return new IsoMedia(
            System.Text.Encoding.Latin1.GetString(ftyp.Slice(8, 4)), compatible, whole && hasMovie,
            handlers.Contains("vide"), handlers.Contains("soun"));
    }

    // Only the boxes on the way to a track's handler are entered: moov / trak / mdia / hdlr.
    private static (bool Whole, bool HasMovie) WalkBoxes(Stream content, long position, long end, List<string> handlers, int depth, ref int left)
    {
        var hasMovie = false;
        while (position + 8 <= end && left-- > 0)
        {
            var header = Signatures.ReadAt(content, position, 16).AsSpan();
            long length = BinaryPrimitives.ReadUInt32BigEndian(header);
            var inner = position + 8;
            if (length == 0)
                length = end - position;
            else if (length == 1 && header.Length == 16)
            {
                length = BinaryPrimitives.ReadInt64BigEndian(header[8..]);
                inner += 8;
            }

            if (length < inner - position || length > end - position)
                return (false, hasMovie);
            var type = header[4..8];
            if (type.SequenceEqual("moov"u8) || type.SequenceEqual("trak"u8) || type.SequenceEqual("mdia"u8))
            {
                hasMovie |= type.SequenceEqual("moov"u8);
                if (depth == MaximumDepth || !WalkBoxes(content, inner, position + length, handlers, depth + 1, ref left).Whole)
                    return (false, hasMovie);
            }
            else if (type.SequenceEqual("hdlr"u8))
            {
                var handler = Signatures.ReadAt(content, inner + 8, 4);
                handlers.Add(System.Text.Encoding.Latin1.GetString(handler));
            }

            position += length;
        }

        return (left > 0, hasMovie);
    }
}
