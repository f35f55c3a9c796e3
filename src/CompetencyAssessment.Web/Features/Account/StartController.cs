using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared.Navigation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>Leads to the first page of one's own work.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class StartController : Controller
{
    [HttpGet(ShellLinks.Start)]
    public IActionResult Index() => LocalRedirect(ShellLinks.Dashboard);
}
