using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.Shared;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Misconduct;

/// <summary>What the pages of misconduct cases read.</summary>
internal sealed class MisconductQueries(AppDbContext db, TimeProvider clock)
{
    private const int PageSize = 25;

    /// <summary>Cases that are not closed.</summary>
    public static IQueryable<MisconductCase> Open(AppDbContext db, Viewer viewer) =>
        db.MisconductCases.Where(c => c.ClosedAt == null && db.Assessments.AsQualityLead(viewer).Any(a => a.Id == c.AssessmentId));

    /// <summary>For who has a part in the assessment, administers or oversees it; null for anybody else, the candidate above all.</summary>
    public async Task<ReportPage?> ReportAsync(Guid assessmentId, Viewer viewer, SuspicionForm form, CancellationToken cancel)
    {
        var assesses = db.Assessments.AsAssessor(viewer);
        var holds = db.Assessments.AsPartHolder(viewer);
        var examines = db.AsExaminer(viewer);
        var administers = db.Assessments.AsAdministrator(viewer);
        var oversees = db.Assessments.AsQualityLead(viewer);
        var verifies = db.Assessments.AsVerifier(viewer);
        var row = await (
            from a in db.Assessments.AsNoTracking()
            where a.Id == assessmentId && a.CandidateId != viewer.PersonId
                && (holds.Any(x => x.Id == a.Id) || administers.Any(x => x.Id == a.Id) || oversees.Any(x => x.Id == a.Id))
            join candidate in db.People on a.CandidateId equals candidate.Id
            select new
            {
                a.Code,
                a.State,
                Candidate = candidate,
                IsOpen = db.MisconductCases.Any(c => c.AssessmentId == a.Id && c.ClosedAt == null),
                Assesses = assesses.Any(x => x.Id == a.Id),
                Verifies = verifies.Any(x => x.Id == a.Id),
                ReadsEvidence = examines.Any(x => x.Id == a.Id) || administers.Any(x => x.Id == a.Id) || oversees.Any(x => x.Id == a.Id),
                Reports = db.MisconductCases.Where(c => c.AssessmentId == a.Id && c.ReportedById == viewer.PersonId).OrderByDescending(c => c.ReportedAt)
                    .Select(c => new MyReport(c.ReportedAt, c.Suspicion, c.ClosedAt, c.Outcome, c.SetAsideAt != null)).ToList(),
            }).AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (row is null)
        {
            return null;
        }

        var versions = row.ReadsEvidence
            ? await VersionsAsync(assessmentId, db.Rounds.Where(r => r.AssessmentId == assessmentId).SelectMany(r => r.Evidence).Select(e => e.EvidenceVersionId), cancel)
            : [];
        var back = viewer.PageOf(assessmentId, row.Assesses, row.Verifies) ?? (viewer.Oversees ? "/quality/misconduct" : "/appeals");
        return new ReportPage(assessmentId, row.Code, new PersonName(row.Candidate.NameZh, row.Candidate.NameLatin), MisconductCase.CanBeReported(row.State) && !row.IsOpen, row.IsOpen, [.. versions.Select(v => v.Version)], row.Reports, back, form);
    }

    /// <summary>Those that are not closed, or all; open ones first.</summary>
    public async Task<CaseList> ListAsync(Viewer viewer, bool all, int page, CancellationToken cancel)
    {
        var cases =
            from c in db.MisconductCases.AsNoTracking()
            join a in db.Assessments.AsQualityLead(viewer) on c.AssessmentId equals a.Id
            where all || c.ClosedAt == null
            select new { Case = c, Assessment = a };
        var total = await cases.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var rows = await (
            from x in cases
            join candidate in db.People on x.Assessment.CandidateId equals candidate.Id
            orderby x.Case.ClosedAt != null, x.Case.ReportedAt, x.Case.Id
            select new { x.Case, x.Assessment, candidate.NameZh, candidate.NameLatin }).Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var now = clock.GetUtcNow().UtcDateTime;
        return new CaseList([.. rows.Select(r => new CaseRow(r.Case.Id, r.Assessment.Code, new PersonName(r.NameZh, r.NameLatin), r.Case.ReportedAt, r.Case.State(r.Assessment, now), r.Case.Outcome, r.Case.ReplyBy, r.Case.SetAsideAt is not null))], all, info);
    }

