using System.Globalization;

namespace CompetencyAssessment.Reports.Records;

/// <summary>Every word of the documents that does not come in with the records, in both languages side by side.</summary>
internal sealed class Labels
{
    private static readonly Labels Chinese = new("zh-TW");
    private static readonly Labels English = new("en");

    private readonly bool _chinese;
    private readonly CultureInfo _culture;

    private Labels(string culture)
    {
        Language = culture;
        _chinese = culture == "zh-TW";
        _culture = CultureInfo.GetCultureInfo(culture == "en" ? "en-GB" : culture);
    }

    internal static Labels For(CultureInfo culture) =>
        string.Equals(culture.TwoLetterISOLanguageName, "zh", StringComparison.Ordinal) ? Chinese : English;

    internal string Language { get; }
    internal bool IsChinese => _chinese;

    internal string StatementTitle => T("評量結果書", "Result Statement");
    internal string NoticeTitle => T("結果通知書", "Result Notice");
    internal string RecordTitle => T("職能評量紀錄", "Competency Record");

    internal string Number => T("編號", "Number");
    internal string AssessmentCode => T("評量案件編號", "Assessment");
    internal string Candidate => T("受評者", "Candidate");
    internal string StatementLead => T("經本中心依下列職能單元評量，結論如下。", "was assessed by this centre against the competency unit below, with the following decision.");
    internal string NoticeLead => T("經本中心依下列職能單元評量，結論如下。", "was assessed by this centre against the competency unit below, with the following decision.");
    internal string Unit => T("職能單元", "Competency unit");
    internal string UnitTranslated => T("", "Unit texts in English are the centre’s translation; the published text is Chinese.");
    internal string Decision => T("評量結論", "Decision");
    internal string DecidedOn => T("結論日期", "Date of decision");
    internal string IssuedOn => T("核發日期", "Date of issue");
    internal string Validity => T("效期", "Validity");
    internal string NoValidity => T("未訂效期", "No expiry date set");
    internal string Tasks => T("工作任務", "Tasks");
    internal string Context => T("佐證情境", "Context of evidence");
    internal string Methods => T("評量方法", "Assessment methods");
    internal string Attempt => T("評量次別", "Attempt");
    internal string People => T("評量相關人員與電子簽章", "People and electronic signatures");
    internal string SignedElectronically => T("電子簽章", "Signed electronically");
    internal string NoSignature => T("—", "—");
    internal string Disclaimer => T(
        "本文件僅記載評量當時之結果，並非證照，亦非政府機關核發之證明文件。",
        "This document records only the result as it stood when the assessment was made. It is not a licence or a professional certificate, and it was not issued by any government authority.");

    internal string CheckTitle => T("查驗本文件", "Check this document");
    internal string CheckHow => T("掃描 QR Code 或開啟下列網址，並輸入查驗碼；僅憑編號無法查驗。", "Scan the QR code, or open this address and enter the check code. The number alone confirms nothing.");
    internal string CheckCode => T("查驗碼", "Check code");

    internal string Unmet => T("未達成之評量項目與待補事項", "Criteria not met, and what is missing");
    internal string NotAssessed => T("未評定", "Not assessed");
    internal string Feedback => T("整體回饋", "Overall feedback");
    internal string Strengths => T("優勢", "Strengths");
    internal string NextSteps => T("後續建議", "Next steps");
    internal string Rights => T("複查與申訴", "Review and appeal");
    internal string ReviewUntil => T("申請複查期限", "A review may be requested until");
    internal string AppealUntil => T("提出申訴期限", "An appeal may be filed until");
    internal string RightsHelp => T(
        "複查處理漏評、誤植等行政疏失；對結果本身有異議者，得提出申訴。請於期限內向本中心提出。",
        "A review corrects omissions and clerical slips; the result itself may be disputed by an appeal. Address either to this centre before its deadline.");
    internal string Private => T("本通知書僅供受評者本人參考，不對外公開。", "This notice is private to the candidate and is not published.");

