using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Reports.Records;

namespace CompetencyAssessment.Reports.Tests;

/// <summary>Records on the real unit, made up for the tests.</summary>
internal static class Samples
{
    internal static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-TW");
    internal static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    internal static readonly Lazy<FontLibrary> Fonts = new(() => FontLibrary.Load());
    internal static readonly Lazy<RecordRenderer> Renderer = new(() => new RecordRenderer(Fonts.Value));

    private static readonly TimeSpan Taipei = TimeSpan.FromHours(8);

    internal static readonly (string Code, string Title, string[] Indicators)[] Tasks =
    [
        ("T1", "分析現今情勢並評估替代方案",
        [
            "使用範圍較廣的消息來源，找出最佳實務【註1】的標準和案例，且分析其績效以確定改善及營運目標。",
            "辨別由內、外部客戶及供應商的營運需求及限制。",
            "檢視和評估現有策略和營運計畫，以提出改進方向及可行的替代方案，並隨時檢視及修正方案執行的改善狀況。",
        ]),
        ("T2", "設定符合企業宗旨的目標",
        [
            "發展反應商業需求和全球趨勢的企業目標。", "支持企業方向的目標。", "與利害關係人【註2】及其他相關夥伴協商，以確保共識是客觀的。", "確保目標能反映出全球市場的競爭地位。",
        ]),
        ("T3", "準備營運計畫",
        [
            "根據營運目標發展營運計畫和確實可行的策略。", "準備所有計畫中相關營運的解決方案，以及尚未解決部分。", "清楚與目標保持一致的獲利能力、生產力、績效目標等。",
            "鬧清財力、物力和人力資源的要求，以實行經營戰略。", "營運計畫中包括適當回饋和顧客滿意度方法。", "遵守企業需求的營運計畫。", "瞭解營運計畫的風險【註3】，且整合風險管理的策略。",
        ]),
        ("T4", "對資深經理人簡報營運計畫",
        [
            "以書面或口頭方式進行營運計畫報告。", "簡報中聚焦於計畫的關鍵部分。", "明確和解決關注的問題，以及關於計畫所提出的需求。",
        ]),
        ("T5", "施行與維護營運計畫",
        [
            "與團隊溝通計畫內容，吸引團隊成員參與計畫，並且從中獲得團隊的贊同與支持。", "建立行動計畫、系統和流程等，以實現營運計畫。", "對營運計畫進行績效評估。",
            "調整系統或流程以反應績效。", "定期對執行系統和流程進行實質審核工作。", "和利害關係人進行績效成果及產生問題的溝通。",
        ]),
    ];

    internal static readonly string[] Knowledge =
        ["企業的宗旨和目標", "組織法規、監管和立法要求", "關鍵客戶、利害關係人和資源", "組織溝通方式", "最佳實踐或標竿原則", "成本或效益分析原則", "導入新進科技或資訊技術", "營運計畫風險管理"];

    internal static readonly string[] Skills =
        ["組織法規、監管和立法要求相關規範之管控", "人際溝通協調能力", "職場報告和談判能力", "蒐集數據和訊息的資訊能力", "分析與運算質量化資訊", "研擬營運目標與計畫方案", "營運計畫之績效審核能力", "資訊科技應用能力", "風險評估和管理能力"];

    private static readonly CodedText[] Methods =
    [
        new("M2", "審核營運計畫文件。"), new("M4", "分析現有的營運計畫。"), new("M6", "直接觀察營運計畫簡報。"), new("M3", "口頭或書面評估全球趨勢和最佳實務等的知識。"),
    ];

    private static readonly ScaleLevel[] Scale = [new(0, "未達成"), new(1, "部分達成"), new(2, "達成"), new(3, "優於標準")];

    internal static readonly UnitNote[] Notes =
    [
        new("【註1】", "最佳實務：如營運模式和結構、服務成本、客戶滿意度、人力資源管理、示範領域、績效、訓練、利用科技方式等。"),
        new("【註2】", "利害關係人：如事業單位員工（自己團隊）、管理層企業員工（對營運和績效結果感興趣、對營運計畫有興趣的外部客戶和供應商（包括簽約廠商、招聘供應商、軟體和設備供應商等）等）等。"),
        new("【註3】", "風險：如財產或設備損壞、環境、設備或系統故障、金融或經濟損失或失敗、工業糾紛、自然災害、職業健康和安全、政治事件、商品不合格、專業上不能勝任、保安失效（包括犯罪活動等）等。"),
    ];

