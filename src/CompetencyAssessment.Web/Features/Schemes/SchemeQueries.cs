using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>Schemes, their versions and drafts, for those who manage them.</summary>
internal sealed class SchemeQueries(AppDbContext db, UnitCatalogue catalogue)
{
    private const int PageSize = 20;

    /// <summary>Five commands, and those of a unit that was not read yet.</summary>
    public async Task<SchemeList> ListAsync(int page, CancellationToken cancel)
    {
        var codes = db.Schemes.AsNoTracking().Select(s => new { s.UnitVersionId, s.Code })
            .Union(db.SchemeDrafts.AsNoTracking().Where(d => d.ClosedAt == null).Select(d => new { d.UnitVersionId, d.Code }));
        var total = await codes.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var rows = await (from c in codes join u in db.UnitVersions on c.UnitVersionId equals u.Id orderby u.Code, c.Code select new { c.Code, c.UnitVersionId, Unit = u.Code, UnitName = u.Name })
            .Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var here = rows.Select(r => r.Code).ToList();
        var versions = await db.Schemes.AsNoTracking().Where(s => here.Contains(s.Code)).OrderByDescending(s => s.Number)
            .Select(s => new
            {
                s.Code,
                Row = new VersionRow(s.Id, s.Number, s.ImportedAt, db.Assessments.Count(a => a.SchemeId == s.Id && a.IsOpen)),
                // Only the newest tells its name in both languages.
                Content = db.Schemes.Any(o => o.Code == s.Code && o.Number > s.Number) ? null : s.Content,
            })
            .ToListAsync(cancel);
        var drafts = await (
            from d in db.SchemeDrafts.AsNoTracking()
            join p in db.People on d.ChangedBy equals p.Id
            where here.Contains(d.Code) && d.ClosedAt == null
            select new { d.Id, d.Code, d.ChangedAt, p.NameZh, p.NameLatin, Content = db.Schemes.Any(s => s.Code == d.Code) ? null : d.Content }).ToListAsync(cancel);
        return new SchemeList([.. rows.Select(r =>
        {
            var own = versions.Where(v => v.Code == r.Code).ToList();
            var draft = drafts.Find(d => d.Code == r.Code);
            var content = own.Find(v => v.Content is not null)?.Content ?? draft?.Content;
            return new SchemeRow(
                r.Code,
                content is null ? null : DocumentFile.Parse<SchemeDocument>(content).Name,
                r.Unit,
                r.UnitName,
                [.. own.Select(v => v.Row)],
                draft is null ? null : new DraftRow(draft.Id, draft.ChangedAt, new PersonName(draft.NameZh, draft.NameLatin)));
        })], info);
    }

    /// <summary>The newest version of each scheme: what a new one may be a copy of. One command.</summary>
    public async Task<IReadOnlyList<CopyChoice>> ChoicesAsync(CancellationToken cancel) =>
        await (from s in db.Schemes.AsNoTracking()
               join u in db.UnitVersions on s.UnitVersionId equals u.Id
               where !db.Schemes.Any(o => o.Code == s.Code && o.Number > s.Number)
               orderby u.Code, s.Code
               select new CopyChoice(s.Id, u.Code + " · " + s.Code + " v" + s.Number)).ToListAsync(cancel);

    /// <summary>A draft, open or not. One command, and those of unit and versions that were not read yet.</summary>
    public async Task<DraftFrame?> DraftAsync(Guid id, CancellationToken cancel)
    {
        var row = await (
            from d in db.SchemeDrafts.AsNoTracking()
            join p in db.People on d.ChangedBy equals p.Id
            join based in db.Schemes on d.BasedOnId equals based.Id
            where d.Id == id
            select new
            {
                Draft = d,
                p.NameZh,
                p.NameLatin,
                BasedOnNumber = based.Code == d.Code ? based.Number : 0,
                Last = db.Schemes.Where(s => s.Code == d.Code).OrderByDescending(s => s.Number).Select(s => (Guid?)s.Id).FirstOrDefault(),
                Running = db.Assessments.Count(a => a.IsOpen && db.Schemes.Any(s => s.Id == a.SchemeId && s.Code == d.Code)),
            }).SingleOrDefaultAsync(cancel);
        if (row is null)
        {
            return null;
        }

        var last = (await catalogue.SchemeAsync(db, row.Last ?? row.Draft.BasedOnId, cancel)).Document;
        return new DraftFrame
        {
            Id = id,
            Version = row.Draft.Version,
            Code = row.Draft.Code,
            IsOpen = row.Draft.IsOpen,
            PublishedAs = row.Draft.PublishedAsId,
            Document = DocumentFile.Parse<SchemeDocument>(row.Draft.Content),
            Unit = await catalogue.UnitAsync(db, row.Draft.UnitVersionId, cancel),
            Last = last,
            LastNumber = row.Last is null ? 0 : last.Version,
            BasedOnNumber = row.BasedOnNumber,
            ChangedAt = row.Draft.ChangedAt,
            ChangedBy = new PersonName(row.NameZh, row.NameLatin),
            Running = row.Running,
        };
    }

    /// <summary>A published version and the one before it, with their unit; null where it is not there, or has none before it. One command, and those of what was not read yet.</summary>
    public async Task<(UnitView Unit, SchemeDocument Before, SchemeDocument After)?> VersionsAsync(Guid id, CancellationToken cancel)
    {
        var row = await db.Schemes.AsNoTracking().Where(s => s.Id == id)
            .Select(s => new { s.UnitVersionId, Before = db.Schemes.Where(o => o.Code == s.Code && o.Number < s.Number).OrderByDescending(o => o.Number).Select(o => (Guid?)o.Id).FirstOrDefault() })
            .SingleOrDefaultAsync(cancel);
        return row?.Before is { } before
            ? (await catalogue.UnitAsync(db, row.UnitVersionId, cancel), (await catalogue.SchemeAsync(db, before, cancel)).Document, (await catalogue.SchemeAsync(db, id, cancel)).Document)
            : null;
    }
}
