using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>Who assesses a new attempt, and by when; unit, scheme and plan go on from the attempt before.</summary>
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

/// <summary>A version of a scheme, and the newest that there is.</summary>
internal sealed class NewestScheme
{
    public required Guid Id { get; init; }

    public required Guid NewestId { get; init; }
}

/// <summary>Plans attempt n + 1 (重新評量), linked to the one before: after a result of not yet competent, or after an appeal.</summary>
internal sealed class PlanReassessment(AppDbContext db, UnitCatalogue catalogue, PlanAssessment plan, LocalTime time)
{
    /// <summary>
    /// To each version of a scheme the newest, which a new attempt begins with; where the same evidence is rated again, the one that it was rated by stays.
    /// </summary>
    public static IQueryable<NewestScheme> NewestSchemes(AppDbContext db) =>
        db.Schemes.Select(s => new NewestScheme
        {
            Id = s.Id,
            NewestId = db.Schemes.Where(n => n.Code == s.Code && n.UnitVersionId == s.UnitVersionId).OrderByDescending(n => n.Number).Select(n => n.Id).First(),
        });

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
            var newest = NewestSchemes(db);
            var found = await MayFollow(db, db.Assessments).AsNoTracking().AsSingleQuery().Include(a => a.Methods).Where(a => a.Id == assessmentId)
                .Select(a => new { Before = a, Plan = db.PlansInForce().Where(v => v.AssessmentId == a.Id).Select(v => v.Content).FirstOrDefault(), Newest = newest.Where(n => n.Id == a.SchemeId).Select(n => n.NewestId).First(), Assessors = assessors.Count() }).SingleOrDefaultAsync(cancel) ?? throw new DomainException("reassessment.not-possible");
            DemandRole(form, found.Assessors);
            return await plan.RunAsync(await PlanOfAsync(found.Before, found.Plan, found.Newest, form, sameEvidence: false, cancel), cancel);
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
                join newest in NewestSchemes(db) on before.SchemeId equals newest.Id
                select new { Appeal = appeal, Before = before, Plan = db.PlansInForce().Where(v => v.AssessmentId == before.Id).Select(v => v.Content).FirstOrDefault(), newest.NewestId, Assessors = assessors.Count() }).AsSingleQuery().SingleAsync(cancel);
            DemandRole(form, found.Assessors);
            var same = found.Appeal.Outcome == AppealOutcome.RatedAgain;
            var next = db.NextKey();
            found.Appeal.Planned(next);
            return await plan.RunAsync(
                await PlanOfAsync(found.Before, found.Plan, same ? found.Before.SchemeId : found.NewestId, form, same, cancel) with
                {
                    Id = next,
                    Refused = [.. found.Before.Assignments.Select(a => a.PersonId)],
                    SameEvidence = same,
                },
                cancel);
        },
        cancel);

    /// <summary>The plan goes on from the earlier one, criterion by criterion, with the methods that the scheme still has; what was arranged then does not.</summary>
    private async Task<NewAssessment> PlanOfAsync(Assessment before, string? stored, Guid schemeId, ReassessmentForm form, bool sameEvidence, CancellationToken cancel)
    {
        var scheme = (await catalogue.SchemeAsync(db, schemeId, cancel)).Document;
        var unit = await catalogue.UnitAsync(db, before.UnitVersionId, cancel);
        string[] known = [.. scheme.MethodVariants.Select(m => m.Code)];
        var earlier = PlanText.ContentOf(stored, unit, scheme, [.. before.Methods.Select(m => m.Code).Where(known.Contains)]);
        var content = earlier with
        {
            Methods = earlier.Methods.ToDictionary(m => m.Key, m => (IReadOnlyList<string>)[.. m.Value.Where(known.Contains)]),
            Appointments = [],
            Adjustments = [],
        };
        if (content.AllMethods.Count == 0)
        {
            content = PlanContent.StartingFrom(scheme, unit.Criteria.Select(c => c.Code), known) with { Resources = earlier.Resources };
        }

        return new(before.CandidateId, form.AssessorId!.Value, schemeId, content.AllMethods, sameEvidence ? time.Today : form.SubmitBy ?? time.Today, form.DecideBy!.Value)
        {
            SecondAssessorId = form.SecondAssessorId,
            DecisionMakerId = form.DecisionMakerId,
            PredecessorId = before.Id,
            Content = content,
        };
    }

    /// <summary>The form offers only people with the role; somebody may have lost it meanwhile.</summary>
    private static void DemandRole(ReassessmentForm form, int assessors)
    {
        if (assessors < form.People.Count)
        {
            throw new DomainException("assessor.role");
        }
    }
}
