using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Records;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Shared.Charts;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Assessments;

internal sealed record AssignmentRow(Guid PersonId, PersonName Name, AssessmentPart Part, DateTime BegunAt, DateTime? EndedAt, string? EndReason, DateTime? FinishedAt, Guid Id);

internal sealed record RoundRow(int Number, DateTime SubmittedAt, int Versions, DateTime? ReturnedAt, string? ReturnMessage, DateTime? ResubmitBy, IReadOnlyList<ReturnRow> Items);

internal sealed record ReturnRow(Guid CriterionId, string Missing);

internal sealed record VersionRow(Guid Id, int Number, string FileName, long Size, DateTime UploadedAt, bool IsQuarantined);

internal sealed record EvidenceRowForAdministrator(string Label, string Title, EvidenceKind Kind, DateTime? WithdrawnAt, IReadOnlyList<VersionRow> Versions);

internal sealed record DocumentRow(Guid Id, DocumentKind Kind, string Culture);

internal sealed record IssueRow(string? Number, DateTime IssuedAt, RecordStatus Status, IReadOnlyList<DocumentRow> Documents);

internal sealed record DecisionRow(Outcome Outcome, PersonName SignedBy, DateTime SignedAt, string Snapshot);

/// <summary>How far one assessor has come: counts only, no levels.</summary>
internal sealed record RatingProgress(AssignmentRow Assessor, int Criteria, int Rated, int Complete);

/// <summary>An assessment as those who administer it see it.</summary>
internal sealed record AssessmentDetail
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required Guid CandidateId { get; init; }

    public required PersonName Candidate { get; init; }

    public required string? CandidateNumber { get; init; }

    public required Guid UnitVersionId { get; init; }

    public required Guid SchemeId { get; init; }

    public required AssessmentState State { get; init; }

    public required int? AttemptNo { get; init; }

    public required DateTime SubmitBy { get; init; }

    public required DateTime DecideBy { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ChangedAt { get; init; }

    public required DateTime? AcknowledgedAt { get; init; }

    public required DateTime? FinalisedAt { get; init; }

    public required string? EndReason { get; init; }

    /// <summary>End of the last day to dispute it, UTC.</summary>
    public required DateTime? DisputeBy { get; init; }

    /// <summary>The attempt before, where this one was planned from it.</summary>
    public required Guid? PredecessorId { get; init; }

    /// <summary>The next attempt may be planned.</summary>
    public required bool CanFollow { get; init; }

    /// <summary>An appeal is open, or what came of it is not final: the old result stands.</summary>
    public required bool UnderAppeal { get; init; }

    public required bool IsLate { get; init; }

    /// <summary>Of an open one: something stands against somebody who has a part, and no override covers it; or an upheld objection waits for a replacement.</summary>
    public required bool IndependenceInDoubt { get; init; }

    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The plan that counts, as stored; null of an assessment from before versions were kept.</summary>
    public required string? StoredPlan { get; init; }

    public required int PlanNumber { get; init; }

    public required int? AcknowledgedPlan { get; init; }

    public PlanText Plan { get; init; } = null!;

    public Arrangements Arrangements { get; init; } = Arrangements.None;

    public required IReadOnlyList<AssignmentRow> Assignments { get; init; }

    public required IReadOnlyList<RoundRow> Rounds { get; init; }

    public IReadOnlyList<EvidenceRowForAdministrator> Evidence { get; init; } = [];

    /// <summary>One for each who rates and whose progress the viewer may know; empty before rating has begun.</summary>
    public IReadOnlyList<RatingProgress> Progress { get; init; } = [];

    /// <summary>Since when the sheet is in the decision maker's hands, UTC.</summary>
    public required DateTime? HandedOverAt { get; init; }

    /// <summary>The viewer is one of two assessors who have not both finished.</summary>
    public required bool IsBlind { get; init; }

    public DecisionRow? Decision { get; init; }

    public IReadOnlyList<IssueRow> Issues { get; init; } = [];

    /// <summary>Of what was signed; null before it is released.</summary>
    public ResultCharts? Charts { get; init; }

    public CoverageMatrix Coverage { get; init; } = null!;

    public AssessmentTimeline Timeline { get; init; } = null!;

    public UnitView Unit { get; init; } = null!;

    public SchemeView Scheme { get; init; } = null!;

    public AssignmentRow? Assessor => Holder(AssessmentPart.Assessor);

    public AssignmentRow? Holder(AssessmentPart part) => Assignments.FirstOrDefault(a => a.Part == part && a.EndedAt is null);

    /// <summary>Parts besides the lead's that somebody holds, or that the scheme asks for.</summary>
    public IEnumerable<AssessmentPart> OtherParts()
    {
        if (Scheme.Document.Rules.Assessors > 1 || Holder(AssessmentPart.SecondAssessor) is not null)
        {
            yield return AssessmentPart.SecondAssessor;
        }

        if (Scheme.Document.Rules.SeparateDecisionMaker || Holder(AssessmentPart.DecisionMaker) is not null)
        {
            yield return AssessmentPart.DecisionMaker;
        }
    }

    public bool CanReplaceAssessor => State.Allows(AssessmentMove.Withdraw);

    public bool CanWithdraw => State.Allows(AssessmentMove.Withdraw);

    public bool CanSuspend => State.Allows(AssessmentMove.Suspend);

    public bool CanResume => State.Allows(AssessmentMove.Resume);

    /// <summary>Times in which the clock stood, latest first.</summary>
    public required IReadOnlyList<SuspensionRow> Suspensions { get; init; }

    public bool CanTerminate => State.Allows(AssessmentMove.Terminate);

    /// <summary>Whether a withdrawal now counts as an attempt.</summary>
    public bool CountsAsAttempt => Rounds.Count > 0;
}

