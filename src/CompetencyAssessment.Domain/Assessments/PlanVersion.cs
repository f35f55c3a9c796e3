using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>An appointment as a plan holds it. Times are UTC.</summary>
public sealed record PlannedAppointment(Guid Id, AppointmentKind Kind, DateTime StartAt, DateTime EndAt, string? Place, string? Link, string Criteria, string? Remark);

/// <summary>
/// What a plan says beside its dates: by which methods each criterion is assessed, how the candidate will have each resource, when candidate and
/// assessor meet, and which adjustments are agreed.
/// </summary>
public sealed record PlanContent
{
    /// <summary>Longest text of a resource, in characters.</summary>
    public const int TextLimit = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Codes of method variants by the code of the criterion; a criterion without any has no entry.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Methods { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How the candidate will have a resource, by its code (R1); one that nothing is said of has no entry.</summary>
    public IReadOnlyDictionary<string, string> Resources { get; init; } = new Dictionary<string, string>();

    /// <summary>Appointments that stand, the earliest first.</summary>
    public IReadOnlyList<PlannedAppointment> Appointments { get; init; } = [];

    /// <summary>Adjustments that are agreed: what, never why.</summary>
    public IReadOnlyList<string> Adjustments { get; init; } = [];

    /// <summary>Every method of the plan, once.</summary>
    public IReadOnlyList<string> AllMethods => [.. Methods.Values.SelectMany(m => m).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// Where a plan starts: each criterion with those of the chosen methods that the scheme's coverage guide names for it. A method that the guide
    /// names nowhere goes to every criterion, and a criterion that it leaves without any gets all of them.
    /// </summary>
    public static PlanContent StartingFrom(SchemeDocument scheme, IEnumerable<string> criteria, IReadOnlyCollection<string> methods)
    {
        var guided = scheme.Coverage.SelectMany(c => c.Methods).ToHashSet(StringComparer.Ordinal);
        var everywhere = methods.Where(m => !guided.Contains(m)).ToList();
        IReadOnlyList<string> Of(string criterion)
        {
            var named = scheme.Coverage.Where(c => c.Criteria.Contains(criterion)).SelectMany(c => c.Methods).Where(methods.Contains).ToList();
            return [.. (named.Count == 0 ? methods : named.Concat(everywhere)).Distinct().Order(StringComparer.Ordinal)];
        }

        return new PlanContent { Methods = criteria.ToDictionary(c => c, Of) };
    }

    public static PlanContent Parse(string json) => JsonSerializer.Deserialize<PlanContent>(json, Json)!;

    /// <summary>The same text for the same plan; what is not arranged has no entry.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            methods = new SortedDictionary<string, IEnumerable<string>>(Methods.Where(m => m.Value.Count > 0).ToDictionary(m => m.Key, m => m.Value.Distinct().Order(StringComparer.Ordinal).AsEnumerable()), StringComparer.Ordinal),
            resources = new SortedDictionary<string, string>(Resources.Where(r => !string.IsNullOrWhiteSpace(r.Value)).ToDictionary(r => r.Key, r => r.Value.Trim()), StringComparer.Ordinal),
            appointments = Appointments.Count == 0 ? null : Appointments.OrderBy(a => a.StartAt).ThenBy(a => a.Id),
            adjustments = Adjustments.Count == 0 ? null : Adjustments,
        },
        Json);
}

/// <summary>A change of the plan: what it shall say, until when, why, and which version whoever changes it saw.</summary>
public sealed record PlanRevision
{
    public required Guid ByPerson { get; init; }

    /// <summary>Number of the version that the form showed.</summary>
    public required int Seen { get; init; }

    public required PlanContent Content { get; init; }

    /// <summary>End of the last day to submit, UTC.</summary>
    public required DateTime SubmitBy { get; init; }

    /// <summary>End of the last day to decide, UTC.</summary>
    public required DateTime DecideBy { get; init; }

    /// <summary>Needed once the candidate has acknowledged a version.</summary>
    public string? Reason { get; init; }
}

/// <summary>評量計畫 in one version. It counts once the candidate has acknowledged it; its text never changes.</summary>
public sealed class PlanVersion
{
    private PlanVersion()
    {
    }

