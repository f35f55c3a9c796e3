using System.Globalization;
using System.Text.Json;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;

namespace CompetencyAssessment.Web.Features.Trail;

/// <summary>What the audit trail is filtered by; all from the address.</summary>
internal sealed class TrailFilter
{
    /// <summary>Code of an assessment, or its beginning.</summary>
    public string? Code { get; set; }

    /// <summary>One of <see cref="TrailWords.Kinds"/>.</summary>
    public string? Kind { get; set; }

    /// <summary>Part of a name, or a candidate number: of who acted, or of the person that it is about.</summary>
    public string? Person { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Code) && string.IsNullOrWhiteSpace(Kind) && string.IsNullOrWhiteSpace(Person) && From is null && To is null;

    /// <summary>As the query string of another page, with its question mark.</summary>
    public string Query()
    {
        (string Name, string? Value)[] parts =
        [
            ("code", Code), ("kind", Kind), ("person", Person),
            ("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ];
        return QueryString.Create(parts.Where(p => !string.IsNullOrWhiteSpace(p.Value)).Select(p => KeyValuePair.Create(p.Name, p.Value))).ToString();
    }
}

/// <summary>Whether the last check found the chain whole where an entry stands.</summary>
internal enum TrailStanding
{
    /// <summary>Written since the last check.</summary>
    Unchecked,
    Whole,

    /// <summary>The last check found faults in its chain.</summary>
    Faulty,
}

/// <param name="Stream">The chain.</param>
/// <param name="Code">Of the assessment; null for the centre's own chain.</param>
/// <param name="Sequence">Its place in the chain, from 1.</param>
/// <param name="At">UTC.</param>
/// <param name="Actor">Who acted; null for the system, or for somebody not signed in.</param>
/// <param name="Action">The action as it is stored.</param>
/// <param name="What">In words.</param>
/// <param name="Subject">Name of the person that it is about, where it is about one.</param>
/// <param name="SubjectId">The row that it is about.</param>
/// <param name="Standing">Whether the chain is whole.</param>
internal sealed record TrailRow(Guid Stream, string? Code, long Sequence, DateTime At, PersonName? Actor, string Action, string What, PersonName? Subject, Guid SubjectId, TrailStanding Standing);

internal sealed record TrailPage(TrailFilter Filter, IReadOnlyList<TrailRow> Rows, PageInfo Page, CheckRow? LastCheck);

/// <summary>A check that was run, and what it found.</summary>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="By">Who asked for it; null for the nightly one.</param>
/// <param name="Chains">Chains walked.</param>
/// <param name="Entries">Entries in them.</param>
/// <param name="FaultCount">Faults found.</param>
/// <param name="Faults">The first of them.</param>
internal sealed record CheckRow(DateTime StartedAt, DateTime EndedAt, PersonName? By, int Chains, long Entries, int FaultCount, IReadOnlyList<AuditFault> Faults)
{
    public static CheckRow Of(AuditCheckRun run, string? zh, string? latin) =>
        new(run.StartedAt, run.EndedAt, zh is null ? null : new PersonName(zh, latin), run.Chains, run.Entries, run.FaultCount, JsonSerializer.Deserialize<List<AuditFault>>(run.Faults)!);
}

/// <param name="Rows">Checks, newest first.</param>
/// <param name="Codes">Codes of the assessments in whose chains the last one found faults.</param>
/// <param name="Running">How far the one under way has come; null where none is.</param>
internal sealed record ChecksPage(IReadOnlyList<CheckRow> Rows, IReadOnlyDictionary<Guid, string> Codes, TrailProgress.State? Running);
