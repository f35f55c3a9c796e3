using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.TwoAssessors;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Verification;

/// <param name="Id">The assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="Candidate">Who is assessed.</param>
/// <param name="Unit">Published name of the unit.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="DecideBy">End of the last day to decide, UTC.</param>
/// <param name="AfterRelease">Whether the result stands already.</param>
/// <param name="Outcome">How it ended; null while it is open.</param>
internal sealed record VerificationRow(Guid Id, string Code, PersonName Candidate, string Unit, DateTime OpenedAt, DateTime DecideBy, bool AfterRelease, VerificationOutcome? Outcome);

internal sealed record VerificationWorklist(IReadOnlyList<VerificationRow> Rows, PageInfo Page, bool All);

/// <summary>A criterion of the decision, and what the verifier says of it.</summary>
internal sealed record VerifiedCriterion(CriterionView Criterion, string Text, ScoreSheet.Line Line, bool? Agrees, string? Reason)
{
    /// <summary>What two assessors gave before they agreed, and why they agreed so; null where they did not differ.</summary>
    public (int? Lead, int? Second, string? Reason)? Difference { get; init; }
}

/// <summary>The decision in a verifier's hands.</summary>
internal sealed record VerificationPage
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required PersonName Candidate { get; init; }

    public required PersonName Assessor { get; init; }

    public required string UnitName { get; init; }

    public required SchemeDocument Scheme { get; init; }

    public required Decision Decision { get; init; }

    public required Domain.Assessments.Verification Verification { get; init; }

    public required ReleaseBlocks Blocks { get; init; }

    /// <summary>What keeps the decision from being released; null where nothing does.</summary>
    public DomainException? BlockedBy => Verification is { IsOpen: true, AfterRelease: false } ? Blocks.Refusal : null;

    public required IReadOnlyList<(string Key, string? Task, IReadOnlyList<VerifiedCriterion> Criteria)> Groups { get; init; }

    public required IReadOnlyList<EvidenceRow> Evidence { get; init; }

    public required IReadOnlyList<(string Code, string Text, bool? Sufficient, string? Reason)> Requirements { get; init; }

    public DecisionForm Form { get; init; } = new();

    public EvidenceRow? Piece(Guid versionId) => Evidence.FirstOrDefault(e => e.VersionId == versionId);

    public ScaleLevel? Level(int? value) => Scheme.Scale.FirstOrDefault(l => l.Value == value);
}

/// <summary>What the verifier's screens read.</summary>
internal sealed class VerificationQueries(AppDbContext db, UnitCatalogue catalogue)
{
    private const int PageSize = 25;

    public async Task<VerificationWorklist> WorklistAsync(Viewer viewer, bool all, int page, CancellationToken cancel)
    {
        var mine = from v in db.Verifications.AsNoTracking()
                   join a in db.Assessments.AsVerifier(viewer) on v.AssessmentId equals a.Id
                   where all || v.ClosedAt == null
                   select new { Verification = v, Assessment = a };
        var total = await mine.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var rows = await (
            from x in mine
            join candidate in db.People on x.Assessment.CandidateId equals candidate.Id
            join unit in db.UnitVersions on x.Assessment.UnitVersionId equals unit.Id
            orderby x.Verification.ClosedAt != null, x.Assessment.DecideBy, x.Verification.Id
            select new VerificationRow(
                x.Assessment.Id, x.Assessment.Code, new PersonName(candidate.NameZh, candidate.NameLatin), unit.Name,
                x.Verification.OpenedAt, x.Assessment.DecideBy, x.Verification.AfterRelease, x.Verification.Outcome))
            .Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new VerificationWorklist(rows, info, all);
    }

