namespace CompetencyAssessment.Reports.Tests;

public sealed class FontLibraryTests
{
    [Theory]
    [InlineData("林雅筑 LIN, Ya-Chu")]
    [InlineData("堃㛢𠮷")]
    [InlineData("Nguyễn Thị Ánh, Łukasz, Ḥasan")]
    [InlineData("e\u0301")]
    [InlineData("臺北市\t100 號\u200B\uFEFF\n8 樓")]
    public void Covers_WhatShipsWithTheApplication(string text) => Assert.Empty(Samples.Fonts.Value.MissingCharacters(text));

    [Fact]
    public void MissingCharacters_AreNamedOnceEachInOrder() =>
        Assert.Equal(["𡍼", "👩‍💼", "辻\U000E0101"], Samples.Renderer.Value.MissingCharacters("王𡍼，👩‍💼與𡍼、辻\U000E0101。"));

    [Fact]
    public void Covers_LoneSurrogate_IsFalseOrDrawnAsReplacement()
    {
        var missing = Samples.Fonts.Value.MissingCharacters("王\uD842");
        Assert.True(missing.Count <= 1);
    }

    [Fact]
    public void Load_ExtraFolder_IsAskedLast()
    {
        using var fonts = Layout.FontLibrary.Load(Path.Combine(AppContext.BaseDirectory, "Fonts"));
        Assert.True(fonts.Covers("林"));
        Assert.False(fonts.Covers("𡍼"));
    }
}
