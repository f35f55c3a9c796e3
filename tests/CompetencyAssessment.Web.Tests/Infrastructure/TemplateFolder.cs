using Microsoft.Data.Sqlite;

namespace CompetencyAssessment.Web.Tests.Infrastructure;

/// <summary>
/// A data folder as the command <c>migrate</c> leaves it, made once a run and copied for each site: migrating and loading the unit takes
/// seconds, a copy milliseconds.
/// </summary>
internal static class TemplateFolder
{
    private static readonly Lazy<string> Template = new(Make, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>A new folder with the database, and the key of its audit trail.</summary>
    public static string Copy()
    {
        var target = Directory.CreateTempSubdirectory("competency-test-").FullName;
        foreach (var file in Directory.EnumerateFiles(Template.Value, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Template.Value, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    public static void Delete(string folder)
    {
        // Windows does not delete what the pool holds open.
        SqliteConnection.ClearAllPools();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
    }

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("competency-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(folder);
        var exit = Run("migrate", $"--Data:Folder={folder}", "--Serilog:MinimumLevel:Default=Warning");
        SqliteConnection.ClearAllPools();
        return exit == 0 ? folder : throw new InvalidOperationException($"The command migrate ended with {exit}.");
    }

    /// <summary>Runs the program with these arguments in this process, as the command line does.</summary>
    public static int Run(params string[] args) => Task.Run(() => (int)typeof(Program).Assembly.EntryPoint!.Invoke(null, [args])!).GetAwaiter().GetResult();
}
