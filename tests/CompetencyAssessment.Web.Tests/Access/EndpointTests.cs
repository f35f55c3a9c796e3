using System.Net;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Access;

/// <summary>Every address is guarded by a named policy, or is on the list of those that anybody may open.</summary>
public sealed class EndpointTests(TestSite site) : IClassFixture<TestSite>
{
    /// <summary>What people may open who are not signed in. A line more is a decision, so it is made here too.</summary>
    private static readonly HashSet<string> Anonymous = new(StringComparer.Ordinal)
    {
        "/",
        "error/{status:int:range(400,599)}",
        "health/live",
        "health/ready",
        "preferences/language",
        "preferences/theme",
        "account/sign-in",
        "account/set-password",
        "privacy",
        // Behind the secret of an invitation
        "report",
        "report/notice",
        "verify",
        "verify/file",
        "verify/{code}",
        // Files of wwwroot that the build did not list
        "{**path:file}",
        // 404 outside Development
        "design",
        "design/conflict",
        "design/fault",
    };

    private IEnumerable<RouteEndpoint> Endpoints => site.Services.GetServices<EndpointDataSource>()
        .SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        .DistinctBy(e => (Name(e), Methods(e)));

    [Fact]
    public void Endpoints_Everywhere_HaveANamedPolicyOrStandOnTheList()
    {
        var faults = Endpoints.Where(e => !Anonymous.Contains(Name(e))
                && (e.Metadata.GetMetadata<IAllowAnonymous>() is not null || e.Metadata.GetOrderedMetadata<IAuthorizeData>().All(a => string.IsNullOrEmpty(a.Policy))))
            .Select(e => $"{Methods(e)} {Name(e)}");
        Faults.None(faults);
    }

    [Fact]
    public async Task Endpoints_WithoutSignIn_ShowNothing()
    {
        var faults = new List<string>();
        foreach (var endpoint in Endpoints.Where(e => !Anonymous.Contains(Name(e))))
        {
            var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(Example))));
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var page = await site.Browser().SendAsync(new HttpMethod(method), path);
                var refused = method == "GET"
                    ? page.Location?.StartsWith("/account/sign-in", StringComparison.Ordinal) == true
                    : page.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest;
                if (!refused)
                {
                    faults.Add($"{method} {path} answered {(int)page.Status} {page.Location}");
                }
            }
        }

        Faults.None(faults);
    }

    [Fact]
    public async Task Post_WithoutRequestToken_IsRefused()
    {
        var user = await site.Data.UserAsync("眾人", [.. Roles.All]);
        var browser = await site.SignInAsync(user);
        var faults = new List<string>();
        foreach (var endpoint in Endpoints.Where(e => Name(e) != "error/{status:int:range(400,599)}"))
        {
            foreach (var method in (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Where(m => m is not "GET" and not "HEAD"))
            {
                var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(Example))));
                var page = await browser.SendAsync(new HttpMethod(method), path, new FormUrlEncodedContent([]));
                if (page.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType))
                {
                    faults.Add($"{method} {path} answered {(int)page.Status}");
                }
            }
        }

        Faults.None(faults);
    }

    private static string Name(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText is "/" or null or "" ? "/" : endpoint.RoutePattern.RawText.TrimStart('/');

    private static string Methods(RouteEndpoint endpoint) => string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []);

    /// <summary>A value that fits the constraint, for something that is not there.</summary>
    private static string Example(Microsoft.AspNetCore.Routing.Patterns.RoutePatternPart part) => part switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter =>
            parameter.ParameterPolicies.Any(p => p.Content == "guid") ? Guid.Empty.ToString()
            : parameter.ParameterPolicies.Any(p => p.Content is "int" or "long") ? "1"
            : "x",
        _ => throw new InvalidOperationException($"Unknown part {part}."),
    };
}