internal sealed record SuspensionRow(DateTime At, DateTime? ResumedAt, string Reason);

internal sealed class AssessmentDetailQueries(AppDbContext db, UnitCatalogue catalogue, IndependenceCheck check, TimeProvider clock, IStringLocalizer<SharedResource> t)
{
    /// <summary>Seven commands, once unit and scheme are known; null where the viewer does not administer it.</summary>
    public async Task<AssessmentDetail?> FindAsync(Viewer viewer, Guid id, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var late = db.Assessments.LateAt(now);
        var blind = db.Assessments.BlindTo(viewer);
        var refused = check.OfHolders().Where(IndependenceCheck.IsRefused);
        var mayFollow = PlanReassessment.MayFollow(db, db.Assessments);
        var detail = await (
            from a in db.Assessments.AsAdministrator(viewer).Where(a => a.Id == id)
            join candidate in db.People on a.CandidateId equals candidate.Id
            select new AssessmentDetail
            {
                Id = a.Id,
                Code = a.Code,
                CandidateId = a.CandidateId,
                Candidate = new PersonName(candidate.NameZh, candidate.NameLatin),
                CandidateNumber = candidate.CandidateNumber,
                UnitVersionId = a.UnitVersionId,
                SchemeId = a.SchemeId,
                State = a.State,
                AttemptNo = a.AttemptNo,
                SubmitBy = a.SubmitBy,
                DecideBy = a.DecideBy,
                CreatedAt = a.CreatedAt,
                ChangedAt = a.ChangedAt,
                AcknowledgedAt = a.AcknowledgedAt,
                FinalisedAt = a.FinalisedAt,
                EndReason = a.EndReason,
                DisputeBy = a.DisputeBy,
                PredecessorId = a.PredecessorId,
                CanFollow = mayFollow.Any(m => m.Id == a.Id),
                UnderAppeal = db.Appeals.Any(x => x.AssessmentId == a.Id && x.SubjectId == null && (x.ClosedAt == null
                    || ((x.Outcome == AppealOutcome.RatedAgain || x.Outcome == AppealOutcome.NewAssessment) && (x.NewAssessmentId == null || db.Assessments.Any(n => n.Id == x.NewAssessmentId && n.IsOpen))))),
                IsLate = late.Any(l => l.Id == a.Id),
                IndependenceInDoubt = a.IsOpen && (refused.Any(s => s.AssessmentId == a.Id)
                    || db.AssessorObjections.Any(o => o.AssessmentId == a.Id && o.Outcome == ObjectionOutcome.Upheld && a.Assignments.Any(x => x.Id == o.AssignmentId && x.EndedAt == null))),
                Methods = a.Methods.Select(m => m.Code).ToList(),
                StoredPlan = db.PlansInForce().Where(v => v.AssessmentId == a.Id).Select(v => v.Content).FirstOrDefault(),
                PlanNumber = a.PlanNumber,
                AcknowledgedPlan = a.AcknowledgedPlan,
                Assignments = (
                    from x in a.Assignments
                    join person in db.People on x.PersonId equals person.Id
                    orderby x.BegunAt descending
                    select new AssignmentRow(x.PersonId, new PersonName(person.NameZh, person.NameLatin), x.Part, x.BegunAt, x.EndedAt, x.EndReason, x.FinishedAt, x.Id)).ToList(),
                HandedOverAt = a.HandedOverAt,
                IsBlind = blind.Any(b => b.Id == a.Id),
                Suspensions = a.Suspensions.OrderByDescending(s => s.At).Select(s => new SuspensionRow(s.At, s.ResumedAt, s.Reason)).ToList(),
                Rounds = a.Rounds.OrderBy(r => r.Number)
                    .Select(r => new RoundRow(r.Number, r.SubmittedAt, r.Evidence.Count, r.ReturnedAt, r.ReturnMessage, r.ResubmitBy, r.ReturnItems.Select(i => new ReturnRow(i.CriterionId, i.Missing)).ToList()))
                    .ToList(),
            }).AsNoTracking().AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (detail is null)
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, detail.UnitVersionId, cancel);
        var scheme = await catalogue.SchemeAsync(db, detail.SchemeId, cancel);
        var evidence = await EvidenceAsync(id, cancel);

