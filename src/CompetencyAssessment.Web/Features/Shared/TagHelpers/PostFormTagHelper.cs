using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CompetencyAssessment.Web.Features.Shared.TagHelpers;

/// <summary>Gives every POST form its antiforgery token; the framework does so only for forms without an <c>action</c> of their own.</summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class PostFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        // The framework takes an action that begins with ~/ for none and has given a token already; a second one makes both invalid.
        var hasToken = output.PostContent.GetContent(NullHtmlEncoder.Default).Contains("__RequestVerificationToken", StringComparison.Ordinal);
        if (!hasToken && context.AllAttributes.ContainsName("action") && !context.AllAttributes.ContainsName("asp-antiforgery"))
            output.PostContent.AppendHtml(generator.GenerateAntiforgery(ViewContext));
    }
}
