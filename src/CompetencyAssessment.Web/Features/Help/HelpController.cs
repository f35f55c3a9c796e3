using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Help;

/// <summary>A manual for each role. They hold nothing of anybody, so whoever is signed in may read any of them.</summary>
[Route("help")]
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class HelpController : Controller
{
    /// <summary>Leads on to the page of the only role; offers the pages where there are several roles, or none.</summary>
    [HttpGet]
    public IActionResult Index() =>
        HelpPage.RolesOf(User) is [var only] ? LocalRedirect(HelpPage.AddressOf(only)) : View(new HelpIndex(HelpPage.RolesOf(User)));

    [HttpGet("candidate")]
    public IActionResult Candidate() => Show(Roles.Candidate);

    [HttpGet("assessor")]
    public IActionResult Assessor() => Show(Roles.Assessor);

    [HttpGet("administrator")]
    public IActionResult Administrator() => Show(Roles.Administrator);

    [HttpGet("verifier")]
    public IActionResult Verifier() => Show(Roles.Verifier);

    [HttpGet("qualitylead")]
    public IActionResult QualityLead() => Show(Roles.QualityLead);

    private ViewResult Show(string role) => View("Show", new HelpPage(role, HelpPage.RolesOf(User)));
}
