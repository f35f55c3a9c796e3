using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.TwoAssessors;

/// <summary>One of two assessors finishes the own sheet. Of the other's nothing shows but whether it is finished.</summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}/finish")]
internal sealed class FinishController(ScoringQueries scoring, TwoAssessorsQueries queries, FinishRating finish, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Finish(Guid id, CancellationToken cancel) =>
        await HeadAsync(id, cancel) is not { } head ? NotFound()
            : head.BothFinished ? Redirect($"/scoring/{id}/differences")
            : head.State is AssessmentState.Assessing or AssessmentState.Returned ? View(await queries.FinishAsync(head, cancel))
            : Redirect($"/scoring/{id}");

    [HttpPost("")]
    public async Task<IActionResult> End(Guid id, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is null)
        {
            return NotFound();
        }

        try
        {
            await finish.RunAsync(id, user.PersonId, cancel);
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return Redirect($"/scoring/{id}/finish");
    }

    [HttpPost("take-back")]
    public async Task<IActionResult> TakeBack(Guid id, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is null)
        {
            return NotFound();
        }

        try
        {
            await finish.TakeBackAsync(id, user.PersonId, cancel);
            return Redirect($"/scoring/{id}");
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
            return Redirect($"/scoring/{id}/finish");
        }
    }

    private async Task<ScoringHead?> HeadAsync(Guid id, CancellationToken cancel) =>
        await scoring.HeadAsync(id, user.Viewer, cancel) is { HasTwoAssessors: true, IsDecisionMaker: false } head ? head : null;
}

/// <summary>評定差異處理: what both see differently, once both have finished; the lead records what they agree on, the second confirms it.</summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}/differences")]
internal sealed class DifferencesController(AppDbContext db, ScoringQueries scoring, TwoAssessorsQueries queries, SettleDifferences settle, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Differences(Guid id, CancellationToken cancel) =>
        await HeadAsync(id, cancel) is not { } head ? NotFound()
            : await queries.DifferencesAsync(head, form: null, cancel) is { } page ? View(page)
            : Redirect($"/scoring/{id}");

    [HttpPost("")]
    public async Task<IActionResult> Settle(Guid id, [Bind(Prefix = "Form")] DifferencesForm form, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { IsLead: true } head)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                var agreements = form.Items.Where(i => !i.IsEmpty).Select(i => i.Agreement()).ToList();
                var lacking = await settle.RunAsync(id, user.PersonId, agreements, form.ContentVersion, cancel);
                if (lacking.Count == 0)
                {
                    this.AddFlash(Tone.Success, t["What you agreed on is saved."]);
                    return Redirect($"/scoring/{id}/differences");
                }

                foreach (var (difference, gaps) in lacking)
                {
                    var index = form.Items.FindIndex(i => i.Id == difference);
                    ModelState.AddModelError($"Form.Items[{index}].Level", t["The agreed rating is not complete: {0}", string.Join(t["list separator"], gaps.Distinct().Select(g => t[$"gap.{g}"].Value))]);
                }
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("", t.Error(broken.Code, broken.Args) ?? broken.Code);
                form.ContentVersion = head.ContentVersion;
            }
            catch (DbUpdateConcurrencyException)
            {
                db.GiveUp();
                ModelState.AddModelError("", t.Error("reconciliation.changed", [])!);
                form.ContentVersion = head.ContentVersion;
            }
        }

        ModelState.Remove("Form.ContentVersion");
        return await queries.DifferencesAsync(head, form, cancel) is { } page ? View(nameof(Differences), page) : Redirect($"/scoring/{id}");
    }

    /// <summary>Something that neither rated is missing: both go on with their sheets.</summary>
    [HttpPost("reopen")]
    public async Task<IActionResult> Reopen(Guid id, [FromServices] FinishRating finish, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { IsLead: true })
        {
            return NotFound();
        }

        try
        {
            await finish.ReopenAsync(id, user.PersonId, cancel);
            this.AddFlash(Tone.Success, t["Both score sheets are open again. The second assessor is told."]);
            return Redirect($"/scoring/{id}");
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
            return Redirect($"/scoring/{id}/differences");
        }
    }

    [HttpPost("confirm")]
    public async Task<IActionResult> Confirm(Guid id, int contentVersion, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { Part: AssessmentPart.SecondAssessor })
        {
            return NotFound();
        }

        try
        {
            await settle.ConfirmAsync(id, user.PersonId, contentVersion, cancel);
            this.AddFlash(Tone.Success, t["You confirmed what was agreed. It stands in your score sheet too."]);
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }
        catch (DbUpdateConcurrencyException)
        {
            this.AddFlash(Tone.Danger, t.Error("reconciliation.changed", [])!);
        }

        return Redirect($"/scoring/{id}/differences");
    }

    [HttpPost("decline")]
    public async Task<IActionResult> Decline(Guid id, [Bind(Prefix = "Decline")] DeclineForm form, CancellationToken cancel)
    {
        if (await HeadAsync(id, cancel) is not { Part: AssessmentPart.SecondAssessor } head)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await settle.DeclineAsync(id, user.PersonId, form.Reason?.ReplaceLineEndings("\n").Trim(), form.ContentVersion, cancel);
                this.AddFlash(Tone.Success, t["The lead assessor is told what you do not agree with."]);
                return Redirect($"/scoring/{id}/differences");
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("", t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
            catch (DbUpdateConcurrencyException)
            {
                db.GiveUp();
                ModelState.AddModelError("", t.Error("reconciliation.changed", [])!);
            }

            form.ContentVersion = head.ContentVersion;
            ModelState.Remove("Decline.ContentVersion");
        }

        return await queries.DifferencesAsync(head, form: null, cancel, form) is { } page ? View(nameof(Differences), page) : Redirect($"/scoring/{id}");
    }

    private async Task<ScoringHead?> HeadAsync(Guid id, CancellationToken cancel) =>
        await scoring.HeadAsync(id, user.Viewer, cancel) is { HasTwoAssessors: true } head ? head : null;
}
