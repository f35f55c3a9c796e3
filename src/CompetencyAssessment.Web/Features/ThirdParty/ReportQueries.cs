using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.ThirdParty;

/// <summary>What the pages of third-party reports and of assessors' evidence read.</summary>
internal sealed class ReportQueries(AppDbContext db, UnitCatalogue catalogue, CentreProfile centre, StorageOptions storage, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Null where the viewer neither administers the assessment nor leads it.</summary>
    public async Task<ReportHead?> HeadAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        var head = await (
            from a in db.Assessments.AsNoTracking().AsPlanner(viewer)
            where a.Id == id
            join candidate in db.People on a.CandidateId equals candidate.Id
            select new
            {
                a.Code,
                a.State,
                a.CandidateId,
                a.UnitVersionId,
                a.SchemeId,
                a.TranslationRevision,
                Candidate = new PersonName(candidate.NameZh, candidate.NameLatin),
                Methods = a.Methods.Select(m => m.Code).ToList(),
                Plan = db.PlansInForce().Where(v => v.AssessmentId == a.Id).Select(v => v.Content).FirstOrDefault(),
            }).AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var scheme = (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document;
        var plan = PlanText.ContentOf(head.Plan, unit, scheme, head.Methods);
        return new ReportHead(
            id, head.Code, head.Candidate, head.State, unit, head.TranslationRevision, viewer.SeesAll && head.CandidateId != viewer.PersonId,
            [.. unit.Criteria.Select(c => c.Code).Where(c => plan.Methods.GetValueOrDefault(c, []).Any(m => IsReport(scheme, m)))]);
    }

    public async Task<IReadOnlyList<ReportRow>> RowsAsync(Guid assessmentId, CancellationToken cancel) =>
        [.. (await Rows(assessmentId).ToListAsync(cancel)).Select(r => RowOf(r.Report, r.Referee, r.InvitedBy))];

    /// <summary>Null where there is no such report in the assessment.</summary>
    public async Task<ReportPage?> ReportAsync(ReportHead head, Guid reportId, Viewer viewer, string? link, ConfirmationForm form, CancellationToken cancel)
    {
        if (await Rows(head.Id).SingleOrDefaultAsync(r => r.Report.Id == reportId, cancel) is not { } found)
        {
            return null;
        }

        var report = found.Report;
        return new ReportPage(
            head, RowOf(report, found.Referee, found.InvitedBy), report, report.Answer is null ? null : ReportAnswer.Parse(report.Answer), found.ConfirmedBy, link,
            report is { AnsweredAt: not null, ConfirmedAt: null } && await OpenSheets(viewer).AnyAsync(a => a.Id == head.Id, cancel), form);
    }

    /// <summary>What the page behind a link shows; two commands, besides the centre.</summary>
    public async Task<RefereePage> RefereeAsync(string key, RefereeForm? typed, CancellationToken cancel)
    {
        var hash = ReportVerbs.HashOf(key);
        var profile = await centre.GetAsync(cancel);
        var english = CultureInfo.CurrentUICulture.Name.StartsWith("en", StringComparison.Ordinal);
        var name = english && profile.NameEn is { Length: > 0 } en ? en : profile.Name;
        var address = english && profile.AddressEn is { Length: > 0 } where ? where : profile.Address;
        var found = await (
            from report in db.ThirdPartyReports.AsNoTracking()
            where report.TokenHash == hash
            join a in db.Assessments on report.AssessmentId equals a.Id
            join candidate in db.People on a.CandidateId equals candidate.Id
            from referee in db.People.Where(p => p.Id == report.RefereeId)
            select new { Report = report, a.State, a.UnitVersionId, a.TranslationRevision, Candidate = new PersonName(candidate.NameZh, candidate.NameLatin), Referee = new PersonName(referee.NameZh, referee.NameLatin) })
            .SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return new RefereePage(key, null, ReportState.Revoked, new PersonName("", null), new PersonName("", null), name, address, profile.Contact, "", [], new RefereeForm());
        }

        var unit = await catalogue.UnitAsync(db, found.UnitVersionId, cancel);
        var culture = CultureInfo.CurrentUICulture.Name;
        var state = found.Report.StateAt(Now);
        if (state is ReportState.Sent or ReportState.Opened && !ThirdPartyReport.TakesReports(found.State))
        {
            state = ReportState.Expired;
        }

        var form = typed ?? new RefereeForm();
        form.Lines = [.. found.Report.Criteria.Select(c => form.Lines.Find(l => l.Criterion == c) ?? new ReportLineForm { Criterion = c })];
        return new RefereePage(
            key, found.Report.Id, state, found.Candidate, found.Referee, name, address, profile.Contact, unit.NameIn(culture),
            [.. found.Report.Criteria.Select(c => (c, unit.TextIn(c, culture, found.TranslationRevision)))], form);
    }

    /// <summary>What assessors added, for somebody who rates or decides; null where the viewer does not.</summary>
    public async Task<PiecesPage?> PiecesAsync(Guid id, Viewer viewer, PieceForm form, CancellationToken cancel)
    {
        var open = OpenSheets(viewer);
        var head = await db.Assessments.AsNoTracking().AsAssessor(viewer).Where(a => a.Id == id).Select(a => new { a.Code, CanAdd = open.Any(o => o.Id == a.Id) }).SingleOrDefaultAsync(cancel);
        return head is null ? null : new PiecesPage(id, head.Code, $"/scoring/{id}", await PiecesAsync(id, viewer, cancel), head.CanAdd, form, storage.MaximumFileBytes, viewer.PersonId);
    }

    /// <summary>The same for the candidate, once the result is released.</summary>
    public async Task<PiecesPage?> MineAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        var code = await db.Assessments.AsNoTracking().AsCandidate(viewer).Where(a => a.Id == id && a.State == AssessmentState.Finalised).Select(a => a.Code).SingleOrDefaultAsync(cancel);
        return code is null ? null : new PiecesPage(id, code, $"/my/{id}", await PiecesAsync(id, viewer, cancel), false, null, 0, viewer.PersonId);
    }

    /// <summary>Assessments in which the viewer's own sheet can be written to now; the verb says so once more.</summary>
    private IQueryable<Assessment> OpenSheets(Viewer viewer)
    {
        var now = Now;
        return db.Assessments.Where(a => a.HandedOverAt == null && viewer.Assesses
            && a.Assignments.Any(x => x.PersonId == viewer.PersonId && x.EndedAt == null && x.FinishedAt == null && (x.Part == AssessmentPart.Assessor || x.Part == AssessmentPart.SecondAssessor))
            && (a.State == AssessmentState.Assessing || (a.State == AssessmentState.Returned && a.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).First() < now)));
    }

    /// <summary>Of what assessors added, all that the viewer may see.</summary>
    public async Task<IReadOnlyList<PieceRow>> PiecesAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        var rows = await (
            from added in db.AddedFor(viewer).AsNoTracking()
            where added.AssessmentId == id
            join item in db.EvidenceItems on added.EvidenceItemId equals item.Id
            join assignment in db.Set<AssessorAssignment>() on added.AssignmentId equals assignment.Id
            join person in db.People on assignment.PersonId equals person.Id
            orderby added.Number
            select new
            {
                Added = added,
                item.Title,
                person.NameZh,
                person.NameLatin,
                IsOwn = person.Id == viewer.PersonId,
                Versions = (from version in item.Versions join file in db.StoredFiles on version.FileId equals file.Id orderby version.Number descending select new VersionRow(version.Id, version.Number, version.FileName, file.Size, version.UploadedAt, db.Incidents.Any(i => i.EvidenceVersionId == version.Id && i.LiftedAt == null))).ToList(),
            }).AsSingleQuery().ToListAsync(cancel);
        return [.. rows.Select(r => new PieceRow(r.Added.EvidenceItemId, r.Added.Label, r.Title, r.Added.Origin, new PersonName(r.NameZh, r.NameLatin), r.Added.AddedAt, r.IsOwn, r.Versions))];
    }

    private IQueryable<Found> Rows(Guid assessmentId) =>
        from report in db.ThirdPartyReports.AsNoTracking()
        where report.AssessmentId == assessmentId
        join referee in db.People on report.RefereeId equals referee.Id
        join inviter in db.People on report.InvitedById equals inviter.Id
        from confirmer in db.People.Where(p => p.Id == report.ConfirmedById).DefaultIfEmpty()
        orderby report.InvitedAt descending, report.Id
        select new Found
        {
            Report = report,
            Referee = new PersonName(referee.NameZh, referee.NameLatin),
            InvitedBy = new PersonName(inviter.NameZh, inviter.NameLatin),
            ConfirmedBy = confirmer == null ? null : new PersonName(confirmer.NameZh, confirmer.NameLatin),
        };

    private ReportRow RowOf(ThirdPartyReport report, PersonName referee, PersonName inviter) =>
        new(report.Id, referee, report.Organisation, report.Relation, report.Mail, report.StateAt(Now), inviter, report.InvitedAt, report.ExpiresAt, report.AnsweredAt);

    /// <summary>The variant of a method that is a third-party report, by its name: schemes name variants as they like.</summary>
    private static bool IsReport(SchemeDocument scheme, string code) =>
        scheme.MethodVariants.FirstOrDefault(m => m.Code == code) is { } variant
        && (variant.Name.In("en").Contains("third-party", StringComparison.OrdinalIgnoreCase) || variant.Name.In("zh-TW").Contains("第三方", StringComparison.Ordinal));

    private sealed class Found
    {
        public required ThirdPartyReport Report { get; init; }

        public required PersonName Referee { get; init; }

        public required PersonName InvitedBy { get; init; }

        public required PersonName? ConfirmedBy { get; init; }
    }
}

internal static class ThirdPartyServices
{
    public static void AddThirdParty(this IServiceCollection services)
    {
        services.AddScoped<ReportQueries>();
        services.AddScoped<ReportVerbs>();
        services.AddScoped<AddAssessorEvidence>();
    }
}
