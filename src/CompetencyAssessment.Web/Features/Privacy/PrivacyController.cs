using System.Globalization;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Account;
using CompetencyAssessment.Web.Features.Shared.Navigation;
using CompetencyAssessment.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Privacy;

/// <summary>The notice that the law (個人資料保護法 §8) asks for, with the centre that gives it.</summary>
internal sealed record NoticePage(string Centre, string Address, string Contact, bool Acknowledge, string? ReturnUrl);

/// <summary>The privacy notice, for everybody, and its acknowledgement before anything else.</summary>
[Route("privacy")]
internal sealed class PrivacyController(CentreProfile centre, AcknowledgeNotice acknowledge, SignIns signIns, CurrentUser user) : Controller
{
    [AllowAnonymous]
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await PageAsync(acknowledge: false, null, cancel));

    [Authorize(Policy = Permissions.SignedIn)]
    [BeforeNotice]
    [HttpGet("acknowledge")]
    public async Task<IActionResult> Acknowledge(string? returnUrl, CancellationToken cancel) =>
        View(nameof(Index), await PageAsync(acknowledge: true, returnUrl, cancel));

    [Authorize(Policy = Permissions.SignedIn)]
    [BeforeNotice]
    [HttpPost("acknowledge")]
    public async Task<IActionResult> Acknowledged(string? returnUrl, CancellationToken cancel)
    {
        await acknowledge.RunAsync(user.UserId, cancel);
        await signIns.RenewAsync(user.UserId, user.SessionId, cancel);
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : ShellLinks.Start);
    }

    private async Task<NoticePage> PageAsync(bool acknowledge, string? returnUrl, CancellationToken cancel)
    {
        var profile = await centre.GetAsync(cancel);
        var english = CultureInfo.CurrentUICulture.Name.StartsWith("en", StringComparison.Ordinal);
        return new NoticePage(
            english && profile.NameEn is { Length: > 0 } name ? name : profile.Name,
            english && profile.AddressEn is { Length: > 0 } address ? address : profile.Address,
            profile.Contact,
            acknowledge,
            returnUrl);
    }
}
