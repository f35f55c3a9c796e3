using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>Who assesses a new attempt, and by when; unit, scheme and methods are those of the attempt before.</summary>
internal sealed class ReassessmentForm : PartsForm
{
    /// <summary>Not asked where the same evidence is rated again.</summary>
    [Display(Name = "Submit by")]
    public DateOnly? SubmitBy { get; set; }

    [Display(Name = "Decide by")]
    public DateOnly? DecideBy { get; set; }
}

internal sealed class ReassessmentFormValidator : AssigningFormValidator<ReassessmentForm>
{
    public ReassessmentFormValidator(LocalTime time)
    {
        RuleFor(f => f.AssessorId).NotNull().WithText("Choose an assessor.");
        RuleFor(f => f.SubmitBy).GreaterThanOrEqualTo(_ => time.Today).WithText("The last day to submit is in the past.").When(f => f.SubmitBy is not null);
        RuleFor(f => f.DecideBy).NotNull().WithText("Enter the last day to decide.");
        RuleFor(f => f.DecideBy).GreaterThan(f => f.SubmitBy ?? time.Today).WithText("The decision comes after the last day to submit.").When(f => f.DecideBy is not null);
    }
}

/// <summary>Plans attempt n + 1 (重新評量), linked to the one before: after a result of not yet competent, or after an appeal.</summary>
internal sealed class PlanReassessment(AppDbContext db, PlanAssessment plan, LocalTime time)
{
    /// <summary>A released result of not yet competent that nothing follows yet, and that no appeal is open against.</summary>
    public static IQueryable<Assessment> MayFollow(AppDbContext db, IQueryable<Assessment> assessments) =>
        assessments.Where(a => a.State == AssessmentState.Finalised
            && db.Decisions.Any(d => d.AssessmentId == a.Id && d.VoidedAt == null && d.Outcome == Outcome.NotYetCompetent)
            && !db.Assessments.Any(n => n.CandidateId == a.CandidateId && n.UnitId == a.UnitId && n.AttemptNo > a.AttemptNo)
            && !db.Appeals.Any(x => x.AssessmentId == a.Id && x.SubjectId == null && (x.ClosedAt == null || x.Outcome == AppealOutcome.RatedAgain || x.Outcome == AppealOutcome.NewAssessment)));

    /// <summary>After a result of not yet competent.</summary>
    /// <exception cref="DomainException"><c>reassessment.not-possible</c>, <c>assessor.role</c>, those of <see cref="PlanAssessment.RunAsync"/></exception>
    public Task<Guid> AfterResultAsync(Guid assessmentId, ReassessmentForm form, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var assessors = db.InRole(Roles.Assessor).Where(p => form.People.Contains(p.Id));
            var found = await MayFollow(db, db.Assessments).AsNoTracking().AsSingleQuery().Include(a => a.Methods).Where(a => a.Id == assessmentId)
                .Select(a => new { Before = a, Assessors = assessors.Count() }).SingleOrDefaultAsync(cancel) ?? throw new DomainException("reassessment.not-possible");
            DemandRole(form, found.Assessors);
            return await plan.RunAsync(PlanOf(found.Before, form, form.SubmitBy ?? time.Today), cancel);
        },
        cancel);

    /// <summary>After an appeal, by somebody who had no part in what was disputed; the same evidence as it was, or anew.</summary>
    /// <exception cref="DomainException"><c>appeal.no-plan</c>, <c>assessor.role</c>, <c>assessor.judged-before</c>, those of <see cref="PlanAssessment.RunAsync"/></exception>
    public Task<Guid> AfterAppealAsync(Guid appealId, ReassessmentForm form, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var assessors = db.InRole(Roles.Assessor).Where(p => form.People.Contains(p.Id));
            var found = await (
                from appeal in db.Appeals
                where appeal.Id == appealId
                join before in db.Assessments.Include(a => a.Assignments).Include(a => a.Methods) on appeal.AssessmentId equals before.Id
                select new { Appeal = appeal, Before = before, Assessors = assessors.Count() }).AsSingleQuery().SingleAsync(cancel);
            DemandRole(form, found.Assessors);
            var same = found.Appeal.Outcome == AppealOutcome.RatedAgain;
            var next = db.NextKey();
            found.Appeal.Planned(next);
            return await plan.RunAsync(
                PlanOf(found.Before, form, same ? time.Today : form.SubmitBy ?? time.Today) with
                {
                    Id = next,
                    Refused = [.. found.Before.Assignments.Select(a => a.PersonId)],
                    SameEvidence = same,
                },
                cancel);
        },
        cancel);

    private static NewAssessment PlanOf(Assessment before, ReassessmentForm form, DateOnly submitBy) =>
        new(before.CandidateId, form.AssessorId!.Value, before.SchemeId, [.. before.Methods.Select(m => m.Code)], submitBy, form.DecideBy!.Value)
        {
            SecondAssessorId = form.SecondAssessorId,
            DecisionMakerId = form.DecisionMakerId,
            PredecessorId = before.Id,
        };

    /// <summary>The form offers only people with the role; somebody may have lost it meanwhile.</summary>
    private static void DemandRole(ReassessmentForm form, int assessors)
    {
        if (assessors < form.People.Count)
        {
            throw new DomainException("assessor.role");
        }
    }
}
