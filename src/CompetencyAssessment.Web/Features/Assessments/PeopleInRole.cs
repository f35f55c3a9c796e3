using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Independence;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>A person's names, for a list that shows them in the language of the request.</summary>
internal sealed record PersonName(string Zh, string? Latin)
{
    public override string ToString() =>
        CultureInfo.CurrentUICulture.Name.StartsWith("en", StringComparison.OrdinalIgnoreCase) && Latin is { Length: > 0 } ? Latin : Zh;
}

/// <summary>A person who may take a part. <see cref="Key"/> is the candidate number, else the user name.</summary>
internal sealed record PersonChoice(Guid Id, PersonName Name, string Key)
{
    /// <summary>Where somebody is chosen who judges: whether they may.</summary>
    public Standing? Standing { get; init; }

    /// <summary>Name and key, as a person picks it from a list: <c>林雅筑（C-0001）</c>.</summary>
    public string Label => CultureInfo.CurrentUICulture.Name.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? $"{Name} ({Key})" : $"{Name}（{Key}）";
}

/// <summary>People who hold a role and whose account is not barred.</summary>
internal static class PeopleInRole
{
    /// <summary>A text box offers at most so many; what is typed is looked up among all.</summary>
    public const int OfferLimit = 1000;

    public static IQueryable<Person> InRole(this AppDbContext db, string role) =>
        from person in db.People
        join user in db.Users on person.Id equals user.PersonId
        join held in db.UserRoles on user.Id equals held.UserId
        join named in db.Roles on held.RoleId equals named.Id
        where named.Name == role && !user.Barred
        select person;

    public static Task<bool> IsInRoleAsync(this AppDbContext db, Guid personId, string role, CancellationToken cancel) =>
        db.InRole(role).AnyAsync(p => p.Id == personId, cancel);

    public static async Task<IReadOnlyList<PersonChoice>> ChoicesAsync(this AppDbContext db, string role, CancellationToken cancel) =>
        await Choices(db, db.InRole(role)).Take(OfferLimit).ToListAsync(cancel);

    public static async Task<PersonChoice?> ChoiceAsync(this AppDbContext db, string role, Guid personId, CancellationToken cancel) =>
        await Choices(db, db.InRole(role).Where(p => p.Id == personId)).SingleOrDefaultAsync(cancel);

    /// <summary>
    /// Those whom a text may mean: the key in its last brackets, or the whole as a key or a name. Two at most: the caller wants one.
    /// </summary>
    public static Task<IReadOnlyList<PersonChoice>> FindAsync(this AppDbContext db, string role, string text, CancellationToken cancel) =>
        db.FindAsync(db.InRole(role), text, cancel);

    /// <summary>The same among some people, with an account or without.</summary>
    public static async Task<IReadOnlyList<PersonChoice>> FindAsync(this AppDbContext db, IQueryable<Person> people, string text, CancellationToken cancel)
    {
        text = text.Trim();
        var open = text.LastIndexOfAny(['（', '(']);
        var key = open >= 0 && text[^1] is '）' or ')' ? text[(open + 1)..^1].Trim() : text;
        var found = await (
            from person in people.AsNoTracking()
            join account in db.Users on person.Id equals account.PersonId into accounts
            from user in accounts.DefaultIfEmpty()
            let byKey = person.CandidateNumber == key || user.UserName == key
            where byKey || person.NameZh == text || person.NameLatin == text
            orderby byKey descending, person.NameZh, person.CandidateNumber, person.Id
            select new { ByKey = byKey, Choice = new PersonChoice(person.Id, new PersonName(person.NameZh, person.NameLatin), person.CandidateNumber ?? user.UserName ?? "") })
            .Take(2).ToListAsync(cancel);

        // A key says more than a name that happens to read the same.
        return [.. found.Where(f => f.ByKey == found[0].ByKey).Select(f => f.Choice)];
    }

    private static IQueryable<PersonChoice> Choices(AppDbContext db, IQueryable<Person> people) =>
        from person in people.AsNoTracking()
        join user in db.Users on person.Id equals user.PersonId
        orderby person.NameZh, person.CandidateNumber, person.Id
        select new PersonChoice(person.Id, new PersonName(person.NameZh, person.NameLatin), person.CandidateNumber ?? user.UserName ?? "");
}
