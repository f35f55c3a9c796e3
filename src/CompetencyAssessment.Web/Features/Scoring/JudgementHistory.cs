using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>A state that a judgement had: of an evidence version, or of a requirement.</summary>
/// <param name="At">UTC; null where it was judged before a history was kept.</param>
/// <param name="By">Who judged; from before a history was kept whose sheet it is.</param>
/// <param name="Round">In which round; 0 before the first was handed in, or where the time is not known.</param>
/// <param name="Evidence">Null where it is of a requirement.</param>
/// <param name="Requirement">Null where it is of an evidence version.</param>
internal sealed record JudgementState(DateTime? At, PersonName By, int Round, JudgementFields? Evidence, RequirementFields? Requirement)
{
    public string? Reason => Evidence is null ? Requirement?.Reason : Evidence.Reason;
}

/// <param name="Anchor">As in the workspace: <c>ev-</c> and the version, or the code of a requirement.</param>
/// <param name="Label">E.g. <c>EV-01 v2</c>, <c>E1</c>.</param>
/// <param name="Title">Of the piece, or the text of the requirement.</param>
/// <param name="States">The latest first.</param>
internal sealed record JudgedSubject(string Anchor, string Label, string Title, IReadOnlyList<JudgementState> States);

internal sealed record JudgementHistoryPage(ScoringHead Head, IReadOnlyList<JudgedSubject> Evidence, IReadOnlyList<JudgedSubject> Requirements);

/// <summary>What judgements of evidence and of requirements were before.</summary>
internal sealed class JudgementHistoryQueries(AppDbContext db, UnitCatalogue catalogue)
{
    /// <summary>Of whom as for ratings: the own sheet's and that of predecessors in the part; of two assessors who have both finished, both.</summary>
    public async Task<JudgementHistoryPage> PageAsync(ScoringHead head, CancellationToken cancel)
    {
        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var (part, all) = (head.IsDecisionMaker ? AssessmentPart.Assessor : head.Part, head.BothFinished);
        var sheets = db.Set<AssessorAssignment>().Where(x => x.AssessmentId == head.Id && (all || x.Part == part));
        var revised = await (
            from judged in db.RevisedJudgements(head.Id)
            join sheet in sheets on judged.AssignmentId equals sheet.Id
            join person in db.People on judged.Revision.ByPersonId ?? sheet.PersonId equals person.Id
            orderby judged.Revision.At, judged.Revision.Number
            select new { judged.Revision, judged.SubjectId, PersonId = person.Id, Name = new PersonName(person.NameZh, person.NameLatin) }).AsNoTracking().ToListAsync(cancel);

        // Judged before a history was kept, and not since.
        var evidence = await (
            from judgement in db.EvidenceJudgements
            where judgement.AssessmentId == head.Id && judgement.RevisionNo == 0
            join sheet in sheets on judgement.AssignmentId equals sheet.Id
            join person in db.People on sheet.PersonId equals person.Id
            select new { Judgement = judgement, PersonId = person.Id, Name = new PersonName(person.NameZh, person.NameLatin) }).AsNoTracking().ToListAsync(cancel);
        var requirements = await (
            from judgement in db.SufficiencyJudgements
            where judgement.AssessmentId == head.Id && judgement.RevisionNo == 0
            join sheet in sheets on judgement.AssignmentId equals sheet.Id
            join person in db.People on sheet.PersonId equals person.Id
            select new { Judgement = judgement, PersonId = person.Id, Name = new PersonName(person.NameZh, person.NameLatin) }).AsNoTracking().ToListAsync(cancel);
        var entries = evidence.Where(e => e.Judgement.Salt.Length > 0).Select(e => new Entry(e.Judgement.EvidenceVersionId, null, e.PersonId, e.Name, e.Judgement.Fields, null))
            .Concat(requirements.Where(e => e.Judgement.Salt.Length > 0).Select(e => new Entry(e.Judgement.RequirementId, null, e.PersonId, e.Name, null, e.Judgement.Fields)))
            .Concat(revised.Select(e => new Entry(e.SubjectId, e.Revision.JudgedAt, e.PersonId, e.Name, e.Revision.Evidence, e.Revision.Requirement)))
            .ToLookup(e => e.Subject);
        var rounds = await db.Rounds.AsNoTracking().Where(r => r.AssessmentId == head.Id).OrderBy(r => r.Number).Select(r => new RoundBegun(r.Number, r.SubmittedAt)).ToListAsync(cancel);
        var pieces = await ScoreSheetRows.EvidenceAsync(db, head.Id, head.AssignmentId, head.CandidateId, cancel);
        return new JudgementHistoryPage(
            head,
            [.. pieces.Where(p => entries.Contains(p.VersionId)).Select(p => new JudgedSubject($"ev-{p.VersionId}", $"{p.Label} v{p.VersionNo}", p.Title, States(entries[p.VersionId], rounds)))],
            [.. unit.Text.Evidence.Where(e => entries.Contains(unit.Requirements[e.Code])).Select(e => new JudgedSubject(
                e.Code, e.Code, unit.TextIn(e.Code, CultureInfo.CurrentUICulture.Name, head.TranslationRevision), States(entries[unit.Requirements[e.Code]], rounds)))]);
    }

