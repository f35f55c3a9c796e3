using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Rounds;
using CompetencyAssessment.Web.Features.Shared;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>What the assessor's screens read.</summary>
internal sealed class ScoringQueries(AppDbContext db, UnitCatalogue catalogue, DocumentQueries documents, TimeProvider clock)
{
    private const int PageSize = 25;

    public async Task<Worklist> WorklistAsync(Viewer viewer, bool all, int page, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var english = CultureInfo.CurrentUICulture.Name.StartsWith("en", StringComparison.Ordinal);
        var mine = db.Assessments.AsNoTracking().AsAssessor(viewer).Where(a => all || a.IsOpen);
        var total = await mine.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var rows = await (
            from a in mine
            join p in db.People on a.CandidateId equals p.Id
            orderby a.IsOpen descending,
                a.State == AssessmentState.Submitted ? 0 : a.State == AssessmentState.Assessing ? 1 : 2,
                a.DecideBy
            select new
            {
                a.Id,
                a.Code,
                Candidate = english && p.NameLatin != null ? p.NameLatin : p.NameZh,
                a.UnitVersionId,
                a.State,
                a.SubmitBy,
                a.DecideBy,
                Resubmit = a.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).FirstOrDefault(),
                Rated = db.Ratings.Count(r => r.AssessmentId == a.Id && r.Level != null && a.Assignments.Any(x => x.Id == r.AssignmentId && x.EndedAt == null
                    && (x.PersonId == viewer.PersonId || (x.Part == AssessmentPart.Assessor && a.Assignments.Any(y => y.PersonId == viewer.PersonId && y.EndedAt == null && y.Part == AssessmentPart.DecisionMaker))))),
                Criteria = db.Criteria.Count(c => c.UnitVersionId == a.UnitVersionId),
            }).Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var names = await catalogue.NamesAsync(db, rows.Select(r => r.UnitVersionId), CultureInfo.CurrentUICulture.Name, cancel);
        return new Worklist(
            [.. rows.Select(r =>
            {
                var due = r.State switch
                {
                    AssessmentState.Returned => r.Resubmit ?? r.SubmitBy,
                    AssessmentState.Planned or AssessmentState.Gathering => r.SubmitBy,
                    _ => r.DecideBy,
                };
                return new WorklistRow(r.Id, r.Code, r.Candidate, names[r.UnitVersionId], r.State, due, r.State.IsOpen() && now > due, r.Rated, r.Criteria);
            })],
            info,
            all);
    }

    /// <summary>The head of an assessment that the viewer rates or decides on; null for anything else.</summary>
    public async Task<ScoringHead?> HeadAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        var upheld = db.UpheldAgainstHolder(id);
        return await (
            from a in db.Assessments.AsNoTracking().AsSingleQuery().AsAssessor(viewer)
            where a.Id == id
            join p in db.People on a.CandidateId equals p.Id
            select new ScoringHead
            {
                Id = a.Id,
                Code = a.Code,
                State = a.State,
                CandidateId = p.Id,
                CandidateZh = p.NameZh,
                CandidateLatin = p.NameLatin,
                AttemptNo = a.AttemptNo,
                UnitVersionId = a.UnitVersionId,
                SchemeId = a.SchemeId,
                Parts = a.Assignments.Where(x => x.EndedAt == null).Select(x => new HeadPart(x.Id, x.PersonId, x.Part, x.FinishedAt)).ToList(),
                Part = a.Assignments.Where(x => x.PersonId == viewer.PersonId && x.EndedAt == null).Select(x => x.Part).First(),
                HandedOverAt = a.HandedOverAt,
                GivenBackReason = a.GivenBackReason,
                ContentVersion = a.ContentVersion,
                SubmitBy = a.SubmitBy,
                DecideBy = a.DecideBy,
                CreatedAt = a.CreatedAt,
                AcknowledgedAt = a.AcknowledgedAt,
                FinalisedAt = a.FinalisedAt,
                ChangedAt = a.ChangedAt,
                TranslationRevision = a.TranslationRevision,
                ErrataRevision = a.ErrataRevision,
                Methods = a.Methods.Select(m => m.Code).ToList(),
                Plan = db.PlansInForce().Where(v => v.AssessmentId == a.Id).Select(v => v.Content).FirstOrDefault(),
                HasPendingPlan = a.AcknowledgedPlan != null && a.AcknowledgedPlan != a.PlanNumber,
                Adjustments = db.Adjustments.Where(x => x.AssessmentId == a.Id && x.State == AdjustmentState.Agreed).OrderBy(x => x.DecidedAt).Select(x => x.What!).ToList(),
                HasSelfRatings = a.Rounds.OrderByDescending(r => r.Number).Select(r => r.SelfRatings.Any()).FirstOrDefault(),
                RunningMeeting = db.Meetings.Where(m => m.AssessmentId == a.Id && m.State == MeetingState.Running
                    && a.Assignments.Any(x => x.Id == m.AssignmentId && x.PersonId == viewer.PersonId && x.EndedAt == null)).OrderBy(m => m.BegunAt).Select(m => (Guid?)m.Id).FirstOrDefault(),
                MeetingRuns = db.Meetings.Any(m => m.AssessmentId == a.Id && m.State == MeetingState.Running),
                IsToBeReplaced = upheld.Any(),
                LeftMeeting = db.Meetings.Where(m => m.AssessmentId == a.Id && (m.State == MeetingState.Prepared || m.State == MeetingState.Running)
                    && a.Assignments.Any(x => x.Id == m.AssignmentId && x.EndedAt != null && a.Assignments.Any(y => y.PersonId == viewer.PersonId && y.EndedAt == null && y.Part == x.Part)))
                    .OrderBy(m => m.PreparedAt).Select(m => (Guid?)m.Id).FirstOrDefault(),
                WasSentBack = db.Verifications.Any(v => v.AssessmentId == a.Id && v.Outcome == VerificationOutcome.SentBack),
                ResubmitBy = a.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).FirstOrDefault(),
            }).SingleOrDefaultAsync(cancel);
    }

    public async Task<Workspace?> WorkspaceAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        if (await HeadAsync(id, viewer, cancel) is not { } head)
        {
            return null;
        }

        var (unit, scheme, rows) = await SheetAsync(head, cancel);
        var supports = await SupportsAsync(id, rows, cancel);
        var rounds = await db.Rounds.AsNoTracking().WithThreads().Where(r => r.AssessmentId == id).OrderBy(r => r.Number).ToListAsync(cancel);
        var versions = rows.Evidence.ToDictionary(e => e.VersionId, e => new AnswerEvidence(e.VersionId, e.Label, e.VersionNo, e.Title));
        var now = clock.GetUtcNow().UtcDateTime;
        return new Workspace
        {
            Head = head,
            CanRate = head.MayRate(now),
            IsOpen = head.IsOpen(now),
            Unit = unit,
            Scheme = scheme.Document,
            Plan = new PlanText(PlanText.ContentOf(head.Plan, unit, scheme.Document, head.Methods), unit, scheme.Document, head.TranslationRevision),
            Sheet = rows.Sheet(unit, scheme),
            Evidence = rows.Evidence,
            Sufficiency = rows.Sufficiency,
            SupportedBy = supports.Where(s => s.IsCriterion).ToLookup(s => unit.Criterion(s.Item).Code, s => s.Label),
            RequirementSupportedBy = supports.Where(s => !s.IsCriterion).ToLookup(s => unit.RequirementCode(s.Item), s => s.Label),
            Rounds = rounds,
            Threads = RoundThreads.Of(rounds, versions.GetValueOrDefault),
            Timeline = Overview.TimelineOf(head, rounds.Select(r => new Shared.Charts.TimelineRound(r.Number, r.SubmittedAt, r.ReturnedAt, r.ResubmitBy)), signedAt: null, now),
            SentBack = head.WasSentBack && head.State == AssessmentState.Assessing ? await SentBackAsync(id, unit, cancel) : null,
            Documents = head.State == AssessmentState.Finalised ? await documents.ListAsync(id, cancel) : null,
        };
    }

    /// <summary>What the verifier did not agree with in the decision that was sent back last.</summary>
    private async Task<SentBackDecision> SentBackAsync(Guid id, UnitView unit, CancellationToken cancel)
    {
        var verification = await db.Verifications.AsNoTracking().AsSingleQuery().Include(v => v.Items)
            .Where(v => v.AssessmentId == id && v.Outcome == VerificationOutcome.SentBack).OrderByDescending(v => v.ClosedAt).FirstAsync(cancel);
        return new SentBackDecision(verification.ClosedAt!.Value, verification.Remark, [.. unit.Criteria.Join(verification.Items.Where(i => i.Agrees == false), c => c.Id, i => i.CriterionId, (c, i) => (c.Code, i.Reason ?? ""))]);
    }

    /// <summary>What each piece supports, as it was handed in last: what the candidate is preparing is not the assessor's to see, not even by its label.</summary>
    private async Task<List<(string Label, Guid Item, bool IsCriterion)>> SupportsAsync(Guid id, ScoreSheetRows rows, CancellationToken cancel)
    {
        var current = rows.Evidence.Where(e => e.IsCurrent).ToList();
        var supports = current.Where(e => e.Statement is not null)
            .SelectMany(e => e.Statement!.Criteria.Select(c => (e.Label, Item: c, IsCriterion: true)).Concat(e.Statement.Requirements.Select(r => (e.Label, Item: r, IsCriterion: false))))
            .ToList();
        var unkept = current.Where(e => e.Statement is null && e.Origin is null).Select(e => e.Label).ToHashSet();
        if (unkept.Count > 0)
        {
            var links = db.AssessmentEvidence.AsNoTracking().Where(l => l.AssessmentId == id && l.WithdrawnAt == null);
            var live = await links.SelectMany(l => l.Criteria, (l, m) => new { l.Number, Item = m.CriterionId, IsCriterion = true })
                .Concat(links.SelectMany(l => l.Requirements, (l, m) => new { l.Number, Item = m.RequirementId, IsCriterion = false }))
                .ToListAsync(cancel);
            supports.AddRange(live.Select(s => (Label: AssessmentEvidence.LabelOf(s.Number), s.Item, s.IsCriterion)).Where(s => unkept.Contains(s.Label)).OrderBy(s => s.Label, StringComparer.Ordinal));
        }

        return supports;
    }

    public Task<(UnitView Unit, SchemeView Scheme, ScoreSheetRows Rows)> SheetAsync(ScoringHead head, CancellationToken cancel) => SheetAsync(head, read: null, cancel);

    /// <summary>The sheet with its unit and scheme; <paramref name="read"/> where its rows were read already.</summary>
    public async Task<(UnitView Unit, SchemeView Scheme, ScoreSheetRows Rows)> SheetAsync(ScoringHead head, ScoreSheetRows? read, CancellationToken cancel)
    {
        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var scheme = await catalogue.SchemeAsync(db, head.SchemeId, cancel);
        return (unit, scheme, read ?? await ScoreSheetRows.LoadAsync(db, head.Id, head.AssignmentId, head.CandidateId, cancel));
    }
}
