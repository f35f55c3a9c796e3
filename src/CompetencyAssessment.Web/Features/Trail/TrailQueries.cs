using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Trail;

/// <summary>What the quality lead's pages of the audit trail read. One's own assessment, and one rated blind, stay out of it.</summary>
internal sealed class TrailQueries(AppDbContext db, TrailWords words, TrailProgress progress, LocalTime local)
{
    private const int PageSize = 50;

    /// <summary>Three commands.</summary>
    public async Task<TrailPage> PageAsync(TrailFilter filter, Viewer viewer, int page, CancellationToken cancel)
    {
        var entries = Matching(filter, viewer);
        var total = await entries.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var last = await LastAsync(cancel);
        return new TrailPage(filter, await RowsAsync(entries, (info.Page - 1) * PageSize, PageSize, last, cancel), info, last);
    }

    /// <summary>The first rows of a filter, for a file.</summary>
    public async Task<IReadOnlyList<TrailRow>> RowsAsync(TrailFilter filter, Viewer viewer, int most, CancellationToken cancel) =>
        await RowsAsync(Matching(filter, viewer), 0, most, await LastAsync(cancel), cancel);

    /// <summary>Two commands.</summary>
    public async Task<ChecksPage> ChecksAsync(Viewer viewer, CancellationToken cancel)
    {
        var rows = await Checks().Take(30).ToListAsync(cancel);
        var faulty = rows.Count == 0 ? [] : rows[0].Faults.Select(f => f.Stream).Distinct().ToList();
        var codes = await db.Assessments.AsNoTracking().AsQualityLead(viewer).Where(a => faulty.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Code, cancel);
        return new ChecksPage(rows, codes, progress.Now);
    }

    private Task<CheckRow?> LastAsync(CancellationToken cancel) => Checks().FirstOrDefaultAsync(cancel);

    private IQueryable<CheckRow> Checks() =>
        from run in db.AuditCheckRuns.AsNoTracking()
        from person in db.People.Where(p => p.Id == run.ByPersonId).DefaultIfEmpty()
        orderby run.StartedAt descending, run.Id
        select CheckRow.Of(run, (string?)person.NameZh, person.NameLatin);

    private IQueryable<AuditEntry> Matching(TrailFilter filter, Viewer viewer)
    {
        var own = db.Assessments.Where(a => a.CandidateId == viewer.PersonId);
        var blind = db.Assessments.BlindTo(viewer);
        var entries = db.AuditEntries.AsNoTracking().Where(e => !own.Any(a => a.Id == e.StreamId) && !blind.Any(a => a.Id == e.StreamId));
        if (!string.IsNullOrWhiteSpace(filter.Code))
        {
            var code = filter.Code.Trim();
            entries = entries.Where(e => db.Assessments.Any(a => a.Id == e.StreamId && a.Code.StartsWith(code)));
        }

        if (TrailWords.Kinds.Contains(filter.Kind))
        {
            var prefix = filter.Kind + ".";
            entries = entries.Where(e => e.Action.StartsWith(prefix));
        }

        if (!string.IsNullOrWhiteSpace(filter.Person))
        {
            var name = filter.Person.Trim();
            var people = db.People.Where(p => p.NameZh.Contains(name) || p.NameLatin!.Contains(name) || p.CandidateNumber == name);
            entries = entries.Where(e => people.Any(p => p.Id == e.SubjectId) || db.Users.Any(u => u.Id == e.ActorId && people.Any(p => p.Id == u.PersonId)));
        }

        if (filter.From is { } from)
        {
            var ticks = local.ToUtc(from.ToDateTime(TimeOnly.MinValue)).Ticks;
            entries = entries.Where(e => e.AtTicks >= ticks);
        }

        if (filter.To is { } to)
        {
            var ticks = local.ToUtc(to.AddDays(1).ToDateTime(TimeOnly.MinValue)).Ticks;
            entries = entries.Where(e => e.AtTicks < ticks);
        }

        return entries;
    }

    private async Task<IReadOnlyList<TrailRow>> RowsAsync(IQueryable<AuditEntry> entries, int skip, int take, CheckRow? last, CancellationToken cancel)
    {
        var rows = await (
            from entry in entries.OrderByDescending(e => e.AtTicks).ThenByDescending(e => e.StreamId).ThenByDescending(e => e.Sequence).Skip(skip).Take(take)
            from assessment in db.Assessments.Where(a => a.Id == entry.StreamId).DefaultIfEmpty()
            from account in db.Users.Where(u => u.Id == entry.ActorId).DefaultIfEmpty()
            from actor in db.People.Where(p => p.Id == account.PersonId).DefaultIfEmpty()
            from subject in db.People.Where(p => p.Id == entry.SubjectId).DefaultIfEmpty()
            orderby entry.AtTicks descending, entry.StreamId descending, entry.Sequence descending
            select new
            {
                entry.StreamId,
                Code = (string?)assessment.Code,
                entry.Sequence,
                entry.AtTicks,
                entry.Action,
                entry.Payload,
                entry.SubjectId,
                ActorZh = (string?)actor.NameZh,
                ActorLatin = actor.NameLatin,
                SubjectZh = (string?)subject.NameZh,
                SubjectLatin = subject.NameLatin,
            }).ToListAsync(cancel);
        return [.. rows.Select(r =>
        {
            var at = new DateTime(r.AtTicks, DateTimeKind.Utc);
            var standing = last is null || at > last.StartedAt ? TrailStanding.Unchecked : last.Faults.Any(f => f.Stream == r.StreamId) ? TrailStanding.Faulty : TrailStanding.Whole;
            return new TrailRow(
                r.StreamId, r.Code, r.Sequence, at, r.ActorZh is null ? null : new PersonName(r.ActorZh, r.ActorLatin), r.Action, words.Of(r.Action, TrailWords.DataOf(r.Payload)),
                r.SubjectZh is null ? null : new PersonName(r.SubjectZh, r.SubjectLatin), r.SubjectId, standing);
        })];
    }
}
