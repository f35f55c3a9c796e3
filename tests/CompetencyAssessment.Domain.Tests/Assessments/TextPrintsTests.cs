using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class TextPrintsTests
{
    private const string Passage = "尖峰前三十分鐘由現場督導檢視即時看板，等候中的來電超過二十通時，依序啟動三個步驟。";

    private static readonly IReadOnlySet<long> None = new HashSet<long>();

    [Fact]
    public void WordsOf_ChineseByCharacter_LettersAndFiguresByRun_WithTheirPlaces()
    {
        var words = TextPrints.WordsOf("放棄率 8.4 %，ＳＬＡ80％ Plan-B𠮷");
        Assert.Equal(["放", "棄", "率", "8", "4", "sla80", "plan", "b", "𠮷"], words.Select(w => w.Word));
        Assert.Equal((10, 5), (words[5].Offset, words[5].Length));
    }

    [Fact]
    public void Of_SharedRun_IsFound_WhateverStandsAround()
    {
        var one = Prints("本計畫由林雅筑撰寫。" + Passage + "以上自下季起實施。");
        var other = Prints("改善提案（夜班試辦四週）" + Passage.Replace('，', ' ') + "完。");
        Assert.NotEmpty(one.Select(p => p.Hash).Intersect(other.Select(p => p.Hash)));
        Assert.Empty(one.Select(p => p.Hash).Intersect(Prints("人力試算以每小時來電量與平均處理時間推估，並加計休息、訓練與請假的折減。").Select(p => p.Hash)));
    }

    [Fact]
    public void Of_RunOfThisLength_IsAlwaysFound()
    {
        // Whatever the hashes are: of each window one is kept.
        var length = TextPrints.Words + TextPrints.Window - 1;
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            List<string> Words(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(10_000).ToString(System.Globalization.CultureInfo.InvariantCulture))];
            var shared = Words(length);
            var one = TextPrints.Of([.. Words(40), .. shared, .. Words(25)], None).Select(p => p.Hash);
            Assert.NotEmpty(one.Intersect(TextPrints.Of([.. Words(7), .. shared, .. Words(60)], None).Select(p => p.Hash)));
        }
    }

    [Fact]
    public void Of_CommonText_IsLeftOut()
    {
        var words = TextPrints.WordsOf(Passage).Select(w => w.Word).ToList();
        Assert.NotEmpty(TextPrints.Of(words, None));
        Assert.Empty(TextPrints.Of(words, TextPrints.HashesOf(words, TextPrints.CommonWords).ToHashSet()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("少於十六字的一句話。")]
    public void Of_ShortText_HasNone(string text) => Assert.Empty(Prints(text));

    [Fact]
    public void Join_JoinsWhatTouches()
    {
        Assert.Equal([new Span(0, 26), new Span(40, 56)], TextPrints.Join([10, 0, 40]));
        var overlap = new TextOverlap(Guid.NewGuid(), Guid.NewGuid(), [new Span(0, 26), new Span(40, 56)]);
        Assert.Equal([new Span(0, 26), new Span(40, 56)], overlap.Spans);
    }

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(1, 1000, 1)]
    [InlineData(42, 100, 42)]
    public void Percent_IsWhole_AndNeverHidesAnything(int shared, int words, int percent) => Assert.Equal(percent, TextPrint.Percent(shared, words));

    private static IReadOnlyList<Print> Prints(string text) => TextPrints.Of([.. TextPrints.WordsOf(text).Select(w => w.Word)], None);
}
