using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Section <c>RateLimits</c>: fixed windows for one signed-in user, or one address where nobody is signed in.</summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Upload = "upload";
    public const string Verify = "verify";

    public static void AddRateLimits(this IServiceCollection services, IConfiguration configuration) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                context.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        // Sign-in counts by address even for a signed-in user: it is the password that is guarded.
        Add(SignIn, new(10, 60), byUser: false);
        Add(Upload, new(120, 60), byUser: true);
        Add(Verify, new(20, 60), byUser: false);

        void Add(string policy, Limit fallback, bool byUser)
        {
            var section = policy.Replace("-", "", StringComparison.Ordinal);
            var limit = configuration.GetSection("RateLimits").GetSection(section).Get<Limit>() ?? fallback;
            options.AddPolicy(policy, context => RateLimitPartition.GetFixedWindowLimiter(
                (byUser ? context.User.FindFirstValue(ClaimTypes.NameIdentifier) : null) ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = limit.Permits, Window = TimeSpan.FromSeconds(limit.Seconds) }));
        }
    });

    private sealed record Limit(int Permits, int Seconds);
}
