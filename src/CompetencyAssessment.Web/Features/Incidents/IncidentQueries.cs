using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Files;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.ThirdParty;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Incidents;

/// <summary>What the pages of incidents read.</summary>
internal sealed class IncidentQueries(AppDbContext db)
{
    private const int PageSize = 25;

    /// <summary>Incidents that wait for the quality lead.</summary>
    public static IQueryable<Incident> Open(AppDbContext db, Viewer viewer) =>
        db.Incidents.Where(i => i.ClosedAt == null && db.Assessments.AsQualityLead(viewer).Any(a => a.Id == i.AssessmentId));

    /// <summary>The page for somebody who reads the version and is not its owner.</summary>
    public async Task<QuarantinePage> QuarantineAsync(VisibleFile file, Viewer viewer, QuarantineForm form, bool withRatings, CancellationToken cancel)
    {
        var assesses = db.Assessments.AsAssessor(viewer);
        var verifies = db.Assessments.AsVerifier(viewer);
        var row = await (
            from a in db.Assessments.AsNoTracking()
            where a.Id == file.AssessmentId
            from version in db.EvidenceVersions.Where(v => v.Id == file.VersionId)
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            join label in db.PieceLabels().Where(l => l.AssessmentId == file.AssessmentId) on item.Id equals label.EvidenceItemId
            select new
            {
                a.Code,
                a.State,
                Label = label,
                VersionNo = version.Number,
                item.Title,
                Assesses = assesses.Any(x => x.Id == a.Id),
                Verifies = verifies.Any(x => x.Id == a.Id),
            }).FirstAsync(cancel);
        IReadOnlyList<string> resting = !withRatings ? [] : await (
            from rating in db.Ratings
            where rating.AssessmentId == file.AssessmentId && rating.Citations.Any(c => c.EvidenceVersionId == file.VersionId)
                && db.Assessments.Any(a => a.Id == file.AssessmentId && a.Assignments.Any(x => x.Id == rating.AssignmentId && x.PersonId == viewer.PersonId && x.EndedAt == null))
            join criterion in db.Criteria on rating.CriterionId equals criterion.Id
            orderby criterion.Code
            select criterion.Code).ToListAsync(cancel);
        var back = viewer.PageOf(file.AssessmentId, row.Assesses, row.Verifies) ?? "/quality/incidents";
        return new QuarantinePage(file.AssessmentId, row.Code, new LabelledVersion(file.VersionId, row.Label.Text, row.VersionNo, row.Title), row.Label.IsAdded, row.State, resting, back, form);
    }

    /// <summary>Those that are not closed, or all; the latest first.</summary>
    public async Task<IncidentList> ListAsync(Viewer viewer, bool all, int page, CancellationToken cancel)
    {
        var incidents =
            from i in db.Incidents.AsNoTracking()
            join a in db.Assessments.AsQualityLead(viewer) on i.AssessmentId equals a.Id
            where all || i.ClosedAt == null
            select new { Incident = i, Assessment = a };
        var total = await incidents.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var rows = await (
            from x in incidents
            join candidate in db.People on x.Assessment.CandidateId equals candidate.Id
            join version in db.EvidenceVersions on x.Incident.EvidenceVersionId equals version.Id
            from label in db.PieceLabels().Where(l => l.AssessmentId == x.Assessment.Id && l.EvidenceItemId == x.Incident.EvidenceItemId)
            orderby x.Incident.ClosedAt != null, x.Incident.ReportedAt descending, x.Incident.Id
            select new { x.Incident, x.Assessment.Code, candidate.NameZh, candidate.NameLatin, Label = label, VersionNo = version.Number })
            .Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new IncidentList(
            [.. rows.Select(r => new IncidentRow(r.Incident.Id, r.Code, new PersonName(r.NameZh, r.NameLatin), $"{r.Label.Text} v{r.VersionNo}", r.Incident.Kind, r.Incident.ReportedAt, r.Incident.ReplacedAt, r.Incident.ClosedAt, r.Incident.LiftedAt))],
            all,
            info);
    }

    /// <summary>Null where the viewer does not oversee it.</summary>
    public async Task<IncidentPage?> FindAsync(Guid id, Viewer viewer, IncidentForm form, CancellationToken cancel)
    {
        var row = await (
            from i in db.Incidents.AsNoTracking()
            where i.Id == id
            join a in db.Assessments.AsQualityLead(viewer) on i.AssessmentId equals a.Id
            join candidate in db.People on a.CandidateId equals candidate.Id
            join reporter in db.People on i.ReportedById equals reporter.Id
            join version in db.EvidenceVersions on i.EvidenceVersionId equals version.Id
            join item in db.EvidenceItems on i.EvidenceItemId equals item.Id
            from label in db.PieceLabels().Where(l => l.AssessmentId == a.Id && l.EvidenceItemId == item.Id)
            from replacement in db.EvidenceVersions.Where(v => v.Id == i.ReplacementId).DefaultIfEmpty()
            from closer in db.People.Where(p => p.Id == i.ClosedById).DefaultIfEmpty()
            select new { Incident = i, a.Code, a.State, Candidate = candidate, Reporter = reporter, Version = version, item.Title, Label = label, Replacement = replacement, Closer = closer }).SingleOrDefaultAsync(cancel);
        if (row is null)
        {
            return null;
        }

        return new IncidentPage(
            row.Incident,
            row.Code,
            row.State,
            new PersonName(row.Candidate.NameZh, row.Candidate.NameLatin),
            new LabelledVersion(row.Version.Id, row.Label.Text, row.Version.Number, row.Title),
            row.Label.IsAdded,
            row.Replacement is null ? null : new LabelledVersion(row.Replacement.Id, row.Label.Text, row.Replacement.Number, row.Title),
            new PersonName(row.Reporter.NameZh, row.Reporter.NameLatin),
            row.Closer is null ? null : new PersonName(row.Closer.NameZh, row.Closer.NameLatin),
            form);
    }
}
