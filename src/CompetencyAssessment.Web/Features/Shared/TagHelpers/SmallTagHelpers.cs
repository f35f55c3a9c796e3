using System.Globalization;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Shared.TagHelpers;

/// <summary><c>&lt;empty-state title icon&gt;what to do&lt;/empty-state&gt;</c>, in the place of an empty list.</summary>
[HtmlTargetElement("empty-state")]
public sealed class EmptyStateTagHelper : TagHelper
{
    public string Title { get; set; } = "";

    public string Icon { get; set; } = "empty";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "empty-state");
        var title = new TagBuilder("p");
        title.AddCssClass("empty-title");
        title.InnerHtml.Append(Title);
        output.Content.AppendHtml($"<span class=\"icon\" aria-hidden=\"true\">{IconTagHelper.Svg(Icon)}</span>").AppendHtml(title).AppendHtml(content);
    }
}

/// <summary><c>&lt;notice tone="Warning" title&gt;text&lt;/notice&gt;</c>: a message in the page. With <c>live</c> it is announced.</summary>
[HtmlTargetElement("notice")]
public sealed class NoticeTagHelper : TagHelper
{
    public Tone Tone { get; set; } = Tone.Info;

    public string? Title { get; set; }

    public bool Live { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.Attributes.SetAttribute("class", $"notice tone-{Tone.ToString().ToLowerInvariant()}");
        if (Live)
            output.Attributes.SetAttribute("role", Tone == Tone.Danger ? "alert" : "status");
        var body = new TagBuilder("div");
        body.AddCssClass("notice-body");
        if (Title is not null)
        {
            var title = new TagBuilder("p");
            title.AddCssClass("notice-title");
            title.InnerHtml.Append(Title);
            body.InnerHtml.AppendHtml(title);
        }

        body.InnerHtml.AppendHtml(content);
        output.Content.AppendHtml($"<span class=\"icon\" aria-hidden=\"true\">{IconTagHelper.Svg(IconTagHelper.Of(Tone))}</span>").AppendHtml(body);
    }
}

/// <summary><c>&lt;state-badge value="@state" tone="Info" /&gt;</c>: an enum value by its localised name. Without a tone it follows <see cref="ToneOf"/>.</summary>
[HtmlTargetElement("state-badge", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StateBadgeTagHelper(IStringLocalizer<SharedResource> t) : TagHelper
{
    public Enum? Value { get; set; }

    /// <summary>Instead of the name of <see cref="Value"/>.</summary>
    public string? Text { get; set; }

    public Tone? Tone { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var text = Text ?? (Value is null ? "" : t.Enum(Value));
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"state-badge tone-{(Tone ?? ToneOf(Value)).ToString().ToLowerInvariant()}");
        output.Content.SetContent(text);
    }

    /// <summary>The tone of the states that the application has, by name.</summary>
    internal static Tone ToneOf(Enum? value) => value?.ToString() switch
    {
        "Gathering" or "Submitted" or "Assessing" or "Decided" => Shared.Tone.Info,
        "Finalised" or "Competent" or "Accepted" or "Sufficient" or "Valid" => Shared.Tone.Success,
        "Returned" or "Suspended" or "NotYetCompetent" or "Doubted" or "Insufficient" or "Warned" => Shared.Tone.Warning,
        "Terminated" or "Annulled" or "Revoked" => Shared.Tone.Danger,
        _ => Shared.Tone.Neutral,
    };
}

/// <summary><c>&lt;local-time utc="@x" /&gt;</c> or <c>date-only</c>, or <c>&lt;local-time day="@dateOnly" /&gt;</c>: a machine-readable time in the centre's zone.</summary>
[HtmlTargetElement("local-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LocalTimeTagHelper(LocalTime local) : TagHelper
{
    public DateTime? Utc { get; set; }

    public DateOnly? Day { get; set; }

    public bool DateOnly { get; set; }

    /// <summary>Where the day stands beside it.</summary>
    public bool TimeOnly { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Day is { } day)
        {
            output.Attributes.SetAttribute("datetime", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            output.Content.SetContent(local.FormatDate(day));
        }
        else if (Utc is { } utc)
        {
            output.Attributes.SetAttribute("datetime", utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            output.Content.SetContent(DateOnly ? local.FormatDate(utc) : TimeOnly ? local.FormatTime(utc) : local.Format(utc));
        }
        else
        {
            output.TagName = "span";
            output.Content.SetContent("—");
        }
    }
}

/// <summary><c>&lt;details-list&gt;&lt;details-item term="…"&gt;…&lt;/details-item&gt;&lt;/details-list&gt;</c>: names and values.</summary>
[HtmlTargetElement("details-list")]
public sealed class DetailsListTagHelper : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "dl";
        output.Attributes.SetAttribute("class", "details-list");
    }
}

/// <inheritdoc cref="DetailsListTagHelper"/>
[HtmlTargetElement("details-item", ParentTag = "details-list")]
public sealed class DetailsItemTagHelper : TagHelper
{
    public string Term { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        var term = new TagBuilder("dt");
        term.InnerHtml.Append(Term);
        output.PreContent.AppendHtml(term).AppendHtml("<dd>");
        output.PostContent.SetHtmlContent("</dd>");
    }
}
