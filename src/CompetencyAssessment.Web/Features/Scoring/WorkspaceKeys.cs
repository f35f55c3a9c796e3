using CompetencyAssessment.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>The keys of the workspace with what they do, for its own list and for the manual.</summary>
internal static class WorkspaceKeys
{
    /// <param name="t">Texts.</param>
    /// <param name="levels">The digits that rate, e.g. <c>0–3</c>.</param>
    public static IReadOnlyList<(string Keys, string Text)> Of(IStringLocalizer<SharedResource> t, string levels) =>
    [
        (levels, t["Set the level"]),
        ("a", t["On to the next after a level by key"]),
        ("← →", t["Previous or next criterion"]),
        ("u", t["Next incomplete criterion"]),
        ("n", t["Notes and errata of the criterion"]),
        ("m", t["Methods (Tab and Space)"]),
        ("e", t["Open the evidence; attach the place in view"]),
        ("q", t["Quote the selected text, or the time, into the comment"]),
        ("c", t["Comment or reason"]),
        ("Ctrl Enter", t["From the comment to the next criterion"]),
        ("Esc", t["Leave a field"]),
        ("s", t["Comment snippets"]),
        ("b", t["Several criteria at once"]),
        ("z", t["Undo what was just done"]),
        ("v", t["Show or hide the self-assessment"]),
        ("w", t["What was observed or asked, into the note"]),
        ("x", t["Coverage matrix"]),
        ("?", t["This list"]),
    ];
}
