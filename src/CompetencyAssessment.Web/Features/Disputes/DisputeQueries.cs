using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Shared;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>How far a review or an appeal has come.</summary>
internal enum DisputeStage
{
    /// <summary>A review without an answer.</summary>
    ToAnswer,

    /// <summary>An appeal that nobody hears yet.</summary>
    ToAssign,

    /// <summary>An appeal with its hearer.</summary>
    Heard,

    /// <summary>A new attempt has to be planned.</summary>
    ToPlan,

    /// <summary>The new attempt is under way; the old result stands until it is final.</summary>
    NewAttempt,

    Closed,
}

/// <summary>A review or an appeal as lists show it.</summary>
/// <param name="Against">What an appeal is against; null for a review.</param>
/// <param name="Id">Key.</param>
/// <param name="Code">Of the assessment.</param>
/// <param name="Candidate">Who disputes.</param>
/// <param name="At">When it was filed, UTC.</param>
/// <param name="Stage">How far it has come.</param>
internal sealed record DisputeRow(AppealSubject? Against, Guid Id, string Code, PersonName Candidate, DateTime At, DisputeStage Stage)
{
    public string Href => Against is null ? $"/reviews/{Id}" : $"/appeals/{Id}";
}

internal sealed record DisputeList(IReadOnlyList<DisputeRow> Rows, bool All, PageInfo Page);

/// <summary>What the pages of a dispute say about the assessment.</summary>
internal sealed record DisputedCase(Guid AssessmentId, string Code, PersonName Candidate, Guid CandidateId, bool HasPart);

/// <summary>Revoking the documents of a result; view <c>Revocation</c>.</summary>
internal sealed record RevocationPage(DisputedCase Case, DocumentList Documents, AnswerForm Form);

internal sealed record ReviewPage(ReviewRequest Review, DisputedCase Case, DocumentList? Documents, string? History, AnswerForm Dismissal, CorrectionForm Correction);

/// <summary>A piece of evidence that was handed in.</summary>
internal sealed record HandedInRow(Guid VersionId, string Label, int VersionNo, string Title);

/// <summary>A refusal or a warning that is disputed, as its candidate knows it; never the grounds of an adjustment.</summary>
/// <param name="Subject">What was asked for, or alleged.</param>
/// <param name="Reply">What the candidate answered to an allegation.</param>
/// <param name="Reason">Of the refusal or the warning; null where it has made way for another.</param>
internal sealed record DisputedDecision(string Subject, string? Reply, string? Reason);

/// <summary>Another open appeal of the same assessment.</summary>
internal sealed record OtherAppeal(Guid Id, AppealSubject Against);

internal sealed record AppealPage
{
    public required Appeal Appeal { get; init; }

    /// <summary>What was refused or warned of; null for an appeal against the result or a termination.</summary>
    public required DisputedDecision? Decision { get; init; }

    /// <summary>Those that the same hearer hears.</summary>
    public required IReadOnlyList<OtherAppeal> Others { get; init; }

    public required DisputedCase Case { get; init; }

    /// <summary>Who hears it, or decided it.</summary>
    public required PersonName? Hearer { get; init; }

    /// <summary>The viewer hears it.</summary>
    public required bool Hears { get; init; }

    /// <summary>The viewer chooses who hears it.</summary>
    public required bool Assigns { get; init; }

    /// <summary>The viewer plans what follows.</summary>
    public required bool Plans { get; init; }

    /// <summary>Code of another attempt of the candidate that is under way: what follows is planned once it has ended.</summary>
    public required string? UnderWay { get; init; }

    public required DocumentList? Documents { get; init; }

    /// <summary>Where the viewer reads what happened; null for who hears nothing but what was refused.</summary>
    public required string? History { get; init; }

    /// <summary>For who hears it.</summary>
    public required IReadOnlyList<HandedInRow> Evidence { get; init; }

    public required IReadOnlyList<PersonChoice> Eligible { get; init; }

    public required HearerForm Assignment { get; init; }

    public required HearingForm Hearing { get; init; }
}

