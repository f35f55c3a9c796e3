using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.Shared.Navigation;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Dashboard;

/// <summary>Where signed-in people start: what is late, what waits for them, what is coming up and what has changed, in each of their roles.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[Route("dashboard")]
internal sealed class DashboardController(DashboardQueries dashboards, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    private static readonly (DashboardRole Role, string Permission)[] Roles =
    [
        (DashboardRole.Assessor, Permissions.Assess),
        (DashboardRole.Verifier, Permissions.Verify),
        (DashboardRole.Administrator, Permissions.ManageAssessments),
        (DashboardRole.Candidate, Permissions.BeAssessed),
    ];

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken cancel) =>
        View(await dashboards.ReadAsync(user.UserId, user.Viewer, [.. Roles.Where(r => user.Can(r.Permission)).Select(r => r.Role)], cancel));

    [HttpPost("seen")]
    public async Task<IActionResult> Seen(CancellationToken cancel)
    {
        await dashboards.MarkSeenAsync(user.UserId, cancel);
        this.AddFlash(Tone.Success, t["Marked as seen."]);
        return LocalRedirect(ShellLinks.Dashboard);
    }
}