    internal string Ratings => T("評量項目之評定", "Ratings by criterion");
    internal string Scheme => T("評量方案", "Assessment scheme");
    internal string PassMark => T("本中心合格標準", "This centre’s pass mark");
    internal string Scale => T("評定等級", "Levels");
    internal string AtAGlance => T("評定概覽", "Levels at a glance");
    internal string AtAGlanceHelp => T("平均等級僅供參考；評量結論取決於每一評量項目，不以平均計算。未評定者不列入平均。", "Means are information only: the decision rests on every single criterion, never on a mean. What was not assessed is left out of it.");
    internal string Part => T("工作任務、知識與技能", "Task, knowledge, skills");
    internal string Mean => T("平均等級", "Mean level");
    internal string Assessed => T("已評定", "Assessed");
    internal string Passed => T("達標", "Passed");
    internal string RadarLegend => T("實線：平均等級。虛線：合格標準。實心點：各項均達標；空心點：有未達標或未評定者。", "Solid line: mean level. Dashed line: pass mark. Filled point: every criterion passes; hollow: one does not, or was not assessed.");
    internal string Level => T("等級", "Level");
    internal string Place => T("依據", "Evidence and place");
    internal string Reason => T("理由", "Reason");
    internal string Missing => T("待補事項", "What is missing");
    internal string Cause => T("原因", "Cause");
    internal string NotAssessedReason => T("未評定之理由", "Why not assessed");
    internal string CarriedFrom => T("沿用自", "Carried over from");
    internal string Whole => T("全件", "whole");
    internal string Summary => T("總評", "Summary");
    internal string Requirements => T("評量證據之充分性", "Sufficiency of evidence");
    internal string Requirement => T("評量證據要求", "Evidence requirement");
    internal string Judgement => T("判定", "Judgement");
    internal string Evidence => T("佐證資料清單", "List of evidence");
    internal string EvidenceHelp => T("雜湊值（SHA-256）為本中心收存檔案之數位指紋，可用以核對檔案是否更動。", "The SHA-256 digest is a fingerprint of the file as kept by the centre; it shows whether a file has been changed.");
    internal string Meetings => T("評量場次與身分查驗", "Observation, questioning and identity checks");
    internal string MeetingsHelp => T("評量人員於開始前查驗受評者之身分證件；本中心不留存證件號碼及影像。", "The candidate’s document was looked at before each began; neither its number nor a picture of it is kept.");
    internal string Meeting => T("評量場次", "Held");
    internal string HeldAt => T("時間", "Time");
    internal string HeldBy => T("評量人員", "Assessor");
    internal string IdentityCheck => T("身分查驗", "Identity check");
    internal string Title => T("名稱", "Title");
    internal string Kind => T("種類", "Kind");
    internal string Version => T("版次", "Version");
    internal string Received => T("收件日期", "Received");
    internal string Errata => T("職能單元原文勘誤", "Errata of the published unit");
    internal string ErrataHelp => T("原文照錄不改；下列為本中心之勘誤說明。", "The published text is given unchanged; the centre reads it as follows.");
    internal string Role => T("職責", "Part");
    internal string Name => T("姓名", "Name");
    internal string SignedAt => T("簽章時間", "Time of signature");
    internal string Page => T("第 ", "Page ");
    internal string PageOf => T(" 頁，共 ", " of ");
    internal string PageEnd => T(" 頁", "");
    internal string Text => T("評量項目", "Criterion");

    internal string MissingCharacterNote => T("〓 代表字型未收錄之字，字碼 {0}。", "〓 stands for a character that the typefaces lack: {0}.");
    internal string MissingVariantNote => T("以通用字形代替之異體字，字碼 {0}。", "Shown in its common form; as written: {0}.");

    internal string UnitLine(UnitBlock unit)
    {
        string?[] parts =
        [
            T($"單元代碼 {unit.Code}", $"Code {unit.Code}"),
            T($"級別 {unit.Level}", $"Level {unit.Level}"),
            T($"版本 {unit.Version}", $"Version {unit.Version}"),
            unit.RevisionYear is { } year ? T($"{year} 年修訂", $"revised {year}") : null,
        ];
        return string.Join("  ·  ", parts.Where(static part => part is not null));
    }

