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
        // By decided assessments, not by signatures: one that was sent back counts once.
        IQueryable<Guid> DecidedBy(Guid? rater) => db.VerificationDraws
            .Where(d => d.AssessmentId != assessment.Id && (d.AssessorId == rater || db.Set<AssessorAssignment>().Any(x =>
                x.AssessmentId == d.AssessmentId && x.Part == AssessmentPart.SecondAssessor && x.EndedAt == null && x.PersonId == rater)))
            .Select(d => d.AssessmentId).Distinct();

        var second = assessment.Holder(AssessmentPart.SecondAssessor)?.PersonId;
        var (ofLead, ofSecond) = (DecidedBy(assessorId), DecidedBy(second));
        var before = await (
            from a in db.Assessments
            where a.Id == assessment.Id
            from newest in db.VerificationRules.Where(r => r.CentreId == assessment.CentreId && !db.VerificationRules.Any(o => o.CentreId == r.CentreId && o.Number > r.Number)).DefaultIfEmpty()
            select new { Rule = newest, OfLead = ofLead.Count(), OfSecond = ofSecond.Count(), SentBack = db.VerificationDraws.Any(d => d.AssessmentId == a.Id) }).AsNoTracking().SingleAsync(cancel);
        var rule = before.Rule;
        var earlier = second is null ? before.OfLead : Math.Min(before.OfLead, before.OfSecond);
        var reason = rule?.Draw(decision, earlier, before.SentBack) ?? DrawReason.NoRule;
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
