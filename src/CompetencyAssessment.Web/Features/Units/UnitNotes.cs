using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Web.Features.Units;

/// <summary>What the unit says of a term, at hand beside the text that uses it, with the errata of the note itself.</summary>
internal sealed record NoteHere(string Code, string Term, string Text, IReadOnlyList<Erratum> Errata);

/// <summary>Notes and errata of one item of a unit, for pages on which it is mapped or rated.</summary>
/// <param name="Unit">Code of the unit, whose page has them in full.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="Notes">Those that its terms lead to.</param>
/// <param name="Errata">Those of the item itself.</param>
/// <param name="ShowErrata">Whether errata stand open, where each item has the screen to itself.</param>
internal sealed record NotesHere(string Unit, string Item, IReadOnlyList<NoteHere> Notes, IReadOnlyList<Erratum> Errata, bool ShowErrata = false);

internal static class UnitNotes
{
    /// <summary>Terms as the reader's language has them in the item's text; as published where there is no translation of it.</summary>
    public static IReadOnlyList<TermAnchor> TermsOf(this UnitView unit, ItemText item, string culture, int translationRevision) =>
        unit.Translation(culture, translationRevision) is { } translation && translation.Texts.ContainsKey(item.Code)
            ? translation.Terms.GetValueOrDefault(item.Code) ?? []
            : item.Terms;

    public static NotesHere NotesOn(this UnitView unit, ItemText item, string culture, int translationRevision, int errataRevision)
    {
        IReadOnlyList<Erratum> Errata(string code) => [.. (unit.ErrataAt(errataRevision)?.Items ?? []).Where(e => e.Items.Contains(code))];
        return new NotesHere(
            unit.Text.Code,
            item.Code,
            [.. unit.TermsOf(item, culture, translationRevision).Select(t => new NoteHere(t.Note, t.Term, unit.TextIn(t.Note, culture, translationRevision), Errata(t.Note)))],
            Errata(item.Code));
    }
}
