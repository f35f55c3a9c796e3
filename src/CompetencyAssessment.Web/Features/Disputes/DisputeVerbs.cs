using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Notifications;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>The candidate disputes a result or a decision: asks for a review (複查), or files an appeal (申訴).</summary>
internal sealed class DisputeResult(AppDbContext db, Notifier notifier, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Asks that slips in the documents be put right; administrators and quality leads are told.</summary>
    /// <exception cref="DomainException">Those of <see cref="ReviewRequest"/>, <c>review.open-already</c></exception>
    public async Task<Guid> AskReviewAsync(Guid assessmentId, Guid byPerson, string request, CancellationToken cancel)
    {
        var assessment = await db.Assessments.SingleAsync(a => a.Id == assessmentId, cancel);
        if (await db.ReviewRequests.AnyAsync(r => r.AssessmentId == assessmentId && r.ClosedAt == null, cancel))
        {
            throw new DomainException("review.open-already");
        }

        var review = new ReviewRequest(db.NextKey(), assessment, byPerson, request, Now);
        db.ReviewRequests.Add(review);
        await notifier.TellRoleAsync(Roles.Administrator, assessment, "review.requested", $"/reviews/{review.Id}", cancel);
        await db.SaveChangesAsync(cancel);
        return review.Id;
    }

    /// <summary>Files an appeal against the result or a termination.</summary>
    /// <exception cref="DomainException">Those of <see cref="Appeal"/>, <c>appeal.filed-already</c></exception>
    public Task<Guid> AppealAsync(Guid assessmentId, Guid byPerson, string grounds, CancellationToken cancel) =>
        FileAsync(assessmentId, null, assessment => new Appeal(db.NextKey(), assessment, byPerson, grounds, Now), cancel);

    /// <summary>Files an appeal against the refusal of an adjustment.</summary>
    /// <exception cref="DomainException">Those of <see cref="Appeal"/>, <c>appeal.filed-already</c></exception>
    public async Task<Guid> AppealRefusalAsync(Guid adjustmentId, Guid byPerson, string grounds, CancellationToken cancel)
    {
        var refused = await db.Adjustments.SingleAsync(a => a.Id == adjustmentId, cancel);
        return await FileAsync(refused.AssessmentId, refused.Id, assessment => new Appeal(db.NextKey(), assessment, refused, byPerson, grounds, Now), cancel);
    }

    /// <summary>Files an appeal against a warning for misconduct.</summary>
    /// <exception cref="DomainException">Those of <see cref="Appeal"/>, <c>appeal.filed-already</c></exception>
    public async Task<Guid> AppealWarningAsync(Guid caseId, Guid byPerson, string grounds, CancellationToken cancel)
    {
        var warned = await db.MisconductCases.SingleAsync(c => c.Id == caseId, cancel);
        return await FileAsync(warned.AssessmentId, warned.Id, assessment => new Appeal(db.NextKey(), assessment, warned, byPerson, grounds, Now), cancel);
    }

    /// <summary>Quality leads are told and choose who hears it; whoever hears an appeal of the assessment already hears this one too.</summary>
    private async Task<Guid> FileAsync(Guid assessmentId, Guid? subject, Func<Assessment, Appeal> file, CancellationToken cancel)
    {
        var assessment = await db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.Id == assessmentId, cancel);

        // What came after a refusal that was set aside may be appealed anew.
        if (await db.Appeals.AnyAsync(a => a.AssessmentId == assessmentId && a.SubjectId == subject && a.Outcome != AppealOutcome.SetAside, cancel))
        {
            throw new DomainException("appeal.filed-already");
        }

        var appeal = file(assessment);
        var page = $"/appeals/{appeal.Id}";
        db.Appeals.Add(appeal);
        if (assessment.Holder(AssessmentPart.Hearer) is { } hearer)
        {
            notifier.Tell(hearer.PersonId, assessment, "appeal.to-hear", page);
            await notifier.TellRoleAsync(Roles.QualityLead, assessment, "appeal.filed-heard", page, cancel);
        }
        else
        {
            await notifier.TellRoleAsync(Roles.QualityLead, assessment, "appeal.filed", page, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return appeal.Id;
    }
}

/// <summary>An administrator or a quality lead without a part in the case answers a review.</summary>
internal sealed class AnswerReview(AppDbContext db, ReissueDocuments reissue, Notifier notifier, TimeProvider clock)
{
    /// <summary>Nothing is changed, for the reason given.</summary>
    /// <exception cref="DomainException"><c>dispute.closed</c>, <c>dispute.own-part</c>, <c>reason.missing</c></exception>
    public Task DismissAsync(Guid reviewId, Guid byPerson, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var (review, assessment) = await LoadAsync(reviewId, byPerson, cancel);
            review.Dismiss(byPerson, reason, clock.GetUtcNow().UtcDateTime);
            notifier.TellCandidate(assessment, "review.dismissed");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>Issues the documents again with the names corrected; the earlier issue is superseded.</summary>
    /// <exception cref="DomainException"><c>dispute.closed</c>, <c>dispute.own-part</c>, <c>reason.missing</c>, <c>record.status</c>, <c>correction.nothing</c></exception>
    public Task CorrectAsync(Guid reviewId, Guid byPerson, Corrections corrections, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (review, assessment) = await LoadAsync(reviewId, byPerson, cancel);
            if (!review.IsOpen)
            {
                // Said here, before documents are drawn in vain.
                throw new DomainException("dispute.closed");
            }

            var issue = await reissue.RunAsync(assessment, corrections, reason, now, cancel);
            review.Correct(byPerson, reason, issue.Id, now);
            notifier.TellCandidate(assessment, "review.corrected");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    private async Task<(ReviewRequest Review, Assessment Assessment)> LoadAsync(Guid reviewId, Guid byPerson, CancellationToken cancel)
    {
        var found = await (
            from review in db.ReviewRequests
            where review.Id == reviewId
            join assessment in db.Assessments.Include(a => a.Assignments) on review.AssessmentId equals assessment.Id
            select new { Review = review, Assessment = assessment }).AsSingleQuery().SingleAsync(cancel);
        return found.Assessment.Concerns(byPerson)
            ? throw new DomainException("dispute.own-part")
            : (found.Review, found.Assessment);
    }
}

/// <summary>An appeal is heard: the quality lead chooses by whom, and the hearer decides. The hearer of an assessment hears all its appeals.</summary>
internal sealed class HearAppeal(AppDbContext db, ReissueDocuments reissue, IndependenceCheck check, GivePart give, Notifier notifier, TimeProvider clock)
{
    /// <summary>
    /// Who may hear it: somebody who judges by role, and has and had no other part in the case: nor took on an adjustment, reported or led a misconduct
    /// case, answered a review, an objection or a disagreement of the verifier, or asked for or decided an override for somebody in it.
    /// </summary>
    public static IQueryable<Person> Eligible(AppDbContext db, Guid assessmentId, Guid candidateId) =>
        db.People.Where(p => p.Id != candidateId
            && (db.InRole(Roles.QualityLead).Any(x => x.Id == p.Id) || db.InRole(Roles.Verifier).Any(x => x.Id == p.Id) || db.InRole(Roles.Assessor).Any(x => x.Id == p.Id))
            && !db.Assessments.Any(a => a.Id == assessmentId && a.Assignments.Any(x => x.PersonId == p.Id && x.Part != AssessmentPart.Hearer))
            && !db.Adjustments.Any(a => a.AssessmentId == assessmentId && (a.ApproverId == p.Id || a.RefusedById == p.Id))
            && !db.ReviewRequests.Any(r => r.AssessmentId == assessmentId && r.ClosedById == p.Id)
            && !db.AssessorObjections.Any(o => o.AssessmentId == assessmentId && o.ClosedById == p.Id)
            && !db.Verifications.Any(v => v.AssessmentId == assessmentId && v.AnsweredById == p.Id)
            && !db.IndependenceOverrides.Any(o => o.CandidateId == candidateId && (o.DecidedById == p.Id || o.AskedById == p.Id)
                && db.Assessments.Any(a => a.Id == assessmentId && a.UnitId == o.UnitId && a.Assignments.Any(x => x.PersonId == o.PersonId)))
            && !db.MisconductCases.Any(c => c.AssessmentId == assessmentId && (c.ReportedById == p.Id || c.OpenedById == p.Id || c.ClosedById == p.Id)));

    /// <summary>The quality lead gives the part to somebody, instead of who holds it where somebody does.</summary>
    /// <exception cref="DomainException"><c>dispute.closed</c>, <c>appeal.hearer</c>, <c>independence.hearer</c>, those of <see cref="GivePart.RunAsync"/></exception>
    public Task AssignAsync(Guid appealId, Guid hearer, string reason, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (appeal, assessment) = await LoadAsync(appealId, cancel);
            if (!appeal.IsOpen)
            {
                throw new DomainException("dispute.closed");
            }

            if (!await Eligible(db, assessment.Id, assessment.CandidateId).AnyAsync(p => p.Id == hearer, cancel))
            {
                throw new DomainException("appeal.hearer");
            }

            await check.DemandHearerAsync(hearer, assessment.CandidateId, cancel);
            await give.RunAsync(assessment, AssessmentPart.Hearer, hearer, reason, "/appeals", now, cancel);
            notifier.Tell(hearer, assessment, "appeal.to-hear", $"/appeals/{appealId}");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>
    /// The hearer decides. Where the record is corrected, the documents are issued again; where a decision is set aside, it no longer stands; where a new
    /// attempt follows, administrators are told to plan it.
    /// </summary>
    /// <exception cref="DomainException">Those of <see cref="Appeal.Decide"/> and <see cref="ReissueDocuments.RunAsync"/></exception>
    public Task DecideAsync(Guid appealId, Guid byPerson, AppealOutcome outcome, string reason, Corrections corrections, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (appeal, assessment) = await LoadAsync(appealId, cancel);
            var issue = outcome == AppealOutcome.RecordCorrected && appeal.IsOpen && appeal.Possible().Contains(outcome) && assessment.Holder(AssessmentPart.Hearer)?.PersonId == byPerson
                ? await reissue.RunAsync(assessment, corrections, reason, now, cancel)
                : null;
            appeal.Decide(assessment, byPerson, outcome, reason, issue?.Id, now);
            if (outcome == AppealOutcome.SetAside)
            {
                await SetAsideAsync(appeal, assessment, byPerson, now, cancel);
            }

            notifier.Tell(assessment.CandidateId, assessment, "appeal.decided", MyPage(appeal));
            await notifier.TellRoleAsync(Roles.QualityLead, assessment, "appeal.closed", $"/appeals/{appealId}", cancel);
            if (appeal.WaitsForPlan)
            {
                await notifier.TellRoleAsync(Roles.Administrator, assessment, "appeal.to-plan", $"/appeals/{appealId}/plan", cancel);
            }

            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    private static string MyPage(Appeal appeal) => appeal.Against switch
    {
        AppealSubject.Adjustment => $"/my/{appeal.AssessmentId}/adjustments",
        AppealSubject.Misconduct => $"/my/{appeal.AssessmentId}/misconduct",
        _ => $"/my/{appeal.AssessmentId}",
    };

    private async Task SetAsideAsync(Appeal appeal, Assessment assessment, Guid byPerson, DateTime now, CancellationToken cancel)
    {
        if (appeal.Against == AppealSubject.Misconduct)
        {
            (await db.MisconductCases.SingleAsync(c => c.Id == appeal.SubjectId, cancel)).SetAside(byPerson, now);
            return;
        }

        (await db.Adjustments.SingleAsync(a => a.Id == appeal.SubjectId, cancel)).SetAside(byPerson);
        await notifier.TellRoleOutsideAsync(Roles.QualityLead, assessment, "adjustment.asked-again", $"/quality/adjustments/{appeal.SubjectId}", cancel);
    }

    private async Task<(Appeal Appeal, Assessment Assessment)> LoadAsync(Guid appealId, CancellationToken cancel)
    {
        var found = await (
            from appeal in db.Appeals
            where appeal.Id == appealId
            join assessment in db.Assessments.Include(a => a.Assignments) on appeal.AssessmentId equals assessment.Id
            select new { Appeal = appeal, Assessment = assessment }).AsSingleQuery().SingleAsync(cancel);
        return (found.Appeal, found.Assessment);
    }
}
