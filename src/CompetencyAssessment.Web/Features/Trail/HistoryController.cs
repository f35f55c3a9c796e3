using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Trail;

/// <summary>The course of an assessment: for everybody who may see it, each under the address of their own page of it.</summary>
internal sealed class HistoryController(AppDbContext db, HistoryQueries queries, CurrentUser user) : Controller
{
    [Authorize(Policy = Permissions.BeAssessed)]
    [HttpGet("my/{id:guid}/history")]
    public Task<IActionResult> Mine(Guid id, int page, CancellationToken cancel) => ShowAsync(db.Assessments.AsCandidate(user.Viewer), id, HistoryView.Candidate, $"/my/{id}", page, cancel);

    [Authorize(Policy = Permissions.Assess)]
    [HttpGet("scoring/{id:guid}/history")]
    public Task<IActionResult> Assessed(Guid id, int page, CancellationToken cancel) => ShowAsync(db.Assessments.AsAssessor(user.Viewer), id, HistoryView.Staff, $"/scoring/{id}", page, cancel);

    [Authorize(Policy = Permissions.Verify)]
    [HttpGet("verification/{id:guid}/history")]
    public Task<IActionResult> Verified(Guid id, int page, CancellationToken cancel) => ShowAsync(db.Assessments.AsVerifier(user.Viewer), id, HistoryView.Staff, $"/verification/{id}", page, cancel);

    [Authorize(Policy = Permissions.ManageAssessments)]
    [HttpGet("assessments/{id:guid}/history")]
    public Task<IActionResult> Administered(Guid id, int page, CancellationToken cancel) => ShowAsync(db.Assessments.AsAdministrator(user.Viewer), id, HistoryView.Staff, $"/assessments/{id}", page, cancel);

    [Authorize(Policy = Permissions.OverseeQuality)]
    [HttpGet("quality/audit/{id:guid}")]
    public Task<IActionResult> Overseen(Guid id, int page, CancellationToken cancel) => ShowAsync(db.Assessments.AsQualityLead(user.Viewer), id, HistoryView.Staff, "/quality/audit", page, cancel, $"/quality/audit/{id}/meetings");

    /// <summary>For who hears an appeal and reads the evidence for it; one against a refused adjustment takes neither.</summary>
    [Authorize(Policy = Permissions.SignedIn)]
    [HttpGet("appeals/{id:guid}/history")]
    public async Task<IActionResult> Heard(Guid id, int page, CancellationToken cancel) =>
        await db.Appeals.Where(a => a.Id == id && a.Against != AppealSubject.Adjustment).Select(a => (Guid?)a.AssessmentId).SingleOrDefaultAsync(cancel) is { } assessment
            ? await ShowAsync(db.Assessments.AsHearer(user.Viewer), assessment, HistoryView.Staff, $"/appeals/{id}", page, cancel)
            : NotFound();

    private async Task<IActionResult> ShowAsync(IQueryable<Assessment> visible, Guid id, HistoryView view, string back, int page, CancellationToken cancel, string? meetings = null) =>
        await queries.PageAsync(visible, id, user.Viewer, view, back, page, cancel) is { } history ? View("History", history with { Meetings = meetings }) : NotFound();
}
