using System.Security.Claims;

namespace CompetencyAssessment.Web.Authorization;

/// <summary>Who is signed in with this request, from the claims of the cookie.</summary>
internal sealed class CurrentUser(IHttpContextAccessor accessor)
{
    public const string PersonClaim = "person";
    public const string SessionClaim = "session";
    public const string NameClaim = "display-name";
    public const string NoticeClaim = "notice";
    public const string CultureClaim = "culture";

    private ClaimsPrincipal? Principal => accessor.HttpContext?.User;

    public bool IsSignedIn => Principal?.Identity?.IsAuthenticated == true;

    /// <summary>The account.</summary>
    public Guid UserId => Id(ClaimTypes.NameIdentifier);

    public Guid PersonId => Id(PersonClaim);

    /// <summary>The sign-in session: made at sign-in, gone at sign-out.</summary>
    public Guid SessionId => Id(SessionClaim);

    public bool Can(string permission) => Permissions.RolesWith(permission).Any(r => Principal?.IsInRole(r) == true);

    public Viewer Viewer => new(PersonId, Can(Permissions.ManageAssessments), Can(Permissions.Assess), Can(Permissions.Verify), Can(Permissions.OverseeQuality));

    private Guid Id(string claim) =>
        Guid.TryParse(Principal?.FindFirstValue(claim), out var id) ? id : throw new InvalidOperationException($"Nobody is signed in ({claim}).");
}

/// <summary>Somebody who looks: their person, and what their roles let them do.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="SeesAll">Administers all assessments.</param>
/// <param name="Assesses">May assess where assigned.</param>
/// <param name="Verifies">May verify where assigned.</param>
/// <param name="Oversees">Is a quality lead.</param>
internal sealed record Viewer(Guid PersonId, bool SeesAll, bool Assesses, bool Verifies = false, bool Oversees = false)
{
    /// <summary>The viewer's own page of an assessment; null for who has no part in it and does not administer it.</summary>
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="assesses">Whether they assess this one.</param>
    /// <param name="verifies">Whether they verify it.</param>
    public string? PageOf(Guid assessmentId, bool assesses, bool verifies) =>
        assesses ? $"/scoring/{assessmentId}" : verifies ? $"/verification/{assessmentId}" : SeesAll ? $"/assessments/{assessmentId}" : null;
}
