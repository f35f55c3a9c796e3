using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Rounds;
using CompetencyAssessment.Web.Features.SelfAssessment;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.Shared.Charts;
using CompetencyAssessment.Web.Features.Units;
using CompetencyAssessment.Web.Localization;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>What a candidate's pages read.</summary>
internal sealed class MyAssessmentQueries(AppDbContext db, UnitCatalogue catalogue, ReleasedResults results, StorageOptions storage, TimeProvider clock, IStringLocalizer<SharedResource> t)
{
    private const int PageSize = 20;

    private static string Culture => CultureInfo.CurrentUICulture.Name;

    /// <summary>A name as the reader's language has it.</summary>
    internal static string NameHere(string? zh, string? latin) =>
        Culture.StartsWith("en", StringComparison.OrdinalIgnoreCase) && latin is { Length: > 0 } ? latin : zh ?? "";

    /// <summary>Open ones first, by date; then the latest.</summary>
    public async Task<MyAssessmentList> ListAsync(Viewer viewer, int page, CancellationToken cancel)
    {
        var mine = db.Assessments.AsNoTracking().AsCandidate(viewer);
        var total = await mine.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = await mine
            .OrderByDescending(a => a.IsOpen).ThenByDescending(a => a.CreatedAt).ThenBy(a => a.Id)
            .Skip((info.Page - 1) * PageSize).Take(PageSize)
            .Select(a => new
            {
                a.Id,
                a.Code,
                a.State,
                a.AttemptNo,
                a.UnitVersionId,
                a.TranslationRevision,
                a.SubmitBy,
                a.DecideBy,
                ResubmitBy = a.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        var list = new List<MyAssessmentRow>();
        foreach (var row in rows)
        {
            var unit = await catalogue.UnitAsync(db, row.UnitVersionId, cancel);
            var evidenceDue = row.State == AssessmentState.Returned ? row.ResubmitBy ?? row.SubmitBy : row.SubmitBy;
            var isMine = row.State is AssessmentState.Planned || row.State.EvidenceIsOpen();
            var name = unit.Translation(Culture, row.TranslationRevision)?.Name ?? unit.Text.Name;
            list.Add(new MyAssessmentRow(
                row.Id,
                row.Code,
                row.State.ToldToCandidate(),
                $"{unit.Text.Code} {name}",
                row.AttemptNo,
                isMine ? evidenceDue : row.State.IsOpen() ? row.DecideBy : null,
                isMine && now > evidenceDue));
        }

        return new MyAssessmentList(list, info);
    }

    /// <summary>Null where the viewer is not the candidate.</summary>
    public async Task<MyAssessmentPage?> PageAsync(Guid id, Viewer viewer, CancellationToken cancel)
    {
        var mine = db.Assessments.AsCandidate(viewer);
        var head = await (
            from a in mine
            where a.Id == id
            join d in db.Decisions.Where(d => d.VoidedAt == null) on a.Id equals d.AssessmentId into decisions
            from d in decisions.DefaultIfEmpty()
            join p in db.PlanVersions on new { AssessmentId = a.Id, Number = a.AcknowledgedPlan ?? a.PlanNumber } equals new { p.AssessmentId, p.Number } into plans
            from p in plans.DefaultIfEmpty()
            join n in db.PlanVersions on new { AssessmentId = a.Id, Number = a.PlanNumber } equals new { n.AssessmentId, n.Number } into newest
            from n in newest.DefaultIfEmpty()
            select new
            {
                a.Code,
                a.State,
                a.AttemptNo,
                a.SubmitBy,
                a.DecideBy,
                a.CreatedAt,
                a.ChangedAt,
                a.AcknowledgedAt,
                a.FinalisedAt,
                a.EndReason,
                a.DisputeBy,
                a.PredecessorId,
                Reviews = db.ReviewRequests.Where(r => r.AssessmentId == a.Id).OrderBy(r => r.RequestedAt).Select(r => new MyReview(r.RequestedAt, r.ClosedAt, r.Outcome, r.Answer)).ToList(),
                Case = db.MisconductCases.Where(c => c.AssessmentId == a.Id && c.OpenedAt != null).OrderByDescending(c => c.OpenedAt)
                    .Select(c => new { c.ReplyBy, c.Outcome, IsSetAside = c.SetAsideAt != null }).FirstOrDefault(),
                CaseIsOpen = db.MisconductCases.Any(c => c.AssessmentId == a.Id && c.OpenedAt != null && c.ClosedAt == null),
                Appeals = db.Appeals.Where(x => x.AssessmentId == a.Id && x.SubjectId == null).Select(x => new MyAppeal(x.FiledAt, x.ClosedAt, x.Outcome, x.Answer, x.NewAssessmentId)).ToList(),
                a.UnitVersionId,
                a.SchemeId,
                a.TranslationRevision,
                a.ErrataRevision,
                a.PlanNumber,
                a.AcknowledgedPlan,
                Plan = (string?)p.Content,
                Newest = n == null ? null : new { n.Content, n.SubmitBy, n.DecideBy, n.MadeAt, n.Reason },
                Methods = a.Methods.Select(m => m.Code).ToList(),
                People = (
                    from x in a.Assignments
                    join p in db.People on x.PersonId equals p.Id
                    where x.EndedAt == null && x.Part != AssessmentPart.Verifier
                    select new { x.Part, p.NameZh, p.NameLatin }).ToList(),
                Decision = a.State != AssessmentState.Finalised || d == null
                    ? null
                    : new SignedDecision(d.Outcome, d.SignedAt, d.Strengths, d.NextSteps, d.Feedback, d.SignedById, d.Snapshot!.Content),
            }).AsNoTracking().AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var scheme = await catalogue.SchemeAsync(db, head.SchemeId, cancel);
        string Text(string code) => unit.TextIn(code, Culture, head.TranslationRevision);
        var plan = new PlanText(PlanText.ContentOf(head.Plan, unit, scheme.Document, head.Methods), unit, scheme.Document, head.TranslationRevision);

        var (rounds, points) = await RoundsAsync(id, unit, Text, cancel);
        var (evidence, missing) = await EvidenceAsync(id, unit, head.State == AssessmentState.Returned ? points : [], cancel);
        var due = head.State == AssessmentState.Returned ? (rounds.Count > 0 ? rounds[0].ResubmitBy : null) ?? head.SubmitBy : head.SubmitBy;
        CriterionCover Cover(ItemText item, Func<EvidenceRow, bool> supports) => new(
            item.Code,
            ItemSegments.Of(Text(item.Code), unit.TermsOf(item, Culture, head.TranslationRevision)),
            unit.NotesOn(item, Culture, head.TranslationRevision, head.ErrataRevision),
            [.. evidence.Where(supports)]);

        IReadOnlyList<CriterionCover> Criteria(Func<CriterionView, bool> wanted) => [.. unit.Criteria.Where(wanted).Select(c => Cover(c.Item, e => e.Criteria.Contains(c.Code)))];

        return new MyAssessmentPage
        {
            Id = id,
            Code = head.Code,
            State = head.State.ToldToCandidate(),
            AttemptNo = head.AttemptNo,
            SubmitBy = head.SubmitBy,
            DecideBy = head.DecideBy,
            SuspendedAt = head.State == AssessmentState.Suspended ? head.ChangedAt : null,
            EvidenceDueBy = due,
            IsLate = (head.State == AssessmentState.Planned || head.State.EvidenceIsOpen()) && clock.GetUtcNow().UtcDateTime > due,
            AcknowledgedAt = head.AcknowledgedAt,
            FollowsAttempt = head.PredecessorId is not null,
            Disputes = new MyDisputes(id, head.State, head.DisputeBy, clock.GetUtcNow().UtcDateTime > head.DisputeBy, head.Reviews, head.Appeals),
            CaseReplyBy = head.Case?.ReplyBy,
            CaseOutcome = head.Case?.Outcome,
            CaseIsSetAside = head.Case?.IsSetAside == true,
            CaseIsOpen = head.CaseIsOpen,
            EndReason = head.EndReason,
            People = [.. head.People.OrderBy(p => p.Part).Select(p => (p.Part, NameHere(p.NameZh, p.NameLatin)))],
            Unit = unit,
            TranslationRevision = head.TranslationRevision,
            Scheme = scheme,
            Plan = plan,
            PlanNumber = head.PlanNumber,
            PlanInForce = head.AcknowledgedPlan ?? head.PlanNumber,
            PendingPlan = head.Newest is { } next && head.AcknowledgedPlan is { } acknowledged && acknowledged != head.PlanNumber && head.State.ToldToCandidate().Allows(AssessmentMove.Suspend)
                ? new PendingPlan(head.PlanNumber, next.MadeAt, next.Reason, PlanChanges.Between(plan.Content, (head.SubmitBy, head.DecideBy), plan with { Content = PlanContent.Parse(next.Content) }, (next.SubmitBy, next.DecideBy)))
                : null,
            Arrangements = head.State.IsOpen() ? await Arrangements.ReadAsync(db, id, cancel) : Arrangements.None,
            Evidence = evidence,
            Missing = missing,
            Groups = [.. UnitGroups.Of(unit, Text, t).Select(g => new CriterionGroup(g.Code, g.Title, Criteria(g.Holds)))],
            Requirements = [.. unit.Text.Evidence.Select(e => Cover(e, row => row.Requirements.Contains(e.Code)))],
            Rounds = rounds,
            SelfAssessment = await SelfProgressAsync(id, head.State, unit, Text, cancel),
            Result = head.Decision is { } decision ? await results.ReadAsync(id, decision, head.DisputeBy ?? decision.SignedAt, unit, scheme, evidence, Text, cancel) : null,
            Timeline = AssessmentTimeline.Of(new TimelineFacts
            {
                State = head.State.ToldToCandidate(),
                CreatedAt = head.CreatedAt,
                AcknowledgedAt = head.AcknowledgedAt,
                SubmitBy = head.SubmitBy,
                DecideBy = head.DecideBy,
                Rounds = [.. rounds.Select(r => new TimelineRound(r.Number, r.SubmittedAt, r.ReturnedAt, r.ResubmitBy))],
                SignedAt = head.Decision?.SignedAt,
                FinalisedAt = head.FinalisedAt,
                ChangedAt = head.ChangedAt,
            }, clock.GetUtcNow().UtcDateTime),
            MaximumFileBytes = storage.MaximumFileBytes,
            PersonId = viewer.PersonId,
        };
    }

    private async Task<(IReadOnlyList<EvidenceRow> Rows, IReadOnlyList<Submission.Lack> Missing)> EvidenceAsync(Guid id, UnitView unit, IReadOnlyList<Submission.Point> points, CancellationToken cancel)
    {
        var items = await (
            from link in db.AssessmentEvidence
            join item in db.EvidenceItems on link.EvidenceItemId equals item.Id
            where link.AssessmentId == id && link.WithdrawnAt == null
            orderby link.Number
            select new
            {
                LinkId = link.Id,
                link.Number,
                Seen = link.Version,
                item.Id,
                item.Title,
                item.Kind,
                item.Context,
                item.PeriodFrom,
                item.OwnShare,
                item.Help,
                item.AiUse,
                item.Confidentiality,
                Versions = item.Versions.Select(v => new VersionRow(v.Id, v.Number, v.FileName, v.UploadedAt, db.StoredFiles.Where(f => f.Id == v.FileId).Select(f => f.MediaType).First(), db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null))).ToList(),
            }).AsNoTracking().AsSingleQuery().ToListAsync(cancel);
        var links = db.AssessmentEvidence.AsNoTracking().Where(l => l.AssessmentId == id && l.WithdrawnAt == null);
        var mapped = await links.SelectMany(l => l.Criteria).Select(m => new { m.AssessmentEvidenceId, Target = m.CriterionId, IsCriterion = true })
            .Concat(links.SelectMany(l => l.Requirements).Select(m => new { m.AssessmentEvidenceId, Target = m.RequirementId, IsCriterion = false }))
            .ToListAsync(cancel);
        var targets = mapped.ToLookup(m => (m.AssessmentEvidenceId, m.IsCriterion), m => m.Target);
        var missing = new Submission([.. items.Select(i => new Submission.Piece(
            i.Id,
            i.Versions.MaxBy(v => v.Number)?.Id,
            i.Title,
            i.Context,
            i.PeriodFrom,
            i.OwnShare,
            i.Help,
            i.AiUse,
            i.Confidentiality,
            targets[(i.LinkId, true)].Count(),
            IsQuarantined: i.Versions.MaxBy(v => v.Number)?.IsQuarantined == true))], points).Missing();
        var rows = items.Select(i => new EvidenceRow(
            i.Id,
            i.Number,
            i.Seen,
            i.Title.Length > 0 ? i.Title : i.Versions.MaxBy(v => v.Number)?.FileName ?? "",
            i.Kind,
            [.. i.Versions.OrderByDescending(v => v.Number)],
            unit.CodesOf(targets[(i.LinkId, true)]),
            [.. targets[(i.LinkId, false)].Select(unit.RequirementCode).Order(StringComparer.Ordinal)],
            [.. missing.Where(m => m.ItemId == i.Id).Select(m => m.Code)])).ToList();
        return (rows, missing);
    }

    /// <summary>Where it could still change; beside a result it is a link, and costs no command.</summary>
    private async Task<SelfProgress> SelfProgressAsync(Guid id, AssessmentState state, UnitView unit, Func<string, string> text, CancellationToken cancel)
    {
        if (!state.IsOpen())
        {
            return new SelfProgress(id, CanChange: false, []);
        }

        var rated = await db.SelfRatings.Where(s => s.AssessmentId == id && s.Level != null).Select(s => s.CriterionId).ToListAsync(cancel);
        return new SelfProgress(id, state.EvidenceIsOpen(), [.. UnitGroups.Of(unit, text, t).Select(g =>
        {
            var criteria = unit.Criteria.Where(g.Holds).ToList();
            return new SelfGroupProgress(g.Code, g.Title, criteria.Count(c => rated.Contains(c.Id)), criteria.Count);
        })]);
    }

    private async Task<(IReadOnlyList<RoundView> Rounds, IReadOnlyList<Submission.Point> Points)> RoundsAsync(Guid id, UnitView unit, Func<string, string> text, CancellationToken cancel)
    {
        var rounds = await db.Rounds.AsNoTracking().WithThreads().Where(r => r.AssessmentId == id).OrderByDescending(r => r.Number).ToListAsync(cancel);
        if (rounds.Count == 0)
        {
            return ([], []);
        }

        var handedIn = await (
            from round in db.Rounds
            where round.AssessmentId == id
            from entry in round.Evidence
            join version in db.EvidenceVersions on entry.EvidenceVersionId equals version.Id
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            join link in db.AssessmentEvidence on item.Id equals link.EvidenceItemId
            where link.AssessmentId == id
            orderby link.Number
            select new { RoundNumber = round.Number, ItemId = item.Id, link.Number, item.Title, entry.Stated, Version = version.Number, version.Id, version.FileName }).AsNoTracking().ToListAsync(cancel);
        var order = unit.Criteria.Select((c, i) => (c.Id, i)).ToDictionary(x => x.Id, x => x.i);
        static string Title(string? stated, string now) => stated is null ? now : EvidenceStatement.Parse(stated).Description.Title;
        var versions = handedIn.OrderByDescending(h => h.RoundNumber).DistinctBy(h => h.Id).ToDictionary(h => h.Id, h => new AnswerEvidence(h.Id, AssessmentEvidence.LabelOf(h.Number), h.Version, Title(h.Stated, h.Title)));
        var threads = RoundThreads.Of(rounds, versions.GetValueOrDefault);
        SentBack Point(Round round, ReturnItem item)
        {
            var code = unit.Criterion(item.CriterionId).Code;
            var turns = threads[item.CriterionId].ToList();
            return new SentBack(item.Id, code, text(code), item.Missing, item.Reply?.Fields ?? new ReplyFields(null, []), turns.Find(t => t.Round == round.Number)?.Answer, turns.FindAll(t => t.Round < round.Number));
        }

        return (
            [.. rounds.Select(r => new RoundView(
                r.Number,
                r.SubmittedAt,
                r.ReturnedAt,
                r.ReturnMessage,
                r.ResubmitBy,
                [.. handedIn.Where(h => h.RoundNumber == r.Number).Select(h => new HandedIn(h.ItemId, AssessmentEvidence.LabelOf(h.Number), Title(h.Stated, h.Title), h.Version, h.Id, h.FileName))],
                [.. r.ReturnItems.OrderBy(i => order[i.CriterionId]).Select(i => Point(r, i))]))],
            [.. rounds[0].ReturnItems.OrderBy(i => order[i.CriterionId]).Select(i => new Submission.Point(i.Id, i.Reply))]);
    }
}

/// <summary>The groups that a candidate's pages show criteria in.</summary>
internal static class UnitGroups
{
    /// <summary>Each task with its indicators, then knowledge, then skills.</summary>
    public static IEnumerable<(string Code, string Title, Func<CriterionView, bool> Holds)> Of(UnitView unit, Func<string, string> text, IStringLocalizer t) =>
        unit.Text.Tasks.Select(task => (task.Code, text(task.Code), (Func<CriterionView, bool>)(c => c.Task == task.Code)))
            .Append(("K", t["Knowledge"].Value, c => c.Kind == CriterionKind.Knowledge))
            .Append(("S", t["Skills"].Value, c => c.Kind == CriterionKind.Skill));

    /// <summary>Codes of criteria, in the order of the unit.</summary>
    public static IReadOnlyList<string> CodesOf(this UnitView unit, IEnumerable<Guid> criteria)
    {
        var wanted = criteria.ToHashSet();
        return [.. unit.Criteria.Where(c => wanted.Contains(c.Id)).Select(c => c.Code)];
    }
}
