using System.Globalization;
using System.Text;

namespace CompetencyAssessment.Web.Demo.Files;

/// <summary>
/// Evidence files of the demonstration, made in memory: real documents that Office opens, with content a contact centre
/// would recognise. The same arguments give the same bytes.
/// </summary>
internal static class DemoFiles
{
    /// <summary>Cell of <see cref="StaffingWorkbook"/> with the posts needed.</summary>
    public const string StaffingCell = "B12";

    /// <summary>An operating plan as a Word document.</summary>
    public static byte[] PlanDocument(PlanDocument plan) =>
        DemoDocument.Draw(plan.Title, $"{plan.Company}　{plan.Author}　{plan.Version}", plan.Sections);

    /// <summary>Workload, posts needed (B12) and half-hour staffing, at the handling time that was measured.</summary>
    /// <param name="c">The company.</param>
    /// <param name="remark">Under the half-hours; null for none.</param>
    public static byte[] StaffingWorkbook(DemoCompany c, string? remark = null)
    {
        var posts = c.PostsAt(c.HandlingSeconds);
        var hours = c.MonthlyCalls * (double)c.HandlingSeconds / 3600;
        IReadOnlyList<IReadOnlyList<DemoCell>> need =
        [
            [DemoCell.Of($"{c.Company}　語音進線人力推估", CellLook.Title)],
            [DemoCell.Of($"編製：{c.Candidate}　處理時間採最近一季實測值", CellLook.Note)],
            [.. Heads("項目", "數值", "單位", "說明")],
            Line("每月進線量", DemoCell.Of(c.MonthlyCalls, CellLook.Whole), "通", "最近一季月平均"),
            Line("平均通話時間", DemoCell.Of(c.TalkSeconds, CellLook.Whole), "秒", "含保留"),
            Line("平均話後處理時間", DemoCell.Of(c.WrapSeconds, CellLook.Whole), "秒", "結案註記與派工"),
            Line("平均處理時間（AHT）", DemoCell.Of(c.HandlingSeconds, CellLook.Whole, "B5+B6"), "秒", "通話＋話後"),
            Line("每月工作負荷", DemoCell.Of(hours, CellLook.OneDecimal, "B4*B7/3600"), "小時", "進線量 × AHT ÷ 3,600"),
            Line("每人每月給薪工時", DemoCell.Of(DemoCompany.PaidHours, CellLook.Whole), "小時", "22 日 × 8 小時"),
            Line("人力流失率", DemoCell.Of(DemoCompany.Shrinkage, CellLook.Percent), "", "休假、訓練、會議、休息"),
            Line("目標占線率", DemoCell.Of(DemoCompany.Occupancy, CellLook.Percent), "", "登入可接聽時間之使用比率"),
            Line("需求人力", DemoCell.Of(posts, CellLook.Key, "B8/(B9*(1-B10)*B11)"), "FTE", "負荷 ÷ 每人有效服務時數"),
            Line("現有人力", DemoCell.Of(c.CurrentPosts, CellLook.OneDecimal), "FTE", "含部分工時折算"),
            Line("人力缺口", DemoCell.Of(posts - c.CurrentPosts, CellLook.OneDecimal, "B12-B13"), "FTE", "需求 − 現有"),
        ];

        var day = Workload.Weekday(c, c.HandlingSeconds);
        var staffing = new List<IReadOnlyList<DemoCell>>
        {
            new[] { DemoCell.Of("平日每半小時人力（Erlang C）", CellLook.Title) },
            new[] { DemoCell.Of($"條件：20 秒內接聽 {c.ServiceLevelTarget:0}%，AHT {c.HandlingSeconds} 秒", CellLook.Note) },
            Heads("時段", "預測來電", "話務量（erlang）", "值機人數", "預期服務水準", "占線率").ToList(),
        };
        staffing.AddRange(day.Select((h, i) => (IReadOnlyList<DemoCell>)
        [
            DemoCell.Of($"{h.From:HH:mm}–{h.From.AddMinutes(30):HH:mm}"),
            DemoCell.Of(h.Calls, CellLook.Whole),
            DemoCell.Of(h.Erlangs, CellLook.OneDecimal, $"B{i + 4}*人力推估!$B$7/1800"),
            DemoCell.Of(h.Agents, CellLook.Whole),
            DemoCell.Of(h.ServiceLevel, CellLook.Percent),
            DemoCell.Of(h.Occupancy, CellLook.Percent, $"C{i + 4}/D{i + 4}"),
        ]));
        staffing.Add([DemoCell.Of("合計"), DemoCell.Of(day.Sum(h => h.Calls), CellLook.Whole, $"SUM(B4:B{day.Count + 3})")]);

        if (remark is not null)
        {
            staffing.Add([DemoCell.Of(remark, CellLook.Note)]);
        }

        var sensitivity = new List<IReadOnlyList<DemoCell>>
        {
            new[] { DemoCell.Of("處理時間敏感度", CellLook.Title) },
            new[] { DemoCell.Of("其他條件不變時，處理時間對需求人力的影響", CellLook.Note) },
            Heads("平均處理時間（秒）", "需求人力（FTE）", "與基準差異").ToList(),
        };
        for (var step = -2; step <= 2; step++)
        {
            var seconds = c.HandlingSeconds + 5 * step;
            var row = sensitivity.Count + 1;
            sensitivity.Add(
            [
                DemoCell.Of(seconds, CellLook.Whole),
                DemoCell.Of(c.PostsAt(seconds), CellLook.OneDecimal, $"人力推估!$B$4*A{row}/3600/(人力推估!$B$9*(1-人力推估!$B$10)*人力推估!$B$11)"),
                DemoCell.Of(c.PostsAt(seconds) - posts, CellLook.OneDecimal, $"B{row}-人力推估!$B$12"),
            ]);
        }

        return DemoWorkbook.Draw(
        [
            new DemoSheet("人力推估", [26, 14, 10, 34], need, 3),
            new DemoSheet("時段配置", [16, 12, 18, 12, 16, 12], staffing, 3),
            new DemoSheet("敏感度", [22, 18, 16], sensitivity, 3),
        ]);

        static IReadOnlyList<DemoCell> Line(string name, DemoCell value, string unit, string note) =>
            [DemoCell.Of(name), value, DemoCell.Of(unit), DemoCell.Of(note)];
    }

