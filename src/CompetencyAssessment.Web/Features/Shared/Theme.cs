namespace CompetencyAssessment.Web.Features.Shared;

/// <summary>The colour scheme that the user chose; none follows the system.</summary>
internal static class Theme
{
    public const string Cookie = "theme";
    public const string Light = "light";
    public const string Dark = "dark";

    /// <summary>The choice to follow the system, which no cookie says.</summary>
    public const string Auto = "auto";

    /// <summary><c>light</c>, <c>dark</c>, or null to follow the system.</summary>
    public static string? Of(HttpRequest request) => request.Cookies[Cookie] is Light or Dark ? request.Cookies[Cookie] : null;

    /// <summary>Remembers the choice in this browser.</summary>
    public static void Keep(HttpResponse response, string? theme, TimeProvider time)
    {
        if (theme is Light or Dark)
            response.Cookies.Append(Cookie, theme, new() { Expires = time.GetUtcNow().AddYears(1), IsEssential = true, Path = "/" });
        else
            response.Cookies.Delete(Cookie);
    }
}
