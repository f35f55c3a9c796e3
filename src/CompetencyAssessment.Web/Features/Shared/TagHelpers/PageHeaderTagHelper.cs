using CompetencyAssessment.Web.Features.Shared.Navigation;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Shared.TagHelpers;

/// <summary>
/// <c>&lt;page-header title lead crumbs help&gt;actions&lt;/page-header&gt;</c>: the path to the page, its only <c>h1</c>, what can be done on it, and where the manual explains it.
/// </summary>
[HtmlTargetElement("page-header")]
public sealed class PageHeaderTagHelper(IStringLocalizer<SharedResource> t) : TagHelper
{
    public string Title { get; set; } = "";

    /// <summary>One sentence under the title.</summary>
    public string? Lead { get; set; }

    /// <summary>The list that the page belongs to, what stands between, and the page itself, without a link; none on a list itself.</summary>
    public IReadOnlyList<Crumb>? Crumbs { get; set; }

    /// <summary>Where the manual speaks of this page, below <c>/help/</c>: <c>candidate#evidence</c>; empty for the reader's own page.</summary>
    public string? Help { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var actions = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "page-header");

        if (Crumbs is { Count: > 0 })
        {
            var nav = new TagBuilder("nav");
            nav.Attributes["aria-label"] = t["Path to this page"];
            var list = new TagBuilder("ol");
            list.AddCssClass("crumbs");
            foreach (var crumb in Crumbs)
            {
                var item = new TagBuilder("li");
                var inner = new TagBuilder(crumb.Href is null ? "span" : "a");
                if (crumb.Href is not null)
                    inner.Attributes["href"] = crumb.Href;
                inner.InnerHtml.Append(crumb.Text);
                item.InnerHtml.AppendHtml(inner);
                list.InnerHtml.AppendHtml(item);
            }

            nav.InnerHtml.AppendHtml(list);
            output.Content.AppendHtml(nav);
        }

        var row = new TagBuilder("div");
        row.AddCssClass("page-title");
        var words = new TagBuilder("div");
        var heading = new TagBuilder("h1");
        heading.InnerHtml.Append(Title);
        words.InnerHtml.AppendHtml(heading);
        if (Lead is not null)
        {
            var lead = new TagBuilder("p");
            lead.AddCssClass("page-lead");
            lead.InnerHtml.Append(Lead);
            words.InnerHtml.AppendHtml(lead);
        }

        row.InnerHtml.AppendHtml(words);
        if (!actions.IsEmptyOrWhiteSpace || Help is not null)
        {
            var box = new TagBuilder("div");
            box.AddCssClass("page-actions btn-row");
            box.InnerHtml.AppendHtml(actions);
            if (Help is not null)
            {
                var link = new TagBuilder("a");
                link.AddCssClass("page-help");
                link.Attributes["href"] = Help.Length > 0 ? $"{ShellLinks.Help}/{Help}" : ShellLinks.Help;
                link.InnerHtml.AppendHtml($"<span class=\"icon\" aria-hidden=\"true\">{IconTagHelper.Svg("help")}</span>").Append(t["How this works"]);
                box.InnerHtml.AppendHtml(link);
            }

            row.InnerHtml.AppendHtml(box);
        }

        output.Content.AppendHtml(row);
    }
}
