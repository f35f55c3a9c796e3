using System.Globalization;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Shared.TagHelpers;

/// <summary><c>&lt;pager info="@Model.Page" /&gt;</c>: links to the other pages of a list; the rest of the query string stays.</summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PagerTagHelper(IStringLocalizer<SharedResource> t) : TagHelper
{
    public PageInfo? Info { get; set; }

    /// <summary>Name of the query parameter.</summary>
    public string Parameter { get; set; } = "page";

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Info is not { Total: > 0 } info)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pager");
        output.Attributes.SetAttribute("aria-label", t["Pages"].Value);

        var summary = new TagBuilder("p");
        summary.InnerHtml.Append(t["{0}–{1} of {2}", info.First, info.Last, info.Total]);
        output.Content.AppendHtml(summary);
        if (info.Pages == 1)
            return;

        var list = new TagBuilder("ul");
        foreach (var page in info.Links())
        {
            var item = new TagBuilder("li");
            if (page is not { } number)
            {
                item.InnerHtml.AppendHtml("<span aria-hidden=\"true\">…</span>");
            }
            else
            {
                var link = new TagBuilder("a");
                link.Attributes["href"] = Address(number);
                link.Attributes["aria-label"] = t["Page {0}", number];
                if (number == info.Page)
                    link.Attributes["aria-current"] = "page";
                link.InnerHtml.Append(number.ToString(CultureInfo.CurrentCulture));
                item.InnerHtml.AppendHtml(link);
            }

            list.InnerHtml.AppendHtml(item);
        }

        output.Content.AppendHtml(list);
    }

    private string Address(int page)
    {
        var request = ViewContext.HttpContext.Request;
        var query = new QueryBuilder(request.Query
            .Where(q => q.Key != Parameter)
            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? "")));
        if (page > 1)
            query.Add(Parameter, page.ToString(CultureInfo.InvariantCulture));
        var text = query.ToString();
        return request.PathBase + request.Path + (text.Length > 0 ? text : "");
    }
}
