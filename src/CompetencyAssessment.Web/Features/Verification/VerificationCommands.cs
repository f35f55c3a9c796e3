using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
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
    /// <c>assessment.not-verifier</c>, those of <see cref="Domain.Assessments.Verification.Agree"/> and <see cref="ReleaseBlocks.Refusal"/>
    /// </exception>
    public Task AgreeAsync(Guid assessmentId, Guid byPerson, string? remark, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (assessment, verification, decision, blocks) = await FindAsync(assessmentId, byPerson, cancel);
            verification.Agree(byPerson, remark, now);
            if (!verification.AfterRelease)
            {
                if (blocks.Refusal is { } refusal)
                {
                    throw refusal;
                }

                await release.RunAsync(assessment, decision, DecisionSnapshotDocument.Parse(decision.Snapshot!.Content), now, cancel);
            }

            notifier.TellHolder(assessment, AssessmentPart.Assessor, "verification.agreed");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>
    /// Sends the decision back with the reasons, or because of what came up since it was signed; after release, the result stands and the quality leads hear
    /// of it.
    /// </summary>
    /// <exception cref="DomainException"><c>assessment.not-verifier</c>, those of <see cref="Domain.Assessments.Verification.Disagree"/></exception>
    public Task DisagreeAsync(Guid assessmentId, Guid byPerson, string? remark, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (assessment, verification, decision, blocks) = await FindAsync(assessmentId, byPerson, cancel);
            verification.Disagree(byPerson, remark, now, cameUp: !verification.AfterRelease && blocks.Refusal is not null);
            if (verification.AfterRelease)
            {
                await notifier.TellRoleOutsideAsync(Roles.QualityLead, assessment, "verification.disagreed", $"/quality/verifications/{verification.Id}", cancel);
            }
            else
            {
                assessment.SendBack(decision, byPerson, now);
                notifier.TellAssessors(assessment, "verification.sent-back");
                if (assessment.Holder(AssessmentPart.DecisionMaker) is { } maker)
                {
                    // The sheet is the assessors' again, so that their page is not the decision maker's to open.
                    notifier.Tell(maker.PersonId, assessment, "verification.sent-back", "/scoring");
                }
            }

            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>A quality lead answers a disagreement after release; the verifier is told that it is closed.</summary>
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

    private async Task<(Assessment Assessment, Domain.Assessments.Verification Verification)> LoadAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel)
    {
        var found = await (
            from v in db.Verifications.AsSingleQuery().Include(v => v.Items)
            where v.AssessmentId == assessmentId
            join a in db.Assessments.Include(a => a.Assignments) on v.AssessmentId equals a.Id
            orderby v.ClosedAt != null, v.OpenedAt descending
            select new { Verification = v, Assessment = a }).FirstOrDefaultAsync(cancel);
        return Holds(found?.Assessment, byPerson) ? (found!.Assessment, found.Verification) : throw new DomainException("assessment.not-verifier");
    }

    /// <summary>The same with the decision, and what keeps it from being released.</summary>
    private async Task<(Assessment Assessment, Domain.Assessments.Verification Verification, Decision Decision, ReleaseBlocks Blocks)> FindAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel)
    {
        var (cases, quarantined, upheld) = ReleaseBlocks.Of(db, assessmentId);

        // The latest tells that it was closed already, to whoever clicks twice.
        var found = await (
            from v in db.Verifications.AsSingleQuery().Include(v => v.Items)
            where v.AssessmentId == assessmentId
            join a in db.Assessments.Include(a => a.Assignments) on v.AssessmentId equals a.Id
            join d in db.Decisions.Include(d => d.Snapshot) on v.DecisionId equals d.Id
            orderby v.ClosedAt != null, v.OpenedAt descending
            select new { Verification = v, Assessment = a, Decision = d, Case = cases.Any(), Quarantine = d.Outcome == Outcome.Competent && quarantined.Any(), Objection = upheld.Any() }).FirstOrDefaultAsync(cancel);
        return Holds(found?.Assessment, byPerson)
            ? (found!.Assessment, found.Verification, found.Decision, new ReleaseBlocks(found.Case, found.Quarantine, found.Objection))
            : throw new DomainException("assessment.not-verifier");
    }

    private static bool Holds(Assessment? assessment, Guid person) => assessment?.Holder(AssessmentPart.Verifier)?.PersonId == person;
}
