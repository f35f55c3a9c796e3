using CompetencyAssessment.Domain;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Turns an exception into a status; the page or problem document for it is made by <c>/error/{status}</c>.</summary>
internal sealed class ErrorHandler : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        httpContext.Response.StatusCode = Status(exception, httpContext);
        httpContext.Items[typeof(Exception)] = exception;
        return ValueTask.FromResult(true);
    }

    /// <summary>The exception behind the error page that is being made, if there was one.</summary>
    public static Exception? ExceptionOf(HttpContext context) => context.Items[typeof(Exception)] as Exception;

    /// <summary>The middleware demands a fallback; <see cref="TryHandleAsync"/> answers first.</summary>
    public static Task Unhandled(HttpContext context) => Task.CompletedTask;

    /// <summary>Whether the exception is a user's matter, not a fault to log with a stack trace.</summary>
    public static bool IsExpected(ExceptionHandlerSuppressDiagnosticsContext context) => Status(context.Exception, context.HttpContext) < 500;

    private static int Status(Exception exception, HttpContext context) => exception switch
    {
        DomainException or DbUpdateConcurrencyException => StatusCodes.Status409Conflict,
        DbUpdateException { InnerException: { } inner } when UniqueKey.IsViolatedBy(inner) => StatusCodes.Status409Conflict,
        BadHttpRequestException bad => bad.StatusCode,
        AntiforgeryValidationException => StatusCodes.Status400BadRequest,
        OperationCanceledException when context.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,
        _ => StatusCodes.Status500InternalServerError,
    };
}
