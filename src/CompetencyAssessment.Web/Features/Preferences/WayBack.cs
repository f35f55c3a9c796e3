using Microsoft.AspNetCore.Diagnostics;

namespace CompetencyAssessment.Web.Features.Preferences;

/// <summary>Where a change of language or colours leads back to: the page in view.</summary>
internal sealed class WayBack(EndpointDataSource endpoints)
{
    /// <summary>
    /// The address of the page in view. A form that came back with faults stands at an address that may only take posts; then it is the
    /// page above it.
    /// </summary>
    public string Of(HttpContext context)
    {
        var request = context.Request;
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            return "/";
        }

        if (HttpMethods.IsGet(request.Method))
        {
            return request.PathBase + request.Path + request.QueryString;
        }

        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        var path = request.Path.Value ?? "";
        while (pattern.Length > 0 && !CanBeRead(pattern))
        {
            (pattern, path) = (Above(pattern), Above(path));
        }

        return pattern.Length > 0 ? request.PathBase + path : "/";
    }

    private bool CanBeRead(string pattern) => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Any(e => e.RoutePattern.RawText == pattern && e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET", StringComparer.Ordinal) == true);

    private static string Above(string path) => path.LastIndexOf('/') is var cut and >= 0 ? path[..cut] : "";
}
