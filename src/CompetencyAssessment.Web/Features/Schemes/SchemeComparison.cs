using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>A piece of a text, and whether the other one lacks it.</summary>
internal sealed record DiffPiece(string Text, bool Changed);

/// <summary>One text of two versions. <see cref="Language"/> is that of the text, empty for a value that has none.</summary>
internal sealed record TextChange(string Language, IReadOnlyList<DiffPiece> Before, IReadOnlyList<DiffPiece> After);

/// <summary>One thing that differs, in one language or both.</summary>
internal sealed record SchemeChange(string Label, IReadOnlyList<TextChange> Texts);

/// <summary>What differs in one part of a scheme.</summary>
/// <param name="Part">The part.</param>
/// <param name="Title">Its name; that of the item with its text where it is one of many.</param>
/// <param name="Changes">At least one.</param>
internal sealed record ChangeGroup(DraftPart Part, string Title, IReadOnlyList<SchemeChange> Changes);

/// <summary>What differs between two versions of a scheme, by section, for people. Code, number and id are no difference.</summary>
internal sealed class SchemeComparison(IStringLocalizer<SharedResource> t)
{
    /// <summary>Whether two documents say the same, whatever the order in which their entries were written.</summary>
    public static bool AreSame(SchemeDocument before, SchemeDocument after) => !Differences(before, after).Any();

    /// <summary>The parts that differ.</summary>
    public static IReadOnlySet<DraftPart> Parts(SchemeDocument before, SchemeDocument after) => Differences(before, after).Select(d => d.Part).ToHashSet();

    /// <summary>All that differs, in the order of the unit.</summary>
    public IReadOnlyList<ChangeGroup> Of(UnitView unit, SchemeDocument before, SchemeDocument after)
    {
        var culture = CultureInfo.CurrentUICulture.Name;
        var order = unit.Text.Items().Select((i, place) => (i.Code, Place: place)).ToDictionary(i => i.Code, i => i.Place);
        return
        [
            .. Differences(before, after).GroupBy(d => d.Part)
                .OrderBy(g => g.Key.Section).ThenBy(g => order.GetValueOrDefault(g.Key.Code ?? "", int.MaxValue))
                .Select(g => new ChangeGroup(
                    g.Key,
                    g.Key.Code is { } code ? order.ContainsKey(code) ? $"{code} {unit.TextIn(code, culture)}" : code : t.Enum(g.Key.Section),
                    [.. g.Select(Show)])),
        ];
    }

    private static IEnumerable<Difference> Differences(SchemeDocument before, SchemeDocument after) =>
        [.. About(before, after), .. Scale(before, after), .. Rules(before.Rules, after.Rules), .. Methods(before, after), .. Coverage(before, after), .. Criteria(before, after)];

    private static IEnumerable<Difference> About(SchemeDocument before, SchemeDocument after)
    {
        var part = new DraftPart(SchemeSection.About);
        return [.. Text(part, "Name of the scheme", null, before.Name, after.Name), .. Text(part, "Description", null, before.Description, after.Description)];
    }

    private static IEnumerable<Difference> Scale(SchemeDocument before, SchemeDocument after)
    {
        var part = new DraftPart(SchemeSection.Scale);
        foreach (var value in before.Scale.Concat(after.Scale).Select(l => l.Value).Distinct().Order())
        {
            var (was, now) = (before.Scale.FirstOrDefault(l => l.Value == value), after.Scale.FirstOrDefault(l => l.Value == value));
            foreach (var difference in Text(part, "Level {0} of the scale", value, was?.Name, now?.Name).Concat(Text(part, "Meaning of level {0}", value, was?.Meaning, now?.Meaning)))
            {
                yield return difference;
            }
        }

        foreach (var difference in Value(part, "Pass mark", before.PassMark, after.PassMark))
        {
            yield return difference;
        }
    }

    private static IEnumerable<Difference> Rules(SchemeRules before, SchemeRules after)
    {
        var part = new DraftPart(SchemeSection.Rules);
        return
        [
            .. Value(part, "Assessors", before.Assessors, after.Assessors),
            .. Value(part, "Decisions are verified before they are released", before.Verification, after.Verification),
            .. Value(part, "Somebody other than the assessor signs the decision", before.SeparateDecisionMaker, after.SeparateDecisionMaker),
            .. Value(part, "To submit (days)", before.SubmitDays, after.SubmitDays),
            .. Value(part, "To decide (days)", before.DecideDays, after.DecideDays),
            .. Value(part, "To answer a return (working days)", before.ReturnWorkingDays, after.ReturnWorkingDays),
            .. Value(part, "To appeal (working days)", before.AppealWorkingDays, after.AppealWorkingDays),
            .. Value(part, "Age of ratings that may be carried over (months)", before.CarryOverMonths, after.CarryOverMonths),
            .. Codes(part, "Tasks that simulated evidence may carry", before.SimulationMayCarry, after.SimulationMayCarry),
            .. Value(part, "Declared help, AI tools or team work call for questioning", before.QuestionDeclaredHelp, after.QuestionDeclaredHelp),
            .. Value(part, "Validity of a competent result (months)", before.ValidityMonths ?? (object)"No term set", after.ValidityMonths ?? (object)"No term set"),
        ];
    }

    private static IEnumerable<Difference> Methods(SchemeDocument before, SchemeDocument after)
    {
        var part = new DraftPart(SchemeSection.Methods);
        foreach (var code in before.MethodVariants.Concat(after.MethodVariants).Select(v => v.Code).Distinct())
        {
            var (was, now) = (before.MethodVariants.FirstOrDefault(v => v.Code == code), after.MethodVariants.FirstOrDefault(v => v.Code == code));
            foreach (var difference in Text(part, "Variant {0}", code, was?.Name, now?.Name).Concat(Value(part, "What {0} must rest on", was?.Requires, now?.Requires, code))
                .Concat(Value(part, "What {0} is held as", was?.HeldAs, now?.HeldAs, code)))
            {
                yield return difference;
            }
        }
    }

