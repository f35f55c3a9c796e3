using CompetencyAssessment.Domain.Competencies;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data.Import;

/// <summary>A bank of questions as a file that comes with the project: <c>Questions/BGM6R0925v2.json</c>.</summary>
/// <param name="Format">Version of the file format; 1.</param>
/// <param name="Unit">Code of the unit version that it is for.</param>
/// <param name="Questions">In the order of the unit.</param>
public sealed record QuestionBankDocument(int Format, string Unit, IReadOnlyList<QuestionDocument> Questions);

/// <summary>A question of it.</summary>
/// <param name="Criterion">Code, e.g. <c>K01</c>.</param>
/// <param name="Mode">Oral or written.</param>
/// <param name="Text">As it is asked.</param>
/// <param name="LookFor">What a sufficient answer holds.</param>
public sealed record QuestionDocument(string Criterion, QuestionMode Mode, LocalText Text, LocalText LookFor);

/// <summary>Gives a unit the questions that come with the project. What a centre has it keeps: administrators look after it.</summary>
public sealed class QuestionImporter(AppDbContext db)
{
    /// <summary>Adds the questions of a file where the unit version has none at all.</summary>
    /// <returns>How many were added.</returns>
    public async Task<int> ImportAsync(QuestionBankDocument document, CancellationToken cancel)
    {
        var unit = await db.UnitVersions.AsNoTracking().Where(v => v.Code == document.Unit).Select(v => new { v.Id, HasQuestions = db.BankQuestions.Any(q => q.UnitVersionId == v.Id) }).SingleOrDefaultAsync(cancel);
        if (unit is null or { HasQuestions: true })
        {
            return 0;
        }

        var criteria = await db.Criteria.AsNoTracking().Where(c => c.UnitVersionId == unit.Id).ToDictionaryAsync(c => c.Code, c => c.Id, cancel);
        db.BankQuestions.AddRange(document.Questions.Select(q => new BankQuestion(db.NextKey(), unit.Id, criteria[q.Criterion], q.Mode, q.Text, q.LookFor)));
        await db.SaveChangesAsync(cancel);
        return document.Questions.Count;
    }
}
