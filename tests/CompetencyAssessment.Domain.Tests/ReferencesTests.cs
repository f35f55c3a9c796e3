using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace CompetencyAssessment.Domain.Tests;

/// <summary>Dependencies run one way: Domain ← Data ← Data.SqlServer/Data.Sqlite ← Web; Reports ← Web.</summary>
public sealed class ReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Data"] = ["Domain"],
        ["Data.SqlServer"] = ["Data"],
        ["Data.Sqlite"] = ["Data"],
        ["Reports"] = [],
        ["Web"] = ["Data", "Data.SqlServer", "Data.Sqlite", "Domain", "Reports"],
    };

    [Fact]
    public void Domain_RestsOnTheBaseLibraryAlone()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        foreach (var reference in typeof(DomainException).Assembly.GetReferencedAssemblies())
        {
            Assert.True(File.Exists(Path.Combine(runtime, reference.Name + ".dll")), $"Domain references {reference.Name}");
            Assert.False(reference.Name!.StartsWith("System.Net", StringComparison.Ordinal), $"Domain references {reference.Name}");
        }

        Assert.Empty(Items("Domain", "PackageReference"));
        Assert.Empty(Items("Domain", "FrameworkReference"));
    }

    [Fact]
    public void Projects_ReferToEachOtherOneWay()
    {
        var projects = Directory.GetDirectories(Source()).Select(d => Path.GetFileName(d)["CompetencyAssessment.".Length..]).Order(StringComparer.Ordinal);
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects);
        foreach (var (project, allowed) in Allowed)
        {
            var references = Items(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))["CompetencyAssessment.".Length..]);
            Assert.Empty(references.Except(allowed));
        }
    }

    [Theory]
    [InlineData("Data")]
    [InlineData("Reports")]
    public void Project_KnowsNoProviderNorWeb(string project)
    {
        string[] foreign = ["Sqlite", "SqlServer", "SqlClient", "AspNetCore.Mvc"];
        Assert.DoesNotContain(Items(project, "PackageReference"), p => foreign.Any(f => p.Contains(f, StringComparison.Ordinal)));
        Assert.Empty(Items(project, "FrameworkReference"));
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(Source(), $"CompetencyAssessment.{project}", $"CompetencyAssessment.{project}.csproj"))
            .Descendants(kind).Select(i => (string)i.Attribute("Include")!);

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src"));
}
