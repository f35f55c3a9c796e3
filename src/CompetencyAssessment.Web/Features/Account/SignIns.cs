using System.Security.Claims;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>How an attempt to sign in ended.</summary>
internal enum SignInOutcome
{
    SignedIn,
    Failed,
    LockedOut,
    Barred,
}

/// <summary>Begins, renews and ends sign-in sessions, and tells the audit trail; user names never go there.</summary>
internal sealed class SignIns(AppDbContext db, UserManager<AppUser> users, SignInManager<AppUser> identity, PasswordCheck passwords, CentreProfile centre, TimeProvider clock, IHttpContextAccessor accessor)
{
    /// <summary>From its last use.</summary>
    public static readonly TimeSpan CookieLife = TimeSpan.FromHours(10);

    /// <summary>Longer than any cookie of an ended session can hold: none is renewed but by a request that was under way.</summary>
    public static readonly TimeSpan EndedKept = 2 * CookieLife;

    /// <summary>Checks a password; on success the session begins with an id of its own.</summary>
    public async Task<SignInOutcome> BeginAsync(string userName, string password, CancellationToken cancel)
    {
        var centreId = (await centre.GetAsync(cancel)).Id;
        var user = await users.FindByNameAsync(userName.Trim());
        if (user is null)
        {
            // As long as for a known name, so that the answer's time does not tell which names exist.
            users.PasswordHasher.HashPassword(new AppUser(), password);
            db.Note(AuditFact.Of(centreId, "account.sign-in-failed", centreId));
            await db.SaveChangesAsync(cancel);
            return SignInOutcome.Failed;
        }

        var checkedPassword = await passwords.RunAsync(user, password, cancel);
        var outcome = checkedPassword switch
        {
            { IsLockedOut: true } => SignInOutcome.LockedOut,
            { Succeeded: false } => SignInOutcome.Failed,
            _ => user.Barred ? SignInOutcome.Barred : SignInOutcome.SignedIn,
        };
        db.ActorId = outcome == SignInOutcome.SignedIn ? user.Id : null;
        db.Note(AuditFact.Of(centreId, outcome switch
        {
            SignInOutcome.SignedIn => "account.signed-in",
            SignInOutcome.LockedOut => "account.locked-out",
            SignInOutcome.Barred => "account.sign-in-barred",
            _ => "account.sign-in-failed",
        }, user.Id));
        await db.SaveChangesAsync(cancel);
        if (outcome == SignInOutcome.SignedIn)
        {
            // What changed since the visit before is new; what was marked as seen during it stays seen.
            var now = clock.GetUtcNow().UtcDateTime;
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(s => s
                .SetProperty(u => u.SeenUntil, u => u.SeenUntil > u.SignedInAt ? u.SeenUntil : u.SignedInAt)
                .SetProperty(u => u.SignedInAt, now), cancel);
            await IssueAsync(user, sessionId: null, new AuthenticationProperties());
        }

        return outcome;
    }

    /// <summary>Ends a session for good; other sessions of the account go on.</summary>
    public async Task EndAsync(Guid userId, Guid sessionId, CancellationToken cancel)
    {
        db.EndedSessions.Add(new EndedSession { SessionId = sessionId, At = clock.GetUtcNow().UtcDateTime });
        db.Note(AuditFact.Of((await centre.GetAsync(cancel)).Id, "account.signed-out", userId));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is { } inner && UniqueKey.IsViolatedBy(inner))
        {
            // A second click at the same moment.
            db.GiveUp();
        }

        await identity.SignOutAsync();
    }

    /// <summary>The language of an account, remembered; the cookie of this session follows.</summary>
    public async Task ChooseCultureAsync(Guid userId, Guid sessionId, string culture, CancellationToken cancel)
    {
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(s => s.SetProperty(u => u.Culture, culture), cancel);
        await RenewAsync(userId, sessionId, cancel);
    }

    /// <summary>Writes the cookie anew after something in it changed; the session stays the same one.</summary>
    public async Task RenewAsync(Guid userId, Guid sessionId, CancellationToken cancel)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, cancel);
        var now = await accessor.HttpContext!.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        await IssueAsync(user, sessionId, now.Properties ?? new AuthenticationProperties());
    }

    private async Task IssueAsync(AppUser user, Guid? sessionId, AuthenticationProperties properties)
    {
        var principal = await identity.CreateUserPrincipalAsync(user);
        if (sessionId is { } known)
        {
            var claims = (ClaimsIdentity)principal.Identity!;
            claims.RemoveClaim(claims.FindFirst(CurrentUser.SessionClaim));
            claims.AddClaim(new Claim(CurrentUser.SessionClaim, known.ToString()));
        }

        await accessor.HttpContext!.SignInAsync(IdentityConstants.ApplicationScheme, principal, properties);
    }
}
