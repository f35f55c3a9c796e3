using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>
/// Tells a person and the quality leads that a qualification ends, some weeks and some days before, and once it has ended where the person still has open
/// parts; each once. Nobody is told of one that another follows without a gap.
/// </summary>
internal sealed class RemindQualifications(AppDbContext db, Notifier notifier, LocalTime local)
{
    /// <summary>Days before the last day on which people are told again.</summary>
    public const int LastDays = 14;

    /// <summary>So long after its end it is still told that one has ended, should the application have stood still.</summary>
    private const int DaysAfter = 7;

    /// <returns>How many reminders were told.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var today = local.Today;
        var (since, horizon) = (today.AddDays(-DaysAfter), today.AddDays(QualificationRow.DaysOfWarning));
        var (assessors, verifiers, parts) = (db.InRole(Roles.Assessor), db.InRole(Roles.Verifier), QualificationQueries.OpenParts(db));
        var ending = await (
            from q in db.Qualifications.AsNoTracking()
            where q.WithdrawnAt == null && q.ValidUntil >= since && q.ValidUntil <= horizon
                && ((q.Kind == JudgingKind.Assessing && assessors.Any(p => p.Id == q.PersonId)) || (q.Kind == JudgingKind.Verifying && verifiers.Any(p => p.Id == q.PersonId)))
            join u in db.Units on q.UnitId equals u.Id
            select new Ending
            {
                Id = q.Id,
                PersonId = q.PersonId,
                Unit = u.Code,
                Until = q.ValidUntil!.Value,
                NextFrom = db.Qualifications.Where(n => n.PersonId == q.PersonId && n.UnitId == q.UnitId && n.Kind == q.Kind && n.WithdrawnAt == null && (n.ValidUntil == null || n.ValidUntil > q.ValidUntil))
                    .Min(n => (DateOnly?)n.ValidFrom),
                HasParts = parts.Any(x => x.PersonId == q.PersonId && x.UnitId == q.UnitId && ((x.Verifies && q.Kind == JudgingKind.Verifying) || (!x.Verifies && q.Kind == JudgingKind.Assessing))),
            }).ToListAsync(cancel);
        var due = ending.Where(e => e.IsDue(today)).ToList();
        if (due.Count == 0)
        {
            return 0;
        }

        var leads = await db.InRole(Roles.QualityLead).AsNoTracking().Select(p => p.Id).ToListAsync(cancel);
        return await notifier.RemindAsync(
            [.. due.SelectMany(e => leads.Where(l => l != e.PersonId).Select(l => e.ToLead(l, today)).Append(e.ToPerson(today)))],
            cancel);
    }

    private sealed class Ending
    {
        public required Guid Id { get; init; }

        public required Guid PersonId { get; init; }

        public required string Unit { get; init; }

        public required DateOnly Until { get; init; }

        /// <summary>First day of what follows it, if anything does.</summary>
        public required DateOnly? NextFrom { get; init; }

        public required bool HasParts { get; init; }

        public bool IsDue(DateOnly today) => Until < today ? HasParts && !(NextFrom <= today) : !(NextFrom <= Until.AddDays(1));

        public Reminder ToPerson(DateOnly today) => Make(PersonId, Until < today ? "qualification.ended" : "qualification.ends", "/account/qualifications", today);

        /// <summary>Without the person's name, which stands on the page that it leads to.</summary>
        public Reminder ToLead(Guid lead, DateOnly today) => Make(lead, Until < today ? "qualification.ended-of" : "qualification.ends-of", "/quality/qualifications", today);

        private Reminder Make(Guid told, string kind, string href, DateOnly today)
        {
            var stage = Until < today ? 0 : Until <= today.AddDays(LastDays) ? LastDays : QualificationRow.DaysOfWarning;
            return new Reminder(told, null, kind, href, string.Create(CultureInfo.InvariantCulture, $"{kind}:{Id:N}:{stage}"), [Unit, Notifier.Day(Until)]);
        }
    }
}
