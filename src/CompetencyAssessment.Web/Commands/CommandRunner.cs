using System.Text.Json;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Commands;

/// <summary>
/// Runs a command once: in one transaction, with the client's id. A repetition does nothing and gives the first answer again, so that
/// a browser may repeat what it has no answer to.
/// </summary>
internal sealed class CommandRunner(AppDbContext db, TimeProvider clock)
{
    /// <param name="id">Made by the client for this one act.</param>
    /// <param name="userId">The account; an id that another account used is refused.</param>
    /// <param name="name">Which command, for the log.</param>
    /// <param name="run">Does it; saves nothing itself but by the context given here.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException"><c>command.reused</c></exception>
    public async Task<T> OnceAsync<T>(Guid id, Guid userId, string name, Func<Task<T>> run, CancellationToken cancel)
    {
        if (id == Guid.Empty)
        {
            throw new DomainException("command.reused");
        }

        // On SQLite a transaction takes the write lock when it begins, on SQL Server the key of the log row decides a race.
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await KnownAsync<T>(id, userId, name, cancel) is { } known)
        {
            return known.Answer;
        }

        try
        {
            var answer = await run();
            db.CommandLogs.Add(new CommandLog
            {
                Id = id,
                UserId = userId,
                Name = name,
                Status = StatusCodes.Status200OK,
                Answer = JsonSerializer.Serialize(answer, RatingFields.Json),
                At = clock.GetUtcNow().UtcDateTime,
            });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return answer;
        }
        catch (DbUpdateException e) when (e.InnerException is { } inner && UniqueKey.IsViolatedBy(inner))
        {
            // The same request was under way twice, and the other came first.
            await transaction.RollbackAsync(cancel);
            db.GiveUp();
            if (await KnownAsync<T>(id, userId, name, cancel) is { } first)
            {
                return first.Answer;
            }

            throw;
        }
    }

    private async Task<Known<T>?> KnownAsync<T>(Guid id, Guid userId, string name, CancellationToken cancel)
    {
        var log = await db.CommandLogs.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel);
        return log is null ? null
            : log.UserId == userId && log.Name == name ? new Known<T>(JsonSerializer.Deserialize<T>(log.Answer, RatingFields.Json)!)
            : throw new DomainException("command.reused");
    }

    private sealed record Known<T>(T Answer);
}