    internal static ResultHead Head(ResultDecision decision = ResultDecision.Competent) => new()
    {
        Centre = new CentreBlock("晴川職能評量中心", "臺北市中正區忠孝西路一段 100 號 8 樓", "02-2345-6789　service@example.org"),
        Candidate = new PersonBlock("林雅筑", "LIN, Ya-Chu"),
        Unit = new UnitBlock("BGM6R0925v2", "發展客戶聯繫中心營運計畫", 5, "v2", 2021),
        Decision = decision,
        DecidedOn = new DateOnly(2026, 11, 23),
        Attempt = 1,
        Tasks = [.. Tasks.Select(static task => new CodedText(task.Code, task.Title))],
        Contexts = [EvidenceContext.Workplace, EvidenceContext.Simulation],
        Methods = Methods,
        People =
        [
            new SignerBlock(SignerRole.LeadAssessor, "張書豪", new DateTimeOffset(2026, 11, 23, 14, 5, 0, Taipei)),
            new SignerBlock(SignerRole.Verifier, "何佩君", new DateTimeOffset(2026, 11, 24, 9, 30, 0, Taipei)),
        ],
        DrawnAt = new DateTimeOffset(2026, 11, 24, 9, 30, 12, Taipei),
    };

    internal static ResultHead EnglishHead(ResultDecision decision = ResultDecision.Competent) => Head(decision) with
    {
        Unit = new UnitBlock("BGM6R0925v2", "Develop an operating plan for a customer contact centre", 5, "v2", 2021, "發展客戶聯繫中心營運計畫"),
        Tasks =
        [
            new("T1", "Analyse the present situation and evaluate alternatives"), new("T2", "Set objectives that serve the purpose of the enterprise"), new("T3", "Prepare the operating plan"),
            new("T4", "Present the operating plan to senior managers"), new("T5", "Carry out and maintain the operating plan"),
        ],
        Methods = [new("M2", "Review of operating plan documents."), new("M4", "Analysis of an existing operating plan."), new("M6", "Direct observation of the presentation.")],
    };

    internal static readonly IssueBlock Issue = new("CR-2026-000123", "7KQ4-M9TX-3HRP-V2NC", "https://records.example.org/check/CR-2026-000123?c=7KQ4M9TX3HRPV2NC", new DateOnly(2026, 11, 24));

    internal static StatementModel Statement() => new() { Head = Head(), Issue = Issue };

    internal static StatementModel LongStatement() => new()
    {
        Head = Head() with
        {
            Centre = new CentreBlock(
                "財團法人中華民國全國客戶服務與聯繫中心產業人才培育發展暨職能評量推廣基金會附設北部第一職能評量中心",
                "新北市板橋區文化路一段一百八十八巷二十五弄三十六號十二樓之十五（板橋新板特區企業總部大樓 B 棟）",
                "電話 02-2345-6789 轉 12345　傳真 02-2345-6780　competency.assessment.centre@very-long-domain-name.example.org"),
            Candidate = new PersonBlock("阿布都熱西提‧買買提江‧伊斯拉木‧歐陽司馬上官諸葛", "Abdurashid Muhammadjan Islam Ouyang-Sima Shangguan-Zhuge of the Very Long Name"),
            Unit = new UnitBlock("BGM6R0925v2", "發展跨國多語言全通路客戶聯繫中心之年度營運計畫與人力資源配置及風險管理策略並施行維護", 5, "v2", 2021),
            Contexts = [EvidenceContext.Workplace, EvidenceContext.Simulation, EvidenceContext.Coursework],
            Methods = [.. Methods, new("M1", "直接詢問證據和第三方對受評者工作績效報告。"), new("M5", "檢視營運目標文件、經批准的營運計畫管理文件、統計營運計畫之績效分析等。")],
            People =
            [
                .. Enumerable.Range(1, 4).Select(i => new SignerBlock((SignerRole)((i - 1) % 4), "阿布都熱西提‧買買提江‧伊斯拉木‧歐陽司馬上官諸葛" + i, new DateTimeOffset(2026, 11, 23, 14, i, 0, Taipei))),
            ],
        },
        Issue = Issue with { ReplacesNumber = "CR-2026-000098", ReplacementReason = "更正受評者姓名之誤植，並補列漏載之評量方法。" },
        ValidUntil = new DateOnly(2029, 11, 22),
    };

