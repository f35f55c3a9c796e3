using System.Text.RegularExpressions;
using CompetencyAssessment.Web.Features.Documents;

namespace CompetencyAssessment.Web.Tests.Documents;

public sealed partial class CheckCodeTests
{
    private const string Code = "7KQ4-M9TX-3HRP-V2NC";

    [Fact]
    public void Create_Always_HasSixteenUnambiguousCharacters()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => CheckCode.Create()).ToList();
        Assert.All(codes, c => Assert.Matches(Printed(), c));
        Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, c => Assert.Equal(c, CheckCode.Normalize(c)));
    }

    [Theory]
    [InlineData("7KQ4-M9TX-3HRP-V2NC")]
    [InlineData("7kq4m9tx3hrpv2nc")]
    [InlineData(" 7kq4 m9tx 3hrp v2nc ")]
    [InlineData("7KQ4–M9TX—3HRP−V2NC")]
    [InlineData("７ＫＱ４－Ｍ９ＴＸ－３ＨＲＰ－Ｖ２ＮＣ")]
    public void Normalize_HoweverTyped_GivesTheStoredForm(string typed) => Assert.Equal(Code, CheckCode.Normalize(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CR-2026-000123")]
    [InlineData("7KQ4-M9TX-3HRP-V2N")]
    [InlineData("7KQ4-M9TX-3HRP-V2NCC")]
    [InlineData("0KQ4-M9TX-3HRP-V2NC")]
    [InlineData("IKQ4-M9TX-3HRP-V2NC")]
    [InlineData("7KQ4-M9TX-3HRP-V2N王")]
    [InlineData("7KQ4-M9TX-3HRP-V2N\uD83D")]
    public void Normalize_WhatCannotBeACode_IsNull(string? typed) => Assert.Null(CheckCode.Normalize(typed));

    [Fact]
    public void CheckUrl_HasTheCodeInTheQuery_WhichIsNotLogged() =>
        Assert.Equal($"https://records.example.org/verify?code={Code}", new PublicAddress("https://records.example.org").CheckUrl(Code));

    [GeneratedRegex("^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$")]
    private static partial Regex Printed();
}
