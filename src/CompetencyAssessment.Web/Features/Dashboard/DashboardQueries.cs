using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Misconduct;
using CompetencyAssessment.Web.Features.Verification;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Dashboard;

/// <summary>What a dashboard shows: one command for the viewer, and two for each of their roles.</summary>
internal sealed class DashboardQueries(AppDbContext db, UnitCatalogue catalogue, TimeProvider clock)
{
    /// <summary>A panel shows at most so many.</summary>
    public const int Limit = 5;

    /// <summary>Days that count as coming up, and that changes go back on a first visit.</summary>
    public const int Days = 14;

    public async Task<DashboardPage> ReadAsync(Guid userId, Viewer viewer, IReadOnlyCollection<DashboardRole> roles, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var disputes = DisputeQueries.Open(db, viewer);
        var hearings = DisputeQueries.ToHear(db, viewer);
        var requests = IndependenceQueries.Open(db, viewer);
        var cases = MisconductQueries.Open(db, viewer);
        var incidents = IncidentQueries.Open(db, viewer);
        var disagreements = VerificationRuleQueries.Waiting(db, viewer);
        var first = await db.Users.AsNoTracking().Where(u => u.Id == userId).Select(u => new
        {
            u.SeenUntil,
            Disputes = disputes.Count(),
            Hearings = hearings.Count(),
            Requests = requests.Count(),
            Faults = viewer.Oversees || viewer.SeesAll ? db.AuditCheckRuns.OrderByDescending(r => r.StartedAt).Select(r => r.FaultCount).FirstOrDefault() : 0,
            Cases = cases.Count(),
            Incidents = incidents.Count(),
            Disagreements = disagreements.Count(),
        }).SingleAsync(cancel);
        var seen = first.SeenUntil;
        var since = seen ?? now.AddDays(-Days);
        var sections = new List<DashboardSection>();
        foreach (var role in roles)
        {
            sections.Add(await SectionAsync(role, viewer, now, since, cancel));
        }

        return new DashboardPage(sections, since, seen is null, viewer.Oversees, first.Disputes, first.Hearings, first.Requests, first.Faults, first.Cases, first.Incidents, first.Disagreements);
    }

    /// <summary>Marks what has changed until now as seen.</summary>
    public Task MarkSeenAsync(Guid userId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(s => s.SetProperty(u => u.SeenUntil, now), cancel);
    }

    private async Task<DashboardSection> SectionAsync(DashboardRole role, Viewer viewer, DateTime now, DateTime since, CancellationToken cancel)
    {
        var all = role switch
        {
            DashboardRole.Candidate => db.Assessments.AsCandidate(viewer),
            DashboardRole.Assessor => db.Assessments.AsAssessor(viewer),
            DashboardRole.Verifier => db.Assessments.AsVerifier(viewer),
            _ => db.Assessments.AsAdministrator(viewer),
        };
        var lists = role switch
        {
            DashboardRole.Candidate => OfCandidate(Dated(all), now, since),
            DashboardRole.Assessor => OfAssessor(Dated(all), viewer, now, since),
            DashboardRole.Verifier => OfVerifier(Dated(all), now, since),
            _ => OfAdministrator(Dated(all), now, since),
        };
        var horizon = now.AddDays(Days);
        var (late, waiting, changed) = lists;
        var further = Further(role, all, now);
        var coming = Dated(all).Where(x => x.Assessment.IsOpen && x.Due >= now && x.Due <= horizon);

        // One row of counts: scalar subqueries, whichever row they hang on.
        var counts = await db.Users.AsNoTracking().Where(u => u.PersonId == viewer.PersonId)
            .Select(u => new { Any = all.Any(), Late = late.Count(), Waiting = waiting.Count(), Coming = coming.Count(), Changed = changed.Count(), Further = further.Dated.Count() })
            .FirstAsync(cancel);
        var rows = await First(late, DashboardList.Late)
            .Concat(First(waiting, DashboardList.Waiting))
            .Concat(First(coming, DashboardList.Coming))
            .Concat(Latest(changed))
            .Concat(First(further.Dated, further.List))
            .AsNoTracking().ToListAsync(cancel);
        var names = await catalogue.NamesAsync(db, rows.Select(r => r.UnitVersionId), CultureInfo.CurrentUICulture.Name, cancel);
        DashboardPanel Panel(DashboardList list, int total)
        {
            var mine = rows.Where(r => r.List == (int)list);
            var sorted = list == DashboardList.Changed ? mine.OrderByDescending(r => r.At) : mine.OrderBy(r => r.At);
            return new DashboardPanel(list, total, [.. sorted.Select(r => new DashboardItem(r.Id, r.Code, role == DashboardRole.Candidate ? r.State.ToldToCandidate() : r.State, new PersonName(r.Zh, r.Latin), names[r.UnitVersionId], r.At))]);
        }

        return new DashboardSection(role, counts.Any,
        [
            Panel(DashboardList.Late, counts.Late),
            Panel(DashboardList.Waiting, counts.Waiting),
            Panel(DashboardList.Coming, counts.Coming),
            Panel(DashboardList.Changed, counts.Changed),
            .. role == DashboardRole.Verifier ? [] : new[] { Panel(further.List, counts.Further) },
        ]);
    }

