using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CompetencyAssessment.Web.Features.Files;

/// <summary>Evidence files: in the page where a browser can show them safely, else as a download.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class FilesController(EvidenceFiles files, IFileStore store, CurrentUser user) : Controller
{
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

    private FileStreamResult Content(VisibleFile file, string mediaType, bool download) =>
        this.SendFile(store, new SentFile(file.FileName, file.Key, file.Sha256, file.StoredAt), mediaType, download);
}
