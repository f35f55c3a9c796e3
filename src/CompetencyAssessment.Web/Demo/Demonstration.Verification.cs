using System.Text.Json.Nodes;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Verification;

namespace CompetencyAssessment.Web.Demo;

/// <summary>What the demonstration shows of verification and suspension.</summary>
internal sealed partial class Demonstration
{
    private Guid _verifiedScheme;

    /// <summary>A second scheme, whose decisions are verified, and the quality lead's rule: the first three of an assessor, every not yet competent, a fifth of the others.</summary>
    private async Task SetUpVerificationAsync(CancellationToken cancel)
    {
        _verifiedScheme = await SchemeAsync(
            "BGM6R0925v2-verified", new LocalText("客戶聯繫中心營運計畫評量方案（含覆核）", "Contact-centre operating plan, with verification"), rules => rules with { Verification = true }, cancel);
        var (leadUser, lead) = _people[DemoPeople.QualityLead.UserName];
        await StepAsync<SetVerificationRule>(148, leadUser, (set, _) => set.RunAsync(new VerificationTerms(20, 1, 3, AllNotYetCompetent: true, FirstOfAssessor: 3), 0, lead, cancel));
    }

    /// <summary>Signed, drawn, and half of it agreed with: the candidate knows nothing of it yet.</summary>
    private async Task DecidedAsync(int number, CancellationToken cancel)
    {
        var id = await ShortEvidenceAsync(number, 2, 45, cancel, _verifiedScheme);
        await SubmitAsync(id, number, 20, cancel);
        await RateAllAsync(id, 2, 9, await FirstVersionAsync(id, cancel), cancel);
        await JudgeAsync(id, 2, 8, sufficient: true, cancel);
        await SignAsync(id, 2, 7, Outcome.Competent, "計畫各章互相呼應，能以數據說明取捨。", "建議每季檢討一次外包比例的啟動條件。", null, cancel);
        await VerifyAsync(id, 2, _unit.Criteria.Count / 2, cancel);
    }

    /// <summary>The clock stands still until the candidate is back.</summary>
    private async Task SuspendedAsync(int number, CancellationToken cancel)
    {
        var id = await PlanAsync(number, 30, 1, acknowledge: true, cancel);
        await EvidenceAsync(id, number, 18, "客服中心營運計畫.pdf", PlanPdf.Draw(DemoPlan.Short(Company(number)), At(18), fonts), EvidenceKind.OperatingPlan, PlanCriteria(), ["E1", "E3"], cancel);
        await StepAsync<SuspendAssessment>(10, Admin, (suspend, _) => suspend.RunAsync(id, "受評者請假六週，經主管同意後暫停。", cancel));
    }

    /// <summary>The verifier agrees with the first so many criteria; with all of them, the decision is released.</summary>
    private async Task VerifyAsync(Guid id, int daysAgo, int criteria, CancellationToken cancel)
    {
        var (user, person) = _people[DemoPeople.Verifier.UserName];
        await StepAsync<VerificationCommands>(daysAgo, user, async (commands, p) =>
        {
            var runner = p.GetRequiredService<CommandRunner>();
            foreach (var code in _unit.Criteria.Take(criteria).Select(c => c.Code))
            {
                await runner.OnceAsync(Guid.NewGuid(), user, $"verify {code}", () => commands.JudgeAsync(
                    id, person, code, new Dictionary<string, FieldChange>(StringComparer.Ordinal) { ["agrees"] = new(null, JsonValue.Create(true)) }, cancel), cancel);
            }
        });
        if (criteria == _unit.Criteria.Count)
        {
            await StepAsync<VerificationCommands>(daysAgo, user, (commands, _) => commands.AgreeAsync(id, person, "評定與佐證一致，退回與補件的過程清楚。", cancel));
        }
    }
}
