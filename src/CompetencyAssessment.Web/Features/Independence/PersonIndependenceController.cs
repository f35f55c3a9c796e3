using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.People;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>A person's qualifications, employers, cohorts and conflicts of interest, kept by an administrator.</summary>
[Authorize(Policy = Permissions.ManagePeople)]
[Route("people/{id:guid}/independence")]
internal sealed class PersonIndependenceController(AppDbContext db, PersonIndependenceQueries queries, KeepIndependence keep, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) => await queries.FindAsync(id, user.PersonId, cancel) is { } page ? View("Person", page) : NotFound();

    [HttpPost("qualifications")]
    public Task<IActionResult> Qualification(Guid id, [Bind(Prefix = "Qualification")] QualificationForm form, CancellationToken cancel) => AddAsync(
        id,
        page => page with { Qualification = form },
        "Qualification." + nameof(form.ValidUntil),
        () => keep.AddQualificationAsync(
            id,
            user.PersonId,
            new QualificationTerms
            {
                UnitId = form.UnitId!.Value,
                Kind = form.Kind!.Value,
                Title = form.Title!.Trim(),
                Issuer = form.Issuer!.Trim(),
                Proof = form.Proof.Clean(),
                ValidFrom = form.ValidFrom!.Value,
                ValidUntil = form.ValidUntil,
            },
            cancel),
        "The qualification is recorded.",
        cancel);

    [HttpPost("qualifications/{qualificationId:guid}/withdraw")]
    public async Task<IActionResult> WithdrawQualification(Guid id, Guid qualificationId, string? reason, CancellationToken cancel) =>
        await queries.HasAsync<Qualification>(id, qualificationId, cancel)
            ? await ChangeAsync(id, () => keep.WithdrawQualificationAsync(qualificationId, reason?.Trim() ?? "", cancel), "The qualification is withdrawn.")
            : NotFound();

    [HttpPost("affiliations")]
    public Task<IActionResult> Affiliation(Guid id, [Bind(Prefix = "Affiliation")] AffiliationForm form, CancellationToken cancel) => AddAsync(
        id,
        page => page with { Affiliation = form },
        "Affiliation." + nameof(form.Until),
        () => keep.AddAffiliationAsync(id, form.Kind!.Value, form.Name!.Trim(), form.From, form.Until, cancel),
        "It is recorded.",
        cancel);

    [HttpPost("affiliations/{affiliationId:guid}/end")]
    public async Task<IActionResult> EndAffiliation(Guid id, Guid affiliationId, DateOnly? until, string? reason, CancellationToken cancel)
    {
        if (!await queries.HasAsync<Affiliation>(id, affiliationId, cancel))
        {
            return NotFound();
        }

        if (until is not { } day)
        {
            this.AddFlash(Tone.Danger, t["Enter the last day."]);
            return RedirectToAction(nameof(Index), new { id });
        }

        return await ChangeAsync(id, () => keep.EndAffiliationAsync(affiliationId, user.PersonId, day, reason?.Trim() ?? "", cancel), "Saved");
    }

    [HttpPost("affiliations/{affiliationId:guid}/remove")]
    public async Task<IActionResult> RemoveAffiliation(Guid id, Guid affiliationId, string? reason, CancellationToken cancel) =>
        await queries.HasAsync<Affiliation>(id, affiliationId, cancel)
            ? await ChangeAsync(id, () => keep.RemoveAffiliationAsync(affiliationId, user.PersonId, reason?.Trim() ?? "", cancel), "It is removed.")
            : NotFound();

    [HttpPost("conflicts")]
    public async Task<IActionResult> Conflict(Guid id, [Bind(Prefix = "Conflict")] ConflictForm form, CancellationToken cancel)
    {
        var other = Guid.Empty;
        if (!string.IsNullOrWhiteSpace(form.Other))
        {
            var found = await db.FindAsync(db.People, form.Other, cancel);
            other = found.Count == 1 ? found[0].Id : Guid.Empty;
            if (other == Guid.Empty)
            {
                ModelState.AddModelError("Conflict." + nameof(form.Other), found.Count == 0 ? t["Nobody has this name or number."] : t["Several people match. Enter the candidate number or the user name."]);
            }
        }

        return await AddAsync(
            id,
            page => page with { Conflict = form },
            "Conflict." + nameof(form.Other),
            () => keep.DeclareConflictAsync(id, other, user.PersonId, form.Reason!.Trim(), cancel),
            "The conflict of interest is declared.",
            cancel);
    }

    /// <summary>Adds something by one of the forms; what is wrong is said beside its field.</summary>
    private async Task<IActionResult> AddAsync(Guid id, Func<PersonIndependencePage, PersonIndependencePage> typed, string field, Func<Task> run, string done, CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            try
            {
                await run();
                this.AddFlash(Tone.Success, t[done]);
                return RedirectToAction(nameof(Index), new { id });
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError(field, t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await queries.FindAsync(id, user.PersonId, cancel) is { } page ? View("Person", typed(page)) : NotFound();
    }

    private async Task<IActionResult> ChangeAsync(Guid id, Func<Task> run, string done)
    {
        try
        {
            await run();
            this.AddFlash(Tone.Success, t[done]);
        }
        catch (DomainException broken)
        {
            db.GiveUp();
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
        }

        return RedirectToAction(nameof(Index), new { id });
    }
}
