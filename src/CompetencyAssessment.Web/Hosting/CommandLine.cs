using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Features.People;
using CompetencyAssessment.Web.Searching;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Commands for the people who run the installation: <c>CompetencyAssessment.Web COMMAND …</c>.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, Func<IServiceProvider, string[], CancellationToken, Task<int>>> Commands = new(StringComparer.Ordinal)
    {
        ["migrate"] = MigrateAsync,
        ["import-unit"] = (services, args, cancel) => ImportAsync(args, services.GetRequiredService<UnitImporter>().ImportAsync, cancel),
        ["import-scheme"] = (services, args, cancel) => ImportAsync(args, services.GetRequiredService<SchemeImporter>().ImportAsync, cancel),
        ["create-admin"] = CreateAdminAsync,
        ["check-audit"] = CheckAuditAsync,
        ["rebuild-search"] = RebuildSearchAsync,
    };

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit code; null where no command was named.</returns>
    public static async Task<int?> RunAsync(WebApplication app, string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith('-') || args[0].Contains('=', StringComparison.Ordinal))
        {
            return null;
        }

        if (!Commands.TryGetValue(args[0], out var command))
        {
            await Console.Error.WriteLineAsync($"There is no command {args[0]}. Commands: {string.Join(", ", Commands.Keys)}.");
            return 2;
        }

        await using var scope = app.Services.CreateAsyncScope();
        return await command(scope.ServiceProvider, args[1..], CancellationToken.None);
    }

    private static async Task<int> MigrateAsync(IServiceProvider services, string[] args, CancellationToken cancel)
    {
        await Startup.MigrateAsync(services, cancel);
        await Console.Out.WriteLineAsync("The database is up to date.");
        return 0;
    }

    private static async Task<int> ImportAsync(string[] args, Func<string, CancellationToken, Task<ImportResult>> import, CancellationToken cancel)
    {
        if (args.FirstOrDefault(a => !a.StartsWith("--", StringComparison.Ordinal)) is not { } file || !File.Exists(file))
        {
            await Console.Error.WriteLineAsync("Name the file to import.");
            return 2;
        }

        var result = await import(await File.ReadAllTextAsync(file, cancel), cancel);
        foreach (var fault in result.Faults)
        {
            await Console.Error.WriteLineAsync($"{fault.Path}: {fault.Reason}");
        }

        await Console.Out.WriteLineAsync(result.Refused ? "Refused; nothing was changed." : result.Changed ? $"{result.Code} is imported." : $"{result.Code} was there already; nothing changed.");
        return result.Refused ? 1 : 0;
    }

    /// <summary>Checks every chain of the audit trail and the rows that it attests; names the faults, the first of each chain first.</summary>
    private static async Task<int> CheckAuditAsync(IServiceProvider services, string[] args, CancellationToken cancel)
    {
        var db = services.GetRequiredService<AppDbContext>();
        var faults = await services.GetRequiredService<AuditCheck>().CheckAllAsync(cancel);
        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync($"{fault.Code}: chain {fault.Stream}{(fault.Sequence is { } at ? $", entry {at}" : "")}{(fault.Subject is { } row ? $", row {row}" : "")}");
        }

        await Console.Out.WriteLineAsync(faults.Count == 0
            ? $"{await db.AuditChains.CountAsync(cancel)} chains with {await db.AuditEntries.CountAsync(cancel)} entries are whole, and the rows agree with them."
            : $"{faults.Count} faults.");
        return faults.Count == 0 ? 0 : 1;
    }

    private static async Task<int> RebuildSearchAsync(IServiceProvider services, string[] args, CancellationToken cancel)
    {
        var count = await services.GetRequiredService<SearchIndexing>().RebuildAsync(cancel);
        await Console.Out.WriteLineAsync($"The search index is made anew: {count} people, assessments, units, titles and files.");
        return 0;
    }

    /// <summary>The first administrator of a new installation: prints a one-time link to set the password.</summary>
    private static async Task<int> CreateAdminAsync(IServiceProvider services, string[] args, CancellationToken cancel)
    {
        var words = args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (words.Length != 2)
        {
            await Console.Error.WriteLineAsync("Usage: create-admin USER-NAME FULL-NAME");
            return 2;
        }

        var db = services.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await (from link in db.UserRoles join role in db.Roles on link.RoleId equals role.Id where role.Name == Roles.Administrator select link).AnyAsync(cancel))
        {
            await Console.Error.WriteLineAsync("There is an administrator already; administrators create further accounts in the application.");
            return 1;
        }

        try
        {
            // Nobody acts: there is no account yet that could.
            var made = await services.GetRequiredService<CreatePerson>().RunAsync(new NewPerson(words[1], UserName: words[0], Roles: [Roles.Administrator]), Guid.Empty, cancel);
            var link = await services.GetRequiredService<HandOutLink>().RunAsync(made.PersonId, cancel);
            await transaction.CommitAsync(cancel);
            await Console.Out.WriteLineAsync($"Open this address of the running application within three days to set the password:\n{link.Path}");
            return 0;
        }
        catch (DomainException broken)
        {
            await Console.Error.WriteLineAsync(broken.Code switch
            {
                "account.name-taken" => "This user name is taken.",
                "account.name" => "A user name has letters without accents, digits and - . _ @ + only.",
                _ => broken.Message,
            });
            return 1;
        }
    }
}
