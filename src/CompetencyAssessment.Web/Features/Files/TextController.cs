using System.Globalization;
using System.Text;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Reading;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace CompetencyAssessment.Web.Features.Files;

/// <summary>The text of an evidence file with its structure, for those who may see the file.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class TextController(EvidenceFiles files, AppDbContext db, CurrentUser user) : Controller
{
    private const string Nothing = "\"cut\":false,\"parts\":[]}";

    /// <summary>Whoever reads the text has seen the file, and the audit trail says so.</summary>
    [HttpGet("files/{versionId:guid}/text")]
    public async Task<IActionResult> Show(Guid versionId, CancellationToken cancel)
    {
        if (await files.FindAsync(versionId, user.Viewer, cancel) is not { } file)
        {
            return NotFound();
        }

        var head = await Texts(versionId).Select(t => new { t.Status, t.ReaderVersion }).SingleOrDefaultAsync(cancel);
        var status = head?.Status ?? TextStatus.Waiting;
        Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (status != TextStatus.Ready)
        {
            return Json(Encoding.UTF8.GetBytes($"{{\"status\":\"{status.ToString().ToLowerInvariant()}\",{Nothing}"), null);
        }

        await files.NoteViewAsync(file, user.PersonId, user.SessionId, cancel);
        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{versionId:N}-{head!.ReaderVersion}\""));
        if (Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false)))
        {
            Response.GetTypedHeaders().ETag = tag;
            return StatusCode(StatusCodes.Status304NotModified);
        }

        var content = await Texts(versionId).Select(t => t.Content).SingleAsync(cancel);

        // What is stored begins with a brace, and so it stays JSON.
        return Json([.. "{\"status\":\"ready\","u8, .. EvidenceReading.Expand(content!).AsSpan(1)], tag);
    }

    private IQueryable<EvidenceText> Texts(Guid versionId) =>
        from version in db.EvidenceVersions.AsNoTracking() where version.Id == versionId join text in db.EvidenceTexts.AsNoTracking() on version.FileId equals text.FileId select text;

    private static FileContentResult Json(byte[] bytes, EntityTagHeaderValue? tag) => new(bytes, "application/json; charset=utf-8") { EntityTag = tag };
}
