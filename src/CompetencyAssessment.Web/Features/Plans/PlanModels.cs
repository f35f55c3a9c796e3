using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>What a plan says, with the texts to show it by.</summary>
internal sealed record PlanText(PlanContent Content, UnitView Unit, SchemeDocument Scheme, int TranslationRevision)
{
    /// <summary>Methods of the plan in the order of the scheme, each with the criteria that it is planned for.</summary>
    public IEnumerable<(string Code, string Name, IReadOnlyList<string> Criteria)> Methods() =>
        from variant in Scheme.MethodVariants
        let criteria = Unit.Criteria.Where(c => Content.Methods.GetValueOrDefault(c.Code, []).Contains(variant.Code)).Select(c => c.Code).ToList()
        where criteria.Count > 0
        select (variant.Code, variant.Name.Here(), (IReadOnlyList<string>)criteria);

    /// <summary>Resources of the unit, each with how the candidate will have it; null where nothing is said.</summary>
    public IEnumerable<(string Code, string Text, string? How)> Resources() =>
        Unit.Text.Resources.Select(r => (r.Code, TextOf(r.Code), Content.Resources.GetValueOrDefault(r.Code)));

    public string TextOf(string code) => Unit.TextIn(code, CultureInfo.CurrentUICulture.Name, TranslationRevision);

    /// <summary>The plan as stored or, of an assessment from before versions were kept, as it starts from its methods.</summary>
    public static PlanContent ContentOf(string? stored, UnitView unit, SchemeDocument scheme, IReadOnlyCollection<string> methods) =>
        stored is null ? PlanContent.StartingFrom(scheme, unit.Criteria.Select(c => c.Code), methods) : PlanContent.Parse(stored);
}

/// <summary>What a change of the plan changes.</summary>
/// <param name="Difference">Methods and resources.</param>
/// <param name="SubmitBy">The day to submit, before and after; null where it stays.</param>
/// <param name="DecideBy">The day to decide, before and after; null where it stays.</param>
/// <param name="Text">The plan after it.</param>
internal sealed record PlanChanges(PlanDifference Difference, (DateTime Was, DateTime Now)? SubmitBy, (DateTime Was, DateTime Now)? DecideBy, PlanText Text)
{
    public static PlanChanges Between(PlanContent was, (DateTime SubmitBy, DateTime DecideBy) wasDates, PlanText now, (DateTime SubmitBy, DateTime DecideBy) nowDates) => new(
        PlanDifference.Between(was, now.Content, now.Unit.Criteria.Select(c => c.Code)),
        wasDates.SubmitBy == nowDates.SubmitBy ? null : (wasDates.SubmitBy, nowDates.SubmitBy),
        wasDates.DecideBy == nowDates.DecideBy ? null : (wasDates.DecideBy, nowDates.DecideBy),
        now);
}

/// <summary>A version that waits for the candidate.</summary>
internal sealed record PendingPlan(int Number, DateTime MadeAt, string? Reason, PlanChanges Changes);

/// <param name="Number">From 1.</param>
/// <param name="Content">What it says.</param>
/// <param name="SubmitBy">End of the last day to submit, UTC.</param>
/// <param name="DecideBy">End of the last day to decide, UTC.</param>
/// <param name="MadeBy">Who changed the plan; null for the first.</param>
/// <param name="MadeAt">When, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="AcknowledgedAt">When the candidate acknowledged it, UTC.</param>
internal sealed record PlanVersionRow(int Number, PlanContent Content, DateTime SubmitBy, DateTime DecideBy, PersonName? MadeBy, DateTime MadeAt, string? Reason, DateTime? AcknowledgedAt);

