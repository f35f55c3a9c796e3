using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Errors;

/// <summary>What an error page says.</summary>
public sealed record ErrorPage(int Status, string Title, string Text, string? Code, string CorrelationId);

/// <summary>The page, or the problem document for scripts, of every status that has no answer of its own.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[WithoutForm]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class ErrorController(IStringLocalizer<SharedResource> t) : Controller
{
    [Route("error/{status:int:range(400,599)}")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public IActionResult Show([FromRoute] int status)
    {
        var page = Page(status, ErrorHandler.ExceptionOf(HttpContext));
        Response.StatusCode = status;
        if (!WantsJson(Request))
            return View("Error", page);

        var problem = new ProblemDetails { Status = status, Title = page.Title, Detail = page.Text };
        problem.Extensions["code"] = page.Code;
        problem.Extensions["correlationId"] = page.CorrelationId;
        return new ObjectResult(problem) { StatusCode = status, ContentTypes = { "application/problem+json" } };
    }

    private ErrorPage Page(int status, Exception? exception)
    {
        var (title, text) = status switch
        {
            400 => ("The request could not be read", "The page may have been open for too long. Go back, reload it and try again."),
            401 => ("Please sign in", "You are not signed in, or your session has ended."),
            404 => ("Page not found", "It does not exist, has moved, or is not visible to you."),
            405 => ("This address cannot be opened like that", "Go back and use the button or form on the page."),
            409 => ("This is not possible now", "The data has changed since you opened the page. Reload it and check."),
            413 => ("The file is too large", "Choose a smaller file, or split it into parts."),
            429 => ("Too many tries", "Please wait a minute and try again."),
            >= 500 => ("Something went wrong on our side", "The fault has been logged. Please try again; if it happens again, tell your centre the reference below."),
            _ => ("The request was refused", "Go back, check what you entered and try again."),
        };
        var code = exception switch
        {
            DomainException rule => rule.Code,
            DbUpdateException => "concurrency",
            _ => null,
        };
        var said = exception is DomainException broken ? t.Error(broken.Code, broken.Args) : null;
        return new(status, t[title], said ?? t[text], code, HttpContext.TraceIdentifier);
    }

    private static bool WantsJson(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
            || request.Headers.XRequestedWith.Count > 0;
    }

    /// <summary>The request that failed keeps its method and body; reading that body again would fail again.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    private sealed class WithoutFormAttribute : Attribute, IResourceFilter
    {
        public void OnResourceExecuting(ResourceExecutingContext context)
        {
            context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
            context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
            context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
        }

        public void OnResourceExecuted(ResourceExecutedContext context)
        {
        }
    }
}
