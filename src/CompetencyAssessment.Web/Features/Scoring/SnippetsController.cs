using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Scoring;

internal sealed record SnippetRequest(string? Text);

internal sealed record SnippetAnswer(Guid Id, string Text);

/// <summary>One's own comment snippets, oldest first.</summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/snippets")]
internal sealed class SnippetsController(AppDbContext db, CurrentUser user) : Controller
{
    private IQueryable<CommentSnippet> Mine => db.CommentSnippets.Where(s => s.PersonId == user.PersonId);

    [HttpGet("")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> List(CancellationToken cancel) =>
        Json(await Mine.AsNoTracking().OrderBy(s => s.Id).Select(s => new SnippetAnswer(s.Id, s.Text)).ToListAsync(cancel));

    /// <summary>Keeps a text; one that is there already is answered, and not doubled.</summary>
    [HttpPost("")]
    public async Task<IActionResult> Keep([FromBody] SnippetRequest? request, CancellationToken cancel)
    {
        var made = new CommentSnippet(db.NextKey(), user.PersonId, request?.Text);
        var kept = await Mine.AsNoTracking().Select(s => new SnippetAnswer(s.Id, s.Text)).ToListAsync(cancel);
        if (kept.Find(s => s.Text == made.Text) is { } known)
        {
            return Json(known);
        }

        if (kept.Count >= CommentSnippet.CountLimit)
        {
            throw new DomainException("snippet.too-many", CommentSnippet.CountLimit);
        }

        db.CommentSnippets.Add(made);
        await db.SaveChangesAsync(cancel);
        return Json(new SnippetAnswer(made.Id, made.Text));
    }

    [HttpDelete("{snippetId:guid}")]
    public async Task<IActionResult> Remove(Guid snippetId, CancellationToken cancel) =>
        await Mine.Where(s => s.Id == snippetId).ExecuteDeleteAsync(cancel) > 0 ? NoContent() : NotFound();
}
