using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Files;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Overlaps;

/// <summary>What a version has in common with other candidates' evidence, for whoever judges it; never for its owner.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class OverlapsController(EvidenceFiles files, OverlapQueries queries, CurrentUser user) : Controller
{
    /// <summary>Whoever reads the passages has seen the file, and the audit trail says so.</summary>
    [HttpGet("files/{versionId:guid}/overlaps")]
    public async Task<IActionResult> Index(Guid versionId, CancellationToken cancel)
    {
        if (await files.FindAsync(versionId, user.Viewer, cancel) is not { IsOwner: false } file)
        {
            return NotFound();
        }

        await files.NoteViewAsync(file, user.PersonId, user.SessionId, cancel);
        return View("Overlaps", await queries.PageAsync(file, user.Viewer, cancel));
    }
}
