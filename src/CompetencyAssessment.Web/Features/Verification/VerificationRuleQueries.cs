using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>A version of the rule, and who set it.</summary>
internal sealed record RuleRow(int Number, VerificationTerms Terms, string Seed, PersonName SetBy, DateTime SetAt);

/// <summary>A draw with what explains it.</summary>
/// <param name="AssessmentCode">The assessment.</param>
/// <param name="DecisionId">What the lot was computed from, with the seed of the rule.</param>
/// <param name="Assessor">Whose ratings the decision rests on.</param>
/// <param name="RuleNumber">The rule; null where none was set.</param>
/// <param name="Lot">0 to 9999.</param>
/// <param name="Percentage">The rule's, of which a hundredfold is the bound of the lot.</param>
/// <param name="Reason">What came of it.</param>
/// <param name="At">UTC.</param>
/// <param name="Verification">The verification, if one was opened.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record DrawRow(string AssessmentCode, Guid DecisionId, PersonName Assessor, int? RuleNumber, int? Lot, int? Percentage, DrawReason Reason, DateTime At, Guid? Verification, VerificationOutcome? Outcome);

/// <summary>A disagreement after release that waits for the quality lead.</summary>
internal sealed record WaitingRow(Guid Id, string AssessmentCode, DateTime ClosedAt);

internal sealed record VerificationRulesPage(IReadOnlyList<RuleRow> Rules, IReadOnlyList<WaitingRow> Waiting, IReadOnlyList<DrawRow> Draws, PageInfo Page, RuleForm Form);

/// <summary>What the quality lead makes of a disagreement.</summary>
internal sealed class ReviewForm
{
    [Display(Name = "What follows from it")]
    public string? Answer { get; set; }
}

internal sealed class ReviewFormValidator : AbstractValidator<ReviewForm>
{
    public ReviewFormValidator() =>
        RuleFor(f => f.Answer).NotEmpty().WithText("Say what follows from it.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
}

/// <summary>A verification that a quality lead reads: what was disagreed with, and why.</summary>
/// <param name="AssessmentId">The assessment.</param>
/// <param name="AssessmentCode">Its code.</param>
/// <param name="Verification">The verification.</param>
/// <param name="Verifier">Who ended it.</param>
/// <param name="Reviewer">The quality lead who answered a disagreement.</param>
/// <param name="HasNumber">Whether there are documents with a number, which can be revoked.</param>
/// <param name="HasPart">Whether the viewer has or had a part in it, and so does not answer.</param>
/// <param name="Items">What was not agreed with.</param>
/// <param name="Form">The answer.</param>
internal sealed record DisagreementPage(
    Guid AssessmentId, string AssessmentCode, Domain.Assessments.Verification Verification, PersonName? Verifier, PersonName? Reviewer, bool HasNumber, bool HasPart, IReadOnlyList<(string Code, string Reason)> Items, ReviewForm Form);

/// <summary>What a quality lead's pages of verification read.</summary>
internal sealed class VerificationRuleQueries(AppDbContext db)
{
    private const int PageSize = 25;

    /// <summary>Disagreements after release that wait for a quality lead.</summary>
    public static IQueryable<Domain.Assessments.Verification> Waiting(AppDbContext db, Viewer viewer) =>
        db.Verifications.Where(v => v.Outcome == VerificationOutcome.Disagreed && v.AnsweredAt == null && db.Assessments.AsQualityLead(viewer).Any(a => a.Id == v.AssessmentId && !a.Assignments.Any(x => x.PersonId == viewer.PersonId)));

    public async Task<VerificationRulesPage> PageAsync(Viewer viewer, RuleForm? form, int page, CancellationToken cancel)
    {
        var rules = await (
            from rule in db.VerificationRules.AsNoTracking()
            join person in db.People on rule.SetById equals person.Id
            orderby rule.Number descending
            select new { Rule = rule, Name = new PersonName(person.NameZh, person.NameLatin) }).Take(20).ToListAsync(cancel);
        var all = from draw in db.VerificationDraws.AsNoTracking()
                  join assessment in db.Assessments.AsQualityLead(viewer) on draw.AssessmentId equals assessment.Id
                  select new { Draw = draw, assessment.Code };
        var total = await all.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var draws = await (
            from x in all
            join assessor in db.People on x.Draw.AssessorId equals assessor.Id
            from rule in db.VerificationRules.Where(r => r.Id == x.Draw.RuleId).DefaultIfEmpty()
            from verification in db.Verifications.Where(v => v.DecisionId == x.Draw.DecisionId).DefaultIfEmpty()
            orderby x.Draw.At descending, x.Draw.Id
            select new DrawRow(
                x.Code, x.Draw.DecisionId, new PersonName(assessor.NameZh, assessor.NameLatin), (int?)rule.Number, x.Draw.Lot, (int?)rule.Percentage, x.Draw.Reason, x.Draw.At,
                (Guid?)verification.Id, verification.Outcome))
            .Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var waiting = await (
            from verification in Waiting(db, viewer).AsNoTracking()
            join assessment in db.Assessments on verification.AssessmentId equals assessment.Id
            orderby verification.ClosedAt
            select new WaitingRow(verification.Id, assessment.Code, verification.ClosedAt!.Value)).ToListAsync(cancel);
        var rows = rules.ConvertAll(r => new RuleRow(r.Rule.Number, r.Rule.Terms, Convert.ToHexStringLower(r.Rule.Seed), r.Name, r.Rule.SetAt));
        return new VerificationRulesPage(rows, waiting, draws, info, form ?? RuleForm.Of(rows.Count > 0 ? rows[0] : null));
    }

    public Task<bool> IsVisibleAsync(Guid id, Viewer viewer, CancellationToken cancel) =>
        db.Verifications.AnyAsync(v => v.Id == id && v.ClosedAt != null && db.Assessments.AsQualityLead(viewer).Any(a => a.Id == v.AssessmentId), cancel);

    /// <summary>Null for an assessment of one's own, and for what is still open: until then it is between verifier and assessors.</summary>
    public async Task<DisagreementPage?> VerificationAsync(Guid id, Viewer viewer, ReviewForm form, CancellationToken cancel)
    {
        var found = await (
            from verification in db.Verifications.AsNoTracking().AsSingleQuery().Include(v => v.Items)
            where verification.Id == id && verification.ClosedAt != null
            join assessment in db.Assessments.AsQualityLead(viewer) on verification.AssessmentId equals assessment.Id
            from verifier in db.People.Where(p => p.Id == verification.VerifierId).DefaultIfEmpty()
            from reviewer in db.People.Where(p => p.Id == verification.AnsweredById).DefaultIfEmpty()
            select new { Verification = verification, assessment.Code, Verifier = verifier, Reviewer = reviewer, HasPart = assessment.Assignments.Any(a => a.PersonId == viewer.PersonId), HasNumber = db.RecordIssues.Any(i => i.AssessmentId == assessment.Id && i.Number != null) }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var disagreed = found.Verification.Disagreed();
        var codes = await db.Criteria.AsNoTracking().Where(c => disagreed.Contains(c.Id)).OrderBy(c => c.Position).Select(c => new { c.Id, c.Code }).ToListAsync(cancel);
        PersonName? Name(Person? person) => person is null ? null : new PersonName(person.NameZh, person.NameLatin);
        return new DisagreementPage(
            found.Verification.AssessmentId, found.Code, found.Verification, Name(found.Verifier), Name(found.Reviewer), found.HasNumber, found.HasPart,
            [.. codes.Select(c => (c.Code, found.Verification.Items.Single(i => i.CriterionId == c.Id).Reason ?? ""))], form);
    }
}
