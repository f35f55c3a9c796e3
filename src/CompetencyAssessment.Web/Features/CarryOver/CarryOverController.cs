using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.CarryOver;

/// <summary>The candidate chooses which passed ratings of the earlier attempt to have carried over.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/carry-over")]
internal sealed class CarryOverController(AppDbContext db, CarryOverQueries queries, AskCarryOver ask, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) =>
        await queries.PageAsync(id, user.Viewer, cancel) is { } page ? View(page) : NotFound();

    [HttpPost("")]
    public async Task<IActionResult> Index(Guid id, List<string> criteria, CancellationToken cancel)
    {
        if (!await db.Assessments.AsCandidate(user.Viewer).AnyAsync(a => a.Id == id && a.PredecessorId != null, cancel))
        {
            return NotFound();
        }

        try
        {
            await ask.RunAsync(id, user.PersonId, criteria, cancel);
            this.AddFlash(Tone.Success, t["Saved. The assessor confirms each rating that you ask for singly."]);
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return RedirectToAction(nameof(Index), new { id });
    }
}
