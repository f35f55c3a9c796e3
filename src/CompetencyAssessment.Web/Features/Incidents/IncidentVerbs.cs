using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Overlaps;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Incidents;

/// <summary>Puts a version into quarantine (隔離): nobody but the quality lead reads it, and the candidate is asked for a redacted one in its place.</summary>
internal sealed class QuarantineVersion(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    /// <param name="assessmentId">Where it was found.</param>
    /// <param name="versionId">The version.</param>
    /// <param name="byPerson">Who found it.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="what">What was found and where.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException">Those of <see cref="Incident"/>; <c>incident.quarantined</c>: it is in quarantine already.</exception>
    public Task<Guid> RunAsync(Guid assessmentId, Guid versionId, Guid byPerson, IncidentKind kind, string what, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            // Whoever signs at the same moment has not seen this: the version that they saw is no longer the one that counts.
            await db.Assessments.Where(a => a.Id == assessmentId || (a.IsOpen && a.Rounds.Any(r => r.Evidence.Any(e => e.EvidenceVersionId == versionId))))
                .ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion + 1), cancel);
            var found = await (
                from a in db.Assessments.Include(a => a.Assignments)
                from i in db.EvidenceItems.Include(i => i.Versions)
                where a.Id == assessmentId && i.Versions.Any(v => v.Id == versionId)
                select new { Assessment = a, Item = i, IsQuarantined = db.Incidents.Any(x => x.EvidenceVersionId == versionId && x.LiftedAt == null), IsAdded = db.AssessorEvidence.Any(x => x.EvidenceItemId == i.Id) }).AsSingleQuery().SingleAsync(cancel);
            if (found.IsQuarantined)
            {
                throw new DomainException("incident.quarantined");
            }

            var (assessment, item) = (found.Assessment, found.Item);
            var incident = new Incident(db.NextKey(), assessmentId, item, versionId, kind, what, byPerson, clock.GetUtcNow().UtcDateTime);
            db.Incidents.Add(incident);
            await ForgetTextAsync(db, item.Versions.Single(v => v.Id == versionId).FileId, cancel);
            if (!found.IsAdded)
            {
                // What an assessor or a third party added is not the candidate's to replace.
                notifier.Tell(assessment.CandidateId, assessment, incident.ReplacementId is null ? "incident.redact" : "incident.quarantined", $"/my/{assessmentId}/evidence/{item.Id}");
            }

            notifier.TellAssessors(assessment, "incident.quarantined");
            await notifier.TellRoleAsync(Roles.QualityLead, assessment, "incident.reported", $"/quality/incidents/{incident.Id}", cancel);
            await db.SaveChangesAsync(cancel);
            return incident.Id;
        },
        cancel);

    /// <summary>Search and comparison hold nothing of a version in quarantine; what is given free again is indexed and compared anew.</summary>
    internal static async Task ForgetTextAsync(AppDbContext db, Guid fileId, CancellationToken cancel)
    {
        db.SearchChanges.Add(new SearchChange(SearchKind.Text, fileId));
        await TextPrinting.ForgetAsync(db, fileId, cancel);
    }
}

/// <summary>A redacted version takes the place of one in quarantine, in the transaction that adds it.</summary>
internal sealed class ReplaceQuarantined(AppDbContext db, Notifier notifier)
{
    /// <summary>Adds to the context. While the rest is in the assessors' hands, the version is handed in at once, to be judged like any other.</summary>
    public async Task RunAsync(Incident incident, Guid versionId, DateTime now, CancellationToken cancel)
    {
        incident.Replace(versionId, now);
        var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Rounds).ThenInclude(r => r.Evidence).SingleAsync(a => a.Id == incident.AssessmentId, cancel);
        if (assessment.TakeIn(incident, versionId))
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

    /// <summary>Gives the version free again; candidate and assessors are told.</summary>
    /// <exception cref="DomainException"><c>incident.lifted</c>, <c>reason.missing</c></exception>
    public Task LiftAsync(Guid incidentId, Guid byPerson, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var incident = await db.Incidents.SingleAsync(i => i.Id == incidentId, cancel);
            incident.Lift(byPerson, reason, clock.GetUtcNow().UtcDateTime);
            await db.Assessments.Where(a => a.Id == incident.AssessmentId).ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion + 1), cancel);
            var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Assignments).SingleAsync(a => a.Id == incident.AssessmentId, cancel);
            await QuarantineVersion.ForgetTextAsync(db, await db.EvidenceVersions.Where(v => v.Id == incident.EvidenceVersionId).Select(v => v.FileId).SingleAsync(cancel), cancel);
            if (!await db.AssessorEvidence.AnyAsync(x => x.EvidenceItemId == incident.EvidenceItemId, cancel))
            {
                notifier.Tell(assessment.CandidateId, assessment, "incident.lifted", $"/my/{assessment.Id}/evidence/{incident.EvidenceItemId}");
            }

            notifier.TellAssessors(assessment, "incident.lifted");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);
}