    /// <summary>A quarter's review: counts per month, shares as formulas, findings and measures.</summary>
    public static byte[] QuarterlyReview(DemoQuarter quarter)
    {
        var c = quarter.Company;
        var rows = new List<IReadOnlyList<DemoCell>>
        {
            new[] { DemoCell.Of($"{c.Company}　{quarter.Label}營運績效檢討", CellLook.Title) },
            new[] { DemoCell.Of($"編製：{c.Candidate}　資料來源：話務系統、事後簡訊調查", CellLook.Note) },
            Heads("月份", "進線量", "20 秒內接聽", "放棄", "服務水準", "放棄率", "調查件數", "一次解決", "首次解決率", "AHT（秒）").ToList(),
        };
        foreach (var m in quarter.Months)
            rows.Add(Figures(m.Label, m.Offered, m.InTime, m.Abandoned, m.Surveyed, m.Resolved, m.HandlingSeconds, rows.Count + 1, sum: false));
        rows.Add(Figures(
            "本季合計", quarter.Months.Sum(m => m.Offered), quarter.Months.Sum(m => m.InTime), quarter.Months.Sum(m => m.Abandoned),
            quarter.Months.Sum(m => m.Surveyed), quarter.Months.Sum(m => m.Resolved), quarter.Months.Average(m => m.HandlingSeconds), rows.Count + 1, sum: true));
        rows.Add([DemoCell.Of("年度目標"), DemoCell.Of(""), DemoCell.Of(""), DemoCell.Of(""),
            DemoCell.Of(c.ServiceLevelTarget / 100, CellLook.Percent), DemoCell.Of(c.AbandonmentTarget / 100, CellLook.Percent), DemoCell.Of(""), DemoCell.Of(""),
            DemoCell.Of(c.FirstContactResolutionTarget / 100, CellLook.Percent), DemoCell.Of("")]);

        var improving = quarter.ServiceLevel > c.ServiceLevel + 1;
        string[][] findings = improving
            ?
            [
                ["服務水準", $"本季 {quarter.ServiceLevel:0.0}%，較基準提升 {quarter.ServiceLevel - c.ServiceLevel:0.0} 個百分點", "短班與當日調度於尖峰發揮作用", "擴大短班至週六上午"],
                ["放棄率", $"本季 {quarter.Abandonment:0.0}%，等候中重撥減少", "尖峰公告語音與支援席啟動及時", "準備預約回撥上線"],
                ["首次解決率", $"本季 {quarter.FirstContactResolution:0.0}%", "一線授權後，帳務類轉主管件數減少", "將授權範圍延伸至補償試算"],
                ["未達成", $"「{c.CallReasons[1]}」仍有重複來電", "進度資訊未主動通知", "列為下季第一優先"],
            ]
            :
            [
                ["服務水準", $"本季 {quarter.ServiceLevel:0.0}%，距目標 {c.ServiceLevelTarget - quarter.ServiceLevel:0.0} 個百分點", "上午尖峰人力與來電曲線不一致", "重編班表，導入四小時短班"],
                ["放棄率", $"本季 {quarter.Abandonment:0.0}%", "等候過久，且三十分鐘內重撥造成尖峰更尖", "設支援席啟動條件"],
                ["首次解決率", $"本季 {quarter.FirstContactResolution:0.0}%", "權限不足與資訊分散", "一線授權、知識庫改版"],
                ["處理時間", $"平均 {quarter.Months.Average(m => m.HandlingSeconds):0} 秒", "話後註記欄位重複", "簡化註記，追蹤品質分數"],
            ];
        var review = new List<IReadOnlyList<DemoCell>>
        {
            new[] { DemoCell.Of("檢討與改善", CellLook.Title) },
            new[] { DemoCell.Of("每項均由負責單位確認", CellLook.Note) },
            Heads("面向", "本季情形", "原因", "下一步").ToList(),
        };
        review.AddRange(findings.Select(line => (IReadOnlyList<DemoCell>)[.. line.Select(text => DemoCell.Of(text))]));
        return DemoWorkbook.Draw(
        [
            new DemoSheet("季績效", [16, 12, 14, 10, 12, 10, 12, 12, 14, 12], rows, 3),
            new DemoSheet("檢討與改善", [14, 40, 36, 30], review, 3),
        ]);

        static IReadOnlyList<DemoCell> Figures(string label, double offered, double inTime, double abandoned, double surveyed, double resolved, double handling, int row, bool sum) =>
        [
            DemoCell.Of(label),
            DemoCell.Of(offered, CellLook.Whole, sum ? "SUM(B4:B6)" : null),
            DemoCell.Of(inTime, CellLook.Whole, sum ? "SUM(C4:C6)" : null),
            DemoCell.Of(abandoned, CellLook.Whole, sum ? "SUM(D4:D6)" : null),
            DemoCell.Of(inTime / offered, CellLook.Percent, $"C{row}/B{row}"),
            DemoCell.Of(abandoned / offered, CellLook.Percent, $"D{row}/B{row}"),
            DemoCell.Of(surveyed, CellLook.Whole, sum ? "SUM(G4:G6)" : null),
            DemoCell.Of(resolved, CellLook.Whole, sum ? "SUM(H4:H6)" : null),
            DemoCell.Of(resolved / surveyed, CellLook.Percent, $"H{row}/G{row}"),
            DemoCell.Of(handling, CellLook.Whole, sum ? "AVERAGE(J4:J6)" : null),
        ];
    }

