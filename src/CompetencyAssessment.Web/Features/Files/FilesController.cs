using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CompetencyAssessment.Web.Features.Files;

/// <summary>Evidence files: in the page where a browser can show them safely, else as a download.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class FilesController(EvidenceFiles files, IFileStore store, CurrentUser user) : Controller
{
    /// <summary>What a file may do in our pages: nothing. It is somebody's upload, served from our own origin.</summary>
    private const string Sandbox = "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

    /// <summary>Browsers' own PDF viewers refuse to start in a sandbox; they run no script of the file with our origin.</summary>
    private const string ForPdf = "default-src 'none'; img-src 'self' data:; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    [HttpGet("files/{versionId:guid}")]
    public async Task<IActionResult> Show(Guid versionId, CancellationToken cancel)
    {
        if (await files.FindAsync(versionId, user.Viewer, cancel) is not { } file)
        {
            return NotFound();
        }

        if (InlineType(file.MediaType) is not { } mediaType)
        {
            return await SendAsync(file, cancel);
        }

        await files.NoteViewAsync(file, user.PersonId, user.SessionId, cancel);
        return Content(file, mediaType, download: false);
    }

    [HttpGet("files/{versionId:guid}/download")]
    public async Task<IActionResult> Download(Guid versionId, CancellationToken cancel) =>
        await files.FindAsync(versionId, user.Viewer, cancel) is { } file ? await SendAsync(file, cancel) : NotFound();

    /// <summary>The type to show a file with; null where it can only be downloaded.</summary>
    private static string? InlineType(string mediaType)
    {
        var bare = mediaType.Split(';')[0];
        return bare switch
        {
            "application/pdf" => mediaType,
            // Browsers download a CSV; as plain text they show it.
            "text/csv" => "text/plain" + mediaType[bare.Length..],
            _ when bare.StartsWith("image/", StringComparison.Ordinal) || bare.StartsWith("audio/", StringComparison.Ordinal)
                || bare.StartsWith("video/", StringComparison.Ordinal) || bare == "text/plain" => mediaType,
            _ => null,
        };
    }

    private async Task<IActionResult> SendAsync(VisibleFile file, CancellationToken cancel)
    {
        // A download that is continued is not another one.
        if (Request.GetTypedHeaders().Range is not { } range || range.Ranges.Any(r => r.From is null or 0))
        {
            await files.NoteDownloadAsync(file, user.PersonId, cancel);
        }
        else
        {
            // But whoever asks for all except the first byte has seen the file.
            await files.NoteViewAsync(file, user.PersonId, user.SessionId, cancel);
        }

        return Content(file, file.MediaType, download: true);
    }

    private FileStreamResult Content(VisibleFile file, string mediaType, bool download)
    {
        var headers = Response.GetTypedHeaders();
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        var disposition = new ContentDispositionHeaderValue(download ? "attachment" : "inline");
        disposition.SetHttpFileName(file.FileName);
        headers.ContentDisposition = disposition;
        Response.Headers.ContentSecurityPolicy = mediaType == "application/pdf" ? ForPdf : Sandbox;
        return File(store.OpenRead(file.Key), mediaType, new DateTimeOffset(file.StoredAt, TimeSpan.Zero), new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(file.Sha256)}\""), enableRangeProcessing: true);
    }
}
