using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>Where a request for an override, or an objection, stands.</summary>
internal enum RequestStage
{
    ToAnswer,
    Granted,
    Refused,
    Upheld,
    Dismissed,

    /// <summary>An objection that needs no answer any more: the person was replaced, or the assessment has ended.</summary>
    Moot,
}

/// <param name="IsObjection">Else a request for an override.</param>
/// <param name="Id">Key.</param>
/// <param name="Person">Who is to judge, or is objected to.</param>
/// <param name="Candidate">Who is judged.</param>
/// <param name="About">Code of the assessment, or of the unit where one was being planned.</param>
/// <param name="At">When it was asked, UTC.</param>
/// <param name="Stage">How it stands.</param>
internal sealed record RequestRow(bool IsObjection, Guid Id, PersonName Person, PersonName Candidate, string About, DateTime At, RequestStage Stage)
{
    public string Href => IsObjection ? $"/quality/objections/{Id}" : $"/quality/overrides/{Id}";
}

/// <param name="Rows">The oldest open ones first.</param>
/// <param name="All">With those that are answered.</param>
/// <param name="Page">Which page.</param>
/// <param name="Required">Whether qualifications are required.</param>
/// <param name="Reason">Why they are, or are not; null before it was said.</param>
/// <param name="Decides">The viewer is a quality lead.</param>
internal sealed record RequestList(IReadOnlyList<RequestRow> Rows, bool All, PageInfo Page, bool Required, string? Reason, bool Decides);

/// <param name="Conflict">The row.</param>
/// <param name="Person">Who must not judge.</param>
/// <param name="Other">Whom.</param>
internal sealed record DeclaredConflict(ConflictOfInterest Conflict, PersonName Person, PersonName Other);

/// <param name="Rows">The open ones first, the latest first.</param>
/// <param name="All">With those that are ended.</param>
/// <param name="Decides">The viewer is a quality lead.</param>
/// <param name="Page">Which page.</param>
internal sealed record ConflictList(IReadOnlyList<DeclaredConflict> Rows, bool All, bool Decides, PageInfo Page);