    internal static NoticeModel Notice(int unmet = 4) => new()
    {
        Head = Head(ResultDecision.NotYetCompetent),
        AssessmentCode = "AS-2026-00057",
        Unmet =
        [
            .. Enumerable.Range(0, unmet).Select(i => new UnmetCriterion(
                $"P3.{i + 1}", Tasks[2].Indicators[i % 7].Replace("【註3】", "", StringComparison.Ordinal), i % 4 == 3 ? null : (ShortfallCause)(i % 3),
                "計畫以平均處理時間 320 秒推估 69.4 個全職人力，人力試算表卻為 295 秒與 64.0 人；請統一基礎並說明差異。")),
        ],
        Feedback = "整體計畫架構清楚，數據來源可靠；惟人力推估與財務假設尚未一致。",
        Strengths = "對服務水準與放棄率之分析細緻。",
        NextSteps = "請依上表補充佐證資料，並可於三個月後申請重新評量。",
        ReviewUntil = new DateTimeOffset(2026, 12, 14, 23, 59, 0, Taipei),
        AppealUntil = new DateTimeOffset(2026, 12, 14, 23, 59, 0, Taipei),
    };

    internal static RecordModel Record(string? longComment = null, int evidence = 4, ResultDecision decision = ResultDecision.Competent)
    {
        var record = Plain(longComment, evidence, decision);
        return record with
        {
            Axes = [.. record.Groups.Select(static (group, i) =>
            {
                var levels = group.Criteria.Where(static criterion => criterion.Level is not null).Select(static criterion => (decimal)criterion.Level!.Value).ToList();
                return new AxisFigure(group.Code.Length > 0 ? group.Code : i == 5 ? "K" : "S", group.Title, levels.Count == 0 ? null : Math.Round(levels.Average(), 2), levels.Count, levels.Count(static level => level >= 2), group.Criteria.Count);
            })],
        };
    }

