using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>Who is signed in, and the token for the requests of a page that has outlived its own.</summary>
internal sealed record SessionAnswer(Guid Account, string Token);

/// <summary>What a page asks before it repeats what it could not send.</summary>
[Route("account/session")]
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class SessionController(CurrentUser user, IAntiforgery antiforgery) : Controller
{
    [HttpGet("")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public IActionResult Show() => Json(new SessionAnswer(user.UserId, antiforgery.GetAndStoreTokens(HttpContext).RequestToken!));
}
