using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using Microsoft.AspNetCore.Http.Extensions;

namespace CompetencyAssessment.Web.Features.Search;

/// <summary>What results are of, in the order shown.</summary>
internal enum ResultKind
{
    People,
    Assessments,
    Units,
    Evidence,
}

/// <summary>As what somebody sees a result, and so where its link leads.</summary>
internal enum SeenAs
{
    Candidate,
    Assessor,
    Administrator,
}

/// <summary>What the query string asks for. What cannot be read is left out, not refused.</summary>
internal sealed record SearchInput
{
    public string? Q { get; init; }

    /// <summary>A <see cref="ResultKind"/>; all where it is none.</summary>
    public string? Kind { get; init; }

    public int Page { get; init; }

    public ResultKind? Chosen => Enum.TryParse<ResultKind>(Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    public string? Typed => string.IsNullOrWhiteSpace(Q) ? null : Q.Trim();

    public bool IsTooLong => Typed?.Length > SearchQuery.Limit;

    public string Address(ResultKind? kind)
    {
        var query = new QueryBuilder { { "q", Typed ?? "" } };
        if (kind is { } one)
        {
            query.Add("kind", one.ToString().ToLowerInvariant());
        }

        return "/search" + query;
    }
}

/// <summary>A place of a hit.</summary>
/// <param name="Text">What stands there.</param>
/// <param name="Kind">Kind of the place.</param>
/// <param name="Place">The page, slide, cell or heading.</param>
/// <param name="Href">Leads there; null where it cannot be shown.</param>
internal sealed record HitPlace(Marked Text, PlaceKind Kind, string? Place, string? Href);

/// <summary>One thing found.</summary>
internal sealed record SearchResult
{
    public required ResultKind Kind { get; init; }

    public required string Href { get; init; }

    /// <summary>Code, number or label before the title.</summary>
    public string? Label { get; init; }

    public required Marked Title { get; init; }

    /// <summary>What else identifies it.</summary>
    public IReadOnlyList<Marked> Details { get; init; } = [];

    /// <summary>Of an assessment, as the viewer may know it.</summary>
    public AssessmentState? State { get; init; }

    /// <summary>Version of a piece of evidence.</summary>
    public int? VersionNo { get; init; }

    /// <summary>The assessment and candidate of a piece of evidence.</summary>
    public (string Code, PersonName Candidate)? Assessment { get; init; }

    public IReadOnlyList<HitPlace> Places { get; init; } = [];

    /// <summary>How many passages more have the words.</summary>
    public int MorePlaces { get; init; }
}

/// <summary>Results of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many there are, up to a limit.</param>
/// <param name="IsMore">There are more than are counted.</param>
/// <param name="Results">Those that are shown.</param>
internal sealed record ResultGroup(ResultKind Kind, int Count, bool IsMore, IReadOnlyList<SearchResult> Results);

/// <param name="Input">What was asked.</param>
/// <param name="Kinds">Kinds that the viewer can find.</param>
/// <param name="Groups">One for each kind with results.</param>
/// <param name="Page">Within the chosen kind.</param>
internal sealed record SearchPage(SearchInput Input, IReadOnlyList<ResultKind> Kinds, IReadOnlyList<ResultGroup> Groups, PageInfo? Page)
{
    /// <summary>There was something to look for.</summary>
    public required bool IsAsked { get; init; }

    public IEnumerable<ResultGroup> Shown => Input.Chosen is { } kind ? Groups.Where(g => g.Kind == kind) : Groups;
}
