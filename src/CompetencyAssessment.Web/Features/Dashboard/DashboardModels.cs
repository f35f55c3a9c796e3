using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;

namespace CompetencyAssessment.Web.Features.Dashboard;

/// <summary>What a dashboard lists, in the order shown.</summary>
internal enum DashboardList
{
    /// <summary>Over its date.</summary>
    Late,

    /// <summary>Waiting for the viewer.</summary>
    Waiting,

    /// <summary>Due in the next days.</summary>
    Coming,

    /// <summary>Changed since the viewer's last visit.</summary>
    Changed,

    /// <summary>Appointments to come, of candidate and assessor.</summary>
    Appointments,

    /// <summary>Requests for more time that nobody has answered, of the administrator.</summary>
    Extensions,
}

/// <summary>In which role somebody looks at a part of their dashboard.</summary>
internal enum DashboardRole
{
    Candidate,
    Assessor,
    Verifier,
    Administrator,
}

/// <param name="Id">Key of the assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="State">As the viewer may know it.</param>
/// <param name="Candidate">Who is assessed.</param>
/// <param name="Unit">Name of the unit in the language of the page.</param>
/// <param name="At">When it is due or, among changes, when it changed; UTC.</param>
internal sealed record DashboardItem(Guid Id, string Code, AssessmentState State, PersonName Candidate, string Unit, DateTime At);

/// <param name="List">What it lists.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Items">The first of them.</param>
internal sealed record DashboardPanel(DashboardList List, int Total, IReadOnlyList<DashboardItem> Items);

/// <param name="Role">In which role.</param>
/// <param name="Any">Whether there is any assessment at all.</param>
/// <param name="Panels">One for each list that the role has.</param>
internal sealed record DashboardSection(DashboardRole Role, bool Any, IReadOnlyList<DashboardPanel> Panels)
{
    /// <summary>Where one of its assessments is worked on.</summary>
    public string Href(Guid id, DashboardList list) => (Role, list) switch
    {
        (DashboardRole.Assessor, DashboardList.Appointments) => $"/assessments/{id}/appointments",
        (_, DashboardList.Extensions) => $"/assessments/{id}/extension",
        _ => Href(id),
    };

    private string Href(Guid id) => Role switch
    {
        DashboardRole.Candidate => $"/my/{id}",
        DashboardRole.Assessor => $"/scoring/{id}",
        DashboardRole.Verifier => $"/verification/{id}",
        _ => $"/assessments/{id}",
    };

    /// <summary>The full list behind a panel.</summary>
    public string AllHref(DashboardList list) => (Role, list) switch
    {
        (DashboardRole.Candidate, _) => "/my",
        (DashboardRole.Assessor, DashboardList.Changed) => "/scoring?all=true",
        (DashboardRole.Assessor, _) => "/scoring",
        (DashboardRole.Verifier, DashboardList.Changed) => "/verification?all=true",
        (DashboardRole.Verifier, _) => "/verification",
        (_, DashboardList.Late) => "/assessments?late=true",
        (_, DashboardList.Coming) => "/assessments?state=open&sort=decide",
        (_, DashboardList.Changed) => "/assessments?sort=-changed",
        _ => "/assessments?state=open",
    };
}

/// <param name="Sections">One for each role of the viewer.</param>
/// <param name="Since">Since when changes are new, UTC.</param>
/// <param name="IsFirst">No earlier visit is known: changes are those of the last days.</param>
/// <param name="Oversees">The viewer is a quality lead.</param>
/// <param name="Disputes">Reviews and appeals that wait, for who looks after them.</param>
/// <param name="Hearings">Appeals that the viewer has to decide.</param>
/// <param name="Requests">Overrides and objections that wait for a quality lead.</param>
/// <param name="TrailFaults">What the last check of the audit trail found, for who oversees or administers.</param>
/// <param name="Cases">Misconduct cases that are open, for quality leads.</param>
/// <param name="Incidents">Incidents that are open, for quality leads.</param>
/// <param name="Disagreements">Disagreements after release that wait for a quality lead.</param>
internal sealed record DashboardPage(IReadOnlyList<DashboardSection> Sections, DateTime Since, bool IsFirst, bool Oversees, int Disputes, int Hearings, int Requests, int TrailFaults, int Cases, int Incidents, int Disagreements);
