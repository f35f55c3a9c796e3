using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>What the pages of appointments read.</summary>
internal sealed class AppointmentQueries(AppDbContext db, UnitCatalogue catalogue, TimeProvider clock)
{
    /// <summary>For whoever makes the plan of the assessment, and whoever assesses it with them; null for anybody else.</summary>
    public async Task<AppointmentHead?> HeadAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        var planned = db.Assessments.AsPlanner(viewer);
        var assessed = db.Assessments.AsAssessor(viewer);
        var head = await (
            from a in db.Assessments.AsNoTracking()
            where a.Id == id && (planned.Any(x => x.Id == id) || assessed.Any(x => x.Id == id))
            join candidate in db.People on a.CandidateId equals candidate.Id
            select new
            {
                a.Code,
                a.State,
                a.CandidateId,
                a.UnitVersionId,
                a.TranslationRevision,
                Candidate = new PersonName(candidate.NameZh, candidate.NameLatin),
                Plans = planned.Any(x => x.Id == id),
                IsAssessor = a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null && (x.Part == AssessmentPart.Assessor || x.Part == AssessmentPart.SecondAssessor)),
            }).SingleOrDefaultAsync(cancel);
        return head is null
            ? null
            : new AppointmentHead(id, head.Code, head.Candidate, head.State, await catalogue.UnitAsync(db, head.UnitVersionId, cancel), head.TranslationRevision, viewer.SeesAll && head.CandidateId != viewer.PersonId, head.Plans, head.IsAssessor);
    }

    public async Task<AppointmentsPage> ListAsync(AppointmentHead head, Viewer viewer, CancellationToken cancel)
    {
        var blind = db.Assessments.BlindTo(viewer);
        return new AppointmentsPage(
            head,
            (await Arrangements.ReadAsync(db, head.Id, cancel)).Appointments,
            (await db.Meetings.Where(m => m.AssessmentId == head.Id && m.AppointmentId != null && m.BegunAt != null
                && (!blind.Any(a => a.Id == m.AssessmentId) || db.Set<AssessorAssignment>().Any(x => x.Id == m.AssignmentId && x.PersonId == viewer.PersonId))).Select(m => m.AppointmentId!.Value).ToListAsync(cancel)).ToHashSet(),
            clock.GetUtcNow().UtcDateTime);
    }

    public async Task<AppointmentTerms?> TermsAsync(Guid id, Guid appointmentId, CancellationToken cancel) =>
        (await db.Appointments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == appointmentId && a.AssessmentId == id, cancel))?.Terms;

    public Task<bool> IsCandidateAsync(Guid id, Viewer viewer, CancellationToken cancel) =>
        db.Assessments.AsCandidate(viewer).AnyAsync(a => a.Id == id, cancel);
}