    /// <summary>The list that a role has beside those that all have: appointments by their beginning, or requests for more time by the date that counts.</summary>
    private (DashboardList List, IQueryable<DatedAssessment> Dated) Further(DashboardRole role, IQueryable<Assessment> all, DateTime now) => role switch
    {
        DashboardRole.Administrator => (DashboardList.Extensions, Dated(all.Where(a => (a.State == AssessmentState.Gathering || a.State == AssessmentState.Returned) && a.Extensions.Any(e => e.AnsweredAt == null)))),
        DashboardRole.Verifier => (DashboardList.Appointments, Dated(all.Where(a => false))),
        _ => (DashboardList.Appointments,
            from appointment in db.Appointments
            where appointment.State == AppointmentState.Agreed && appointment.EndAt >= now
            join a in all.Where(a => a.IsOpen) on appointment.AssessmentId equals a.Id
            select new DatedAssessment { Assessment = a, Due = appointment.StartAt }),
    };

    private static Lists OfCandidate(IQueryable<DatedAssessment> mine, DateTime now, DateTime since)
    {
        var acting = mine.Where(x => x.Assessment.State == AssessmentState.Planned || x.Assessment.State == AssessmentState.Gathering || x.Assessment.State == AssessmentState.Returned);
        return new Lists(
            acting.Where(x => x.Due < now),
            // A changed plan waits to be acknowledged in the states after it, too.
            mine.Where(x => (x.Due >= now && (x.Assessment.State == AssessmentState.Planned || x.Assessment.State == AssessmentState.Gathering || x.Assessment.State == AssessmentState.Returned))
                || ((x.Assessment.State == AssessmentState.Submitted || x.Assessment.State == AssessmentState.Assessing || x.Assessment.State == AssessmentState.Decided)
                    && x.Assessment.AcknowledgedPlan != null && x.Assessment.AcknowledgedPlan != x.Assessment.PlanNumber)),

            // What others did; one's own submission is no news. That it is being assessed is told by a notification: here, it would go when a decision
            // is signed, and come again when a verifier sends it back.
            mine.Where(x => x.Assessment.ChangedAt > since && (x.Assessment.State == AssessmentState.Planned || x.Assessment.State == AssessmentState.Returned
                || x.Assessment.State == AssessmentState.Finalised || x.Assessment.State == AssessmentState.Withdrawn || x.Assessment.State == AssessmentState.Terminated)));
    }

    private static Lists OfAssessor(IQueryable<DatedAssessment> mine, Viewer viewer, DateTime now, DateTime since)
    {
        // What waits for somebody else is not mine to do: a sheet that was handed over, or that I have finished and the other has not.
        var acting = mine.Where(x => (x.Assessment.State == AssessmentState.Submitted || x.Assessment.State == AssessmentState.Assessing)
            && (x.Assessment.HandedOverAt == null || x.Assessment.Assignments.Any(y => y.PersonId == viewer.PersonId && y.EndedAt == null && y.Part == AssessmentPart.DecisionMaker))
            && !(x.Assessment.Assignments.Any(y => y.PersonId == viewer.PersonId && y.EndedAt == null && y.FinishedAt != null)
                && x.Assessment.Assignments.Any(y => y.EndedAt == null && y.FinishedAt == null && (y.Part == AssessmentPart.Assessor || y.Part == AssessmentPart.SecondAssessor))));
        return new Lists(
            // Sent back and not answered in time: a decision may be taken.
            mine.Where(x => x.Due < now && (x.Assessment.State == AssessmentState.Submitted || x.Assessment.State == AssessmentState.Assessing || x.Assessment.State == AssessmentState.Returned)),
            acting.Where(x => x.Due >= now),
            mine.Where(x => (x.Assessment.ChangedAt > since && (x.Assessment.State == AssessmentState.Planned || x.Assessment.State == AssessmentState.Gathering || x.Assessment.State == AssessmentState.Submitted
                    || x.Assessment.State == AssessmentState.Withdrawn || x.Assessment.State == AssessmentState.Terminated))
                || x.Assessment.Assignments.Any(y => y.PersonId == viewer.PersonId && y.EndedAt == null && y.BegunAt > since && y.BegunAt > x.Assessment.ChangedAt)));
    }

