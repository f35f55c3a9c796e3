using System.Text.Json;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.TwoAssessors;

/// <summary>The sheets of both assessors, as tracked rows. Nothing shows them to either before both have finished.</summary>
internal sealed class TwoSheets
{
    private readonly Guid _assessment;
    private readonly Guid _lead;
    private readonly Guid _second;
    private readonly List<CriterionRating> _ratings;
    private readonly List<EvidenceJudgement> _judgements;
    private readonly List<SufficiencyJudgement> _sufficiency;

    private TwoSheets(Guid assessment, Guid lead, Guid second, List<CriterionRating> ratings, List<EvidenceJudgement> judgements, List<SufficiencyJudgement> sufficiency) =>
        (_assessment, _lead, _second, _ratings, _judgements, _sufficiency) = (assessment, lead, second, ratings, judgements, sufficiency);

    /// <summary>In a command for each kind; null where not two rate.</summary>
    /// <param name="db">The database.</param>
    /// <param name="assessment">With its assignments.</param>
    /// <param name="kinds">What is needed of them; null for all.</param>
    /// <param name="cancel">Cancels.</param>
    public static async Task<TwoSheets?> LoadAsync(AppDbContext db, Assessment assessment, IReadOnlySet<DifferenceKind>? kinds, CancellationToken cancel)
    {
        bool Needs(DifferenceKind kind) => kinds?.Contains(kind) != false;

        if (assessment.CurrentAssessor is not { } lead || assessment.Holder(AssessmentPart.SecondAssessor) is not { } second)
        {
            return null;
        }

        Guid[] both = [lead.Id, second.Id];
        return new TwoSheets(
            assessment.Id,
            lead.Id,
            second.Id,
            !Needs(DifferenceKind.Criterion) ? [] : await db.Ratings.AsSingleQuery().Include(r => r.Methods).Include(r => r.Citations).Where(r => r.AssessmentId == assessment.Id && both.Contains(r.AssignmentId)).ToListAsync(cancel),
            !Needs(DifferenceKind.Evidence) ? [] : await db.EvidenceJudgements.Where(j => j.AssessmentId == assessment.Id && both.Contains(j.AssignmentId)).ToListAsync(cancel),
            !Needs(DifferenceKind.Requirement) ? [] : await db.SufficiencyJudgements.Where(j => j.AssessmentId == assessment.Id && both.Contains(j.AssignmentId)).ToListAsync(cancel));
    }

    /// <summary>One assessor's sheet, for what finishing asks: of the evidence, whether a doubt has its reason.</summary>
    public ScoreSheet Of(Guid assignmentId, UnitView unit, SchemeView scheme) => new(
        scheme.Document,
        [.. unit.Criteria.Select(c => Rating(assignmentId, c.Id) is { } r
            ? new ScoreSheet.Line(c.Code, c.Kind, c.Task, r.Fields, r.NeedsConfirmation)
            : new ScoreSheet.Line(c.Code, c.Kind, c.Task, new RatingFields(), false))],
        [.. _judgements.Where(j => j.AssignmentId == assignmentId).Select(j => new ScoreSheet.Evidence(j.EvidenceVersionId, null, j.Fields))],
        []);

    /// <summary>What both see differently, in the order of the unit, then the evidence and its requirements.</summary>
    public IEnumerable<Disagreement> Disagreements(UnitView unit, SchemeView scheme)
    {
        foreach (var criterion in unit.Criteria)
        {
            var (lead, second) = (Rating(_lead, criterion.Id)?.Fields ?? new RatingFields(), Rating(_second, criterion.Id)?.Fields ?? new RatingFields());
            if (Reconciliation.Differ(lead, second, scheme.Document.PassMark))
            {
                yield return new Disagreement(DifferenceKind.Criterion, criterion.Id, Told(lead), Told(second));
            }
        }

        foreach (var version in _judgements.Select(j => j.EvidenceVersionId).Distinct().Order())
        {
            var (lead, second) = (Judgement(_lead, version)?.Fields ?? NotJudged, Judgement(_second, version)?.Fields ?? NotJudged);
            if (Reconciliation.Differ(lead, second))
            {
                yield return new Disagreement(DifferenceKind.Evidence, version, Json(lead), Json(second));
            }
        }

        foreach (var requirement in unit.Text.Evidence.Select(e => unit.Requirements[e.Code]))
        {
            var (lead, second) = (Sufficiency(_lead, requirement), Sufficiency(_second, requirement));
            if (lead?.Sufficient != second?.Sufficient)
            {
                yield return new Disagreement(DifferenceKind.Requirement, requirement, Json(lead?.Fields ?? NotSaid), Json(second?.Fields ?? NotSaid));
            }
        }
    }

    /// <summary>Writes what was agreed into the lead's sheet, which is the one that is signed, or into the second's, who confirms it.</summary>
    /// <param name="db">Takes what is added: revisions, a judgement.</param>
    /// <param name="ofLead">Whose sheet.</param>
    /// <param name="difference">It is settled.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="byPerson">Whose hand.</param>
    /// <param name="now">UTC.</param>
    public void Take(AppDbContext db, bool ofLead, Difference difference, SchemeView scheme, Guid byPerson, DateTime now)
    {
        var sheet = ofLead ? _lead : _second;
        switch (difference.Kind)
        {
            case DifferenceKind.Criterion:
                var rating = Rating(sheet, difference.SubjectId) ?? throw new DomainException("rating.criterion");
                var levels = scheme.Document.Scale.Select(l => l.Value).ToHashSet();
                var methods = scheme.Document.MethodVariants.Select(m => m.Code).ToHashSet();

                // Private notes stay with who wrote them.
                var fields = Parse<RatingFields>(difference.Agreed!) with { PrivateNote = rating.PrivateNote };
                if (rating.Change(fields, levels, methods, byPerson, db.NextKey, now) is { } revision)
                {
                    db.RatingRevisions.Add(revision);
                }

                break;
            case DifferenceKind.Evidence:
                // What an assessor added, only one of them may have judged.
                var judgement = Judgement(sheet, difference.SubjectId);
                if (judgement is null)
                {
                    judgement = new EvidenceJudgement(db.NextKey(), _assessment, sheet, difference.SubjectId);
                    db.EvidenceJudgements.Add(judgement);
                }

                db.JudgementRevisions.AddRange(judgement.Judge(Parse<JudgementFields>(difference.Agreed!), byPerson, db.NextKey, now));
                break;
            default:
                var sufficiency = Sufficiency(sheet, difference.SubjectId) ?? throw new DomainException("rating.requirement");
                db.JudgementRevisions.AddRange(sufficiency.Judge(Parse<RequirementFields>(difference.Agreed!), byPerson, db.NextKey, now));
                break;
        }
    }

    internal static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, RatingFields.Json)!;

    private static readonly JudgementFields NotJudged = new(null, null, null, null);

    private static string Told(RatingFields fields) => (fields with { PrivateNote = null }).ToJson();

    private static readonly RequirementFields NotSaid = new(null, null);

    private static string Json<T>(T fields) => JsonSerializer.Serialize(fields, RatingFields.Json);

    private CriterionRating? Rating(Guid assignment, Guid criterion) => _ratings.Find(r => r.AssignmentId == assignment && r.CriterionId == criterion);

    private EvidenceJudgement? Judgement(Guid assignment, Guid version) => _judgements.Find(j => j.AssignmentId == assignment && j.EvidenceVersionId == version);

    private SufficiencyJudgement? Sufficiency(Guid assignment, Guid requirement) => _sufficiency.Find(s => s.AssignmentId == assignment && s.RequirementId == requirement);
}
