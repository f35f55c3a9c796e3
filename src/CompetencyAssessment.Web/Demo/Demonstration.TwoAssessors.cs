using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.TwoAssessors;

namespace CompetencyAssessment.Web.Demo;

/// <summary>What the demonstration shows of two assessors.</summary>
internal sealed partial class Demonstration
{
    /// <summary>Both have rated alone and finished; what they see differently waits to be settled.</summary>
    private async Task BlindAsync(int number, CancellationToken cancel)
    {
        var scheme = await SchemeAsync("BGM6R0925v2-two", new LocalText("客戶聯繫中心營運計畫評量方案（兩位評量人員）", "Contact-centre operating plan, two assessors"), rules => rules with { Assessors = 2 }, cancel);
        var id = await ShortEvidenceAsync(number, 2, 42, cancel, scheme, second: 1);
        await SubmitAsync(id, number, 16, cancel);
        var plan = await FirstVersionAsync(id, cancel);
        await RateAllAsync(id, 2, 9, plan, cancel, above: ["P2.3"]);
        await JudgeAsync(id, 2, 8, sufficient: true, cancel);
        await RateAllAsync(id, 1, 7, plan, cancel, except: ["P3.4"], isStarted: true);
        await RateUnderAsync(id, 1, 7, "P3.4", 1, ShortfallCause.PerformanceShort, ["M2", "M5"], [new(plan, PlaceKind.Page, "8")], cancel);
        await JudgeAsync(id, 1, 6, sufficient: true, cancel);
        await StepAsync<FinishRating>(5, Assessor(2).User, (finish, _) => finish.RunAsync(id, Assessor(2).Person, cancel));
        await StepAsync<FinishRating>(4, Assessor(1).User, (finish, _) => finish.RunAsync(id, Assessor(1).Person, cancel));
    }
}
