using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.SelfAssessment;

/// <summary>What the candidate sees of the self-assessment: always as it stands.</summary>
internal sealed class SelfAssessmentQueries(AppDbContext db, UnitCatalogue catalogue, IStringLocalizer<SharedResource> t)
{
    /// <summary>Null where the viewer is not the candidate.</summary>
    public async Task<SelfAssessmentPage?> PageAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        var head = await db.Assessments.AsNoTracking().AsCandidate(viewer).Where(a => a.Id == id)
            .Select(a => new { a.Code, a.State, a.UnitVersionId, a.SchemeId, a.TranslationRevision }).SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var scheme = await catalogue.SchemeAsync(db, head.SchemeId, cancel);
        var said = await db.SelfRatings.AsNoTracking().Where(s => s.AssessmentId == id).ToDictionaryAsync(s => s.CriterionId, s => s.Fields, cancel);
        string Text(string code) => unit.TextIn(code, CultureInfo.CurrentUICulture.Name, head.TranslationRevision);
        return new SelfAssessmentPage
        {
            Id = id,
            Code = head.Code,
            State = head.State.ToldToCandidate(),
            Scheme = scheme.Document,
            Groups = [.. UnitGroups.Of(unit, Text, t).Select(g => new SelfGroup(
                g.Code,
                g.Title,
                [.. unit.Criteria.Where(g.Holds).Select(c => new SelfLine(c, Text(c.Code), said.GetValueOrDefault(c.Id) ?? new SelfRatingFields(null, null)))]))],
        };
    }
}
