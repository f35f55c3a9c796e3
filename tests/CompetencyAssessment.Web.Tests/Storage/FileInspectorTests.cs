using System.IO.Compression;
using System.Text;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Storage;

namespace CompetencyAssessment.Web.Tests.Storage;

public sealed class FileInspectorTests
{
    private static readonly DemoCompany Company = DemoCompany.Story;
    private static readonly byte[] Docx = DemoFiles.ThirdPartyReport(Company, "周雅婷", "營運處經理", new DateOnly(2026, 3, 2));
    private static readonly byte[] Xlsx = DemoFiles.StaffingWorkbook(Company);
    private static readonly byte[] Pptx = DemoFiles.PlanSlides(Company);
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static readonly byte[] Pdf = Encoding.Latin1.GetBytes("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");

    private readonly FileInspector inspector = new(new StorageOptions { FilesFolder = "unused", UploadsFolder = "unused", MaximumFileBytes = 2 * 1024 * 1024 });

    public static TheoryData<string, byte[], string> Sound => new()
    {
        { "計畫.pdf", Pdf, "application/pdf" },
        { "報告.DOCX", Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
        { "人力.xlsx", Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
        { "簡報.pptx", Pptx, "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
        { "a.odt", Odf("application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text" },
        { "a.ods", Odf("application/vnd.oasis.opendocument.spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet" },
        { "a.odp", Odf("application/vnd.oasis.opendocument.presentation"), "application/vnd.oasis.opendocument.presentation" },
        { "圖.png", Png, "image/png" },
        { "a.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 4, 0, 0, 0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0xD9], "image/jpeg" },
        { "a.webp", [.. "RIFF"u8, 12, 0, 0, 0, .. "WEBPVP8 "u8, 0, 0, 0, 0], "image/webp" },
        { "a.mp4", IsoMedia("isom", "vide", "soun"), "video/mp4" },
        { "a.m4a", IsoMedia("M4A ", "soun"), "audio/mp4" },
        { "錄音.m4a", IsoMedia("mp42", "soun"), "audio/mp4" },
        { "a.webm", Ebml("webm"), "video/webm" },
        { "a.mp3", Mp3(tag: false), "audio/mpeg" },
        { "b.mp3", Mp3(tag: true), "audio/mpeg" },
        { "a.txt", Encoding.UTF8.GetBytes("客服中心營運計畫\r\n第一章\t現況"), "text/plain" },
        { "u.txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("服務水準 71%")], "text/plain" },
        { "mz.txt", Encoding.UTF8.GetBytes("MZ 世代客戶的需求，與前一世代不同；本段說明如何調整服務方式，並列出三項作法與時程。"), "text/plain" },
        { "big5.csv", CodePagesEncodingProvider.Instance.GetEncoding(950)!.GetBytes("時段,進線量,服務水準\r\n上午,1250,七成一\r\n"), "text/csv" },
    };

    public static TheoryData<string, byte[], string> Unsound => new()
    {
        { "空白.pdf", [], "Empty" },
        { "大.txt", Enumerable.Repeat((byte)'a', 2 * 1024 * 1024 + 1).ToArray(), "TooLarge" },
        { "a.zip", Docx, "TypeNotAllowed" },
        { "沒有副檔名", Pdf, "TypeNotAllowed" },
        { "計畫.exe", Pdf, "Executable" },
        { "計畫.pdf", [.. "MZ"u8, .. new byte[200]], "Executable" },
        { "elf.docx", [0x7F, .. "ELF"u8, .. new byte[100]], "Executable" },
        { "mac.txt", [0xCF, 0xFA, 0xED, 0xFE, .. new byte[100]], "Executable" },
        { "script.csv", "#!/bin/sh\nrm -r x\n"u8.ToArray(), "Executable" },
        { "巨集.docm", Docx, "MacroEnabled" },
        { "a.xlsm", Xlsx, "MacroEnabled" },
        { "藏巨集.docx", WithEntry(Docx, "word/vbaProject.bin"), "MacroEnabled" },
        { "docm.docx", WithContentTypes(Docx, t => t.Replace("wordprocessingml.document.main+xml", "x", StringComparison.Ordinal).Replace("vnd.openxmlformats-officedocument.x", "vnd.ms-word.document.macroEnabled.main+xml", StringComparison.Ordinal)), "MacroEnabled" },
        { "四.xlsx", WithEntry(Xlsx, "xl/macrosheets/sheet1.xml"), "MacroEnabled" },
        { "m.odt", WithEntry(Odf("application/vnd.oasis.opendocument.text"), "Basic/Standard/Module1.xml"), "MacroEnabled" },
        { "s.ods", WithEntry(Odf("application/vnd.oasis.opendocument.spreadsheet"), "Scripts/python/a.py"), "MacroEnabled" },
        { "圖.pdf", Png, "ContentMismatch" },
        { "圖.jpg", Png, "ContentMismatch" },
        { "表.docx", Xlsx, "ContentMismatch" },
        { "壓縮.docx", Zip(("a.txt", "一般壓縮檔")), "ContentMismatch" },
        { "odt.ods", Odf("application/vnd.oasis.opendocument.text"), "ContentMismatch" },
        { "mkv.webm", Ebml("matroska"), "ContentMismatch" },
        { "sound.mp4", IsoMedia("M4A ", "soun"), "ContentMismatch" },
        { "film.m4a", IsoMedia("isom", "vide", "soun"), "ContentMismatch" },
        { "text.mp3", "not music at all"u8.ToArray(), "ContentMismatch" },
        { "pdf.txt", Pdf, "ContentMismatch" },
        { "ole.docx", Ole("EncryptedPackage"), "PasswordProtected" },
        { "old.docx", Ole("WordDocument"), "ContentMismatch" },
        { "鎖.docx", Encrypted(Docx), "PasswordProtected" },
        { "鎖.odt", WithEntry(Odf("application/vnd.oasis.opendocument.text"), "META-INF/manifest.xml", "<m:encryption-data/>"), "PasswordProtected" },
        { "斷.docx", Docx[..^500], "Damaged" },
        { "斷.pdf", Pdf[..40], "Damaged" },
        { "斷.png", Png[..^15], "Damaged" },
        { "斷.webp", [.. "RIFF"u8, 200, 0, 0, 0, .. "WEBPVP8 "u8, 0, 0, 0, 0], "Damaged" },
        { "斷.mp4", IsoMedia("isom", "vide")[..^10], "Damaged" },
        { "套疊.mp4", NestedBoxes(100_000), "Damaged" },
        { "bomb.docx", Bomb(), "TooComplex" },
        { "types.docx", Zip(("[Content_Types].xml", new string(' ', 6_000_000))), "TooComplex" },
        { "bin.txt", [1, 2, 3, 0, 5], "UnreadableText" },
        { "bad.csv", [0x41, 0xFF, 0xFF, 0x20, 0x81], "UnreadableText" },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void Inspect_SoundFile_IsAccepted(string name, byte[] bytes, string mediaType)
    {
        var accepted = Assert.IsType<Accepted>(inspector.Inspect(new MemoryStream(bytes), name));

        Assert.Equal(mediaType, accepted.MediaType);
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void Inspect_UnsoundFile_IsRefusedWithTheReason(string name, byte[] bytes, string code)
    {
        var refused = Assert.IsType<Refused>(inspector.Inspect(new MemoryStream(bytes), name));

        Assert.Equal(code, refused.Code.ToString());
        Assert.Contains(name, string.Format(refused.MessageKey, [.. refused.Arguments]), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Big5_TellsTheCharset() =>
        Assert.Equal("big5", Assert.IsType<Accepted>(inspector.Inspect(
            new MemoryStream(CodePagesEncodingProvider.Instance.GetEncoding(950)!.GetBytes("放棄率,首次解決率")), "a.csv")).Charset);

    [Fact]
    public void Inspect_RandomCuts_NeverThrows()
    {
        byte[][] files = [Docx, Png, Pdf, IsoMedia("isom", "vide"), Ebml("webm"), Mp3(tag: true), Odf("application/vnd.oasis.opendocument.text")];
        var random = new Random(5);
        foreach (var file in files)
        {
            for (var i = 0; i < 60; i++)
            {
                var broken = file[..random.Next(1, file.Length)];
                broken[random.Next(broken.Length)] ^= (byte)random.Next(1, 256);
                foreach (var extension in FileInspector.AcceptedExtensions.Split(','))
                    Assert.NotNull(inspector.Inspect(new MemoryStream(broken), "a" + extension));
            }
        }
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Odf(string mediaType) => Zip(("mimetype", mediaType), ("content.xml", "<office/>"));

    private static byte[] WithEntry(byte[] zip, string name, string text = "x")
    {
        var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(text);
        }

        return stream.ToArray();
    }

    private static byte[] WithContentTypes(byte[] zip, Func<string, string> change)
    {
        var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.GetEntry("[Content_Types].xml")!;
            string text;
            using (var reader = new StreamReader(entry.Open()))
                text = reader.ReadToEnd();
            entry.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("[Content_Types].xml").Open());
            writer.Write(change(text));
        }

        return stream.ToArray();
    }

    // The lowest bit of the flags, at byte 8 of every directory entry, says that the entry is encrypted.
    private static byte[] Encrypted(byte[] zip)
    {
        var copy = zip.ToArray();
        for (var i = 0; i + 10 < copy.Length; i++)
        {
            if (copy.AsSpan(i, 4).SequenceEqual("PK\u0001\u0002"u8))
                copy[i + 8] |= 1;
        }

        return copy;
    }

    private static byte[] Bomb()
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("word/document.xml", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 100; i++)
                entry.Write(zeros);
        }

        return stream.ToArray();
    }

    private static byte[] Ole(string stream)
    {
        var file = new byte[2048];
        byte[] signature = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        signature.CopyTo(file, 0);
        file[30] = 9;
        file[48] = 1;
        Encoding.Unicode.GetBytes(stream).CopyTo(file, 1024);
        return file;
    }

    private static byte[] Box(string type, params byte[][] parts)
    {
        var length = 8 + parts.Sum(part => part.Length);
        return [(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. Encoding.ASCII.GetBytes(type), .. parts.SelectMany(part => part)];
    }

    private static byte[] IsoMedia(string brand, params string[] handlers) =>
    [
        .. Box("ftyp", Encoding.ASCII.GetBytes(brand), new byte[4], Encoding.ASCII.GetBytes(brand)),
        .. Box("moov", [.. handlers.Select(h => Box("trak", Box("mdia", Box("hdlr", new byte[8], Encoding.ASCII.GetBytes(h), new byte[13]))))]),
        .. Box("mdat", new byte[64]),
    ];

    private static byte[] Ebml(string docType) =>
    [
        0x1A, 0x45, 0xDF, 0xA3, (byte)(0x80 | (7 + docType.Length)), 0x42, 0x86, 0x81, 1,
        0x42, 0x82, (byte)(0x80 | docType.Length), .. Encoding.ASCII.GetBytes(docType), 0x18, 0x53, 0x80, 0x67, 0x80, 0, 0,
    ];

    /// <summary>Boxes in boxes, each eight bytes longer than the one inside.</summary>
    private static byte[] NestedBoxes(int depth) =>
    [
        0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0,
        .. Enumerable.Range(0, depth).Select(i => (depth - i) * 8).SelectMany(length => (byte[])[(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. "moov"u8]),
    ];

    private static byte[] Mp3(bool tag)
    {
        // 128 kbit/s at 44.1 kHz: frames of 417 bytes.
        byte[] frame = [0xFF, 0xFB, 0x90, 0x00, .. new byte[413]];
        return [.. tag ? [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 20, .. new byte[20]] : Array.Empty<byte>(), .. frame, .. frame, .. frame];
    }
}
