using System.Globalization;
using CompetencyAssessment.Domain.Competencies;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Localization;

internal static class LocalizerExtensions
{
    /// <summary>The name of an enum value, by the key <c>EnumType.Value</c>.</summary>
    public static string Enum(this IStringLocalizer localizer, Enum value) => localizer[$"{value.GetType().Name}.{value}"].Value;

    /// <summary>The text of a broken rule, by the key <c>error.CODE</c>; null where there is none.</summary>
    public static string? Error(this IStringLocalizer localizer, string code, IReadOnlyList<object> args)
    {
        var text = localizer[$"error.{code}", [.. args.Select(a => a is Enum value ? localizer.Enum(value) : a)]];
        return text.ResourceNotFound ? null : text.Value;
    }

    /// <summary>A text of unit or scheme in the language of the request.</summary>
    public static string Here(this LocalText text) => text.In(CultureInfo.CurrentUICulture.Name);
}
