using System.Globalization;
using System.Text;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Trail;

/// <summary>The audit trail for the quality lead: what happened, filtered and paged, as a file, and the checks of its chains.</summary>
[Authorize(Policy = Permissions.OverseeQuality)]
[Route("quality/audit")]
internal sealed class TrailController(AppDbContext db, TrailQueries queries, TrailWords words, TrailChecks checks, CentreProfile centre, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    /// <summary>A file holds at most so many entries; who needs more narrows the days.</summary>
    private const int MostRows = 10_000;

    [HttpGet("")]
    public async Task<IActionResult> Index(TrailFilter filter, int page, CancellationToken cancel) => View("Trail", await queries.PageAsync(filter, user.Viewer, page, cancel));

    /// <summary>The trail tells who took it along.</summary>
    [HttpGet("file")]
    public async Task<IActionResult> Export(TrailFilter filter, CancellationToken cancel)
    {
        var rows = await queries.RowsAsync(filter, user.Viewer, MostRows, cancel);
        var centreId = (await centre.GetAsync(cancel)).Id;
        db.Note(AuditFact.Of(centreId, "audit.exported", centreId, ("rows", rows.Count.ToString(CultureInfo.InvariantCulture))));
        await db.SaveChangesAsync(cancel);
        var text = new StringBuilder().AppendJoin(',', new[] { t["Time (UTC)"].Value, t["Chain"], t["Place in the chain"], t["Who"], t["What"], t["Code"], t["Concerning"], t["Check"] }.Select(Cell)).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(',', new[]
            {
                row.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), row.Code ?? t["Centre"].Value, row.Sequence.ToString(CultureInfo.InvariantCulture),
                row.Actor?.ToString() ?? words.Nobody(row.Action), row.What, row.Action, row.Subject?.ToString() ?? row.SubjectId.ToString(), t.Enum(row.Standing),
            }.Select(Cell)).Append("\r\n");
        }

        return File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", "audit-trail.csv");
    }

    [HttpGet("checks")]
    public async Task<IActionResult> Checks(CancellationToken cancel)
    {
        var page = await queries.ChecksAsync(user.Viewer, cancel);
        if (page.Running is not null)
        {
            Response.Headers["Refresh"] = "3";
        }

        return View(page);
    }

    [HttpPost("checks")]
    public IActionResult Check()
    {
        checks.Ask(user.PersonId);
        this.AddFlash(Tone.Success, t["The check has begun; its result appears here."]);
        return RedirectToAction(nameof(Checks));
    }

    /// <summary>Quoted, and never taken for a formula by a spreadsheet.</summary>
    private static string Cell(string value) => $"\"{(value is ['=' or '+' or '-' or '@', ..] ? "'" : "")}{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
