using System.Text.Encodings.Web;
using CompetencyAssessment.Data.Search;
using Microsoft.AspNetCore.Html;

namespace CompetencyAssessment.Web.Features.Search;

/// <summary>A text in which what was looked for is marked. Whatever stands in it is written as text.</summary>
internal sealed class Marked : IHtmlContent
{
    /// <summary>Characters shown before the first hit, and in all.</summary>
    private const int Before = 30;

    private const int Length = 140;

    private readonly IReadOnlyList<(string Text, bool IsHit)> _parts;

    private Marked(IReadOnlyList<(string Text, bool IsHit)> parts, int at) => (_parts, At) = (parts, at);

    /// <summary>Where in the text the first hit of the longest word begins.</summary>
    public int At { get; }

    public bool HasHit => _parts.Any(p => p.IsHit);

    /// <summary>The whole text, in one line.</summary>
    public static Marked Whole(string text, SearchQuery query) => new(Cut(text, HitsOf(text, query, out var at), 0, text.Length), at);

    /// <summary>What stands around the hit.</summary>
    public static Marked Around(string text, SearchQuery query)
    {
        var hits = HitsOf(text, query, out var at);
        var start = at <= Before ? 0 : Whole(text, at - Before);
        var end = text.Length - start <= Length ? text.Length : Whole(text, start + Length);
        return new Marked([.. start > 0 ? [("…", false)] : Array.Empty<(string, bool)>(), .. Cut(text, hits, start, end), .. end < text.Length ? [("…", false)] : Array.Empty<(string, bool)>()], at);
    }

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        foreach (var (text, isHit) in _parts)
        {
            writer.Write(isHit ? "<mark>" : "");
            encoder.Encode(writer, text);
            writer.Write(isHit ? "</mark>" : "");
        }
    }

    public override string ToString() => string.Concat(_parts.Select(p => p.Text));

    private static List<(string Text, bool IsHit)> Cut(string text, List<(int Start, int End)> hits, int start, int end)
    {
        var parts = new List<(string, bool)>();
        void Add(int from, int to, bool isHit)
        {
            if (to > from)
            {
                parts.Add((text[from..to].Replace('\n', ' ').Replace('\t', ' '), isHit));
            }
        }

        var at = start;
        foreach (var hit in hits.Where(h => h.End > start && h.Start < end))
        {
            Add(at, Math.Max(at, hit.Start), false);
            Add(Math.Max(at, hit.Start), Math.Min(end, hit.End), true);
            at = Math.Min(end, Math.Max(at, hit.End));
        }

        Add(at, end, false);
        return parts;
    }

    /// <summary>Where the words stand, in order and without overlaps.</summary>
    private static List<(int Start, int End)> HitsOf(string text, SearchQuery query, out int first)
    {
        var folded = FoldedText.Of(text);
        var hits = new List<(int Start, int End)>();
        first = 0;
        var longest = 0;
        foreach (var word in query.Words)
        {
            var places = PlacesOf(folded, word);
            if (places.Count > 0 && word.Length > longest)
            {
                (first, longest) = (places[0].Start, word.Length);
            }

            hits.AddRange(places);
        }

        hits.Sort();
        var merged = new List<(int Start, int End)>();
        foreach (var hit in hits)
        {
            if (merged.Count > 0 && hit.Start <= merged[^1].End)
            {
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, hit.End));
            }
            else
            {
                merged.Add(hit);
            }
        }

        return merged;
    }

    private static List<(int Start, int End)> PlacesOf(FoldedText folded, string word)
    {
        var begins = SearchTerms.BeginsWord(word);
        var places = new List<(int, int)>();
        for (var at = folded.Text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = folded.Text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (!begins || SearchTerms.IsWordStart(folded.Text, at))
            {
                places.Add((folded.Origin(at), folded.Origin(at + word.Length)));
            }
        }

        return places;
    }

    /// <summary>An index that does not part a surrogate pair.</summary>
    private static int Whole(string text, int index) => index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) ? index - 1 : index;
}
