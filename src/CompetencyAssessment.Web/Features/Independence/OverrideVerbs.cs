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
    /// <param name="subject">Whom it is asked for.</param>
    /// <param name="assessmentId">The assessment at hand; null where one is being planned.</param>
    /// <param name="byPerson">Who asks.</param>
    /// <param name="reason">Why it has to be this person.</param>
    /// <param name="known">How the person stands, where the caller has just read it.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <returns>Key of the request.</returns>
    /// <exception cref="DomainException"><c>override.not-needed</c>, <c>reason.missing</c></exception>
    public async Task<Guid> RunAsync(OverrideSubject subject, Guid? assessmentId, Guid byPerson, string reason, Standing? known, CancellationToken cancel)
    {
        var standing = known ?? await check.Of(db.People.Where(p => p.Id == subject.PersonId), subject.CandidateId, subject.UnitId, subject.Kind).SingleAsync(cancel);
        var leads = db.InRole(Roles.QualityLead).Select(p => p.Id);
        var people = await db.People.AsNoTracking().Where(p => p.Id == subject.PersonId || leads.Contains(p.Id)).Select(p => new
        {
            p.Id,
            p.CentreId,
            Unit = db.Units.Where(u => u.Id == subject.UnitId).Select(u => u.Code).First(),
            Open = db.IndependenceOverrides.Where(o => o.State == OverrideState.Asked && o.PersonId == subject.PersonId && o.CandidateId == subject.CandidateId && o.UnitId == subject.UnitId && o.Kind == subject.Kind)
                .Select(o => (Guid?)o.Id).FirstOrDefault(),
        }).ToListAsync(cancel);
        var person = people.Single(p => p.Id == subject.PersonId);
        if (person.Open is { } open)
        {
            return open;
        }

        var asked = new IndependenceOverride(
            db.NextKey(), person.CentreId, subject, standing.Allowed ? Obstacles.None : standing.Obstacles, assessmentId, byPerson, reason, clock.GetUtcNow().UtcDateTime);
        db.IndependenceOverrides.Add(asked);
        foreach (var lead in people.Where(p => p.Id != subject.PersonId && p.Id != subject.CandidateId && p.Id != byPerson))
        {
            notifier.Add(lead.Id, assessmentId, "override.asked", $"/quality/overrides/{asked.Id}", onceKey: null, [person.Unit]);
        }

        await db.SaveChangesAsync(cancel);
        return asked.Id;
    }
}

/// <summary>The quality lead grants or refuses an override; who asked for it is told.</summary>
internal sealed class DecideOverride(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>override.decided</c>, <c>override.own</c>, <c>override.asked-self</c>, <c>reason.missing</c></exception>
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

/// <summary>The quality lead says, with the reason, whether qualifications are required at this centre.</summary>
internal sealed class RequireQualifications(AppDbContext db)
{
    /// <exception cref="DomainException"><c>reason.missing</c></exception>
    public async Task RunAsync(bool required, string reason, CancellationToken cancel)
    {
        (await db.Centres.SingleAsync(cancel)).RequireQualifications(required, reason);
        await db.SaveChangesAsync(cancel);
    }
}
