using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>A text in both languages, as it is entered. A scheme's texts stand on one line.</summary>
internal sealed class TextForm
{
    /// <summary>As <c>scheme.schema.json</c> has it.</summary>
    public const int Limit = 2000;

    [Display(Name = "Chinese")]
    public string? Zh { get; set; }

    [Display(Name = "English")]
    public string? En { get; set; }

    public static TextForm Of(LocalText? text) => new() { Zh = text?.Zh, En = text?.En };

    public LocalText Text => new(OneLine(Zh) ?? "", OneLine(En));

    /// <summary>Null where neither language has a word.</summary>
    public LocalText? TextOrNone => OneLine(Zh) is null && OneLine(En) is null ? null : Text;

    /// <summary>Lines joined: without a space between Chinese characters, with one elsewhere.</summary>
    private static string? OneLine(string? text)
    {
        var joined = "";
        foreach (var line in (text ?? "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            joined += (joined.Length > 0 && joined[^1] < '\u2E80' && line[0] < '\u2E80' ? " " : "") + line;
        }

        return joined.Length > 0 ? joined : null;
    }
}

/// <summary>The form of one part of a draft.</summary>
internal abstract class PartForm
{
    /// <summary>What the page showed, see <see cref="DraftPart.SeenIn"/>.</summary>
    public string? Seen { get; set; }

    /// <summary>The scheme with what was entered.</summary>
    /// <exception cref="Domain.DomainException">It contradicts itself.</exception>
    public abstract SchemeDocument ApplyTo(SchemeDocument scheme);
}

/// <summary>Name and description.</summary>
internal sealed class AboutForm : PartForm
{
    [Display(Name = "Name of the scheme")]
    public TextForm Name { get; set; } = new();

    [Display(Name = "Description")]
    public TextForm Description { get; set; } = new();

    public static AboutForm Of(SchemeDocument scheme) => new() { Name = TextForm.Of(scheme.Name), Description = TextForm.Of(scheme.Description) };

    public override SchemeDocument ApplyTo(SchemeDocument scheme) => scheme with { Name = Name.Text, Description = Description.TextOrNone };
}

/// <summary>A level of the scale.</summary>
internal sealed class LevelForm
{
    /// <summary>The value that it has in the draft; null for a new one.</summary>
    public int? Was { get; set; }

    [Display(Name = "Digit")]
    public int? Value { get; set; }

    [Display(Name = "Name of the level")]
    public TextForm Name { get; set; } = new();

    [Display(Name = "Meaning")]
    public TextForm Meaning { get; set; } = new();

    public bool Remove { get; set; }
}

/// <summary>Names and meanings of the levels, and which is the lowest that passes.</summary>
internal sealed class ScaleForm : PartForm
{
    public const int MostLevels = 10;

    public List<LevelForm> Levels { get; set; } = [];

    /// <summary>Place in <see cref="Levels"/> of the lowest level that passes.</summary>
    [Display(Name = "Pass mark")]
    public int? Passes { get; set; }

    public IReadOnlyList<LevelForm> Kept => [.. Levels.Where(l => !l.Remove)];

    public static ScaleForm Of(SchemeDocument scheme) => new()
    {
        Levels = [.. scheme.Scale.Select(l => new LevelForm { Was = l.Value, Value = l.Value, Name = TextForm.Of(l.Name), Meaning = TextForm.Of(l.Meaning) })],
        Passes = scheme.Scale.Select(l => l.Value).ToList().IndexOf(scheme.PassMark),
    };

    public override SchemeDocument ApplyTo(SchemeDocument scheme) => scheme.WithScale(
        [.. Kept.Select(l => (l.Was, new ScaleLevel { Value = l.Value!.Value, Name = l.Name.Text, Meaning = l.Meaning.TextOrNone }))],
        Levels[Passes!.Value].Value!.Value);
}

/// <summary>The rules in which centres differ, one field for each of <see cref="SchemeRules"/>.</summary>
internal sealed class RulesForm : PartForm
{
    [Display(Name = "Assessors")]
    public int? Assessors { get; set; }

    [Display(Name = "Decisions are verified before they are released")]
    public bool Verification { get; set; }

    [Display(Name = "Somebody other than the assessor signs the decision")]
    public bool SeparateDecisionMaker { get; set; }

    [Display(Name = "To answer a return (working days)")]
    public int? ReturnWorkingDays { get; set; }

    [Display(Name = "To appeal (working days)")]
    public int? AppealWorkingDays { get; set; }

    [Display(Name = "To submit (days)")]
    public int? SubmitDays { get; set; }

    [Display(Name = "To decide (days)")]
    public int? DecideDays { get; set; }

    [Display(Name = "Age of ratings that may be carried over (months)")]
    public int? CarryOverMonths { get; set; }

    [Display(Name = "Tasks that simulated evidence may carry")]
    public List<string> SimulationMayCarry { get; set; } = [];

    [Display(Name = "Declared help, AI tools or team work call for questioning")]
    public bool QuestionDeclaredHelp { get; set; }

    [Display(Name = "Validity of a competent result (months)")]
    public int? ValidityMonths { get; set; }

    public static RulesForm Of(SchemeDocument scheme) => new()
    {
        Assessors = scheme.Rules.Assessors,
        Verification = scheme.Rules.Verification,
        SeparateDecisionMaker = scheme.Rules.SeparateDecisionMaker,
        ReturnWorkingDays = scheme.Rules.ReturnWorkingDays,
        AppealWorkingDays = scheme.Rules.AppealWorkingDays,
        SubmitDays = scheme.Rules.SubmitDays,
        DecideDays = scheme.Rules.DecideDays,
        CarryOverMonths = scheme.Rules.CarryOverMonths,
        SimulationMayCarry = [.. scheme.Rules.SimulationMayCarry],
        QuestionDeclaredHelp = scheme.Rules.QuestionDeclaredHelp,
        ValidityMonths = scheme.Rules.ValidityMonths,
    };

