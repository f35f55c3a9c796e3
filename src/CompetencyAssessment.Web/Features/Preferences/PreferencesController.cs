using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Preferences;

/// <summary>Language and colour scheme of this browser.</summary>
[AllowAnonymous]
[Route("preferences")]
public sealed class PreferencesController(TimeProvider time) : Controller
{
    [HttpPost("language")]
    public IActionResult Language(string culture, string? returnUrl)
    {
        if (!WebLocalization.Cultures.Contains(culture, StringComparer.Ordinal))
            return BadRequest();
        Response.Cookies.Append("culture", CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)), Lasting());
        return Back(returnUrl);
    }

    [HttpPost("theme")]
    public IActionResult Theme(string theme, string? returnUrl)
    {
        if (theme is Shared.Theme.Light or Shared.Theme.Dark)
            Response.Cookies.Append(Shared.Theme.Cookie, theme, Lasting());
        else
            Response.Cookies.Delete(Shared.Theme.Cookie);
        return Back(returnUrl);
    }

    private LocalRedirectResult Back(string? returnUrl) => Url.IsLocalUrl(returnUrl) ? LocalRedirect(returnUrl) : LocalRedirect("/");

    private CookieOptions Lasting() => new() { Expires = time.GetUtcNow().AddYears(1), IsEssential = true, Path = "/" };
}