    /// <summary>Slides of the plan's presentation, eight of them.</summary>
    public static byte[] PlanSlides(DemoCompany c)
    {
        var posts = c.PostsAt(c.HandlingSeconds);
        return DemoSlides.Draw(
        [
            new("客戶聯繫中心營運計畫簡報", [c.Company, $"報告人：{c.Candidate}"]),
            new("為什麼現在要做", [$"每月 {c.MonthlyCalls:N0} 通來電，20 秒內接聽只有 {c.ServiceLevel:0}%", $"每月約 {c.MonthlyCalls * c.Abandonment / 100:N0} 通在等候中放棄", $"每一百位客戶有 {100 - c.FirstContactResolution:0} 位必須再打一次", "離職集中在到職三至五個月，經驗留不住"]),
            new("我們的目標", ["十二個月達成，第六個月期中檢核"], new PlanTable("營運目標", ["指標", "現況", "目標"],
            [
                ["服務水準（20 秒）", $"{c.ServiceLevel:0}%", $"{c.ServiceLevelTarget:0}%"], ["放棄率", $"{c.Abandonment:0.0}%", $"{c.AbandonmentTarget:0.0}%"],
                ["首次解決率", $"{c.FirstContactResolution:0}%", $"{c.FirstContactResolutionTarget:0}%"],
            ])),
            new("客戶為什麼打來", [.. c.CallReasons.Take(4).Select((reason, i) => $"第 {i + 1} 位：{reason}"), "前三項占來電六成以上，改善從這裡開始"]),
            new("三個方案的比較", ["建議採流程改善並適度增補：同時處理接不通與講不清"], new PlanTable("方案比較", ["方案", "優點", "限制"],
            [
                ["全面增聘", "見效快", "重複來電不變"], ["流程改善並適度增補", "解決根本原因", "需跨部門配合"], ["部分委外", "成本較低", "資料權限受限"],
            ])),
            new("需要的資源", [$"處理時間 {c.HandlingSeconds} 秒（最近一季實測）", $"需求 {posts:0.0} 個全職人力，現有 {c.CurrentPosts:0.0} 個", "四小時短班因應上午與傍晚尖峰", "系統：排班工具、知識庫、進度通知"]),
            new("風險與因應", ["招募不如預期：內部轉任、延長短班", "系統延遲：分批上線，人工備案", "授權不一致：每日抽查與每月校準", "個資：權限分級、寄送對象由系統帶入"]),
            new("怎麼知道有效", ["每日看半小時分布，不只看平均", "每月向團隊說明一項成果與一項待解問題", "每季檢討並調整流程，與利害關係人溝通成效", "請核定本計畫，第一梯次於下月啟動"]),
        ]);
    }

