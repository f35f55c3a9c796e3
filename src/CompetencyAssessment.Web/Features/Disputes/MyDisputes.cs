using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>A review as its candidate sees it.</summary>
internal sealed record MyReview(DateTime At, DateTime? ClosedAt, ReviewOutcome? Outcome, string? Answer);

/// <summary>An appeal as its candidate sees it.</summary>
internal sealed record MyAppeal(DateTime At, DateTime? ClosedAt, AppealOutcome? Outcome, string? Answer, Guid? NewAssessment);

/// <summary>What a candidate may do, and has done, about a refusal or a warning; partial <c>_MyAppeal</c>.</summary>
/// <param name="Href">Where an appeal is filed.</param>
/// <param name="AppealBy">End of the last day, UTC; null where nothing can be appealed.</param>
/// <param name="Now">What the clock of the assessment shows, UTC.</param>
/// <param name="IsSuspended">The clock stands still.</param>
/// <param name="Appeals">Those against it, and against refusals before it that were set aside.</param>
internal sealed record MyDecisionAppeals(string Href, DateTime? AppealBy, DateTime Now, bool IsSuspended, IReadOnlyList<MyAppeal> Appeals)
{
    public bool CanAppeal => Now <= AppealBy && Appeals.All(a => a.Outcome == AppealOutcome.SetAside);
}

internal static class MyAppeals
{
    /// <summary>An assessment's appeals against refusals, or against warnings, by what they are against.</summary>
    public static async Task<ILookup<Guid, MyAppeal>> MineAgainstAsync(this IQueryable<Appeal> appeals, Guid assessmentId, AppealSubject against, CancellationToken cancel)
    {
        var found = await appeals.Where(x => x.AssessmentId == assessmentId && x.Against == against).OrderBy(x => x.FiledAt)
            .Select(x => new { x.SubjectId, Appeal = new MyAppeal(x.FiledAt, x.ClosedAt, x.Outcome, x.Answer, x.NewAssessmentId) }).ToListAsync(cancel);
        return found.ToLookup(x => x.SubjectId!.Value, x => x.Appeal);
    }
}

/// <summary>What a candidate may do, and has done, about a result; partial <c>_MyDisputes</c>.</summary>
internal sealed record MyDisputes(Guid Id, AssessmentState State, DateTime? DisputeBy, bool IsOver, IReadOnlyList<MyReview> Reviews, IReadOnlyList<MyAppeal> Appeals)
{
    public bool CanReview => State == AssessmentState.Finalised && !IsOver && Reviews.All(r => r.ClosedAt is not null);

    public bool CanAppeal => DisputeBy is not null && !IsOver && Appeals.Count == 0;
}
