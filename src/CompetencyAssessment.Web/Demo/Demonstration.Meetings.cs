using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Features.Meetings;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Demo;

/// <summary>A presentation that was observed, and a questioning; both are offered beside the criteria that are still to be rated.</summary>
internal sealed partial class Demonstration
{
    private static readonly IReadOnlyList<(string Code, SeenVerdict Seen, string? Note)> SeenLive =
    [
        ("P4.1", SeenVerdict.Seen, "以 12 張投影片於 38 分鐘內完成，書面摘要已事前分送；占用率、耗損率均以一句話說明。"),
        ("P4.2", SeenVerdict.Seen, "開場即說明請核定事項三項，關鍵數字集中於一頁。"),
        ("P4.3", SeenVerdict.Partly, "財務主管問外包啟動條件，當場先釐清疑慮；所需試算答應於三日內補送，尚未指定負責人。"),
    ];

    private static readonly IReadOnlyList<(string Code, string Answer, string[] Prompts, bool Sufficient)> Answered =
    [
        ("K01", "以自己的話說出宗旨與今年三項目標，並指出首次聯繫解決率目標出自年度經營計畫第二章。", [], true),
        ("K06", "列出建置、授權與人力節省；回收期先算成 15 個月，經提示後計入維護費，更正為 20 個月。", ["每月還有哪些固定支出？"], true),
    ];

    /// <param name="id">The assessment.</param>
    /// <param name="assessor">Who holds both.</param>
    /// <param name="daysAgo">When the presentation was; the questioning is a day later.</param>
    /// <param name="promised">Whether something is only promised in the presentation, and so seen in part.</param>
    /// <param name="cancel">Cancels.</param>
    private async Task MeetAsync(Guid id, int assessor, int daysAgo, bool promised, CancellationToken cancel)
    {
        var presentation = await BeginMeetingAsync(id, assessor, daysAgo, AppointmentKind.Observation, "M6.L", ["T4"], IdentityDocument.NationalIdentityCard, IdentityPlace.OnSite, cancel);
        await NoteAsync(assessor, daysAgo, 35, (note, person) => note.ChangeAsync(id, presentation, person, f => f with { Present = "資深經理人三位（營運、財務、資訊），記錄一位。", Remark = "投影設備中斷約五分鐘，恢復後續行。" }, cancel), cancel);
        foreach (var (code, seen, words) in promised ? SeenLive : [.. SeenLive.SkipLast(1), ("P4.3", SeenVerdict.Seen, "財務主管問外包啟動條件，當場說明話務量門檻與兩段式作法，並指定負責人。")])
        {
            await NoteAsync(assessor, daysAgo, 38, (note, person) => note.SeeAsync(id, presentation, person, code, _ => new ObservedFields(seen, words), cancel), cancel);
        }

        await FinishMeetingAsync(id, assessor, daysAgo, 62, presentation, cancel);

        var questioning = await BeginMeetingAsync(id, assessor, daysAgo - 1, AppointmentKind.Questioning, "M3.O", [], IdentityDocument.EmployeeCard, IdentityPlace.Video, cancel);
        IReadOnlyList<Guid> asked = [];
        await NoteAsync(assessor, daysAgo - 1, 12, async (note, person) => asked = await note.AskAsync(id, questioning, person, await ChosenAsync(cancel), null, cancel), cancel);
        foreach (var (question, (_, answer, prompts, sufficient)) in asked.Zip(Answered))
        {
            await NoteAsync(assessor, daysAgo - 1, 20, (note, person) => note.AnswerAsync(id, questioning, person, question, _ => new AskedFields(answer, prompts, sufficient), cancel), cancel);
        }

        await FinishMeetingAsync(id, assessor, daysAgo - 1, 30, questioning, cancel);
    }

    private async Task<Guid> BeginMeetingAsync(Guid id, int assessor, int daysAgo, AppointmentKind kind, string method, string[] tasks, IdentityDocument document, IdentityPlace place, CancellationToken cancel)
    {
        var (user, person) = Assessor(assessor);
        var meeting = Guid.Empty;
        await StepAsync<HoldMeeting>(daysAgo, user, async (hold, _) => meeting = await hold.PrepareAsync(id, person, new MeetingTerms { Kind = kind, Method = method }, tasks, cancel));
        await StepAsync<HoldMeeting>(daysAgo, user, (hold, _) => hold.CheckIdentityAsync(id, meeting, person, document, place, cancel), minutes: 5);
        await StepAsync<HoldMeeting>(daysAgo, user, (hold, _) => hold.BeginAsync(id, meeting, person, cancel), minutes: 8);
        return meeting;
    }

    private Task NoteAsync<T>(int assessor, int daysAgo, int minutes, Func<NoteMeeting, Guid, Task<T>> note, CancellationToken cancel) =>
        StepAsync<NoteMeeting>(daysAgo, Assessor(assessor).User, (notes, p) => p.GetRequiredService<CommandRunner>().OnceAsync(Guid.NewGuid(), Assessor(assessor).User, "note meeting", () => note(notes, Assessor(assessor).Person), cancel), minutes);

    private Task FinishMeetingAsync(Guid id, int assessor, int daysAgo, int minutes, Guid meeting, CancellationToken cancel) =>
        StepAsync<HoldMeeting>(daysAgo, Assessor(assessor).User, (hold, _) => hold.FinishAsync(id, meeting, Assessor(assessor).Person, cancel), minutes);

    /// <summary>The first oral question of the bank on each criterion.</summary>
    private async Task<IReadOnlyCollection<Guid>> ChosenAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var bank = await scope.ServiceProvider.GetRequiredService<AppDbContext>().BankQuestions.AsNoTracking().Where(q => q.UnitVersionId == _unit.VersionId && q.Mode == Domain.Competencies.QuestionMode.Oral).ToListAsync(cancel);
        return [.. Answered.Select(a => bank.First(q => q.CriterionId == _unit.Criterion(a.Code)!.Id).Id)];
    }
}
