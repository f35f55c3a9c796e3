using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>At signing: says by the rule whether a decision is verified, keeps the draw, and opens the verification.</summary>
internal sealed class DrawVerification(AppDbContext db, AssignVerifier assign, Notifier notifier)
{
    /// <summary>The rule in force; null while a quality lead has set none.</summary>
    public static Task<VerificationRule?> RuleAsync(AppDbContext db, Guid centreId, CancellationToken cancel) =>
        db.VerificationRules.AsNoTracking().Where(r => r.CentreId == centreId).OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancel);

    /// <summary>Runs inside the transaction that signs; adds to the context.</summary>
    /// <returns>Whether the decision waits for its verification.</returns>
    public async Task<bool> RunAsync(Assessment assessment, Decision decision, Guid assessorId, IEnumerable<Guid> criteria, DateTime now, CancellationToken cancel)
    {
        var rule = await RuleAsync(db, assessment.CentreId, cancel);
        var before = await db.VerificationDraws.Where(d => d.AssessorId == assessorId || d.AssessmentId == assessment.Id)
            .GroupBy(d => 1)
            .Select(g => new
            {
                OfAssessor = g.Count(d => d.AssessorId == assessorId),
                SentBack = g.Any(d => d.AssessmentId == assessment.Id),
            }).SingleOrDefaultAsync(cancel);
        var reason = rule?.Draw(decision, before?.OfAssessor ?? 0, before?.SentBack ?? false) ?? DrawReason.NoRule;
        db.VerificationDraws.Add(new VerificationDraw(db.NextKey(), decision, assessorId, rule, reason, now));
        if (reason == DrawReason.NotDrawn)
        {
            return false;
        }

        await OpenAsync(assessment, decision, criteria, afterRelease: false, now, cancel);
        return true;
    }

    /// <summary>Opens a verification, and tells the verifier, or the administrators that one is wanted.</summary>
    public async Task OpenAsync(Assessment assessment, Decision decision, IEnumerable<Guid> criteria, bool afterRelease, DateTime now, CancellationToken cancel)
    {
        db.Verifications.Add(new Domain.Assessments.Verification(db.NextKey(), decision, criteria, afterRelease, now));
        if (assessment.Holder(AssessmentPart.Verifier) is null)
        {
            await assign.ChooseAsync(assessment, now, cancel);
        }

        if (assessment.Holder(AssessmentPart.Verifier) is null)
        {
            await notifier.TellRoleAsync(Data.Identity.Roles.Administrator, assessment, "verification.nobody", $"/assessments/{assessment.Id}/verifier", cancel);
        }
        else
        {
            notifier.TellHolder(assessment, AssessmentPart.Verifier, "verification.opened");
        }
    }
}
