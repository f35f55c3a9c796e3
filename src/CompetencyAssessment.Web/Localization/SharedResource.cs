using System.Globalization;
using System.Resources;

namespace CompetencyAssessment.Web.Localization;

/// <summary>
/// The texts of the application. The English sentence is the key; <c>SharedResource.zh-TW.resx</c> holds the Chinese, and
/// <c>SharedResource.resx</c> the English of the few symbolic keys (<c>error.CODE</c>, <c>EnumType.Value</c>).
/// </summary>
public sealed class SharedResource
{
    private static readonly ResourceManager Resources = new(typeof(SharedResource));

    private SharedResource()
    {
    }

    /// <summary>For the places that have no injected localizer: validators and model binding. Uses the culture of the request.</summary>
    public static string Text(string key, params object?[] args)
    {
        var text = Resources.GetString(key, CultureInfo.CurrentUICulture) ?? key;
        return args.Length == 0 ? text : string.Format(CultureInfo.CurrentCulture, text, args);
    }
}
