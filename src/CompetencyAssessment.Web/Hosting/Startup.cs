using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Documents;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>What happens before the first request: migrations, the units and schemes that come with the project, the centre's row.</summary>
internal static class Startup
{
    /// <summary>Migrates in Development. Elsewhere it only looks, and says what to do.</summary>
    /// <returns>False when this node must not start.</returns>
    public static async Task<bool> PrepareAsync(this WebApplication app, CancellationToken cancel)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var log = scope.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Startup");
        if (app.Environment.IsDevelopment())
        {
            await MigrateAsync(scope.ServiceProvider, cancel);
            return true;
        }

        var address = scope.ServiceProvider.GetRequiredService<PublicAddress>().Url;
        if (new Uri(address).IsLoopback)
        {
            log.LogWarning("Public:Url is {Url}: documents would carry that address in their QR codes, for good. Set it before the first signature", address);
        }

        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).ToList();
        if (pending.Count > 0)
        {
            log.LogCritical("The database lacks {Count} migrations ({First} …). Run the command 'migrate' once, then start again.", pending.Count, pending[0]);
            return false;
        }

        return true;
    }

    /// <summary>Creates or upgrades the database, and loads what comes with the project.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancel)
    {
        var db = services.GetRequiredService<AppDbContext>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Startup");
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).Count();
        if (pending > 0)
        {
            log.LogInformation("Migrating the database ({Count} migrations)", pending);
            await db.Database.MigrateAsync(cancel);
        }

        if (!await db.Centres.AnyAsync(cancel))
        {
            db.Centres.Add(new Centre(db.NextKey(), "評量中心", services.GetRequiredService<IConfiguration>()["LocalTime:TimeZone"] ?? "Asia/Taipei"));
            await db.SaveChangesAsync(cancel);
        }

        var roles = services.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
        foreach (var role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                await roles.CreateAsync(new IdentityRole<Guid>(role) { Id = db.NextKey() });
            }
        }

        foreach (var unit in DocumentFile.EmbeddedNames("Units"))
        {
            Report(unit, await services.GetRequiredService<UnitImporter>().ImportAsync(DocumentFile.Embedded(unit), cancel));
        }

        foreach (var scheme in DocumentFile.EmbeddedNames("Schemes"))
        {
            var result = await services.GetRequiredService<SchemeImporter>().ImportAsync(DocumentFile.Embedded(scheme), cancel);
            if (result.Refused && result.Faults.All(f => f.Path == "#/version"))
            {
                // The centre went on from the default by itself; its version is the one that counts.
                log.LogWarning("{Name} is not loaded: this centre has published a version with that number itself", scheme);
                continue;
            }

            Report(scheme, result);
        }

        var centreId = await db.Centres.Select(c => c.Id).SingleAsync(cancel);
        var calendars = DocumentFile.EmbeddedNames("Calendars").Select(n => DocumentFile.Parse<CalendarDocument>(DocumentFile.Embedded(n)));
        foreach (var year in await services.GetRequiredService<CalendarImporter>().ImportAsync(centreId, calendars, cancel))
        {
            log.LogInformation("Loaded the working-day calendar of {Year}", year);
        }

        foreach (var bank in DocumentFile.EmbeddedNames("Questions"))
        {
            if (await services.GetRequiredService<QuestionImporter>().ImportAsync(DocumentFile.Parse<QuestionBankDocument>(DocumentFile.Embedded(bank)), cancel) is > 0 and var count)
            {
                log.LogInformation("Loaded {Count} questions from {Name}", count, bank);
            }
        }

        // Results from before the days to dispute one stood on their row: nobody who had them yesterday loses them today.
        foreach (var old in await db.Assessments.Where(a => a.DisputeBy == null && (a.State == AssessmentState.Finalised || a.State == AssessmentState.Terminated)).Select(a => new { a.Id, a.ChangedAt }).ToListAsync(cancel))
        {
            await db.Assessments.Where(a => a.Id == old.Id).ExecuteUpdateAsync(u => u.SetProperty(a => a.DisputeBy, old.ChangedAt.AddDays(30)), cancel);
        }

        // Nor is an appeal stuck whose planned attempt was withdrawn before that was taken from it.
        foreach (var stuck in await (from x in db.Appeals join a in db.Assessments on x.NewAssessmentId equals a.Id where a.State == AssessmentState.Withdrawn select new { Appeal = x, Attempt = a }).ToListAsync(cancel))
        {
            stuck.Appeal.Unplan(stuck.Attempt);
        }

        await db.SaveChangesAsync(cancel);

        void Report(string name, ImportResult result)
        {
            if (result.Refused)
            {
                throw new InvalidOperationException($"{name}: {string.Join("; ", result.Faults.Select(f => $"{f.Path} {f.Reason}"))}");
            }

            if (result.Changed)
            {
                log.LogInformation("Loaded {Name}", name);
            }
        }
    }
}
