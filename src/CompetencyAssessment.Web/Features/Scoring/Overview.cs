using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Shared.Charts;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>An assessment as a picture: where it stands, how far rating has come, and what rests on what.</summary>
internal sealed record Overview(ScoringHead Head, UnitView Unit, AssessmentTimeline Timeline, ResultCharts Charts, CoverageMatrix Coverage)
{
    /// <summary>The timeline of an assessment for its assessor, who knows when it was signed.</summary>
    public static AssessmentTimeline TimelineOf(ScoringHead head, IEnumerable<TimelineRound> rounds, DateTime? signedAt, DateTime now) => AssessmentTimeline.Of(new TimelineFacts
    {
        State = head.State,
        CreatedAt = head.CreatedAt,
        AcknowledgedAt = head.AcknowledgedAt,
        SubmitBy = head.SubmitBy,
        DecideBy = head.DecideBy,
        Rounds = [.. rounds],
        SignedAt = signedAt,
        FinalisedAt = head.FinalisedAt,
        ChangedAt = head.ChangedAt,
    }, now);
}

/// <summary>Reads the pictures of an assessment, from the sheet while it is rated and from the snapshot once it is signed.</summary>
internal sealed class OverviewQueries(AppDbContext db, ScoringQueries queries, UnitCatalogue catalogue, TimeProvider clock, IStringLocalizer<SharedResource> t)
{
    /// <summary>Of the sheet as it stands; in six commands.</summary>
    public async Task<Overview> OfSheetAsync(ScoringHead head, CancellationToken cancel)
    {
        var (unit, scheme, rows) = await queries.SheetAsync(head, cancel);
        var sheet = rows.Sheet(unit, scheme);
        var evidence = rows.Evidence.Select(e => (e.Label, e.Title)).Distinct().ToList();
        var labels = evidence.Select(e => e.Label).ToHashSet(StringComparer.Ordinal);

        // What the candidate is preparing and has not handed in is not the assessor's to see.
        var mapped = (await CoverageMatrix.MappedAsync(db, head.Id, unit, cancel)).Where(m => labels.Contains(m.Label));
        return new Overview(
            head,
            unit,
            Overview.TimelineOf(head, await RoundsAsync(head.Id, cancel), signedAt: null, clock.GetUtcNow().UtcDateTime),
            ResultCharts.Of(sheet, unit, scheme.Document, head.TranslationRevision, t),
            CoverageMatrix.Of(unit, evidence, mapped, CoverageMatrix.CitedIn(sheet, rows.Evidence)));
    }

    /// <summary>Of what was signed, as the record shows it; in three commands.</summary>
    public async Task<Overview> OfDecisionAsync(ScoringHead head, Decision decision, CancellationToken cancel)
    {
        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var snapshot = DecisionSnapshotDocument.Parse(decision.Snapshot!.Content);
        var evidence = snapshot.Evidence.Select(e => (e.Label, e.Title)).ToList();
        var labels = evidence.Select(e => e.Label).ToHashSet(StringComparer.Ordinal);
        var mapped = (await CoverageMatrix.MappedAsync(db, head.Id, unit, cancel)).Where(m => labels.Contains(m.Label));
        return new Overview(
            head,
            unit,
            Overview.TimelineOf(head, await RoundsAsync(head.Id, cancel), decision.SignedAt, clock.GetUtcNow().UtcDateTime),
            ResultCharts.Of(snapshot, t),
            CoverageMatrix.Of(unit, evidence, mapped, CoverageMatrix.CitedIn(snapshot)));
    }

    private async Task<IReadOnlyList<TimelineRound>> RoundsAsync(Guid id, CancellationToken cancel) =>
        await db.Rounds.AsNoTracking().Where(r => r.AssessmentId == id).OrderBy(r => r.Number)
            .Select(r => new TimelineRound(r.Number, r.SubmittedAt, r.ReturnedAt, r.ResubmitBy)).ToListAsync(cancel);
}

/// <summary>The pictures of an assessment for its assessor.</summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}/charts")]
internal sealed class OverviewController(OverviewQueries overviews, ScoringQueries queries, CurrentUser user) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Charts(Guid id, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, user.Viewer, cancel) is not { } head)
        {
            return NotFound();
        }

        // What is signed is shown with its decision.
        return head.State is AssessmentState.Decided or AssessmentState.Finalised
            ? Redirect($"/scoring/{id}/sign")
            : View(await overviews.OfSheetAsync(head, cancel));
    }
}
