using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Shared.TagHelpers;

/// <summary>
/// <c>&lt;field for="Title" hint="…" /&gt;</c>: label, control, hint and validation message of one property, tied together for screen readers.
/// The control is a select with <c>items</c>, a textarea with <c>rows</c>, a checkbox for a <c>bool</c>, else an input. Other attributes
/// (<c>autocomplete</c>, <c>inputmode</c>, <c>data-…</c>) go to the control.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(IHtmlGenerator generator, IStringLocalizer<SharedResource> t) : TagHelper
{
    [HtmlAttributeName("for")]
    public ModelExpression For { get; set; } = null!;

    /// <summary>Instead of the property's display name.</summary>
    public string? Label { get; set; }

    public string? Hint { get; set; }

    /// <summary>Type of an input; found from the property where it is not given.</summary>
    public string? Type { get; set; }

    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>First choice of a select, with an empty value.</summary>
    public string? Empty { get; set; }

    public int? Rows { get; set; }

    /// <summary>Marks an optional field as such; by default what neither attribute nor validator requires.</summary>
    public bool? Optional { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var explorer = For.ModelExplorer;
        var type = Type ?? InputType(explorer);
        var isCheck = type == "checkbox";
        var fullName = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(fullName, generator.IdAttributeDotReplacement);
        var isInvalid = ViewContext.ViewData.ModelState.TryGetValue(fullName, out var entry) && entry.Errors.Count > 0;
        var optional = Optional ?? (!isCheck && !IsRequired(explorer));

        var describedBy = new List<string>();
        if (Hint is not null)
            describedBy.Add(id + "-hint");
        if (isInvalid)
            describedBy.Add(id + "-error");

        var attributes = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var attribute in output.Attributes.Where(a => a.Name != "class"))
            attributes[attribute.Name] = attribute.ValueStyle == HtmlAttributeValueStyle.Minimized ? attribute.Name : attribute.Value;
        output.Attributes.Clear();
        attributes["id"] = id;
        if (describedBy.Count > 0)
            attributes["aria-describedby"] = string.Join(' ', describedBy);
        if (isInvalid)
            attributes["aria-invalid"] = "true";
        if (!optional && !isCheck)
            attributes["aria-required"] = "true";

        var control = Control(explorer, type, attributes);
        control.AddCssClass(isCheck ? "form-check-input" : Items is null ? "form-control" : "form-select");
        if (isInvalid)
            control.AddCssClass("is-invalid");

        var label = new TagBuilder("label");
        label.Attributes["for"] = id;
        label.AddCssClass(isCheck ? "form-check-label" : "form-label");
        label.InnerHtml.Append(Label ?? explorer.Metadata.GetDisplayName());
        if (optional && !isCheck)
        {
            var mark = new TagBuilder("span");
            mark.AddCssClass("optional");
            mark.InnerHtml.Append(t["optional"]);
            label.InnerHtml.Append(" ").AppendHtml(mark);
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", isCheck ? "field form-check" : "field");
        output.Content.Clear();
        if (isCheck)
            output.Content.AppendHtml(control).AppendHtml(label);
        else
            output.Content.AppendHtml(label);
        if (Hint is not null)
            output.Content.AppendHtml(Line(id + "-hint", "form-text", Hint));
        if (!isCheck)
            output.Content.AppendHtml(control);
        if (isInvalid)
            foreach (var error in entry!.Errors.Take(1))
                output.Content.AppendHtml(Line(id + "-error", "invalid-feedback", error.ErrorMessage));
        if (isCheck)
            output.Content.AppendHtml(generator.GenerateHiddenForCheckbox(ViewContext, explorer, For.Name));
    }

    private TagBuilder Control(ModelExplorer explorer, string type, Dictionary<string, object?> attributes)
    {
        if (Items is not null)
            return generator.GenerateSelect(ViewContext, explorer, Empty, For.Name, Items, explorer.Metadata.IsEnumerableType, attributes);
        switch (type)
        {
            case "textarea":
                return generator.GenerateTextArea(ViewContext, explorer, For.Name, Rows ?? 4, 0, attributes);
            case "checkbox":
                return generator.GenerateCheckBox(ViewContext, explorer, For.Name, explorer.Model as bool?, attributes);
            case "password":
                return generator.GeneratePassword(ViewContext, explorer, For.Name, value: null, attributes);
            case "file":
                var file = generator.GenerateTextBox(ViewContext, explorer, For.Name, value: null, format: null, attributes);
                file.Attributes["type"] = "file";
                file.Attributes.Remove("value");
                return file;
            default:
                attributes["type"] = type;
                return generator.GenerateTextBox(ViewContext, explorer, For.Name, InputValue(explorer.Model, type), format: null, attributes);
        }
    }

    private string InputType(ModelExplorer explorer)
    {
        if (Rows is not null)
            return "textarea";
        var type = explorer.Metadata.UnderlyingOrModelType;
        return explorer.Metadata.DataTypeName switch
        {
            nameof(DataType.Password) => "password",
            nameof(DataType.EmailAddress) => "email",
            nameof(DataType.MultilineText) => "textarea",
            nameof(DataType.PhoneNumber) => "tel",
            nameof(DataType.Url) => "url",
            _ when type == typeof(bool) => "checkbox",
            _ when type == typeof(DateOnly) => "date",
            _ when type == typeof(TimeOnly) => "time",
            _ when type == typeof(DateTime) => "datetime-local",
            _ when type == typeof(int) || type == typeof(long) => "number",
            _ when typeof(IFormFile).IsAssignableFrom(type) => "file",
            _ => "text",
        };
    }

    /// <summary>Date and time inputs take ISO text only, whatever the culture.</summary>
    private static object? InputValue(object? model, string type) => (model, type) switch
    {
        (DateOnly day, _) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (DateTime time, "date") => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (DateTime time, _) => time.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
        (TimeOnly time, _) => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => model,
    };

    /// <summary>What the model's own rules demand, attributes and validator alike; a rule under a condition demands nothing by itself.</summary>
    private bool IsRequired(ModelExplorer explorer)
    {
        if (explorer.Metadata.ValidatorMetadata.OfType<RequiredAttribute>().Any())
            return true;
        if (explorer.Metadata is not { ContainerType: { } container, PropertyName: { } property })
            return false;
        return ViewContext.HttpContext.RequestServices.GetService(typeof(IValidator<>).MakeGenericType(container)) is IValidator validator
            && validator.CreateDescriptor().GetValidatorsForMember(property)
                .Any(rule => rule is { Validator: INotEmptyValidator or INotNullValidator, Options: { HasCondition: false, HasAsyncCondition: false } });
    }

    private static TagBuilder Line(string id, string cssClass, string text)
    {
        var line = new TagBuilder("div");
        line.Attributes["id"] = id;
        line.AddCssClass(cssClass);
        line.InnerHtml.Append(text);
        return line;
    }
}

