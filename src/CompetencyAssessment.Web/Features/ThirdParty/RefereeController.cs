using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.ThirdParty;

/// <summary>
/// The page behind an invitation link: first what happens with the data, then the form, once. It needs no account, leads nowhere else, and shows the
/// candidate's name and the criteria alone. The secret comes as a query, which is not logged, as a path would be.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Verify)]
[Route("report")]
internal sealed class RefereeController(ReportQueries queries, ReportVerbs verbs, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(string? key, CancellationToken cancel) => Shown(await queries.RefereeAsync(key ?? "", null, cancel));

    [HttpPost("notice")]
    public async Task<IActionResult> Notice(string? key, CancellationToken cancel)
    {
        var page = await queries.RefereeAsync(key ?? "", null, cancel);
        if (page is { Report: { } report, State: ReportState.Sent })
        {
            await RunAsync(() => verbs.OpenAsync(report, cancel));
        }

        return LocalRedirect(page.Href);
    }

    [HttpPost("")]
    public async Task<IActionResult> Receive(string? key, [Bind(Prefix = "Form")] RefereeForm form, CancellationToken cancel)
    {
        var page = await queries.RefereeAsync(key ?? "", form, cancel);
        if (page is not { Report: { } report, State: ReportState.Opened })
        {
            return LocalRedirect(page.Href);
        }

        if (ModelState.IsValid)
        {
            if (await RunAsync(() => verbs.ReceiveAsync(report, form.ToAnswer(), form.Declared, cancel)) is not { } broken)
            {
                return LocalRedirect(page.Href);
            }

            ModelState.AddModelError("", t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return Shown(page);
    }

    public override void OnActionExecuting(ActionExecutingContext context)
    {
        // The address itself is the key: it goes to no other page, no index and no cache.
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers["X-Robots-Tag"] = "noindex";
        Response.Headers.CacheControl = "no-store";
    }

    private ViewResult Shown(RefereePage page)
    {
        if (page.Report is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return View("Referee", page);
    }

    /// <summary>Of two at once, the second finds what the first did when the page is loaded again.</summary>
    private static async Task<DomainException?> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (DomainException broken) when (broken.Code != "report.closed")
        {
            return broken;
        }
        catch (Exception e) when (e is DomainException or DbUpdateConcurrencyException)
        {
            return null;
        }

        return null;
    }
}