    /// <summary>Null where the viewer does not oversee it.</summary>
    public async Task<CasePage?> FindAsync(Guid id, Viewer viewer, AllegationForm? notice, OutcomeForm? end, CancellationToken cancel)
    {
        var row = await (
            from c in db.MisconductCases.AsNoTracking()
            where c.Id == id
            join a in db.Assessments.AsQualityLead(viewer).Include(a => a.Assignments) on c.AssessmentId equals a.Id
            join candidate in db.People on a.CandidateId equals candidate.Id
            join reporter in db.People on c.ReportedById equals reporter.Id
            from hearer in db.People.Where(p => p.Id == c.SetAsideById).DefaultIfEmpty()
            select new { Case = c, Assessment = a, Candidate = candidate, Reporter = reporter, Hearer = hearer }).AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (row is null)
        {
            return null;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var hasPart = row.Case.ReportedById == viewer.PersonId || row.Assessment.Assignments.Any(a => a.PersonId == viewer.PersonId);
        return new CasePage
        {
            Case = row.Case,
            Code = row.Assessment.Code,
            Candidate = new PersonName(row.Candidate.NameZh, row.Candidate.NameLatin),
            ReportedBy = new PersonName(row.Reporter.NameZh, row.Reporter.NameLatin),
            SetAsideBy = row.Hearer is null ? null : new PersonName(row.Hearer.NameZh, row.Hearer.NameLatin),
            State = row.Case.State(row.Assessment, now),
            IsSuspended = row.Assessment.State == AssessmentState.Suspended,
            Versions = await VersionsAsync(row.Assessment.Id, db.MisconductCases.Where(c => c.Id == id).SelectMany(c => c.Versions).Select(v => v.EvidenceVersionId), cancel),
            Possible = hasPart ? [] : row.Case.Possible(row.Assessment, now),
            HasPart = hasPart,
            Notice = notice ?? new AllegationForm { Allegation = row.Case.Suspicion },
            End = end ?? new OutcomeForm(),
        };
    }

    /// <summary>Cases that the candidate was told of; null where the viewer is not the candidate, or was told of none.</summary>
    public async Task<MyCasesPage?> MineAsync(Guid assessmentId, Viewer viewer, ReplyForm form, CancellationToken cancel)
    {
        var rows = await (
            from a in db.Assessments.AsNoTracking().AsCandidate(viewer)
            where a.Id == assessmentId
            join c in db.MisconductCases on a.Id equals c.AssessmentId
            where c.OpenedAt != null
            orderby c.OpenedAt descending
            select new { Case = c, Versions = c.Versions.Select(v => v.EvidenceVersionId).ToList(), Assessment = a }).AsSingleQuery().ToListAsync(cancel);
        if (rows.Count == 0)
        {
            return null;
        }

        var versions = (await VersionsAsync(assessmentId, db.MisconductCases.Where(c => c.AssessmentId == assessmentId).SelectMany(c => c.Versions).Select(v => v.EvidenceVersionId), cancel)).Select(v => v.Version).ToList();
        var appeals = await db.Appeals.AsNoTracking().MineAgainstAsync(assessmentId, AppealSubject.Misconduct, cancel);
        var assessment = rows[0].Assessment;
        var now = assessment.ClockAt(clock.GetUtcNow().UtcDateTime);
        return new MyCasesPage(
            assessmentId,
            assessment.Code,
            assessment.State == AssessmentState.Terminated && assessment.CanDispute(now),
            [.. rows.Select(r => new MyCase(
                r.Case.Id, r.Case.Allegation!, r.Case.OpenedAt!.Value, r.Case.ReplyBy!.Value, r.Case.Reply, r.Case.RepliedAt, r.Case.Outcome, r.Case.Reason, r.Case.ClosedAt, versions.FindAll(v => r.Versions.Contains(v.Id)),
                r.Case.SetAsideAt, new MyDecisionAppeals($"/my/{assessmentId}/misconduct/{r.Case.Id}/appeal", r.Case.IsWarning ? r.Case.AppealBy : null, now, assessment.State == AssessmentState.Suspended, [.. appeals[r.Case.Id]])))],
            now,
            assessment.State == AssessmentState.Suspended,
            form);
    }

    private async Task<IReadOnlyList<ConcernedVersion>> VersionsAsync(Guid assessmentId, IQueryable<Guid> wanted, CancellationToken cancel)
    {
        var rows = await (
            from version in db.EvidenceVersions.AsNoTracking()
            where wanted.Contains(version.Id)
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            join link in db.AssessmentEvidence.Where(l => l.AssessmentId == assessmentId) on item.Id equals link.EvidenceItemId
            from print in db.TextPrints.Where(p => p.FileId == version.FileId).DefaultIfEmpty()
            orderby link.Number, version.Number
            select new { version.Id, link.Number, VersionNo = version.Number, item.Title, Shared = (int?)print.Shared, Words = (int?)print.Words }).ToListAsync(cancel);
        return [.. rows.Select(r => new ConcernedVersion(new LabelledVersion(r.Id, AssessmentEvidence.LabelOf(r.Number), r.VersionNo, r.Title), TextPrint.Percent(r.Shared ?? 0, r.Words ?? 0)))];
    }
}
