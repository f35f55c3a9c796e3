using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>The meetings of an assessment, to be read: for administrators, quality leads and its verifier, each under the address of their own page of it.</summary>
internal sealed class MeetingOverviewController(AppDbContext db, MeetingOverviewQueries queries, CurrentUser user) : Controller
{
    [Authorize(Policy = Permissions.ManageAssessments)]
    [HttpGet("assessments/{id:guid}/meetings")]
    public Task<IActionResult> Administered(Guid id, CancellationToken cancel) => ShowAsync(db.Assessments.AsAdministrator(user.Viewer), id, MeetingReader.Office, $"/assessments/{id}", cancel);

    [Authorize(Policy = Permissions.OverseeQuality)]
    [HttpGet("quality/audit/{id:guid}/meetings")]
    public Task<IActionResult> Overseen(Guid id, CancellationToken cancel) => ShowAsync(db.Assessments.AsQualityLead(user.Viewer), id, MeetingReader.Office, $"/quality/audit/{id}", cancel);

    [Authorize(Policy = Permissions.Verify)]
    [HttpGet("verification/{id:guid}/meetings")]
    public Task<IActionResult> Verified(Guid id, CancellationToken cancel) => ShowAsync(db.Assessments.AsVerifier(user.Viewer), id, MeetingReader.Verifier, $"/verification/{id}", cancel);

    private async Task<IActionResult> ShowAsync(IQueryable<Assessment> visible, Guid id, MeetingReader reader, string back, CancellationToken cancel) =>
        await queries.PageAsync(visible, id, user.Viewer, reader, back, cancel) is { } page ? View("Overview", page) : NotFound();
}
