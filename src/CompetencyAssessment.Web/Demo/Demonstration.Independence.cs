using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Independence;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Demo;

/// <summary>What the demonstration shows of independence.</summary>
internal sealed partial class Demonstration
{
    /// <summary>Assessors and verifier are qualified, one until soon; candidates have employers; one conflict is declared, and one is evident.</summary>
    private async Task SetUpIndependenceAsync(CancellationToken cancel)
    {
        await QualifyAsync(Assessor(1).Person, JudgingKind.Assessing, "職能評量人員訓練結業證明", "訓字第 1130417 號", until: Day(-40), cancel);
        await ProveAsync(Assessor(1).Person, "張書豪", cancel);
        await QualifyAsync(Assessor(2).Person, JudgingKind.Assessing, "職能評量人員訓練結業證明", "訓字第 1140226 號", until: Day(-400), cancel);
        await QualifyAsync(_people[DemoPeople.Verifier.UserName].Person, JudgingKind.Verifying, "覆核人員聘任書", "聘字第 114003 號", until: null, cancel);
        foreach (var candidate in DemoPeople.Candidates.Where(c => c.Company is not null))
        {
            await StepAsync<KeepIndependence>(148, Admin, (keep, _) => keep.AddAffiliationAsync(_people[candidate.UserName].Person, AffiliationKind.Employer, candidate.Company!, Day(1200), null, cancel));
        }

        await StepAsync<KeepIndependence>(148, Admin, (keep, _) => keep.AddAffiliationAsync(
            Assessor(2).Person, AffiliationKind.Employer, DemoPeople.Candidates[10].Company!, Day(2200), Day(300), cancel));
        await StepAsync<KeepIndependence>(148, Admin, (keep, _) => keep.AddAffiliationAsync(Assessor(2).Person, AffiliationKind.TaughtCohort, "客服營運管理班第 12 梯", Day(420), Day(360), cancel));
        await StepAsync<KeepIndependence>(148, Admin, (keep, _) => keep.DeclareConflictAsync(
            Assessor(1).Person, Candidate(12).Person, _people[DemoPeople.Administrator.UserName].Person, "受評者為其配偶的胞妹。", cancel));
    }

    /// <summary>The office keeps the file that proves a qualification.</summary>
    private Task ProveAsync(Guid person, string name, CancellationToken cancel) => StepAsync<KeepProof>(147, Admin, async (keep, p) =>
    {
        var qualification = await p.GetRequiredService<AppDbContext>().Qualifications.AsNoTracking().SingleAsync(q => q.PersonId == person, cancel);
        var file = ProofPdf.Draw(qualification.Title, qualification.Proof!, name, qualification.Issuer, qualification.ValidFrom, At(147), fonts);
        await keep.RunAsync(qualification.Id, _people[DemoPeople.Administrator.UserName].Person, new MemoryStream(file), $"{qualification.Title}.pdf", cancel);
    });

    /// <summary>Who is told of a qualification that ends, by the verb that looks every hour.</summary>
    private Task RemindQualificationsAsync(CancellationToken cancel) => StepAsync<RemindQualifications>(0, null, (remind, _) => remind.RunAsync(cancel));

    private Task QualifyAsync(Guid person, JudgingKind kind, string title, string proof, DateOnly? until, CancellationToken cancel) =>
        StepAsync<KeepIndependence>(148, Admin, (keep, _) => keep.AddQualificationAsync(
            person,
            _people[DemoPeople.Administrator.UserName].Person,
            new QualificationTerms { UnitId = _unit.UnitId, Kind = kind, Title = title, Issuer = "晴川職能評量中心（示範）", Proof = proof, ValidFrom = Day(690), ValidUntil = until },
            cancel));

    /// <summary>Planned a day ago; the office would rather have somebody who worked with the candidate, and has asked the quality lead.</summary>
    private async Task OverrideAskedAsync(int number, CancellationToken cancel)
    {
        var id = await PlanAsync(number, 1, 1, acknowledge: false, cancel);
        await StepAsync<AskOverride>(0, Admin, (ask, _) => ask.RunAsync(
            new OverrideSubject(Assessor(2).Person, Candidate(number).Person, _unit.UnitId, JudgingKind.Assessing),
            id,
            _people[DemoPeople.Administrator.UserName].Person,
            "張書豪下月起出差一個月，擬改由李思穎接任。兩人雖曾任職同一機構，但分屬不同部門，且無隸屬關係。",
            null,
            cancel));
    }

    /// <summary>The candidate objected to the assessor, and the quality lead dismissed it.</summary>
    private async Task ObjectAsync(Guid id, int number, int daysAgo, CancellationToken cancel)
    {
        var (leadUser, lead) = _people[DemoPeople.QualityLead.UserName];
        await StepAsync<ObjectToAssessor>(daysAgo, Candidate(number).User, async (objections, p) =>
        {
            var part = await p.GetRequiredService<AppDbContext>().Assessments.Where(a => a.Id == id).SelectMany(a => a.Assignments).Where(x => x.Part == AssessmentPart.Assessor).Select(x => x.Id).SingleAsync(cancel);
            await objections.FileAsync(id, part, Candidate(number).Person, "張書豪曾在研討會上公開批評本公司的服務水準，擔心評量有成見。", cancel);
        });
        await StepAsync<ObjectToAssessor>(daysAgo - 2, leadUser, async (objections, p) =>
        {
            var objection = await p.GetRequiredService<AppDbContext>().AssessorObjections.Where(o => o.AssessmentId == id).Select(o => o.Id).SingleAsync(cancel);
            await objections.AnswerAsync(objection, lead, ObjectionOutcome.Dismissed, "已查閱該場研討會紀錄：發言討論的是產業整體數據，並未提及貴公司。評量依佐證資料與評量方案進行，且每項評定均附理由。", cancel);
        });
    }
}
