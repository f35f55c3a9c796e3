using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.TwoAssessors;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Rounds;

/// <summary>
/// The levels and judgements of one sheet at two moments: of the sheet that the viewer sees in the workspace, and of predecessors in the part
/// while they held it. Of two assessors each finds the own sheet here, never the other's.
/// </summary>
internal sealed class SheetComparison(AppDbContext db, UnitCatalogue catalogue, TimeProvider clock, IStringLocalizer<SharedResource> t)
{
    /// <param name="head">Of the viewer.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="versions">What is known of versions that were handed in.</param>
    /// <param name="then">When the earlier submission was sent back, UTC.</param>
    /// <param name="sentBack">When the later one was, UTC; null where it was not: then as the sheet stands.</param>
    /// <param name="cancel">Cancels reading.</param>
    public async Task<ComparedSheet> OfAsync(ScoringHead head, UnitView unit, IReadOnlyDictionary<Guid, AnswerEvidence> versions, DateTime then, DateTime? sentBack, CancellationToken cancel)
    {
        var now = sentBack ?? clock.GetUtcNow().UtcDateTime;
        return new ComparedSheet(then, sentBack, await LevelsAsync(head, unit, then, now, cancel), await JudgementsAsync(head, unit, versions, then, now, cancel));
    }

    private async Task<List<ThenAndNow>> LevelsAsync(ScoringHead head, UnitView unit, DateTime then, DateTime now, CancellationToken cancel)
    {
        // Of each rating the two states that counted, of whoever held the part at that moment.
        var rows = await (
            from revision in db.RatingRevisions.AsNoTracking()
            join rating in db.Ratings on revision.RatingId equals rating.Id
            join sheet in SheetsOf(head) on rating.AssignmentId equals sheet.Id
            where (revision.At <= then && !db.RatingRevisions.Any(r => r.RatingId == rating.Id && r.Number > revision.Number && r.At <= then))
                || (revision.At <= now && !db.RatingRevisions.Any(r => r.RatingId == rating.Id && r.Number > revision.Number && r.At <= now))
            select new { rating.CriterionId, sheet.BegunAt, sheet.EndedAt, revision.At, revision.Number, revision.Content }).ToListAsync(cancel);
        var levels = (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document.Scale.ToDictionary(l => l.Value, l => $"{l.Value} {l.Name.Here()}");
        int? LevelAt(Guid criterion, DateTime at) => rows.Where(r => r.CriterionId == criterion && r.BegunAt <= at && !(r.EndedAt <= at) && r.At <= at).MaxBy(r => r.Number) is { } last
            ? TwoSheets.Parse<RatingFields>(last.Content).Level
            : null;
        Said Told(int? level) => new(level is { } value ? levels[value] : t["Not assessed"].Value, null);
        return [.. unit.Criteria.Select(c => (c.Code, Then: LevelAt(c.Id, then), Now: LevelAt(c.Id, now))).Where(c => c.Then != c.Now)
            .Select(c => new ThenAndNow(c.Code, unit.TextIn(c.Code, CultureInfo.CurrentUICulture.Name, head.TranslationRevision), $"/scoring/{head.Id}/ratings/{c.Code}/history", Told(c.Then), Told(c.Now)))];
    }

    /// <summary>What was judged before a history was kept, and when, is not known: such a judgement is compared from its next change on.</summary>
    private async Task<List<ThenAndNow>> JudgementsAsync(ScoringHead head, UnitView unit, IReadOnlyDictionary<Guid, AnswerEvidence> versions, DateTime then, DateTime now, CancellationToken cancel)
    {
        var rows = await (
            from judged in db.RevisedJudgements(head.Id).AsNoTracking()
            join sheet in SheetsOf(head) on judged.AssignmentId equals sheet.Id
            where judged.Revision.At <= now
            select new
            {
                judged.Revision,
                judged.SubjectId,
                sheet.BegunAt,
                sheet.EndedAt,
                VersionNo = db.EvidenceVersions.Where(v => v.Id == judged.SubjectId).Select(v => (int?)v.Number).FirstOrDefault(),
                Number = db.AssessmentEvidence.Where(l => l.AssessmentId == head.Id && db.EvidenceVersions.Any(v => v.Id == judged.SubjectId && v.EvidenceItemId == l.EvidenceItemId)).Select(l => (int?)l.Number).FirstOrDefault(),
                Added = db.AssessorEvidence.Where(e => e.AssessmentId == head.Id && db.EvidenceVersions.Any(v => v.Id == judged.SubjectId && v.EvidenceItemId == e.EvidenceItemId)).Select(e => (int?)e.Number).FirstOrDefault(),
            }).ToListAsync(cancel);
        JudgementRevision? At(Guid subject, DateTime at) => rows.Where(r => r.SubjectId == subject && r.BegunAt <= at && !(r.EndedAt <= at) && r.Revision.At <= at).MaxBy(r => r.Revision.Number)?.Revision;
        var history = $"/scoring/{head.Id}/judgements/history";
        var differing = new List<(int Order, ThenAndNow Row)>();
        foreach (var subject in rows.GroupBy(r => r.SubjectId))
        {
            var (before, after) = (At(subject.Key, then), At(subject.Key, now));
            var any = subject.First();
            if (before is null && subject.Any(r => r.Revision.Number == 0))
            {
                continue;
            }

            if (any.Revision.EvidenceJudgementId is not null)
            {
                Differ(
                    before?.Evidence ?? new JudgementFields(null, null, null, null),
                    after?.Evidence ?? new JudgementFields(null, null, null, null),
                    fields => new Said(t.Judged(fields), fields.Reason),
                    any.Added is { } added ? 10_000 + added : any.Number ?? 0,
                    $"{(any.Added is { } number ? AssessorEvidence.LabelOf(number) : AssessmentEvidence.LabelOf(any.Number ?? 0))} v{any.VersionNo}",
                    versions.GetValueOrDefault(subject.Key)?.Title ?? "",
                    $"ev-{subject.Key}");
            }
            else
            {
                var code = unit.RequirementCode(subject.Key);
                Differ(
                    before?.Requirement ?? new RequirementFields(null, null),
                    after?.Requirement ?? new RequirementFields(null, null),
                    fields => new Said(t.Judged(fields), fields.Reason),
                    20_000,
                    code,
                    unit.TextIn(code, CultureInfo.CurrentUICulture.Name, head.TranslationRevision),
                    code);
            }
        }

        void Differ<T>(T before, T after, Func<T, Said> told, int order, string code, string text, string anchor)
            where T : notnull
        {
            if (!before.Equals(after))
            {
                differing.Add((order, new ThenAndNow(code, text, $"{history}#{anchor}", told(before), told(after))));
            }
        }

        return [.. differing.OrderBy(d => d.Order).ThenBy(d => d.Row.Code, StringComparer.Ordinal).Select(d => d.Row)];
    }

    private IQueryable<AssessorAssignment> SheetsOf(ScoringHead head)
    {
        var part = head.IsDecisionMaker ? AssessmentPart.Assessor : head.Part;
        return db.Set<AssessorAssignment>().Where(x => x.AssessmentId == head.Id && x.Part == part);
    }
}
