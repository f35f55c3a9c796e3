using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>Takes appointments and agreed adjustments, as a verb leaves them, into the plan of their assessment.</summary>
internal sealed class PlanArrangements(AppDbContext db, UnitCatalogue catalogue, TimeProvider clock)
{
    /// <summary>
    /// An assessment with what the next version of its plan needs. Its row is held until the transaction ends, so that of two who change the plan at once
    /// the second goes on from what the first made.
    /// </summary>
    public async Task<Assessment> LoadAsync(Guid assessmentId, CancellationToken cancel)
    {
        await db.Assessments.Where(a => a.Id == assessmentId).ExecuteUpdateAsync(u => u.SetProperty(a => a.PlanNumber, a => a.PlanNumber), cancel);
        return await db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Plans).Include(a => a.Methods).Include(a => a.Suspensions).SingleAsync(a => a.Id == assessmentId, cancel);
    }

    /// <summary>Makes the next version where something of the plan changes. What the verb changed is not saved yet: it is read as it stands in memory.</summary>
    public async Task TakeInAsync(Assessment assessment, Guid byPerson, string? reason, CancellationToken cancel)
    {
        var scheme = (await catalogue.SchemeAsync(db, assessment.SchemeId, cancel)).Document;
        var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
        assessment.KeepFirstPlan(PlanText.ContentOf(null, unit, scheme, [.. assessment.Methods.Select(m => m.Code)]), db.NextKey);
        await db.Assessments.AsSingleQuery().Where(a => a.Id == assessment.Id).Select(a => new
        {
            Appointments = db.Appointments.Where(x => x.AssessmentId == a.Id).ToList(),
            Adjustments = db.Adjustments.Where(x => x.AssessmentId == a.Id).ToList(),
        }).SingleAsync(cancel);
        assessment.Arrange(
            byPerson,
            db.Appointments.Local.Where(a => a.AssessmentId == assessment.Id).Select(a => a.InPlan).OfType<PlannedAppointment>(),
            db.Adjustments.Local.Where(a => a.AssessmentId == assessment.Id && a.State == AdjustmentState.Agreed).OrderBy(a => a.DecidedAt).Select(a => a.What!),
            reason,
            db.NextKey,
            clock.GetUtcNow().UtcDateTime);
    }
}

internal static class PlansInForceQuery
{
    /// <summary>Of each assessment the version of the plan that counts: the one acknowledged last, or the newest before the first acknowledgement.</summary>
    public static IQueryable<PlanVersion> PlansInForce(this AppDbContext db) =>
        db.PlanVersions.Where(v => db.Assessments.Any(a => a.Id == v.AssessmentId && v.Number == (a.AcknowledgedPlan ?? a.PlanNumber)));
}
