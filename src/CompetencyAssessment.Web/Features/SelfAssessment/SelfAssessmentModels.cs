using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Web.Features.SelfAssessment;

/// <summary>The page on which a candidate rates themselves, by the scheme's own words.</summary>
internal sealed record SelfAssessmentPage
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required AssessmentState State { get; init; }

    public required SchemeDocument Scheme { get; init; }

    public required IReadOnlyList<SelfGroup> Groups { get; init; }

    public bool CanChange => State.EvidenceIsOpen();

    public int Rated => Groups.Sum(g => g.Rated);

    public int Total => Groups.Sum(g => g.Lines.Count);
}

/// <summary>A task with its indicators, or the knowledge items, or the skills.</summary>
internal sealed record SelfGroup(string Code, string Title, IReadOnlyList<SelfLine> Lines)
{
    public int Rated => Lines.Count(l => l.Fields.Level is not null);
}

internal sealed record SelfLine(CriterionView Criterion, string Text, SelfRatingFields Fields)
{
    public string Code => Criterion.Code;
}

/// <summary>How far the self-assessment has come, on the page of the assessment.</summary>
internal sealed record SelfProgress(Guid AssessmentId, bool CanChange, IReadOnlyList<SelfGroupProgress> Groups)
{
    public int Rated => Groups.Sum(g => g.Rated);

    public int Total => Groups.Sum(g => g.Total);
}

internal sealed record SelfGroupProgress(string Code, string Title, int Rated, int Total);
