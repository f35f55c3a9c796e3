using CompetencyAssessment.Domain.Records;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data;

public static class NumberSequences
{
    /// <summary>
    /// Takes the next number of a series. Inside the caller's transaction, whose row lock makes others wait, so that no number is
    /// given twice and none is left out when the transaction fails.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no transaction.</exception>
    public static async Task<int> TakeNumberAsync(this AppDbContext db, Guid centreId, string series, int year, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A number is taken inside the transaction that uses it.");
        }

        var mine = db.NumberSequences.Where(s => s.CentreId == centreId && s.Series == series && s.Year == year);
        if (await mine.ExecuteUpdateAsync(u => u.SetProperty(s => s.Last, s => s.Last + 1), cancel) == 0)
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO NumberSequences (CentreId, Series, Year, Last) VALUES ({centreId}, {series}, {year}, 1)", cancel);
            return 1;
        }

        return await mine.Select(s => s.Last).SingleAsync(cancel);
    }
}
