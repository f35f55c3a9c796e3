using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Web.Features.Units;

/// <summary>A piece of an item's text. Put together, the pieces are the text, character for character.</summary>
/// <param name="Text">As published.</param>
/// <param name="IsTerm">Underlined in the publication, because a note explains it.</param>
/// <param name="Note">Code of the note that this piece leads to.</param>
internal sealed record Segment(string Text, bool IsTerm = false, string? Note = null);

internal static class ItemSegments
{
    /// <summary>Splits a text at its terms and their marks (【註1】). A term without a mark leads to its note itself.</summary>
    public static IReadOnlyList<Segment> Of(string text, IReadOnlyList<TermAnchor> terms)
    {
        var segments = new List<Segment>();
        var at = 0;
        foreach (var (start, anchor) in terms.Select(t => (Start: text.IndexOf(t.Term, StringComparison.Ordinal), Anchor: t)).Where(t => t.Start >= 0).OrderBy(t => t.Start))
        {
            if (start < at)
            {
                continue;
            }

            if (start > at)
            {
                segments.Add(new Segment(text[at..start]));
            }

            at = start + anchor.Term.Length;
            var close = at < text.Length && text[at] == '【' ? text.IndexOf('】', at) : -1;
            segments.Add(new Segment(anchor.Term, IsTerm: true, close < 0 ? anchor.Note : null));
            if (close >= 0)
            {
                segments.Add(new Segment(text[at..(close + 1)], Note: anchor.Note));
                at = close + 1;
            }
        }

        if (at < text.Length || segments.Count == 0)
        {
            segments.Add(new Segment(text[at..]));
        }

        return segments;
    }
}
