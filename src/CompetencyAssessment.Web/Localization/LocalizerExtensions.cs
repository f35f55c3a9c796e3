using System.Globalization;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Independence;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Localization;

internal static class LocalizerExtensions
{
    /// <summary>The name of an enum value, by the key <c>EnumType.Value</c>.</summary>
    public static string Enum(this IStringLocalizer localizer, Enum value) => localizer[$"{value.GetType().Name}.{value}"].Value;

    /// <summary>A place in a file, in words: <c>第 7 頁</c>, <c>儲存格 B12</c>.</summary>
    public static string Place(this IStringLocalizer localizer, PlaceKind kind, string? place) => (kind, place) switch
    {
        (PlaceKind.Page, { Length: > 0 }) => localizer["Page {0}", place].Value,
        (PlaceKind.Whole, _) or (_, null or "") => localizer.Enum(PlaceKind.Whole),
        _ => $"{localizer.Enum(kind)} {place}",
    };

    /// <summary>Whether an evidence version was judged valid, authentic and current, in words.</summary>
    public static string Judged(this IStringLocalizer localizer, JudgementFields fields)
    {
        string Aspect(string name, JudgementVerdict? verdict) => $"{localizer[name].Value}{localizer[": "].Value}{(verdict is { } said ? localizer.Enum(said) : localizer["not judged"].Value)}";
        return string.Join(localizer["; "].Value, Aspect("valid", fields.Valid), Aspect("authentic", fields.Authentic), Aspect("current", fields.Current));
    }

    /// <summary>Whether the evidence for a requirement was judged sufficient, in words.</summary>
    public static string Judged(this IStringLocalizer localizer, RequirementFields fields) =>
        localizer[fields.Sufficient switch { true => "sufficient", false => "not sufficient", _ => "not judged" }].Value;

    /// <summary>The text of a broken rule, by the key <c>error.CODE</c>; null where there is none.</summary>
    public static string? Error(this IStringLocalizer localizer, string code, IReadOnlyList<object> args)
    {
        var text = localizer[$"error.{code}", [.. args.Select(a => a is Obstacles obstacles ? localizer.ObstaclesText(obstacles) : a is Enum value ? localizer.Enum(value) : a)]];
        return text.ResourceNotFound ? null : text.Value;
    }

    /// <summary>What is wrong in a unit or scheme, by the key <c>fault.TEMPLATE</c>; a noun of the sentence, such as "task", has its translation under its own name.</summary>
    /// <param name="localizer">Texts.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="withLine">Whether it names the line of the file, where the reader has one.</param>
    public static string Fault(this IStringLocalizer localizer, ImportFault fault, bool withLine = false)
    {
        var template = withLine ? fault.Template : fault.Template.Replace(" (line {0})", "", StringComparison.Ordinal);
        object[] args = [.. fault.Args.Select(a => a is FaultNoun noun ? localizer[$"noun.{noun.Word}"].Value : a ?? "")];
        return localizer[$"fault.{template}", args] is { ResourceNotFound: false } said ? said.Value : string.Format(CultureInfo.InvariantCulture, template, [.. fault.Args]);
    }

    /// <summary>A text of unit or scheme in the language of the request.</summary>
    public static string Here(this LocalText text) => text.In(CultureInfo.CurrentUICulture.Name);
}
