using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Competencies;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Data;

/// <summary>The imported unit against its text as published, character for character.</summary>
public sealed partial class UnitTextTests
{
    private static readonly string[] Headings =
        ["職能單元代碼", "職能單元名稱", "領域類別", "職能單元級別", "工作任務與行為指標", "職能內涵 (K=knowledge 知識)", "職能內涵 (S=skills 技能)", "評量設計參考", "說明與補充事項", "更新紀錄"];

    [Fact]
    public async Task Import_KeepsThePublishedText()
    {
        var unit = await ImportedAsync();
        var text = unit.Text;
        var source = Source();
        Assert.Equal(
            [source["職能單元代碼"], source["職能單元名稱"], source["領域類別"], source["職能單元級別"], source["更新紀錄"]],
            [text.Code, text.Name, string.Join(" / ", text.Category), text.Level.ToString(), text.RevisionNote]);

        var tasks = Groups(source["工作任務與行為指標"]);
        Assert.Equal(tasks.Select(g => g.Heading), text.Tasks.Select(t => t.Text));
        Assert.Equal(tasks.SelectMany(g => g.Items), text.Tasks.SelectMany(t => t.Indicators).Select(i => i.Text));
        Assert.Equal(tasks.SelectMany((g, t) => g.Items.Select((_, i) => $"P{t + 1}.{i + 1}")), text.Tasks.SelectMany(t => t.Indicators).Select(i => i.Code));
        Assert.Equal(Groups(source["職能內涵 (K=knowledge 知識)"]).Select(g => g.Heading), text.Knowledge.Select(k => k.Text));
        Assert.Equal(Groups(source["職能內涵 (S=skills 技能)"]).Select(g => g.Heading), text.Skills.Select(s => s.Text));

        var design = Groups(source["評量設計參考"]);
        Assert.Equal(["評量證據", "評量情境與資源", "評量方法"], design.Select(g => g.Heading));
        Assert.Equal(design[0].Items, text.Evidence.Select(i => i.Text));
        Assert.Equal(design[1].Items, text.Resources.Select(i => i.Text));
        Assert.Equal(design[2].Items, text.Methods.Select(i => i.Text));
        Assert.Equal(Groups(source["說明與補充事項"]).Select(g => g.Heading), text.Notes.Select((n, i) => $"【註{i + 1}】{n.Text}"));
    }

