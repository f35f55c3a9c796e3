using System.Diagnostics.CodeAnalysis;

namespace CompetencyAssessment.Domain;

/// <summary>A rule of the domain was broken. <see cref="Code"/> names the rule; the web application shows its localised text (<c>error.CODE</c>).</summary>
public sealed class DomainException(string code, params object[] args) : Exception($"Rule broken: {code}")
{
    /// <summary>Stable code of the rule, e.g. <c>assessment.not-assessing</c>.</summary>
    public string Code { get; } = code;

    /// <summary>Values for the places in the localised text.</summary>
    public IReadOnlyList<object> Args { get; } = args;

    /// <summary>Demands that a reason, or whatever a person has to put in words, says something.</summary>
    /// <exception cref="DomainException"><c>reason.missing</c></exception>
    public static void DemandReason([NotNull] string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new DomainException("reason.missing");
        }
    }

    /// <summary>The same, of a text that is not too long for its row.</summary>
    /// <param name="reason">The text.</param>
    /// <param name="limit">In UTF-16 code units.</param>
    /// <exception cref="DomainException"><c>reason.missing</c>, <c>rating.too-long</c></exception>
    public static void DemandReason([NotNull] string? reason, int limit)
    {
        DemandReason(reason);
        if (reason.Length > limit)
        {
            throw new DomainException("rating.too-long", limit);
        }
    }
}
