using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>What a verifier enters for one criterion.</summary>
internal sealed record JudgedFields(bool? Agrees, string? Reason);

/// <summary>What a saved judgement answers: the fields as they stand, and how far the verifier has come.</summary>
internal sealed record JudgedAnswer(JudgedFields Fields, int Unjudged, int Disagreed, int WithoutReason);

/// <summary>What a verifier does with the decision in hand.</summary>
internal sealed class VerificationCommands(AppDbContext db, UnitCatalogue catalogue, ReleaseDecision release, Notifier notifier, TimeProvider clock)
{
    /// <summary>Notes whether the verifier agrees with one criterion. Runs inside the caller's transaction.</summary>
    /// <exception cref="DomainException"><c>assessment.not-verifier</c>, those of <see cref="Domain.Assessments.Verification.Judge"/></exception>
    /// <exception cref="FieldConflictException">The value that the screen showed is no longer there.</exception>
    public async Task<JudgedAnswer> JudgeAsync(Guid assessmentId, Guid byPerson, string code, IReadOnlyDictionary<string, FieldChange>? changes, CancellationToken cancel)
    {
        // Raised first, and only while it is open: what is judged and the answer to all of it cannot slip past each other.
        if (await db.Verifications.Where(v => v.AssessmentId == assessmentId && v.ClosedAt == null).ExecuteUpdateAsync(u => u.SetProperty(v => v.Version, v => v.Version + 1), cancel) == 0)
        {
            throw new DomainException("verification.closed");
        }

        var (assessment, verification) = await LoadAsync(assessmentId, byPerson, cancel);
        var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
        var criterion = (unit.Criterion(code) ?? throw new DomainException("rating.criterion")).Id;
        var item = verification.Items.Single(i => i.CriterionId == criterion);
        var fields = FieldChanges.Apply(new JudgedFields(item.Agrees, item.Reason), changes);
        verification.Judge(criterion, fields.Agrees, fields.Reason);
        return new JudgedAnswer(fields, verification.Unjudged().Count, verification.Disagreed().Count, verification.WithoutReason().Count);
    }

    /// <summary>Agrees with the decision; what was not released yet is released now, with its documents, or nothing of it happens.</summary>
    /// <exception cref="DomainException">
    /// <c>assessment.not-verifier</c>, those of <see cref="Domain.Assessments.Verification.Agree"/>; <c>verification.case</c>, <c>verification.quarantine</c>,
    /// <c>verification.objection</c> (what came up since it was signed keeps it from being released)
    /// </exception>
    public Task AgreeAsync(Guid assessmentId, Guid byPerson, string? remark, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (assessment, verification) = await LoadAsync(assessmentId, byPerson, cancel);
            verification.Agree(byPerson, remark, now);
            if (!verification.AfterRelease)
            {
                var decision = await ReleasableAsync(assessment, verification, cancel);
                await release.RunAsync(assessment, decision, DecisionSnapshotDocument.Parse(decision.Snapshot!.Content), now, cancel);
            }

            notifier.TellHolder(assessment, AssessmentPart.Assessor, "verification.agreed");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>Sends the decision back with the reasons; after release, the result stands and the quality leads hear of it.</summary>
    /// <exception cref="DomainException"><c>assessment.not-verifier</c>, those of <see cref="Domain.Assessments.Verification.Disagree"/></exception>
    public Task DisagreeAsync(Guid assessmentId, Guid byPerson, string? remark, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (assessment, verification) = await LoadAsync(assessmentId, byPerson, cancel);
            verification.Disagree(byPerson, remark, now);
            if (verification.AfterRelease)
            {
                await notifier.TellRoleOutsideAsync(Roles.QualityLead, assessment, "verification.disagreed", $"/quality/verifications/{verification.Id}", cancel);
            }
            else
            {
                assessment.SendBack(await DecisionAsync(verification, cancel), byPerson, now);
                notifier.TellAssessors(assessment, "verification.sent-back");
                notifier.TellHolder(assessment, AssessmentPart.DecisionMaker, "verification.sent-back");
            }

            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>A quality lead answers a disagreement after release; verifier and assessors are told that it is closed.</summary>
    /// <exception cref="DomainException">Those of <see cref="Domain.Assessments.Verification.Review"/></exception>
    public Task ReviewAsync(Guid verificationId, Guid byPerson, string answer, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var verification = await db.Verifications.SingleAsync(v => v.Id == verificationId, cancel);
            var assessment = await db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.Id == verification.AssessmentId, cancel);
            verification.Review(assessment, byPerson, answer, clock.GetUtcNow().UtcDateTime);
            notifier.TellHolder(assessment, AssessmentPart.Verifier, "verification.answered");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>What came up since it was signed: nothing is released over a misconduct case, on evidence that nobody may read, or from whom the candidate was right to object to.</summary>
    private async Task<Decision> ReleasableAsync(Assessment assessment, Domain.Assessments.Verification verification, CancellationToken cancel)
    {
        var lead = assessment.CurrentAssessor?.Id;
        var upheld = db.UpheldAgainstHolder(assessment.Id);
        var found = await db.Decisions.Include(d => d.Snapshot).Where(d => d.Id == verification.DecisionId).Select(d => new
        {
            Decision = d,
            Case = db.MisconductCases.Any(c => c.AssessmentId == d.AssessmentId && c.ClosedAt == null),
            Quarantine = d.Outcome == Outcome.Competent && db.Incidents.Any(i => i.AssessmentId == d.AssessmentId && i.LiftedAt == null
                && db.Ratings.Any(r => r.AssignmentId == lead && r.Citations.Any(c => c.EvidenceVersionId == i.EvidenceVersionId))),
            Objection = upheld.Any(),
        }).SingleAsync(cancel);
        if (found.Case)
        {
            throw new DomainException("verification.case");
        }

        if (found.Quarantine)
        {
            throw new DomainException("verification.quarantine");
        }

        if (found.Objection)
        {
            throw new DomainException("verification.objection");
        }

        return found.Decision;
    }

    private async Task<(Assessment Assessment, Domain.Assessments.Verification Verification)> LoadAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel)
    {
        // The latest tells that it was closed already, to whoever clicks twice.
        var found = await (
            from v in db.Verifications.AsSingleQuery().Include(v => v.Items)
            where v.AssessmentId == assessmentId
            join a in db.Assessments.Include(a => a.Assignments) on v.AssessmentId equals a.Id
            orderby v.ClosedAt != null, v.OpenedAt descending
            select new { Verification = v, Assessment = a }).FirstOrDefaultAsync(cancel);
        return found?.Assessment.Holder(AssessmentPart.Verifier)?.PersonId == byPerson ? (found.Assessment, found.Verification) : throw new DomainException("assessment.not-verifier");
    }

    private Task<Decision> DecisionAsync(Domain.Assessments.Verification verification, CancellationToken cancel) =>
        db.Decisions.Include(d => d.Snapshot).SingleAsync(d => d.Id == verification.DecisionId, cancel);
}
