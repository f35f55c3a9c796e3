using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>A question of the bank as it is entered.</summary>
internal sealed class QuestionForm
{
    /// <summary>Made with the page: sent twice, it adds one question.</summary>
    public Guid RequestId { get; set; }

    [Display(Name = "Criterion")]
    public string? Criterion { get; set; }

    [Display(Name = "Oral or written")]
    public QuestionMode Mode { get; set; }

    [Display(Name = "Question in Chinese")]
    public string? TextZh { get; set; }

    [Display(Name = "Question in English")]
    public string? TextEn { get; set; }

    [Display(Name = "What to look for, in Chinese")]
    public string? LookForZh { get; set; }

    [Display(Name = "What to look for, in English")]
    public string? LookForEn { get; set; }

    public LocalText Text => new(TextZh!, TextEn);

    public LocalText LookFor => new(LookForZh ?? "", LookForEn);
}

internal sealed class QuestionFormValidator : AbstractValidator<QuestionForm>
{
    public QuestionFormValidator()
    {
        RuleFor(f => f.Criterion).NotEmpty().WithText("Choose the criterion.");
        RuleFor(f => f.Mode).IsInEnum();
        RuleFor(f => f.TextZh).NotEmpty().WithText("Enter the question in Chinese.");
        RuleFor(f => f.TextZh).MaximumLength(BankQuestion.TextLimit).WithText("At most {0} characters.", BankQuestion.TextLimit);
        RuleFor(f => f.TextEn).MaximumLength(BankQuestion.TextLimit).WithText("At most {0} characters.", BankQuestion.TextLimit);
        RuleFor(f => f.LookForZh).MaximumLength(BankQuestion.TextLimit).WithText("At most {0} characters.", BankQuestion.TextLimit);
        RuleFor(f => f.LookForEn).MaximumLength(BankQuestion.TextLimit).WithText("At most {0} characters.", BankQuestion.TextLimit);
    }
}

internal sealed record QuestionRow(Guid Id, CriterionView Criterion, QuestionMode Mode, LocalText Text, LocalText LookFor, bool IsRetired);

/// <param name="Unit">Whose questions these are.</param>
/// <param name="Units">Every unit version, to choose from.</param>
/// <param name="Rows">In the order of the unit.</param>
internal sealed record QuestionsPage(UnitView Unit, IReadOnlyList<(Guid Id, string Code, string Name)> Units, IReadOnlyList<QuestionRow> Rows);

/// <param name="Unit">Whose question it is.</param>
/// <param name="Question">Which one is changed; null for a new one.</param>
/// <param name="IsRetired">Whether it is offered no more.</param>
/// <param name="Form">What is entered.</param>
internal sealed record QuestionPage(UnitView Unit, Guid? Question, bool IsRetired, QuestionForm Form);

/// <summary>題庫: the questions of each unit version, which administrators look after and assessors choose from.</summary>
internal sealed class QuestionBank(AppDbContext db, UnitCatalogue catalogue, TimeProvider clock)
{
    /// <summary>Of a unit version, or of the one imported last; null where there is none.</summary>
    public async Task<QuestionsPage?> PageAsync(Guid? unitVersionId, CancellationToken cancel)
    {
        var versions = await db.UnitVersions.AsNoTracking().OrderByDescending(v => v.Id).Select(v => new { v.Id, v.Code, v.Name, v.ImportedAt }).ToListAsync(cancel);
        var units = versions.OrderByDescending(v => v.ImportedAt).ThenBy(v => v.Code, StringComparer.Ordinal).Select(v => (v.Id, v.Code, v.Name)).ToList();
        if (units.FindIndex(u => unitVersionId is null || u.Id == unitVersionId) is var at && at < 0)
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, units[at].Id, cancel);
        var rows = await db.BankQuestions.AsNoTracking().Where(q => q.UnitVersionId == unit.VersionId).ToListAsync(cancel);
        return new QuestionsPage(unit, units, [.. unit.Criteria.Join(rows, c => c.Id, q => q.CriterionId, (c, q) => new QuestionRow(q.Id, c, q.Mode, q.Text, q.LookFor, q.RetiredAt is not null))]);
    }

    /// <summary>A form for a new question; null where the unit is not there.</summary>
    public async Task<QuestionPage?> NewAsync(Guid unitVersionId, string? criterion, CancellationToken cancel) =>
        await NewAsync(unitVersionId, new QuestionForm { RequestId = Guid.NewGuid(), Criterion = criterion }, cancel);

    public async Task<QuestionPage?> NewAsync(Guid unitVersionId, QuestionForm form, CancellationToken cancel) =>
        await db.UnitVersions.AnyAsync(v => v.Id == unitVersionId, cancel) ? new QuestionPage(await catalogue.UnitAsync(db, unitVersionId, cancel), null, false, form) : null;

    /// <summary>A form with a question as it stands, or with what was entered; null where it is not there.</summary>
    public async Task<QuestionPage?> FindAsync(Guid questionId, QuestionForm? form, CancellationToken cancel)
    {
        if (await db.BankQuestions.AsNoTracking().SingleOrDefaultAsync(q => q.Id == questionId, cancel) is not { } question)
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, question.UnitVersionId, cancel);
        return new QuestionPage(unit, question.Id, question.RetiredAt is not null, form ?? new QuestionForm
        {
            Criterion = unit.Criterion(question.CriterionId).Code,
            Mode = question.Mode,
            TextZh = question.TextZh,
            TextEn = question.TextEn,
            LookForZh = question.LookForZh,
            LookForEn = question.LookForEn,
        });
    }

    /// <summary>Runs inside the caller's transaction.</summary>
    /// <exception cref="DomainException"><c>rating.criterion</c>, and those of <see cref="BankQuestion"/></exception>
    public async Task<Guid> AddAsync(Guid unitVersionId, QuestionForm form, CancellationToken cancel)
    {
        var question = new BankQuestion(db.NextKey(), unitVersionId, await CriterionAsync(unitVersionId, form, cancel), form.Mode, form.Text, form.LookFor);
        db.BankQuestions.Add(question);
        return question.Id;
    }

    /// <exception cref="DomainException"><c>rating.criterion</c>, and those of <see cref="BankQuestion.Change"/></exception>
    public async Task ChangeAsync(Guid questionId, QuestionForm form, CancellationToken cancel)
    {
        var question = await db.BankQuestions.SingleAsync(q => q.Id == questionId, cancel);
        question.Change(await CriterionAsync(question.UnitVersionId, form, cancel), form.Mode, form.Text, form.LookFor);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Offers it no more, or again.</summary>
    public async Task RetireAsync(Guid questionId, bool retire, CancellationToken cancel)
    {
        var question = await db.BankQuestions.SingleAsync(q => q.Id == questionId, cancel);
        if (retire)
        {
            question.Retire(clock.GetUtcNow().UtcDateTime);
        }
        else
        {
            question.Restore();
        }

        await db.SaveChangesAsync(cancel);
    }

    private async Task<Guid> CriterionAsync(Guid unitVersionId, QuestionForm form, CancellationToken cancel) =>
        (await catalogue.UnitAsync(db, unitVersionId, cancel)).Criterion(form.Criterion!)?.Id ?? throw new DomainException("rating.criterion");
}
