using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Overlaps;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Incidents;

/// <summary>
/// Puts a version into quarantine (隔離): nobody but the quality lead reads it, and the candidate is asked for a redacted one in its place. Whatever other
/// versions hold the very same bytes go with it, in this assessment and in others.
/// </summary>
internal sealed class QuarantineVersion(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <param name="assessmentId">Where it was found.</param>
    /// <param name="versionId">The version.</param>
    /// <param name="byPerson">Who found it.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="what">What was found and where; other candidates with the same file are not told it.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException">Those of <see cref="Incident"/>; <c>incident.quarantined</c>: it is in quarantine already.</exception>
    public Task<Guid> RunAsync(Guid assessmentId, Guid versionId, Guid byPerson, IncidentKind kind, string what, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            // Of two who report it at once the second finds it in quarantine.
            await db.Assessments.Where(a => a.Id == assessmentId).ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion), cancel);
            var copies = await CopiesAsync(assessmentId, versionId, cancel);
            if (copies.TrueForAll(c => c.VersionId != versionId))
            {
                throw new DomainException("incident.quarantined");
            }

            // Whoever signs at the same moment has not seen this: the version that they saw is no longer the one that counts.
            var (same, places) = (copies.ConvertAll(c => c.VersionId), copies.ConvertAll(c => c.Assessment.Id));
            await db.Assessments.Where(a => places.Contains(a.Id) || (a.IsOpen && a.Rounds.Any(r => r.Evidence.Any(e => same.Contains(e.EvidenceVersionId)))))
                .ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion + 1), cancel);
            var reported = copies.Single(c => c.VersionId == versionId);
            var first = new Incident(db.NextKey(), reported.Assessment.Id, reported.Item, versionId, kind, what, byPerson, clock.GetUtcNow().UtcDateTime, same);
            foreach (var copy in copies)
            {
                var (assessment, item) = (copy.Assessment, copy.Item);
                var incident = copy == reported ? first
                    : first.Spread(db.NextKey(), assessment.Id, item, copy.VersionId, assessment.CandidateId == reported.Assessment.CandidateId ? what : "", same);
                db.Incidents.Add(incident);
                if (!copy.IsAdded)
                {
                    // What an assessor or a third party added is not the candidate's to replace, nor is anything once the assessment has ended.
                    notifier.Tell(
                        assessment.CandidateId, assessment, incident.ReplacementId is null && Incident.TakesRedaction(assessment.State) ? "incident.redact" : "incident.quarantined", $"/my/{assessment.Id}/evidence/{item.Id}");
                }
            }

            await ForgetTextAsync(db, copies.ConvertAll(c => c.Item.Versions.Single(v => v.Id == c.VersionId).FileId), cancel);
            foreach (var assessment in copies.Select(c => c.Assessment).Distinct())
            {
                notifier.TellAssessors(assessment, "incident.quarantined");
            }

            await notifier.TellRoleAsync(Roles.QualityLead, reported.Assessment, "incident.reported", $"/quality/incidents/{first.Id}", cancel);
            await db.SaveChangesAsync(cancel);
            return first.Id;
        },
        cancel);

    /// <summary>The version and all with its bytes that are not in quarantine, each in an assessment that is open, if any: in the one at hand, or else in the latest.</summary>
    private async Task<List<Copy>> CopiesAsync(Guid assessmentId, Guid versionId, CancellationToken cancel)
    {
        var found = await (
            from v in db.SameBytesAs(versionId)
            where !db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null)
            join i in db.EvidenceItems.Include(i => i.Versions) on v.EvidenceItemId equals i.Id
            from a in db.Assessments.Include(a => a.Assignments)
            where db.AssessmentEvidence.Any(l => l.AssessmentId == a.Id && l.EvidenceItemId == i.Id) || db.AssessorEvidence.Any(x => x.AssessmentId == a.Id && x.EvidenceItemId == i.Id)
            select new { v.Id, IsAdded = db.AssessorEvidence.Any(x => x.EvidenceItemId == i.Id), Assessment = a, Item = i }).AsSingleQuery().ToListAsync(cancel);
        return [.. found.GroupBy(f => f.Id).Select(g => g.OrderByDescending(f => f.Assessment.IsOpen).ThenByDescending(f => f.Assessment.Id == assessmentId).ThenByDescending(f => f.Assessment.CreatedAt).First())
            .Select(f => new Copy(f.Id, f.IsAdded, f.Item, f.Assessment))];
    }

    private sealed record Copy(Guid VersionId, bool IsAdded, EvidenceItem Item, Assessment Assessment);

    /// <summary>Search and comparison hold nothing of a version in quarantine; what is given free again is indexed and compared anew.</summary>
    internal static async Task ForgetTextAsync(AppDbContext db, IReadOnlyList<Guid> files, CancellationToken cancel)
    {
        db.SearchChanges.AddRange(files.Select(f => new SearchChange(SearchKind.Text, f)));
        await TextPrinting.ForgetAsync(db, files, cancel);
    }
}