    public override SchemeDocument ApplyTo(SchemeDocument scheme) => scheme with
    {
        Rules = scheme.Rules with
        {
            Assessors = Assessors!.Value,
            Verification = Verification,
            SeparateDecisionMaker = SeparateDecisionMaker,
            ReturnWorkingDays = ReturnWorkingDays!.Value,
            AppealWorkingDays = AppealWorkingDays!.Value,
            SubmitDays = SubmitDays!.Value,
            DecideDays = DecideDays!.Value,
            CarryOverMonths = CarryOverMonths!.Value,
            SimulationMayCarry = [.. SimulationMayCarry],
            QuestionDeclaredHelp = QuestionDeclaredHelp,
            ValidityMonths = ValidityMonths,
        },
    };
}

/// <summary>A variant of a method.</summary>
internal sealed class VariantForm
{
    /// <summary>The code that it has in the draft; null for a new one.</summary>
    public string? Was { get; set; }

    public string? Method { get; set; }

    [Display(Name = "Code of the variant")]
    public string? Code { get; set; }

    [Display(Name = "Name of the variant")]
    public TextForm Name { get; set; } = new();

    [Display(Name = "What a rating must rest on")]
    public MethodBasis Requires { get; set; }

    [Display(Name = "Held as")]
    public MethodEvent? HeldAs { get; set; }

    public bool Remove { get; set; }
}

/// <summary>The variants of the methods, and what a rating that uses one must rest on.</summary>
internal sealed class MethodsForm : PartForm
{
    public List<VariantForm> Variants { get; set; } = [];

    public IReadOnlyList<VariantForm> Kept => [.. Variants.Where(v => !v.Remove)];

    public static MethodsForm Of(SchemeDocument scheme) => new()
    {
        Variants = [.. scheme.MethodVariants.Select(v => new VariantForm { Was = v.Code, Method = v.Method, Code = v.Code, Name = TextForm.Of(v.Name), Requires = v.Requires, HeldAs = v.HeldAs })],
    };

    public override SchemeDocument ApplyTo(SchemeDocument scheme) => scheme.WithMethods(
        [.. Kept.Select(v => (v.Was, new MethodVariant { Method = v.Method!, Code = v.Code!.Trim(), Name = v.Name.Text, Requires = v.Requires, HeldAs = v.HeldAs }))]);
}

/// <summary>What usually belongs to one evidence requirement.</summary>
internal sealed class CoverageForm : PartForm
{
    public string Evidence { get; set; } = "";

    [Display(Name = "Criteria")]
    public List<string> Criteria { get; set; } = [];

    [Display(Name = "Assessment methods")]
    public List<string> Methods { get; set; } = [];

    [Display(Name = "Guidance")]
    public TextForm Guidance { get; set; } = new();

    public static CoverageForm Of(SchemeDocument scheme, string evidence)
    {
        var entry = scheme.Coverage.FirstOrDefault(c => c.Evidence == evidence);
        return new() { Evidence = evidence, Criteria = [.. entry?.Criteria ?? []], Methods = [.. entry?.Methods ?? []], Guidance = TextForm.Of(entry?.Guidance) };
    }

    public override SchemeDocument ApplyTo(SchemeDocument scheme) => scheme.WithCoverage(
        new CoverageEntry { Evidence = Evidence, Criteria = [.. Criteria.Distinct()], Methods = [.. Methods.Distinct()], Guidance = Guidance.TextOrNone });
}

/// <summary>What an assessor should see for a criterion at one level.</summary>
internal sealed class DescriptorForm
{
    /// <summary>Value of the level.</summary>
    public int Level { get; set; }

    public TextForm Text { get; set; } = new();
}

/// <summary>Level descriptors and interpretation note of one criterion.</summary>
internal sealed class CriterionForm : PartForm
{
    public string Code { get; set; } = "";

    [Display(Name = "Interpretation note")]
    public TextForm Interpretation { get; set; } = new();

    public List<DescriptorForm> Levels { get; set; } = [];

    public static CriterionForm Of(SchemeDocument scheme, string code) => new()
    {
        Code = code,
        Interpretation = TextForm.Of(scheme.Interpretations.GetValueOrDefault(code)),
        Levels = [.. scheme.Scale.Select((l, i) => new DescriptorForm { Level = l.Value, Text = TextForm.Of(scheme.Descriptors.GetValueOrDefault(code)?.ElementAtOrDefault(i)) })],
    };

    /// <summary>By the levels' values: a level that the form did not know keeps its text.</summary>
    public override SchemeDocument ApplyTo(SchemeDocument scheme)
    {
        var before = scheme.Descriptors.GetValueOrDefault(Code);
        return scheme.WithCriterion(
            Code,
            [.. scheme.Scale.Select((l, i) => Levels.Find(f => f.Level == l.Value)?.Text.Text ?? before?.ElementAtOrDefault(i) ?? new LocalText(""))],
            Interpretation.TextOrNone);
    }
}

/// <summary>A scheme of its own, as a copy of another.</summary>
internal sealed class NewSchemeForm
{
    /// <summary>The version that it begins as a copy of.</summary>
    [Display(Name = "Copy of")]
    public Guid? From { get; set; }

    [Display(Name = "Code of the new scheme")]
    public string? Code { get; set; }

    [Display(Name = "Name of the scheme")]
    public TextForm Name { get; set; } = new();
}