    /// <summary>The decision that is open, else the one that was verified last; null where the viewer is not the verifier.</summary>
    public async Task<VerificationPage?> PageAsync(Guid assessmentId, Viewer viewer, CancellationToken cancel)
    {
        var head = await (
            from a in db.Assessments.AsNoTracking().AsVerifier(viewer)
            where a.Id == assessmentId
            join candidate in db.People on a.CandidateId equals candidate.Id
            from lead in a.Assignments.Where(x => x.Part == AssessmentPart.Assessor && x.EndedAt == null)
            join assessor in db.People on lead.PersonId equals assessor.Id
            select new { a.Code, a.UnitVersionId, a.SchemeId, a.TranslationRevision, Candidate = candidate, Assessor = assessor, AssignmentId = lead.Id, HasTwoAssessors = a.Assignments.Any(x => x.Part == AssessmentPart.SecondAssessor && x.EndedAt == null) }).SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var (cases, quarantined, upheld) = ReleaseBlocks.Of(db, assessmentId);
        var found = await (
            from v in db.Verifications.AsNoTracking().AsSingleQuery().Include(v => v.Items)
            where v.AssessmentId == assessmentId
            join d in db.Decisions on v.DecisionId equals d.Id
            orderby v.ClosedAt != null, v.OpenedAt descending
            select new { Verification = v, Decision = d, Case = cases.Any(), Quarantine = d.Outcome == Outcome.Competent && quarantined.Any(), Objection = upheld.Any() }).FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var (verification, decision) = (found.Verification, found.Decision);
        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var scheme = await catalogue.SchemeAsync(db, head.SchemeId, cancel);
        var rows = await ScoreSheetRows.LoadAsync(db, assessmentId, head.AssignmentId, head.Candidate.Id, cancel);
        var culture = CultureInfo.CurrentUICulture.Name;
        var items = verification.Items.ToDictionary(i => i.CriterionId);
        var differences = (head.HasTwoAssessors ? await DifferencesAsync(decision, cancel) : []).ToDictionary(d => d.SubjectId, d => ((int? Lead, int? Second, string? Reason)?)(TwoSheets.Parse<RatingFields>(d.Lead).Level, TwoSheets.Parse<RatingFields>(d.Second).Level, d.Reason));
        var lines = rows.Sheet(unit, scheme).Lines.ToDictionary(l => l.Code);
        return new VerificationPage
        {
            Id = assessmentId,
            Code = head.Code,
            Candidate = new PersonName(head.Candidate.NameZh, head.Candidate.NameLatin),
            Assessor = new PersonName(head.Assessor.NameZh, head.Assessor.NameLatin),
            UnitName = unit.NameIn(culture),
            Scheme = scheme.Document,
            Decision = decision,
            Verification = verification,
            Blocks = new ReleaseBlocks(found.Case, found.Quarantine, found.Objection),
            Groups = [.. unit.Criteria.GroupBy(c => c.Task ?? c.Kind.ToString()).Select(g => (g.Key, g.First().Task is { } task ? unit.TextIn(task, culture, head.TranslationRevision) : null, (IReadOnlyList<VerifiedCriterion>)
                [.. g.Select(c => new VerifiedCriterion(c, unit.TextIn(c.Code, culture, head.TranslationRevision), lines[c.Code], items.GetValueOrDefault(c.Id)?.Agrees, items.GetValueOrDefault(c.Id)?.Reason) { Difference = differences.GetValueOrDefault(c.Id) })]))],
            Evidence = rows.Evidence,
            Requirements = [.. unit.Text.Evidence.Select(e =>
            {
                var judged = rows.Sufficiency.FirstOrDefault(s => s.RequirementId == unit.Requirements[e.Code]);
                return (e.Code, unit.TextIn(e.Code, culture, head.TranslationRevision), judged?.Sufficient, judged?.Reason);
            })],
        };
    }

    /// <summary>What two assessors rated differently before they agreed on what was signed; of a criterion that differed more than once, the last.</summary>
    private async Task<IEnumerable<Difference>> DifferencesAsync(Decision decision, CancellationToken cancel)
    {
        var all = await (
            from r in db.Reconciliations.AsNoTracking()
            where r.AssessmentId == decision.AssessmentId && r.ContentVersion <= decision.ContentVersion
            from d in r.Differences
            where d.Kind == DifferenceKind.Criterion
            orderby r.ContentVersion
            select d).ToListAsync(cancel);
        return all.GroupBy(d => d.SubjectId, (_, g) => g.Last());
    }
}
