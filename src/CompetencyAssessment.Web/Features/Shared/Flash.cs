using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CompetencyAssessment.Web.Features.Shared;

/// <summary>How a message, badge or panel is meant; colour never says it alone.</summary>
public enum Tone
{
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
}

internal sealed record FlashMessage(Tone Tone, string Text);

/// <summary>A message that the next page shows once.</summary>
internal static class Flash
{
    /// <summary>Cookie of TempData; where it is missing there is nothing to read, and reading would only delete it again.</summary>
    public const string Cookie = "temp";

    private const string Key = "flash";

    /// <summary>Keeps a localised message for the page that the user is sent to.</summary>
    public static void AddFlash(this Controller controller, Tone tone, string text)
    {
        var messages = Read(controller.TempData.Peek(Key));
        controller.HttpContext.Items[typeof(Flash)] = true;
        controller.TempData[Key] = JsonSerializer.Serialize<IReadOnlyList<FlashMessage>>([.. messages, new(tone, text)]);
    }

    /// <summary>The messages for this page; they are then gone.</summary>
    public static IReadOnlyList<FlashMessage> Take(HttpContext context, ITempDataDictionary data) =>
        context.Request.Cookies.ContainsKey(Cookie) || context.Items.ContainsKey(typeof(Flash)) ? Read(data[Key]) : [];

    private static IReadOnlyList<FlashMessage> Read(object? value) =>
        value is string json ? JsonSerializer.Deserialize<IReadOnlyList<FlashMessage>>(json) ?? [] : [];
}