    private static IEnumerable<Difference> Coverage(SchemeDocument before, SchemeDocument after)
    {
        foreach (var evidence in before.Coverage.Concat(after.Coverage).Select(c => c.Evidence).Distinct())
        {
            var part = new DraftPart(SchemeSection.Coverage, evidence);
            var (was, now) = (before.Coverage.FirstOrDefault(c => c.Evidence == evidence), after.Coverage.FirstOrDefault(c => c.Evidence == evidence));
            foreach (var difference in Codes(part, "Criteria", was?.Criteria, now?.Criteria).Concat(Codes(part, "Assessment methods", was?.Methods, now?.Methods)).Concat(Text(part, "Guidance", null, was?.Guidance, now?.Guidance)))
            {
                yield return difference;
            }
        }
    }

    private static IEnumerable<Difference> Criteria(SchemeDocument before, SchemeDocument after)
    {
        var levels = before.Scale.Concat(after.Scale).Select(l => l.Value).Distinct().Order().ToList();
        foreach (var code in before.Descriptors.Keys.Union(after.Descriptors.Keys))
        {
            var part = new DraftPart(SchemeSection.Criteria, code);
            foreach (var difference in Text(part, "Interpretation note", null, before.Interpretations.GetValueOrDefault(code), after.Interpretations.GetValueOrDefault(code)))
            {
                yield return difference;
            }

            foreach (var difference in levels.SelectMany(level => Text(part, "Level {0} of the scale", level, Descriptor(before, code, level), Descriptor(after, code, level))))
            {
                yield return difference;
            }
        }
    }

    private static LocalText? Descriptor(SchemeDocument scheme, string code, int level)
    {
        var place = scheme.Scale.Select(l => l.Value).ToList().IndexOf(level);
        return place < 0 ? null : scheme.Descriptors.GetValueOrDefault(code)?.ElementAtOrDefault(place);
    }

    private static IEnumerable<Difference> Text(DraftPart part, string label, object? about, LocalText? before, LocalText? after)
    {
        var (zh, en) = ((before?.Zh ?? "") != (after?.Zh ?? ""), (before?.En ?? "") != (after?.En ?? ""));
        if (zh || en)
        {
            yield return new Difference(part, label, about, zh ? (before?.Zh ?? "", after?.Zh ?? "") : null, en ? (before?.En ?? "", after?.En ?? "") : null, null);
        }
    }

    private static IEnumerable<Difference> Value(DraftPart part, string label, object? before, object? after, object? about = null)
    {
        if (!Equals(before, after))
        {
            yield return new Difference(part, label, about, null, null, (before, after));
        }
    }

    private static IEnumerable<Difference> Codes(DraftPart part, string label, IReadOnlyList<string>? before, IReadOnlyList<string>? after) =>
        (before ?? []).ToHashSet().SetEquals(after ?? []) ? [] : [new Difference(part, label, null, null, null, (before ?? [], after ?? []))];

    /// <summary>Both texts in pieces, the words marked that the other lacks; put together they are the texts.</summary>
    internal static (IReadOnlyList<DiffPiece> Before, IReadOnlyList<DiffPiece> After) Words(string before, string after)
    {
        var runs = TextDiff.OfWords(before, after);
        IReadOnlyList<DiffPiece> Without(Change other) => [.. runs.Where(r => r.Change != other).Select(r => new DiffPiece(r.Text, r.Change != Change.Same))];
        return (Without(Change.Added), Without(Change.Removed));
    }

    private SchemeChange Show(Difference difference)
    {
        var texts = new List<TextChange>();
        foreach (var (language, pair) in new[] { (WebLocalization.Chinese, difference.Zh), (WebLocalization.English, difference.En) })
        {
            if (pair is { } both)
            {
                var (before, after) = Words(both.Before, both.After);
                texts.Add(new TextChange(language, before, after));
            }
        }

        if (difference.Value is { } values)
        {
            var (before, after) = values is (IReadOnlyList<string> was, IReadOnlyList<string> now)
                ? (Marked(was, now), Marked(now, was))
                : ([new DiffPiece(Say(values.Before), true)], (IReadOnlyList<DiffPiece>)[new DiffPiece(Say(values.After), true)]);
            texts.Add(new TextChange("", before, after));
        }

        return new SchemeChange(difference.About is null ? t[difference.Label] : t[difference.Label, difference.About], texts);
    }

    /// <summary>A list of codes in which those are marked that the other lacks.</summary>
    private IReadOnlyList<DiffPiece> Marked(IReadOnlyList<string> codes, IReadOnlyList<string> other) =>
        [.. codes.SelectMany((c, i) => i == 0 ? [new DiffPiece(c, !other.Contains(c))] : new[] { new DiffPiece(t["list separator"], false), new DiffPiece(c, !other.Contains(c)) })];

    private string Say(object? value) => value switch
    {
        null => "",
        bool yes => yes ? t["Yes"] : t["No"],
        Enum named => t.Enum(named),
        string key => t[key],
        _ => Convert.ToString(value, CultureInfo.CurrentCulture) ?? "",
    };

    /// <summary>A difference before it is put into words: the key of its label, and what the label is about.</summary>
    private sealed record Difference(DraftPart Part, string Label, object? About, (string Before, string After)? Zh, (string Before, string After)? En, (object? Before, object? After)? Value);
}
