using System.Text.Json.Serialization;

namespace CompetencyAssessment.Domain.Competencies;

/// <summary>A text in the two languages of the application. Chinese (zh-TW) is always there, English where somebody wrote it.</summary>
public sealed record LocalText(
    [property: JsonPropertyName("zh-TW")] string Zh,
    [property: JsonPropertyName("en")] string? En = null)
{
    /// <summary>The text for a culture name such as <c>en</c> or <c>zh-TW</c>; Chinese where there is no English.</summary>
    public string In(string culture) =>
        culture.StartsWith("en", StringComparison.OrdinalIgnoreCase) && En is { Length: > 0 } ? En : Zh;
}
