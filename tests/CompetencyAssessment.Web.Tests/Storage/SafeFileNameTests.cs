using System.Text;
using CompetencyAssessment.Web.Storage;

namespace CompetencyAssessment.Web.Tests.Storage;

public sealed class SafeFileNameTests
{
    [Theory]
    [InlineData("營運計畫.pdf", "營運計畫.pdf")]
    [InlineData(@"C:\Users\王小明\桌面\報告 最終版.docx", "報告 最終版.docx")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("a\u202Egpj.exe", "agpj.exe")]
    [InlineData("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt")]
    [InlineData("\u0000.pdf", "pdf")]
    [InlineData("  ..  ", "file")]
    [InlineData(null, "file")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("全形　空白  名稱.txt", "全形 空白 名稱.txt")]
    [InlineData("𠮷野家.png", "𠮷野家.png")]
    public void From_CleansTheName(string? given, string expected) => Assert.Equal(expected, SafeFileName.From(given));

    [Fact]
    public void From_LongName_KeepsExtensionAndWholeCharacters()
    {
        var name = SafeFileName.From(string.Concat(Enumerable.Repeat("𠮷", 300)) + ".xlsx");

        Assert.EndsWith("𠮷.xlsx", name, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 200, 240);
    }
}
