using CompetencyAssessment.Data.Search;

namespace CompetencyAssessment.Web.Tests.Searching;

/// <summary>What texts are found by.</summary>
public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("風險", "險|風|風險")]
    [InlineData("營運計畫", "營|營運|畫|計|計畫|運|運計")]
    [InlineData("第3季", "3|季|第")]
    [InlineData("plan", "p|pl|pla|plan")]
    [InlineData("P3.4", "4|p|p3")]
    [InlineData("availability", "a|av|ava|avai|avail|availa|availab|availabi")]
    [InlineData("服務，水準", "務|服|服務|水|水準|準")]
    [InlineData("——。（）", "")]
    public void Terms_AreNeighboursOfHanAndBeginningsOfWords(string text, string terms) =>
        Assert.Equal(terms.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), SearchTerms.Of(FoldedText.Of(text).Text));

    [Fact]
    public void Terms_OfCharactersBeyondTheBasicPlane_AreWhole()
    {
        // Half a character would be found in every other that begins with the same half.
        var terms = SearchTerms.Of(FoldedText.Of("𠮷野家").Text);
        Assert.Equal(new[] { "𠮷", "𠮷野", "野", "野家", "家" }.Order(StringComparer.Ordinal), terms.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("服務（水準）", "服務(水準)")]
    [InlineData("  a \n\t b　c", " a b c")]
    [InlineData("Café", "café")]
    [InlineData("Cafe\u0301", "café")]
    [InlineData("ｶﾞ", "ガ")]
    [InlineData("㈱", "(株)")]
    public void Fold_MakesFormsOfACharacterOne(string text, string folded) => Assert.Equal(folded, FoldedText.Of(text).Text);

    [Fact]
    public void Fold_KnowsWhereEachCharacterCameFrom()
    {
        var folded = FoldedText.Of("㈱\ud842\udfb7\ud800Cafe\u0301  風險");
        var at = folded.Text.IndexOf("風險", StringComparison.Ordinal);
        Assert.Equal("風險", "㈱\ud842\udfb7\ud800Cafe\u0301  風險"[folded.Origin(at)..folded.Origin(at + 2)]);
        Assert.Contains('\ufffd', folded.Text);
    }

    [Theory]
    [InlineData("計畫", "計畫", "")]
    [InlineData("險", "險", "")]
    [InlineData("計畫書", "計畫|畫書", "計畫書")]
    [InlineData("服務風險", "服務|務風|風險", "服務風險")]
    [InlineData("plan", "plan", "")]
    [InlineData("operating", "operatin", "operating")]
    [InlineData("P3.4", "p3|4", "p3.4")]
    [InlineData("「風險」", "風險", "")]
    [InlineData("80%", "80", "")]
    [InlineData("計畫 風險", "計畫|風險", "")]
    [InlineData("ＣＲ－2026", "cr|2026", "cr-2026")]
    public void Query_AsksForTermsAndComparesWhatTheyDoNotDecide(string typed, string terms, string phrases)
    {
        var query = SearchQuery.Of(typed)!;
        Assert.Equal(terms.Split('|'), query.Terms);
        Assert.Equal(phrases.Split('|', StringSplitOptions.RemoveEmptyEntries), query.Phrases);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 　")]
    [InlineData("，。！ ---")]
    public void Query_WithoutAnyCharacterOfAWord_IsNone(string? typed) => Assert.Null(SearchQuery.Of(typed));

    [Theory]
    [InlineData("晴川客服中心營運計畫書，第三季。", "營運計畫")]
    [InlineData("Chingchuan operating plan", "oper")]
    [InlineData("𠮷野家的風險", "𠮷野")]
    [InlineData("服務水準目標　８０％", "80")]
    public void Query_AsksForNothingThatATextWithItsWordsLacks(string text, string typed)
    {
        var terms = SearchTerms.Of(FoldedText.Of(text).Text);
        var query = SearchQuery.Of(typed)!;
        Assert.All(query.Terms, t => Assert.Contains(t, terms));
        Assert.All(query.Phrases, p => Assert.Contains(p, FoldedText.Of(text).Text, StringComparison.Ordinal));
    }
}
