using System.Data.Common;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Searching;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Overlaps;

/// <summary>
/// Takes the fingerprints of files whose text was read, and keeps what they have in common with files of other candidates. What stands in a unit or a
/// scheme, or in the files of many, is everybody's, and does not count. Setting <c>Overlaps:Enabled</c>.
/// </summary>
internal sealed class TextPrinting(IServiceScopeFactory scopes, IConfiguration configuration, ILogger<TextPrinting> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMinutes(1);

    /// <summary>Rows of one insert: others who save wait for no more.</summary>
    private const int Batch = 1000;

    /// <summary>Of a longer text, a plan of some two hundred pages, the rest is not compared.</summary>
    private const int MostWords = 100_000;

    /// <summary>Takes prints until none is due.</summary>
    /// <returns>How many files were compared.</returns>
    public async Task<int> PrintDueAsync(CancellationToken cancel)
    {
        var count = 0;
        var failed = new List<Guid>();
        HashSet<long>? common = null;
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            var next = await Due(db).Where(t => !failed.Contains(t.FileId)).OrderBy(t => t.ReadAt).ThenBy(t => t.FileId).FirstOrDefaultAsync(cancel);
            if (next is null)
            {
                return count;
            }

            try
            {
                common ??= await CommonAsync(db, cancel);
                await PrintAsync(db, next, common, cancel);
                count++;
            }
            catch (Exception e) when (e is System.Text.Json.JsonException or InvalidDataException)
            {
                log.LogError(e, "The text of file {File} was not compared", next.FileId);
                failed.Add(next.FileId);
            }
        }
    }

    /// <summary>Removes what is kept of files, in the caller's transaction; files that they overlapped with lose that share.</summary>
    public static async Task ForgetAsync(AppDbContext db, IReadOnlyList<Guid> files, CancellationToken cancel)
    {
        var others = await db.TextOverlaps.Where(o => files.Contains(o.FileId) && !files.Contains(o.OtherFileId)).Select(o => o.OtherFileId).ToListAsync(cancel);
        await db.TextOverlaps.Where(o => files.Contains(o.FileId) || files.Contains(o.OtherFileId)).ExecuteDeleteAsync(cancel);
        await db.FilePrints.Where(p => files.Contains(p.FileId)).ExecuteDeleteAsync(cancel);
        await db.TextPrints.Where(p => files.Contains(p.FileId)).ExecuteDeleteAsync(cancel);
        await ShareAsync(db, others, cancel);
    }

    /// <summary>The words of a file's passages, in order, as prints and stretches count them.</summary>
    internal static IReadOnlyList<(PassageText Passage, IReadOnlyList<(string Word, int Offset, int Length)> Words)> WordsOf(byte[] content) =>
        [.. TextPassages.Of(DocumentText.FromJson(EvidenceReading.Expand(content))).Select(p => (p, TextPrints.WordsOf(p.Text)))];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue("Overlaps:Enabled", true))
        {
            return;
        }

        // A start has better things to do first.
        await Task.Yield();
        while (true)
        {
            var pause = Pause;
            try
            {
                await PrintDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is DbException or DbUpdateException or InvalidOperationException)
            {
                log.LogError(e, "Comparing evidence was interrupted; it goes on in a minute");
                pause = PauseAfterFault;
            }

            await Task.Delay(pause, stoppingToken);
        }
    }

    /// <summary>Texts that were read, and of which no prints of this version were taken; never what is in quarantine.</summary>
    private static IQueryable<EvidenceText> Due(AppDbContext db) => db.EvidenceTexts.AsNoTracking().Where(t => t.Status == TextStatus.Ready
        && !db.TextPrints.Any(p => p.FileId == t.FileId && p.PrintsVersion == TextPrints.Version && p.ReaderVersion == t.ReaderVersion)
        && db.EvidenceVersions.Any(v => v.FileId == t.FileId && !db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null)));

    private static async Task PrintAsync(AppDbContext db, EvidenceText text, HashSet<long> common, CancellationToken cancel)
    {
        var file = text.FileId;
        var person = await (from v in db.EvidenceVersions where v.FileId == file join i in db.EvidenceItems on v.EvidenceItemId equals i.Id select i.PersonId).FirstAsync(cancel);
        var words = WordsOf(text.Content!).SelectMany(p => p.Words).Select(w => w.Word).Take(MostWords).ToList();

        // A passage that a file repeats counts once: each of its places with each of another file's would be their product.
        var prints = TextPrints.Of(words, common).DistinctBy(p => p.Hash).ToList();
        await db.InTransactionAsync(
            async () =>
            {
                await ForgetAsync(db, [file], cancel);
                return 0;
            },
            cancel);

        // Each batch by itself, so that whoever saves meanwhile waits for one at most; the row that says that it is done comes last.
        foreach (var batch in prints.Chunk(Batch))
        {
            db.FilePrints.AddRange(batch.Select(p => new FilePrint(file, person, p)));
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }

        await db.InTransactionAsync(
            async () =>
            {
                if (!await Due(db).AnyAsync(t => t.FileId == file, cancel))
                {
                    // It has gone into quarantine meanwhile.
                    await ForgetAsync(db, [file], cancel);
                    return 0;
                }

                db.TextPrints.Add(new TextPrint(file, TextPrints.Version, text.ReaderVersion, words.Count));
                await db.SaveChangesAsync(cancel);
                var changed = await SetTemplatesApartAsync(db, file, cancel);
                var touched = new HashSet<Guid>();
                foreach (var one in changed.Prepend(file))
                {
                    touched.UnionWith(await CompareAsync(db, one, cancel));
                }

                db.ChangeTracker.Clear();
                await ShareAsync(db, [.. touched], cancel);
                return prints.Count;
            },
            cancel);
    }

    /// <summary>Notes what has become a template by this file. Few people's files hold it, as it was none before.</summary>
    /// <returns>Other files that hold it, to be compared anew.</returns>
    private static async Task<List<Guid>> SetTemplatesApartAsync(AppDbContext db, Guid file, CancellationToken cancel)
    {
        var templates = await (
            from mine in db.FilePrints
            where mine.FileId == file && !db.CommonPrints.Any(c => c.Hash == mine.Hash)
            join theirs in db.FilePrints on mine.Hash equals theirs.Hash
            group theirs by mine.Hash into same
            where same.Select(p => p.PersonId).Distinct().Count() > TextPrints.People
            select same.Key).ToListAsync(cancel);
        if (templates.Count == 0)
        {
            return [];
        }

        var files = await db.FilePrints.Where(p => templates.Contains(p.Hash) && p.FileId != file).Select(p => p.FileId).Distinct().ToListAsync(cancel);
        db.CommonPrints.AddRange(templates.Select(h => new CommonPrint(h)));
        await db.SaveChangesAsync(cancel);
        return files;
    }

    /// <summary>Keeps anew what a file has in common with files of other people.</summary>
    /// <returns>The file, and those that it had or has something in common with.</returns>
    private static async Task<List<Guid>> CompareAsync(AppDbContext db, Guid file, CancellationToken cancel)
    {
        var before = await db.TextOverlaps.Where(o => o.FileId == file).Select(o => o.OtherFileId).ToListAsync(cancel);
        await db.TextOverlaps.Where(o => o.FileId == file || o.OtherFileId == file).ExecuteDeleteAsync(cancel);
        var templates = TextPrints.Join(await db.FilePrints.Where(p => p.FileId == file && db.CommonPrints.Any(c => c.Hash == p.Hash)).Select(p => p.Start).ToListAsync(cancel));
        var found = await (
            from mine in db.FilePrints
            where mine.FileId == file && !db.CommonPrints.Any(c => c.Hash == mine.Hash)
            join theirs in db.FilePrints on mine.Hash equals theirs.Hash
            where theirs.PersonId != mine.PersonId
            select new { Other = theirs.FileId, Mine = mine.Start, Theirs = theirs.Start }).ToListAsync(cancel);

        // What goes over the edge of a template by less than half is still the template's.
        found.RemoveAll(f => TextPrints.InCommon(f.Mine, templates) >= TextPrints.Words / 2);
        foreach (var other in found.GroupBy(f => f.Other))
        {
            db.TextOverlaps.Add(new TextOverlap(file, other.Key, TextPrints.Join(other.Select(f => f.Mine))));
            db.TextOverlaps.Add(new TextOverlap(other.Key, file, TextPrints.Join(other.Select(f => f.Theirs))));
        }

        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return [file, .. before.Concat(found.Select(f => f.Other)).Distinct()];
    }

    /// <summary>Counts anew how many words of these files stand in others too.</summary>
    private static async Task ShareAsync(AppDbContext db, List<Guid> files, CancellationToken cancel)
    {
        if (files.Count == 0)
        {
            return;
        }

        var found = await (
            from print in db.TextPrints
            where files.Contains(print.FileId)
            from overlap in db.TextOverlaps.Where(o => o.FileId == print.FileId).DefaultIfEmpty()
            select new { Print = print, Overlap = overlap }).ToListAsync(cancel);
        foreach (var group in found.GroupBy(f => f.Print))
        {
            group.Key.Share(TextPrints.Join(group.Select(f => f.Overlap).OfType<TextOverlap>().SelectMany(o => o.Spans)).Sum(s => s.Words));
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Every run of words of the units and schemes, in all their languages.</summary>
    private static async Task<HashSet<long>> CommonAsync(AppDbContext db, CancellationToken cancel)
    {
        // A catalogue of its own: the application's may be of before an import.
        var catalogue = new UnitCatalogue();
        var texts = new List<string>();
        foreach (var id in await db.UnitVersions.Select(v => v.Id).ToListAsync(cancel))
        {
            var unit = await catalogue.UnitAsync(db, id, cancel);
            texts.AddRange(unit.Text.Items().Select(i => i.Text));
            texts.AddRange(unit.Translations.SelectMany(t => t.Texts.Values));
        }

        foreach (var id in await db.Schemes.Select(s => s.Id).ToListAsync(cancel))
        {
            var scheme = (await catalogue.SchemeAsync(db, id, cancel)).Document;
            foreach (var text in scheme.Descriptors.Values.SelectMany(d => d).Concat(scheme.Interpretations.Values).Concat(scheme.Coverage.Select(c => c.Guidance!).Where(g => g is not null)))
            {
                texts.Add(text.In("zh-TW"));
                texts.Add(text.In("en"));
            }
        }

        return [.. texts.SelectMany(t => TextPrints.HashesOf([.. TextPrints.WordsOf(t).Select(w => w.Word)], TextPrints.CommonWords))];
    }
}
