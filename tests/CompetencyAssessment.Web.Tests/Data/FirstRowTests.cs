using System.Data.Common;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Commands;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CompetencyAssessment.Web.Tests.Data;

/// <summary>
/// Two who make the same first row at once. SQLite lets only one write at a time; so the other's row is put in at the very moment at
/// which SQL Server would let it appear.
/// </summary>
public sealed class FirstRowTests
{
    [Theory]
    [InlineData("NumberSequences")]
    [InlineData("AuditChains")]
    public async Task FirstRow_MadeByTwoAtOnce_CountsBoth(string table)
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        var chain = Guid.NewGuid();
        await using var db = database.Open(interceptors: new InsertsTwice(table));
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            if (table == "NumberSequences")
            {
                Assert.Equal(2, await db.TakeNumberAsync(story.Centre, "CR", 2026, CancellationToken.None));
            }
            else
            {
                db.Note(AuditFact.Of(chain, "test", chain));
                await db.SaveChangesAsync();
                Assert.Equal(2, await db.AuditChains.Where(c => c.Id == chain).Select(c => c.LastSequence).SingleAsync());
            }

            await transaction.CommitAsync();
        }
    }

    [Fact]
    public async Task Once_SameRequestAtOnce_GivesTheFirstAnswer()
    {
        await using var database = await Database.CreateAsync();
        var (id, user) = (Guid.NewGuid(), Guid.NewGuid());
        CommandLog Log(string answer) => new() { Id = id, UserId = user, Name = "test", Status = 200, Answer = answer, At = database.Now };
        await using var db = database.Open(interceptors: new AfterRollback(() => database.UseAsync(async other =>
        {
            other.CommandLogs.Add(Log("1"));
            await other.SaveChangesAsync();
        })));

        var answer = await new CommandRunner(db, database.Clock).OnceAsync(id, user, "test", async () =>
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO CommandLogs (Id, UserId, Name, Status, Answer, At) VALUES ({id}, {user}, 'test', 200, '1', {database.Now})");
            return 2;
        }, CancellationToken.None);

        Assert.Equal(1, answer);
    }

    /// <summary>Runs the first insert into a table twice: as the other's and as one's own.</summary>
    private sealed class InsertsTwice(string table) : DbCommandInterceptor
    {
        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.StartsWith($"INSERT INTO {table}", StringComparison.Ordinal))
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return result;
        }
    }

    private sealed class AfterRollback(Func<Task> then) : DbTransactionInterceptor
    {
        public override Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) => then();
    }
}
