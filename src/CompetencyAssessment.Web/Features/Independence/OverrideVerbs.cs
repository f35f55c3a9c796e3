using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>An administrator asks the quality lead to let somebody judge a candidate in spite of what stands against it.</summary>
internal sealed class AskOverride(AppDbContext db, IndependenceCheck check, Notifier notifier, TimeProvider clock)
{
    /// <summary>Asks; where the same was asked and is not answered, nothing is asked twice.</summary>
    /// <returns>Key of the request.</returns>
    /// <exception cref="DomainException"><c>override.not-needed</c>, <c>reason.missing</c></exception>
    public async Task<Guid> RunAsync(OverrideSubject subject, Guid? assessmentId, Guid byPerson, string reason, CancellationToken cancel)
    {
        var standing = check.Of(db.People.Where(p => p.Id == subject.PersonId), subject.CandidateId, subject.UnitId, subject.Kind);
        var found = await (
            from s in standing
            join p in db.People on s.PersonId equals p.Id
            select new
            {
                Standing = s,
                p.CentreId,
                Unit = db.Units.Where(u => u.Id == subject.UnitId).Select(u => u.Code).First(),
                Open = db.IndependenceOverrides.Where(o => o.State == OverrideState.Asked && o.PersonId == subject.PersonId && o.CandidateId == subject.CandidateId && o.UnitId == subject.UnitId && o.Kind == subject.Kind)
                    .Select(o => (Guid?)o.Id).FirstOrDefault(),
                Leads = db.InRole(Roles.QualityLead).Where(l => l.Id != subject.PersonId && l.Id != subject.CandidateId).Select(l => l.Id).ToList(),
            }).AsNoTracking().AsSingleQuery().SingleAsync(cancel);
        if (found.Open is { } open)
        {
            return open;
        }

        var asked = new IndependenceOverride(
            db.NextKey(), found.CentreId, subject, found.Standing.Allowed ? Obstacles.None : found.Standing.Obstacles, assessmentId, byPerson, reason, clock.GetUtcNow().UtcDateTime);
        db.IndependenceOverrides.Add(asked);
        foreach (var lead in found.Leads)
        {
            notifier.Add(lead, assessmentId, "override.asked", $"/quality/overrides/{asked.Id}", onceKey: null, [found.Unit]);
        }

        await db.SaveChangesAsync(cancel);
        return asked.Id;
    }
}

/// <summary>The quality lead grants or refuses an override; who asked for it is told.</summary>
internal sealed class DecideOverride(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>override.decided</c>, <c>override.own</c>, <c>reason.missing</c></exception>
    public async Task RunAsync(Guid overrideId, Guid byPerson, bool granted, string reason, CancellationToken cancel)
    {
        var found = await (
            from o in db.IndependenceOverrides
            where o.Id == overrideId
            join u in db.Units on o.UnitId equals u.Id
            select new { Override = o, Unit = u.Code }).SingleAsync(cancel);
        found.Override.Decide(byPerson, granted, reason, clock.GetUtcNow().UtcDateTime);
        var href = $"/quality/overrides/{overrideId}";
        if (granted)
        {
            notifier.Add(found.Override.AskedById, found.Override.AssessmentId, "override.granted", href, onceKey: null, [found.Unit]);
        }
        else
        {
            notifier.Add(found.Override.AskedById, found.Override.AssessmentId, "override.refused", href, onceKey: null, [found.Unit]);
        }

        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>The quality lead says whether qualifications are required at this centre.</summary>
internal sealed class RequireQualifications(AppDbContext db)
{
    public async Task RunAsync(bool required, CancellationToken cancel)
    {
        (await db.Centres.SingleAsync(cancel)).RequireQualifications(required);
        await db.SaveChangesAsync(cancel);
    }
}