    /// <summary>Record of questioning: what was asked and answered, for the assessor to rate.</summary>
    public static byte[] QuestioningNotes(DemoCompany c, string assessor, DateOnly date) => DemoDocument.Draw(
        "詢問紀錄", $"{c.Company}　受評者：{c.Candidate}　評量人員：{assessor}　{Day(date)}",
        [
            new PlanSection("一、詢問方式與範圍", ["以面談方式進行，約五十分鐘，題目依職能單元之知識項目擬定，並就營運計畫內容追問。以下為摘要，受評者已閱讀確認。"]),
            new PlanSection("二、問答摘要", ["評量人員以開放式問題起頭，再請受評者舉出實際發生的例子。"], new PlanTable("問答摘要", ["題目", "回答重點", "追問"],
            [
                ["服務水準與占線率如何取捨？", "占線率過高會使等候時間急遽上升，離職也會增加，因此以 82% 為目標。", "若預算不足，會先放寬哪一項？答：先延後離峰目標，不提高占線率。"],
                ["如何選擇標竿？", "先確認口徑一致，再比較中位數與領先者，不直接套用數字。", "請舉一項不採用的實務。答：在家值機，因個資管控條件不足。"],
                ["客服錄音須注意哪些規定？", "告知目的、限期保存、調閱留紀錄，教材須去識別化。", "客戶要求刪除時如何處理？答：確認法定保存義務後回覆並記錄。"],
                ["預測錯誤時當日怎麼處理？", "先看前兩個半小時的偏差，啟動支援席，再調整休息時段。", "何時解除？答：回升至門檻並維持一個半小時。"],
                ["如何讓團隊支持計畫？", "先說明資料，再討論作法，並將意見寫回班表。", "遇到反對意見的例子：短班原本強制，改為自願登記。"],
                ["成本效益如何估計？", "只計入可驗證的項目，並做減半情境。", "效益未達時怎麼辦？答：期中檢核調整範圍。"],
            ])),
            new PlanSection("三、受評者補充", [$"{c.Candidate}補充說明：最近一季平均處理時間為 {c.HandlingSeconds} 秒，人力推估已採用此數值；若與先前文件不一致，以最近一季實測為準。"]),
        ]);

