using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>What the form of a new assessment offers.</summary>
internal sealed class NewAssessmentQueries(AppDbContext db, UnitCatalogue catalogue, IndependenceCheck check, LocalTime time)
{
    /// <summary>An empty form: the scheme asked for, else the newest one, with its methods and days.</summary>
    public async Task<NewAssessmentPage> NewAsync(Guid? schemeId, Guid? candidateId, Guid viewer, CancellationToken cancel)
    {
        // An older version that was imported late is not the newest.
        var chosen = await db.Schemes.AsNoTracking()
            .Where(s => schemeId == null ? !db.Schemes.Any(o => o.Code == s.Code && o.Number > s.Number) : s.Id == schemeId)
            .OrderByDescending(s => s.ImportedAt).ThenBy(s => s.Code).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancel);
        if (chosen is not { } id)
        {
            return new NewAssessmentPage(null, "", "", null, [], [], [], []);
        }

        var document = (await catalogue.SchemeAsync(db, id, cancel)).Document;
        var submitBy = time.Today.AddDays(document.Rules.SubmitDays);
        var form = new NewAssessmentForm
        {
            SchemeId = id,
            Methods = [.. document.Coverage.SelectMany(c => c.Methods).Distinct()],
            SubmitBy = submitBy,
            DecideBy = submitBy.AddDays(document.Rules.DecideDays),
        };
        var page = await PageAsync(form, candidateId ?? Guid.Empty, viewer, cancel);
        form.Candidate = candidateId is { } candidate ? page.Candidates.FirstOrDefault(c => c.Id == candidate)?.Label : null;
        return page;
    }

    /// <param name="form">What was typed.</param>
    /// <param name="candidate">Who is assessed, as far as it is known: conflicts of interest show then.</param>
    /// <param name="viewer">Who plans.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<NewAssessmentPage> PageAsync(NewAssessmentForm form, Guid candidate, Guid viewer, CancellationToken cancel)
    {
        var scheme = await catalogue.SchemeAsync(db, form.SchemeId, cancel);
        var unit = await catalogue.UnitAsync(db, scheme.UnitVersionId, cancel);
        var culture = System.Globalization.CultureInfo.CurrentUICulture.Name;
        var schemes = await (
            from s in db.Schemes.AsNoTracking()
            join v in db.UnitVersions on s.UnitVersionId equals v.Id
            orderby v.Code, s.Code, s.Number descending
            select new { s.Id, Unit = v.Code, UnitName = v.Name, s.Code, s.Number }).ToListAsync(cancel);
        var covers = scheme.Document.Coverage
            .SelectMany(c => c.Methods.Select(m => (Method: m, c.Evidence)))
            .ToLookup(x => x.Method, x => x.Evidence);
        var candidates = await db.ChoicesAsync(Roles.Candidate, cancel);
        return new NewAssessmentPage(
            form,
            unit.Text.Code,
            unit.NameIn(culture),
            scheme.Document,
            [.. schemes.Select(s => new SchemeChoice(s.Id, $"{s.Unit} {s.UnitName} · {s.Code} v{s.Number}"))],
            [.. candidates.Where(c => c.Id != viewer)],
            await check.ChoicesAsync(db.InRole(Roles.Assessor), candidate, unit.UnitId, JudgingKind.Assessing, cancel),
            [.. unit.Text.Methods.Select(m => (m.Code, unit.TextIn(m.Code, culture),
                (IReadOnlyList<MethodChoice>)[.. Variants(scheme.Document, m.Code).Select(v => new MethodChoice(v, [.. covers[v.Code]], form.Methods.Contains(v.Code)))]))])
        {
            Resources = [.. unit.Text.Resources.Select(r => (r.Code, unit.TextIn(r.Code, culture)))],
        };
    }

    private static IEnumerable<MethodVariant> Variants(SchemeDocument scheme, string method) => scheme.MethodVariants.Where(v => v.Method == method);
}
