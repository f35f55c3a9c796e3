using System.Globalization;
using System.Text;
using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Reports.Records;
using UglyToad.PdfPig;

namespace CompetencyAssessment.Reports.Tests;

public sealed class DocumentTests
{
    private static readonly RecordRenderer Renderer = Samples.Renderer.Value;

    [Fact]
    public void Statement_SaysWhatAnEmployerNeeds_OnOnePage()
    {
        var page = Assert.Single(Pdf.Pages(Renderer.Render(Samples.Statement(), Samples.Chinese)));
        foreach (var expected in new[]
        {
            "評量結果書", "晴川職能評量中心", "CR-2026-000123", "7KQ4-M9TX-3HRP-V2NC", "https://records.example.org/check/", "林雅筑", "LIN, Ya-Chu", "發展客戶聯繫中心營運計畫", "BGM6R0925v2",
            "級別 5", "2021 年修訂", "合格", "2026年11月23日", "未訂效期", "施行與維護營運計畫", "職場實作、模擬", "審核營運計畫文件", "第 1 次評量", "主責評量人員", "張書豪", "電子簽章", "2026年11月23日 14:05（UTC+8）", "何佩君",
            "本文件僅記載評量當時之結果，並非證照，亦非政府機關核發之證明文件。",
        })
        {
            Assert.Contains(Pdf.Squeeze(expected), page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Statement_InEnglish_MarksTheUnitAsTranslated()
    {
        var page = Assert.Single(Pdf.Pages(Renderer.Render(Samples.Statement() with { Head = Samples.EnglishHead() }, Samples.English)));
        foreach (var expected in new[]
        {
            "Result Statement", "Competent", "23 November 2026", "No expiry date set", "Develop an operating plan for a customer contact centre", "發展客戶聯繫中心營運計畫", "the centre’s translation",
            "Workplace, Simulation", "Lead assessor", "Signed electronically, 23 November 2026, 14:05 (UTC+8)", "LIN, Ya-Chu", "not issued by any government authority",
        })
        {
            Assert.Contains(Pdf.Squeeze(expected), page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("zh-TW")]
    [InlineData("en")]
    public void Statement_WithTheLongestNamesAndManyTasks_HasOnePageAndAllOfThem(string culture)
    {
        var model = Samples.LongStatement();
        model = model with { Head = model.Head with { Tasks = [.. Enumerable.Range(1, 12).Select(static i => new CodedText($"T{i}", $"第{i}項工作任務之名稱相當冗長仍須完整呈現於評量結果書之中"))] } };
        var page = Assert.Single(Pdf.Pages(Renderer.Render(model, CultureInfo.GetCultureInfo(culture))));
        Assert.Contains(Pdf.Squeeze(model.Head.Candidate.Name), page, StringComparison.Ordinal);
        Assert.Contains(Pdf.Squeeze(model.Head.Candidate.LatinName!), page, StringComparison.Ordinal);
        Assert.Contains(Pdf.Squeeze(model.Head.Centre.Name), page, StringComparison.Ordinal);
        Assert.Contains("T12", page, StringComparison.Ordinal);
        Assert.Contains("CR-2026-000098", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Statement_WithSeal_ShowsIt()
    {
        var seal = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");
        var model = Samples.Statement();
        model = model with { Head = model.Head with { Centre = model.Head.Centre with { Seal = seal } } };
        using var document = PdfDocument.Open(Renderer.Render(model, Samples.Chinese));
        Assert.Single(document.GetPage(1).GetImages());
    }

    [Fact]
    public void Notice_HasNeitherNumberNorCheckCode()
    {
        var text = Assert.Single(Pdf.Pages(Renderer.Render(Samples.Notice(), Samples.Chinese)));
        foreach (var expected in new[] { "結果通知書", "AS-2026-00057", "尚未合格", "P3.1", "佐證資料不足", "表現未達標準", "未評定", "待補事項", "後續建議", "2026年12月14日 23:59（UTC+8）", "複查", "申訴" })
            Assert.Contains(Pdf.Squeeze(expected), text, StringComparison.Ordinal);
        Assert.DoesNotContain("查驗碼", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CR-", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_HoldsEveryCriterion_WithItsText()
    {
        var pdf = Renderer.Render(Samples.Record(), Samples.Chinese);
        var text = Pdf.Text(pdf);
        var texts = Samples.Tasks.SelectMany(static (task, t) => task.Indicators.Select((indicator, i) => (Code: $"P{t + 1}.{i + 1}", Text: indicator)))
            .Concat(Samples.Knowledge.Select(static (item, i) => (Code: $"K{i + 1:00}", Text: item)))
            .Concat(Samples.Skills.Select(static (item, i) => (Code: $"S{i + 1:00}", Text: item))).ToList();
        Assert.Equal(40, texts.Count);
        Assert.All(texts, criterion =>
        {
            Assert.Contains(criterion.Code, text, StringComparison.Ordinal);
            Assert.Contains(Pdf.Squeeze(criterion.Text), text, StringComparison.Ordinal);
        });
        foreach (var note in Samples.Notes)
            Assert.Contains(Pdf.Squeeze(note.Anchor + note.Text), text, StringComparison.Ordinal);
        foreach (var expected in new[] { "EV-01 p. 3", "3 優於標準", "本中心合格標準", "等級 2「達成」以上", "充分", "「鬧清」應為「釐清」", "存疑", "客戶聯繫中心營運計畫評量方案 第 1 版", "張書豪" })
            Assert.Contains(Pdf.Squeeze(expected), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_ShowsTheFiguresOfItsChartsAsText()
    {
        var model = Samples.Record(decision: ResultDecision.NotYetCompetent);
        var page = Pdf.Pages(Renderer.Render(model, Samples.Chinese)).Single(static page => page.Contains("評定概覽", StringComparison.Ordinal));
        Assert.All(model.Axes, axis =>
        {
            var mean = axis.Mean!.Value.ToString("0.00", CultureInfo.InvariantCulture);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{axis.Title}{mean}{axis.Assessed}/{axis.Criteria}{axis.Passed}/{axis.Criteria}"), page, StringComparison.Ordinal);

            // Beside its axis of the radar too.
            Assert.Contains(axis.Code + mean, page, StringComparison.Ordinal);
        });
        Assert.DoesNotContain("評定概覽", Pdf.Text(Renderer.Render(Samples.Plain(), Samples.Chinese)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, 4)]
    [InlineData(2, 2, 10)]
    [InlineData(9, 1, 100)]
    public void Record_WithAnotherUnitAndScale_IsDrawn(int tasks, int low, int high)
    {
        var groups = Enumerable.Range(1, tasks).Select(t => new CriterionGroup($"T{t}", $"第{t}項工作任務", [new CriterionLine { Code = $"P{t}.1", Text = "說明", Level = t % 2 == 0 ? low : high }, new CriterionLine { Code = $"P{t}.2", Text = "說明" }])).ToList();
        var model = Samples.Record() with
        {
            Scale = [new(low, "低"), new((low + high) / 2, "中"), new(high, "高")],
            PassMark = (low + high) / 2,
            Groups = groups,
            Axes = [.. groups.Select(static (g, i) => new AxisFigure(g.Code, g.Title, i == 1 ? null : g.Criteria[0].Level, i == 1 ? 0 : 1, 1, 2))],
        };
        var pdf = Renderer.Render(model, Samples.Chinese);
        Assert.True(pdf.Length < 400_000, $"{pdf.Length} bytes");
        Assert.Contains($"T{tasks}", Pdf.Text(pdf), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-TW", "第{0}頁,共{1}頁")]
    [InlineData("en", "Page{0}of{1}")]
    public void Record_NumbersItsPages(string culture, string format)
    {
        var pages = Pdf.Pages(Renderer.Render(Samples.Record(), CultureInfo.GetCultureInfo(culture)));
        for (var i = 0; i < pages.Count; i++)
        {
            Assert.Contains(string.Format(CultureInfo.InvariantCulture, format, i + 1, pages.Count), pages[i], StringComparison.Ordinal);
            Assert.Contains("CR-2026-000123", pages[i], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Record_WithMeetings_TellsWhenByWhomAndHowTheIdentityWasChecked()
    {
        var text = Pdf.Text(Renderer.Render(Samples.Record(), Samples.Chinese));
        foreach (var expected in new[]
        {
            "評量場次與身分查驗", "觀察（現場）", "M6.L 現場觀察營運計畫簡報", "14:00–14:54（UTC+8）", "國民身分證（現場）", "2026年11月19日 13:57（UTC+8）",
            "12 題，提示 3 次", "2026年11月20日 23:40–", "2026年11月21日 00:25（UTC+8）", "陳怡君", "評量人員補充", "經評量人員確認",
        })
        {
            Assert.Contains(Pdf.Squeeze(expected), text, StringComparison.Ordinal);
        }

        var english = Pdf.Text(Renderer.Render(Samples.Record(), Samples.English));
        Assert.Contains(Pdf.Squeeze("Observation, questioning and identity checks"), english, StringComparison.Ordinal);
        Assert.Contains(Pdf.Squeeze("14:00–14:54 (UTC+8)"), english, StringComparison.Ordinal);
        Assert.DoesNotContain("評量場次", Pdf.Text(Renderer.Render(Samples.Record() with { Meetings = [] }, Samples.Chinese)), StringComparison.Ordinal);
    }

    [Fact]
    public void Record_NotYetCompetent_HasNoNumberAndTellsWhatIsMissing()
    {
        var text = Pdf.Text(Renderer.Render(Samples.Record(decision: ResultDecision.NotYetCompetent), Samples.Chinese));
        Assert.Contains("尚未合格", text, StringComparison.Ordinal);
        Assert.Contains("AS-2026-00057", text, StringComparison.Ordinal);
        Assert.Contains("未評定之理由", text, StringComparison.Ordinal);
        Assert.Contains("佐證資料不足", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CR-2026", text, StringComparison.Ordinal);
        Assert.DoesNotContain("查驗碼", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_WithLongCommentAndThirtyFiles_IsCompleteAndSmall()
    {
        var model = Samples.Record(Samples.LongComment, evidence: 30);
        var pdf = Renderer.Render(model, Samples.Chinese);
        var pages = Pdf.Pages(pdf);
        var text = string.Concat(pages);
        Assert.True(pdf.Length < 400_000, $"{pdf.Length} bytes");
        Assert.Equal(3000, Samples.LongComment.Length);

        // The comment runs over a page's edge: what stands between its halves is the foot of one and the head of the next.
        var comment = Pdf.Squeeze(Samples.LongComment);
        Assert.Contains(comment[..400], text, StringComparison.Ordinal);
        Assert.Contains(comment[^200..], text, StringComparison.Ordinal);
        for (var i = 1; i <= 25; i++)
            Assert.Contains(Pdf.Squeeze($"第{i}點"), text, StringComparison.Ordinal);
        Assert.All(model.Evidence, evidence =>
        {
            // A file's digest stands on the page of its row.
            var page = Assert.Single(pages, page => page.Contains(evidence.Sha256!, StringComparison.Ordinal));
            Assert.Contains(evidence.Code, page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Record_EmbedsSubsetFontsWithUnicodeMaps()
    {
        var pdf = Renderer.Render(Samples.Record(), Samples.Chinese);
        using var document = PdfDocument.Open(pdf);
        var fonts = document.GetPages().SelectMany(static page => page.Letters).Select(static letter => letter.FontName).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(fonts);
        Assert.All(fonts, static font => Assert.Matches("^[A-Z]{6}\\+", font));
        var raw = Encoding.Latin1.GetString(pdf);
        Assert.Equal(fonts.Count, raw.Split("/FontFile2").Length - 1);
        Assert.Equal(fonts.Count, raw.Split("/ToUnicode").Length - 1);
        Assert.DoesNotContain("/Type3", raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_CarryTheirMetadata()
    {
        var pdf = Renderer.Render(Samples.Statement(), Samples.Chinese);
        using var document = PdfDocument.Open(pdf);
        Assert.Equal("評量結果書 CR-2026-000123", document.Information.Title);
        Assert.Equal("晴川職能評量中心", document.Information.Author);
        Assert.StartsWith("D:20261124013012", document.Information.CreationDate, StringComparison.Ordinal);
        var raw = Encoding.Latin1.GetString(pdf);
        Assert.Contains("/Lang (zh-TW)", raw, StringComparison.Ordinal);
        Assert.Contains("pdfaid:part", raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_RareCharacters_AreDrawnOrFootnoted()
    {
        var model = Samples.Statement();
        model = model with { Head = model.Head with { Candidate = new PersonBlock("王堃㛢𠮷𡍼👩‍💼") } };
        var page = Assert.Single(Pdf.Pages(Renderer.Render(model, Samples.Chinese)));
        Assert.Contains("王堃㛢𠮷〓1〓2", page, StringComparison.Ordinal);
        Assert.Contains("U+2137C", page, StringComparison.Ordinal);
        Assert.Contains(Pdf.Squeeze("U+1F469 U+200D U+1F4BC"), page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_EqualRecords_GiveEqualBytes()
    {
        var first = Renderer.Render(Samples.Record(), Samples.Chinese);
        Thread.Sleep(20);
        Assert.Equal(first, Renderer.Render(Samples.Record(), Samples.Chinese));
        Assert.NotEqual(first, Renderer.Render(Samples.Record() with { AssessmentCode = "AS-1", Issue = null }, Samples.Chinese));
    }

    [Fact]
    public void Render_ManyTimes_HasOneId()
    {
        // The engine writes its id now in one notation, now in another; one time in a hundred tells.
        var expected = Encoding.Latin1.GetString(Renderer.Render(Samples.Statement(), Samples.English));
        Assert.Matches(@"/ID \[<[0-9A-F]{32}> <[0-9A-F]{32}>\]>>\nstartxref", expected);
        Assert.Matches("DocumentID>uuid:[0-9a-f]{8}-[0-9a-f]{4}-", expected);
        for (var i = 0; i < 150; i++)
            Assert.Equal(expected, Encoding.Latin1.GetString(Renderer.Render(Samples.Statement(), Samples.English)));
    }

    [Fact]
    public async Task Render_OnManyThreads_GivesTheSameBytes()
    {
        var expected = Renderer.Render(Samples.Notice(), Samples.English);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(static _ => Task.Run(static () => Renderer.Render(Samples.Notice(), Samples.English))));
        Assert.All(all, bytes => Assert.Equal(expected, bytes));
    }

    [Fact]
    public void Document_TableOverPages_RepeatsItsHead_AndHeadingsStayWithText()
    {
        var pdf = Document.Create(new DocumentSettings { Title = "計畫", Created = default }, document => document.Page(page =>
        {
            page.Header().SkipOnce().Text("眉題");
            page.Content().Column(column =>
            {
                column.Spacing(6);
                for (var i = 1; i <= 40; i++)
                {
                    column.Item(keepWithNext: true).SpaceAbove(10).Text($"標題{i}號").Bold().FontSize(14);
                    column.Item().Text(string.Concat(Enumerable.Repeat($"內文{i}號，說明營運計畫之內容。", 12))).Justify();
                }

                column.Item().PageBreak();
                column.Item().Table(table =>
                {
                    table.ConstantColumn(80);
                    table.RelativeColumn();
                    table.HeaderCell().Text("表頭甲");
                    table.HeaderCell().Text("表頭乙");
                    for (var i = 1; i <= 80; i++)
                    {
                        table.Rule(0.5f, "#CCCCCC");
                        table.Cell().Text($"列{i}號");
                        table.Cell().Text("值");
                    }
                });
            });
            page.Footer().Text(text =>
            {
                text.CurrentPageNumber();
                text.Span("/");
                text.TotalPages();
            });
        })).GeneratePdf(Samples.Fonts.Value);

        var pages = Pdf.Pages(pdf);
        Assert.True(pages.Count > 4);
        Assert.DoesNotContain("眉題", pages[0], StringComparison.Ordinal);
        Assert.All(pages.Skip(1), static page => Assert.Contains("眉題", page, StringComparison.Ordinal));
        for (var i = 1; i <= 40; i++)
        {
            var page = Assert.Single(pages, page => page.Contains($"標題{i}號", StringComparison.Ordinal));
            Assert.Contains($"內文{i}號", page, StringComparison.Ordinal);
        }

        var tablePages = pages.Where(static page => page.Contains('列', StringComparison.Ordinal)).ToList();
        Assert.True(tablePages.Count > 1);
        Assert.All(tablePages, static page => Assert.Contains("表頭甲表頭乙", page, StringComparison.Ordinal));
    }
}
