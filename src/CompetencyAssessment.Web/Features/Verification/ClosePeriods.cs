using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>
/// At the close of a period: where fewer decisions of an assessor were verified than the rule asks, as many more are drawn from the
/// released ones of that period, those with the lowest lots first. Their results stand.
/// </summary>
internal sealed class ClosePeriods(AppDbContext db, DrawVerification draw, TimeProvider clock)
{
    /// <summary>Closes each period that is over and was not closed yet; a rule set within a period counts from its next close on.</summary>
    /// <returns>How many decisions were drawn.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var centre = await db.Centres.AsNoTracking().SingleOrDefaultAsync(cancel);
        if (centre is null || await DrawVerification.RuleAsync(db, centre.Id, cancel) is not { } rule)
        {
            return 0;
        }

        var (from, until) = VerificationRule.PeriodOf(SnapshotMaker.DayAt(now, centre.TimeZone).AddMonths(-rule.PeriodMonths), rule.PeriodMonths);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(centre.TimeZone);
        var (begins, ends) = (StartOf(from, zone), StartOf(until, zone));
        if (ends > now || rule.SetAt >= ends)
        {
            return 0;
        }

        return await db.InTransactionAsync(
            async () =>
            {
                if (await db.VerificationPeriods.AnyAsync(p => p.CentreId == centre.Id && p.Until >= until, cancel))
                {
                    return 0;
                }

                db.VerificationPeriods.Add(new VerificationPeriod(centre.Id, from, until, now));
                var drawn = 0;
                var draws = await db.VerificationDraws.Where(d => d.At >= begins && d.At < ends && db.Assessments.Any(a => a.Id == d.AssessmentId && a.CentreId == centre.Id)).ToListAsync(cancel);
                foreach (var assessor in draws.GroupBy(d => d.AssessorId))
                {
                    var missing = rule.AtLeast - assessor.Count(d => d.Reason != DrawReason.NotDrawn);
                    foreach (var more in assessor.Where(d => d.Reason == DrawReason.NotDrawn).OrderBy(d => d.Lot).ThenBy(d => d.Id).Take(Math.Max(0, missing)))
                    {
                        more.DrawAtClose(now);
                        var assessment = await db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.Id == more.AssessmentId, cancel);
                        var decision = await db.Decisions.SingleAsync(d => d.Id == more.DecisionId, cancel);
                        var criteria = await db.Criteria.Where(c => c.UnitVersionId == assessment.UnitVersionId).Select(c => c.Id).ToListAsync(cancel);
                        await draw.OpenAsync(assessment, decision, criteria, afterRelease: true, now, cancel);
                        drawn++;
                    }
                }

                await db.SaveChangesAsync(cancel);
                return drawn;
            },
            cancel);
    }

    private static DateTime StartOf(DateOnly day, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), zone);
}