/// <summary>The plan with its versions, and the form that makes the next one.</summary>
internal sealed record PlanPage
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required PersonName Candidate { get; init; }

    public required AssessmentState State { get; init; }

    public required UnitView Unit { get; init; }

    public required int TranslationRevision { get; init; }

    public required SchemeDocument Scheme { get; init; }

    /// <summary>Dates of the newest plan, as the form starts with them.</summary>
    public required (DateTime SubmitBy, DateTime DecideBy) Dates { get; init; }

    public required int? AcknowledgedPlan { get; init; }

    /// <summary>The latest first.</summary>
    public required IReadOnlyList<PlanVersionRow> Versions { get; init; }

    /// <summary>Whether the viewer administers it; else they assess it.</summary>
    public required bool Administers { get; init; }

    public PlanForm Form { get; init; } = new();

    public string BackHref => Administers ? $"/assessments/{Id}" : $"/scoring/{Id}";

    public PlanVersionRow Newest => Versions[0];

    /// <summary>The version that counts.</summary>
    public PlanVersionRow InForce => Versions.FirstOrDefault(v => v.Number == AcknowledgedPlan) ?? Newest;

    public bool CanChange => State.Allows(AssessmentMove.Suspend);

    /// <summary>Once evidence was handed in, the day to submit is past.</summary>
    public bool CanChangeSubmitBy => State is AssessmentState.Planned or AssessmentState.Gathering;

    public PlanText TextOf(PlanVersionRow version) => new(version.Content, Unit, Scheme, TranslationRevision);

    public PlanChanges? ChangesOf(PlanVersionRow version) =>
        Versions.FirstOrDefault(v => v.Number == version.Number - 1) is { } before
            ? PlanChanges.Between(before.Content, (before.SubmitBy, before.DecideBy), TextOf(version), (version.SubmitBy, version.DecideBy))
            : null;
}

/// <summary>The next version of a plan, as it is entered.</summary>
internal sealed class PlanForm
{
    /// <summary>Number of the version that the form showed.</summary>
    public int Seen { get; set; }

    [Display(Name = "Submit by")]
    public DateOnly? SubmitBy { get; set; }

    [Display(Name = "Decide by")]
    public DateOnly? DecideBy { get; set; }

    /// <summary>Each a criterion and a method variant with a space between: <c>P1.1 M2</c>.</summary>
    public List<string> Methods { get; set; } = [];

    /// <summary>How the candidate will have each resource, by code.</summary>
    public Dictionary<string, string?> Resources { get; set; } = [];

    [Display(Name = "Reason for the change")]
    public string? Reason { get; set; }

    public PlanContent ToContent() => new()
    {
        Methods = Methods.Select(m => m.Split(' ', 2)).Where(m => m.Length == 2).GroupBy(m => m[0], m => m[1]).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g]),
        Resources = Resources.Where(r => !string.IsNullOrWhiteSpace(r.Value)).ToDictionary(r => r.Key, r => r.Value!.Trim()),
    };

    public static PlanForm Of(PlanPage page, LocalTime local) => new()
    {
        Seen = page.Newest.Number,
        SubmitBy = DateOnly.FromDateTime(local.ToLocal(page.Dates.SubmitBy)),
        DecideBy = DateOnly.FromDateTime(local.ToLocal(page.Dates.DecideBy)),
        Methods = [.. page.Newest.Content.Methods.SelectMany(m => m.Value, (m, method) => $"{m.Key} {method}")],
        Resources = page.Newest.Content.Resources.ToDictionary(r => r.Key, string? (r) => r.Value),
    };
}

internal sealed class PlanFormValidator : AbstractValidator<PlanForm>
{
    public PlanFormValidator()
    {
        RuleFor(f => f.Methods).NotEmpty().WithText("Choose at least one method.");
        RuleFor(f => f.DecideBy).NotNull().WithText("Enter the last day to decide.");
        RuleForEach(f => f.Resources.Values).MaximumLength(PlanContent.TextLimit).WithText("At most {0} characters.", PlanContent.TextLimit).OverridePropertyName("Resources");
        RuleFor(f => f.Reason).MaximumLength(EndForm.Limit).WithText("At most {0} characters.", EndForm.Limit);
    }
}
