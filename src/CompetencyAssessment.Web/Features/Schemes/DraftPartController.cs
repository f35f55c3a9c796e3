using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>Shows and saves one part of a draft. Whatever comes in the way, the form comes back with what was entered.</summary>
[Authorize(Policy = Permissions.ManageUnits)]
internal abstract class DraftPartController(SchemeQueries queries, EditDraft edit, SchemeComparison comparison, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    protected SchemeQueries Queries => queries;

    /// <summary>The form as the draft has it.</summary>
    protected async Task<IActionResult> FormAsync<TForm>(Guid id, DraftPart part, Func<DraftFrame, TForm?> read, CancellationToken cancel)
        where TForm : PartForm
    {
        if (await queries.DraftAsync(id, cancel) is not { IsOpen: true } draft || read(draft) is not { } form)
        {
            return NotFound();
        }

        form.Seen = part.SeenIn(draft.Document);
        return View(part.Section.ToString(), new PartPage<TForm>(draft, part, form));
    }

    /// <summary>The form as it was sent, with a change of its rows that is not saved yet.</summary>
    protected async Task<IActionResult> AgainAsync<TForm>(Guid id, DraftPart part, TForm form, CancellationToken cancel)
        where TForm : PartForm
    {
        if (await queries.DraftAsync(id, cancel) is not { } draft)
        {
            return NotFound();
        }

        ModelState.Clear();
        return View(part.Section.ToString(), new PartPage<TForm>(draft, part, form) { IsUnsaved = true });
    }

    /// <summary>Saves, and leads on; a fault, or a change of the same part by somebody else, shows the form again.</summary>
    protected async Task<IActionResult> SaveAsync<TForm>(Guid id, DraftPart part, TForm form, Func<DraftFrame, bool> exists, Func<DraftFrame, string> next, CancellationToken cancel)
        where TForm : PartForm
    {
        if (await queries.DraftAsync(id, cancel) is not { } draft || !exists(draft))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return View(part.Section.ToString(), new PartPage<TForm>(draft, part, form) { IsUnsaved = true });
        }

        try
        {
            await edit.RunAsync(id, part, form.Seen ?? "", form.ApplyTo, user.PersonId, cancel);
        }
        catch (DomainException broken)
        {
            return await RefusedAsync(id, part, form, broken, cancel);
        }

        this.AddFlash(Tone.Success, t["Saved"]);
        return Redirect(next(draft));
    }

    private async Task<IActionResult> RefusedAsync<TForm>(Guid id, DraftPart part, TForm form, DomainException broken, CancellationToken cancel)
        where TForm : PartForm
    {
        var draft = (await queries.DraftAsync(id, cancel))!;
        ModelState.AddModelError("", t.Error(broken.Code, broken.Args)!);
        var page = new PartPage<TForm>(draft, part, form) { IsUnsaved = true };
        if (broken.Code == "form.changed")
        {
            // Whoever saves again has seen what somebody else saved.
            ModelState.Remove("Form." + nameof(form.Seen));
            form.Seen = part.SeenIn(draft.Document);
            page = page with { Conflict = comparison.Of(draft.Unit, draft.Document, form.ApplyTo(draft.Document)).FirstOrDefault(g => g.Part == part) };
        }

        return View(part.Section.ToString(), page);
    }
}
