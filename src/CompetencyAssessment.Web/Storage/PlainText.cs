using System.Buffers;
using System.Text;

namespace CompetencyAssessment.Web.Storage;

/// <summary>Tells plain text from anything else, and its encoding: by its mark, else UTF-8, else Big5 as older Office in Taiwan writes it.</summary>
internal static class PlainText
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>A fault, or the encoding's web name.</summary>
    public static (RefusalCode? Fault, string? Charset) Check(Stream content)
    {
        var head = Signatures.ReadAt(content, 0, 16).AsSpan();
        if (Signatures.IsKnownButNotText(head))
            return (RefusalCode.ContentMismatch, null);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Decodes(content, new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Decodes(content, new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), 2);
        var utf8 = Decodes(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), 0);
        if (utf8.Fault is null)
            return utf8;
        var big5 = CodePagesEncodingProvider.Instance.GetEncoding(950, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        return Decodes(content, big5, 0);
    }

    private static (RefusalCode? Fault, string? Charset) Decodes(Stream content, Encoding encoding, int skip)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var characters = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(bytes.Length));
        try
        {
            var decoder = encoding.GetDecoder();
            content.Position = skip;
            int read;
            do
            {
                read = content.Read(bytes);
                var count = decoder.GetChars(bytes, 0, read, characters, 0, flush: read == 0);
                if (characters.AsSpan(0, count).ContainsAny(NotInText))
                    return (RefusalCode.UnreadableText, null);
            }
            while (read > 0);
            return (null, encoding.WebName);
        }
        catch (DecoderFallbackException)
        {
            return (RefusalCode.UnreadableText, null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    // Control characters but tab, line ends, form feed and the end mark of old CP/M and DOS texts.
    private static readonly SearchValues<char> NotInText = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code)
            .Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f' or '\u001a' or '\u0085'))]);
}
