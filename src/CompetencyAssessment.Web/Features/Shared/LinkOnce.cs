using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Shared;

/// <summary>A one-time link goes to the next page once, in the encrypted cookie for such things, and is kept nowhere.</summary>
internal static class LinkOnce
{
    private const string Key = "one-time-link";

    /// <param name="controller">Whose next page shows it.</param>
    /// <param name="forId">What the link is for: the page of nothing else shows it.</param>
    /// <param name="path">Path and query.</param>
    public static void KeepLink(this Controller controller, Guid forId, string path) =>
        controller.TempData[Key] = $"{forId} {controller.Request.Scheme}://{controller.Request.Host}{controller.Request.PathBase}{path}";

    public static string? TakeLink(this Controller controller, Guid forId) =>
        controller.Request.Cookies.ContainsKey(Flash.Cookie) && controller.TempData[Key] is string kept && kept.StartsWith(forId.ToString(), StringComparison.Ordinal)
            ? kept[(forId.ToString().Length + 1)..]
            : null;
}
