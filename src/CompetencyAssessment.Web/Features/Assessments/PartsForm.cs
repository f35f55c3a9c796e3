using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>Who rates and who decides: as many as the scheme asks for, each another one, none the candidate.</summary>
internal abstract class PartsForm : AssigningForm
{
    [Display(Name = "Assessor")]
    public Guid? AssessorId { get; set; }

    /// <summary>Only where the scheme asks for two.</summary>
    [Display(Name = "Second assessor")]
    public Guid? SecondAssessorId { get; set; }

    /// <summary>Only where the scheme separates rating and signing.</summary>
    [Display(Name = "Decision maker")]
    public Guid? DecisionMakerId { get; set; }

    /// <summary>Whoever was chosen, each once.</summary>
    public IReadOnlyList<Guid> People => [.. new[] { AssessorId, SecondAssessorId, DecisionMakerId }.OfType<Guid>().Distinct()];

    /// <summary>Says beside each field what is wrong with whom was chosen.</summary>
    /// <param name="state">Where it is said.</param>
    /// <param name="rules">Say how many are asked for.</param>
    /// <param name="subject">Who is assessed, and against which unit.</param>
    /// <param name="refused">Who may have no part in it.</param>
    /// <param name="standings">Those of <see cref="People"/> who have the role, with how they stand; null where the verb asks.</param>
    /// <param name="t">Texts.</param>
    /// <returns>Those whom the quality lead may allow, and is not asked about.</returns>
    public IReadOnlyList<OverrideSubject> Faults(
        ModelStateDictionary state, SchemeRules rules, (Guid Candidate, Guid Unit) subject, IReadOnlyCollection<Guid> refused, IReadOnlyDictionary<Guid, Standing>? standings, IStringLocalizer t)
    {
        // That there is a lead assessor, the validator asks.
        var parts = new List<(string Field, Guid? Person, string? Missing)> { (nameof(AssessorId), AssessorId, null) };
        if (rules.Assessors > 1)
        {
            parts.Add((nameof(SecondAssessorId), SecondAssessorId, "plan.second-assessor"));
        }

        if (rules.SeparateDecisionMaker)
        {
            parts.Add((nameof(DecisionMakerId), DecisionMakerId, "plan.decision-maker"));
        }

        var taken = new HashSet<Guid>();
        var askable = new List<OverrideSubject>();
        foreach (var (field, person, missing) in parts)
        {
            var standing = person is { } id ? standings?.GetValueOrDefault(id) : null;
            var code = person is not { } one ? missing
                : one == subject.Candidate ? "assessor.is-candidate"
                : refused.Contains(one) ? "assessor.judged-before"
                : standing is null && standings is not null ? "assessor.role"
                : !taken.Add(one) ? "assignment.one-part"
                : standing?.Allowed != false ? null
                : "independence.refused";
            if (code is null)
            {
                continue;
            }

            var isAsked = code == "independence.refused" && standing!.Asked;
            state.AddModelError("Form." + field, isAsked ? t["error.independence.asked", t.ObstaclesText(standing!.Obstacles)] : t.Error(code, code == "independence.refused" ? [standing!.Obstacles] : [])!);
            if (code == "independence.refused" && !isAsked && subject.Candidate != Guid.Empty)
            {
                askable.Add(new OverrideSubject(person!.Value, subject.Candidate, subject.Unit, JudgingKind.Assessing));
            }
        }

        return askable;
    }
}

/// <summary>What the choice of these people shows; view <c>_Parts</c>.</summary>
/// <param name="Form">Of the page, under the name <c>Form</c>.</param>
/// <param name="Rules">Say how many are asked for.</param>
/// <param name="People">Who may be chosen.</param>
/// <param name="Hint">Stands under the first choice.</param>
internal sealed record PartsChoice(PartsForm Form, SchemeRules Rules, IReadOnlyList<PersonChoice> People, string Hint);
