namespace CompetencyAssessment.Web.Features.Shared;

/// <summary>The colour scheme that the user chose; none follows the system.</summary>
internal static class Theme
{
    public const string Cookie = "theme";
    public const string Light = "light";
    public const string Dark = "dark";

    /// <summary><c>light</c>, <c>dark</c>, or null to follow the system.</summary>
    public static string? Of(HttpRequest request) => request.Cookies[Cookie] is Light or Dark ? request.Cookies[Cookie] : null;
}
