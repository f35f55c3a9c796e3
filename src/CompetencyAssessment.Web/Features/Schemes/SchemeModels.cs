using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>A published version as the list shows it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Number">Its number.</param>
/// <param name="PublishedAt">When it was published or imported here.</param>
/// <param name="Running">Assessments that keep it and have not ended.</param>
internal sealed record VersionRow(Guid Id, int Number, DateTime PublishedAt, int Running);

/// <summary>An open draft as the list shows it.</summary>
internal sealed record DraftRow(Guid Id, DateTime ChangedAt, PersonName ChangedBy);

/// <summary>A scheme with its versions, the newest first, and its open draft.</summary>
internal sealed record SchemeRow(string Code, LocalText? Name, string UnitCode, string UnitName, IReadOnlyList<VersionRow> Versions, DraftRow? Draft);

internal sealed record SchemeList(IReadOnlyList<SchemeRow> Rows, PageInfo Page);

/// <summary>A version that a new scheme may begin as a copy of.</summary>
internal sealed record CopyChoice(Guid Id, string Text);

internal sealed record NewSchemePage(NewSchemeForm Form, IReadOnlyList<CopyChoice> Choices);

/// <summary>A draft with what every page of it shows.</summary>
internal sealed record DraftFrame
{
    public required Guid Id { get; init; }

    /// <summary>Raised with every change.</summary>
    public required int Version { get; init; }

    public required string Code { get; init; }

    public required bool IsOpen { get; init; }

    public required Guid? PublishedAs { get; init; }

    public required SchemeDocument Document { get; init; }

    public required UnitView Unit { get; init; }

    /// <summary>What it is compared with: the last version of its code, else the version that it began as a copy of.</summary>
    public required SchemeDocument Last { get; init; }

    /// <summary>Number of the last version of its code; 0 for a scheme that has none yet.</summary>
    public required int LastNumber { get; init; }

    /// <summary>Number of the version that it began from, where that is of its own code.</summary>
    public required int BasedOnNumber { get; init; }

    public required DateTime ChangedAt { get; init; }

    public required PersonName ChangedBy { get; init; }

    /// <summary>Assessments that have not ended, on any version of its code.</summary>
    public required int Running { get; init; }

    public int NextNumber => LastNumber + 1;

    public string Path => $"/schemes/drafts/{Id}";

    /// <summary>Whether a version was published, by import, since the draft began.</summary>
    public bool IsOutdated => LastNumber > BasedOnNumber;

    /// <summary>Parts that differ from <see cref="Last"/>.</summary>
    public IReadOnlySet<DraftPart> Changed => field ??= SchemeComparison.Parts(Last, Document);

    public string AddressOf(DraftPart part) => $"{Path}/{part.Path}";

    public IEnumerable<string> Criteria => Unit.Criteria.Select(c => c.Code);
}

/// <summary>A page of a draft; <see cref="Part"/> is the section at hand, null on pages about the whole.</summary>
internal abstract record DraftPage(DraftFrame Frame, DraftPart? Part)
{
    /// <summary>Where the same part was saved by somebody else in the meantime: what the draft holds now, against what was entered.</summary>
    public ChangeGroup? Conflict { get; init; }

    /// <summary>The heading.</summary>
    public string Title(IStringLocalizer t) => Part switch
    {
        null => t["Draft of {0}", Frame.Code],
        { Code: null } => t.Enum(Part.Section),
        _ => $"{t.Enum(Part.Section)} {Part.Code}",
    };
}

/// <summary>What is in a draft, what it changes, and what keeps it from being published.</summary>
internal sealed record DraftOverview(DraftFrame Frame, IReadOnlyList<ImportFault> Faults) : DraftPage(Frame, (DraftPart?)null);

/// <summary>A section's form.</summary>
internal sealed record PartPage<TForm>(DraftFrame Frame, DraftPart Part, TForm Form) : DraftPage(Frame, Part)
    where TForm : PartForm
{
    /// <summary>Whether the form shows something that is not saved.</summary>
    public bool IsUnsaved { get; init; }
}

/// <summary>A list of the items that are edited one by one: criteria, or evidence requirements.</summary>
internal sealed record ItemList(DraftFrame Frame, DraftPart Part) : DraftPage(Frame, Part);

/// <summary>What differs between two versions.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Before">What the left side is.</param>
/// <param name="After">What the right side is.</param>
/// <param name="Groups">By section.</param>
/// <param name="Frame">The draft, where one is compared.</param>
internal sealed record ChangesPage(string Title, string Before, string After, IReadOnlyList<ChangeGroup> Groups, DraftFrame? Frame);