    internal PlanVersion(Guid id, Guid assessmentId, int number, PlanContent content, DateTime submitBy, DateTime decideBy, DateTime now) =>
        (Id, AssessmentId, Number, Content, SubmitBy, DecideBy, MadeAt, Salt) = (id, assessmentId, number, content.ToJson(), submitBy, decideBy, now, Audit.SaltedDigest.NewSalt());

    public Guid Id { get; private set; }

    public Guid AssessmentId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    /// <summary>A <see cref="PlanContent"/> as JSON.</summary>
    public string Content { get; private set; } = "";

    public DateTime SubmitBy { get; private set; }

    public DateTime DecideBy { get; private set; }

    /// <summary>Who changed the plan, or an appointment or adjustment in it; null for the first version, which is made with the assessment.</summary>
    public Guid? MadeById { get; private set; }

    public DateTime MadeAt { get; private set; }

    /// <summary>Why it was changed; null for the first, and where nothing that the candidate had acknowledged was.</summary>
    public string? Reason { get; private set; }

    /// <summary>When the candidate acknowledged it, UTC.</summary>
    public DateTime? AcknowledgedAt { get; private set; }

    /// <summary>Salt of the digest in the audit trail.</summary>
    public byte[] Salt { get; private set; } = [];

    /// <summary>What the audit trail's digest is made of.</summary>
    public string DigestText() => string.Create(CultureInfo.InvariantCulture, $"{Number}|{Content}|{SubmitBy:s}|{DecideBy:s}|{MadeById}|{Reason}|{AcknowledgedAt is not null}");

    internal void ChangedBy(Guid person, string? reason) => (MadeById, Reason) = (person, reason);

    internal void Acknowledge(DateTime now) => AcknowledgedAt ??= now;

    /// <summary>Dates of a version that is not acknowledged yet move along with those that count.</summary>
    internal void Move(DateTime submitBy, DateTime decideBy) => (SubmitBy, DecideBy) = (submitBy, decideBy);
}

/// <summary>What differs between two versions of a plan.</summary>
/// <param name="Methods">Criteria whose methods differ, in the order asked for.</param>
/// <param name="Resources">Resources of which something else is said.</param>
/// <param name="Appointments">Appointments that are new, moved or gone, the earliest first.</param>
/// <param name="Adjustments">Adjustments that are new or gone.</param>
public sealed record PlanDifference(
    IReadOnlyList<PlanDifference.OfMethods> Methods,
    IReadOnlyList<PlanDifference.OfResource> Resources,
    IReadOnlyList<PlanDifference.OfAppointment> Appointments,
    IReadOnlyList<PlanDifference.OfAdjustment> Adjustments)
{
    public sealed record OfMethods(string Criterion, IReadOnlyList<string> Added, IReadOnlyList<string> Removed);

    public sealed record OfResource(string Code, string? Was, string? Now);

    public sealed record OfAppointment(PlannedAppointment? Was, PlannedAppointment? Now);

    public sealed record OfAdjustment(string What, bool IsNew);

    public static PlanDifference Between(PlanContent was, PlanContent now, IEnumerable<string> criteria)
    {
        static IReadOnlyList<string> Of(PlanContent plan, string criterion) => plan.Methods.GetValueOrDefault(criterion, []);
        return new(
            [.. criteria.Select(c => new OfMethods(c, [.. Of(now, c).Except(Of(was, c))], [.. Of(was, c).Except(Of(now, c))])).Where(d => d.Added.Count + d.Removed.Count > 0)],
            [.. was.Resources.Keys.Union(now.Resources.Keys).Order(StringComparer.Ordinal)
                .Select(r => new OfResource(r, was.Resources.GetValueOrDefault(r), now.Resources.GetValueOrDefault(r))).Where(r => r.Was != r.Now)],
            [.. was.Appointments.Concat(now.Appointments).Select(a => a.Id).Distinct()
                .Select(id => new OfAppointment(was.Appointments.FirstOrDefault(a => a.Id == id), now.Appointments.FirstOrDefault(a => a.Id == id)))
                .Where(a => a.Was != a.Now).OrderBy(a => (a.Now ?? a.Was)!.StartAt)],
            [.. was.Adjustments.Except(now.Adjustments).Select(a => new OfAdjustment(a, IsNew: false)), .. now.Adjustments.Except(was.Adjustments).Select(a => new OfAdjustment(a, IsNew: true))]);
    }
}
