using System.Collections.Concurrent;
using System.Globalization;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using SkiaSharp;

namespace CompetencyAssessment.Web.Features.Help;

/// <summary><c>&lt;help-chapter id="rating" title="…"&gt;</c>: a section with its heading, which the table of contents learns of.</summary>
[HtmlTargetElement("help-chapter")]
public sealed class HelpChapterTagHelper : TagHelper
{
    public string Id { get; set; } = "";

    public string Title { get; set; } = "";

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ((HelpPage)ViewContext.ViewData.Model!).Chapters.Add(new HelpChapter(Id, Title));
        var heading = new TagBuilder("h2");
        heading.Attributes["id"] = Id;
        heading.InnerHtml.Append(Title);
        output.TagName = "section";
        output.Attributes.SetAttribute("aria-labelledby", Id);
        output.PreContent.AppendHtml(heading);
    }
}

/// <summary>
/// <c>&lt;help-picture name="candidate-map" alt="…" caption="…" /&gt;</c>: a screenshot of the demonstration centre in the reader's language.
/// <c>eng/help-pictures</c> makes the files.
/// </summary>
[HtmlTargetElement("help-picture", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class HelpPictureTagHelper(IWebHostEnvironment environment, IStringLocalizer<SharedResource> t) : TagHelper
{
    private static readonly ConcurrentDictionary<string, SKSizeI> Sizes = new(StringComparer.Ordinal);

    public string Name { get; set; } = "";

    /// <summary>What the picture shows, for those who do not see it.</summary>
    public string Alt { get; set; } = "";

    public string Caption { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var language = CultureInfo.CurrentUICulture.Name.StartsWith("en", StringComparison.Ordinal) ? "en" : "zh-TW";
        var address = $"/img/help/{language}/{Name}.webp";
        var size = Sizes.GetOrAdd(address, SizeOf);
        var image = new TagBuilder("img") { TagRenderMode = TagRenderMode.SelfClosing };
        image.MergeAttributes(new Dictionary<string, string?>
        {
            ["src"] = address,
            ["alt"] = Alt,
            ["width"] = size.Width.ToString(CultureInfo.InvariantCulture),
            ["height"] = size.Height.ToString(CultureInfo.InvariantCulture),
            ["loading"] = "lazy",
            ["decoding"] = "async",
        });

        var hidden = new TagBuilder("span");
        hidden.AddCssClass("visually-hidden");
        hidden.InnerHtml.Append(" ").Append(Caption).Append(t[" ({0})", t["new tab"]]);
        var link = new TagBuilder("a");
        link.MergeAttributes(new Dictionary<string, string?> { ["href"] = address, ["target"] = "_blank", ["rel"] = "noopener", ["class"] = "no-print" });
        link.InnerHtml.Append(t["Larger picture"]).AppendHtml(hidden);
        var caption = new TagBuilder("figcaption");
        caption.InnerHtml.Append(Caption).Append(" ").AppendHtml(link);

        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "help-picture");
        output.Content.AppendHtml(image).AppendHtml(caption);
    }

    /// <summary>Width and height stand in the page, so that nothing moves when the picture arrives.</summary>
    private SKSizeI SizeOf(string address)
    {
        using var file = environment.WebRootFileProvider.GetFileInfo(address).CreateReadStream();
        return SKBitmap.DecodeBounds(file).Size;
    }
}
