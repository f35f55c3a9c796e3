using System.Globalization;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.ThirdParty;
using CompetencyAssessment.Web.Features.Trail;

namespace CompetencyAssessment.Web.Demo;

/// <summary>What the demonstration shows of third-party reports, of evidence that an assessor adds, and of the check of the audit trail.</summary>
internal sealed partial class Demonstration
{
    /// <summary>A report that is asked for and handed in before the assessment starts.</summary>
    private async Task<Guid> ReportAsync(Guid id, CancellationToken cancel)
    {
        var (user, person) = Assessor(1);
        var report = Guid.Empty;
        await StepAsync<ReportVerbs>(10, user, async (verbs, _) =>
            report = (await verbs.InviteAsync(id, person, new Referee("林國雄", "北辰銀行客戶服務處", "直屬主管", "k.h.lin@example.org", ["P5.1", "P5.5", "S02"], 14), cancel)).Id);
        await StepAsync<ReportVerbs>(8, null, (verbs, _) => verbs.OpenAsync(report, cancel));
        await StepAsync<ReportVerbs>(7, null, (verbs, _) => verbs.ReceiveAsync(
            report,
            new ReportAnswer
            {
                Relation = "直屬主管",
                Together = "自 2024 年 3 月起",
                Remark = "計畫由其本人主筆，資料由營運管理科提供。",
                Lines =
                [
                    new("P5.1", Observed.Seen, "每月營運會議由其主持，逐項說明目標達成情形，並記錄各組回饋。", "今年一月起，每月一次"),
                    new("P5.5", Observed.Partly, "七月改善尖峰排班，平均等候時間由 48 秒降至 31 秒；後續追蹤由其他同仁接手。", "七月至九月"),
                    new("S02", Observed.CannotSay, null, null),
                ],
            },
            declared: true,
            cancel));
        return report;
    }

    /// <summary>It is confirmed, so that it counts; a note of the assessor's own; and an invitation that is still open.</summary>
    private async Task ConfirmReportAsync(Guid id, Guid report, CancellationToken cancel)
    {
        var (user, person) = Assessor(1);
        await StepAsync<ReportVerbs>(3, user, (verbs, _) =>
        {
            // The text of the report is written in the language of whoever confirms it.
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("zh-TW");
            return verbs.ConfirmAsync(report, person, new Confirmation(ConfirmationWay.Telephone, Day(4), "經銀行總機轉接，林先生確認報告為本人所寫。"), cancel);
        });
        await StepAsync<AddAssessorEvidence>(3, user, (add, _) => add.AddAsync(
            id,
            person,
            new AssessorPiece("現場簡報觀察紀錄", EvidenceKind.Other, EvidenceContext.Workplace, EvidenceOrigin.Assessor),
            "簡報四十分鐘，先說明服務水準現況，再談人力缺口與三項對策。\n主管問：外包量能不足時如何因應？答：先調度後勤支援，四小時內啟動第二家廠商。\n對於放棄率的計算方式，能說明排除五秒內掛斷的理由。",
            cancel));
        var open = Guid.Empty;
        await StepAsync<ReportVerbs>(2, user, async (verbs, _) => open = (await verbs.InviteAsync(
            id, person, new Referee("蘇美玲", "資訊處系統管理科", "跨單位合作對象", null, ["P2.3", "S04"], 14), cancel)).Id);

        // She has lost the link.
        await StepAsync<ReportVerbs>(1, user, (verbs, _) => verbs.RenewAsync(open, 14, cancel));
    }

    /// <summary>The check of last night, by the verb that runs every night.</summary>
    private Task CheckTrailAsync(CancellationToken cancel) => StepAsync<CheckTrail>(1, null, (check, _) => check.RunAsync(null, cancel));
}
