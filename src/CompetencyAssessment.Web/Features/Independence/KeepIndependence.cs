using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>
/// An administrator keeps what a person's independence rests on: qualifications, employers, cohorts, and conflicts of interest. Nobody gives themselves a
/// qualification, and a conflict is ended by a quality lead or by who declared it of themselves.
/// </summary>
internal sealed class KeepIndependence(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <exception cref="DomainException"><c>qualification.own</c>, <c>qualification.dates</c>, <c>qualification.there-already</c>, <c>person.unknown</c></exception>
    public async Task AddQualificationAsync(Guid personId, Guid byPerson, QualificationTerms terms, CancellationToken cancel)
    {
        if (personId == byPerson)
        {
            throw new DomainException("qualification.own");
        }

        var person = await PersonAsync(
            personId,
            db.Qualifications.Where(q => q.PersonId == personId && q.UnitId == terms.UnitId && q.Kind == terms.Kind && q.Title == terms.Title && q.ValidFrom == terms.ValidFrom && q.WithdrawnAt == null),
            () => new DomainException("qualification.there-already"),
            cancel);
        db.Qualifications.Add(new Qualification(db.NextKey(), person, terms, Now));
        await db.SaveChangesAsync(cancel);
    }

    /// <exception cref="DomainException"><c>qualification.withdrawn</c>, <c>reason.missing</c></exception>
    public async Task WithdrawQualificationAsync(Guid qualificationId, string reason, CancellationToken cancel)
    {
        (await db.Qualifications.SingleAsync(q => q.Id == qualificationId, cancel)).Withdraw(reason, Now);
        await db.SaveChangesAsync(cancel);
    }

    /// <exception cref="DomainException"><c>affiliation.dates</c>, <c>affiliation.there-already</c>, <c>person.unknown</c></exception>
    public async Task AddAffiliationAsync(Guid personId, AffiliationKind kind, string name, DateOnly? from, DateOnly? until, CancellationToken cancel)
    {
        var key = Affiliation.KeyOf(name);
        var person = await PersonAsync(personId, db.Affiliations.Where(a => a.PersonId == personId && a.Kind == kind && a.NameKey == key && a.From == from && a.RemovedAt == null), () => new DomainException("affiliation.there-already"), cancel);
        db.Affiliations.Add(new Affiliation(db.NextKey(), person, kind, name, from, until));
        await db.SaveChangesAsync(cancel);
    }

    /// <exception cref="DomainException">Those of <see cref="Affiliation.End"/></exception>
    public async Task EndAffiliationAsync(Guid affiliationId, Guid byPerson, DateOnly until, string reason, CancellationToken cancel)
    {
        (await db.Affiliations.SingleAsync(a => a.Id == affiliationId, cancel)).End(byPerson, until, reason);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Removes one that was entered in error; the row stays, with the reason.</summary>
    /// <exception cref="DomainException">Those of <see cref="Affiliation.Remove"/></exception>
    public async Task RemoveAffiliationAsync(Guid affiliationId, Guid byPerson, string reason, CancellationToken cancel)
    {
        (await db.Affiliations.SingleAsync(a => a.Id == affiliationId, cancel)).Remove(byPerson, reason, Now);
        await db.SaveChangesAsync(cancel);
    }

    /// <exception cref="DomainException"><c>conflict.self</c>, <c>conflict.declared-already</c>, <c>person.unknown</c>, <c>reason.missing</c></exception>
    public async Task DeclareConflictAsync(Guid personId, Guid otherId, Guid byPerson, string reason, CancellationToken cancel)
    {
        var person = await PersonAsync(personId, Open(db, personId, otherId), () => new DomainException("conflict.declared-already"), cancel);
        db.ConflictsOfInterest.Add(new ConflictOfInterest(db.NextKey(), person, otherId, byPerson, reason, Now));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Ends one. Where somebody takes back what they declared of themselves, the quality leads are told.</summary>
    /// <exception cref="DomainException"><c>conflict.not-yours</c>, <c>conflict.ended</c>, <c>reason.missing</c>, <c>rating.too-long</c></exception>
    public async Task EndConflictAsync(Guid conflictId, Viewer by, string reason, CancellationToken cancel)
    {
        var conflict = await db.ConflictsOfInterest.SingleAsync(c => c.Id == conflictId, cancel);
        conflict.End(by.PersonId, by.Oversees, reason, Now);
        if (conflict.PersonId == by.PersonId)
        {
            foreach (var lead in await db.InRole(Roles.QualityLead).Where(p => p.Id != by.PersonId).Select(p => p.Id).ToListAsync(cancel))
            {
                notifier.Add(lead, null, "conflict.ended", "/quality/conflicts?all=true", onceKey: null, []);
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>What is declared of one against the other.</summary>
    internal static IQueryable<ConflictOfInterest> Open(AppDbContext db, Guid personId, Guid otherId) =>
        db.ConflictsOfInterest.Where(c => c.EndedAt == null && c.PersonId == personId && c.OtherId == otherId);

    /// <summary>The person, unless there is such a row already.</summary>
    private async Task<Person> PersonAsync<T>(Guid personId, IQueryable<T> same, Func<DomainException> refused, CancellationToken cancel)
    {
        var found = await db.People.Where(p => p.Id == personId).Select(p => new { Person = p, IsThere = same.Any() }).SingleOrDefaultAsync(cancel) ?? throw new DomainException("person.unknown");
        return found.IsThere ? throw refused() : found.Person;
    }
}

/// <summary>Somebody with a part in an assessment says that they have a conflict of interest; whoever can replace them is told.</summary>
internal sealed class DeclareConflict(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>conflict.no-part</c>, <c>conflict.declared-already</c>, <c>reason.missing</c></exception>
    public async Task RunAsync(Guid assessmentId, Guid byPerson, string reason, CancellationToken cancel)
    {
        var found = await (
            from a in db.Assessments.Include(a => a.Assignments)
            where a.Id == assessmentId
            join p in db.People on byPerson equals p.Id
            select new { Assessment = a, Person = p }).AsSingleQuery().SingleAsync(cancel);
        var assessment = found.Assessment;
        var part = assessment.Assignments.FirstOrDefault(x => x.PersonId == byPerson && x.EndedAt is null)?.Part ?? throw new DomainException("conflict.no-part");
        if (await KeepIndependence.Open(db, byPerson, assessment.CandidateId).AnyAsync(cancel))
        {
            throw new DomainException("conflict.declared-already");
        }

        db.ConflictsOfInterest.Add(new ConflictOfInterest(db.NextKey(), found.Person, assessment.CandidateId, byPerson, reason, clock.GetUtcNow().UtcDateTime));
        await notifier.TellRoleAsync(
            part == AssessmentPart.Hearer ? Roles.QualityLead : Roles.Administrator, assessment, "conflict.declared",
            part == AssessmentPart.Hearer ? "/disputes" : $"/assessments/{assessmentId}/independence", cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>The candidate objects to somebody who assesses or decides (迴避申請), and the quality lead answers.</summary>
internal sealed class ObjectToAssessor(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <summary>Files it; quality leads without a part in the assessment are told, and nobody else.</summary>
    /// <exception cref="DomainException">Those of <see cref="AssessorObjection"/>, <c>objection.open-already</c></exception>
    public async Task FileAsync(Guid assessmentId, Guid assignmentId, Guid byPerson, string reason, CancellationToken cancel)
    {
        var assessment = await db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.Id == assessmentId, cancel);
        if (await db.AssessorObjections.AnyAsync(o => o.AssignmentId == assignmentId && o.ClosedAt == null, cancel))
        {
            throw new DomainException("objection.open-already");
        }

        var objection = new AssessorObjection(db.NextKey(), assessment, assignmentId, byPerson, reason, clock.GetUtcNow().UtcDateTime);
        db.AssessorObjections.Add(objection);
        await notifier.TellRoleOutsideAsync(Roles.QualityLead, assessment, "objection.filed", $"/quality/objections/{objection.Id}", cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Upheld, administrators are told to replace the person; either way the candidate is told.</summary>
    /// <exception cref="DomainException">Those of <see cref="AssessorObjection.Decide"/></exception>
    public async Task AnswerAsync(Guid objectionId, Guid byPerson, ObjectionOutcome outcome, string answer, CancellationToken cancel)
    {
        var found = await (
            from o in db.AssessorObjections
            where o.Id == objectionId
            join a in db.Assessments.Include(a => a.Assignments) on o.AssessmentId equals a.Id
            select new { Objection = o, Assessment = a }).AsSingleQuery().SingleAsync(cancel);
        var assessment = found.Assessment;
        found.Objection.Decide(assessment, byPerson, outcome, answer, clock.GetUtcNow().UtcDateTime);
        var href = $"/my/{assessment.Id}/objection";
        if (outcome == ObjectionOutcome.Upheld)
        {
            notifier.Tell(assessment.CandidateId, assessment, "objection.upheld", href);
            await notifier.TellRoleOutsideAsync(Roles.Administrator, assessment, "objection.replace", $"/assessments/{assessment.Id}/independence", cancel);
        }
        else
        {
            notifier.Tell(assessment.CandidateId, assessment, "objection.dismissed", href);
        }

        await db.SaveChangesAsync(cancel);
    }
}
