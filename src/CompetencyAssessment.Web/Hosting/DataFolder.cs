namespace CompetencyAssessment.Web.Hosting;

/// <summary>The folder that holds database, files and keys: outside the source, the same over upgrades. Setting <c>Data:Folder</c>.</summary>
internal sealed class DataFolder
{
    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    public string Database => Path.Combine(Root, "competency.db");

    public string Files => Path.Combine(Root, "files");

    /// <summary>Says to which database the files belong.</summary>
    public string FilesOwner => Path.Combine(Root, "files.owner");

    public string Uploads => Path.Combine(Root, "uploads");

    public string Keys => Path.Combine(Root, "keys");

    public static DataFolder From(IConfiguration configuration)
    {
        if (configuration["Data:Folder"] is { Length: > 0 } folder)
        {
            return new DataFolder(folder);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return new DataFolder(Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), "CompetencyAssessment"));
    }
}
