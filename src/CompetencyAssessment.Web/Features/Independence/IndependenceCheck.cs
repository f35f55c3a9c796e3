using System.Linq.Expressions;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>Somebody who has a part in somebody's assessment, or is to get one. A query has to name each property: what is not named cannot be asked for.</summary>
internal sealed class Sought
{
    public required Guid PersonId { get; init; }

    public required Guid CandidateId { get; init; }

    public required Guid UnitId { get; init; }

    public required bool Verifies { get; init; }

    /// <summary>Hears an appeal: takes no qualification, and knows no override.</summary>
    public required bool Hears { get; init; }

    /// <summary>The assessment and the part, of somebody who has it already.</summary>
    public required Guid? AssessmentId { get; init; }

    public required AssessmentPart? Part { get; init; }
}

/// <summary>Whether somebody may have a part.</summary>
internal sealed class Standing
{
    public required Guid PersonId { get; init; }

    public Guid? AssessmentId { get; init; }

    public AssessmentPart? Part { get; init; }

    public required bool NotQualified { get; init; }

    public required bool Declared { get; init; }

    public required bool SameEmployer { get; init; }

    public required bool Taught { get; init; }

    /// <summary>The quality lead has allowed it in spite of all that stands against it.</summary>
    public bool Covered { get; init; }

    /// <summary>The quality lead is asked, and has not answered.</summary>
    public bool Asked { get; init; }

    public Obstacles Obstacles =>
        (NotQualified ? Obstacles.NotQualified : Obstacles.None) | (Declared ? Obstacles.DeclaredConflict : Obstacles.None)
        | (SameEmployer ? Obstacles.SameEmployer : Obstacles.None) | (Taught ? Obstacles.TaughtCohort : Obstacles.None);

    public bool Allowed => Covered || Obstacles == Obstacles.None;

    /// <exception cref="DomainException"><c>independence.refused</c></exception>
    public void Demand()
    {
        if (!Allowed)
        {
            throw new DomainException("independence.refused", Obstacles);
        }
    }
}

/// <summary>An employer of two people, or a cohort that one taught and the other attended.</summary>
internal sealed class SharedAffiliation
{
    public required Guid PersonId { get; init; }

    public required Guid CandidateId { get; init; }

    /// <summary>As the one of the two has it who is to judge.</summary>
    public required AffiliationKind Kind { get; init; }

    public required string Name { get; init; }
}

/// <summary>
/// Who may have a part in an assessment (獨立性): a qualification for the unit in force, no conflict of interest, declared or evident; else an
/// override that covers everything that stands against it. Asked wherever a part is given.
/// </summary>
internal sealed class IndependenceCheck(AppDbContext db, LocalTime time)
{
    /// <summary>Those whom something stands against and no override covers.</summary>
    public static readonly Expression<Func<Standing, bool>> IsRefused = s => !s.Covered && (s.NotQualified || s.Declared || s.SameEmployer || s.Taught);

    /// <summary>How each of them stands today.</summary>
    public IQueryable<Standing> Of(IQueryable<Sought> sought)
    {
        var today = time.Today;
        var shared = Shared();
        var found = sought.Select(s => new
        {
            Who = s,
            NotQualified = !s.Hears && db.Centres.Any(c => c.RequiresQualifications) && !db.Qualifications.Any(q => q.PersonId == s.PersonId && q.UnitId == s.UnitId
                && ((s.Verifies && q.Kind == JudgingKind.Verifying) || (!s.Verifies && q.Kind == JudgingKind.Assessing))
                && q.WithdrawnAt == null && q.ValidFrom <= today && (q.ValidUntil == null || q.ValidUntil >= today)),
            Declared = db.ConflictsOfInterest.Any(c => c.EndedAt == null
                && ((c.PersonId == s.PersonId && c.OtherId == s.CandidateId) || (c.PersonId == s.CandidateId && c.OtherId == s.PersonId))),
            SameEmployer = shared.Any(x => x.PersonId == s.PersonId && x.CandidateId == s.CandidateId && x.Kind == AffiliationKind.Employer),
            Taught = shared.Any(x => x.PersonId == s.PersonId && x.CandidateId == s.CandidateId && x.Kind == AffiliationKind.TaughtCohort),
        });
        return found.Select(f => new Standing
        {
            PersonId = f.Who.PersonId,
            AssessmentId = f.Who.AssessmentId,
            Part = f.Who.Part,
            NotQualified = f.NotQualified,
            Declared = f.Declared,
            SameEmployer = f.SameEmployer,
            Taught = f.Taught,
            Covered = !f.Who.Hears && db.IndependenceOverrides.Any(o => o.State == OverrideState.Granted
                && o.PersonId == f.Who.PersonId && o.CandidateId == f.Who.CandidateId && o.UnitId == f.Who.UnitId
                && ((f.Who.Verifies && o.Kind == JudgingKind.Verifying) || (!f.Who.Verifies && o.Kind == JudgingKind.Assessing))
                && (!f.NotQualified || (o.ObstacleBits & (int)Obstacles.NotQualified) != 0)
                && (!f.Declared || (o.ObstacleBits & (int)Obstacles.DeclaredConflict) != 0)
                && (!f.SameEmployer || (o.ObstacleBits & (int)Obstacles.SameEmployer) != 0)
                && (!f.Taught || (o.ObstacleBits & (int)Obstacles.TaughtCohort) != 0)),
            Asked = !f.Who.Hears && db.IndependenceOverrides.Any(o => o.State == OverrideState.Asked
                && o.PersonId == f.Who.PersonId && o.CandidateId == f.Who.CandidateId && o.UnitId == f.Who.UnitId
                && ((f.Who.Verifies && o.Kind == JudgingKind.Verifying) || (!f.Who.Verifies && o.Kind == JudgingKind.Assessing))),
        });
    }

