using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Assessments;

/// <summary>Plans a new assessment.</summary>
[Authorize(Policy = Permissions.ManageAssessments)]
[Route("assessments/new")]
internal sealed class PlanController(AppDbContext db, UnitCatalogue catalogue, NewAssessmentQueries queries, PlanAssessment plan, IndependenceCheck check, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet]
    public async Task<IActionResult> New(Guid? scheme, Guid? candidate, CancellationToken cancel)
    {
        var page = await queries.NewAsync(scheme, candidate, user.PersonId, cancel);
        return page.Form is null && scheme is not null ? NotFound() : View(page);
    }

    [HttpPost]
    public async Task<IActionResult> Create([Bind(Prefix = "Form")] NewAssessmentForm form, [FromServices] AskOverride ask, string? next, CancellationToken cancel)
    {
        if (await catalogue.FindSchemeAsync(db, form.SchemeId, cancel) is not { } scheme)
        {
            return NotFound();
        }

        var candidate = await CandidateAsync(form.Candidate, cancel);
        var unit = (await catalogue.UnitAsync(db, scheme.UnitVersionId, cancel)).UnitId;
        var standings = await check.InRoleAsync(Roles.Assessor, form.People, candidate, unit, JudgingKind.Assessing, cancel);
        var refused = form.Faults(ModelState, scheme.Document.Rules, (candidate, unit), [], standings, t);
        if (!await this.AskedAsync(form, ask, refused, null, user.PersonId, t, standings, cancel) && ModelState.IsValid)
        {
            try
            {
                var id = await plan.RunAsync(new NewAssessment(candidate, form.AssessorId!.Value, form.SchemeId, form.Methods, form.SubmitBy!.Value, form.DecideBy!.Value)
                {
                    SecondAssessorId = form.SecondAssessorId,
                    DecisionMakerId = form.DecisionMakerId,
                    Resources = form.Resources.Where(r => !string.IsNullOrWhiteSpace(r.Value)).ToDictionary(r => r.Key, r => r.Value!.Trim()),
                }, cancel);
                this.AddFlash(Tone.Success, t["The assessment is planned. The candidate sees the plan and acknowledges it."]);
                return Redirect(next == "plan" ? $"/assessments/{id}/plan" : $"/assessments/{id}");
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError("Form." + broken.Code switch
                {
                    "plan.methods" => nameof(form.Methods),
                    "plan.dates" => nameof(form.SubmitBy),
                    "assessor.is-candidate" or "independence.refused" => nameof(form.AssessorId),
                    _ => nameof(form.Candidate),
                }, t.Error(broken.Code, broken.Args)!);
            }
        }

        return View("New", await queries.PageAsync(form, candidate, user.PersonId, cancel));
    }

    /// <summary>The person whom the text means; a fault beside the field where it is not exactly one.</summary>
    private async Task<Guid> CandidateAsync(string? text, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Guid.Empty;
        }

        var found = await db.FindAsync(Roles.Candidate, text, cancel);
        if (found.Count == 1 && found[0].Id != user.PersonId)
        {
            return found[0].Id;
        }

        Fault(nameof(NewAssessmentForm.Candidate), found.Count switch
        {
            0 => "error.candidate.unknown",
            1 => "error.candidate.self",
            _ => "error.candidate.several",
        });
        return Guid.Empty;
    }

    private void Fault(string field, string key) => ModelState.AddModelError("Form." + field, t[key]);
}
