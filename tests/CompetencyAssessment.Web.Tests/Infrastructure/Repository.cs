namespace CompetencyAssessment.Web.Tests.Infrastructure;

/// <summary>The source tree that these tests were built from, for tests that read source.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Web => Path.Combine(Root, "src", "CompetencyAssessment.Web");

    /// <summary>Files below a folder of the source, without what a build puts there.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => extensions.Contains(Path.GetExtension(f), StringComparer.Ordinal))
            .Where(f => !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "lib"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CompetencyAssessment.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests were not built inside the source tree.");
    }
}