    /// <summary>What makes a conflict evident between two people: an employer that neither left long ago, or a cohort that one taught and the other attended.</summary>
    public IQueryable<SharedAffiliation> Shared()
    {
        var since = time.Today.AddYears(-Affiliation.YearsThatCount);
        return from a in db.Affiliations
               from b in db.Affiliations
               where b.NameKey == a.NameKey && a.RemovedAt == null && b.RemovedAt == null
                   && ((a.Kind == AffiliationKind.TaughtCohort && b.Kind == AffiliationKind.AttendedCohort)
                       || (a.Kind == AffiliationKind.Employer && b.Kind == AffiliationKind.Employer && (a.Until == null || a.Until >= since) && (b.Until == null || b.Until >= since)))
               select new SharedAffiliation { PersonId = a.PersonId, CandidateId = b.PersonId, Kind = a.Kind, Name = a.Name };
    }

    /// <summary>How people stand who are to assess or verify a candidate against a unit.</summary>
    public IQueryable<Standing> Of(IQueryable<Person> people, Guid candidateId, Guid unitId, JudgingKind kind)
    {
        var verifies = kind == JudgingKind.Verifying;
        return Of(people.Select(p => new Sought { PersonId = p.Id, CandidateId = candidateId, UnitId = unitId, Verifies = verifies, Hears = false, AssessmentId = null, Part = null }));
    }

    /// <summary>How people stand who are to hear an appeal of a candidate: conflicts alone count.</summary>
    public IQueryable<Standing> OfHearers(IQueryable<Person> people, Guid candidateId) =>
        Of(people.Select(p => new Sought { PersonId = p.Id, CandidateId = candidateId, UnitId = Guid.Empty, Verifies = false, Hears = true, AssessmentId = null, Part = null }));

    /// <summary>How all stand who have a part in an assessment now.</summary>
    public IQueryable<Standing> OfHolders() => Of(
        from a in db.Assessments
        from x in a.Assignments
        where x.EndedAt == null
        select new Sought
        {
            PersonId = x.PersonId,
            CandidateId = a.CandidateId,
            UnitId = a.UnitId,
            Verifies = x.Part == AssessmentPart.Verifier,
            Hears = x.Part == AssessmentPart.Hearer,
            AssessmentId = a.Id,
            Part = x.Part,
        });

    /// <summary>People for a choice, by name, each with how they stand.</summary>
    public async Task<IReadOnlyList<PersonChoice>> ChoicesAsync(IQueryable<Person> people, Guid candidateId, Guid unitId, JudgingKind kind, CancellationToken cancel) =>
        [.. (await Named(Of(people, candidateId, unitId, kind)).AsNoTracking().ToListAsync(cancel)).Select(r => r.Choice with { Standing = r.Standing })];

    /// <summary>Of some people those who hold a role, each with how they stand.</summary>
    public Task<Dictionary<Guid, Standing>> InRoleAsync(string role, IReadOnlyCollection<Guid> people, Guid candidateId, Guid unitId, JudgingKind kind, CancellationToken cancel) =>
        Of(db.InRole(role).Where(p => people.Contains(p.Id)), candidateId, unitId, kind).AsNoTracking().ToDictionaryAsync(s => s.PersonId, cancel);

    /// <summary>Demands that all of them may have the part.</summary>
    /// <exception cref="DomainException"><c>independence.refused</c></exception>
    public async Task DemandAsync(IReadOnlyCollection<Guid> people, Guid candidateId, Guid unitId, JudgingKind kind, CancellationToken cancel) =>
        (await Of(db.People.Where(p => people.Contains(p.Id)), candidateId, unitId, kind).Where(IsRefused).FirstOrDefaultAsync(cancel))?.Demand();

    /// <summary>Demands that somebody may hear an appeal of a candidate.</summary>
    /// <exception cref="DomainException"><c>independence.hearer</c></exception>
    public async Task DemandHearerAsync(Guid person, Guid candidateId, CancellationToken cancel)
    {
        if (await OfHearers(db.People.Where(p => p.Id == person), candidateId).Where(IsRefused).FirstOrDefaultAsync(cancel) is { } refused)
        {
            throw new DomainException("independence.hearer", refused.Obstacles);
        }
    }

    private IQueryable<NamedStanding> Named(IQueryable<Standing> standings) =>
        (from s in standings
         join p in db.People on s.PersonId equals p.Id
         orderby p.NameZh, p.CandidateNumber, p.Id
         select new NamedStanding
         {
             Choice = new PersonChoice(p.Id, new PersonName(p.NameZh, p.NameLatin), p.CandidateNumber ?? db.Users.Where(u => u.PersonId == p.Id).Select(u => u.UserName).FirstOrDefault() ?? ""),
             Standing = s,
         }).Take(PeopleInRole.OfferLimit);

    private sealed class NamedStanding
    {
        public required PersonChoice Choice { get; init; }

        public required Standing Standing { get; init; }
    }
}

/// <summary>Words for how people stand.</summary>
internal static class StandingTexts
{
    /// <summary>What stands against somebody, in the language of the request.</summary>
    public static string ObstaclesText(this IStringLocalizer t, Obstacles obstacles) =>
        string.Join(t["list separator"], Enum.GetValues<Obstacles>().Where(o => o != Obstacles.None && obstacles.HasFlag(o)).Select(o => t.Enum(o)));
}
