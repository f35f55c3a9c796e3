using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Web.Features.Search;

/// <summary>
/// Where a piece of evidence is shown at a place: by the reader in the page for candidates and assessors (<c>js/reading/address.js</c> reads the
/// fragment, which no server sees), by the browser itself for administrators.
/// </summary>
internal sealed record PlaceLink(SeenAs Seen, Guid AssessmentId, Guid ItemId, Guid VersionId, string MediaType)
{
    /// <summary>To the piece as a whole.</summary>
    public string Whole => Seen switch
    {
        SeenAs.Candidate => $"/my/{AssessmentId}/evidence/{ItemId}#see={VersionId}",
        SeenAs.Assessor => $"/scoring/{AssessmentId}#see={VersionId}",
        _ => MediaType == "application/pdf" ? $"/files/{VersionId}" : $"/assessments/{AssessmentId}#evidence",
    };

    /// <param name="kind">Kind of the place.</param>
    /// <param name="place">The place.</param>
    /// <param name="word">To be marked there.</param>
    public string To(PlaceKind kind, string? place, string word) => Seen == SeenAs.Administrator
        ? kind == PlaceKind.Page && MediaType == "application/pdf" ? $"{Whole}#page={place}" : Whole
        : $"{Whole}&kind={kind.ToString().ToLowerInvariant()}{(place is null ? "" : $"&place={Uri.EscapeDataString(place)}")}&find={Uri.EscapeDataString(word)}";
}
