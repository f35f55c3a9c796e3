using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>Somebody new. Without a user name there is no account, and no role.</summary>
/// <param name="NameZh">Name in Chinese; the Latin name where there is none in Chinese.</param>
/// <param name="NameLatin">Name in Latin letters.</param>
/// <param name="CandidateNumber">The centre's own number, unique in it.</param>
/// <param name="UserName">Name to sign in with.</param>
/// <param name="Roles">Of <see cref="Data.Identity.Roles.All"/>.</param>
/// <param name="Culture">Language of the account.</param>
internal sealed record NewPerson(string NameZh, string? NameLatin = null, string? CandidateNumber = null, string? UserName = null, IReadOnlyCollection<string>? Roles = null, string Culture = "zh-TW");

/// <summary>The ids of a person made, and of the account where there is one.</summary>
internal sealed record CreatedPerson(Guid PersonId, Guid? UserId);

/// <summary>Adds a person to the centre, with an account or without.</summary>
internal sealed class CreatePerson(AppDbContext db, OpenAccount openAccount, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>person.number-taken</c>, and those of <see cref="OpenAccount"/></exception>
    public Task<CreatedPerson> RunAsync(NewPerson input, Guid byPersonId, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var centreId = await db.Centres.Select(c => c.Id).SingleAsync(cancel);
                var number = input.CandidateNumber.Clean();
                await db.DemandFreeNumberAsync(centreId, number, null, cancel);
                var person = new Person(db.NextKey(), centreId, input.NameZh.Trim(), input.NameLatin.Clean(), number, clock.GetUtcNow().UtcDateTime);
                db.People.Add(person);
                if (input.UserName.Clean() is { } userName)
                {
                    return new CreatedPerson(person.Id, await openAccount.RunAsync(person, userName, input.Roles ?? [], input.Culture, byPersonId, cancel));
                }

                await db.SaveChangesAsync(cancel);
                return new CreatedPerson(person.Id, null);
            },
            cancel);
}

/// <summary>Corrects names and candidate number.</summary>
internal sealed class RenamePerson(AppDbContext db)
{
    /// <exception cref="DomainException"><c>person.number-taken</c>; <c>form.changed</c>: the person is no longer of the version seen.</exception>
    public Task RunAsync(Guid personId, int seen, string nameZh, string? nameLatin, string? candidateNumber, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var person = await db.People.SingleAsync(p => p.Id == personId, cancel);
                if (person.Version != seen)
                {
                    throw new DomainException("form.changed");
                }

                var number = candidateNumber.Clean();
                await db.DemandFreeNumberAsync(person.CentreId, number, personId, cancel);
                person.Rename(nameZh.Trim(), nameLatin.Clean(), number);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);
}
