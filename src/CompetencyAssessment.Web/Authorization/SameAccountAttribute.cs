using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Authorization;

/// <summary>
/// What a page kept to send later says under which account it was entered (<see cref="Header"/>). Where somebody else is signed in by now,
/// it is refused: nobody's work goes out under another's name.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class SameAccountAttribute : ActionFilterAttribute
{
    /// <summary>Id of the account that the page belongs to.</summary>
    public const string Header = "X-Account";

    public override void OnActionExecuting(ActionExecutingContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (context.HttpContext.Request.Headers[Header].ToString() is { Length: > 0 } account && account != services.GetRequiredService<CurrentUser>().UserId.ToString())
        {
            var problem = new ProblemDetails
            {
                Status = StatusCodes.Status409Conflict,
                Detail = services.GetRequiredService<IStringLocalizer<SharedResource>>()["Somebody else is signed in now. This was entered under another account."],
                Extensions = { ["code"] = "account.other" },
            };
            context.Result = new ObjectResult(problem) { StatusCode = problem.Status, ContentTypes = { "application/problem+json" } };
        }
    }
}
