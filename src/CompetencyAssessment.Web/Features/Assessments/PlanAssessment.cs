using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>What an administrator chooses for a new assessment. Dates are days in the centre's time zone.</summary>
internal sealed record NewAssessment(Guid CandidateId, Guid AssessorId, Guid SchemeId, IReadOnlyCollection<string> Methods, DateOnly SubmitBy, DateOnly DecideBy)
{
    /// <summary>Only where the scheme asks for two.</summary>
    public Guid? SecondAssessorId { get; init; }

    /// <summary>Only where the scheme separates rating and signing.</summary>
    public Guid? DecisionMakerId { get; init; }

    /// <summary>Its key, where the caller has to know it before.</summary>
    public Guid? Id { get; init; }

    /// <summary>The earlier attempt that it follows, if any.</summary>
    public Guid? PredecessorId { get; init; }

    /// <summary>Who may have no part in it.</summary>
    public IReadOnlyCollection<Guid> Refused { get; init; } = [];

    /// <summary>What the earlier attempt handed in last is rated again as it is; nobody gathers anything.</summary>
    public bool SameEvidence { get; init; }

    /// <summary>How the candidate will have each resource of the unit, by code.</summary>
    public IReadOnlyDictionary<string, string> Resources { get; init; } = new Dictionary<string, string>();

    /// <summary>What the plan says by criterion, where it goes on from the earlier attempt's; null: the methods by the coverage guide, and the resources.</summary>
    public PlanContent? Content { get; init; }
}

