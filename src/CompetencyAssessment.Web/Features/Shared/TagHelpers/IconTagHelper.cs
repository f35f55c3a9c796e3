using System.Collections.Frozen;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CompetencyAssessment.Web.Features.Shared.TagHelpers;

/// <summary><c>&lt;icon name="check" /&gt;</c>: a line icon beside a text; always hidden from screen readers.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["check"] = "M5 12.5l4.5 4.5L19 7.5",
        ["close"] = "M6 6l12 12M18 6L6 18",
        ["info"] = "M12 11v5.5M12 7.6v.1M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0z",
        ["help"] = "M9.300 9.500a2.700 2.700 0 1 1 3.900 2.400c-.800.400-1.200 1-1.200 1.900M12 17v.1M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0z",
        ["warning"] = "M12 9.5v4.5M12 17.2v.1M10.4 4.4L2.9 17.5A1.9 1.9 0 0 0 4.5 20.3h15a1.9 1.9 0 0 0 1.6-2.8L13.6 4.4a1.9 1.9 0 0 0-3.2 0z",
        ["danger"] = "M12 7.5v5.5M12 16.4v.1M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0z",
        ["success"] = "M8 12.5l2.8 2.8L16 9.5M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0z",
        ["menu"] = "M4 7h16M4 12h16M4 17h16",
        ["user"] = "M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
        ["people"] = "M9 11.5a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.3 3.3 0 0 1 0 6.3M18 14.2a6.3 6.3 0 0 1 3.5 5.8",
        ["theme"] = "M12 3v18M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0zM12 7.5l6.5-1.2M12 12h9M12 16.5l6.5 1.2",
        ["language"] = "M3 12h18M12 3c5.2 5.4 5.2 12.600 0 18c-5.200-5.400-5.200-12.600 0-18zM21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0z",
        ["upload"] = "M12 16V4.500M7.500 9L12 4.500L16.500 9M4 16v2.500A1.500 1.500 0 0 0 5.500 20h13a1.500 1.500 0 0 0 1.500-1.500V16",
        ["eye"] = "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12ZM12 9.200A2.800 2.800 0 1 1 12 14.800A2.800 2.800 0 1 1 12 9.200Z",
        ["download"] = "M12 4.500V16M7.500 11.500L12 16l4.500-4.500M4 16v2.500A1.500 1.500 0 0 0 5.500 20h13a1.500 1.500 0 0 0 1.500-1.500V16",
        ["bell"] = "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.500 2H4.500zM10 21h4",
        ["rate"] = "M4 6.500l1.500 1.500L8 5M4 12.500l1.500 1.500L8 11M4 18.500l1.500 1.500L8 17M12 6.500h8M12 12.500h8M12 18.500h8",
        ["file"] = "M14 3H6.500A1.500 1.500 0 0 0 5 4.500v15A1.500 1.500 0 0 0 6.500 21h11a1.500 1.500 0 0 0 1.500-1.500V8zM14 3v5h5M9 13h6M9 16.500h4",
        ["search"] = "M10.500 17a6.500 6.500 0 1 0 0-13a6.500 6.500 0 0 0 0 13zM15.500 15.500L20.500 20.500",
        ["plus"] = "M12 5v14M5 12h14",
        ["edit"] = "M4 20l1-4.500L16 4.500a1.800 1.800 0 0 1 2.500 0l1 1a1.800 1.800 0 0 1 0 2.500L8.500 19z",
        ["trash"] = "M4.500 7h15M9.500 7V4.500h5V7M6.500 7l1 13h9l1-13M10.500 11v5M13.500 11v5",
        ["clock"] = "M12 7v5l3.200 2M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0z",
        ["lock"] = "M7 11V8a5 5 0 0 1 10 0v3M6 11h12a1 1 0 0 1 1 1v7.500a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V12a1 1 0 0 1 1-1z",
        ["print"] = "M7 8V3.500h10V8M7 17H4.500A1 1 0 0 1 3.500 16V9a1 1 0 0 1 1-1h15a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H17M7 14h10v6.500H7z",
        ["empty"] = "M4 13.500l3-8.500h10l3 8.500v5a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 4 18.500zM4 13.500h4.500l1.500 2.500h4l1.500-2.500H20",
        ["previous"] = "M14.500 6L8.500 12l6 6",
        ["next"] = "M9.500 6l6 6l-6 6",
        ["external"] = "M14 4.500h5.500V10M19.500 4.500L11 13M18 13.500v5a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 4 18.500v-11A1.500 1.500 0 0 1 5.500 6h5",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>One of the names in the living page of components.</summary>
    public string Name { get; set; } = "";

    internal static IEnumerable<string> Names => Paths.Keys;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent(Svg(Name));
    }

    internal static string Svg(string name) =>
        $"<svg viewBox=\"0 0 24 24\" focusable=\"false\"><path d=\"{Paths[name]}\"/></svg>";

    internal static string Of(Tone tone) => tone switch
    {
        Tone.Success => "success",
        Tone.Warning => "warning",
        Tone.Danger => "danger",
        _ => "info",
    };
}
