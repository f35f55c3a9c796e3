using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>Issued documents, as the exact bytes that were stored.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class DocumentsController(DocumentQueries documents, IFileStore store, CurrentUser user) : Controller
{
    /// <summary>Browsers' own PDF viewers refuse to start in a sandbox; a document of ours holds no script.</summary>
    private const string ForPdf = "default-src 'none'; img-src 'self' data:; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    [HttpGet("documents/{documentId:guid}")]
    public async Task<IActionResult> Download(Guid documentId, CancellationToken cancel)
    {
        if (await documents.FindAsync(documentId, user.Viewer, cancel) is not { } document)
        {
            return NotFound();
        }

        await documents.NoteDownloadAsync(document, user.PersonId, cancel);
        var disposition = new ContentDispositionHeaderValue(Request.Query.ContainsKey("inline") ? "inline" : "attachment");
        disposition.SetHttpFileName(document.FileName);
        var headers = Response.GetTypedHeaders();
        headers.ContentDisposition = disposition;
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoStore = true };
        Response.Headers.ContentSecurityPolicy = ForPdf;
        return File(store.OpenRead(document.Key), "application/pdf");
    }
}
