using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>What the page of a plan reads.</summary>
internal sealed class PlanQueries(AppDbContext db, UnitCatalogue catalogue, LocalTime local)
{
    /// <summary>Two commands; null where the viewer does not make its plan.</summary>
    /// <param name="id">Which assessment.</param>
    /// <param name="viewer">Who looks.</param>
    /// <param name="typed">What was entered; null: a form with the plan as it stands.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<PlanPage?> PageAsync(Guid id, Viewer viewer, PlanForm? typed, CancellationToken cancel)
    {
        var head = await (
            from a in db.Assessments.AsNoTracking().AsSingleQuery().AsPlanner(viewer)
            where a.Id == id
            join candidate in db.People on a.CandidateId equals candidate.Id
            select new
            {
                a.Code,
                a.State,
                a.CandidateId,
                Candidate = new PersonName(candidate.NameZh, candidate.NameLatin),
                a.UnitVersionId,
                a.SchemeId,
                a.TranslationRevision,
                a.SubmitBy,
                a.DecideBy,
                a.PlanNumber,
                a.AcknowledgedPlan,
                a.AcknowledgedAt,
                a.CreatedAt,
                Methods = a.Methods.Select(m => m.Code).ToList(),
            }).SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var scheme = (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document;
        var kept = await (
            from version in db.PlanVersions.AsNoTracking()
            where version.AssessmentId == id
            join maker in db.People on version.MadeById equals (Guid?)maker.Id into makers
            from maker in makers.DefaultIfEmpty()
            orderby version.Number descending
            select new { version.Number, version.Content, version.SubmitBy, version.DecideBy, Zh = (string?)maker.NameZh, Latin = maker.NameLatin, version.MadeAt, version.Reason, version.AcknowledgedAt }).ToListAsync(cancel);
        List<PlanVersionRow> versions = kept.Count == 0
            ? [new PlanVersionRow(1, PlanText.ContentOf(null, unit, scheme, head.Methods), head.SubmitBy, head.DecideBy, null, head.CreatedAt, null, head.AcknowledgedAt)]
            : kept.ConvertAll(v => new PlanVersionRow(v.Number, PlanContent.Parse(v.Content), v.SubmitBy, v.DecideBy, v.Zh is null ? null : new PersonName(v.Zh, v.Latin), v.MadeAt, v.Reason, v.AcknowledgedAt));
        var page = new PlanPage
        {
            Id = id,
            Code = head.Code,
            Candidate = head.Candidate,
            State = head.State,
            Unit = unit,
            TranslationRevision = head.TranslationRevision,
            Scheme = scheme,
            Dates = head.PlanNumber == head.AcknowledgedPlan ? (head.SubmitBy, head.DecideBy) : (versions[0].SubmitBy, versions[0].DecideBy),
            AcknowledgedPlan = head.AcknowledgedPlan,
            Versions = versions,
            Administers = viewer.SeesAll && head.CandidateId != viewer.PersonId,
        };
        return page with { Form = typed ?? PlanForm.Of(page, local) };
    }
}
