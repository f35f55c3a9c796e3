using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>Who rates and who decides: as many as the scheme asks for, each another one, none the candidate.</summary>
internal abstract class PartsForm
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

    /// <summary>What is wrong with whom was chosen, each with its field and the code of the broken rule.</summary>
    /// <param name="rules">Say how many are asked for.</param>
    /// <param name="candidate">Who is assessed.</param>
    /// <param name="refused">Who may have no part in it.</param>
    /// <param name="assessors">Those of <see cref="People"/> who have the role; null where the verb asks.</param>
    public IEnumerable<(string Field, string Code)> Faults(SchemeRules rules, Guid candidate, IReadOnlyCollection<Guid> refused, IReadOnlyCollection<Guid>? assessors = null)
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
        foreach (var (field, person, missing) in parts)
        {
            var code = person is not { } one ? missing
                : one == candidate ? "assessor.is-candidate"
                : refused.Contains(one) ? "assessor.judged-before"
                : assessors?.Contains(one) == false ? "assessor.role"
                : !taken.Add(one) ? "assignment.one-part"
                : null;
            if (code is not null)
            {
                yield return (field, code);
            }
        }
    }
}

/// <summary>What the choice of these people shows; view <c>_Parts</c>.</summary>
/// <param name="Form">Of the page, under the name <c>Form</c>.</param>
/// <param name="Rules">Say how many are asked for.</param>
/// <param name="People">Who may be chosen.</param>
/// <param name="Hint">Stands under the first choice.</param>
internal sealed record PartsChoice(PartsForm Form, SchemeRules Rules, IReadOnlyList<PersonChoice> People, string Hint);
