using System.Runtime.CompilerServices;
using System.Text;
using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Domain.Tests.Assessments;

/// <summary>The picture of the life of an assessment in <c>docs/architecture.md</c> is the one that the code makes.</summary>
public sealed class StatePictureTests
{
    [Fact]
    public void Picture_InTheDocs_ShowsTheMovesOfTheCode()
    {
        var docs = File.ReadAllText(Path.Combine(Root(), "docs", "architecture.md")).ReplaceLineEndings("\n");
        const string Begin = "```mermaid\nstateDiagram-v2\n";
        var start = docs.IndexOf(Begin, StringComparison.Ordinal) + "```mermaid\n".Length;
        Assert.Equal(Draw(), docs[start..docs.IndexOf("```", start, StringComparison.Ordinal)]);
    }

    /// <summary>Moves within the work stand in a box of their own; what starts from, or leads to, every state of it is drawn once, from or to the box.</summary>
    private static string Draw()
    {
        var states = Enum.GetValues<AssessmentState>();
        var underWay = AssessmentMove.Resume.LeadsTo();
        var (inside, outside) = (new StringBuilder(), new StringBuilder());
        foreach (var move in Enum.GetValues<AssessmentMove>())
        {
            var sources = states.Where(s => s.Allows(move)).ToList();
            var targets = move.LeadsTo();
            IEnumerable<string> Ends(IReadOnlyList<AssessmentState> ends) => underWay.All(ends.Contains) ? [.. ends.Except(underWay).Select(s => s.ToString()), "UnderWay"] : ends.Select(s => s.ToString());
            foreach (var from in Ends(sources))
            {
                foreach (var to in Ends(targets))
                {
                    var isInside = underWay.Any(s => s.ToString() == from) && underWay.Any(s => s.ToString() == to);
                    (isInside ? inside.Append("    ") : outside.Append("  ")).Append(from).Append(" --> ").Append(to).Append(": ").Append(move).Append('\n');
                }
            }
        }

        var ends = string.Concat(states.Where(s => !s.IsOpen()).Select(s => $"  {s} --> [*]\n"));
        return $"stateDiagram-v2\n  [*] --> Planned\n  state \"Under way\" as UnderWay {{\n{inside}  }}\n{outside}{ends}";
    }

    private static string Root([CallerFilePath] string file = "")
    {
        var folder = Path.GetDirectoryName(file)!;
        while (!File.Exists(Path.Combine(folder, "CompetencyAssessment.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
