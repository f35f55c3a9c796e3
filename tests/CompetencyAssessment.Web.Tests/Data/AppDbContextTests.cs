using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Data;

public sealed class AppDbContextTests
{
    [Fact]
    public async Task Save_RaisesTheVersionAndKeepsUtc()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        for (var version = 1; version <= 2; version++)
        {
            await using var db = database.Open();
            var person = await db.People.SingleAsync(p => p.Id == story.Candidate);
            Assert.Equal(version - 1, person.Version);
            Assert.Equal(DateTimeKind.Utc, person.CreatedAt.Kind);
            person.Rename($"林雅筑{version}", null, "C001");
            await db.SaveChangesAsync();
            Assert.Equal(version, person.Version);
        }
    }

    [Fact]
    public async Task Save_OverAnothersChange_ThrowsAndLeavesNothing()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        await using var first = database.Open();
        await using var second = database.Open();
        var mine = await Story.LoadAsync(first, story.Assessment);
        var theirs = await Story.LoadAsync(second, story.Assessment);
        mine.Acknowledge(story.Candidate, database.Now);
        theirs.Withdraw("改期", database.Now);
        await first.SaveChangesAsync();
        var entries = await database.UseAsync(db => db.AuditEntries.CountAsync());
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
        Assert.Equal(entries, await database.UseAsync(db => db.AuditEntries.CountAsync()));
        Assert.Equal(AssessmentState.Gathering, await database.UseAsync(db => db.Assessments.Select(a => a.State).SingleAsync()));
        Assert.Equal([], await database.CheckAsync());
    }

    [Fact]
    public async Task Save_OverRaisedContentVersion_Throws()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        await using var db = database.Open();
        var assessment = await Story.LoadAsync(db, story.Assessment);
        await database.UseAsync(o => o.Assessments.ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion + 1)));
        assessment.Acknowledge(story.Candidate, database.Now);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public async Task Save_AgainAfterAConflict_WritesItsTrailOnce()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        await using var db = database.Open();
        var person = await db.People.SingleAsync(p => p.Id == story.Candidate);
        person.Rename("林雅竹", null, "C001");
        await database.UseAsync(async other =>
        {
            (await other.People.SingleAsync(p => p.Id == story.Candidate)).Rename("林雅築", null, "C001");
            await other.SaveChangesAsync();
        });
        var conflict = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
        var row = Assert.Single(conflict.Entries);
        row.OriginalValues.SetValues((await row.GetDatabaseValuesAsync())!);
        await db.SaveChangesAsync();
        Assert.Equal(2, await database.UseAsync(o => o.AuditEntries.CountAsync(e => e.Action == "person.renamed")));
        Assert.Equal(2, await database.UseAsync(o => o.People.Where(p => p.Id == story.Candidate).Select(p => p.Version).SingleAsync()));
        Assert.Equal([], await database.CheckAsync());
    }

    [Fact]
    public async Task Save_FailedInsideATransactionThatGoesOn_LeavesTheChainsWhole()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var second = story.Plan(db, database.Now, 2);
            db.Assessments.Add(second);
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
            db.ChangeTracker.Clear();
            (await db.People.SingleAsync(p => p.Id == story.Candidate)).Rename("林雅竹", null, "C001");
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        Assert.Equal(1, await database.UseAsync(db => db.Assessments.CountAsync()));
        Assert.Equal(1, await database.UseAsync(db => db.AuditEntries.CountAsync(e => e.Action == "person.renamed")));
        Assert.Equal([], await database.CheckAsync());
    }

    [Fact]
    public async Task Save_RolledBack_TakesItsFactsAlong()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        var before = await database.DumpAsync();
        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            (await Story.LoadAsync(db, story.Assessment)).Acknowledge(story.Candidate, database.Now);
            db.Note(AuditFact.Of(Guid.NewGuid(), "evidence.viewed", Guid.NewGuid()));
            await db.SaveChangesAsync();
            Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "assessment.moved"));
            await transaction.RollbackAsync();
        }

        Assert.Equal(before, await database.DumpAsync());
    }

    [Fact]
    public async Task Save_NotedFactAlone_IsWritten()
    {
        await using var database = await Database.CreateAsync();
        var actor = Guid.NewGuid();
        var fact = AuditFact.Of(Guid.NewGuid(), "sign-in.failed", Guid.NewGuid(), ("b", "2"), ("a", "1"));
        await database.UseAsync(async db =>
        {
            db.ActorId = actor;
            db.Note(fact);
            await db.SaveChangesAsync();
        });
        var entry = await database.UseAsync(db => db.AuditEntries.SingleAsync());
        Assert.Equal((fact.Stream, 1, "sign-in.failed", fact.Subject, actor, database.Now.Ticks), (entry.StreamId, entry.Sequence, entry.Action, entry.SubjectId, entry.ActorId, entry.AtTicks));
        Assert.Equal("{\"a\":\"1\",\"b\":\"2\"}", System.Text.Encoding.UTF8.GetString(entry.Payload));
    }

    [Fact]
    public async Task GiveUp_AfterAFailedSave_TellsNothingLater()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        await using var db = database.Open();
        db.Assessments.Add(story.Plan(db, database.Now, 2));
        db.Note(AuditFact.Of(story.Assessment, "evidence.viewed", Guid.NewGuid()));
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        db.GiveUp();
        db.Note(AuditFact.Of(story.Assessment, "evidence.downloaded", Guid.NewGuid()));
        await db.SaveChangesAsync();
        Assert.Equal(["evidence.downloaded"], await db.AuditEntries.Where(e => e.Action.StartsWith("evidence.")).Select(e => e.Action).ToListAsync());
        Assert.Equal([], await database.CheckAsync());
    }

    [Fact]
    public async Task Save_Synchronously_IsRefused()
    {
        await using var database = await Database.CreateAsync();
        await using var db = database.Open();
        Assert.Throws<NotSupportedException>(() => db.SaveChanges());
    }

    [Fact]
    public async Task Save_ByTwentyWritersOnSeveralChains_KeepsEachContinuous()
    {
        await using var database = await Database.CreateAsync();
        Guid[] streams = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
        await Task.WhenAll(Enumerable.Range(0, 20).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await using var db = database.Open();
                db.Note(AuditFact.Of(streams[writer % 4], "test.one", Guid.NewGuid()));
                db.Note(AuditFact.Of(streams[(writer + i) % 4], "test.two", Guid.NewGuid()));
                await db.SaveChangesAsync();
            }
        })));
        Assert.Equal(200, await database.UseAsync(db => db.AuditEntries.CountAsync()));
        foreach (var stream in streams)
        {
            var numbers = await database.UseAsync(db => db.AuditEntries.Where(e => e.StreamId == stream).OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync());
            Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        }

        Assert.Equal([], await database.CheckAsync());
    }

    [Fact]
    public async Task TakeNumber_InParallelAndRolledBack_LeavesNoGap()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        var taken = new System.Collections.Concurrent.ConcurrentBag<int>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            await using var db = database.Open();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var number = await db.TakeNumberAsync(story.Centre, "CR", 2026, CancellationToken.None);
            if (i % 3 == 0)
            {
                await transaction.RollbackAsync();
                return;
            }

            await transaction.CommitAsync();
            taken.Add(number);
        })));
        Assert.Equal(Enumerable.Range(1, 13), taken.Order());
        await using var other = database.Open();
        await Assert.ThrowsAsync<InvalidOperationException>(() => other.TakeNumberAsync(story.Centre, "CR", 2026, CancellationToken.None));
        await using var next = await other.Database.BeginTransactionAsync();
        Assert.Equal(1, await other.TakeNumberAsync(story.Centre, "CR", 2027, CancellationToken.None));
        Assert.Equal(1, await other.TakeNumberAsync(story.Centre, "A", 2026, CancellationToken.None));
        Assert.Equal(14, await other.TakeNumberAsync(story.Centre, "CR", 2026, CancellationToken.None));
    }

    [Fact]
    public async Task Assessment_OneOpenPerPersonAndUnit()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        await using (var db = database.Open())
        {
            db.Assessments.Add(story.Plan(db, database.Now, 2));
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        }

        await database.UseAsync(async db =>
        {
            (await Story.LoadAsync(db, story.Assessment)).Terminate("逾期", database.Now.AddDays(21), database.Now);
            await db.SaveChangesAsync();
            db.Assessments.Add(story.Plan(db, database.Now, 2));
            await db.SaveChangesAsync();
        });
        Assert.Equal([], await database.CheckAsync());
    }

    [Fact]
    public async Task Assessment_EachAttemptOnce_UnlessWithdrawnBeforeSubmission()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        await database.UseAsync(async db =>
        {
            (await Story.LoadAsync(db, story.Assessment)).Terminate("逾期", database.Now.AddDays(21), database.Now);
            await db.SaveChangesAsync();
        });
        await using (var db = database.Open())
        {
            await database.TamperAsync("UPDATE Assessments SET Code = 'A-2025-000001'");
            db.Assessments.Add(story.Plan(db, database.Now, 1));
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        }

        await database.TamperAsync("UPDATE Assessments SET AttemptNo = NULL");
        await database.UseAsync(async db =>
        {
            db.Assessments.Add(story.Plan(db, database.Now, 1));
            await db.SaveChangesAsync();
        });
    }

    [Fact]
    public async Task ReplaceAssessor_AndATakenBackRound_AreOneSaveEach()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        await story.FinishAsync(database);
        var parts = await database.UseAsync(db => db.Set<AssessorAssignment>().OrderBy(a => a.Id).Select(a => new { a.PersonId, Ended = a.EndedAt != null }).ToListAsync());
        Assert.Equal([(story.Assessor, true), (story.Successor, false)], parts.Select(p => (p.PersonId, p.Ended)));
        Assert.Equal([], await database.CheckAsync());
    }
}
