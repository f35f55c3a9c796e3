using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.TwoAssessors;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>A state that a rating had.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">Who entered or confirmed it.</param>
/// <param name="Round">In which round; 0 before the first was handed in.</param>
/// <param name="Fields">What stood there.</param>
/// <param name="TakenOver">Whether it was taken over from somebody else's sheet.</param>
internal sealed record RatingState(DateTime At, PersonName By, int Round, RatingFields Fields, bool TakenOver);

internal sealed record RatingHistoryPage(ScoringHead Head, UnitView Unit, SchemeDocument Scheme, CriterionView Criterion, IReadOnlyList<EvidenceRow> Evidence, IReadOnlyList<RatingState> States);

/// <summary>What a rating was before.</summary>
internal sealed class RatingHistoryQueries(AppDbContext db, UnitCatalogue catalogue)
{
    /// <summary>Saves of one person that follow each other so closely are one state: somebody writes.</summary>
    internal static readonly TimeSpan Stroke = TimeSpan.FromMinutes(10);

    /// <summary>The own sheet's and that of predecessors in the part; of two assessors who have both finished, both. Null where there is no such criterion.</summary>
    public async Task<RatingHistoryPage?> PageAsync(ScoringHead head, string code, CancellationToken cancel)
    {
        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        if (unit.Criterion(code) is not { } criterion)
        {
            return null;
        }

        var (part, all) = (head.IsDecisionMaker ? AssessmentPart.Assessor : head.Part, head.BothFinished);
        var revisions = await (
            from revision in db.RatingRevisions.AsNoTracking()
            join rating in db.Ratings on revision.RatingId equals rating.Id
            where rating.AssessmentId == head.Id && rating.CriterionId == criterion.Id && db.Set<AssessorAssignment>().Any(x => x.Id == rating.AssignmentId && (all || x.Part == part))
            join person in db.People on revision.ByPersonId equals person.Id
            orderby revision.At, revision.Number
            select new { revision.At, revision.Content, revision.ByPersonId, TakenOver = revision.Number == 1 && rating.CarriedFromId != null, Name = new PersonName(person.NameZh, person.NameLatin) }).ToListAsync(cancel);
        var rounds = await db.Rounds.AsNoTracking().Where(r => r.AssessmentId == head.Id).OrderBy(r => r.Number).Select(r => new { r.Number, r.SubmittedAt }).ToListAsync(cancel);
        var states = new List<RatingState>();
        Guid? before = null;
        foreach (var revision in revisions)
        {
            var fields = TwoSheets.Parse<RatingFields>(revision.Content);
            var state = new RatingState(revision.At, revision.Name, rounds.LastOrDefault(r => r.SubmittedAt <= revision.At)?.Number ?? 0, fields with { PrivateNote = null }, revision.TakenOver);
            if (states.Count > 0 && before == revision.ByPersonId && !states[^1].TakenOver && states[^1].Fields.Level == fields.Level && state.At - states[^1].At < Stroke)
            {
                states.RemoveAt(states.Count - 1);
            }

            states.Add(state);
            before = revision.ByPersonId;
        }

        states.Reverse();
        return new RatingHistoryPage(
            head, unit, (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document, criterion, await ScoreSheetRows.EvidenceAsync(db, head.Id, head.AssignmentId, head.CandidateId, cancel), states);
    }
}
