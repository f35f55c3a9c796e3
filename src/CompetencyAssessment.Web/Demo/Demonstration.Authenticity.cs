using System.Text;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Holidays;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.Misconduct;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Uploads;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Demo;

/// <summary>Authenticity: two candidates whose texts overlap, a misconduct case that was not founded, an incident with a redacted version; an adjustment that was refused, and the appeal.</summary>
internal sealed partial class Demonstration
{
    private (Guid User, Guid Person) QualityLead => _people[DemoPeople.QualityLead.UserName];

    /// <summary>The candidate's own first lines, then what two of them took from the same seminar.</summary>
    private Task<Guid> SeminarNotesAsync(Guid id, int number, int daysAgo, CancellationToken cancel)
    {
        var company = Company(number);
        var text = $"""
            {company.Company}服務改善提案

            本提案由{DemoPeople.Candidates[number - 1].NameZh}整理，於第{number}次營運會議提出，先行於夜班試辦四週，再依成效決定是否推行至全中心。

            一、尖峰時段的人力調度
            尖峰前三十分鐘由現場督導檢視即時看板，等候中的來電超過二十通時，依序啟動三個步驟：先將文字客服與電子郵件的專員轉回電話，再請資深專員暫停行政工作接聽，最後開放回撥預約，讓顧客不必在線上等候。每一步驟啟動與結束的時間都登錄在班表系統，作為次週排班的依據。

            二、首次解決率的追蹤
            七日內因同一事由再次來電者視為未解決，由品質小組每週抽取三十通錄音，歸納原因為知識庫缺漏、權限不足或跨部門延誤三類，並分別指定負責人與改善期限。權限不足者先以調高退費額度試辦，跨部門延誤者則與後勤單位訂定回覆時限。
            """;
        return EvidenceAsync(id, number, daysAgo, "服務改善提案.txt", Encoding.UTF8.GetBytes(text), EvidenceKind.Other, ["P5.4", "P5.6"], ["E4"], cancel);
    }

    /// <summary>The overlap is reported, told to the candidate, answered, and found to come from a common source.</summary>
    private async Task MisconductAsync(Guid id, int number, Guid version, CancellationToken cancel)
    {
        var found = Guid.Empty;
        await StepAsync<MisconductVerbs>(3, Assessor(1).User, async (verbs, _) =>
            found = await verbs.ReportAsync(id, Assessor(1).Person, "「服務改善提案」第一、二節與另一位受評者的佐證資料幾乎逐字相同，提案內未註明出處。", [version], cancel));
        await TellOfCaseAsync(found, 3, "您提交的「服務改善提案」第一、二節，與他人先前提交的資料逐字相同且未註明出處。請說明這兩節如何寫成。", cancel);
        await StepAsync<MisconductVerbs>(2, Candidate(number).User, (verbs, _) =>
            verbs.AnswerAsync(found, Candidate(number).Person, "兩節取自去年十月客服管理研習會的講義，當日講師同意學員引用；我依講義改寫為本中心的作法，但漏列出處。講義與報名紀錄可供查驗。", cancel));
        await StepAsync<MisconductVerbs>(1, QualityLead.User, (verbs, _) =>
            verbs.CloseAsync(found, QualityLead.Person, MisconductOutcome.NotFounded, "經查驗研習會講義，兩位受評者引用同一來源，並無抄襲他人佐證資料。請於下次送件補註出處；該兩節不作為本人撰寫之依據。", cancel));
    }

    /// <summary>The quality lead tells the candidate what is held against them, with the usual days to reply.</summary>
    private Task TellOfCaseAsync(Guid found, int daysAgo, string allegation, CancellationToken cancel) => StepAsync<MisconductVerbs>(daysAgo, QualityLead.User, async (verbs, p) =>
    {
        var lastDay = (await p.GetRequiredService<CentreCalendar>().WorkingDaysAsync(cancel)).After(Day(daysAgo), AllegationForm.DefaultDays);
        await verbs.OpenAsync(found, QualityLead.Person, allegation, await EndOfDayAsync(p, lastDay, cancel), lastDay, cancel);
    });

    /// <summary>An adjustment is refused, and the candidate appeals: the quality lead chooses who hears it.</summary>
    private async Task RefusedAdjustmentAsync(Guid id, int number, CancellationToken cancel)
    {
        var adjustment = Guid.Empty;
        await StepAsync<AdjustmentVerbs>(12, Candidate(number).User, (verbs, _) =>
            verbs.AskAsync(id, Candidate(number).Person, "簡報與問答改以視訊進行。", null, consents: false, cancel));
        await StepAsync<AdjustmentVerbs>(9, QualityLead.User, async (verbs, p) =>
        {
            adjustment = await p.GetRequiredService<AppDbContext>().Adjustments.Where(a => a.AssessmentId == id).Select(a => a.Id).SingleAsync(cancel);
            await verbs.TakeOnAsync(adjustment, QualityLead.Person, cancel);
            await verbs.RefuseAsync(adjustment, QualityLead.Person, "簡報須觀察與聽眾的互動，視訊無法辨識，請改約其他時段到場。", cancel);
        });
        await StepAsync<DisputeResult>(5, Candidate(number).User, (dispute, _) => dispute.AppealRefusalAsync(
            adjustment, Candidate(number).Person, "聽眾皆為本公司跨區主管，平日即以視訊會議進行簡報，互動可由錄影確認。", cancel));
    }

    /// <summary>A workbook with customers' names and numbers: in quarantine, replaced, and closed.</summary>
    private async Task IncidentAsync(int number, CancellationToken cancel)
    {
        var (admin, office) = _people[DemoPeople.Administrator.UserName];
        Guid id, version, item;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            var person = Candidate(number).Person;
            id = await db.Assessments.Where(a => a.CandidateId == person).Select(a => a.Id).SingleAsync(cancel);
            item = await db.AssessmentEvidence.Where(l => l.AssessmentId == id && l.Number == 2).Select(l => l.EvidenceItemId).SingleAsync(cancel);
            version = await db.EvidenceVersions.Where(v => v.EvidenceItemId == item).Select(v => v.Id).SingleAsync(cancel);
        }

        var incident = Guid.Empty;
        await StepAsync<QuarantineVersion>(22, admin, async (quarantine, _) =>
            incident = await quarantine.RunAsync(id, version, office, IncidentKind.PersonalData, "「時段配置」工作表下方的備註列有值班專員姓名與手機號碼，與評量無關。", cancel));
        await StepAsync<AddEvidence>(21, Candidate(number).User, (add, _) =>
            add.RunAsync(id, Candidate(number).Person, new MemoryStream(DemoFiles.StaffingWorkbook(Company(number))), "人力試算表_遮蔽版.xlsx", item, cancel));
        await StepAsync<EndIncident>(20, QualityLead.User, (end, _) =>
            end.CloseAsync(incident, QualityLead.Person, "已電話通知受評者與其主管，並請評量人員刪除自行下載的副本；遮蔽版已查驗，不含個人資料。", cancel));
    }
}
