using CompetencyAssessment.Web.Features.Verify;

namespace CompetencyAssessment.Web.Tests.Documents;

/// <summary>What the public page shows of a name.</summary>
public sealed class MaskedNameTests
{
    [Theory]
    [InlineData("王小明", "王○明")]
    [InlineData("王明", "王○")]
    [InlineData("王", "○")]
    [InlineData("歐陽小明", "歐○○明")]
    [InlineData("司馬上官小明", "司○○○○明")]
    [InlineData("　王小明 ", "王○明")]
    [InlineData("林㛢筑", "林○筑")]
    public void Of_ChineseName_KeepsFirstAndLast(string name, string masked) => Assert.Equal(masked, MaskedName.Of(name));

    [Theory]
    [InlineData("𠮷野家", "𠮷○家")]
    [InlineData("王小𠮷", "王○𠮷")]
    [InlineData("王𠮷", "王○")]
    [InlineData("葛\uDB40\uDD00城明", "葛\uDB40\uDD00○明")]
    [InlineData("王\uE123明", "王○明")]
    [InlineData("王〓明", "王○明")]
    public void Of_CharactersBeyondOneUnit_StayWhole(string name, string masked) => Assert.Equal(masked, MaskedName.Of(name));

    [Theory]
    [InlineData("巴奈‧庫穗", "巴○‧○穗")]
    [InlineData("阿布都 買買提", "阿○○ ○○提")]
    public void Of_NameWithSeparator_KeepsTheSeparator(string name, string masked) => Assert.Equal(masked, MaskedName.Of(name));

    [Theory]
    [InlineData("John Smith", "J*** S***")]
    [InlineData("J. R. Smith", "J*** R*** S***")]
    [InlineData("Lin Ya-Chu", "L*** Y***")]
    [InlineData("LIN, Ya-Chu", "L*** Y***")]
    [InlineData("Cher", "C***")]
    [InlineData("Óscar  de la Ñeca", "Ó*** d*** l*** Ñ***")]
    [InlineData("…", "***")]
    [InlineData("", "")]
    public void Of_LatinName_KeepsFirstLettersOnly(string name, string masked) => Assert.Equal(masked, MaskedName.Of(name));

    [Fact]
    public void Of_LatinWordsOfAnyLength_LookAlike() => Assert.Equal(MaskedName.Of("Jo Li"), MaskedName.Of("Johannes Lindqvist"));
}