    /// <summary>A record without the chart of its parts.</summary>
    internal static RecordModel Plain(string? longComment = null, int evidence = 4, ResultDecision decision = ResultDecision.Competent) => new()
    {
        Head = Head(decision),
        Issue = decision == ResultDecision.Competent ? Issue : null,
        AssessmentCode = "AS-2026-00057",
        Scheme = "客戶聯繫中心營運計畫評量方案 第 1 版",
        Scale = Scale,
        PassMark = 2,
        Groups =
        [
            .. Tasks.Select((task, t) => new CriterionGroup(task.Code, task.Title,
                [.. task.Indicators.Select((text, i) => Criterion($"P{t + 1}.{i + 1}", text, decision, t + i, t == 2 && i == 3 ? longComment : null))])),
            new CriterionGroup("", "知識", [.. Knowledge.Select((text, i) => Criterion($"K{i + 1:00}", text, decision, i))]),
            new CriterionGroup("", "技能", [.. Skills.Select((text, i) => Criterion($"S{i + 1:00}", text, decision, i))]),
        ],
        Evidence =
        [
            .. Enumerable.Range(1, evidence).Select(i => new EvidenceLine
            {
                Code = $"EV-{i:00}",
                Title = (i % 4) switch { 1 => "115 年度客戶聯繫中心營運計畫書", 2 => "人力推估試算表", 3 => "第三季服務績效檢討報告", _ => "營運計畫簡報錄影" },
                Kind = (i % 4) switch { 1 => "計畫文件", 2 => "試算表", 3 => "績效分析", _ => "錄影" },
                Context = (EvidenceContext)(i % 3),
                Version = 1 + (i % 2),
                ReceivedOn = new DateOnly(2026, 10, 5).AddDays(i),
                Judgement = i == 3 ? EvidenceJudgement.Doubted : EvidenceJudgement.Accepted,
                JudgementReason = i == 3 ? "資料期間早於評量方案所定之兩年。" : null,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"EV-{i}"))),
            }),
            new EvidenceLine
            {
                Code = "AE-01", Title = "簡報後之詢答筆記", Kind = "其他", Origin = "評量人員補充", Context = null, Version = 1, ReceivedOn = new DateOnly(2026, 11, 20),
                Judgement = EvidenceJudgement.Accepted, Sha256 = Convert.ToHexStringLower(SHA256.HashData("AE-01"u8)),
            },
            new EvidenceLine
            {
                Code = "AE-02", Title = "主管對營運會議主持情形之報告", Kind = "第三方報告", Origin = "經評量人員確認", Context = EvidenceContext.Workplace, Version = 1, ReceivedOn = new DateOnly(2026, 11, 21),
                Judgement = EvidenceJudgement.Accepted, Sha256 = Convert.ToHexStringLower(SHA256.HashData("AE-02"u8)),
            },
        ],
        Meetings =
        [
            new MeetingLine
            {
                Kind = "觀察（現場）", Method = new CodedText("M6.L", "現場觀察營運計畫簡報"), Extent = "3 項行為指標",
                BegunAt = new DateTimeOffset(2026, 11, 19, 14, 0, 0, Taipei), EndedAt = new DateTimeOffset(2026, 11, 19, 14, 54, 0, Taipei),
                Assessors = ["張書豪"], Identity = "國民身分證（現場）", CheckedBy = "張書豪", CheckedAt = new DateTimeOffset(2026, 11, 19, 13, 57, 0, Taipei),
            },
            new MeetingLine
            {
                Kind = "詢問", Method = new CodedText("M3.O", "口頭評估全球趨勢和最佳實務等的知識"), Extent = "12 題，提示 3 次",
                BegunAt = new DateTimeOffset(2026, 11, 20, 23, 40, 0, Taipei), EndedAt = new DateTimeOffset(2026, 11, 21, 0, 25, 0, Taipei),
                Assessors = ["陳怡君", "張書豪"], Identity = "員工識別證（視訊）", CheckedBy = "陳怡君", CheckedAt = new DateTimeOffset(2026, 11, 20, 23, 35, 0, Taipei),
            },
        ],
        Requirements =
        [
            new("E1", "能制定客戶聯絡中心營運計畫。", true), new("E2", "能完成營運計畫簡報。", true), new("E3", "能瞭解組織及相關法令規範要求相關知識。", true, "以口頭提問補足。"), new("E4", "能對營運計畫進行績效評估並提出改善方案。", decision == ResultDecision.Competent),
        ],
        Notes = Notes,
        Errata = [new("P3.4", "「鬧清」應為「釐清」。"), new("P2.1、P5.4", "「反應」應為「反映」，與 P2.4 一致。"), new("評量設計參考", "兩節之編號為「一」、「一」、「二」，應依序為「一」、「二」、「三」。")],
        Strengths = "以兩季話務資料建立改善基準，服務水準目標由 71% 提升至 80%（20 秒內），放棄率由 8.4% 降至 5%，推論清楚、數據可回溯。",
        NextSteps = "建議於施行後第一季檢視首次解決率（68% → 75%）之進度，並定期校正人力推估之平均處理時間。",
        Feedback = "營運計畫完整連結企業宗旨與中心目標，簡報聚焦，能回應資深經理人之提問；第二版已修正人力推估之不一致。",
    };

    internal static readonly string LongComment = MakeLongComment();

    private static CriterionLine Criterion(string code, string text, ResultDecision decision, int seed, string? comment = null)
    {
        if (decision == ResultDecision.NotYetCompetent && seed % 5 == 4)
            return new CriterionLine { Code = code, Text = text, NotAssessedReason = "受評者未提供相關佐證資料，評量於送件期限屆滿時結束。" };
        var level = decision == ResultDecision.NotYetCompetent && seed % 4 == 1 ? 1 : 2 + (seed % 3 == 0 ? 1 : 0);
        return new CriterionLine
        {
            Code = code,
            Text = text,
            Level = level,
            Cause = level < 2 ? ShortfallCause.NotEnoughEvidence : null,
            Methods = [Methods[seed % 4], Methods[(seed + 1) % 4]],
            Places = [new EvidencePlace("EV-01", $"p. {3 + seed}"), new EvidencePlace("EV-02", "B12")],
            Comment = comment ?? (level < 2 ? "計畫第 18 頁與人力試算表之處理時間不同，請統一並說明。" : "以近兩季話務資料佐證，假設明確，並與現場提問之回答一致。"),
        };
    }

    private static string MakeLongComment()
    {
        var builder = new StringBuilder();
        for (var i = 1; builder.Length < 3000; i++)
            builder.Append(CultureInfo.InvariantCulture, $"第{i}點：受評者於計畫第 {i + 10} 頁說明人力推估（Erlang C）之假設，平均處理時間為 320 秒、服務水準 80/20，並以「情境一」、「情境二」比較（詳 EV-02 之 B{i} 儲存格）；惟與試算表所列之 295 秒不符，應予釐清。");
        return builder.ToString()[..2998] + "結束";
    }
}