/// <summary>Plans an assessment: takes its code and attempt number, and pins the versions that it begins with.</summary>
internal sealed class PlanAssessment(AppDbContext db, UnitCatalogue catalogue, IndependenceCheck check, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException">
    /// <c>assessment.open-already</c>, <c>plan.dates</c>, <c>plan.methods</c>, <c>assessor.is-candidate</c>, <c>assessor.judged-before</c>, <c>plan.second-assessor</c> and
    /// <c>plan.decision-maker</c> (the scheme asks for one), <c>assignment.is-candidate</c>, <c>assignment.one-part</c>, <c>independence.refused</c>
    /// </exception>
    public Task<Guid> RunAsync(NewAssessment plan, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var scheme = await catalogue.SchemeAsync(db, plan.SchemeId, cancel);
            var unit = await catalogue.UnitAsync(db, scheme.UnitVersionId, cancel);
            var rules = scheme.Document.Rules;
            Guid[] judging = [.. new[] { plan.AssessorId, rules.Assessors > 1 ? plan.SecondAssessorId : null, rules.SeparateDecisionMaker ? plan.DecisionMakerId : null }.OfType<Guid>()];
            var refused = check.Of(db.People.Where(p => judging.Contains(p.Id)), plan.CandidateId, unit.UnitId, JudgingKind.Assessing).Where(IndependenceCheck.IsRefused);
            var earlier = db.Assessments.Where(a => a.CandidateId == plan.CandidateId && a.UnitId == unit.UnitId);
            var centre = await db.Centres.AsNoTracking().Select(c => new { c.Id, c.TimeZone, HasOpen = earlier.Any(e => e.IsOpen), LastAttempt = earlier.Max(e => e.AttemptNo), HasRefused = refused.Any() }).SingleAsync(cancel);
            if (centre.HasOpen)
            {
                throw new DomainException("assessment.open-already");
            }

            if (plan.Methods.Except(scheme.Document.MethodVariants.Select(m => m.Code)).Any() || plan.Resources.Keys.Except(unit.Text.Resources.Select(r => r.Code)).Any())
            {
                throw new DomainException("plan.methods");
            }

            if (rules.Assessors > 1 && plan.SecondAssessorId is null)
            {
                throw new DomainException("plan.second-assessor");
            }

            if (rules.SeparateDecisionMaker && plan.DecisionMakerId is null)
            {
                throw new DomainException("plan.decision-maker");
            }

            if (centre.HasRefused)
            {
                await check.DemandAsync(judging, plan.CandidateId, unit.UnitId, JudgingKind.Assessing, cancel);
            }

            var zone = TimeZoneInfo.FindSystemTimeZoneById(centre.TimeZone);
            var year = TimeZoneInfo.ConvertTimeFromUtc(now, zone).Year;
            var number = await db.TakeNumberAsync(centre.Id, "A", year, cancel);
            var assessment = new Assessment(
                plan.Id ?? db.NextKey(),
                new AssessmentPlan
                {
                    CentreId = centre.Id,
                    Code = string.Create(CultureInfo.InvariantCulture, $"A-{year}-{number:D6}"),
                    CandidateId = plan.CandidateId,
                    AssessorId = plan.AssessorId,
                    SecondAssessorId = rules.Assessors > 1 ? plan.SecondAssessorId : null,
                    DecisionMakerId = rules.SeparateDecisionMaker ? plan.DecisionMakerId : null,
                    UnitId = unit.UnitId,
                    UnitVersionId = unit.VersionId,
                    SchemeId = plan.SchemeId,
                    TranslationRevision = unit.Translation("en")?.Revision ?? 0,
                    ErrataRevision = unit.ErrataAt()?.Revision ?? 0,
                    AttemptNo = (centre.LastAttempt ?? 0) + 1,
                    PredecessorId = plan.PredecessorId,
                    Refused = plan.Refused,
                    Methods = plan.Methods,
                    Content = plan.Content ?? PlanContent.StartingFrom(scheme.Document, unit.Criteria.Select(c => c.Code), plan.Methods) with { Resources = plan.Resources },
                    SubmitBy = EndOfDay(plan.SubmitBy, zone),
                    DecideBy = EndOfDay(plan.DecideBy, zone),
                },
                db.NextKey,
                now);
            db.Assessments.Add(assessment);
            if (plan is { SameEvidence: true, PredecessorId: { } predecessor })
            {
                await HandOverAsync(assessment, predecessor, now, cancel);
                notifier.TellCandidate(assessment, "assessment.rated-again");
            }
            else
            {
                notifier.TellCandidate(assessment, "assessment.planned", Notifier.Day(plan.SubmitBy));
            }

            notifier.TellAssessors(assessment, "assessment.assigned");
            notifier.TellHolder(assessment, AssessmentPart.DecisionMaker, "decision-maker.assigned");
            await db.SaveChangesAsync(cancel);
            return assessment.Id;
        },
        cancel);

    /// <summary>Links the evidence of the earlier attempt's last round with what it was stated to support, and hands it over.</summary>
    private async Task HandOverAsync(Assessment assessment, Guid predecessor, DateTime now, CancellationToken cancel)
    {
        var last = await (
            from round in db.Rounds.AsNoTracking().Include(r => r.Evidence)
            where round.AssessmentId == predecessor && !db.Rounds.Any(r => r.AssessmentId == predecessor && r.Number > round.Number)
            select new
            {
                Round = round,
                Pieces = (
                    from entry in round.Evidence
                    join version in db.EvidenceVersions on entry.EvidenceVersionId equals version.Id
                    join link in db.AssessmentEvidence on version.EvidenceItemId equals link.EvidenceItemId
                    where link.AssessmentId == predecessor
                    select new { link.EvidenceItemId, link.Number, entry.Stated }).ToList(),
            }).AsSingleQuery().SingleOrDefaultAsync(cancel) ?? throw new DomainException("appeal.nothing-handed-in");
        foreach (var piece in last.Pieces.DistinctBy(p => p.Number).OrderBy(p => p.Number))
        {
            // The same number, so that both records speak of the same EV-01.
            var link = new AssessmentEvidence(db.NextKey(), assessment.Id, piece.EvidenceItemId, piece.Number);
            if (piece.Stated is not null && EvidenceStatement.Parse(piece.Stated) is var stated)
            {
                link.MapTo([.. stated.Criteria], [.. stated.Requirements]);
            }

            db.AssessmentEvidence.Add(link);
        }

        assessment.HandOver(last.Round, db.NextKey, now);
    }

    /// <summary>The last second of a day in a time zone, in UTC.</summary>
    internal static DateTime EndOfDay(DateOnly day, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(23, 59, 59), DateTimeKind.Unspecified), zone);
}
