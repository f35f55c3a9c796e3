namespace CompetencyAssessment.Data;

/// <summary>What is done wholly or not at all.</summary>
public static class Transactions
{
    /// <summary>Runs in the caller's transaction, or in one of its own, which is committed at the end.</summary>
    public static async Task<T> InTransactionAsync<T>(this AppDbContext db, Func<Task<T>> run, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await run();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var answer = await run();
        await transaction.CommitAsync(cancel);
        return answer;
    }
}