    private Lists OfVerifier(IQueryable<DatedAssessment> mine, DateTime now, DateTime since)
    {
        var open = mine.Where(x => db.Verifications.Any(v => v.AssessmentId == x.Assessment.Id && v.ClosedAt == null));
        return new Lists(open.Where(x => x.Due < now), open.Where(x => x.Due >= now), mine.Where(x => x.Assessment.ChangedAt > since));
    }

    private Lists OfAdministrator(IQueryable<DatedAssessment> all, DateTime now, DateTime since)
    {
        var assessors = db.InRole(Roles.Assessor);
        return new Lists(
            all.Where(x => x.Assessment.IsOpen && x.Due < now),

            // Nobody can go on with it: somebody who rates or decides has lost role or account.
            // Nor can a verification that fell to nobody.
            all.Where(x => x.Assessment.State == AssessmentState.Decided
                ? !x.Assessment.Assignments.Any(y => y.Part == AssessmentPart.Verifier && y.EndedAt == null)
                : x.Assessment.IsOpen && x.Assessment.Assignments.Any(y => y.Part != AssessmentPart.Verifier && y.Part != AssessmentPart.Hearer && y.EndedAt == null && !assessors.Any(p => p.Id == y.PersonId))),
            all.Where(x => x.Assessment.ChangedAt > since));
    }

    /// <summary>With the date that counts now: the return's own after a return, the plan's before, then that of the decision.</summary>
    private static IQueryable<DatedAssessment> Dated(IQueryable<Assessment> assessments) => assessments.Select(a => new DatedAssessment
    {
        Assessment = a,
        Due = a.State == AssessmentState.Returned
            ? a.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).FirstOrDefault() ?? a.SubmitBy
            : a.State == AssessmentState.Planned || a.State == AssessmentState.Gathering ? a.SubmitBy : a.DecideBy,
    });

    private IQueryable<Row> First(IQueryable<DatedAssessment> assessments, DashboardList list) =>
        Rows(assessments.OrderBy(x => x.Due).ThenBy(x => x.Assessment.Id).Take(Limit), (int)list);

    private IQueryable<Row> Latest(IQueryable<DatedAssessment> assessments) =>
        Rows(assessments.OrderByDescending(x => x.Assessment.ChangedAt).ThenBy(x => x.Assessment.Id).Take(Limit)
            .Select(x => new DatedAssessment { Assessment = x.Assessment, Due = x.Assessment.ChangedAt }), (int)DashboardList.Changed);

    private IQueryable<Row> Rows(IQueryable<DatedAssessment> assessments, int list) =>
        from x in assessments
        join person in db.People on x.Assessment.CandidateId equals person.Id
        select new Row { List = list, Id = x.Assessment.Id, Code = x.Assessment.Code, State = x.Assessment.State, Zh = person.NameZh, Latin = person.NameLatin, UnitVersionId = x.Assessment.UnitVersionId, At = x.Due };

    private sealed record Lists(IQueryable<DatedAssessment> Late, IQueryable<DatedAssessment> Waiting, IQueryable<DatedAssessment> Changed);

    private sealed class DatedAssessment
    {
        public required Assessment Assessment { get; init; }

        public required DateTime Due { get; init; }
    }

    private sealed class Row
    {
        public required int List { get; init; }

        public required Guid Id { get; init; }

        public required string Code { get; init; }

        public required AssessmentState State { get; init; }

        public required string Zh { get; init; }

        public required string? Latin { get; init; }

        public required Guid UnitVersionId { get; init; }

        public required DateTime At { get; init; }
    }
}
