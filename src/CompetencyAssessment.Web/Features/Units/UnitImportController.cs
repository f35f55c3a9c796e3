using System.Text;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Units;

/// <summary>Adds units, their translations and errata, and schemes from files; a centre needs no build for it.</summary>
[Authorize(Policy = Permissions.ManageUnits)]
[Route("units")]
internal sealed class UnitImportController(ImportFile import, IStringLocalizer<SharedResource> t) : Controller
{
    private const int RequestLimit = 20 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [HttpGet("import")]
    public IActionResult Import() => View(new ImportPage(new ImportForm(), null, []));

    [HttpPost("import")]
    [RequestSizeLimit(RequestLimit)]
    [RequestFormLimits(MultipartBodyLengthLimit = RequestLimit)]
    public async Task<IActionResult> Import([Bind(Prefix = "Form")] ImportForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return View(new ImportPage(form, null, []));
        }

        var result = await ReadAsync(form.File!, cancel) is { } json
            ? await import.RunAsync(form.Kind, json, cancel)
            : new ImportResult("", false, [new ImportFault("#", "is not text in UTF-8")]);
        if (result.Refused)
        {
            return View(new ImportPage(form, form.File!.FileName, result.Faults));
        }

        this.AddFlash(
            result.Changed ? Tone.Success : Tone.Info,
            result.Changed ? t["{0} is imported.", result.Code] : t["{0} was there already; nothing changed.", result.Code]);
        return RedirectToAction(nameof(UnitsController.Index), "Units");
    }

    /// <summary>The JSON Schema that files of a kind are checked against.</summary>
    [HttpGet("schema/{kind}")]
    public IActionResult Schema(string kind) => kind switch
    {
        "unit" => File(Encoding.UTF8.GetBytes(DocumentFile.Embedded("Units/unit.schema.json")), "application/schema+json", "unit.schema.json"),
        "scheme" => File(Encoding.UTF8.GetBytes(DocumentFile.Embedded("Schemes/scheme.schema.json")), "application/schema+json", "scheme.schema.json"),
        _ => NotFound(),
    };

    private static async Task<string?> ReadAsync(IFormFile file, CancellationToken cancel)
    {
        using var reader = new StreamReader(file.OpenReadStream(), Strict);
        try
        {
            return await reader.ReadToEndAsync(cancel);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
