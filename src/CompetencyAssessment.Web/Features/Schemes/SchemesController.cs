using System.Text;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>Schemes with their versions, and the beginning of drafts.</summary>
[Authorize(Policy = Permissions.ManageUnits)]
[Route("schemes")]
internal sealed class SchemesController(AppDbContext db, SchemeQueries queries, StartDraft start, SchemeComparison comparison, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(int page, CancellationToken cancel) => View(await queries.ListAsync(page, cancel));

    [HttpGet("new")]
    public async Task<IActionResult> New(Guid? from, CancellationToken cancel) =>
        View(new NewSchemePage(new NewSchemeForm { From = from }, await queries.ChoicesAsync(cancel)));

    [HttpPost("new")]
    public async Task<IActionResult> New([Bind(Prefix = "Form")] NewSchemeForm form, CancellationToken cancel)
    {
        var choices = await queries.ChoicesAsync(cancel);
        if (form.From is { } from && choices.All(c => c.Id != from))
        {
            ModelState.AddModelError("Form.From", t["Please choose"]);
        }

        if (ModelState.IsValid)
        {
            try
            {
                var id = await start.NewSchemeAsync(form.From!.Value, form.Code!, form.Name.Text, user.PersonId, cancel);
                this.AddFlash(Tone.Success, t["The draft is made. Nothing changes for assessments until it is published."]);
                return Redirect($"/schemes/drafts/{id}");
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError("Form.Code", t.Error(broken.Code, broken.Args)!);
            }
        }

        return View(new NewSchemePage(form, choices));
    }

    /// <summary>Begins the draft of the next version, or leads to the one that is open.</summary>
    [HttpPost("{id:guid}/draft")]
    public async Task<IActionResult> Draft(Guid id, CancellationToken cancel) =>
        await db.Schemes.AnyAsync(s => s.Id == id, cancel)
            ? Redirect($"/schemes/drafts/{await start.NextVersionAsync(id, user.PersonId, cancel)}")
            : NotFound();

    /// <summary>A published version as a file that can be imported elsewhere.</summary>
    [HttpGet("{id:guid}/file")]
    public async Task<IActionResult> Export(Guid id, CancellationToken cancel)
    {
        var scheme = await db.Schemes.AsNoTracking().Where(s => s.Id == id).Select(s => new { s.Code, s.Number, s.Content }).SingleOrDefaultAsync(cancel);
        return scheme is null
            ? NotFound()
            : File(Encoding.UTF8.GetBytes(DocumentFile.ToFile(DocumentFile.Parse<Domain.Competencies.SchemeDocument>(scheme.Content))), "application/json", $"{scheme.Code}-v{scheme.Number}.json");
    }

    /// <summary>What a published version changed.</summary>
    [HttpGet("{id:guid}/changes")]
    public async Task<IActionResult> Changes(Guid id, CancellationToken cancel) =>
        await queries.VersionsAsync(id, cancel) is { } found
            ? View(new ChangesPage(
                t["What version {0} of {1} changed", found.After.Version, found.After.Code],
                t["Version {0}", found.Before.Version],
                t["Version {0}", found.After.Version],
                comparison.Of(found.Unit, found.Before, found.After),
                null))
            : NotFound();
}
