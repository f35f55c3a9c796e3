using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Shared;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Units;

/// <summary>Unit versions and their schemes, for everybody who is signed in.</summary>
internal sealed class UnitQueries(AppDbContext db, UnitCatalogue catalogue)
{
    private const int PageSize = 25;

    /// <summary>Two commands; in a language other than the published one a third for its names.</summary>
    public async Task<UnitList> ListAsync(int page, bool canImport, CancellationToken cancel)
    {
        var total = await db.UnitVersions.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var rows = await db.UnitVersions.AsNoTracking()
            .OrderBy(v => v.Code)
            .Skip((info.Page - 1) * PageSize).Take(PageSize)
            .Select(v => new
            {
                v.Id,
                v.Code,
                v.Name,
                v.Level,
                Criteria = v.Criteria.Count,
                v.ImportedAt,
                Schemes = db.Schemes.Where(s => s.UnitVersionId == v.Id).OrderBy(s => s.Code).ThenByDescending(s => s.Number)
                    .Select(s => new SchemeListRow(s.Id, s.Code, s.Number, s.Name)).ToList(),
            })
            .AsSingleQuery().ToListAsync(cancel);
        var names = await TranslatedNamesAsync([.. rows.Select(r => r.Id)], cancel);
        return new UnitList([.. rows.Select(r => new UnitListRow(r.Code, names.GetValueOrDefault(r.Id, r.Name), r.Level, r.Criteria, r.ImportedAt, r.Schemes))], info, canImport);
    }

    /// <summary>One command once unit and scheme are known. Without a scheme named, the newest; null where there is no such unit or scheme.</summary>
    public async Task<UnitPage?> FindAsync(string code, Guid? schemeId, CancellationToken cancel)
    {
        var row = await db.UnitVersions.AsNoTracking().Where(v => v.Code == code)
            .Select(v => new
            {
                v.Id,
                Schemes = db.Schemes.Where(s => s.UnitVersionId == v.Id).OrderByDescending(s => s.ImportedAt).ThenBy(s => s.Code).ThenByDescending(s => s.Number)
                    .Select(s => new SchemeListRow(s.Id, s.Code, s.Number, s.Name)).ToList(),
                Others = db.UnitVersions.Where(o => o.UnitId == v.UnitId && o.Id != v.Id).OrderBy(o => o.Code).Select(o => o.Code).ToList(),
            })
            .AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (row is null || (schemeId is not null && !row.Schemes.Exists(s => s.Id == schemeId)))
        {
            return null;
        }

        var chosen = schemeId ?? row.Schemes.Find(s => !row.Schemes.Exists(o => o.Code == s.Code && o.Number > s.Number))?.Id;
        return new UnitPage(
            await catalogue.UnitAsync(db, row.Id, cancel),
            chosen is { } id ? await catalogue.SchemeAsync(db, id, cancel) : null,
            row.Schemes,
            row.Others,
            CultureInfo.CurrentUICulture.Name);
    }

    private async Task<Dictionary<Guid, string>> TranslatedNamesAsync(IReadOnlyList<Guid> versions, CancellationToken cancel)
    {
        var culture = CultureInfo.CurrentUICulture.Name;
        if (culture.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var texts = await db.UnitRevisions.AsNoTracking()
            .Where(r => versions.Contains(r.UnitVersionId) && r.Kind == UnitRevisionKind.Translation && r.Culture == language)
            .Where(r => !db.UnitRevisions.Any(o => o.UnitVersionId == r.UnitVersionId && o.Kind == r.Kind && o.Culture == r.Culture && o.Revision > r.Revision))
            .Select(r => new { r.UnitVersionId, r.Content })
            .ToListAsync(cancel);
        return texts.ToDictionary(t => t.UnitVersionId, t => DocumentFile.Parse<UnitTranslation>(t.Content).Name);
    }
}
