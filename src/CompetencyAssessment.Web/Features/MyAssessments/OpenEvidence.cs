using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>What every change of a candidate's evidence begins with.</summary>
internal static class OpenEvidence
{
    /// <summary>
    /// Raises the content version in the statement that checks candidate and state. It also makes two changes of one assessment stand in
    /// line, so that neither a submission nor the next number of a piece can slip between.
    /// </summary>
    /// <exception cref="DomainException"><c>evidence.closed</c>: it is submitted, ended, or somebody else's.</exception>
    public static Task DemandOpenEvidenceAsync(this AppDbContext db, Guid assessmentId, Guid personId, CancellationToken cancel) =>
        db.DemandOpenAsync(assessmentId, personId, 1, cancel);

    /// <summary>
    /// The same for what nobody but the candidate sees before it is handed in (answers, self-ratings): it makes changes stand in line, and leaves the
    /// content version, as whoever signs meanwhile has seen all there is.
    /// </summary>
    /// <exception cref="DomainException"><c>evidence.closed</c></exception>
    public static Task DemandOpenDraftAsync(this AppDbContext db, Guid assessmentId, Guid personId, CancellationToken cancel) =>
        db.DemandOpenAsync(assessmentId, personId, 0, cancel);

    /// <summary>
    /// What the candidate adds to a piece: while evidence is open, a new version; while it is in the assessors' hands, only a redacted one in the place of
    /// a version in quarantine, whose incident it answers with.
    /// </summary>
    /// <exception cref="DomainException"><c>evidence.closed</c></exception>
    public static async Task<Incident?> DemandOpenVersionAsync(this AppDbContext db, Guid assessmentId, Guid personId, Guid itemId, CancellationToken cancel)
    {
        var incident = await db.Incidents.Where(i => i.EvidenceItemId == itemId && i.LiftedAt == null && i.ReplacementId == null).OrderBy(i => i.ReportedAt).FirstOrDefaultAsync(cancel);
        await db.DemandOpenAsync(assessmentId, personId, 1, cancel, incident is not null);
        return incident;
    }

    private static async Task DemandOpenAsync(this AppDbContext db, Guid assessmentId, Guid personId, int raise, CancellationToken cancel, bool redaction = false)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Evidence is changed inside a transaction.");
        }

        var raised = await db.Assessments
            .Where(a => a.Id == assessmentId && a.CandidateId == personId && (a.State == AssessmentState.Gathering || a.State == AssessmentState.Returned
                    || (redaction && (a.State == AssessmentState.Submitted || a.State == AssessmentState.Assessing || a.State == AssessmentState.Decided))))
            .ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion + raise), cancel);
        if (raised == 0)
        {
            throw new DomainException("evidence.closed");
        }

        // A context that goes on with the same assessment (seeding) would otherwise save with the value from before.
        if (db.Assessments.Local.FindEntry(assessmentId) is { State: EntityState.Unchanged } known)
        {
            await known.ReloadAsync(cancel);
        }
    }

    /// <summary>The link of a piece that is in the assessment now, with what it supports.</summary>
    /// <exception cref="DomainException"><c>evidence.unknown</c></exception>
    public static async Task<AssessmentEvidence> OpenLinkAsync(this AppDbContext db, Guid assessmentId, Guid itemId, CancellationToken cancel) =>
        // Describing and mapping in one transaction read it once.
        db.AssessmentEvidence.Local.FirstOrDefault(e => e.AssessmentId == assessmentId && e.EvidenceItemId == itemId && e.WithdrawnAt == null)
        ?? await db.AssessmentEvidence.AsSingleQuery().Include(e => e.Criteria).Include(e => e.Requirements)
            .SingleOrDefaultAsync(e => e.AssessmentId == assessmentId && e.EvidenceItemId == itemId && e.WithdrawnAt == null, cancel)
        ?? throw new DomainException("evidence.unknown");
}
