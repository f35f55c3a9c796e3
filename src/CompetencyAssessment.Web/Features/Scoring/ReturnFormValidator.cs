using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Scoring;

internal sealed class ReturnFormValidator : AbstractValidator<ReturnForm>
{
    public ReturnFormValidator()
    {
        RuleFor(f => f.ResubmitBy).NotNull().WithText("Choose the last day to answer.");
        RuleFor(f => f.Message).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
        RuleForEach(f => f.Missing).Must(m => m.Value is null || m.Value.Length <= RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
    }
}

internal sealed class SignFormValidator : AbstractValidator<SignForm>
{
    public SignFormValidator()
    {
        RuleFor(f => f.Outcome).NotNull().WithText("Choose a decision.");
        RuleFor(f => f.Strengths).NotEmpty().WithText("Write at least one strength.");
        RuleFor(f => f.NextSteps).NotEmpty().WithText("Write at least one next step.");
        RuleFor(f => f.Feedback).NotEmpty().When(f => f.Outcome == Outcome.NotYetCompetent).WithText("A decision of not yet competent needs overall feedback.");
        RuleFor(f => f.Password).NotEmpty().WithText("Enter your password to sign.");
        RuleFor(f => f.Strengths).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
        RuleFor(f => f.NextSteps).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
        RuleFor(f => f.Feedback).MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
    }
}