/// <summary><c>&lt;error-summary /&gt;</c>: what is wrong with a form, with links to the fields; nothing where nothing is.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper(IHtmlGenerator generator, IStringLocalizer<SharedResource> t) : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var state = ViewContext.ViewData.ModelState;
        if (state.IsValid)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "notice tone-danger error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        var list = new TagBuilder("ul");
        // The state keeps its keys by their names; people read a form from its top.
        foreach (var (key, entry) in state.OrderBy(e => Place(e.Key), StringComparer.Ordinal))
            foreach (var error in entry!.Errors)
            {
                var item = new TagBuilder("li");
                if (key.Length > 0)
                {
                    var link = new TagBuilder("a");
                    link.Attributes["href"] = "#" + TagBuilder.CreateSanitizedId(key, generator.IdAttributeDotReplacement);
                    link.InnerHtml.Append(error.ErrorMessage);
                    item.InnerHtml.AppendHtml(link);
                }
                else
                {
                    item.InnerHtml.Append(error.ErrorMessage);
                }

                list.InnerHtml.AppendHtml(item);
            }

        var title = new TagBuilder("p");
        title.AddCssClass("notice-title");
        title.InnerHtml.Append(t["Please check what you entered"]);
        output.Content.AppendHtml($"<span class=\"icon\" aria-hidden=\"true\">{IconTagHelper.Svg("danger")}</span>")
            .AppendHtml("<div class=\"notice-body\">").AppendHtml(title).AppendHtml((IHtmlContent)list).AppendHtml("</div>");
    }

    /// <summary>Where the property of a key stands in its model, as text that sorts.</summary>
    private string Place(string key)
    {
        var place = new System.Text.StringBuilder();
        var metadata = ViewContext.ViewData.ModelMetadata;
        foreach (var segment in key.Split('.'))
        {
            var name = segment.Split('[')[0];
            var index = 0;
            while (index < metadata.Properties.Count && !string.Equals(metadata.Properties[index].PropertyName, name, StringComparison.OrdinalIgnoreCase))
                index++;
            place.Append((char)('0' + index));
            if (index == metadata.Properties.Count)
                break;
            metadata = metadata.Properties[index];
        }

        return place.ToString();
    }
}
