using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Independence;

/// <param name="Row">The qualification.</param>
/// <param name="Person">Whose.</param>
/// <param name="OpenParts">In how many open assessments the person has a part that takes it.</param>
internal sealed record EndingRow(QualificationRow Row, PersonName Person, int OpenParts);

/// <summary>Qualifications that end soon or have ended lately, the earliest first.</summary>
internal sealed record EndingPage(IReadOnlyList<EndingRow> Rows, bool ManagesPeople, PageInfo Page);

/// <summary>What a person reads of themselves.</summary>
/// <param name="Qualifications">With their proofs.</param>
/// <param name="Conflicts">Those that they declared of themselves and that last.</param>
internal sealed record MyQualificationsPage(IReadOnlyList<QualificationRow> Qualifications, IReadOnlyList<ConflictRow> Conflicts);

/// <summary>A part in an open assessment that takes a qualification.</summary>
internal sealed class OpenPart
{
    public required Guid PersonId { get; init; }

    public required Guid UnitId { get; init; }

    public required bool Verifies { get; init; }
}

/// <summary>What pages of qualifications read.</summary>
internal sealed class QualificationQueries(AppDbContext db, LocalTime time)
{
    private const int PageSize = 25;

    /// <summary>Parts that people hold now and that take a qualification.</summary>
    public static IQueryable<OpenPart> OpenParts(AppDbContext db) =>
        from a in db.Assessments
        where a.IsOpen
        from x in a.Assignments
        where x.EndedAt == null && x.Part != AssessmentPart.Hearer
        select new OpenPart { PersonId = x.PersonId, UnitId = a.UnitId, Verifies = x.Part == AssessmentPart.Verifier };

    /// <summary>A person's own, with their proofs.</summary>
    public async Task<IReadOnlyList<QualificationRow>> OfAsync(Guid personId, CancellationToken cancel)
    {
        var rows = await (
            from q in db.Qualifications.AsNoTracking().Include(q => q.Proofs)
            where q.PersonId == personId
            join u in db.Units on q.UnitId equals u.Id
            orderby q.WithdrawnAt != null, q.ValidFrom descending, q.Id
            select new { Qualification = q, u.Code }).AsSingleQuery().ToListAsync(cancel);
        return [.. rows.Select(r => new QualificationRow(r.Qualification, r.Code, time.Today))];
    }

    /// <summary>Conflicts of interest that a person declared of themselves and that last.</summary>
    public async Task<IReadOnlyList<ConflictRow>> ConflictsOfAsync(Guid personId, CancellationToken cancel)
    {
        var rows = await (
            from c in db.ConflictsOfInterest.AsNoTracking()
            where c.PersonId == personId && c.DeclaredById == personId && c.EndedAt == null
            join other in db.People on c.OtherId equals other.Id
            orderby c.DeclaredAt descending, c.Id
            select new { Conflict = c, other.NameZh, other.NameLatin }).ToListAsync(cancel);
        return [.. rows.Select(r => new ConflictRow(r.Conflict, new PersonName(r.NameZh, r.NameLatin)))];
    }

    /// <summary>Of everybody those that end within the days of warning, or have ended within as many.</summary>
    public async Task<EndingPage> EndingAsync(bool managesPeople, int page, CancellationToken cancel)
    {
        var today = time.Today;
        var (since, until) = (today.AddDays(-QualificationRow.DaysOfWarning), today.AddDays(QualificationRow.DaysOfWarning));
        var ending = db.Qualifications.AsNoTracking().Where(q => q.WithdrawnAt == null && q.ValidUntil >= since && q.ValidUntil <= until);
        var info = PageInfo.Of(page, PageSize, await ending.CountAsync(cancel));
        var parts = OpenParts(db);
        var rows = await (
            from q in ending
            join p in db.People on q.PersonId equals p.Id
            join u in db.Units on q.UnitId equals u.Id
            orderby q.ValidUntil, q.Id
            select new
            {
                Qualification = q,
                p.NameZh,
                p.NameLatin,
                u.Code,
                Parts = parts.Count(x => x.PersonId == q.PersonId && x.UnitId == q.UnitId && ((x.Verifies && q.Kind == JudgingKind.Verifying) || (!x.Verifies && q.Kind == JudgingKind.Assessing))),
            }).Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new EndingPage([.. rows.Select(r => new EndingRow(new QualificationRow(r.Qualification, r.Code, today), new PersonName(r.NameZh, r.NameLatin), r.Parts))], managesPeople, info);
    }
}
