using CompetencyAssessment.Web.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CompetencyAssessment.Web.Features.Files;

/// <summary>A file of the store as it is sent.</summary>
/// <param name="FileName">With whoever brought it.</param>
/// <param name="Key">In the store.</param>
/// <param name="Sha256">Of the content.</param>
/// <param name="StoredAt">UTC.</param>
internal sealed record SentFile(string FileName, string Key, byte[] Sha256, DateTime StoredAt);

/// <summary>Sends somebody's upload from our own origin.</summary>
internal static class FileSending
{
    /// <summary>What a file may do in our pages: nothing.</summary>
    private const string Sandbox = "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

    /// <summary>Browsers' own PDF viewers refuse to start in a sandbox; they run no script of the file with our origin.</summary>
    private const string ForPdf = "default-src 'none'; img-src 'self' data:; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    /// <param name="controller">Whose answer it is.</param>
    /// <param name="store">Where the bytes are.</param>
    /// <param name="file">The file.</param>
    /// <param name="mediaType">To send it with.</param>
    /// <param name="download">To be kept, not shown.</param>
    /// <param name="ranges">Whether parts of it may be asked for.</param>
    public static FileStreamResult SendFile(this Controller controller, IFileStore store, SentFile file, string mediaType, bool download, bool ranges = true)
    {
        var headers = controller.Response.GetTypedHeaders();
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        var disposition = new ContentDispositionHeaderValue(download ? "attachment" : "inline");
        disposition.SetHttpFileName(file.FileName);
        headers.ContentDisposition = disposition;
        controller.Response.Headers.ContentSecurityPolicy = mediaType == "application/pdf" ? ForPdf : Sandbox;
        return controller.File(store.OpenRead(file.Key), mediaType, new DateTimeOffset(file.StoredAt, TimeSpan.Zero), new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(file.Sha256)}\""), ranges);
    }
}
