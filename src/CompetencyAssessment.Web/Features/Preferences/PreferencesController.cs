using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Account;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Preferences;

/// <summary>Language and colour scheme of this browser; the language is remembered with the account too.</summary>
[AllowAnonymous]
[Route("preferences")]
internal sealed class PreferencesController(CurrentUser user, SignIns signIns, TimeProvider time) : Controller
{
    [HttpPost("language")]
    public async Task<IActionResult> Language(string culture, string? returnUrl, CancellationToken cancel)
    {
        if (!WebLocalization.Cultures.Contains(culture, StringComparer.Ordinal))
            return BadRequest();
        Response.Cookies.Append("culture", CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)), new() { Expires = time.GetUtcNow().AddYears(1), IsEssential = true, Path = "/" });

        // The account's language wins over the browser's.
        if (user.IsSignedIn)
            await signIns.ChooseCultureAsync(user.UserId, user.SessionId, culture, cancel);
        return Back(returnUrl);
    }

    [HttpPost("theme")]
    public IActionResult Theme(string theme, string? returnUrl)
    {
        Shared.Theme.Keep(Response, theme, time);
        return Back(returnUrl);
    }

    private LocalRedirectResult Back(string? returnUrl) => Url.IsLocalUrl(returnUrl) ? LocalRedirect(returnUrl) : LocalRedirect("/");
}