    /// <summary>The latest first; saves of one person that follow each other closely, and take nothing back, are one state: three choices make one judgement.</summary>
    private static List<JudgementState> States(IEnumerable<Entry> entries, List<RoundBegun> rounds)
    {
        var states = new List<JudgementState>();
        Guid? before = null;
        foreach (var entry in entries)
        {
            var state = new JudgementState(entry.At, entry.Name, rounds.LastOrDefault(r => r.SubmittedAt <= entry.At)?.Number ?? 0, entry.Evidence, entry.Requirement);
            if (states.Count > 0 && before == entry.By && entry.At - states[^1].At < RatingHistoryQueries.Stroke && Keeps(states[^1], state))
            {
                states.RemoveAt(states.Count - 1);
            }

            states.Add(state);
            before = entry.By;
        }

        states.Reverse();
        return states;
    }

    private static bool Keeps(JudgementState before, JudgementState after)
    {
        static bool Same<T>(T? then, T? now)
            where T : struct => then is null || Equals(then, now);
        return Same(before.Evidence?.Valid, after.Evidence?.Valid) && Same(before.Evidence?.Authentic, after.Evidence?.Authentic) && Same(before.Evidence?.Current, after.Evidence?.Current)
            && Same(before.Requirement?.Sufficient, after.Requirement?.Sufficient);
    }

    private sealed record RoundBegun(int Number, DateTime SubmittedAt);

    private sealed record Entry(Guid Subject, DateTime? At, Guid By, PersonName Name, JudgementFields? Evidence, RequirementFields? Requirement);
}

/// <summary>A state of a judgement with whose sheet it is on, and of what it is.</summary>
internal sealed class RevisedJudgement
{
    public required JudgementRevision Revision { get; init; }

    public required Guid AssignmentId { get; init; }

    /// <summary>The evidence version, or the requirement.</summary>
    public required Guid SubjectId { get; init; }
}

internal static class JudgementRows
{
    /// <summary>Every state of the judgements of an assessment, on whatever sheet: a caller chooses whose.</summary>
    public static IQueryable<RevisedJudgement> RevisedJudgements(this AppDbContext db, Guid assessmentId) =>
        from revision in db.JudgementRevisions
        where revision.AssessmentId == assessmentId
        from evidence in db.EvidenceJudgements.Where(j => j.Id == revision.EvidenceJudgementId).DefaultIfEmpty()
        from requirement in db.SufficiencyJudgements.Where(j => j.Id == revision.SufficiencyJudgementId).DefaultIfEmpty()
        select new RevisedJudgement
        {
            Revision = revision,
            AssignmentId = revision.EvidenceJudgementId != null ? evidence!.AssignmentId : requirement!.AssignmentId,
            SubjectId = revision.EvidenceJudgementId != null ? evidence!.EvidenceVersionId : requirement!.RequirementId,
        };
}