        // Until it is released, a decision is between assessor and centre; the list of states says that there is one.
        var decision = detail.State == AssessmentState.Finalised ? await DecisionAsync(id, cancel) : null;
        var snapshot = decision is null ? null : DecisionSnapshotDocument.Parse(decision.Snapshot);
        return detail with
        {
            Unit = unit,
            Scheme = scheme,
            Plan = new PlanText(PlanText.ContentOf(detail.StoredPlan, unit, scheme.Document, detail.Methods), unit, scheme.Document, unit.Translation("en")?.Revision ?? 0),
            Arrangements = await Arrangements.ReadAsync(db, id, cancel),
            Evidence = evidence,
            Progress = await ProgressAsync(detail, viewer, unit, scheme, cancel),
            Decision = decision,
            Issues = detail.State == AssessmentState.Finalised ? await IssuesAsync(id, cancel) : [],
            Charts = snapshot is null ? null : ResultCharts.Of(snapshot, t),
            Coverage = CoverageMatrix.Of(
                unit,
                evidence.Where(e => e.WithdrawnAt is null).Select(e => (e.Label, e.Title)),
                await CoverageMatrix.MappedAsync(db, id, unit, cancel),
                snapshot is null ? null : CoverageMatrix.CitedIn(snapshot)),
            Timeline = AssessmentTimeline.Of(TimelineOf(detail, decision), now),
        };
    }

    private static TimelineFacts TimelineOf(AssessmentDetail detail, DecisionRow? decision) => new()
    {
        State = detail.State,
        CreatedAt = detail.CreatedAt,
        AcknowledgedAt = detail.AcknowledgedAt,
        SubmitBy = detail.SubmitBy,
        DecideBy = detail.DecideBy,
        Rounds = [.. detail.Rounds.Select(r => new TimelineRound(r.Number, r.SubmittedAt, r.ReturnedAt, r.ResubmitBy))],
        SignedAt = decision?.SignedAt ?? (detail.State == AssessmentState.Decided ? detail.ChangedAt : null),
        FinalisedAt = detail.FinalisedAt,
        ChangedAt = detail.ChangedAt,
    };

    private async Task<IReadOnlyList<EvidenceRowForAdministrator>> EvidenceAsync(Guid id, CancellationToken cancel)
    {
        var rows = await (
            from link in db.AssessmentEvidence
            where link.AssessmentId == id
            join item in db.EvidenceItems on link.EvidenceItemId equals item.Id
            orderby link.Number
            select new
            {
                link.Number,
                item.Title,
                item.Kind,
                link.WithdrawnAt,
                Versions = (
                    from version in item.Versions
                    join file in db.StoredFiles on version.FileId equals file.Id
                    orderby version.Number descending
                    select new VersionRow(version.Id, version.Number, version.FileName, file.Size, version.UploadedAt, db.Incidents.Any(i => i.EvidenceVersionId == version.Id && i.LiftedAt == null))).ToList(),
            }).AsNoTracking().AsSingleQuery().ToListAsync(cancel);
        return [.. rows.Select(r => new EvidenceRowForAdministrator(AssessmentEvidence.LabelOf(r.Number), r.Title, r.Kind, r.WithdrawnAt, r.Versions))];
    }

    /// <summary>
    /// Whether a rating is complete does not depend on how evidence was judged, so that the ratings alone are read. Whoever is one of two
    /// assessors, and not both have finished, learns nothing of the other's.
    /// </summary>
    private async Task<IReadOnlyList<RatingProgress>> ProgressAsync(AssessmentDetail detail, Viewer viewer, UnitView unit, SchemeView scheme, CancellationToken cancel)
    {
        AssignmentRow?[] both = [detail.Holder(AssessmentPart.Assessor), detail.Holder(AssessmentPart.SecondAssessor)];
        var raters = both.OfType<AssignmentRow>().Where(a => !detail.IsBlind || a.PersonId == viewer.PersonId).ToList();
        var ids = raters.ConvertAll(a => a.Id);
        var ratings = await db.Ratings.AsNoTracking().AsSingleQuery()
            .Include(r => r.Methods).Include(r => r.Citations)
            .Where(r => r.AssessmentId == detail.Id && ids.Contains(r.AssignmentId))
            .ToListAsync(cancel);
        return [.. raters.Where(a => ratings.Exists(r => r.AssignmentId == a.Id)).Select(a =>
        {
            var lines = ratings.Where(r => r.AssignmentId == a.Id).Select(r =>
            {
                var criterion = unit.Criterion(r.CriterionId);
                return new ScoreSheet.Line(criterion.Code, criterion.Kind, criterion.Task, r.Fields, r.NeedsConfirmation);
            }).ToList();
            var sheet = new ScoreSheet(scheme.Document, lines, [], []);
            return new RatingProgress(a, unit.Criteria.Count, lines.Count(l => l.Fields.Level is not null), lines.Count(l => sheet.Incomplete(l).Count == 0));
        })];
    }

    private Task<DecisionRow?> DecisionAsync(Guid id, CancellationToken cancel) => (
        from decision in db.Decisions
        where decision.AssessmentId == id && decision.VoidedAt == null
        join person in db.People on decision.SignedById equals person.Id
        select new DecisionRow(decision.Outcome, new PersonName(person.NameZh, person.NameLatin), decision.SignedAt, decision.Snapshot!.Content)).AsNoTracking().SingleOrDefaultAsync(cancel);

    private async Task<IReadOnlyList<IssueRow>> IssuesAsync(Guid id, CancellationToken cancel) =>
        await db.RecordIssues.AsNoTracking().Where(i => i.AssessmentId == id).OrderByDescending(i => i.IssuedAt)
            .Select(i => new IssueRow(
                i.Number,
                i.IssuedAt,
                i.Events.OrderByDescending(e => e.At).Select(e => e.Status).First(),
                i.Documents.Select(d => new DocumentRow(d.Id, d.Kind, d.Culture)).ToList()))
            .AsSingleQuery().ToListAsync(cancel);
}
