using System.Security.Claims;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Shared.Navigation;

/// <summary>An entry of the top navigation.</summary>
/// <param name="Text">English text, the key of its translation.</param>
/// <param name="Href">Path; the entry is current on it and below it.</param>
/// <param name="Policy">Who sees it; null for people who are not signed in, and for them alone.</param>
/// <param name="IsQuality">It stands in the menu of quality, which would take too much room side by side.</param>
internal sealed record NavigationItem(string Text, string Href, string? Policy, bool IsQuality = false);

/// <summary>An entry as it is shown on the page at hand.</summary>
internal sealed record NavigationLink(string Text, string Href, bool IsCurrent, bool IsQuality);

/// <summary>The addresses that the frame of every page links to.</summary>
internal static class ShellLinks
{
    public const string Home = "/";
    /// <summary>Leads to the first page of one's own work.</summary>
    public const string Start = "/start";

    /// <summary>Where signed-in people start.</summary>
    public const string Dashboard = "/dashboard";

    public const string Notifications = "/notifications";

    public const string Search = "/search";

    public const string SignIn = "/account/sign-in";
    public const string SignOut = "/account/sign-out";
    public const string SetPassword = "/account/set-password";
    public const string Profile = "/account/profile";
    public const string Verify = "/verify";
    public const string Privacy = "/privacy";

    /// <summary>Leads to the manual of one's role.</summary>
    public const string Help = "/help";
}

/// <summary>The entries that the user at hand may see.</summary>
internal sealed class NavigationBuilder(IAuthorizationService authorization, IStringLocalizer<SharedResource> t)
{
    /// <summary>In the order shown. A feature adds its line here, with its policy.</summary>
    private static readonly NavigationItem[] Items =
    [
        new("Dashboard", ShellLinks.Dashboard, Permissions.SignedIn),
        new("My assessments", "/my", Permissions.BeAssessed),
        new("Scoring", "/scoring", Permissions.Assess),
        new("Verification", "/verification", Permissions.Verify),
        new("Assessments", "/assessments", Permissions.ManageAssessments),
        new("Reviews and appeals", "/disputes", Permissions.HandleDisputes),
        new("People", "/people", Permissions.ManagePeople),
        new("Competency units", "/units", Permissions.SignedIn),
        new("Assessment schemes", "/schemes", Permissions.ManageUnits),
        new("Independence", "/quality/overrides", Permissions.OverseeQuality, IsQuality: true),
        new("Misconduct", "/quality/misconduct", Permissions.OverseeQuality, IsQuality: true),
        new("Incidents", "/quality/incidents", Permissions.OverseeQuality, IsQuality: true),
        new("Adjustments", "/quality/adjustments", Permissions.OverseeQuality, IsQuality: true),
        new("Verification rule", "/quality/verification", Permissions.OverseeQuality, IsQuality: true),
        new("Audit trail", "/quality/audit", Permissions.OverseeQuality, IsQuality: true),
        new("Centre", "/centre", Permissions.ManageCentre),
        new("Check a document", ShellLinks.Verify, null),
    ];

    public async Task<IReadOnlyList<NavigationLink>> BuildAsync(ClaimsPrincipal user, PathString path)
    {
        var links = new List<NavigationLink>();
        foreach (var item in Items)
        {
            if (await MaySeeAsync(item, user))
            {
                links.Add(new(t[item.Text], item.Href, path.StartsWithSegments(item.Href, StringComparison.OrdinalIgnoreCase), item.IsQuality));
            }
        }

        return links;
    }

    private async Task<bool> MaySeeAsync(NavigationItem item, ClaimsPrincipal user) => user.Identity is not { IsAuthenticated: true }
        ? item.Policy is null
        : item.Policy is not null && (await authorization.AuthorizeAsync(user, item.Policy)).Succeeded;
}
