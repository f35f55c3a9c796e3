using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>The sections in which a scheme is edited and compared.</summary>
internal enum SchemeSection
{
    About,
    Scale,
    Rules,
    Methods,
    Coverage,
    Criteria,
}

/// <summary>What is edited and saved at once: a section, or in the larger ones the entry of one evidence requirement or criterion.</summary>
internal sealed record DraftPart(SchemeSection Section, string? Code = null)
{
    /// <summary>Its code in the audit trail, and its address below the draft's.</summary>
    public string Path => Section.ToString().ToLowerInvariant() + (Code is null ? "" : "/" + Code);

    /// <summary>
    /// A digest of what a draft holds in this part. A form carries the one that it showed, so that only a change of the same part in the meantime is a conflict.
    /// </summary>
    public string SeenIn(SchemeDocument scheme) => Convert.ToHexStringLower(DocumentFile.HashOf(DocumentFile.Canonical(Content(scheme))))[..32];

    private object Content(SchemeDocument scheme) => Section switch
    {
        SchemeSection.About => new { scheme.Name, scheme.Description },
        SchemeSection.Scale => new { scheme.Scale, scheme.PassMark },
        SchemeSection.Rules => scheme.Rules,
        SchemeSection.Methods => scheme.MethodVariants,
        SchemeSection.Coverage => scheme.Coverage.Where(c => c.Evidence == Code),
        _ => new { Texts = scheme.Descriptors.GetValueOrDefault(Code ?? ""), Note = scheme.Interpretations.GetValueOrDefault(Code ?? ""), Levels = scheme.Scale.Select(l => l.Value) },
    };

    /// <summary>Where a fault of the checks is mended.</summary>
    public static DraftPart Of(ImportFault fault, SchemeDocument scheme)
    {
        var path = fault.Path.Split(['#', '/', '.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        return path.FirstOrDefault() switch
        {
            "scale" or "passMark" => new(SchemeSection.Scale),
            "rules" => new(SchemeSection.Rules),
            "methodVariants" => new(SchemeSection.Methods),
            "coverage" => new(SchemeSection.Coverage, path.Length > 1 && int.TryParse(path[1], out var place) && place < scheme.Coverage.Count ? scheme.Coverage[place].Evidence : null),
            "descriptors" or "interpretations" => new(SchemeSection.Criteria, scheme.Descriptors.Keys.FirstOrDefault(c => Names(fault.Path, c))),
            _ => new(SchemeSection.About),
        };
    }

    /// <summary>Whether a path such as <c>#/descriptors.P1.1[3].zh-TW</c> leads into this criterion, and not into P1.10.</summary>
    private static bool Names(string path, string criterion) =>
        path.IndexOf(criterion, StringComparison.Ordinal) is > 0 and var at
        && (at + criterion.Length == path.Length || !char.IsAsciiLetterOrDigit(path[at + criterion.Length]));
}
