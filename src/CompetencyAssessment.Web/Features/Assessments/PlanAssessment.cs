using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>What an administrator chooses for a new assessment. Dates are days in the centre's time zone.</summary>
internal sealed record NewAssessment(Guid CandidateId, Guid AssessorId, Guid SchemeId, IReadOnlyCollection<string> Methods, DateOnly SubmitBy, DateOnly DecideBy)
{
    /// <summary>How the candidate will have each resource of the unit, by code.</summary>
    public IReadOnlyDictionary<string, string> Resources { get; init; } = new Dictionary<string, string>();
}

/// <summary>Plans an assessment: takes its code and attempt number, and pins the versions that it begins with.</summary>
internal sealed class PlanAssessment(AppDbContext db, UnitCatalogue catalogue, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException">
    /// <c>assessment.open-already</c>, <c>plan.dates</c>, <c>plan.methods</c>, <c>assessor.is-candidate</c>
    /// </exception>
    public async Task<Guid> RunAsync(NewAssessment plan, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using var transaction = own;

        var scheme = await catalogue.SchemeAsync(db, plan.SchemeId, cancel);
        var unit = await catalogue.UnitAsync(db, scheme.UnitVersionId, cancel);
        var centre = await db.Centres.AsNoTracking().SingleAsync(cancel);
        var earlier = await db.Assessments.AsNoTracking()
            .Where(a => a.CandidateId == plan.CandidateId && a.UnitId == unit.UnitId)
            .Select(a => new { a.IsOpen, a.AttemptNo })
            .ToListAsync(cancel);
        if (earlier.Exists(e => e.IsOpen))
        {
            throw new DomainException("assessment.open-already");
        }

        if (plan.Methods.Except(scheme.Document.MethodVariants.Select(m => m.Code)).Any() || plan.Resources.Keys.Except(unit.Text.Resources.Select(r => r.Code)).Any())
        {
            throw new DomainException("plan.methods");
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(centre.TimeZone);
        var year = TimeZoneInfo.ConvertTimeFromUtc(now, zone).Year;
        var number = await db.TakeNumberAsync(centre.Id, "A", year, cancel);
        var assessment = new Assessment(
            db.NextKey(),
            new AssessmentPlan
            {
                CentreId = centre.Id,
                Code = string.Create(CultureInfo.InvariantCulture, $"A-{year}-{number:D6}"),
                CandidateId = plan.CandidateId,
                AssessorId = plan.AssessorId,
                UnitId = unit.UnitId,
                UnitVersionId = unit.VersionId,
                SchemeId = plan.SchemeId,
                TranslationRevision = unit.Translation("en")?.Revision ?? 0,
                ErrataRevision = unit.ErrataAt()?.Revision ?? 0,
                AttemptNo = (earlier.Max(e => e.AttemptNo) ?? 0) + 1,
                Methods = plan.Methods,
                Content = PlanContent.StartingFrom(scheme.Document, unit.Criteria.Select(c => c.Code), plan.Methods) with { Resources = plan.Resources },
                SubmitBy = EndOfDay(plan.SubmitBy, zone),
                DecideBy = EndOfDay(plan.DecideBy, zone),
            },
            db.NextKey,
            now);
        db.Assessments.Add(assessment);
        notifier.TellCandidate(assessment, "assessment.planned", Notifier.Day(plan.SubmitBy));
        notifier.TellAssessors(assessment, "assessment.assigned");
        await db.SaveChangesAsync(cancel);
        if (own is not null)
        {
            await own.CommitAsync(cancel);
        }

        return assessment.Id;
    }

    /// <summary>The last second of a day in a time zone, in UTC.</summary>
    internal static DateTime EndOfDay(DateOnly day, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(23, 59, 59), DateTimeKind.Unspecified), zone);
}