/// <summary>A redacted version takes the place of one in quarantine, in the transaction that adds it.</summary>
internal sealed class ReplaceQuarantined(AppDbContext db, Notifier notifier)
{
    /// <summary>
    /// Adds to the context, for all versions of the piece that wait for one. While the rest is in the assessors' hands, the version is handed in at once,
    /// to be judged like any other.
    /// </summary>
    public async Task RunAsync(Guid assessmentId, Incident incident, Guid versionId, DateTime now, CancellationToken cancel)
    {
        var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Rounds).ThenInclude(r => r.Evidence).SingleAsync(a => a.Id == assessmentId, cancel);
        var taken = false;
        foreach (var waits in await db.Incidents.Where(i => i.EvidenceItemId == incident.EvidenceItemId && i.LiftedAt == null && i.ReplacementId == null).ToListAsync(cancel))
        {
            waits.Replace(versionId, now);
            taken |= assessment.TakeIn(waits, versionId);
        }

        if (taken)
        {
            var sheets = await db.EvidenceJudgements.Where(j => j.AssessmentId == assessment.Id).Select(j => j.AssignmentId).Distinct().ToListAsync(cancel);
            db.EvidenceJudgements.AddRange(assessment.Assignments.Where(a => a.EndedAt is null && sheets.Contains(a.Id)).Select(a => new EvidenceJudgement(db.NextKey(), assessment.Id, a.Id, versionId)));
        }

        notifier.TellAssessors(assessment, "incident.replaced");
        await notifier.TellRoleAsync(Roles.QualityLead, assessment, "incident.replaced", $"/quality/incidents/{incident.Id}", cancel);
    }
}

/// <summary>The quality lead ends an incident: notes what was done, or gives the version free again.</summary>
internal sealed class EndIncident(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <summary>Notes what was done; the version stays in quarantine.</summary>
    /// <exception cref="DomainException"><c>incident.closed</c>, <c>reason.missing</c></exception>
    public async Task CloseAsync(Guid incidentId, Guid byPerson, string measures, CancellationToken cancel)
    {
        var incident = await db.Incidents.SingleAsync(i => i.Id == incidentId, cancel);
        incident.Close(byPerson, measures, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Gives the version free again, and all with its bytes; candidates and assessors are told.</summary>
    /// <exception cref="DomainException"><c>incident.lifted</c>, <c>incident.own-copy</c> (one of them is the quality lead's own), <c>reason.missing</c></exception>
    public Task LiftAsync(Guid incidentId, Guid byPerson, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var lifted = await db.Incidents.SingleAsync(i => i.Id == incidentId, cancel);
            var same = await (
                from i in db.Incidents
                where i.Id == incidentId || i.LiftedAt == null
                join v in db.SameBytesAs(lifted.EvidenceVersionId) on i.EvidenceVersionId equals v.Id
                select new { Incident = i, v.FileId, IsOwn = db.EvidenceItems.Any(x => x.Id == v.EvidenceItemId && x.PersonId == byPerson), IsAdded = db.AssessorEvidence.Any(x => x.EvidenceItemId == i.EvidenceItemId) }).ToListAsync(cancel);
            if (same.Exists(s => s.IsOwn))
            {
                throw new DomainException("incident.own-copy");
            }

            var places = same.ConvertAll(s => s.Incident.AssessmentId);
            await db.Assessments.Where(a => places.Contains(a.Id)).ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion + 1), cancel);
            var assessments = await db.Assessments.AsSingleQuery().Include(a => a.Assignments).Where(a => places.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
            await QuarantineVersion.ForgetTextAsync(db, same.ConvertAll(s => s.FileId), cancel);
            foreach (var (incident, isAdded) in same.Select(s => (s.Incident, s.IsAdded)))
            {
                incident.Lift(byPerson, reason, clock.GetUtcNow().UtcDateTime);
                if (!isAdded)
                {
                    var assessment = assessments[incident.AssessmentId];
                    notifier.Tell(assessment.CandidateId, assessment, "incident.lifted", $"/my/{assessment.Id}/evidence/{incident.EvidenceItemId}");
                }
            }

            foreach (var assessment in assessments.Values)
            {
                notifier.TellAssessors(assessment, "incident.lifted");
            }

            return await db.SaveChangesAsync(cancel);
        },
        cancel);
}
