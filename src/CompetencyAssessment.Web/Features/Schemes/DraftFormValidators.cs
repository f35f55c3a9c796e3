using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>
/// The shape of what is entered, within what <c>scheme.schema.json</c> allows. A text that is not written yet may be saved where a draft may lack
/// it; publication asks for it.
/// </summary>
internal static class TextRules
{
    /// <summary>Both languages within their length.</summary>
    public static void Texts<T>(this AbstractValidator<T> rules, System.Linq.Expressions.Expression<Func<T, string?>> zh, System.Linq.Expressions.Expression<Func<T, string?>> en)
    {
        rules.RuleFor(zh).MaximumLength(TextForm.Limit);
        rules.RuleFor(en).MaximumLength(TextForm.Limit);
    }
}

internal sealed class AboutFormValidator : AbstractValidator<AboutForm>
{
    public AboutFormValidator()
    {
        RuleFor(f => f.Name.Zh).NotEmpty().WithText("Enter the name in Chinese.");
        this.Texts(f => f.Name.Zh, f => f.Name.En);
        this.Texts(f => f.Description.Zh, f => f.Description.En);
        RuleFor(f => f.Description.Zh).NotEmpty().When(f => !string.IsNullOrWhiteSpace(f.Description.En)).WithText("Chinese always stands beside English.");
    }
}

internal sealed class ScaleFormValidator : AbstractValidator<ScaleForm>
{
    public ScaleFormValidator()
    {
        RuleForEach(f => f.Levels).Where(l => !l.Remove).ChildRules(level =>
        {
            level.RuleFor(l => l.Value).NotNull().WithText("Enter the digit of the level.");
            level.RuleFor(l => l.Value).InclusiveBetween(0, 9);
            level.RuleFor(l => l.Name.Zh).NotEmpty().WithText("Enter the name in Chinese.");
            level.RuleFor(l => l.Name.Zh).MaximumLength(TextForm.Limit);
            level.RuleFor(l => l.Name.En).MaximumLength(TextForm.Limit);
            level.RuleFor(l => l.Meaning.Zh).MaximumLength(TextForm.Limit);
            level.RuleFor(l => l.Meaning.En).MaximumLength(TextForm.Limit);
            level.RuleFor(l => l.Meaning.Zh).NotEmpty().When(l => !string.IsNullOrWhiteSpace(l.Meaning.En)).WithText("Chinese always stands beside English.");
        });
        RuleFor(f => f.Levels).Must((f, _) => f.Kept.Count is >= 2 and <= ScaleForm.MostLevels).WithText("A scale has from 2 to {0} levels.", ScaleForm.MostLevels);
        RuleFor(f => f.Levels).Must((f, _) => f.Kept.DistinctBy(l => l.Value).Count() == f.Kept.Count).WithText("Each level has a digit of its own.");
        RuleFor(f => f.Passes)
            .Must((f, place) => place is >= 0 && place < f.Levels.Count && !f.Levels[place.Value].Remove && f.Kept.Any(l => l.Value < f.Levels[place.Value].Value))
            .WithText("Choose the lowest level that passes: one of the scale, with at least one level below it.");
    }
}

internal sealed class RulesFormValidator : AbstractValidator<RulesForm>
{
    public RulesFormValidator()
    {
        RuleFor(f => f.Assessors).NotNull().InclusiveBetween(1, 2);
        RuleFor(f => f.ReturnWorkingDays).NotNull().InclusiveBetween(1, 250);
        RuleFor(f => f.AppealWorkingDays).NotNull().InclusiveBetween(1, 250);
        RuleFor(f => f.SubmitDays).NotNull().InclusiveBetween(1, 1095);
        RuleFor(f => f.DecideDays).NotNull().InclusiveBetween(1, 365);
        RuleFor(f => f.CarryOverMonths).NotNull().InclusiveBetween(0, 120);
        RuleFor(f => f.ValidityMonths).InclusiveBetween(1, 240);
    }
}

internal sealed class MethodsFormValidator : AbstractValidator<MethodsForm>
{
    public MethodsFormValidator()
    {
        RuleForEach(f => f.Variants).Where(v => !v.Remove).ChildRules(variant =>
        {
            variant.RuleFor(v => v.Code).NotEmpty().WithText("Enter the code of the variant.");
            variant.RuleFor(v => v.Code)
                .Must((v, code) => Fits(v.Method, code!.Trim())).When(v => !string.IsNullOrWhiteSpace(v.Code))
                .WithText("The code is the method’s own, or that with a dot and up to eight capital letters and digits, as in M1.Q.");
            variant.RuleFor(v => v.Name.Zh).NotEmpty().WithText("Enter the name in Chinese.");
            variant.RuleFor(v => v.Name.Zh).MaximumLength(TextForm.Limit);
            variant.RuleFor(v => v.Name.En).MaximumLength(TextForm.Limit);
            variant.RuleFor(v => v.Requires).IsInEnum();
        });
        RuleFor(f => f.Variants)
            .Must((f, _) => f.Kept.Where(v => v.Code is not null).GroupBy(v => v.Code!.Trim(), StringComparer.Ordinal).All(g => g.Count() == 1))
            .WithText("Each variant has a code of its own.");
    }

    private static bool Fits(string? method, string code) =>
        method is not null && (code == method || (code.StartsWith(method + ".", StringComparison.Ordinal) && code[(method.Length + 1)..] is { Length: >= 1 and <= 8 } rest
            && char.IsAsciiLetterUpper(rest[0]) && rest.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))));
}

internal sealed class CoverageFormValidator : AbstractValidator<CoverageForm>
{
    public CoverageFormValidator()
    {
        this.Texts(f => f.Guidance.Zh, f => f.Guidance.En);
        RuleFor(f => f.Guidance.Zh).NotEmpty().When(f => !string.IsNullOrWhiteSpace(f.Guidance.En)).WithText("Chinese always stands beside English.");
    }
}

internal sealed class CriterionFormValidator : AbstractValidator<CriterionForm>
{
    public CriterionFormValidator()
    {
        this.Texts(f => f.Interpretation.Zh, f => f.Interpretation.En);
        RuleFor(f => f.Interpretation.Zh).NotEmpty().When(f => !string.IsNullOrWhiteSpace(f.Interpretation.En)).WithText("Chinese always stands beside English.");
        RuleForEach(f => f.Levels).ChildRules(level =>
        {
            level.RuleFor(l => l.Text.Zh).MaximumLength(TextForm.Limit);
            level.RuleFor(l => l.Text.En).MaximumLength(TextForm.Limit);
        });
    }
}

internal sealed class NewSchemeFormValidator : AbstractValidator<NewSchemeForm>
{
    public NewSchemeFormValidator()
    {
        RuleFor(f => f.From).NotNull().WithText("Please choose");
        RuleFor(f => f.Code).NotEmpty().WithText("Enter a code.");
        RuleFor(f => f.Code).MaximumLength(64).Matches("^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$").WithText("A code has letters, digits and single hyphens, at most 64 characters.").When(f => !string.IsNullOrEmpty(f.Code));
        RuleFor(f => f.Name.Zh).NotEmpty().WithText("Enter the name in Chinese.");
        this.Texts(f => f.Name.Zh, f => f.Name.En);
    }
}
