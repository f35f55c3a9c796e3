using System.Data.Common;
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
        await db.RaiseOrInsertAsync(
            () => mine.ExecuteUpdateAsync(u => u.SetProperty(s => s.Last, s => s.Last + 1), cancel),
            $"INSERT INTO NumberSequences (CentreId, Series, Year, Last) VALUES ({centreId}, {series}, {year}, 1)",
            cancel);
        return await mine.Select(s => s.Last).SingleAsync(cancel);
    }

    /// <summary>
    /// Raises a counter's row, or inserts it. SQL Server lets two writers find that there is none; the second one's insert waits, fails
    /// alone, and finds the row of the first.
    /// </summary>
    internal static async Task RaiseOrInsertAsync(this AppDbContext db, Func<Task<int>> raise, FormattableString insert, CancellationToken cancel)
    {
        if (await raise() > 0)
        {
            return;
        }

        try
        {
            await db.Database.ExecuteSqlAsync(insert, cancel);
        }
        catch (DbException)
        {
            if (await raise() == 0)
            {
                throw;
            }
        }
    }
}
