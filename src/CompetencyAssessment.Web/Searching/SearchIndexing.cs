using System.Data.Common;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Search;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Searching;

/// <summary>Indexes what was added and changed, one subject after the other. Setting <c>Search:Indexing</c>.</summary>
internal sealed class SearchIndexing(IServiceScopeFactory scopes, IConfiguration configuration, ILogger<SearchIndexing> log) : BackgroundService
{
    /// <summary>So long does somebody wait at most until what they saved is found.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMinutes(1);

    /// <summary>A transaction writes so many passages: others who save wait for no more.</summary>
    private const int Batch = 20;

    private const int Changes = 50;

    /// <summary>Indexes until nothing is on the list.</summary>
    /// <returns>How many subjects were indexed.</returns>
    public async Task<int> IndexDueAsync(CancellationToken cancel)
    {
        var count = 0;

        // What cannot be indexed waits for the next time and holds up nothing else.
        var failed = new List<long>();
        while (true)
        {
            List<SearchChange> changes;
            await using (var scope = scopes.CreateAsyncScope())
            {
                changes = await scope.ServiceProvider.GetRequiredService<AppDbContext>().SearchChanges.AsNoTracking()
                    .Where(c => !failed.Contains(c.Id)).OrderBy(c => c.Id).Take(Changes).ToListAsync(cancel);
            }

            if (changes.Count == 0)
            {
                return count;
            }

            // Small ones share a transaction; a file may need many.
            var subjects = changes.GroupBy(c => (c.Kind, c.SubjectId)).Select(g => new Subject(g.Key.Kind, g.Key.SubjectId, [.. g.Select(c => c.Id)])).ToList();
            await using (var scope = scopes.CreateAsyncScope())
            {
                var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
                var small = new List<(Subject Subject, IReadOnlyList<SubjectDocument> Documents)>();
                foreach (var subject in subjects.Where(s => s.Kind != SearchKind.Text))
                {
                    small.Add((subject, await SearchSubjects.ReadAsync(db, subject.Kind, subject.Id, cancel)));
                }

                await WriteAsync(db, small, cancel);
            }

            foreach (var file in subjects.Where(s => s.Kind == SearchKind.Text))
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
                try
                {
                    var documents = await SearchSubjects.ReadAsync(db, file.Kind, file.Id, cancel);
                    await (documents.Sum(d => d.Passages.Count) <= Batch ? WriteAsync(db, [(file, documents)], cancel) : IndexAsync(db, file, documents, cancel));
                }
                catch (Exception e) when (e is System.Text.Json.JsonException or InvalidDataException)
                {
                    log.LogError(e, "The text of file {File} was not indexed", file.Id);
                    failed.AddRange(file.Changes);
                }
            }

            count += subjects.Count;
        }
    }

    /// <summary>Puts on the list what the index lacks, as after an upgrade; empties an index that an older version made.</summary>
    public async Task EnlistAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        if (await db.SearchDocuments.AnyAsync(d => d.IndexVersion != SearchTerms.Version, cancel))
        {
            log.LogInformation("The search index is of another version; it is made anew");
            await ClearAsync(db, cancel);
        }

        foreach (var (kind, subjects) in SearchSubjects.All(db))
        {
            var missing = await subjects.Where(s => !db.SearchDocuments.Any(d => d.Kind == kind && d.SubjectId == s) && !db.SearchChanges.Any(c => c.Kind == kind && c.SubjectId == s)).ToListAsync(cancel);
            db.SearchChanges.AddRange(missing.Select(s => new SearchChange(kind, s)));
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Makes the whole index anew.</summary>
    /// <returns>How many subjects were indexed.</returns>
    public async Task<int> RebuildAsync(CancellationToken cancel)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            await ClearAsync(scope.ServiceProvider.GetRequiredService<AppDbContext>(), cancel);
        }

        await EnlistAsync(cancel);
        return await IndexDueAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue("Search:Indexing", true))
        {
            return;
        }

        // A start has better things to do first.
        await Task.Yield();
        var enlisted = false;
        while (true)
        {
            var pause = Pause;
            try
            {
                if (!enlisted)
                {
                    await EnlistAsync(stoppingToken);
                    enlisted = true;
                }

                await IndexDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is DbException or DbUpdateException or InvalidOperationException)
            {
                log.LogError(e, "Indexing was interrupted; it goes on in a minute");
                pause = PauseAfterFault;
            }

            await Task.Delay(pause, stoppingToken);
        }
    }

    private static async Task ClearAsync(AppDbContext db, CancellationToken cancel)
    {
        await db.SearchPostings.ExecuteDeleteAsync(cancel);
        await db.SearchPassages.ExecuteDeleteAsync(cancel);
        await db.SearchDocuments.ExecuteDeleteAsync(cancel);
    }

    private static Task WriteAsync(AppDbContext db, IReadOnlyCollection<(Subject Subject, IReadOnlyList<SubjectDocument> Documents)> subjects, CancellationToken cancel) => subjects.Count == 0
        ? Task.CompletedTask
        : db.InTransactionAsync(
            async () =>
            {
                foreach (var (subject, documents) in subjects)
                {
                    await IndexAsync(db, subject, documents, cancel);
                }

                return subjects.Count;
            },
            cancel);

    /// <summary>Removes what the index holds of a subject and adds what there is now; whatever ends it half-way leaves the changes on the list.</summary>
    private static async Task IndexAsync(AppDbContext db, Subject subject, IReadOnlyList<SubjectDocument> now, CancellationToken cancel)
    {
        var (kind, id) = (subject.Kind, subject.Id);
        var known = await db.SearchDocuments.Where(d => d.Kind == kind && d.SubjectId == id).ToListAsync(cancel);
        await RemoveAsync(db, kind, [.. known.Select(d => d.Id)], cancel);
        foreach (var document in now)
        {
            if (known.Find(d => d.Part == document.Part) is not { } row)
            {
                db.SearchDocuments.Add(row = new SearchDocument(kind, id, document.Part, SearchTerms.Version));
                await db.SaveChangesAsync(cancel);
            }

            foreach (var batch in document.Passages.Index().Chunk(Batch))
            {
                await db.InTransactionAsync(
                    async () =>
                    {
                        foreach (var (number, p) in batch)
                        {
                            await db.AddPassageAsync(kind, new SearchPassage(row.Id, number, p.Kind, p.Place, p.Text, p.Cells), cancel);
                        }

                        return batch.Length;
                    },
                    cancel);
                db.ChangeTracker.Clear();
            }
        }

        var gone = known.Where(d => !now.Any(n => n.Part == d.Part)).Select(d => d.Id).ToList();
        await db.SearchDocuments.Where(d => gone.Contains(d.Id)).ExecuteDeleteAsync(cancel);
        if (kind == SearchKind.Person)
        {
            db.SearchChanges.AddRange((await SearchSubjects.AssessmentsOfAsync(db, id, cancel)).Select(a => new SearchChange(SearchKind.Assessment, a)));
            await db.SaveChangesAsync(cancel);
        }

        var done = subject.Changes;
        await db.SearchChanges.Where(c => done.Contains(c.Id)).ExecuteDeleteAsync(cancel);
    }

    private static async Task RemoveAsync(AppDbContext db, SearchKind kind, IReadOnlyList<int> documents, CancellationToken cancel)
    {
        foreach (var document in documents)
        {
            while (await db.SearchPassages.AsNoTracking().Where(p => p.DocumentId == document).OrderBy(p => p.Id).Take(Batch).Select(p => new { p.Id, p.Folded }).ToListAsync(cancel) is { Count: > 0 } passages)
            {
                await db.InTransactionAsync(
                    async () =>
                    {
                        foreach (var passage in passages)
                        {
                            await db.RemovePassageAsync(kind, document, passage.Id, passage.Folded, cancel);
                        }

                        return passages.Count;
                    },
                    cancel);
            }
        }
    }

    /// <param name="Kind">What it is.</param>
    /// <param name="Id">Its key.</param>
    /// <param name="Changes">Entries of the list that are about it.</param>
    private sealed record Subject(SearchKind Kind, Guid Id, IReadOnlyList<long> Changes);
}
