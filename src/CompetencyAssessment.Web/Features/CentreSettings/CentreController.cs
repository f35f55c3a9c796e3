using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using CompetencyAssessment.Web.Storage;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.CentreSettings;

/// <summary>What documents print about the centre.</summary>
internal sealed class CentreForm
{
    /// <summary>Version of the centre that the page showed; tells a change in another window.</summary>
    public int? Seen { get; set; }

    [Display(Name = "Name of the centre")]
    public string? Name { get; set; }

    [Display(Name = "Name in English")]
    public string? NameEn { get; set; }

    [Display(Name = "Address")]
    public string? Address { get; set; }

    [Display(Name = "Address in English")]
    public string? AddressEn { get; set; }

    [Display(Name = "Contact")]
    public string? Contact { get; set; }
}

internal sealed class CentreFormValidator : AbstractValidator<CentreForm>
{
    public CentreFormValidator()
    {
        RuleFor(f => f.Name).NotEmpty().MaximumLength(256);
        RuleFor(f => f.NameEn).MaximumLength(256);
        RuleFor(f => f.Address).NotEmpty().MaximumLength(500);
        RuleFor(f => f.AddressEn).MaximumLength(500);
        RuleFor(f => f.Contact).NotEmpty().MaximumLength(500);
    }
}

/// <summary>The page of the centre.</summary>
internal sealed record CentrePage(CentreForm Form, Guid? Seal, string TimeZone);

/// <summary>Name, address, contact and seal of the centre.</summary>
[Route("centre")]
[Authorize(Policy = Permissions.ManageCentre)]
internal sealed class CentreController(AppDbContext db, CentreProfile profile, DescribeCentre describe, SetSeal seal, IFileStore store, IStringLocalizer<SharedResource> t) : Controller
{
    private const int MaximumRequest = 32 * 1024 * 1024;

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var centre = await profile.GetAsync(cancel);
        return await PageAsync(
            new CentreForm { Seen = centre.Version, Name = centre.Name, NameEn = centre.NameEn, Address = centre.Address, AddressEn = centre.AddressEn, Contact = centre.Contact }, cancel);
    }

    [HttpPost]
    public async Task<IActionResult> Index([Bind(Prefix = "Form")] CentreForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return await PageAsync(form, cancel);
        }

        try
        {
            await describe.RunAsync(form.Name!, form.NameEn, form.Address, form.AddressEn, form.Contact, form.Seen ?? -1, cancel);
        }
        catch (DomainException broken) when (broken.Code == "form.changed")
        {
            // Whoever saves again has seen that somebody else did.
            ModelState.Remove("Form." + nameof(form.Seen));
            form.Seen = (await profile.GetAsync(cancel)).Version;
            ModelState.AddModelError("", t.Error(broken.Code, broken.Args)!);
            return await PageAsync(form, cancel);
        }

        this.AddFlash(Tone.Success, t["Saved"]);
        return RedirectToAction(nameof(Index));
    }

    // Larger than a seal may be, so that a file that is too large gets a message beside the field.
    [HttpPost("seal")]
    [RequestSizeLimit(MaximumRequest)]
    public async Task<IActionResult> Seal(IFormFile? image, CancellationToken cancel)
    {
        var wrong = "Choose a PNG or JPEG image of at most 4,000 pixels on a side.";
        if (image is { Length: > SetSeal.MaximumSize })
        {
            wrong = "The image must not be empty, nor larger than 2 MB.";
        }
        else if (image is not null)
        {
            await using var content = image.OpenReadStream();
            wrong = await seal.RunAsync(content, cancel);
        }

        if (wrong is null)
        {
            this.AddFlash(Tone.Success, t["The seal is set."]);
            return RedirectToAction(nameof(Index));
        }

        ModelState.AddModelError(nameof(image), t[wrong]);
        return await Index(cancel);
    }

    [HttpPost("seal/remove")]
    public async Task<IActionResult> RemoveSeal(CancellationToken cancel)
    {
        await seal.RemoveAsync(cancel);
        this.AddFlash(Tone.Success, t["The seal is removed."]);
        return RedirectToAction(nameof(Index));
    }

    [HttpGet("seal/{fileId:guid}")]
    [ResponseCache(Location = ResponseCacheLocation.Client, Duration = 3600)]
    public async Task<IActionResult> SealImage(Guid fileId, CancellationToken cancel)
    {
        var file = await db.StoredFiles.AsNoTracking().Where(f => f.Id == fileId && db.Centres.Any(c => c.SealFileId == f.Id)).SingleOrDefaultAsync(cancel);
        return file is null ? NotFound() : File(store.OpenRead(file.Key), file.MediaType);
    }

    private async Task<ViewResult> PageAsync(CentreForm form, CancellationToken cancel)
    {
        var centre = await profile.GetAsync(cancel);
        return View(nameof(Index), new CentrePage(form, centre.SealFileId, centre.TimeZone));
    }
}
