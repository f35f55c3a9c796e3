using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>One piece of evidence: what it is, what it supports, its versions.</summary>
[Authorize(Policy = Permissions.BeAssessed)]
[Route("my/{id:guid}/evidence/{itemId:guid}")]
internal sealed class EvidenceController(AppDbContext db, EvidenceQueries queries, EvidenceVerbs verbs, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Item(Guid id, Guid itemId, CancellationToken cancel) =>
        await queries.PageAsync(id, itemId, user.Viewer, typed: null, cancel) is { } page ? View(page) : NotFound();

    /// <summary>Saves description and mapping together. What was typed comes back where it cannot be saved.</summary>
    [HttpPost("")]
    public async Task<IActionResult> Save(Guid id, Guid itemId, [Bind(Prefix = "Form")] EvidenceForm form, CancellationToken cancel)
    {
        if (await queries.SeenAsync(id, itemId, user.Viewer, cancel) is not { } current)
        {
            return NotFound();
        }

        if (form.Seen != current)
        {
            ModelState.AddModelError("", t["This piece was changed in another window. What you typed is still here: compare it, and save again to keep it."]);
        }

        if (ModelState.IsValid)
        {
            try
            {
                await db.InTransactionAsync(
                    async () =>
                    {
                        await verbs.Describe.RunAsync(id, user.PersonId, itemId, form.ToDescription(), cancel);
                        await verbs.Map.RunAsync(id, user.PersonId, itemId, [.. form.Criteria.Where(HasCode)], [.. form.Requirements.Where(HasCode)], cancel);
                        return true;
                    },
                    cancel);
                this.AddFlash(Tone.Success, t["Saved"]);
                return RedirectToAction(nameof(Item), new { id, itemId });
            }
            catch (DomainException rule)
            {
                ModelState.AddModelError(rule.Code == "evidence.period" ? "Form.PeriodTo" : "", t.Error(rule.Code, rule.Args) ?? t["This is not possible now"]);
            }
        }

        // The hidden field shows the versions as they stand now, not as they were posted.
        ModelState.Remove("Form.Seen");
        db.ChangeTracker.Clear();
        return await queries.PageAsync(id, itemId, user.Viewer, form, cancel) is { } page ? View(nameof(Item), page) : NotFound();
    }

    /// <summary>An empty field of a list is bound as null.</summary>
    private static bool HasCode(string? code) => !string.IsNullOrEmpty(code);

    [HttpPost("withdraw")]
    public async Task<IActionResult> Withdraw(Guid id, Guid itemId, CancellationToken cancel)
    {
        if (await queries.SeenAsync(id, itemId, user.Viewer, cancel) is null)
        {
            return NotFound();
        }

        try
        {
            await verbs.Withdraw.RunAsync(id, user.PersonId, itemId, cancel);
            this.AddFlash(Tone.Success, t["The evidence is withdrawn from this assessment."]);
            return RedirectToAction("Show", "MyAssessments", new { id });
        }
        catch (DomainException rule)
        {
            this.AddFlash(Tone.Danger, t.Error(rule.Code, rule.Args) ?? t["This is not possible now"]);
            return RedirectToAction(nameof(Item), new { id, itemId });
        }
    }
}

/// <summary>The verbs on a piece of evidence.</summary>
internal sealed record EvidenceVerbs(DescribeEvidence Describe, MapEvidence Map, WithdrawEvidence Withdraw);
