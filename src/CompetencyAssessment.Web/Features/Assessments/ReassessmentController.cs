using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <param name="PredecessorId">The attempt before.</param>
/// <param name="Code">Its code.</param>
/// <param name="CandidateId">Who is assessed.</param>
/// <param name="Candidate">Their name.</param>
/// <param name="SchemeId">The scheme that it begins with.</param>
/// <param name="HasNewerScheme">Whether that is a newer version than the attempt before began with.</param>
/// <param name="AppealOutcome">After an appeal: what was decided.</param>
/// <param name="Action">Address of the form.</param>
/// <param name="Refused">Who may have no part in it.</param>
/// <param name="UnitId">The unit that is kept.</param>
internal sealed record ReassessmentHead(Guid PredecessorId, string Code, Guid CandidateId, PersonName Candidate, Guid SchemeId, bool HasNewerScheme, AppealOutcome? AppealOutcome, string Action, IReadOnlyList<Guid> Refused, Guid UnitId)
{
    public bool SameEvidence => AppealOutcome == Domain.Assessments.AppealOutcome.RatedAgain;
}

internal sealed record ReassessmentPage(ReassessmentHead Head, ReassessmentForm Form, SchemeRules Rules, IReadOnlyList<PersonChoice> Assessors);

/// <summary>Plans the next attempt of a candidate: after a result of not yet competent, or after an appeal.</summary>
[Authorize(Policy = Permissions.ManageAssessments)]
internal sealed class ReassessmentController(AppDbContext db, PlanReassessment plan, UnitCatalogue catalogue, IndependenceCheck check, LocalTime time, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("assessments/{id:guid}/reassessment")]
    public async Task<IActionResult> AfterResult(Guid id, CancellationToken cancel) => await AskAsync(await ResultAsync(id, cancel), cancel);

    [HttpPost("assessments/{id:guid}/reassessment")]
    public async Task<IActionResult> AfterResult(Guid id, [Bind(Prefix = "Form")] ReassessmentForm form, [FromServices] AskOverride ask, CancellationToken cancel) =>
        await PlanAsync(await ResultAsync(id, cancel), form, ask, () => plan.AfterResultAsync(id, form, cancel), cancel);

    [HttpGet("appeals/{id:guid}/plan")]
    public async Task<IActionResult> AfterAppeal(Guid id, CancellationToken cancel) => await AskAsync(await AppealAsync(id, cancel), cancel);

    [HttpPost("appeals/{id:guid}/plan")]
    public async Task<IActionResult> AfterAppeal(Guid id, [Bind(Prefix = "Form")] ReassessmentForm form, [FromServices] AskOverride ask, CancellationToken cancel) =>
        await PlanAsync(await AppealAsync(id, cancel), form, ask, () => plan.AfterAppealAsync(id, form, cancel), cancel);

    private async Task<IActionResult> AskAsync(ReassessmentHead? head, CancellationToken cancel)
    {
        if (head is null)
        {
            return NotFound();
        }

        var rules = await RulesAsync(head, cancel);
        var submitBy = head.SameEvidence ? time.Today : time.Today.AddDays(rules.SubmitDays);
        return await PageAsync(head, new ReassessmentForm { SubmitBy = head.SameEvidence ? null : submitBy, DecideBy = submitBy.AddDays(rules.DecideDays) }, cancel);
    }

    private async Task<IActionResult> PlanAsync(ReassessmentHead? head, ReassessmentForm form, AskOverride ask, Func<Task<Guid>> run, CancellationToken cancel)
    {
        if (head is null)
        {
            return NotFound();
        }

        if (!head.SameEvidence && form.SubmitBy is null)
        {
            ModelState.AddModelError("Form." + nameof(form.SubmitBy), t["Enter the last day to submit."]);
        }

        // Read only to be asked about, or where the verb refuses: it knows by itself.
        Task<Dictionary<Guid, Standing>> Standings() => check.InRoleAsync(Roles.Assessor, form.People, head.CandidateId, head.UnitId, JudgingKind.Assessing, cancel);
        var rules = await RulesAsync(head, cancel);
        var standings = form.Ask ? await Standings() : null;
        var refused = form.Faults(ModelState, rules, (head.CandidateId, head.UnitId), head.Refused, standings, t);
        if (!await this.AskedAsync(form, ask, refused, head.PredecessorId, user.PersonId, t, standings, cancel) && ModelState.IsValid)
        {
            try
            {
                var next = await run();
                this.AddFlash(Tone.Success, t["The new attempt is planned, and the people in it are told."]);
                return Redirect($"/assessments/{next}");
            }
            catch (DomainException broken) when (broken.Code is "independence.refused" or "assessor.role")
            {
                db.GiveUp();
                form.MayAsk = form.Faults(ModelState, rules, (head.CandidateId, head.UnitId), head.Refused, await Standings(), t).Count > 0;
            }
            catch (DomainException broken)
            {
                db.GiveUp();
                ModelState.AddModelError("Form." + (broken.Code == "plan.dates" ? nameof(form.DecideBy) : nameof(form.AssessorId)), t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(head, form, cancel);
    }

    private async Task<IActionResult> PageAsync(ReassessmentHead head, ReassessmentForm form, CancellationToken cancel)
    {
        var assessors = await check.ChoicesAsync(db.InRole(Roles.Assessor), head.CandidateId, head.UnitId, JudgingKind.Assessing, cancel);
        return View("Reassessment", new ReassessmentPage(head, form, await RulesAsync(head, cancel), [.. assessors.Where(a => a.Id != head.CandidateId && !head.Refused.Contains(a.Id))]));
    }

    private async Task<SchemeRules> RulesAsync(ReassessmentHead head, CancellationToken cancel) => (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document.Rules;

    private async Task<ReassessmentHead?> ResultAsync(Guid id, CancellationToken cancel)
    {
        var found = await (
            from a in PlanReassessment.MayFollow(db, db.Assessments.AsNoTracking().AsAdministrator(user.Viewer))
            where a.Id == id
            join p in db.People on a.CandidateId equals p.Id
            join newest in PlanReassessment.NewestSchemes(db) on a.SchemeId equals newest.Id
            select new { a.Id, a.Code, a.CandidateId, p.NameZh, p.NameLatin, a.SchemeId, newest.NewestId, a.UnitId }).SingleOrDefaultAsync(cancel);
        return found is null
            ? null
            : new ReassessmentHead(found.Id, found.Code, found.CandidateId, new PersonName(found.NameZh, found.NameLatin), found.NewestId, found.NewestId != found.SchemeId, null, $"/assessments/{id}/reassessment", [], found.UnitId);
    }

    private async Task<ReassessmentHead?> AppealAsync(Guid id, CancellationToken cancel)
    {
        var found = await (
            from x in db.Appeals.AsNoTracking()
            where x.Id == id && x.NewAssessmentId == null && (x.Outcome == AppealOutcome.RatedAgain || x.Outcome == AppealOutcome.NewAssessment)
            join a in db.Assessments.AsAdministrator(user.Viewer) on x.AssessmentId equals a.Id
            join p in db.People on a.CandidateId equals p.Id
            join newest in PlanReassessment.NewestSchemes(db) on a.SchemeId equals newest.Id
            select new { a.Id, a.Code, a.CandidateId, p.NameZh, p.NameLatin, a.SchemeId, newest.NewestId, a.UnitId, x.Outcome, Refused = a.Assignments.Select(y => y.PersonId).ToList() }).AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var scheme = found.Outcome == AppealOutcome.RatedAgain ? found.SchemeId : found.NewestId;
        return new ReassessmentHead(found.Id, found.Code, found.CandidateId, new PersonName(found.NameZh, found.NameLatin), scheme, scheme != found.SchemeId, found.Outcome, $"/appeals/{id}/plan", found.Refused, found.UnitId);
    }
}