/// <summary>What pages of reviews and appeals read.</summary>
internal sealed class DisputeQueries(AppDbContext db, DocumentQueries documents, ReissueDocuments reissue, IndependenceCheck check)
{
    private const int PageSize = 25;

    /// <summary>In place of what an appeal is against.</summary>
    private const int Review = -1;

    /// <summary>Reviews and appeals that are not done with.</summary>
    public static IQueryable<Guid> Open(AppDbContext db, Viewer viewer)
    {
        var visible = db.Assessments.AsDisputeHandler(viewer).Select(a => a.Id);
        return db.ReviewRequests.Where(r => r.ClosedAt == null && visible.Contains(r.AssessmentId)).Select(r => r.Id)
            .Concat(Seen(db, viewer).Where(a => visible.Contains(a.AssessmentId) && (a.ClosedAt == null
                || (a.NewAssessmentId == null && (a.Outcome == AppealOutcome.RatedAgain || a.Outcome == AppealOutcome.NewAssessment)))).Select(a => a.Id));
    }

    /// <summary>Adjustments that are not agreed, and misconduct cases, are for quality leads; so are the appeals against them.</summary>
    public static IQueryable<Appeal> Seen(AppDbContext db, Viewer viewer) => db.Appeals.Where(a => a.SubjectId == null || viewer.Oversees);

    /// <summary>Appeals that the viewer has to decide.</summary>
    public static IQueryable<Appeal> ToHear(AppDbContext db, Viewer viewer) =>
        db.Appeals.Where(a => a.ClosedAt == null && db.Assessments.AsHearer(viewer).Any(x => x.Id == a.AssessmentId));

    /// <summary>All that are open, or all; the oldest open ones first.</summary>
    public async Task<DisputeList> ListAsync(Viewer viewer, bool all, int page, CancellationToken cancel)
    {
        var visible = db.Assessments.AsNoTracking().AsDisputeHandler(viewer);
        var reviews = from r in db.ReviewRequests
                      join a in visible on r.AssessmentId equals a.Id
                      join p in db.People on a.CandidateId equals p.Id
                      select new { Against = Review, r.Id, a.Code, p.NameZh, p.NameLatin, At = r.RequestedAt, Stage = r.ClosedAt == null ? (int)DisputeStage.ToAnswer : (int)DisputeStage.Closed };
        var appeals = from x in Seen(db, viewer)
                      join a in visible on x.AssessmentId equals a.Id
                      join p in db.People on a.CandidateId equals p.Id
                      select new
                      {
                          // As a number like the stage: what two queries are put together of has no converter.
                          Against = x.Against == AppealSubject.Result ? (int)AppealSubject.Result
                              : x.Against == AppealSubject.Termination ? (int)AppealSubject.Termination
                              : x.Against == AppealSubject.Adjustment ? (int)AppealSubject.Adjustment : (int)AppealSubject.Misconduct,
                          x.Id,
                          a.Code,
                          p.NameZh,
                          p.NameLatin,
                          At = x.FiledAt,
                          Stage = x.ClosedAt == null
                              ? a.Assignments.Any(h => h.Part == AssessmentPart.Hearer && h.EndedAt == null) ? (int)DisputeStage.Heard : (int)DisputeStage.ToAssign
                              : x.Outcome != AppealOutcome.RatedAgain && x.Outcome != AppealOutcome.NewAssessment ? (int)DisputeStage.Closed
                              : x.NewAssessmentId == null ? (int)DisputeStage.ToPlan
                              : db.Assessments.Any(n => n.Id == x.NewAssessmentId && n.IsOpen) ? (int)DisputeStage.NewAttempt : (int)DisputeStage.Closed,
                      };
        var rows = reviews.Concat(appeals).Where(r => all || r.Stage != (int)DisputeStage.Closed);
        var total = await rows.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var found = await rows.OrderBy(r => r.Stage).ThenBy(r => r.At).ThenBy(r => r.Id).Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new DisputeList([.. found.Select(r => new DisputeRow(r.Against == Review ? null : (AppealSubject)r.Against, r.Id, r.Code, new PersonName(r.NameZh, r.NameLatin), r.At, (DisputeStage)r.Stage))], all, info);
    }

