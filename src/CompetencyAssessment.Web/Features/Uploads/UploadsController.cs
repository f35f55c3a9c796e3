using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using CompetencyAssessment.Web.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Uploads;

/// <summary>The protocol of <c>wwwroot/js/upload.js</c>: begin, send in pieces, ask how far it got, complete, give up. All of one's own only.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[EnableRateLimiting(RateLimits.Upload)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class UploadsController(AppDbContext db, UploadSessions uploads, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    private const string OffsetHeader = "Upload-Offset";

    /// <summary>Begins an upload; repeating the request id gives the same one.</summary>
    [Authorize(Policy = Permissions.BeAssessed)]
    [HttpPost("my/{id:guid}/uploads")]
    [RequestSizeLimit(16 * 1024)]
    [Consumes("application/json")]
    public Task<IActionResult> Begin([FromRoute] Guid id, [FromBody] BeginUpload? request, CancellationToken cancel) =>
        BeginAsync(db.Assessments.AsCandidate(user.Viewer), id, request, asAssessor: false, cancel);

    /// <summary>The same for a file of a piece that an assessor added.</summary>
    [Authorize(Policy = Permissions.Assess)]
    [HttpPost("scoring/{id:guid}/uploads")]
    [RequestSizeLimit(16 * 1024)]
    [Consumes("application/json")]
    public Task<IActionResult> BeginAdded([FromRoute] Guid id, [FromBody] BeginUpload? request, CancellationToken cancel) =>
        BeginAsync(db.Assessments.AsAssessor(user.Viewer), id, request, asAssessor: true, cancel);

    private async Task<IActionResult> BeginAsync(IQueryable<Assessment> visible, Guid id, BeginUpload? request, bool asAssessor, CancellationToken cancel)
    {
        if (request is null || !ModelState.IsValid)
        {
            return BadRequest();
        }

        if (!await visible.AnyAsync(a => a.Id == id, cancel))
        {
            return NotFound();
        }

        try
        {
            var (sessionId, offset) = await uploads.BeginAsync(id, user.UserId, user.PersonId, request, asAssessor, cancel);
            var url = Url.Content($"~/uploads/{sessionId}");
            return Created(url, new { url, offset });
        }
        catch (FileRefusedException refused)
        {
            return Refuse(refused.Reason);
        }
    }

    /// <summary>How many bytes are safe here.</summary>
    [HttpHead("uploads/{sessionId:guid}")]
    public async Task<IActionResult> Offset(Guid sessionId, CancellationToken cancel)
    {
        if (await uploads.FindAsync(sessionId, user.PersonId, cancel) is not { } upload || await uploads.OffsetAsync(upload, cancel) is not { } offset)
        {
            return NotFound();
        }

        Tell(offset);
        return NoContent();
    }

    /// <summary>Takes a piece that begins at the offset named; answers when it is on the disk.</summary>
    [HttpPatch("uploads/{sessionId:guid}")]
    [DisableRequestSizeLimit]
    public async Task<IActionResult> Append(Guid sessionId, CancellationToken cancel)
    {
        if (!long.TryParse(Request.Headers[OffsetHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return BadRequest();
        }

        if (await uploads.FindAsync(sessionId, user.PersonId, cancel) is not { } upload)
        {
            return NotFound();
        }

        // No more than what is still to come is ever read, whatever the request says.
        if (HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Math.Max(0, upload.Size - offset);
        }

        var result = await uploads.AppendAsync(upload, offset, Request.Body, cancel);
        if (result.Status is not AppendStatus.Unknown)
        {
            Tell(result.Offset);
        }

        switch (result.Status)
        {
            case AppendStatus.Accepted:
                return NoContent();
            case AppendStatus.OffsetMismatch:
                return Problem(StatusCodes.Status409Conflict, t["These bytes do not continue what has arrived."]);
            case AppendStatus.TooLong:
                return Problem(StatusCodes.Status413PayloadTooLarge, t["More bytes were sent than the file was announced with."]);
            case AppendStatus.Busy:
                Response.Headers.RetryAfter = "2";
                return Problem(StatusCodes.Status423Locked, t["The file is being written by another request."]);
            default:
                return NotFound();
        }
    }

    /// <summary>Makes the file evidence; a repetition gives the same answer.</summary>
    [HttpPost("uploads/{sessionId:guid}/complete")]
    [RequestSizeLimit(1024)]
    public async Task<IActionResult> Complete(Guid sessionId, CancellationToken cancel)
    {
        try
        {
            var completion = await uploads.CompleteAsync(sessionId, user.PersonId, cancel);
            if (completion is null)
            {
                return NotFound();
            }

            Tell(completion.Offset);
            return completion.Evidence is { } evidence
                ? Json(new { evidence.ItemId, evidence.VersionId, evidence.Label, evidence.Title })
                : Problem(StatusCodes.Status409Conflict, t["Some bytes of the file are still missing."]);
        }
        catch (FileRefusedException refused)
        {
            return Refuse(refused.Reason);
        }
    }

    /// <summary>Gives an upload up; one that is gone already is no error.</summary>
    [HttpDelete("uploads/{sessionId:guid}")]
    public async Task<IActionResult> Cancel(Guid sessionId, CancellationToken cancel)
    {
        await uploads.CancelAsync(sessionId, user.PersonId, cancel);
        return NoContent();
    }

    private void Tell(long offset) => Response.Headers[OffsetHeader] = offset.ToString(CultureInfo.InvariantCulture);

    private ObjectResult Refuse(Refused reason)
    {
        var problem = Problem(StatusCodes.Status422UnprocessableEntity, t[reason.MessageKey, [.. reason.Arguments]]);
        ((ProblemDetails)problem.Value!).Extensions["code"] = reason.Code.ToString();
        return problem;
    }

    private ObjectResult Problem(int status, string detail) =>
        new(new ProblemDetails { Status = status, Title = t["The file was not taken"], Detail = detail }) { StatusCode = status, ContentTypes = { "application/problem+json" } };
}