    internal string Of(ResultDecision decision) => decision == ResultDecision.Competent ? T("合格", "Competent") : T("尚未合格", "Not yet competent");

    internal string Of(EvidenceContext context) => context switch
    {
        EvidenceContext.Workplace => T("職場實作", "Workplace"),
        EvidenceContext.Simulation => T("模擬", "Simulation"),
        _ => T("訓練作業", "Coursework"),
    };

    internal string Of(ShortfallCause cause) => cause switch
    {
        ShortfallCause.NoEvidence => T("無佐證資料", "No evidence"),
        ShortfallCause.NotEnoughEvidence => T("佐證資料不足", "Not enough evidence"),
        _ => T("表現未達標準", "Performance short of the standard"),
    };

    internal string Of(EvidenceJudgement judgement) => judgement switch
    {
        EvidenceJudgement.Accepted => T("採認", "Accepted"),
        EvidenceJudgement.Doubted => T("存疑", "Doubted"),
        _ => T("尚未判定", "Not judged"),
    };

    internal string Of(SignerRole role) => role switch
    {
        SignerRole.Assessor => T("評量人員", "Assessor"),
        SignerRole.LeadAssessor => T("主責評量人員", "Lead assessor"),
        SignerRole.Verifier => T("覆核人員", "Verifier"),
        _ => T("結論簽署人員", "Decision maker"),
    };

    internal string Sufficiency(bool? sufficient) => sufficient switch
    {
        true => T("充分", "Sufficient"),
        false => T("不充分", "Not sufficient"),
        null => T("未判定", "Not judged"),
    };

    internal string AttemptNumber(int attempt) => T($"第 {attempt} 次評量", $"Attempt {attempt}");

    internal string ValidUntil(DateOnly? date) => date is { } value ? T($"至 {Date(value)}", $"Until {Date(value)}") : NoValidity;

    internal string PassMarkIs(ScaleLevel level) => T($"等級 {level.Value}「{level.Name}」以上", $"Level {level.Value} (“{level.Name}”) or above");

    internal string Replaces(string number, string? reason) => reason is null
        ? T($"本文件換發自 {number}。", $"This document replaces {number}.")
        : T($"本文件換發自 {number}，事由：{reason}", $"This document replaces {number}. Reason: {reason}");

    internal string Date(DateOnly date) => date.ToString(T("yyyy'年'M'月'd'日'", "d MMMM yyyy"), _chinese ? CultureInfo.InvariantCulture : _culture);

    internal string Time(DateTimeOffset time) => InZone(Moment(time), time);

    /// <summary>From one moment to another in two lines, with the date of the end where it is another.</summary>
    internal string[] Span(DateTimeOffset from, DateTimeOffset to) => from.Date == to.Date
        ? [Date(DateOnly.FromDateTime(from.DateTime)), InZone($"{Clock(from)}–{Clock(to)}", to)]
        : [$"{Moment(from)}–", Time(to)];

    private string Moment(DateTimeOffset time) => $"{Date(DateOnly.FromDateTime(time.DateTime))}{T(" ", ", ")}{Clock(time)}";

    private string InZone(string text, DateTimeOffset time)
    {
        var offset = time.Offset;
        var minutes = offset.Minutes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Math.Abs(offset.Minutes):00}");
        var zone = string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? '−' : '+')}{Math.Abs(offset.Hours)}{minutes}");
        return T($"{text}（{zone}）", $"{text} ({zone})");
    }

    internal string Join(IEnumerable<string> parts) => string.Join(T("、", ", "), parts);

    internal string JoinSentences(IEnumerable<string> parts) => string.Join(T("；", "; "), parts);

    internal string Quoted(string text) => T($"「{text}」", $"“{text}”");

    internal string Colon => T("：", ": ");

    private static string Clock(DateTimeOffset time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private string T(string chinese, string english) => _chinese ? chinese : english;
}