    /// <summary>Appeals that the viewer hears or heard.</summary>
    public async Task<DisputeList> HearingsAsync(Viewer viewer, int page, CancellationToken cancel)
    {
        var mine = from x in db.Appeals.AsNoTracking()
                   join a in db.Assessments.AsHearer(viewer) on x.AssessmentId equals a.Id
                   join p in db.People on a.CandidateId equals p.Id
                   where x.ClosedAt == null || x.ClosedById == viewer.PersonId
                   select new { x.Id, x.Against, a.Code, p.NameZh, p.NameLatin, x.FiledAt, IsOpen = x.ClosedAt == null };
        var total = await mine.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var found = await mine.OrderByDescending(r => r.IsOpen).ThenBy(r => r.FiledAt).ThenBy(r => r.Id).Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new DisputeList([.. found.Select(r => new DisputeRow(r.Against, r.Id, r.Code, new PersonName(r.NameZh, r.NameLatin), r.FiledAt, r.IsOpen ? DisputeStage.Heard : DisputeStage.Closed))], true, info);
    }

    /// <summary>Whether the viewer looks after a review.</summary>
    public Task<bool> HandlesReviewAsync(Guid id, Viewer viewer, CancellationToken cancel) =>
        db.ReviewRequests.AnyAsync(r => r.Id == id && db.Assessments.AsDisputeHandler(viewer).Any(a => a.Id == r.AssessmentId), cancel);

    /// <summary>Whether the viewer may choose who hears an appeal: a quality lead without a part in the case.</summary>
    public Task<bool> AssignsAsync(Guid id, Viewer viewer, CancellationToken cancel) =>
        db.Appeals.AnyAsync(x => x.Id == id && db.Assessments.AsQualityLead(viewer).Any(a => a.Id == x.AssessmentId && !a.Assignments.Any(p => p.PersonId == viewer.PersonId && p.Part != AssessmentPart.Hearer)), cancel);

    /// <summary>Whether the viewer hears an appeal.</summary>
    public Task<bool> HearsAsync(Guid id, Viewer viewer, CancellationToken cancel) =>
        db.Appeals.AnyAsync(x => x.Id == id && db.Assessments.AsHearer(viewer).Any(a => a.Id == x.AssessmentId), cancel);

