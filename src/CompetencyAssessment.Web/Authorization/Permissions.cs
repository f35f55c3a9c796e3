using CompetencyAssessment.Data.Identity;

namespace CompetencyAssessment.Web.Authorization;

/// <summary>What a role may do. Controllers name these as policies; which assessments somebody sees is <see cref="AssessmentVisibility"/>'s to say.</summary>
internal static class Permissions
{
    /// <summary>Signed in, in any role.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>Take part in one's own assessments.</summary>
    public const string BeAssessed = nameof(BeAssessed);

    /// <summary>Rate and sign where assigned.</summary>
    public const string Assess = nameof(Assess);

    /// <summary>Verify decisions where assigned.</summary>
    public const string Verify = nameof(Verify);

    /// <summary>Change the plan, answer requests for more time and make appointments, where assigned or for all.</summary>
    public const string PlanAssessments = nameof(PlanAssessments);

    public const string ManageAssessments = nameof(ManageAssessments);

    public const string ManagePeople = nameof(ManagePeople);

    public const string ManageCentre = nameof(ManageCentre);

    public const string ManageUnits = nameof(ManageUnits);

    /// <summary>Hold the rules of verification, override, hear of misconduct and appeals, and look at the audit trail.</summary>
    public const string OverseeQuality = nameof(OverseeQuality);

    /// <summary>Look after requests for review, and see which appeals are open.</summary>
    public const string HandleDisputes = nameof(HandleDisputes);

    /// <summary>See who may judge whom, and which overrides and objections there are.</summary>
    public const string WatchIndependence = nameof(WatchIndependence);

    /// <summary>The one table from roles to permissions.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> OfRole = new Dictionary<string, string[]>
    {
        [Roles.Candidate] = [BeAssessed],
        [Roles.Assessor] = [Assess, PlanAssessments],
        [Roles.Verifier] = [Verify],
        [Roles.Administrator] = [ManageAssessments, PlanAssessments, ManagePeople, ManageCentre, ManageUnits, HandleDisputes, WatchIndependence],
        [Roles.QualityLead] = [OverseeQuality, HandleDisputes, WatchIndependence],
    };

    public static IEnumerable<string> All => OfRole.Values.SelectMany(p => p).Distinct();

    /// <summary>Roles that hold a permission.</summary>
    public static string[] RolesWith(string permission) => [.. OfRole.Where(r => r.Value.Contains(permission)).Select(r => r.Key)];
}
