using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>A form by which somebody gets a part, and by which the quality lead is asked where something stands against it; view <c>_AskOverride</c>.</summary>
internal abstract class AssigningForm
{
    [Display(Name = "Why it has to be this person")]
    public string? OverrideReason { get; set; }

    /// <summary>Sent to ask the quality lead, not to give the part.</summary>
    public bool Ask { get; set; }

    /// <summary>Somebody was refused whom the quality lead may allow.</summary>
    [BindNever]
    public bool MayAsk { get; set; }
}

/// <summary>What such forms have in common.</summary>
internal abstract class AssigningFormValidator<T> : AbstractValidator<T>
    where T : AssigningForm
{
    protected AssigningFormValidator() =>
        RuleFor(f => f.OverrideReason).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

/// <summary>Model of the view <c>_AskOverride</c>, which names its fields as the page's form does.</summary>
internal sealed record OverrideAsk(AssigningForm Form);

internal static class Assigning
{
    /// <summary>
    /// Asks the quality lead where the form was sent for that. What else is wrong with the form does not count then; it is shown again with all that was
    /// typed.
    /// </summary>
    /// <param name="controller">Whose form, under the prefix <c>Form</c>.</param>
    /// <param name="form">The form.</param>
    /// <param name="ask">The verb.</param>
    /// <param name="subjects">Those who were refused; the first is asked about.</param>
    /// <param name="assessmentId">The assessment at hand; null where one is being planned.</param>
    /// <param name="byPerson">Who asks.</param>
    /// <param name="t">Texts.</param>
    /// <param name="standings">How they stand, where it has just been read.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <returns>Whether it was sent for that.</returns>
    public static async Task<bool> AskedAsync(
        this Controller controller, AssigningForm form, AskOverride ask, IReadOnlyCollection<OverrideSubject> subjects, Guid? assessmentId, Guid byPerson, IStringLocalizer t,
        IReadOnlyDictionary<Guid, Standing>? standings, CancellationToken cancel)
    {
        form.MayAsk = subjects.Count > 0;
        if (!form.Ask || subjects.Count == 0)
        {
            return false;
        }

        var state = controller.ModelState;
        const string Field = "Form." + nameof(AssigningForm.OverrideReason);
        if (state[Field]?.ValidationState == ModelValidationState.Invalid)
        {
            return true;
        }

        state.Clear();
        if (string.IsNullOrWhiteSpace(form.OverrideReason))
        {
            state.AddModelError(Field, t["Say why it has to be this person."]);
            return true;
        }

        try
        {
            // One at a time, each with a reason of its own.
            var subject = subjects.First();
            await ask.RunAsync(subject, assessmentId, byPerson, form.OverrideReason.Trim(), standings?.GetValueOrDefault(subject.PersonId), cancel);
        }
        catch (DomainException notNeeded) when (notNeeded.Code == "override.not-needed")
        {
            state.AddModelError(Field, t.Error(notNeeded.Code, notNeeded.Args)!);
            return true;
        }

        (form.MayAsk, form.OverrideReason) = (subjects.Count > 1, null);
        controller.AddFlash(Tone.Success, t["The quality lead is asked, and you are told the answer. Until then this person cannot take the part."]);
        return true;
    }

    /// <summary>People for a select: those who may take the part first, then those who need an override, with what stands against them.</summary>
    public static IReadOnlyList<SelectListItem> Items(this IStringLocalizer t, IReadOnlyCollection<PersonChoice> people)
    {
        if (people.All(p => p.Standing is null or { Allowed: true, Covered: false }))
        {
            return [.. people.Select(p => new SelectListItem(p.Label, p.Id.ToString()))];
        }

        var free = new SelectListGroup { Name = t["May take the part"] };
        var refused = new SelectListGroup { Name = t["Only with an override by the quality lead"] };
        SelectListItem Item(PersonChoice person)
        {
            var standing = person.Standing ?? throw new InvalidOperationException("A choice of people who judge says how they stand.");
            var remark = standing.Covered ? t["override granted"].Value
                : standing.Allowed ? null
                : t.ObstaclesText(standing.Obstacles) + (standing.Asked ? t["list separator"] + t["the quality lead is asked"] : "");
            return new SelectListItem(remark is null ? person.Label : $"{person.Label} – {remark}", person.Id.ToString()) { Group = standing.Allowed ? free : refused };
        }

        return [.. people.Where(p => p.Standing?.Allowed == true).Select(Item), .. people.Where(p => p.Standing?.Allowed != true).Select(Item)];
    }
}
