using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>A change of a plan; a day that is null stays as it is.</summary>
internal sealed record PlanChange(int Seen, PlanContent Content, DateOnly? SubmitBy, DateOnly? DecideBy, string? Reason);

/// <summary>Makes the next version of a plan, and tells the candidate, who acknowledges it, and the assessors.</summary>
internal sealed class ChangePlan(AppDbContext db, UnitCatalogue catalogue, PlanArrangements plan, Notifier notifier, LocalTime local, TimeProvider clock)
{
    /// <exception cref="DomainException">
    /// <c>plan.state</c>, <c>plan.changed</c>, <c>plan.methods</c>, <c>plan.dates</c>, <c>plan.unchanged</c>, <c>reason.missing</c>
    /// </exception>
    public Task RunAsync(Guid assessmentId, Guid byPerson, PlanChange change, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await plan.LoadAsync(assessmentId, cancel);
                var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
                var scheme = (await catalogue.SchemeAsync(db, assessment.SchemeId, cancel)).Document;
                if (change.Content.AllMethods.Except(scheme.MethodVariants.Select(m => m.Code)).Any()
                    || change.Content.Methods.Keys.Any(c => unit.Criterion(c) is null)
                    || change.Content.Resources.Keys.Except(unit.Text.Resources.Select(r => r.Code)).Any())
                {
                    throw new DomainException("plan.methods");
                }

                assessment.KeepFirstPlan(PlanText.ContentOf(null, unit, scheme, [.. assessment.Methods.Select(m => m.Code)]), db.NextKey);
                var (submitBy, decideBy) = assessment.PlanDates;
                var version = assessment.RevisePlan(
                    new PlanRevision
                    {
                        ByPerson = byPerson,
                        Seen = change.Seen,
                        Content = change.Content,
                        SubmitBy = EndOf(change.SubmitBy, submitBy),
                        DecideBy = EndOf(change.DecideBy, decideBy),
                        Reason = change.Reason,
                    },
                    db.NextKey,
                    clock.GetUtcNow().UtcDateTime);
                notifier.TellCandidate(assessment, "plan.changed", version.Number.ToString(CultureInfo.InvariantCulture));
                notifier.TellOtherAssessors(assessment, byPerson, "plan.changed-for-assessors", version.Number.ToString(CultureInfo.InvariantCulture));
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <summary>The end of a day; the moment that stands, where the day is the same.</summary>
    private DateTime EndOf(DateOnly? day, DateTime stands) =>
        day is null || day == DateOnly.FromDateTime(local.ToLocal(stands)) ? stands : local.EndOfDay(day.Value);
}