    /// <summary>Null where the viewer does not look after it.</summary>
    public async Task<ReviewPage?> ReviewAsync(Guid id, Viewer viewer, AnswerForm? dismissal, CorrectionForm? correction, CancellationToken cancel)
    {
        var found = await (
            from r in db.ReviewRequests.AsNoTracking()
            where r.Id == id
            join a in db.Assessments.AsDisputeHandler(viewer) on r.AssessmentId equals a.Id
            join p in db.People on a.CandidateId equals p.Id
            select new { Review = r, Case = new DisputedCase(a.Id, a.Code, new PersonName(p.NameZh, p.NameLatin), a.CandidateId, a.Assignments.Any(x => x.PersonId == viewer.PersonId)) }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var shown = found.Review.IsOpen && !found.Case.HasPart ? await ShownAsync(found.Case.AssessmentId, cancel) : null;
        return new ReviewPage(
            found.Review, found.Case, viewer.SeesAll ? await documents.ListAsync(found.Case.AssessmentId, cancel) : null, HistoryOf(found.Case.AssessmentId, viewer),
            dismissal ?? new AnswerForm(), correction ?? (shown is null ? new CorrectionForm() : CorrectionForm.Of(shown)));
    }

    /// <summary>What the documents show now, to be corrected; null where none stand any more.</summary>
    private async Task<Corrections?> ShownAsync(Guid assessmentId, CancellationToken cancel) =>
        await reissue.StandingAsync(assessmentId, cancel) is var (_, _, snapshot) ? Corrections.Of(snapshot) : null;

    /// <summary>Whether the viewer oversees an assessment whose documents were issued to be shown.</summary>
    public Task<bool> RevokesAsync(Guid assessmentId, Viewer viewer, CancellationToken cancel) =>
        db.Assessments.AsQualityLead(viewer).AnyAsync(a => a.Id == assessmentId && db.RecordIssues.Any(i => i.AssessmentId == a.Id && i.Number != null), cancel);

    /// <summary>What a quality lead sees who may revoke the documents of an assessment; null for anybody else, and where none were issued to be shown.</summary>
    public async Task<RevocationPage?> RevocationAsync(Guid assessmentId, Viewer viewer, AnswerForm form, CancellationToken cancel)
    {
        var found = await (
            from a in db.Assessments.AsNoTracking().AsQualityLead(viewer)
            where a.Id == assessmentId
            join p in db.People on a.CandidateId equals p.Id
            select new DisputedCase(a.Id, a.Code, new PersonName(p.NameZh, p.NameLatin), a.CandidateId, a.Assignments.Any(x => x.PersonId == viewer.PersonId))).SingleOrDefaultAsync(cancel);
        return found is not null && await documents.ListAsync(assessmentId, cancel) is { Number: not null } list ? new RevocationPage(found, list, form) : null;
    }

    /// <summary>For who looks after it and for who hears it; null for anybody else.</summary>
    public async Task<AppealPage?> AppealAsync(Guid id, Viewer viewer, HearerForm? assignment, HearingForm? hearing, CancellationToken cancel)
    {
        var seen = Seen(db, viewer).Select(x => x.Id);
        var handled = db.Assessments.AsDisputeHandler(viewer).Select(a => a.Id);
        var heard = db.Assessments.AsHearer(viewer).Select(a => a.Id);
        var found = await (
            from x in db.Appeals.AsNoTracking()
            where x.Id == id && ((seen.Contains(x.Id) && handled.Contains(x.AssessmentId)) || heard.Contains(x.AssessmentId))
            join a in db.Assessments on x.AssessmentId equals a.Id
            join p in db.People on a.CandidateId equals p.Id
            from part in a.Assignments.Where(h => h.Part == AssessmentPart.Hearer && h.EndedAt == null).DefaultIfEmpty()
            from hearer in db.People.Where(h => h.Id == part!.PersonId).DefaultIfEmpty()
            from decider in db.People.Where(h => h.Id == x.ClosedById).DefaultIfEmpty()
            select new
            {
                Appeal = x,
                Case = new DisputedCase(a.Id, a.Code, new PersonName(p.NameZh, p.NameLatin), a.CandidateId, a.Assignments.Any(y => y.PersonId == viewer.PersonId && y.Part != AssessmentPart.Hearer)),
                Hearer = hearer,
                Decider = decider,
                UnderWay = db.Assessments.Where(n => n.CandidateId == a.CandidateId && n.UnitId == a.UnitId && n.IsOpen && n.Id != a.Id).Select(n => n.Code).FirstOrDefault(),
            }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var (assessmentId, hears, ofResult) = (found.Case.AssessmentId, found.Hearer?.Id == viewer.PersonId, found.Appeal.SubjectId is null);
        var assigns = viewer.Oversees && found.Appeal.IsOpen && !found.Case.HasPart;
        var shown = hears && found.Appeal.IsOpen && found.Appeal.Against == AppealSubject.Result ? await ShownAsync(assessmentId, cancel) : null;
        return new AppealPage
        {
            Appeal = found.Appeal,
            Decision = ofResult ? null : await DecisionAsync(found.Appeal, cancel),
            Others = found.Appeal.IsOpen ? await OthersAsync(found.Appeal, viewer, hears, cancel) : [],
            Case = found.Case,
            Hearer = (found.Decider ?? found.Hearer) is { } person ? new PersonName(person.NameZh, person.NameLatin) : null,
            Hears = hears,
            Assigns = assigns,
            Plans = viewer.SeesAll && found.Appeal.WaitsForPlan && found.UnderWay is null,
            UnderWay = found.Appeal.WaitsForPlan || (found.Appeal.IsOpen && ofResult) ? found.UnderWay : null,
            Documents = ofResult && (hears || viewer.SeesAll) ? await documents.ListAsync(assessmentId, cancel) : null,
            History = hears && found.Appeal.Against != AppealSubject.Adjustment ? $"/appeals/{id}/history" : HistoryOf(assessmentId, viewer),
            Evidence = hears && found.Appeal.Against != AppealSubject.Adjustment ? await EvidenceAsync(assessmentId, cancel) : [],
            Eligible = assigns
                ? await HearersAsync(assessmentId, found.Case.CandidateId, cancel)
                : [],
            Assignment = assignment ?? new HearerForm(),
            Hearing = hearing ?? HearingForm.Of(shown),
        };
    }

    /// <summary>Where those by role read what happened.</summary>
    private static string? HistoryOf(Guid assessmentId, Viewer viewer) => viewer.SeesAll ? $"/assessments/{assessmentId}/history" : viewer.Oversees ? $"/quality/audit/{assessmentId}" : null;

    private async Task<IReadOnlyList<OtherAppeal>> OthersAsync(Appeal appeal, Viewer viewer, bool hears, CancellationToken cancel) =>
        await (hears ? db.Appeals : Seen(db, viewer)).Where(x => x.AssessmentId == appeal.AssessmentId && x.Id != appeal.Id && x.ClosedAt == null)
            .OrderBy(x => x.FiledAt).ThenBy(x => x.Id).Select(x => new OtherAppeal(x.Id, x.Against)).ToListAsync(cancel);

    private Task<DisputedDecision> DecisionAsync(Appeal appeal, CancellationToken cancel)
    {
        // What was set aside gives way to what is decided anew.
        var setAside = appeal.Outcome == AppealOutcome.SetAside;
        return appeal.Against == AppealSubject.Adjustment
            ? db.Adjustments.Where(a => a.Id == appeal.SubjectId).Select(a => new DisputedDecision(a.AskedFor, null, setAside && a.State == AdjustmentState.Refused ? null : a.Refusal)).SingleAsync(cancel)
            : db.MisconductCases.Where(c => c.Id == appeal.SubjectId).Select(c => new DisputedDecision(c.Allegation!, c.Reply, c.Reason)).SingleAsync(cancel);
    }

    /// <summary>Those without another part in the case and without a conflict of interest.</summary>
    private async Task<IReadOnlyList<PersonChoice>> HearersAsync(Guid assessmentId, Guid candidateId, CancellationToken cancel)
    {
        var eligible = HearAppeal.Eligible(db, assessmentId, candidateId);
        var refused = check.OfHearers(eligible, candidateId).Where(IndependenceCheck.IsRefused).Select(s => s.PersonId);
        return await eligible.Where(p => !refused.Contains(p.Id)).AsNoTracking().OrderBy(p => p.NameZh).ThenBy(p => p.Id).Take(PeopleInRole.OfferLimit)
            .Select(p => new PersonChoice(p.Id, new PersonName(p.NameZh, p.NameLatin), db.Users.Where(u => u.PersonId == p.Id).Select(u => u.UserName).FirstOrDefault() ?? "")).ToListAsync(cancel);
    }

    private async Task<IReadOnlyList<HandedInRow>> EvidenceAsync(Guid assessmentId, CancellationToken cancel)
    {
        var rows = await (
            from handedIn in db.Rounds.Where(r => r.AssessmentId == assessmentId).SelectMany(r => r.Evidence).Select(e => e.EvidenceVersionId).Distinct()
            join version in db.EvidenceVersions on handedIn equals version.Id
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            join link in db.AssessmentEvidence.Where(l => l.AssessmentId == assessmentId) on item.Id equals link.EvidenceItemId
            select new { version.Id, link.Number, VersionNo = version.Number, item.Title, Added = false })
            .Concat(
                from added in db.AssessorEvidence.Where(x => x.AssessmentId == assessmentId && x.WithdrawnAt == null)
                join version in db.EvidenceVersions on added.EvidenceItemId equals version.EvidenceItemId
                join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
                select new { version.Id, added.Number, VersionNo = version.Number, item.Title, Added = true })
            .OrderBy(r => r.Added).ThenBy(r => r.Number).ThenByDescending(r => r.VersionNo).AsNoTracking().ToListAsync(cancel);
        return [.. rows.Select(r => new HandedInRow(r.Id, r.Added ? AssessorEvidence.LabelOf(r.Number) : AssessmentEvidence.LabelOf(r.Number), r.VersionNo, r.Title))];
    }
}
