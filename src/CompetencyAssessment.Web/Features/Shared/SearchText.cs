namespace CompetencyAssessment.Web.Features.Shared;

/// <summary>What somebody searches for.</summary>
internal static class SearchText
{
    /// <summary>No name, number or code is longer; SQL Server compares no pattern of more than 4,000 characters.</summary>
    public const int Limit = 200;

    /// <summary>Without blanks around it, cut to <see cref="Limit"/>; null for nothing.</summary>
    public static string? Of(string? typed) => string.IsNullOrWhiteSpace(typed) ? null
        : typed.Trim() is { Length: > Limit } text ? text[..(char.IsHighSurrogate(text[Limit - 1]) ? Limit - 1 : Limit)]
        : typed.Trim();
}
