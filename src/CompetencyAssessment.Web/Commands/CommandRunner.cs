using System.Text.Json;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
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
        var known = await db.CommandLogs.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (known is not null)
        {
            return known.UserId == userId && known.Name == name
                ? JsonSerializer.Deserialize<T>(known.Answer, RatingFields.Json)!
                : throw new DomainException("command.reused");
        }

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
}
