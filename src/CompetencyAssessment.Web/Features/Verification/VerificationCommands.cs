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
        var (assessment, verification) = await LoadAsync(assessmentId, byPerson, cancel);
        var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
        var criterion = (unit.Criterion(code) ?? throw new DomainException("rating.criterion")).Id;
        var item = verification.Items.Single(i => i.CriterionId == criterion);
        var fields = FieldChanges.Apply(new JudgedFields(item.Agrees, item.Reason), changes);
        verification.Judge(criterion, fields.Agrees, fields.Reason);
        return new JudgedAnswer(fields, verification.Unjudged().Count, verification.Disagreed().Count, verification.WithoutReason().Count);
    }

    /// <summary>Agrees with the decision; what was not released yet is released now, with its documents, or nothing of it happens.</summary>
    /// <exception cref="DomainException"><c>assessment.not-verifier</c>, those of <see cref="Domain.Assessments.Verification.Agree"/></exception>
    public Task AgreeAsync(Guid assessmentId, Guid byPerson, string? remark, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (assessment, verification) = await LoadAsync(assessmentId, byPerson, cancel);
            verification.Agree(byPerson, remark, now);
            if (!verification.AfterRelease)
            {
                var decision = await DecisionAsync(verification, cancel);
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
                await notifier.TellRoleAsync(Roles.QualityLead, assessment, "verification.disagreed", $"/quality/verifications/{verification.Id}", cancel);
            }
            else
            {
                assessment.SendBack(await DecisionAsync(verification, cancel), byPerson, now);
                notifier.TellAssessors(assessment, "verification.sent-back");
            }

            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    private async Task<(Assessment Assessment, Domain.Assessments.Verification Verification)> LoadAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel)
    {
        var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Assignments).SingleOrDefaultAsync(a => a.Id == assessmentId, cancel);
        if (assessment?.Holder(AssessmentPart.Verifier)?.PersonId != byPerson)
        {
            throw new DomainException("assessment.not-verifier");
        }

        // The latest tells that it was closed already, to whoever clicks twice.
        var verification = await db.Verifications.AsSingleQuery().Include(v => v.Items).Where(v => v.AssessmentId == assessmentId).OrderBy(v => v.ClosedAt != null).ThenByDescending(v => v.OpenedAt).FirstOrDefaultAsync(cancel)
            ?? throw new DomainException("verification.closed");
        return (assessment, verification);
    }

    private Task<Decision> DecisionAsync(Domain.Assessments.Verification verification, CancellationToken cancel) =>
        db.Decisions.Include(d => d.Snapshot).SingleAsync(d => d.Id == verification.DecisionId, cancel);
}
