using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>A review as its candidate sees it.</summary>
internal sealed record MyReview(DateTime At, DateTime? ClosedAt, ReviewOutcome? Outcome, string? Answer);

/// <summary>An appeal as its candidate sees it.</summary>
internal sealed record MyAppeal(DateTime At, DateTime? ClosedAt, AppealOutcome? Outcome, string? Answer, Guid? NewAssessment);

/// <summary>What a candidate may do, and has done, about a result; partial <c>_MyDisputes</c>.</summary>
internal sealed record MyDisputes(Guid Id, AssessmentState State, DateTime? DisputeBy, bool IsOver, IReadOnlyList<MyReview> Reviews, IReadOnlyList<MyAppeal> Appeals)
{
    public bool CanReview => State == AssessmentState.Finalised && !IsOver && Reviews.All(r => r.ClosedAt is not null);

    public bool CanAppeal => DisputeBy is not null && !IsOver && Appeals.Count == 0;
}
