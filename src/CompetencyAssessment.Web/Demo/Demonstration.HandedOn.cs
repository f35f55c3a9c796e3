using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Meetings;
using CompetencyAssessment.Web.Features.Misconduct;

namespace CompetencyAssessment.Web.Demo;

/// <summary>A warning that is appealed, and an assessor who is replaced in the middle of an observation.</summary>
internal sealed partial class Demonstration
{
    private async Task HandedOnAsync(int number, CancellationToken cancel)
    {
        var id = await ShortEvidenceAsync(number, 1, 38, cancel);
        await SubmitAsync(id, number, 14, cancel);
        var plan = await FirstVersionAsync(id, cancel);
        await RateAllAsync(id, 1, 10, plan, cancel, except: [.. _unit.Criteria.Skip(12).Select(c => c.Code)]);
        await WarnedAsync(id, number, plan, cancel);

        // The audience leaves before the questions; the next day the assessor falls ill.
        var meeting = await BeginMeetingAsync(id, 1, 3, AppointmentKind.Observation, "M6.L", ["T4"], IdentityDocument.NationalIdentityCard, IdentityPlace.OnSite, cancel);
        await NoteAsync(1, 3, 35, (note, person) => note.ChangeAsync(id, meeting, person, f => f with { Present = "資深經理人兩位（業務、法遵）。", Remark = "簡報後因消防警報疏散，問答改期。" }, cancel), cancel);
        foreach (var (code, seen, words) in SeenLive.Take(2))
        {
            await NoteAsync(1, 3, 38, (note, person) => note.SeeAsync(id, meeting, person, code, _ => new ObservedFields(seen, words), cancel), cancel);
        }

        await StepAsync<ReplaceAssessor>(2, Admin, (replace, _) => replace.RunAsync(id, AssessmentPart.Assessor, Assessor(2).Person, "張書豪因病請假，問答由李思穎接續。", cancel));
    }

    /// <summary>Warned for a chapter without its source; the verifier, who has no part in the case, hears the appeal.</summary>
    private async Task WarnedAsync(Guid id, int number, Guid plan, CancellationToken cancel)
    {
        Guid found = default, appeal = default;
        await StepAsync<MisconductVerbs>(9, Assessor(1).User, async (verbs, _) =>
            found = await verbs.ReportAsync(id, Assessor(1).Person, "營運計畫第二章的市場數據與公會年報的圖表相同，計畫內未註明出處。", [plan], cancel));
        await TellOfCaseAsync(found, 8, "您的營運計畫第二章使用公會年報的圖表，未註明出處。請說明這一章如何寫成。", cancel);
        await StepAsync<MisconductVerbs>(7, Candidate(number).User, (verbs, _) =>
            verbs.AnswerAsync(found, Candidate(number).Person, "圖表取自公會年報，年報列於計畫末頁的參考資料；圖下方漏了出處。", cancel));
        await StepAsync<MisconductVerbs>(6, QualityLead.User, (verbs, _) =>
            verbs.CloseAsync(found, QualityLead.Person, MisconductOutcome.Warned, "參考資料列有年報，但讀者無法得知圖表出自該處。予以警告，評量繼續。", cancel));
        await StepAsync<DisputeResult>(5, Candidate(number).User, async (dispute, _) => appeal = await dispute.AppealWarningAsync(
            found, Candidate(number).Person, "計畫末頁已列出年報，並非隱匿來源；漏植圖說屬編排疏失，請撤銷警告。", cancel));
        await StepAsync<HearAppeal>(4, QualityLead.User, (hear, _) => hear.AssignAsync(appeal, _people[DemoPeople.Verifier.UserName].Person, "", cancel));
    }
}
