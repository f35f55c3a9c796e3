using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CompetencyAssessment.Web.Features.Shared.TagHelpers;

/// <summary>
/// <c>&lt;table data-table&gt;</c>: a list that becomes cards on a narrow screen, and scrolls in itself where large text leaves it too little room. Each cell learns the heading of its column, and roles are
/// written out, because a table whose display changes loses its meaning for screen readers.
/// </summary>
[HtmlTargetElement("table", Attributes = "data-table")]
public sealed class DataTableTagHelper : TagHelper
{
    internal static readonly object Key = new();

    public override int Order => -1;

    public override void Init(TagHelperContext context) => context.Items[Key] = new Columns();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.RemoveAll("data-table");
        output.Attributes.SetAttribute("class", $"table data-table {output.Attributes["class"]?.Value}".TrimEnd());
        output.Attributes.SetAttribute("role", "table");
        output.PreElement.AppendHtml("<div class=\"table-frame\">");
        output.PostElement.AppendHtml("</div>");
    }

    internal sealed class Columns
    {
        public List<string> Headings { get; } = [];

        public int Next { get; set; }
    }
}

/// <inheritdoc cref="DataTableTagHelper"/>
[HtmlTargetElement("thead")]
[HtmlTargetElement("tbody")]
[HtmlTargetElement("tr")]
[HtmlTargetElement("th")]
[HtmlTargetElement("td")]
public sealed class DataTablePartTagHelper : TagHelper
{
    public override void Init(TagHelperContext context)
    {
        if (context.TagName == "tr" && Of(context) is { } columns)
            columns.Next = 0;
    }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Of(context) is not { } columns)
            return;
        var isColumnHeading = context.TagName == "th" && output.Attributes["scope"]?.Value?.ToString() != "row";
        output.Attributes.SetAttribute("role", context.TagName switch
        {
            "tr" => "row",
            "td" => "cell",
            "th" => isColumnHeading ? "columnheader" : "rowheader",
            _ => "rowgroup",
        });
        if (isColumnHeading)
        {
            var content = await output.GetChildContentAsync();
            columns.Headings.Add(System.Net.WebUtility.HtmlDecode(PlainText(content.GetContent())));
            if (!output.Attributes.ContainsName("scope"))
                output.Attributes.SetAttribute("scope", "col");
        }
        else if (context.TagName is "td" or "th")
        {
            if (columns.Next < columns.Headings.Count && columns.Headings[columns.Next] is { Length: > 0 } heading)
                output.Attributes.SetAttribute("data-label", heading);
            columns.Next++;
        }
    }

    private static DataTableTagHelper.Columns? Of(TagHelperContext context) =>
        context.Items.TryGetValue(DataTableTagHelper.Key, out var columns) ? (DataTableTagHelper.Columns)columns : null;

    private static string PlainText(string html)
    {
        var text = new System.Text.StringBuilder(html.Length);
        var inTag = false;
        foreach (var c in html)
        {
            if (c is '<' or '>')
                inTag = c == '<';
            else if (!inTag)
                text.Append(c);
        }

        return text.ToString().Trim();
    }
}