/// <summary>A reason with an answer.</summary>
internal sealed class DecisionForm
{
    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class DecisionFormValidator : AbstractValidator<DecisionForm>
{
    public DecisionFormValidator() =>
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

/// <summary>What is on record about somebody who is to judge a candidate, and between the two.</summary>
/// <param name="Qualifications">For the unit and the part, the latest first.</param>
/// <param name="Conflicts">Declared between them, with who said so.</param>
/// <param name="Shared">Names of employers and cohorts that they share.</param>
internal sealed record IndependenceFacts(IReadOnlyList<QualificationRow> Qualifications, IReadOnlyList<ConflictFact> Conflicts, IReadOnlyList<SharedAffiliation> Shared);

internal sealed record ConflictFact(string Reason, DateTime DeclaredAt, bool IsOwn);

internal sealed record OverridePage(
    IndependenceOverride Override, PersonName Person, PersonName Candidate, PersonName AskedBy, PersonName? DecidedBy, string Unit, string? Code, string? GoOn, bool Decides, bool IsMine, IndependenceFacts Facts, DecisionForm Form);

internal sealed record ObjectionPage(
    AssessorObjection Objection, string Code, PersonName Candidate, PersonName Person, AssessmentPart Part, bool IsMoot, bool IsSigned, PersonName? ClosedBy, bool Decides, IndependenceFacts Facts, DecisionForm Form);

/// <param name="Part">Which part.</param>
/// <param name="Person">Who holds it.</param>
/// <param name="PersonId">Their key.</param>
/// <param name="Standing">How they stand today.</param>
internal sealed record HolderRow(AssessmentPart Part, PersonName Person, Guid PersonId, Standing Standing);

/// <summary>An assessment's parts with how their holders stand, and what was asked and objected to.</summary>
internal sealed record AssessmentIndependencePage(Guid Id, string Code, PersonName Candidate, bool Administers, bool CanReplace, IReadOnlyList<HolderRow> Holders, IReadOnlyList<RequestRow> Requests);

/// <summary>What the pages about overrides and objections read. Whoever is concerned, or has a part in the assessment, does not see them.</summary>
internal sealed class IndependenceQueries(AppDbContext db, UnitCatalogue catalogue, IndependenceCheck check, LocalTime time)
{
    private const int PageSize = 25;

    private static string Culture => CultureInfo.CurrentUICulture.Name;

    /// <summary>Keys of what waits for a quality lead.</summary>
    public static IQueryable<Guid> Open(AppDbContext db, Viewer viewer) =>
        Requests(db, viewer).Where(r => viewer.Oversees && r.Stage == (int)RequestStage.ToAnswer).Select(r => r.Id);

    public async Task<RequestList> ListAsync(Viewer viewer, bool all, int page, CancellationToken cancel)
    {
        var rows = Requests(db, viewer).Where(r => all || r.Stage == (int)RequestStage.ToAnswer);
        var head = await db.Centres.AsNoTracking().Select(c => new { c.RequiresQualifications, c.QualificationsReason, Total = rows.Count() }).SingleAsync(cancel);
        var info = PageInfo.Of(page, PageSize, head.Total);
        return new RequestList(
            await ReadAsync(rows.OrderBy(r => r.Stage).ThenBy(r => r.At).ThenBy(r => r.Id).Skip((info.Page - 1) * PageSize).Take(PageSize), cancel), all, info, head.RequiresQualifications, head.QualificationsReason, viewer.Oversees);
    }

    public Task<bool> SeesOverrideAsync(Guid id, Viewer viewer, CancellationToken cancel) => Overrides(db, viewer).AnyAsync(o => o.Id == id, cancel);

    public Task<bool> SeesObjectionAsync(Guid id, Viewer viewer, CancellationToken cancel) =>
        db.AssessorObjections.AnyAsync(o => o.Id == id && Watched(db, viewer).Any(a => a.Id == o.AssessmentId), cancel);

    /// <summary>Declared conflicts, but those that concern the viewer.</summary>
    public async Task<ConflictList> ConflictsAsync(Viewer viewer, bool all, int page, CancellationToken cancel)
    {
        var seen = Conflicts(db, viewer).AsNoTracking().Where(c => all || c.EndedAt == null);
        var info = PageInfo.Of(page, PageSize, await seen.CountAsync(cancel));
        var rows = await (
            from c in seen
            join person in db.People on c.PersonId equals person.Id
            join other in db.People on c.OtherId equals other.Id
            orderby c.EndedAt != null, c.DeclaredAt descending, c.Id
            select new { Conflict = c, person.NameZh, person.NameLatin, OtherZh = other.NameZh, OtherLatin = other.NameLatin }).Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new ConflictList([.. rows.Select(r => new DeclaredConflict(r.Conflict, new PersonName(r.NameZh, r.NameLatin), new PersonName(r.OtherZh, r.OtherLatin)))], all, viewer.Oversees, info);
    }

    public Task<bool> SeesConflictAsync(Guid id, Viewer viewer, CancellationToken cancel) => Conflicts(db, viewer).AnyAsync(c => c.Id == id, cancel);

    /// <summary>Null where the viewer does not see it.</summary>
    public async Task<OverridePage?> OverrideAsync(Guid id, Viewer viewer, DecisionForm? form, CancellationToken cancel)
    {
        var found = await (
            from o in Overrides(db, viewer).AsNoTracking()
            where o.Id == id
            join p in db.People on o.PersonId equals p.Id
            join c in db.People on o.CandidateId equals c.Id
            join asker in db.People on o.AskedById equals asker.Id
            from decided in db.People.Where(x => x.Id == o.DecidedById).DefaultIfEmpty()
            from a in db.Assessments.Where(x => x.Id == o.AssessmentId).DefaultIfEmpty()
            select new
            {
                Override = o,
                Person = new { p.NameZh, p.NameLatin },
                Candidate = new { c.NameZh, c.NameLatin },
                AskedBy = new { asker.NameZh, asker.NameLatin },
                DecidedZh = decided == null ? null : decided.NameZh,
                DecidedLatin = decided == null ? null : decided.NameLatin,
                Code = a == null ? null : a.Code,
                IsOpen = a != null && a.IsOpen,
                UnitVersion = db.UnitVersions.Where(v => v.UnitId == o.UnitId).OrderByDescending(v => v.ImportedAt).Select(v => v.Id).First(),
            }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var asked = found.Override;
        var unit = await catalogue.UnitAsync(db, found.UnitVersion, cancel);
        var goOn = !viewer.SeesAll || asked.State != OverrideState.Granted ? null
            : asked.AssessmentId is not { } at ? $"/assessments/new?candidate={asked.CandidateId}"
            : found.IsOpen ? $"/assessments/{at}/independence" : $"/assessments/{at}";
        return new OverridePage(
            asked, new(found.Person.NameZh, found.Person.NameLatin), new(found.Candidate.NameZh, found.Candidate.NameLatin), new(found.AskedBy.NameZh, found.AskedBy.NameLatin),
            found.DecidedZh is null ? null : new(found.DecidedZh, found.DecidedLatin), $"{unit.Text.Code} {unit.NameIn(Culture)}", found.Code, goOn,
            viewer.Oversees && asked.State == OverrideState.Asked, asked.AskedById == viewer.PersonId, await FactsAsync(asked.PersonId, asked.CandidateId, asked.UnitId, asked.Kind, cancel), form ?? new DecisionForm());
    }

    /// <summary>Null where the viewer does not see it.</summary>
    public async Task<ObjectionPage?> ObjectionAsync(Guid id, Viewer viewer, DecisionForm? form, CancellationToken cancel)
    {
        var found = await (
            from o in db.AssessorObjections.AsNoTracking()
            where o.Id == id
            join a in Watched(db, viewer) on o.AssessmentId equals a.Id
            from x in a.Assignments.Where(x => x.Id == o.AssignmentId)
            join p in db.People on x.PersonId equals p.Id
            join c in db.People on a.CandidateId equals c.Id
            from closed in db.People.Where(x => x.Id == o.ClosedById).DefaultIfEmpty()
            select new
            {
                Objection = o,
                a.Code,
                a.CandidateId,
                a.UnitId,
                a.IsOpen,
                a.State,
                x.Part,
                x.PersonId,
                x.EndedAt,
                Person = new { p.NameZh, p.NameLatin },
                Candidate = new { c.NameZh, c.NameLatin },
                ClosedZh = closed == null ? null : closed.NameZh,
                ClosedLatin = closed == null ? null : closed.NameLatin,
            }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var moot = found.EndedAt is not null || !found.IsOpen;
        return new ObjectionPage(
            found.Objection, found.Code, new(found.Candidate.NameZh, found.Candidate.NameLatin), new(found.Person.NameZh, found.Person.NameLatin), found.Part, moot, found.State == AssessmentState.Decided,
            found.ClosedZh is null ? null : new(found.ClosedZh, found.ClosedLatin), viewer.Oversees && found.Objection.ClosedAt is null,
            await FactsAsync(found.PersonId, found.CandidateId, found.UnitId, JudgingKind.Assessing, cancel), form ?? new DecisionForm());
    }

    /// <summary>Who holds which part, and how they stand today; null where the viewer does not see it.</summary>
    public async Task<AssessmentIndependencePage?> AssessmentAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        var head = await (
            from a in Watched(db, viewer).AsNoTracking()
            where a.Id == id
            join c in db.People on a.CandidateId equals c.Id
            select new { a.Code, a.State, c.NameZh, c.NameLatin }).SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var holders = await (
            from s in check.OfHolders()
            where s.AssessmentId == id
            join p in db.People on s.PersonId equals p.Id
            select new { Standing = s, p.Id, p.NameZh, p.NameLatin }).AsNoTracking().ToListAsync(cancel);
        return new AssessmentIndependencePage(
            id, head.Code, new PersonName(head.NameZh, head.NameLatin), viewer.SeesAll, head.State.Allows(AssessmentMove.Withdraw),
            [.. holders.Select(h => new HolderRow(h.Standing.Part!.Value, new PersonName(h.NameZh, h.NameLatin), h.Id, h.Standing)).OrderBy(h => h.Part)],
            await ReadAsync(Requests(db, viewer).Where(r => r.AssessmentId == id).OrderBy(r => r.At).ThenBy(r => r.Id).Take(PageSize), cancel));
    }

    private static async Task<IReadOnlyList<RequestRow>> ReadAsync(IQueryable<Row> rows, CancellationToken cancel) =>
        [.. (await rows.ToListAsync(cancel)).Select(r => new RequestRow(r.IsObjection, r.Id, new PersonName(r.PersonZh, r.PersonLatin), new PersonName(r.CandidateZh, r.CandidateLatin), r.About, r.At, (RequestStage)r.Stage))];

    private static IQueryable<IndependenceOverride> Overrides(AppDbContext db, Viewer viewer) =>
        db.IndependenceOverrides.Where(o => (viewer.SeesAll || viewer.Oversees) && o.PersonId != viewer.PersonId && o.CandidateId != viewer.PersonId);

    private static IQueryable<ConflictOfInterest> Conflicts(AppDbContext db, Viewer viewer) =>
        db.ConflictsOfInterest.Where(c => c.PersonId != viewer.PersonId && c.OtherId != viewer.PersonId);

    /// <summary>Those that the viewer looks after and has no part in.</summary>
    private static IQueryable<Assessment> Watched(AppDbContext db, Viewer viewer) =>
        db.Assessments.AsDisputeHandler(viewer).Where(a => !a.Assignments.Any(x => x.PersonId == viewer.PersonId));

    private static IQueryable<Row> Requests(AppDbContext db, Viewer viewer)
    {
        var overrides =
            from o in Overrides(db, viewer)
            join p in db.People on o.PersonId equals p.Id
            join c in db.People on o.CandidateId equals c.Id
            join u in db.Units on o.UnitId equals u.Id
            from a in db.Assessments.Where(x => x.Id == o.AssessmentId).DefaultIfEmpty()
            select new Row
            {
                IsObjection = false,
                Id = o.Id,
                AssessmentId = o.AssessmentId,
                PersonZh = p.NameZh,
                PersonLatin = p.NameLatin,
                CandidateZh = c.NameZh,
                CandidateLatin = c.NameLatin,
                About = a == null ? u.Code : a.Code,
                At = o.AskedAt,
                Stage = o.State == OverrideState.Asked ? (int)RequestStage.ToAnswer : o.State == OverrideState.Granted ? (int)RequestStage.Granted : (int)RequestStage.Refused,
            };
        var objections =
            from o in db.AssessorObjections
            join a in Watched(db, viewer) on o.AssessmentId equals a.Id
            from x in a.Assignments.Where(x => x.Id == o.AssignmentId)
            join p in db.People on x.PersonId equals p.Id
            join c in db.People on a.CandidateId equals c.Id
            select new Row
            {
                IsObjection = true,
                Id = o.Id,
                AssessmentId = (Guid?)o.AssessmentId,
                PersonZh = p.NameZh,
                PersonLatin = p.NameLatin,
                CandidateZh = c.NameZh,
                CandidateLatin = c.NameLatin,
                About = a.Code,
                At = o.FiledAt,
                Stage = o.Outcome == ObjectionOutcome.Upheld ? (int)RequestStage.Upheld : o.Outcome == ObjectionOutcome.Dismissed ? (int)RequestStage.Dismissed
                    : x.EndedAt != null || !a.IsOpen ? (int)RequestStage.Moot : (int)RequestStage.ToAnswer,
            };
        return overrides.Concat(objections);
    }

    private async Task<IndependenceFacts> FactsAsync(Guid person, Guid candidate, Guid unit, JudgingKind kind, CancellationToken cancel)
    {
        var today = time.Today;
        var qualifications = await db.Qualifications.AsNoTracking().Where(q => q.PersonId == person && q.UnitId == unit && q.Kind == kind && q.WithdrawnAt == null)
            .OrderByDescending(q => q.ValidFrom).ToListAsync(cancel);
        var conflicts = await db.ConflictsOfInterest.AsNoTracking()
            .Where(c => c.EndedAt == null && ((c.PersonId == person && c.OtherId == candidate) || (c.PersonId == candidate && c.OtherId == person)))
            .OrderBy(c => c.DeclaredAt).Select(c => new ConflictFact(c.Reason, c.DeclaredAt, c.DeclaredById == c.PersonId)).ToListAsync(cancel);
        var shared = await check.Shared().Where(x => x.PersonId == person && x.CandidateId == candidate).AsNoTracking().Distinct().ToListAsync(cancel);
        return new IndependenceFacts([.. qualifications.Select(q => new QualificationRow(q, "", today))], conflicts, shared);
    }

    private sealed class Row
    {
        public required bool IsObjection { get; init; }

        public required Guid Id { get; init; }

        public required Guid? AssessmentId { get; init; }

        public required string PersonZh { get; init; }

        public required string? PersonLatin { get; init; }

        public required string CandidateZh { get; init; }

        public required string? CandidateLatin { get; init; }

        public required string About { get; init; }

        public required DateTime At { get; init; }

        public required int Stage { get; init; }
    }
}
