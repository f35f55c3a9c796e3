using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Features.Shared.Navigation;
using Microsoft.AspNetCore.Identity;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>A one-time link.</summary>
internal sealed record OneTimeLink(Guid UserId, string Token)
{
    /// <summary>Path and query within the application.</summary>
    public string Path => $"{ShellLinks.SetPassword}?user={UserId}&token={Uri.EscapeDataString(Token)}";
}

/// <summary>Makes the one-time link by which its owner sets the password of an account: nobody ever sets another's.</summary>
internal sealed class HandOutLink(AppDbContext db, UserManager<AppUser> users)
{
    /// <summary>Voids earlier links and ends the person's sign-ins. The link is kept nowhere.</summary>
    /// <exception cref="DomainException"><c>account.none</c>, <c>account.barred</c></exception>
    public async Task<OneTimeLink> RunAsync(Guid personId, CancellationToken cancel)
    {
        var (person, user) = await db.AccountOfAsync(personId, cancel);
        if (user.Barred)
        {
            throw new DomainException("account.barred");
        }

        user.EndSignIns();
        person.NoteAccount("link-handed-out");
        await db.SaveChangesAsync(cancel);
        return new OneTimeLink(user.Id, await users.GeneratePasswordResetTokenAsync(user));
    }
}