    /// <summary>A third party's report on the candidate's performance at work.</summary>
    public static byte[] ThirdPartyReport(DemoCompany c, string referee, string position, DateOnly date) => DemoDocument.Draw(
        "第三方工作績效報告", $"{c.Company}　對象：{c.Candidate}　撰寫人：{referee}（{position}）　{Day(date)}",
        [
            new PlanSection("一、與受評者之工作關係", [$"本人擔任{position}，於過去十八個月與{c.Candidate}在營運檢討、跨部門專案與預算編列上共同工作，以下均為親自參與或查閱紀錄所知。"]),
            new PlanSection("二、觀察到的表現", ["依工作事項說明觀察內容與可查證之紀錄。"], new PlanTable("表現說明", ["工作事項", "觀察內容", "可查證之紀錄"],
            [
                ["分析現況", $"能由半小時資料指出服務水準 {c.ServiceLevel:0}% 的真正原因，而非僅看月平均", "營運檢討會議紀錄"],
                ["擬定計畫", "主動訪談七個單位並整理需求衝突，方案比較有明確準則", "會審意見表"],
                ["溝通與談判", "短班制度經三場說明會修正後取得共識", "說明會紀錄、意見彙整"],
                ["執行與調整", "每週檢視進度，延遲時提出追趕方案", "專案週報"],
                ["績效評估", "季檢討同時說明成果與未達成之處", "季績效檢討活頁簿"],
            ])),
            new PlanSection("三、本人貢獻範圍", [$"計畫之架構、現況分析與人力推估由{c.Candidate}獨立完成；系統需求由資訊單位協助撰寫，效益估算經財務單位覆核。"]),
            new PlanSection("四、可再加強之處", ["引用資料時宜註明期間與口徑，避免不同文件使用不同期間之數值；對高階主管簡報時，可先說結論再說明過程。"]),
        ]);

    /// <summary>Service level by month with its target, as a PNG image of 1200 by 675 pixels.</summary>
    /// <param name="before">The earlier quarter.</param>
    /// <param name="after">The later quarter.</param>
    /// <param name="fontPath">A font file with Chinese characters.</param>
    public static byte[] ServiceLevelChart(DemoQuarter before, DemoQuarter after, string fontPath) =>
        DemoChart.ServiceLevel(before.Company, [.. before.Months, .. after.Months], fontPath);

    /// <summary>Half-hour counts of a working day as CSV, UTF-8 with its mark so that Excel reads the Chinese.</summary>
    public static byte[] IntervalCsv(DemoCompany c, DateOnly date)
    {
        var text = new StringBuilder("日期,時段,進線量,接聽,放棄,20秒內接聽,平均處理秒數,值機人數\r\n");
        var draw = new DemoDraw(c.Seed * 17 + 3);
        foreach (var h in Workload.Weekday(c, c.HandlingSeconds))
        {
            var abandoned = (int)Math.Round(h.Calls * Math.Max(0, c.Abandonment + draw.Next(5) - 2) / 100);
            var answered = h.Calls - abandoned;
            var inTime = Math.Min(answered, (int)Math.Round(h.Calls * (c.ServiceLevel + draw.Next(13) - 6) / 100));
            text.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd},{h.From:HH\\:mm},{h.Calls},{answered},{abandoned},{inTime},{c.HandlingSeconds + draw.Next(21) - 10},{Math.Max(1, h.Agents - draw.Next(3))}\r\n");
        }

        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>Outline of the recorded presentation with times, as plain text.</summary>
    public static byte[] PresentationOutline(DemoCompany c, DateOnly date) => Encoding.UTF8.GetBytes(string.Join("\r\n",
    [
        $"{c.Company} 營運計畫簡報紀要",
        $"日期：{Day(date)}　報告人：{c.Candidate}",
        "",
        "00:00 開場：公司宗旨與客服中心的定位",
        $"02:10 現況：服務水準 {c.ServiceLevel:0}%、放棄率 {c.Abandonment:0.0}%、首次解決率 {c.FirstContactResolution:0}%",
        $"06:30 原因分析：「{c.CallReasons[0]}」與「{c.CallReasons[1]}」占來電近半",
        "10:45 三個方案的比較與建議",
        $"15:20 人力推估：處理時間 {c.HandlingSeconds} 秒，需求 {c.PostsAt(c.HandlingSeconds):0.0} FTE",
        "19:05 風險與營運持續",
        "22:40 行動計畫與期中檢核",
        "25:00 問答：",
        "  － 財務：效益如何驗證？每月比對重複來電與離職率，第六個月提出報告。",
        "  － 資訊：通知功能何時需要？第五個月，先以單一障礙類型試行。",
        "  － 客服同仁：短班是否強制？以自願登記為先，連續不超過三日。",
        "31:15 結語與後續事項",
        "",
    ]));

    private static IEnumerable<DemoCell> Heads(params string[] texts) => texts.Select(text => DemoCell.Of(text, CellLook.Head));

    private static string Day(DateOnly date) => $"{date.Year} 年 {date.Month} 月 {date.Day} 日";
}
