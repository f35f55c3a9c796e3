using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Web.Features.Search;

/// <summary>
/// Where a piece of evidence is shown at a place: by the reader in the page for candidates and assessors (<c>js/reading/address.js</c> reads the
/// fragment, which no server sees), by the browser itself for whoever has none: administrators, and assessors before they start.
/// </summary>
internal sealed record PlaceLink(SeenAs Seen, bool HasReader, Guid AssessmentId, Guid ItemId, Guid VersionId, string MediaType)
{
    private bool IsPdf => MediaType == "application/pdf";

    /// <summary>To the piece as a whole.</summary>
    public string Whole => (Seen, HasReader) switch
    {
        (SeenAs.Candidate, _) => $"/my/{AssessmentId}/evidence/{ItemId}#see={VersionId}",
        (SeenAs.Assessor, true) => $"/scoring/{AssessmentId}#see={VersionId}",
        _ when IsPdf => $"/files/{VersionId}",
        (SeenAs.Assessor, _) => $"/scoring/{AssessmentId}",
        _ => $"/assessments/{AssessmentId}#evidence",
    };

    /// <param name="kind">Kind of the place.</param>
    /// <param name="place">The place.</param>
    /// <param name="word">To be marked there.</param>
    public string To(PlaceKind kind, string? place, string word) => HasReader
        ? $"{Whole}&kind={kind.ToString().ToLowerInvariant()}{(place is null ? "" : $"&place={Uri.EscapeDataString(place)}")}&find={Uri.EscapeDataString(word)}"
        : kind == PlaceKind.Page && IsPdf ? $"{Whole}#page={place}" : Whole;
}
