using System.Buffers.Binary;

namespace CompetencyAssessment.Web.Storage;

/// <summary>Reads fixed parts of a file, and knows programs by their first bytes.</summary>
internal static class Signatures
{
    /// <summary>Up to <paramref name="count"/> bytes from a place in the file; fewer at its end.</summary>
    public static byte[] ReadAt(Stream content, long position, int count)
    {
        if (position < 0 || position >= content.Length)
            return [];
        content.Position = position;
        var bytes = new byte[(int)Math.Min(count, content.Length - position)];
        var read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Whether the file is a Windows, Linux or macOS program or a script with an interpreter line.</summary>
    public static bool IsProgram(Stream content)
    {
        var head = ReadAt(content, 0, 64).AsSpan();
        if (head.StartsWith("#!"u8) || head.StartsWith("\u007fELF"u8))
            return true;

        // A text may begin with "MZ"; the header of a DOS program cannot do without zero bytes.
        if (head.StartsWith("MZ"u8) && head.Contains((byte)0))
            return true;
        return head.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(head) is
            0xFEEDFACE or 0xFEEDFACF or 0xCEFAEDFE or 0xCFFAEDFE or 0xCAFEBABE or 0xCAFEBABF;
    }

    /// <summary>Whether the file opens like a kind of its own that is not plain text.</summary>
    public static bool IsKnownButNotText(ReadOnlySpan<byte> head) =>
        head.StartsWith("%PDF-"u8) || head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("{\\rtf"u8)
        || head.StartsWith("%!PS"u8) || head.StartsWith("GIF8"u8) || head.StartsWith("Rar!"u8)
        || head.StartsWith("ID3"u8) || head.StartsWith("RIFF"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])
        || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])
        || head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) || head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
}