    [Fact]
    public async Task Import_AnchorsTheUnderlinedTerms()
    {
        var unit = await ImportedAsync();
        var underlined = Underlined().Matches(Source()["工作任務與行為指標"]).Select(m => new TermAnchor(m.Groups["term"].Value, $"N{m.Groups["note"].Value}"));
        Assert.Equal(underlined, unit.Text.Tasks.SelectMany(t => t.Indicators).SelectMany(i => i.Terms));
        Assert.Equal(["P1.1", "P2.3", "P3.7"], unit.Text.Items().Where(i => i.Terms.Count > 0).Select(i => i.Code));
        Assert.All(unit.Text.Notes, n => Assert.StartsWith(n.Term + "：", n.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_CountsAsPublished()
    {
        var unit = await ImportedAsync();
        var text = unit.Text;
        Assert.Equal(
            [5, 23, 8, 9, 4, 3, 6, 3],
            [text.Tasks.Count, text.Tasks.Sum(t => t.Indicators.Count), text.Knowledge.Count, text.Skills.Count, text.Evidence.Count, text.Resources.Count, text.Methods.Count, text.Notes.Count]);
        Assert.Equal([3, 4, 7, 3, 6], text.Tasks.Select(t => t.Indicators.Count));
        Assert.Equal(40, unit.Criteria.Count);
        Assert.Equal("2021", text.Revision);
        Assert.Equal(text.Items().Count(), text.Items().Select(i => i.Id).Distinct().Count());
        Assert.Equal("K01 K08 S01 S09", string.Join(' ', text.Knowledge[0].Code, text.Knowledge[^1].Code, text.Skills[0].Code, text.Skills[^1].Code));
    }

    [Fact]
    public async Task Import_StandsTheErrataBesideTheText()
    {
        var unit = await ImportedAsync();
        var errata = unit.ErrataAt()!.Items;
        var whole = string.Concat(Source().Values);
        foreach (var item in errata)
        {
            Assert.All(item.Found.Split('／'), f => Assert.Contains(f, whole, StringComparison.Ordinal));
            Assert.All(item.Items, code => Assert.Contains(item.Found, unit.TextIn(code, "zh-TW"), StringComparison.Ordinal));
            Assert.False(string.IsNullOrWhiteSpace(item.Remark.En));
        }

        (string Code, string Found, string Read)[] known = [("P3.4", "鬧清", "釐清"), ("E1", "聯絡", "聯繫"), ("K05", "最佳實踐", "最佳實務"), ("P2.1", "反應", "反映"), ("P5.4", "反應", "反映")];
        Assert.All(known, k => Assert.Contains(errata, e => e.Items.Contains(k.Code) && e.Found.Contains(k.Found, StringComparison.Ordinal) && e.Read!.Contains(k.Read, StringComparison.Ordinal)));
        Assert.Contains(errata, e => e.Items.Contains("P2.2"));
        Assert.Contains(errata, e => e.Items.Contains("N2"));
        Assert.Contains(errata, e => e.Items.Count == 0 && e.Found.Contains("評量情境與資源", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_HasATranslationOfEveryItem()
    {
        var unit = await ImportedAsync();
        var english = unit.Translation("en")!;
        Assert.Equal(unit.Text.Items().Select(i => i.Code).Order(StringComparer.Ordinal), english.Texts.Keys.Order(StringComparer.Ordinal));
        Assert.All(english.Texts, t => Assert.DoesNotMatch(Han(), t.Value.Replace("【註1】", "", StringComparison.Ordinal).Replace("【註2】", "", StringComparison.Ordinal).Replace("【註3】", "", StringComparison.Ordinal)));
        foreach (var item in unit.Text.Items())
        {
            Assert.Equal(Marks(item.Text), Marks(english.Texts[item.Code]));
        }

        Assert.Contains("not an official", english.Notice, StringComparison.Ordinal);
        Assert.Equal(unit.Text.Category.Count, english.Category.Count);
    }

    [Fact]
    public async Task Scheme_DescribesEveryLevelOfEveryCriterionInBothLanguages()
    {
        await using var database = await Database.CreateAsync();
        await ImportAsync(database);
        await using var db = database.Open();
        var row = await db.Schemes.AsNoTracking().Include(s => s.Levels).SingleAsync();
        var scheme = (await new UnitCatalogue().SchemeAsync(db, row.Id, CancellationToken.None)).Document;
        var unit = await new UnitCatalogue().UnitAsync(db, row.UnitVersionId, CancellationToken.None);
        Assert.Equal(["未達成", "部分達成", "達成", "優於標準"], scheme.Scale.Select(l => l.Name.Zh));
        Assert.Equal([0, 1, 2, 3], row.Levels.Select(l => l.Value).Order());
        Assert.Equal(2, row.PassMark);

        var texts = unit.Criteria.SelectMany(c => scheme.Descriptors[c.Code]).ToList();
        Assert.Equal(160, texts.Count);
        foreach (var language in new[] { texts.Select(t => t.Zh).ToList(), texts.Select(t => t.En ?? "").ToList() })
        {
            Assert.All(language, t => Assert.False(string.IsNullOrWhiteSpace(t)));
            Assert.Equal([], language.GroupBy(t => t).Where(g => g.Count() > 1).Select(g => g.Key));
        }

        Assert.All(texts, t => Assert.DoesNotMatch(Han(), t.En));
        string[] never = ["認證", "證照", "證書", "監評", "不合格"];
        Assert.All(never, word => Assert.DoesNotContain(word, row.Content, StringComparison.Ordinal));
        Assert.Contains("P3.3", scheme.Interpretations.Keys);
        Assert.Contains("P3.6", scheme.Interpretations.Keys);
        Assert.Equal(["E1", "E2", "E3", "E4"], scheme.Coverage.Select(c => c.Evidence));
        Assert.Equal([], unit.Criteria.Select(c => c.Code).Except(scheme.Coverage.SelectMany(c => c.Criteria)));
        Assert.False(scheme.Rules.Verification);
        Assert.DoesNotContain("T5", scheme.Rules.SimulationMayCarry);
    }

    private static async Task<UnitView> ImportedAsync()
    {
        await using var database = await Database.CreateAsync();
        await ImportAsync(database);
        await using var db = database.Open();
        return await new UnitCatalogue().UnitAsync(db, (await db.UnitVersions.SingleAsync()).Id, CancellationToken.None);
    }

    private static async Task ImportAsync(Database database)
    {
        await using var db = database.Open();
        Assert.Empty((await new UnitImporter(db, database.Clock).ImportAsync(DocumentFile.Embedded("Units/BGM6R0925v2.json"), CancellationToken.None)).Faults);
        Assert.Empty((await new SchemeImporter(db, database.Clock).ImportAsync(DocumentFile.Embedded("Schemes/BGM6R0925v2-default.json"), CancellationToken.None)).Faults);
    }

    /// <summary>The source's sections by heading.</summary>
    private static Dictionary<string, string> Source()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Units/BGM6R0925v2.source.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        var starts = Headings.Select(h => (Heading: h, At: text.IndexOf("\n" + h, StringComparison.Ordinal) + 1)).ToList();
        Assert.All(starts, s => Assert.True(s.At > 0, s.Heading));
        return starts.ToDictionary(
            s => s.Heading,
            s => text[(s.At + s.Heading.Length)..starts.Select(o => o.At).Where(a => a > s.At).DefaultIfEmpty(text.Length).Min()].Trim());
    }

    /// <summary>Paragraphs without their number, each with the list that follows it.</summary>
    private static List<(string Heading, string[] Items)> Groups(string html) =>
        [.. Paragraph().Matches(html).Select(m => (
            ListNumber().Replace(Tag().Replace(m.Groups["head"].Value, ""), ""),
            ItemNumber().Split(Tag().Replace(m.Groups["rest"].Value, "")).Skip(1).Select(i => i.Trim()).ToArray()))];

    private static string Marks(string text) => string.Concat(Mark().Matches(text).Select(m => m.Value));

    [GeneratedRegex("<p>(?<head>.*?)</p>(?<rest>.*?)(?=<p>|$)", RegexOptions.Singleline, 1000)]
    private static partial Regex Paragraph();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("^[一二三四五六七八九十]+、", RegexOptions.None, 1000)]
    private static partial Regex ListNumber();

    [GeneratedRegex(@"(?:^|\s|(?<=。))\s*\d+\.\s*", RegexOptions.None, 1000)]
    private static partial Regex ItemNumber();

    [GeneratedRegex("<u>(?<term>.*?)</u>【註(?<note>[0-9])】", RegexOptions.None, 1000)]
    private static partial Regex Underlined();

    [GeneratedRegex("【註[0-9]】", RegexOptions.None, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, 1000)]
    private static partial Regex Han();
}
