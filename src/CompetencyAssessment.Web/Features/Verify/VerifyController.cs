using System.Security.Cryptography;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Verify;

/// <summary>What somebody enters or uploads to check a document.</summary>
internal sealed class VerifyForm
{
    public string? Code { get; set; }

    public IFormFile? File { get; set; }
}

/// <summary>What was asked on the public page.</summary>
internal enum VerifyAsked
{
    Nothing,
    Code,
    File,
}

internal sealed record VerifyPage(VerifyForm Form, VerifyAsked Asked, CheckedIssue? Found);

/// <summary>
/// The public page that checks a code or a PDF. The code comes as a query, which is not logged, as a path would be; the answer to what
/// is unknown is always the same.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Verify)]
[Route("verify")]
internal sealed class VerifyController(VerifyQueries queries, IStringLocalizer<SharedResource> t) : Controller
{
    /// <summary>Largest PDF that is checked; our documents are far smaller.</summary>
    internal const long LargestFile = 10 * 1024 * 1024;

    /// <summary>Above this the request is refused unread; below it, with a sentence.</summary>
    private const long LargestRequest = 32 * 1024 * 1024;

    [HttpGet("")]
    public async Task<IActionResult> Verify(string? code, CancellationToken cancel)
    {
        var form = new VerifyForm { Code = code };
        if (string.IsNullOrWhiteSpace(code))
        {
            return View(new VerifyPage(form, VerifyAsked.Nothing, null));
        }

        var known = CheckCode.Normalize(code);
        form.Code = known ?? code;
        return View(new VerifyPage(form, VerifyAsked.Code, known is null ? null : await queries.ByCodeAsync(known, cancel)));
    }

    /// <summary>Hashes the upload and forgets it.</summary>
    [HttpPost("")]
    [RequestSizeLimit(LargestRequest)]
    [RequestFormLimits(MultipartBodyLengthLimit = LargestRequest)]
    public async Task<IActionResult> Verify([FromForm] VerifyForm form, CancellationToken cancel)
    {
        if (form.File is null || form.File.Length == 0)
        {
            ModelState.AddModelError("Form.File", t["Choose the PDF that you want to check."]);
        }
        else if (form.File.Length > LargestFile)
        {
            ModelState.AddModelError("Form.File", t["This file is larger than {0} MB; it is none of our documents.", LargestFile / 1024 / 1024]);
        }

        if (!ModelState.IsValid)
        {
            return View(new VerifyPage(form, VerifyAsked.Nothing, null));
        }

        await using var content = form.File!.OpenReadStream();
        var sha256 = await SHA256.HashDataAsync(content, cancel);
        return View(new VerifyPage(form, VerifyAsked.File, await queries.ByHashAsync(sha256, cancel)));
    }

    public override void OnActionExecuting(ActionExecutingContext context)
    {
        Response.Headers["X-Robots-Tag"] = "noindex";
        Response.Headers.CacheControl = "no-store";
    }
}
