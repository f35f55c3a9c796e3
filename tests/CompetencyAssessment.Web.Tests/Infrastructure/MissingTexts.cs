using System.Collections.Concurrent;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Tests.Infrastructure;

/// <summary>Notes every text that was asked for and not found while Chinese was shown; finds keys that no reading of the source can.</summary>
internal sealed class MissingTexts(ResourceManagerStringLocalizerFactory inner) : IStringLocalizerFactory
{
    /// <summary>Over all sites of the run.</summary>
    public static readonly ConcurrentDictionary<string, byte> Found = new(StringComparer.Ordinal);

    public IStringLocalizer Create(Type resourceSource) => new Watched(inner.Create(resourceSource));

    public IStringLocalizer Create(string baseName, string location) => new Watched(inner.Create(baseName, location));

    private sealed class Watched(IStringLocalizer inner) : IStringLocalizer
    {
        public LocalizedString this[string name] => Note(inner[name]);

        public LocalizedString this[string name, params object[] arguments] => Note(inner[name, arguments]);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => inner.GetAllStrings(includeParentCultures);

        private static LocalizedString Note(LocalizedString text)
        {
            if (text.ResourceNotFound && System.Globalization.CultureInfo.CurrentUICulture.Name == "zh-TW")
            {
                Found[text.Name] = 0;
            }

            return text;
        }
    }
}
