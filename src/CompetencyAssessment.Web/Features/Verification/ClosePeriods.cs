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
    /// <summary>
    /// Closes each period that is over and was not closed yet, by the rule that was in force at its end: from the last closed one on, or, where none
    /// was, the one before this.
    /// </summary>
    /// <returns>How many decisions were drawn.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var centre = await db.Centres.AsNoTracking().SingleOrDefaultAsync(cancel);
        if (centre is null || await db.VerificationRules.AsNoTracking().Where(r => r.CentreId == centre.Id).OrderByDescending(r => r.Number).ToListAsync(cancel) is not [var newest, ..] rules)
        {
            return 0;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(centre.TimeZone);
        var last = await db.VerificationPeriods.Where(p => p.CentreId == centre.Id).MaxAsync(p => (DateOnly?)p.Until, cancel);
        var day = last ?? SnapshotMaker.DayAt(now, centre.TimeZone).AddMonths(-newest.PeriodMonths);
        var drawn = 0;
        while (true)
        {
            var index = rules.FindIndex(r => r.SetAt < StartOf(VerificationRule.PeriodOf(day, r.PeriodMonths).Until, zone));
            var rule = index < 0 ? null : rules[index];
            var (from, until) = VerificationRule.PeriodOf(day, (rule ?? newest).PeriodMonths);
            if (index > 0 && VerificationRule.PeriodOf(SnapshotMaker.DayAt(rules[index - 1].SetAt, centre.TimeZone), rules[index - 1].PeriodMonths).From is var next && next > day && next < until)
            {
                // A newer rule with other periods begins with the one in which it was set.
                until = next;
            }

            if (StartOf(until, zone) > now)
            {
                return drawn;
            }

            if (rule is not null)
            {
                // After a change of their length, periods overlap: each day counts once.
                drawn += await CloseAsync(centre.Id, rule, last > from ? last.Value : from, until, zone, now, cancel);
                last = until;
            }

            day = until;
        }
    }

    private Task<int> CloseAsync(Guid centre, VerificationRule rule, DateOnly from, DateOnly until, TimeZoneInfo zone, DateTime now, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            if (await db.VerificationPeriods.AnyAsync(p => p.CentreId == centre && p.Until >= until, cancel))
            {
                return 0;
            }

            db.VerificationPeriods.Add(new VerificationPeriod(centre, from, until, now));
            var (begins, ends) = (StartOf(from, zone), StartOf(until, zone));
            var signed = await (
                from d in db.VerificationDraws
                join decision in db.Decisions on d.DecisionId equals decision.Id
                where decision.SignedAt >= begins && decision.SignedAt < ends && db.Assessments.Any(a => a.Id == d.AssessmentId && a.CentreId == centre)
                select new { Draw = d, Second = db.Set<AssessorAssignment>().Where(x => x.AssessmentId == d.AssessmentId && x.Part == AssessmentPart.SecondAssessor && x.EndedAt == null).Select(x => (Guid?)x.PersonId).FirstOrDefault() }).ToListAsync(cancel);
            var drawn = 0;
            foreach (var assessor in signed.SelectMany(s => new[] { (s.Draw, Assessor: (Guid?)s.Draw.AssessorId), (s.Draw, Assessor: s.Second) }).Where(s => s.Assessor is not null).GroupBy(s => s.Assessor, s => s.Draw))
            {
                // Counted as they stand: what was drawn for one of two assessors counts for the other.
                var missing = rule.AtLeast - assessor.Count(d => d.Reason != DrawReason.NotDrawn);
                foreach (var more in assessor.Where(d => d.Reason == DrawReason.NotDrawn).OrderBy(d => d.Lot).ThenBy(d => d.Id).Take(Math.Max(0, missing)).ToList())
                {
                    more.DrawAtClose();
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

    private static DateTime StartOf(DateOnly day, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), zone);
}
