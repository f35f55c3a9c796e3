using System.Globalization;
using System.Text.Json;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Trail;

/// <summary>
/// Words of audit entries: <c>audit.ACTION</c>, and <c>audit.moved.MOVE</c> for a change of state. An entry holds identifiers and codes only; what of
/// them can be read (a number, a state, a part) is put into the words or after them.
/// </summary>
internal sealed class TrailWords(IStringLocalizer<SharedResource> t)
{
    /// <summary>The kinds by which the viewer filters: what stands before the dot of an action.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "account", "adjustment", "affiliation", "appeal", "appointment", "assessment", "assessor-evidence", "assignment", "audit", "calendar", "carry-over", "centre", "conflict", "decision", "difference", "document",
        "evidence", "extension", "incident", "meeting", "misconduct", "objection", "override", "person", "plan", "privacy", "qualification", "reconciliation", "record", "reply", "report", "requirement", "rating", "review", "role", "round", "scheme",
        "self-rating", "sheet", "sign", "unit", "verification",
    ];

    public string Kind(string kind) => t[$"audit.kind.{kind}"];

    /// <summary>Who acted, where nobody was signed in: a referee by their link, else the system.</summary>
    public string Nobody(string action) => action is "report.opened" or "report.answered" ? t["The referee"] : t["The system"];

    /// <summary>What happened, in words; the action itself where it has none.</summary>
    public string Of(string action, IReadOnlyDictionary<string, string> data)
    {
        if (action == "assessment.moved")
        {
            var move = data.GetValueOrDefault("move", "").ToLowerInvariant();
            return t[$"audit.moved.{move}"] is { ResourceNotFound: false } moved ? moved : action;
        }

        var words = t[$"audit.{action}"];
        if (words.ResourceNotFound)
        {
            return action;
        }

        return Details(action, data) is { Length: > 0 } details ? t["{0} ({1})", words.Value, details] : words;
    }

    /// <summary>The values of an entry; empty where they cannot be read, which the check of the chains reports.</summary>
    public static IReadOnlyDictionary<string, string> DataOf(byte[] payload)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(payload) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    private string Details(string action, IReadOnlyDictionary<string, string> data)
    {
        string? Value(string key) => data.TryGetValue(key, out var value) && value.Length > 0 ? value : null;
        return action switch
        {
            "round.submitted" or "round.returned" or "round.taken-back" or "round.handed-over" => Value("number") is { } round ? t["Round {0}", round] : "",
            "plan.made" or "plan.moved" or "plan.acknowledged" or "evidence.version-added" => Value("number") is { } version ? t["Version {0}", version] : "",
            "evidence.added" => Value("number") is { } label && int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? AssessmentEvidence.LabelOf(number) : "",
            "assessor-evidence.added" => Value("number") is { } added && int.TryParse(added, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? AssessorEvidence.LabelOf(place) : "",
            "assignment.made" => Enum.TryParse<AssessmentPart>(Value("part") ?? nameof(AssessmentPart.Assessor), out var part) ? t.Enum(part) : "",
            "role.given" or "role.taken" => Value("role") is { } role ? t[role] : "",
            "appeal.filed" or "appeal.closed" => Enum.TryParse<AppealSubject>(Value("against"), out var against) ? t.Enum(against) : "",
            "record.issued" => Value("number") ?? "",
            "record.ended" => Enum.TryParse<Domain.Records.RecordStatus>(Value("status"), out var status) ? t.Enum(status) : "",
            "calendar.described" => Value("year") ?? "",
            "calendar.day-set" or "calendar.day-removed" => Value("date") ?? "",
            "scheme.draft-made" or "scheme.draft-discarded" or "scheme.published" or "scheme.imported" or "unit.imported" => Value("code") ?? "",
            "audit.checked" => Value("faults") is { } faults ? t["{0} faults", faults] : "",
            "audit.exported" => Value("rows") is { } rows ? t["{0} entries", rows] : "",
            _ => "",
        };
    }
}
