using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>A draft as a whole: what it holds and changes, and its end.</summary>
[Authorize(Policy = Permissions.ManageUnits)]
[Route("schemes/drafts/{id:guid}")]
internal sealed class DraftController(SchemeQueries queries, SchemeComparison comparison, PublishDraft publish, DiscardDraft discard, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) => await queries.DraftAsync(id, cancel) switch
    {
        { IsOpen: true } draft => View(await OverviewAsync(draft, cancel)),
        { PublishedAs: { } version } draft => Redirect($"/units/{draft.Unit.Text.Code}?scheme={version}"),
        _ => NotFound(),
    };

    [HttpGet("changes")]
    public async Task<IActionResult> Changes(Guid id, CancellationToken cancel) => await queries.DraftAsync(id, cancel) is { IsOpen: true } draft
        ? View(new ChangesPage(
            t["What the draft changes"],
            draft.LastNumber == 0 ? $"{draft.Last.Code} · {t["Version {0}", draft.Last.Version]}" : t["Version {0}", draft.LastNumber],
            t["Draft"],
            comparison.Of(draft.Unit, draft.Last, draft.Document),
            draft))
        : NotFound();

    /// <param name="id">The draft.</param>
    /// <param name="seen">Its version as the page showed it.</param>
    /// <param name="number">The number that the page announced.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    [HttpPost("publish")]
    public async Task<IActionResult> Publish(Guid id, int seen, int number, CancellationToken cancel)
    {
        if (await queries.DraftAsync(id, cancel) is not { } draft)
        {
            return NotFound();
        }

        ImportResult result;
        try
        {
            result = await publish.RunAsync(id, seen, number, user.PersonId, cancel);
        }
        catch (DomainException broken) when (draft.IsOpen)
        {
            return await AgainAsync(id, broken, cancel);
        }

        if (result.Refused)
        {
            return View(nameof(Show), new DraftOverview(draft, result.Faults));
        }

        this.AddFlash(Tone.Success, t["Version {0} of {1} is published, and new assessments begin with it. Running assessments that keep the version they began with: {2}.", number, draft.Code, draft.Running]);
        return Redirect("/schemes");
    }

    [HttpPost("discard")]
    public async Task<IActionResult> Discard(Guid id, int seen, CancellationToken cancel)
    {
        if (await queries.DraftAsync(id, cancel) is not { } draft)
        {
            return NotFound();
        }

        try
        {
            await discard.RunAsync(id, seen, user.PersonId, cancel);
        }
        catch (DomainException broken) when (draft.IsOpen)
        {
            return await AgainAsync(id, broken, cancel);
        }

        this.AddFlash(Tone.Success, t["The draft of {0} is discarded.", draft.Code]);
        return Redirect("/schemes");
    }

    /// <summary>The page as it stands now, with what was in the way.</summary>
    private async Task<IActionResult> AgainAsync(Guid id, DomainException broken, CancellationToken cancel)
    {
        if (await queries.DraftAsync(id, cancel) is not { IsOpen: true } draft)
        {
            throw broken;
        }

        // What was sent is no longer what stands.
        ModelState.Clear();
        ModelState.AddModelError("", t.Error(broken.Code, broken.Args)!);
        return View(nameof(Show), await OverviewAsync(draft, cancel));
    }

    private static async Task<DraftOverview> OverviewAsync(DraftFrame draft, CancellationToken cancel) =>
        new(draft, await SchemeImporter.FaultsAsync(draft.Document with { Version = draft.NextNumber }, draft.Unit.Text, cancel));
}
