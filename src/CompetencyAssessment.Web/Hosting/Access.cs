using System.Globalization;
using System.Security.Claims;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Account;
using CompetencyAssessment.Web.Features.CentreSettings;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.People;
using CompetencyAssessment.Web.Features.Privacy;
using CompetencyAssessment.Web.Features.Shared.Navigation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Sign-in by ASP.NET Core Identity, and the policies of <see cref="Permissions"/>.</summary>
internal static class Access
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddIdentityCore<AppUser>(options =>
            {
                options.User.RequireUniqueEmail = false;
                options.Password.RequiredLength = PasswordRules.MinimumLength;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = PasswordRules.MinimumDifferent;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<AppDbContext>()
            .AddSignInManager()
            .AddErrorDescriber<LocalizedIdentityErrors>()
            .AddClaimsPrincipalFactory<PrincipalFactory>()
            .AddDefaultTokenProviders();
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = TimeSpan.FromHours(72));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, options =>
        {
            options.Cookie.Name = "session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = SignIns.CookieLife;
            options.SlidingExpiration = true;
            options.LoginPath = ShellLinks.SignIn;
            options.LogoutPath = ShellLinks.SignOut;
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnValidatePrincipal = ValidateAsync;
            options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);

            // What somebody may not see does not exist for them.
            options.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
        });
        services.AddScoped<CurrentUser>();
        services.AddScoped<Notifier>();
        services.AddScoped<NotificationText>();
        services.AddScoped<PasswordCheck>();
        services.AddScoped<SignIns>();
        services.AddScoped<SetPassword>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<DemoAccounts>();
        services.AddScoped<AcknowledgeNotice>();
        services.AddScoped<PeopleQueries>();
        services.AddScoped<CreatePerson>();
        services.AddScoped<RenamePerson>();
        services.AddScoped<OpenAccount>();
        services.AddScoped<ChangeRoles>();
        services.AddScoped<BarAccount>();
        services.AddScoped<HandOutLink>();
        services.AddScoped<AccountVerbs>();
        services.AddScoped<DescribeCentre>();
        services.AddScoped<SetSeal>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Permissions.SignedIn, p => p.RequireAuthenticatedUser());
        services.Configure<AuthorizationOptions>(options =>
        {
            foreach (var permission in Permissions.All)
            {
                options.AddPolicy(permission, p => p.RequireAuthenticatedUser().RequireRole(Permissions.RolesWith(permission)));
            }
        });
    }

    /// <summary>After authentication: the audit trail knows who acts, and the privacy notice comes before everything else.</summary>
    public static void UseAccess(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            var user = context.RequestServices.GetRequiredService<CurrentUser>();
            context.RequestServices.GetRequiredService<AppDbContext>().ActorId = user.UserId;
            if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null
                && context.GetEndpoint()?.Metadata.GetMetadata<BeforeNoticeAttribute>() is null
                && context.User.FindFirstValue(CurrentUser.NoticeClaim) != PrivacyNotice.Version.ToString(CultureInfo.InvariantCulture))
            {
                if (HttpMethods.IsGet(context.Request.Method))
                {
                    context.Response.Redirect("/privacy/acknowledge?returnUrl=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString));
                }
                else
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                }

                return;
            }
        }

        await next();
    });

    /// <summary>A sign-in ends at once when its person signs out, password or roles change, or the account is barred: one small query a request.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // Styles and scripts are the same for everybody.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return;
        }

        var principal = context.Principal!;
        var db = context.HttpContext.RequestServices.GetRequiredService<AppDbContext>();
        var stampClaim = context.HttpContext.RequestServices.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType;
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var userId)
            || !Guid.TryParse(principal.FindFirstValue(CurrentUser.SessionClaim), out var sessionId)
            || await db.Users.AsNoTracking().Where(u => u.Id == userId && !u.Barred && !db.EndedSessions.Any(s => s.SessionId == sessionId))
                .Select(u => new { u.SecurityStamp, Unread = db.Notifications.Count(n => n.PersonId == u.PersonId && n.ReadAt == null) })
                .SingleOrDefaultAsync(context.HttpContext.RequestAborted) is not { } account
            || account.SecurityStamp != principal.FindFirstValue(stampClaim))
        {
            context.RejectPrincipal();
            await context.HttpContext.RequestServices.GetRequiredService<SignInManager<AppUser>>().SignOutAsync();
            return;
        }

        context.HttpContext.Items[typeof(Notification)] = account.Unread;
    }

    /// <summary>How many unread notifications the person at hand has; read with the sign-in, so that a page costs nothing more.</summary>
    public static int Unread(HttpContext context) => context.Items[typeof(Notification)] as int? ?? 0;

    /// <summary>A fetch gets a plain status, so that the page keeps what was typed; a page gets the sign-in form.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase)
            || !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Reachable before the privacy notice is acknowledged.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class BeforeNoticeAttribute : Attribute;

/// <summary>The privacy notice (個人資料保護法 §8). A new text gets a new version, which everybody acknowledges again.</summary>
internal static class PrivacyNotice
{
    public const int Version = 1;
}

/// <summary>
/// Puts into the cookie what each request needs, so that it need not be read again; every principal begins a session, which <see cref="SignIns"/> carries on where there is one.
/// The framework's own factory asks the database twice for every role.
/// </summary>
internal sealed class PrincipalFactory(IOptions<IdentityOptions> options, AppDbContext db) : IUserClaimsPrincipalFactory<AppUser>
{
    public async Task<ClaimsPrincipal> CreateAsync(AppUser user)
    {
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == user.PersonId);
        var roles = await (from link in db.UserRoles join role in db.Roles on link.RoleId equals role.Id where link.UserId == user.Id select role.Name).ToListAsync();
        var types = options.Value.ClaimsIdentity;
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(types.UserIdClaimType, user.Id.ToString()),
                new Claim(types.UserNameClaimType, user.UserName!),
                new Claim(types.SecurityStampClaimType, user.SecurityStamp!),
                .. roles.Select(role => new Claim(types.RoleClaimType, role!)),
                new Claim(CurrentUser.PersonClaim, user.PersonId.ToString()),
                new Claim(CurrentUser.NameClaim, person.NameIn(user.Culture)),
                new Claim(CurrentUser.CultureClaim, user.Culture),
                new Claim(CurrentUser.NoticeClaim, user.NoticeVersion?.ToString(CultureInfo.InvariantCulture) ?? ""),
                new Claim(CurrentUser.SessionClaim, Guid.NewGuid().ToString()),
            ],
            IdentityConstants.ApplicationScheme,
            types.UserNameClaimType,
            types.RoleClaimType));
    }
}
